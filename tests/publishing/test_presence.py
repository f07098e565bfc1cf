"""Who is writing in a form now is told to the others who have it open."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.publishing.models import Presence
from demo import builders
from tests.conftest import person


@pytest.fixture
def article(editor):
    return builders.article("文章", live=True, by=editor)


def beat(user, article, **more):
    desk = Client()
    desk.force_login(user)
    answer = desk.post(article.get_edit_url().replace("change/", "presence/"), more)
    return [one["name"] for one in answer.json()["others"]]


def test_who_writes_is_told_to_others_and_not_to_themselves(article, editor, administrator):
    assert beat(editor, article, typing="1") == []
    assert beat(administrator, article) == [str(editor)]


def test_who_only_looks_is_not_named(article, editor, administrator):
    beat(editor, article)
    assert beat(administrator, article) == []


def test_who_wrote_a_while_ago_is_gone_and_begins_anew(article, editor, administrator):
    beat(editor, article, typing="1")
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Presence.objects.update(seen_at=long_ago, began_at=long_ago)
    assert beat(administrator, article) == []
    beat(editor, article, typing="1")
    assert Presence.objects.get().began_at > long_ago


def test_beats_go_on_from_when_it_began(article, editor):
    beat(editor, article, typing="1")
    began = Presence.objects.get().began_at
    beat(editor, article, typing="1")
    assert Presence.objects.get().began_at == began


def test_a_beat_costs_the_same_however_many_write(article, editor, administrator):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            beat(administrator, article, typing="1")
        return len(asked)

    cost()
    before = cost()
    for number in range(4):
        beat(person("editor", f"editor{number}"), article, typing="1")
    assert cost() == before


def test_old_rows_are_swept(article, editor):
    beat(editor, article, typing="1")
    assert not Presence.objects.forgettable().exists()
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(hours=2))
    assert Presence.objects.forgettable().count() == 1
