"""What went into the trash by accident comes back exactly as it was; the trash shows everything that can."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from cms.library.models import Usage
from cms.outbox.models import Event
from cms.publishing.models import AuditEntry, Redirect, Trashed
from cms.search.models import SearchDocument
from demo import builders
from tests.conftest import person

pytestmark = pytest.mark.django_db
TRASH = "/admin/publishing/trashed/"
UNDO, TAKE_OUT, PURGE = (f"{TRASH}{verb}/" for verb in ("undo", "take-out", "purge"))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def columns(thing) -> dict:
    return Article.objects.filter(pk=thing.pk).values().get()


def ref(thing) -> dict:
    return {"ref": f"{thing._meta.label_lower}:{thing.pk}"}


def test_a_live_thing_comes_back_live_with_the_same_times_pictures_and_words(editor, client):
    article = builders.article("回來", live=True, at=timezone.now() - timedelta(days=9), cover=builders.picture())
    article.expire_at(timezone.now() + timedelta(days=9), by=editor)
    before, uses = columns(article), list(Usage.objects.values_list("picture", "since", "until"))
    article.trash(by=editor)
    assert client.get(article.get_absolute_url()).status_code == 410
    article.put_back(by=editor)
    assert columns(article) == before
    assert list(Usage.objects.values_list("picture", "since", "until")) == uses
    assert SearchDocument.objects.filter(object_id=article.pk).exists()
    assert client.get(article.get_absolute_url()).status_code == 200
    assert AuditEntry.objects.first().verb == "undo"


@pytest.mark.parametrize("was", ["draft", "retired"])
def test_what_was_not_public_comes_back_not_public(editor, was):
    article = builders.article(live=was == "retired")
    if was == "retired":
        article.unpublish(by=editor)
    before = columns(article)
    article.trash(by=editor)
    article.put_back(by=editor)
    assert columns(article) == before
    assert article.put_back(by=editor).standing == was  # a second time changes nothing


def test_what_was_set_for_later_still_comes_at_its_time(editor):
    article = builders.article(live=True, at=timezone.now() + timedelta(days=1))
    before = columns(article)
    article.trash(by=editor)
    assert not Event.objects.filter(verb="published", state="waiting").exists()
    article.put_back(by=editor)
    assert columns(article) == before
    assert Event.objects.get(verb="published", state="waiting").due_at == article.live_from


def test_what_shows_a_picture_that_is_gone_meanwhile_is_not_made_public(editor):
    picture = builders.picture()
    article = builders.article(body=f'<p><img data-picture="{picture.pk}" alt=""></p>', live=True)
    article.trash(by=editor)
    picture.delete()
    with pytest.raises(Exception, match="圖"):
        article.put_back(by=editor)
    assert Article.objects.get().trashed_at


def test_taking_it_out_the_careful_way_leaves_it_hidden(editor):
    article = builders.article(live=True)
    article.trash(by=editor)
    article.untrash(by=editor)
    assert Article.objects.get().standing == "retired"
    assert not Trashed.objects.exists()


def test_the_button_of_the_message_undoes_it_and_leads_back(desk, editor):
    article = builders.article("回來", live=True)
    article.trash(by=editor)
    answer = desk.post(UNDO, ref(article) | {"next": "/admin/articles/article/"}, follow=True)
    assert answer.redirect_chain == [("/admin/articles/article/", 302)]
    assert "Put back as it was: 回來" in answer.text
    assert Article.objects.get().is_live


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/admin/\r\nX: y", "/admin//../../x"])
def test_undo_leads_nowhere_else(desk, editor, address):
    article = builders.article(live=True)
    article.trash(by=editor)
    location = desk.post(UNDO, ref(article) | {"next": address})["Location"]
    assert location.startswith("/admin/")


def test_the_trash_shows_every_kind_with_who_and_how_long(desk, editor):
    for thing in (builders.article("甲", live=True), builders.page("乙", live=True), builders.promotion("丙")):
        thing.trash(by=editor)
    page = desk.get(TRASH).text
    assert all(title in page for title in "甲乙丙")
    assert "29 days left" in page
    assert page.count(str(editor)) >= 3
    assert "Delete for good" not in page  # for the administrator alone


def test_the_trash_of_many_asks_no_more_than_that_of_few(desk, editor, django_assert_max_num_queries):
    for number in range(12):
        builders.article(f"文{number}").trash(by=editor)
        builders.case_study(f"案{number}").trash(by=editor)
    desk.get(TRASH)
    with django_assert_max_num_queries(16):
        desk.get(TRASH)


def test_an_author_sees_and_puts_back_drafts_of_their_own_and_nothing_public(client, author, editor):
    own, live = builders.article("自己的", by=author), builders.article("公開過", by=author, live=True)
    other = builders.article("同事的", by=person("author", "other"))
    for thing in (own, live, other):
        thing.trash(by=editor)
    client.force_login(author)
    assert "同事的" not in client.get(TRASH).text
    for thing in (own, live, other):
        client.post(UNDO, ref(thing))
    assert set(Article.objects.filter(trashed_at=None)) == {own}


@pytest.mark.parametrize(("who", "status"), [("outsider", 403), ("salesperson", 403), ("author", 200), ("editor", 200)])
def test_the_trash_is_for_those_who_write(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(TRASH).status_code == status


@pytest.mark.parametrize("url", [UNDO, TAKE_OUT, PURGE])
@pytest.mark.parametrize("who", ["outsider", "salesperson", "author"])
def test_others_can_take_nothing_out(client, request, editor, url, who):
    article = builders.article(live=True)
    article.trash(by=editor)
    client.force_login(request.getfixturevalue(who))
    client.post(url, ref(article))
    assert Article.objects.get().trashed_at


def test_only_the_administrator_deletes_for_good_and_only_from_the_trash(client, editor, administrator):
    trashed, kept = builders.article("甲", live=True), builders.article("乙", live=True)
    trashed.trash(by=editor)
    client.force_login(editor)
    assert client.post(PURGE, ref(trashed)).status_code == 403
    client.force_login(administrator)
    for thing in (trashed, kept):
        client.post(PURGE, ref(thing))
    assert list(Article.objects.all()) == [kept]
    assert client.get(trashed.get_absolute_url()).status_code == 410
    assert AuditEntry.objects.get(verb="purge").by == administrator


@pytest.mark.parametrize("url", [UNDO, TAKE_OUT, PURGE])
def test_the_ways_out_are_posted_to(client, administrator, url):
    client.force_login(administrator)
    assert client.get(url).status_code == 405


@pytest.mark.parametrize(
    "bad", ["", "x", "people.user:1", "articles.article:x", f"articles.article:{9**40}", ":", "\0"]
)
def test_odd_names_are_passed_over(desk, bad):
    assert desk.post(UNDO, {"ref": bad}).status_code == 302


def test_a_redirect_laid_at_its_address_ends_with_the_undoing(editor, client):
    article, other = builders.article("甲", live=True), builders.article("乙", live=True)
    end = (article.key["content_type"], other.pk, "")
    Redirect.objects.instead_of(article.get_absolute_url(), end)
    article.trash(by=editor)
    assert client.get(article.get_absolute_url())["Location"] == other.get_absolute_url()
    article.put_back(by=editor)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert not Redirect.objects.exists()
