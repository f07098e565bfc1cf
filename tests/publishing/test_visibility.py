"""What the public may see now is said once: `.live()` for many and `is_live` for one, and they agree."""

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, Series
from cms.outbox.models import Event
from cms.publishing import trash
from cms.publishing.models import AuditEntry, Draft, Publishable, Redirect, Revision, State
from cms.site.models import Promotion, Snippet
from demo import builders
from pages.models import Page
from services.models import CaseStudy, Service

KINDS = [model for model in apps.get_models() if issubclass(model, Publishable)]
BUILDERS = {
    Article: builders.article,
    Series: builders.series,
    Service: builders.service,
    CaseStudy: builders.case_study,
    Page: builders.page,
    Snippet: builders.snippet,
    Promotion: builders.promotion,
}
HOUR = timedelta(hours=1)
MOMENTS = {"none": None, "long ago": -1000 * HOUR, "just now": timedelta(0), "soon": HOUR}


def test_every_publishable_has_a_builder():
    assert set(KINDS) == set(BUILDERS)


@pytest.mark.parametrize("model", KINDS)
def test_twin_is_live_and_live_agree_for_every_state_and_date(db, model, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    now = timezone.now()
    for number, (state, begins, ends, is_trashed) in enumerate(product(State, MOMENTS, MOMENTS, [False, True])):
        row = BUILDERS[model](f"第 {number} 個")
        row.state = state
        row.live_from = MOMENTS[begins] if MOMENTS[begins] is None else now + MOMENTS[begins]
        row.live_until = MOMENTS[ends] if MOMENTS[ends] is None else now + MOMENTS[ends]
        row.trashed_at = now if is_trashed else None
        row.save()
    live = set(model.objects.live().values_list("pk", flat=True))
    by_row = {row.pk for row in model.objects.all() if row.is_live}
    assert live == by_row
    assert len(live) == 2 * 2  # published, not trashed; began long ago or just now; ends never or soon


def test_a_scheduled_first_publication_appears_on_its_minute_without_a_worker(client, editor, time_machine):
    start = timezone.now()
    article = builders.article("將來的文章", live=True, by=editor, at=start + HOUR)
    assert article.standing == "scheduled"
    assert client.get(article.get_absolute_url()).status_code == 404
    time_machine.move_to(start + HOUR - timedelta(seconds=1))
    assert not Article.objects.live().exists()
    time_machine.move_to(start + HOUR)
    assert Article.objects.live().exists()


def test_an_expired_article_is_gone(client, editor, time_machine):
    article = builders.article("有期限", live=True, by=editor)
    article.expire_at(timezone.now() + HOUR, by=editor)
    time_machine.move_to(timezone.now() + 2 * HOUR)
    assert client.get(article.get_absolute_url()).status_code == 410
    assert Article.objects.get(pk=article.pk).standing == "expired"


def test_an_old_expiry_never_blocks_a_new_publication(editor, time_machine):
    article = builders.article("再來一次", live=True, by=editor)
    article.expire_at(timezone.now() + HOUR, by=editor)
    time_machine.move_to(timezone.now() + 2 * HOUR)
    assert article.publish_working_copy(by=editor).is_live


def test_never_public_answers_404_and_taken_back_410(client, editor):
    draft = builders.article("只是草稿", by=editor)
    assert client.get(draft.get_absolute_url()).status_code == 404
    live = builders.article("公開過", live=True, by=editor)
    live.unpublish(by=editor)
    assert client.get(live.get_absolute_url()).status_code == 410


def test_taking_back_what_was_only_scheduled_leaves_no_trace_of_it(client, editor):
    article = builders.article("還沒到時間", live=True, by=editor, at=timezone.now() + HOUR)
    article.unpublish(by=editor)
    assert Article.objects.get(pk=article.pk).state == State.DRAFT
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_changed_slug_leads_to_the_object_and_keeps_the_query(client, editor):
    article = builders.article("舊名", live=True, by=editor)
    old = article.get_absolute_url()
    for slug in ("newer", "newest"):
        data = article.working_copy()
        data["fields"]["slug"] = slug
        article = article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    response = client.get(f"{old}?utm_source=x")
    assert (response.status_code, response["Location"]) == (301, "/news/newest/?utm_source=x")
    assert client.get("/news/newer/")["Location"] == "/news/newest/"


def rename(article, slug, by):
    data = article.working_copy()
    data["fields"]["slug"] = slug
    return article.publish(article.save_revision(data, by=by, token=article.edit_token(None)), by=by)


def test_renaming_back_and_forth_makes_no_loop(client, editor):
    article = builders.article("來回", slug="here", live=True, by=editor)
    article = rename(rename(article, "there", editor), "here", editor)
    assert client.get("/news/here/").status_code == 200
    moved = client.get("/news/there/")
    assert moved["Location"] == "/news/here/"
    assert moved["Cache-Control"] == "no-cache"  # a browser that remembered the first redirect would go in circles
    assert not Redirect.objects.filter(path="/news/here/").exists()


def test_a_live_page_wins_over_a_redirect(client, editor):
    rename(builders.article("先來", slug="place", live=True, by=editor), "elsewhere", editor)
    builders.article("後到", slug="place", live=True, by=editor)
    assert "後到" in client.get("/news/place/").content.decode()


def test_an_old_address_of_something_taken_back_is_gone_too(client, editor):
    rename(builders.article("走了", slug="first", live=True, by=editor), "second", editor).unpublish(by=editor)
    assert client.get("/news/first/").status_code == 410


def test_a_renamed_draft_leaves_no_redirect(editor):
    article = builders.article("草稿", slug="one", by=editor)
    article.slug = "two"
    article.save()
    assert not Redirect.objects.exists()


def test_a_renamed_channel_leads_on(client, db):
    channel = builders.channel("頻道", slug="old")
    channel.slug = "new"
    channel.save()
    assert client.get("/news/channel/old/")["Location"] == "/news/channel/new/"


def test_the_trash_hides_at_once_keeps_the_slug_and_is_emptied_after_30_days(client, editor, time_machine):
    article = builders.article("丟掉", slug="thrown", live=True, by=editor)
    article.trash(by=editor)
    assert client.get("/news/thrown/").status_code == 410
    assert builders.article("同名", slug="").slug != "thrown"
    assert not list(trash.due())
    time_machine.move_to(timezone.now() + timedelta(days=31))
    [ref] = trash.due()
    trash.empty(ref)
    trash.empty(ref)
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not Revision.objects.of(article).exists()
    assert not Draft.objects.filter(**article.key).exists()
    assert client.get("/news/thrown/").status_code == 410


def test_a_worker_killed_while_emptying_the_trash_leaves_it_due(client, editor, time_machine, monkeypatch):
    builders.article("丟掉", slug="thrown", live=True, by=editor).trash(by=editor)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    [ref] = trash.due()
    with monkeypatch.context() as killed:
        killed.setattr("django.db.models.query.QuerySet._raw_delete", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            trash.empty(ref)
    assert list(trash.due()) == [ref]
    trash.empty(ref)
    assert not list(trash.due())
    assert client.get("/news/thrown/").status_code == 410


def test_what_is_taken_out_of_the_trash_while_the_sweep_looks_is_kept(editor, time_machine, monkeypatch):
    article = builders.article("搶回來", live=True, by=editor)
    article.trash(by=editor)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    lock = Article.lock

    def lock_once_the_editor_is_done(row):
        monkeypatch.setattr(Article, "lock", lock)
        article.untrash(by=editor)
        return row.lock()

    monkeypatch.setattr(Article, "lock", lock_once_the_editor_is_done)
    trash.empty(f"articles.article:{article.pk}")
    assert Article.objects.filter(pk=article.pk).exists()


def test_what_lies_in_the_trash_cannot_be_published(editor):
    article = builders.article("垃圾", by=editor)
    article.trash(by=editor)
    with pytest.raises(ValidationError):
        article.publish_working_copy(by=editor)


def test_taken_out_of_the_trash_it_is_not_public(editor):
    article = builders.article("撿回來", live=True, by=editor)
    article.trash(by=editor)
    assert not article.untrash(by=editor).is_live


def test_every_verb_is_written_down(editor):
    article = builders.article("紀錄", live=True, by=editor)
    article.restore(Revision.objects.of(article).first(), by=editor)
    article.unpublish(by=editor)
    article.trash(by=editor)
    article.untrash(by=editor)
    verbs = list(AuditEntry.objects.filter(**article.key).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["publish", "restore", "unpublish", "trash", "untrash"]


def test_a_publication_is_told_once_at_its_time_and_a_moved_date_supersedes_it(editor):
    soon = timezone.now() + HOUR
    article = builders.article("通知", live=True, by=editor, at=soon)
    article.publish_working_copy(by=editor, at=soon + HOUR)
    waiting = Event.objects.filter(**article.key, verb="published").exclude(state="cancelled")
    assert [event.due_at for event in waiting] == [soon + HOUR]


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_what_has_been_public_cannot_be_set_for_later(client, editor, is_taken_back):
    article = builders.article("早就公開", live=True, by=editor)
    if is_taken_back:
        article.unpublish(by=editor)
    before = client.get(article.get_absolute_url()).status_code
    with pytest.raises(ValidationError):
        article.publish_working_copy(by=editor, at=timezone.now() + HOUR)
    assert client.get(article.get_absolute_url()).status_code == before == (410 if is_taken_back else 200)


def test_updated_moves_only_on_a_substantive_change(editor):
    article = builders.article("小改", live=True, by=editor, body="<p>" + "字" * 200 + "</p>")
    data = article.working_copy()
    data["fields"]["body"] = "<p>" + "字" * 210 + "</p>"
    article = article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    assert article.updated_at is None
    data["fields"]["body"] = "<p>" + "字" * 150 + "新" * 20 + "</p>"
    article = article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    assert article.updated_at is not None


def test_a_later_publication_keeps_the_publication_time(editor):
    article = builders.article("時間", live=True, by=editor, at=timezone.now() - 100 * HOUR)
    again = article.publish_working_copy(by=editor)
    assert again.live_from == article.live_from
    assert again.published_at > article.published_at


@pytest.mark.parametrize(
    ("title", "slug"),
    [("拉新、促活、留存", "la-xin-cu-huo-liu-cun"), ("AI 寫作 2026", "ai-xie-zuo-2026"), ("！！！———", "article")],
)
def test_slugs_are_pinyin_and_never_only_hyphens(db, title, slug):
    assert builders.article(title).slug == slug


def test_a_taken_slug_is_numbered(db):
    assert [builders.article("同題").slug for _number in range(3)] == ["tong-ti", "tong-ti-2", "tong-ti-3"]
