"""Where the rooms of the desk meet: nothing that was typed is lost, nothing unapproved gets out by a way round."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cms.publishing import bulk
from cms.publishing.models import AuditEntry, Revision, Schedule
from cms.review.notices import page_of
from cms.workbench.replacing import deeds
from cms.workbench.replacing.searching import Search
from demo import builders
from tests.forms import opened
from tests.publishing.schedules import make_due, newer, waiting
from tests.review.conftest import hand_in, rule, write

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def article(editor):
    return builders.article("公開", live=True, by=editor, body="<p>舊公司</p>")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def leave_unfinished(thing, by):
    """The form without its title, and a paragraph that is nowhere else."""
    body = {name: [str(value)] for name, value in opened(signed_in(by), thing.get_edit_url()).items()}
    body |= {"title": [""], "body": ["<p>舊公司，打到一半</p>"]}
    return thing.keep_unfinished(body, by=by, token=thing.edit_token(thing.draft()))


# --- What cannot be saved yet ----------------------------------------------------------------------------------------


def test_find_and_replace_leaves_alone_what_somebody_has_not_finished(article, editor, chief):
    draft = leave_unfinished(article, editor)
    places = deeds.places(Search("舊公司", "新公司"), article.working_copy(), type(article))
    told = deeds.run(Search("舊公司", "新公司"), article, draft.token, {place.key for place in places}, by=chief)
    assert told.state == "failed"
    assert str(editor) in " ".join(map(str, told.sentences))
    assert article.draft().unfinished["body"] == ["<p>舊公司，打到一半</p>"]


def test_moving_many_leaves_alone_what_somebody_has_not_finished(article, editor, chief):
    leave_unfinished(article, editor)
    edit = bulk.moving("channel", builders.channel("別處").pk)
    told = bulk.tried(article, lambda row: bulk.rewrite(row, edit, by=chief, publish_too=False))
    assert told.outcome == "refused"
    assert article.draft().unfinished["body"] == ["<p>舊公司，打到一半</p>"]


def test_restoring_does_not_throw_away_what_somebody_has_not_finished(article, editor, chief):
    leave_unfinished(article, editor)
    with pytest.raises(ValidationError, match=str(editor)):
        article.restore(article.live_revision, by=chief)
    assert article.draft().unfinished["body"] == ["<p>舊公司，打到一半</p>"]


def test_publishing_many_leaves_what_is_unfinished_where_it_was(article, editor, chief):
    write(article, editor, summary="好了的")
    leave_unfinished(article, editor)
    article.refresh_from_db()
    assert bulk.tried(article, lambda row: bulk.publish(row, by=chief)).outcome == "done"
    assert article.draft().unfinished["body"] == ["<p>舊公司，打到一半</p>"]


@pytest.mark.parametrize("way", ["_instead", "_merge"])
def test_who_saves_in_the_place_of_unfinished_text_leaves_it_in_the_history(article, editor, chief, way):
    desk = signed_in(chief)
    mine = opened(desk, article.get_edit_url()) | {"summary": "我的"}
    draft = leave_unfinished(article, editor)
    desk.post(article.get_edit_url(), mine | {way: draft.token})
    assert article.draft().data["fields"]["summary"] == "我的"
    texts = [revision.data["fields"]["body"] for revision in Revision.objects.of(article)]
    assert "<p>舊公司，打到一半</p>" in texts


# --- The trash -------------------------------------------------------------------------------------------------------


def test_a_form_sent_into_the_trash_saves_nothing_and_says_so(article, editor):
    desk = signed_in(editor)
    mine = opened(desk, article.get_edit_url()) | {"title": "進不去"}
    article.trash(by=editor)
    told = desk.post(article.get_edit_url(), mine)
    assert told.status_code == 200
    assert "進不去" in told.text
    assert "This is in the trash" in told.text
    assert article.draft() is None


def test_what_waits_under_a_rule_is_not_changed_in_the_trash_and_brought_back(author, editor, chief):
    article = builders.article("核准的", by=author)
    rule(article)
    approved = hand_in(article, author).approve(by=chief)
    article.go_public_at(approved.revision, at=timezone.now() + timedelta(hours=1), by=editor)
    desk = signed_in(editor)
    mine = opened(desk, article.get_edit_url()) | {"title": "沒有人核准的"}
    article.trash(by=editor)
    desk.post(article.get_edit_url(), mine)
    with pytest.raises(ValidationError):
        article.save_draft(article.working_copy(), by=editor, token=article.edit_token(article.draft()))
    article.put_back(by=editor)
    article.refresh_from_db()
    assert (article.title, article.standing) == ("核准的", "scheduled")


def test_taking_out_of_the_trash_what_is_not_there_changes_and_notes_nothing(article, editor):
    desk = signed_in(editor)
    desk.post(article.get_edit_url(), opened(desk, article.get_edit_url()) | {"_untrash": ""})
    article.untrash(by=editor)
    article.refresh_from_db()
    assert article.is_live
    assert not AuditEntry.objects.filter(verb="untrash").exists()


def test_an_author_does_not_take_out_of_the_trash_by_a_forged_button(author, editor):
    article = builders.article("自己的", by=author)
    desk = signed_in(author)
    mine = opened(desk, article.get_edit_url()) | {"title": "偷渡", "_untrash": ""}
    article.trash(by=editor)
    desk.post(article.get_edit_url(), mine)
    article.refresh_from_db()
    assert (article.title, article.standing) == ("自己的", "trashed")


# --- Time and approval -----------------------------------------------------------------------------------------------


def test_what_is_sent_back_before_its_first_publication_does_not_come(author, editor, chief):
    article = builders.article("作者的", by=author)
    rule(article)
    approved = hand_in(article, author).approve(by=chief)
    article.go_public_at(approved.revision, at=timezone.now() + timedelta(hours=1), by=editor)
    approved.send_back(by=chief, reason="客戶改了主意")
    article.refresh_from_db()
    assert article.standing == "draft"
    with pytest.raises(ValidationError, match="must approve"):
        article.publish_working_copy(by=editor)


def test_who_approved_sends_back_on_the_page_and_is_told_what_comes_of_it(author, editor, chief):
    article = builders.article("作者的", by=author)
    rule(article)
    approved = hand_in(article, author).approve(by=chief)
    article.go_public_at(approved.revision, at=timezone.now() + timedelta(hours=1), by=editor)
    desk, page = signed_in(chief), page_of(article)
    assert "Then it does not become public at its time." in desk.get(page).text
    assert "Send it back after all" not in signed_in(author).get(page).text
    desk.post(page, {"deed": "send_back", "submission": approved.pk, "reason": "還不行"})
    article.refresh_from_db()
    assert article.standing == "draft"


def test_a_replacement_whose_approval_was_taken_back_is_refused_at_its_time(article, author, editor, chief):
    revision = newer(article, by=editor)
    rule(article)
    approved = hand_in(article, author, revision).approve(by=chief)
    schedule = Schedule.objects.record(article, revision, at=timezone.now() + timedelta(hours=1), by=editor)
    approved.send_back(by=chief, reason="還不行")
    make_due(schedule)
    Schedule.objects.apply_due()
    schedule.refresh_from_db()
    article.refresh_from_db()
    assert article.title == "公開"
    assert schedule.problem
    assert schedule.done_at is None


def test_a_replacement_leaves_the_working_copy_and_what_is_unfinished(article, editor, chief):
    schedule = waiting(editor, thing=article)
    write(article, chief, title="寫下去")
    leave_unfinished(article, chief)
    make_due(schedule)
    Schedule.objects.apply_due()
    article.refresh_from_db()
    assert article.title == "新版"
    assert article.draft().data["fields"]["title"] == "寫下去"
    assert article.draft().unfinished["body"] == ["<p>舊公司，打到一半</p>"]
