"""With a rule, nothing becomes public but what was approved, through whichever door."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.publishing.models import AuditEntry
from demo import builders
from tests.forms import opened
from tests.reading import words_of
from tests.review.conftest import hand_in, rule, write


def test_without_a_rule_nobody_must_approve(article, editor):
    assert article.publish_working_copy(by=editor).is_live


def test_an_editor_publishes_an_approved_text_and_no_other(article, author, editor, chief):
    rule(article)
    with pytest.raises(ValidationError, match="chief editor must approve"):
        article.publish_working_copy(by=editor)
    submission = hand_in(article, author).approve(by=chief)
    newer = write(article, author, summary="後來又改")
    with pytest.raises(ValidationError, match="chief editor must approve"):
        article.publish(newer, by=editor)
    assert article.publish(submission.revision, by=editor).is_live


def test_a_chief_editor_needs_an_approval_too_or_a_reason(article, chief):
    rule(article, "administrator")
    with pytest.raises(ValidationError, match="administrator must approve"):
        article.publish_working_copy(by=chief)
    revision = write(article, chief, summary="急件")
    article.publish(revision, by=chief, override="客戶在等")
    assert "客戶在等" in AuditEntry.objects.get(verb="override").note


def test_an_editor_cannot_override(article, editor):
    rule(article)
    revision = write(article, editor, summary="急件")
    with pytest.raises(ValidationError, match="must approve"):
        article.publish(revision, by=editor, override="我說了算")


def test_a_rule_of_one_channel_leaves_the_others_alone(article, editor):
    rule(article, scope=article.channel_id)
    assert builders.article("別處", channel=builders.channel("別的頻道"), by=editor, live=True).is_live
    with pytest.raises(ValidationError, match="must approve"):
        article.publish_working_copy(by=editor)


@pytest.mark.parametrize("way", ["into", "out of"])
def test_a_live_article_moves_neither_into_nor_out_of_a_guarded_channel_unseen(article, editor, way):
    article.publish_working_copy(by=editor)
    other = builders.channel("別的頻道")
    rule(article, scope=other.pk if way == "into" else article.channel_id)
    revision = write(article, editor, channel=other.pk)
    with pytest.raises(ValidationError, match="must approve"):
        article.publish(revision, by=editor)


def test_a_publication_set_for_later_needs_the_approval_now(article, editor):
    rule(article)
    with pytest.raises(ValidationError, match="must approve"):
        article.publish_working_copy(by=editor, at=timezone.now() + timedelta(days=1))


def test_the_publish_button_says_what_is_missing_and_keeps_the_draft(as_user, article, editor):
    rule(article)
    desk, url = as_user(editor), article.get_edit_url()
    page = words_of(desk.post(url, opened(desk, url) | {"title": "改了", "_publish": ""}, follow=True))
    article.refresh_from_db()
    assert "chief editor must approve exactly this text" in page
    assert (article.title, article.state) == ("改了", "draft")


def test_the_action_of_the_list_asks_too(as_user, article, editor):
    rule(article)
    chosen = {"action": "publish_selected", "_selected_action": article.pk}
    page = words_of(as_user(editor).post(reverse("admin:articles_article_changelist"), chosen, follow=True))
    article.refresh_from_db()
    assert "chief editor must approve" in page
    assert article.state == "draft"


def test_a_restored_text_that_nobody_approved_is_not_published(article, author, editor, chief):
    old = write(article, author, summary="舊的")
    rule(article)
    hand_in(article, author, write(article, author, summary="新的")).approve(by=chief)
    with pytest.raises(ValidationError, match="must approve"):
        article.publish(article.restore(old, by=editor), by=editor)


@pytest.mark.parametrize("make", ["series", "service", "case_study", "page", "snippet", "promotion"])
def test_it_holds_for_every_kind(editor, chief, make):
    thing = getattr(builders, make)("別的東西", by=editor)
    rule(thing)
    with pytest.raises(ValidationError, match="must approve"):
        thing.publish_working_copy(by=editor)
    hand_in(thing, editor).approve(by=chief)
    assert thing.publish_working_copy(by=editor).state == "published"
