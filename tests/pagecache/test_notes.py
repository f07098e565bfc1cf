"""A page says what it was made of, and a change says what it makes old."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db.models import Count
from django.utils import timezone

from articles.models import Article, Tag
from cms.pagecache.models import TagVersion, memo
from cms.pagecache.notes import noting
from cms.publishing.addresses import current_address, live_addresses
from cms.publishing.models import Redirect
from demo import builders

pytestmark = pytest.mark.django_db


def tags_of(make):
    with noting() as notes:
        make()
    return notes.tags


def version(tag):
    return TagVersion.objects.filter(tag=tag).values_list("version", flat=True).first()


def test_a_single_row_is_noted_by_itself_and_not_as_a_list():
    article = builders.article(live=True)
    assert tags_of(lambda: Article.objects.live().get(pk=article.pk)) == {f"article:{article.pk}"}


def test_a_bare_list_notes_the_list_and_a_narrowed_one_its_scope():
    article = builders.article(live=True)
    assert "article:list" in tags_of(lambda: list(Article.objects.live()))
    narrowed = tags_of(lambda: list(Article.objects.live().in_channel(article.channel)))
    assert f"article:channel:{article.channel_id}" in narrowed
    assert "article:list" not in narrowed


def test_counting_and_asking_whether_there_are_any_is_noted_too():
    assert "article:list" in tags_of(lambda: Article.objects.live().count())
    assert "article:list" in tags_of(lambda: Article.objects.live().exists())


def test_streaming_and_adding_up_rows_is_noted_too():
    assert "article:list" in tags_of(lambda: list(Article.objects.live().iterator()))
    assert "article:list" in tags_of(lambda: Article.objects.live().aggregate(Count("pk")))


def test_a_page_that_points_to_things_hangs_on_them_and_on_no_list():
    article = builders.article(live=True)
    links = {f"articles.article:{article.pk}", "articles.article:999", "pages.page:7"}
    assert tags_of(lambda: live_addresses(links)) == {f"article:{article.pk}", "article:999", "page:7"}


def test_nothing_is_noted_outside_of_a_page():
    with noting() as notes:
        pass
    list(Article.objects.all())
    assert notes.tags == set()


def test_publishing_makes_old_the_scopes_of_the_old_and_the_new_row():
    old, new, other = builders.channel("舊"), builders.channel("新"), builders.channel("別的")
    article = builders.article(live=True, channel=old)
    TagVersion.objects.bump(f"article:channel:{other.pk}")
    before = {pk: version(f"article:channel:{pk}") for pk in (old.pk, new.pk, other.pk)}
    data = article.working_copy()
    data["fields"]["channel"] = new.pk
    article.publish(article.save_revision(data, by=None, token=article.edit_token(None)), by=None)
    after = {pk: version(f"article:channel:{pk}") for pk in (old.pk, new.pk, other.pk)}
    assert after[old.pk] != before[old.pk]
    assert after[new.pk] != before[new.pk]
    assert after[other.pk] == before[other.pk]


def test_saving_a_draft_of_something_live_makes_nothing_old():
    article = builders.article(live=True)
    before = TagVersion.objects.current()
    article.save_revision(article.working_copy(), by=None, token=article.edit_token(None))
    assert TagVersion.objects.current() == before


def test_bulk_verbs_are_not_missed():
    Tag.objects.create(name="甲")
    before = version("tag:list")
    Tag.objects.update(name="乙")
    changed = version("tag:list")
    Tag.objects.all().delete()
    assert before != changed != version("tag:list")


def test_a_bulk_change_makes_old_the_lists_that_rows_leave_and_those_that_they_enter():
    article, entered = builders.article(live=True), builders.channel("新")
    scopes = [f"article:channel:{pk}" for pk in (article.channel_id, entered.pk)]
    before = [version(scope) for scope in scopes]
    Article.objects.filter(pk=article.pk).update(channel=entered)
    after = [version(scope) for scope in scopes]
    assert all(new != old for new, old in zip(after, before, strict=True))


def test_tying_and_untying_makes_old_what_shows_either_side():
    article, tag = builders.article(live=True), Tag.objects.create(name="甲")
    tags = [f"article:{article.pk}", f"tag:{tag.pk}", f"article:tag:{tag.pk}"]
    for change in (
        lambda: article.tags.add(tag),
        lambda: article.tags.remove(tag),
        lambda: tag.articles.add(article),
        lambda: tag.articles.clear(),
    ):
        before = [version(name) for name in tags]
        change()
        assert not set(before) & {version(name) for name in tags}


def test_a_redirect_laid_by_hand_makes_old_what_asked_where_its_address_leads():
    asked = tags_of(lambda: current_address("/old/"))
    before = {name: version(name) for name in asked}
    Redirect.objects.create(path="/old/")
    assert before != {name: version(name) for name in asked}


@pytest.mark.django_db(transaction=True)
def test_a_memo_is_kept_until_something_changes_and_replays_its_tags(django_assert_num_queries):
    article = builders.article(live=True)
    made = []

    def make():
        made.append(1)
        return [row.title for row in Article.objects.live()]

    memo("titles", make)
    with django_assert_num_queries(1):
        tags = tags_of(lambda: memo("titles", make))
    assert made == [1]
    assert f"article:{article.pk}" in tags
    builders.article("又一篇", live=True)
    assert len(memo("titles", make)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_memo_ends_when_the_clock_changes_what_it_shows(time_machine):
    soon = timezone.now() + timedelta(hours=1)
    builders.article("將來", live=True, at=soon)
    assert memo("titles", lambda: [row.title for row in Article.objects.live()]) == []
    time_machine.move_to(soon + timedelta(seconds=1))
    assert memo("titles", lambda: [row.title for row in Article.objects.live()]) == ["將來"]


def test_pages_go_on_while_the_cache_is_away(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    for verb in ("get", "set"):
        monkeypatch.setattr(type(caches["default"]), verb, away)
    monkeypatch.setattr("cms.pagecache.models.in_transaction", lambda: False)
    assert client.get("/news/").status_code == 200
