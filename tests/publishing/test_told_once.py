"""Whoever follows hears of each publication once: again after it was taken back, and never twice of one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.outbox.models import Event
from cms.outbox.worker import run_once
from cms.publishing.models import Revision
from demo import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(editor):
    return builders.article("一篇", by=editor)


def revision(article, editor, summary):
    data = article.working_copy()
    data["fields"]["summary"] = summary
    return Revision.objects.record(article, data, by=editor)


def told(article):
    """How many publications were passed on."""
    run_once()
    return Event.objects.about(article, "published").filter(state="fanned_out").count()


def test_a_revision_taken_back_and_published_again_is_told_again(article, editor):
    first = revision(article, editor, "一")
    article.publish(first, by=editor)
    assert told(article) == 1
    article.unpublish(by=editor)
    article.publish(first, by=editor)
    assert told(article) == 2


def test_a_revision_that_had_given_its_place_to_another_is_told_again(article, editor):
    first, second = revision(article, editor, "一"), revision(article, editor, "二")
    for number, one in enumerate([first, second, first], start=1):
        article.publish(one, by=editor)
        assert told(article) == number


def test_publishing_what_is_public_already_tells_nobody_again(article, editor):
    first = revision(article, editor, "一")
    for _press in range(3):
        article.publish(first, by=editor)
        assert told(article) == 1


def test_pressed_twice_before_anybody_was_told_it_is_told_once(article, editor):
    first = revision(article, editor, "一")
    article.publish(first, by=editor)
    article.publish(first, by=editor)
    assert told(article) == 1


def test_a_moved_first_publication_is_told_once_at_its_last_date(article, editor, time_machine):
    first = revision(article, editor, "一")
    for hours in (1, 5, 3):
        article.go_public_at(first, at=timezone.now() + timedelta(hours=hours), by=editor)
    assert told(article) == 0
    time_machine.move_to(timezone.now() + timedelta(hours=3, minutes=1))
    assert told(article) == 1
    time_machine.move_to(timezone.now() + timedelta(hours=9))
    assert told(article) == 1


def test_what_had_ended_and_is_published_again_is_told_again(article, editor, time_machine):
    first = revision(article, editor, "一")
    article.publish(first, by=editor)
    article.end_at(timezone.now() + timedelta(hours=1), by=editor)
    assert told(article) == 1
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    article.publish(first, by=editor)
    assert told(article) == 2
