"""The page of a review: paragraphs, comments that stay with them, and the decision."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from cms.publishing import moments
from cms.publishing.models import AuditEntry, Revision, Schedule
from cms.review.models import Comment, Submission
from cms.review.notices import page_of
from cms.review.paragraphs import paragraphs_of, place
from demo import builders
from tests.conftest import person
from tests.forms import opened
from tests.publishing.schedules import make_due
from tests.reading import words_of
from tests.review.conftest import hand_in, rule, write
from tests.richtext.vectors import SCRIPTS


def words_on(thing):
    return [paragraph.words for paragraph in paragraphs_of(thing)]


def comment_on(thing, number, text, by):
    paragraph = paragraphs_of(thing)[number]
    return Comment.objects.write(thing, Revision.objects.of(thing).first(), text, paragraph=paragraph, by=by)


@pytest.fixture
def handed_in(article, author):
    return hand_in(article, author)


def test_a_text_is_a_list_of_paragraphs(article):
    assert words_on(article) == ["作者的文章", "第一段。", "第二段。"]


@pytest.mark.parametrize("make", ["series", "service", "case_study", "page", "snippet", "promotion"])
def test_every_kind_has_a_page_with_its_words(as_user, editor, make):
    thing = getattr(builders, make)("別的東西", by=editor)
    assert "別的東西" in words_of(as_user(editor).get(page_of(thing)))


def test_the_sections_of_a_page_are_read_paragraph_by_paragraph(editor):
    page = builders.page("關於", by=editor, body="<p>其一。</p><ul><li>甲</li><li>乙</li></ul>")
    assert words_on(page) == ["關於", "其一。", "甲\n乙"]


def test_a_comment_stays_with_its_paragraph_when_the_text_around_it_moves(article, handed_in, editor):
    comment_on(article, 2, "這一段很好", editor)
    article.body = "<p>插進來的。</p><p>第一段。</p><p>第二段。</p>"
    paragraphs = paragraphs_of(article)
    placed, orphans = place(list(Comment.objects.of(article)), paragraphs)
    assert [thread.text for thread in placed[paragraphs[3].anchor]] == ["這一段很好"]
    assert orphans == []


def test_a_comment_on_a_paragraph_that_changed_stays_listed_with_its_words(as_user, article, handed_in, author, editor):
    comment_on(article, 2, "這一段要改", editor)
    write(article, author, body="<p>第一段。</p><p>第二段，改過了。</p>")
    page = words_of(as_user(editor).get(f"{page_of(article)}?revision=0"))
    assert "On paragraphs that have changed" in page
    assert "<blockquote>第二段。</blockquote>" in page


def test_of_two_equal_paragraphs_the_second_is_meant(article, handed_in, editor):
    article.body = "<p>同樣。</p><p>同樣。</p>"
    comment_on(article, 2, "後面這個", editor)
    paragraphs = paragraphs_of(article)
    placed, _orphans = place(list(Comment.objects.of(article)), paragraphs)
    assert list(placed) == [paragraphs[2].anchor]


def test_people_comment_reply_and_are_done(as_user, article, handed_in, author, editor):
    desk, url = as_user(editor), page_of(article)
    anchor = paragraphs_of(article)[1].anchor
    desk.post(url, {"deed": "comment", "anchor": anchor, "shown": handed_in.revision_id, "text": "來源呢？"})
    thread = Comment.objects.get()
    as_user(author).post(url, {"deed": "reply", "thread": thread.pk, "text": "補上了。"})
    page = words_of(desk.get(url))
    assert page.index("第一段。") < page.index("來源呢？") < page.index("補上了。") < page.index("第二段。")
    desk.post(url, {"deed": "resolve", "thread": thread.pk})
    thread.refresh_from_db()
    assert thread.resolved_by == author
    desk.post(url, {"deed": "reopen", "thread": thread.pk})
    assert Comment.objects.open().count() == 1


def test_an_editor_decides_on_the_page(as_user, article, handed_in, editor):
    as_user(editor).post(page_of(article), {"deed": "approve", "submission": handed_in.pk})
    handed_in.refresh_from_db()
    assert handed_in.state == "approved"


def test_what_was_approved_is_published_from_there_though_somebody_wrote_on(
    as_user, article, handed_in, author, editor
):
    handed_in.approve(by=editor)
    write(article, author, title="還在改的標題")
    as_user(editor).post(page_of(article), {"deed": "publish", "submission": handed_in.pk})
    article.refresh_from_db()
    assert (article.is_live, article.title) == (True, "作者的文章")


def test_a_chief_editor_overrides_with_a_reason_and_nobody_else_does(as_user, article, editor, chief):
    rule(article, "administrator")
    url = page_of(article)
    assert as_user(editor).post(url, {"deed": "override", "reason": "急"}).status_code == 403
    as_user(chief).post(url, {"deed": "override", "reason": ""})
    article.refresh_from_db()
    assert article.state == "draft"
    as_user(chief).post(url, {"deed": "override", "reason": "急"})
    article.refresh_from_db()
    assert article.is_live


def later(hours=2):
    return moments.typed(timezone.now() + timedelta(hours=hours))


def test_a_chief_editor_sets_a_first_publication_for_later_over_a_rule(as_user, article, editor, chief):
    rule(article, "administrator")
    said = {"deed": "override", "reason": "客戶在等", "at": later()}
    assert as_user(editor).post(page_of(article), said).status_code == 403
    as_user(chief).post(page_of(article), said)
    article.refresh_from_db()
    assert article.standing == "scheduled"
    assert "客戶在等" in AuditEntry.objects.get(verb="override").note


def test_a_chief_editor_sets_a_replacement_over_a_rule_and_it_is_applied(as_user, article, author, chief):
    article.publish_working_copy(by=chief)
    rule(article, "administrator")
    write(article, author, title="新版")
    as_user(chief).post(page_of(article), {"deed": "override", "reason": "客戶在等", "at": later()})
    made = Schedule.objects.get()
    assert (made.override, made.by) == ("客戶在等", chief)
    assert "客戶在等" in AuditEntry.objects.get(verb="schedule").note
    assert Schedule.objects.apply(make_due(made).pk)
    article.refresh_from_db()
    assert article.title == "新版"
    assert "客戶在等" in AuditEntry.objects.get(verb="override").note


@pytest.mark.parametrize("at", ["2001-01-01T09:00", "tomorrow", "9" * 50, "2026-13-99T99:99"])
def test_a_time_that_is_none_or_past_publishes_nothing(as_user, article, chief, at):
    rule(article, "administrator")
    as_user(chief).post(page_of(article), {"deed": "override", "reason": "急", "at": at})
    article.refresh_from_db()
    assert (article.state, AuditEntry.objects.filter(verb="override").count()) == ("draft", 0)


def test_a_comment_of_another_thing_is_not_reached_through_this_one(as_user, article, handed_in, editor):
    other = builders.article("別的", by=editor)
    hand_in(other, editor)
    thread = comment_on(other, 0, "別處的話", editor)
    answer = as_user(editor).post(page_of(article), {"deed": "resolve", "thread": thread.pk})
    assert answer.status_code == 404
    assert Comment.objects.open().count() == 1


def test_an_author_does_not_see_the_review_of_a_colleague(as_user, author):
    other = builders.article("同事的", by=person("author", "other"))
    assert as_user(author).get(page_of(other)).status_code == 404


@pytest.mark.parametrize("deed", ["", "nothing", "delete"])
def test_an_unknown_deed_is_nothing(as_user, article, editor, deed):
    assert as_user(editor).post(page_of(article), {"deed": deed}).status_code == 404


def test_the_author_hands_in_by_the_button_and_reads_who_it_waits_for(as_user, article, author, editor):
    desk, url = as_user(author), article.get_edit_url()
    assert "Submit for review" in words_of(desk.get(url))
    page = words_of(desk.post(url, opened(desk, url) | {"_submit": ""}, follow=True))
    assert Submission.objects.waiting().count() == 1
    assert "It waits for: editor" in page
    assert "In review" in page


def test_the_author_hands_in_something_new_at_once(as_user, author, editor):
    desk, url = as_user(author), "/admin/articles/article/add/"
    values = opened(desk, url) | {"title": "全新的", "channel": builders.channel().pk, "_submit": ""}
    desk.post(url, values)
    assert Submission.objects.get().thing.title == "全新的"


def test_an_editor_is_offered_to_ask_only_where_a_rule_wants_it(as_user, article, editor):
    desk = as_user(editor)
    assert "Ask for approval" not in words_of(desk.get(article.get_edit_url()))
    rule(article)
    assert "Ask for approval" in words_of(desk.get(article.get_edit_url()))


def test_authors_hand_in_from_the_list(as_user, article, author):
    chosen = {"action": "submit_selected", "_selected_action": article.pk}
    as_user(author).post("/admin/articles/article/", chosen)
    assert Submission.objects.waiting().count() == 1


def test_hostile_words_stay_words(as_user, article, editor):
    everything = " ".join(SCRIPTS.values()).replace("\0", "")
    data = article.working_copy()
    data["fields"] |= {"body": everything, "title": "<script>alert(1)</script>"}
    revision = Revision.objects.create(**article.key, data=data, digest="0" * 64, by=editor)
    Comment.objects.write(article, revision, everything, by=editor, name="<img src=x onerror=alert(1)>")
    page = html.fromstring(as_user(editor).get(f"{page_of(article)}?revision={revision.pk}").content)
    assert "alert(1)" in page.xpath("string(//*[@class='review-words'])")
    inside = page.xpath("//*[@class='review-text' or contains(@class, 'review-thread')]//*")
    assert len(inside) > 20
    assert not [each for each in inside if each.tag == "script" or any(name.startswith("on") for name in each.attrib)]
    assert not [each for each in inside if "script:" in each.get("href", "")]
