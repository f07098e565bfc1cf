"""Deeds for many rows: foreseen row by row, done row by row, told row by row; one failure stops none of the others."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from lxml import html

from articles.models import Article, Tag
from cms.publishing import bulk, guards
from cms.publishing.models import AuditEntry, BulkResult, Revision
from demo import builders
from tests.conftest import person

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def preview(desk, action, *things, **more):
    chosen = {"action": action, "_selected_action": [thing.pk for thing in things]}
    return desk.post(LIST, chosen | more)


def sent(page) -> tuple[str, dict]:
    """Where the last form of the preview leads, and what it sends."""
    form = html.fromstring(page.text).xpath("//form[contains(@action, '/bulk/')]")[0]
    values: dict = {}
    for field in form.xpath(".//input[@name]"):
        values.setdefault(field.get("name"), []).append(field.get("value", ""))
    return form.get("action"), values


def done(desk, page) -> dict:
    """Press the button; what is told of each."""
    desk.post(*sent(page), follow=True)
    return dict(BulkResult.objects.values_list("label", "outcome"))


def rewritten(thing, **fields):
    data = thing.working_copy()
    data["fields"] |= fields
    thing.save_revision(data, by=None, token=thing.edit_token(thing.draft()))
    return thing


def test_the_preview_says_for_each_what_will_happen_and_does_nothing(desk):
    draft, live = builders.article("稿"), builders.article("公開", live=True)
    bad = rewritten(builders.article("無題", live=True), title="")
    page = preview(desk, "publish_selected", draft, live, bad).text
    assert "Public, as it stands." in page
    assert "The public sees exactly this." in page
    assert "refused" in page
    assert Article.objects.get(pk=draft.pk).standing == "draft"
    assert not AuditEntry.objects.filter(verb="publish", object_id=draft.pk).exists()


def test_publishing_many_tells_each_and_one_refusal_stops_none(desk):
    good, bad, more = builders.article("甲"), builders.article("乙", live=True), builders.article("丙")
    page = preview(desk, "publish_selected", good, rewritten(bad, title=""), more)
    assert done(desk, page) == {"甲": "done", "乙": "refused", "丙": "done"}
    assert Article.objects.get(pk=good.pk).is_live
    assert Article.objects.get(pk=more.pk).is_live


def test_a_crash_over_one_row_is_told_and_stops_none(desk, monkeypatch):
    first, second = builders.article("甲"), builders.article("乙")
    page = preview(desk, "publish_selected", first, second)
    real = Article.publish_working_copy
    monkeypatch.setattr(
        Article, "publish_working_copy", lambda row, **how: 1 / 0 if row.pk == first.pk else real(row, **how)
    )
    desk.post(*sent(page))
    assert set(BulkResult.objects.values_list("object_id", "outcome")) == {(first.pk, "failed"), (second.pk, "done")}


def test_sent_twice_it_is_done_once(desk):
    article = builders.article("甲")
    page = preview(desk, "publish_selected", article)
    assert desk.post(*sent(page))["Location"] == desk.post(*sent(page))["Location"]
    assert BulkResult.objects.count() == 1
    assert AuditEntry.objects.filter(verb="publish").count() == 1


def test_what_changed_since_the_preview_is_left_alone_and_named(desk, editor):
    first, second, third = builders.article("甲", live=True), builders.article("乙", live=True), builders.article("丙")
    page = preview(desk, "unpublish_selected", first, second, third)
    rewritten(first, summary="新")
    second.unpublish(by=editor)
    assert done(desk, page) == {"甲": "stale", "乙": "stale", "丙": "unchanged"}
    assert Article.objects.get(pk=first.pk).is_live


def test_moving_a_live_article_saves_a_draft_and_leaves_the_page(desk):
    article, channel = builders.article("甲", live=True), builders.channel("別處")
    page = preview(desk, "move_selected", article, choice=channel.pk)
    assert "The public page stays as it is." in page.text
    assert done(desk, page) == {"甲": "done"}
    assert Article.objects.get().channel != channel
    assert Article.objects.get().draft().data["fields"]["channel"] == channel.pk
    assert Revision.objects.of(article).first().data["fields"]["channel"] == channel.pk


def test_moving_and_publishing_changes_the_page_too(desk):
    article, channel = builders.article("甲", live=True), builders.channel("別處")
    page = preview(desk, "move_selected", article, choice=channel.pk, publish_too="on")
    assert "Changed and published." in page.text
    done(desk, page)
    assert Article.objects.get().channel == channel
    assert Article.objects.get().draft() is None


def test_other_changes_that_wait_in_the_draft_are_never_published_along(desk):
    article, channel = rewritten(builders.article("甲", live=True), title="半成品"), builders.channel("別處")
    page = preview(desk, "move_selected", article, choice=channel.pk, publish_too="on")
    assert "other changes wait in it" in page.text
    done(desk, page)
    assert Article.objects.get().title == "甲"
    assert Article.objects.get().draft().data["fields"]["channel"] == channel.pk


def test_a_tag_is_added_and_taken_off(desk):
    tag, article = Tag.objects.create(name="標籤"), builders.article("甲")
    done(desk, preview(desk, "tag_selected", article, choice=tag.pk))
    assert list(Article.objects.get().tags.all()) == [tag]
    BulkResult.objects.all().delete()
    assert "It is so already." in preview(desk, "tag_selected", article, choice=tag.pk).text
    done(desk, preview(desk, "untag_selected", article, choice=tag.pk))
    assert list(Article.objects.get().tags.all()) == []


def test_before_a_channel_is_chosen_nothing_is_offered_to_press(desk):
    page = preview(desk, "move_selected", builders.article()).text
    assert "/bulk/move/" not in page
    assert 'name="choice"' in page


def test_many_go_into_the_trash_and_one_button_brings_them_back(desk):
    things = [builders.article("甲", live=True), builders.article("乙")]
    page = preview(desk, "delete_selected", *things)
    assert "Move these to the trash?" in page.text
    told = desk.post(*sent(page), follow=True)
    keys = ",".join(str(result.object_id) for result in BulkResult.objects.all())
    assert f'value="articles.article:{keys}"' in told.text
    desk.post("/admin/publishing/trashed/undo/", {"ref": f"articles.article:{keys}"})
    assert {row.standing for row in Article.objects.all()} == {"published", "draft"}


def test_the_trash_of_many_says_who_links_to_them(desk):
    target = builders.article("去處", live=True)
    builders.article("來源", body=f'<p><a href="{target.get_absolute_url()}">字</a></p>', live=True)
    assert "Linked from 1" in preview(desk, "delete_selected", target).text


def test_a_guard_is_heard_in_the_preview_and_in_the_deed(desk, monkeypatch):
    def no(row, revision, **about):
        raise ValidationError("Somebody must approve it.")

    monkeypatch.setattr(guards, "_guards", [no])
    page = preview(desk, "publish_selected", builders.article("甲"), other := builders.article("乙"))
    assert page.text.count("Somebody must approve it.") == 2
    desk.post(f"{LIST}bulk/publish/", {"key": uuid4(), "item": f"{other.pk}:{bulk.stamp(other)}"})
    assert BulkResult.objects.get().outcome == "refused"


@pytest.mark.parametrize(("action", "limit"), [("publish_selected", "MOST_OTHERWISE"), ("delete_selected", "MOST")])
def test_more_than_can_be_foreseen_in_seconds_are_refused_in_words(desk, monkeypatch, action, limit):
    monkeypatch.setattr(bulk, limit, 1)
    answer = preview(desk, action, builders.article("甲"), builders.article("乙"))
    assert "at most 1 can be done at once, and you chose 2" in desk.get(answer["Location"]).text


def test_more_than_the_limit_forged_into_the_deed_is_cut_off(desk, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_OTHERWISE", 1)
    two = [builders.article("甲"), builders.article("乙")]
    desk.post(f"{LIST}bulk/publish/", {"key": uuid4(), "item": [f"{row.pk}:{bulk.stamp(row)}" for row in two]})
    assert BulkResult.objects.count() == 1


def test_an_author_may_tag_drafts_of_their_own_and_nothing_more(client, author, editor):
    tag, own = Tag.objects.create(name="標籤"), builders.article("自己的", by=author)
    other = builders.article("同事的", by=person("author", "other"))
    client.force_login(author)
    page = preview(client, "tag_selected", own, other, choice=tag.pk)
    assert "同事的" not in page.text
    url, values = sent(page)
    client.post(url, values | {"item": [*values["item"], f"{other.pk}:{bulk.stamp(other)}"]})
    assert dict(BulkResult.objects.values_list("label", "outcome")) == {"自己的": "done"}


@pytest.mark.parametrize("who", ["author", "salesperson", "outsider"])
@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_only_who_may_publish_publishes_many(client, request, who, name):
    article = builders.article(by=request.getfixturevalue(who))
    client.force_login(request.getfixturevalue(who))
    sent = {"key": uuid4(), "item": f"{article.pk}:{bulk.stamp(article)}"}
    assert client.post(f"{LIST}bulk/{name}/", sent).status_code == 403
    assert Article.objects.get().standing == "draft"


@pytest.mark.parametrize("who", ["salesperson", "outsider"])
@pytest.mark.parametrize("name", ["move", "tag", "untag", "trash"])
def test_who_may_not_write_changes_nothing_at_once(client, request, who, name):
    article = builders.article()
    client.force_login(request.getfixturevalue(who))
    sent = {"key": uuid4(), "item": f"{article.pk}:{bulk.stamp(article)}", "choice": article.channel_id}
    assert client.post(f"{LIST}bulk/{name}/", sent).status_code == 403
    assert Article.objects.get().trashed_at is None


def test_an_author_cannot_publish_along_by_a_forged_box(client, author):
    channel, article = builders.channel("別處"), builders.article("甲", by=author, live=True)
    client.force_login(author)
    sent = {"key": uuid4(), "item": f"{article.pk}:{bulk.stamp(article)}", "choice": channel.pk, "publish_too": "on"}
    client.post(f"{LIST}bulk/move/", sent)
    assert Article.objects.get().channel != channel


def test_results_are_for_whoever_asked_and_a_key_of_theirs_is_no_ones_else(client, editor, administrator):
    article = builders.article("甲")
    client.force_login(editor)
    action, values = sent(preview(client, "publish_selected", article))
    location = client.post(action, values)["Location"]
    assert "甲" in client.get(location).text
    assert client.post(location).status_code == 405
    client.force_login(administrator)
    assert client.get(location).status_code == 404
    assert client.post(action, values).status_code == 403


@pytest.mark.parametrize(
    "odd", [{}, {"key": "x"}, {"key": str(uuid4()), "item": ["x", "9" * 30 + ":y", "1:", "\0"]}, {"item": "1:a"}]
)
def test_odd_posts_do_nothing(desk, odd):
    assert desk.post(f"{LIST}bulk/publish/", odd).status_code == 302
    assert desk.get(f"{LIST}bulk/publish/").status_code == 405
    assert desk.post(f"{LIST}bulk/burn/", odd).status_code == 404
    assert desk.post(f"{LIST}bulk/move/", odd | {"choice": "x"}).status_code == 302


def test_a_hostile_title_is_shown_as_words(desk):
    article = builders.article("<script>alert(1)</script>")
    page = preview(desk, "publish_selected", article)
    assert "<script>alert(1)" not in page.text
    assert "<script>alert(1)" not in desk.post(*sent(page), follow=True).text


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_done_once(client, editor):
    client.force_login(editor)
    articles = [builders.article(f"文{number}") for number in range(6)]
    action, values = sent(preview(client, "publish_selected", *articles))
    address = client.cookies["sessionid"].value

    def press(_time):
        another = type(client)(headers={"cookie": f"sessionid={address}"})
        try:
            return another.post(action, values).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == [302, 302]
    assert BulkResult.objects.filter(outcome="done").count() == 6
    assert AuditEntry.objects.filter(verb="publish").count() == 6
