"""Moments are typed and read in the site's zone, also on the nights when its clocks change."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from cms.publishing import moments
from demo import builders
from tests.forms import opened
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def berlin(settings):
    """Clocks go from 02:00 to 03:00 on 2027-03-28, and from 03:00 back to 02:00 on 2027-10-31."""
    settings.TIME_ZONE = "Europe/Berlin"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_an_hour_is_meant_on_the_clocks_of_the_site():
    assert moments.read("2027-06-01T09:00") == (utc(2027, 6, 1, 1), "")
    assert moments.written(utc(2027, 6, 1, 1)) == "2027-06-01 09:00"
    assert not moments.has_summer_time()


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_what_is_typed_means_the_same_in_every_language(language):
    with translation.override(language):
        assert moments.read("2027-06-01T09:00").at == utc(2027, 6, 1, 1)


def test_summer_and_winter_have_their_own_offset(berlin):
    assert moments.read("2027-07-01T09:00") == (utc(2027, 7, 1, 7), "")
    assert moments.read("2027-12-01T09:00") == (utc(2027, 12, 1, 8), "")
    assert moments.has_summer_time()


@pytest.mark.parametrize("text", ["2027-03-28T02:00", "2027-03-28T02:30", "2027-03-28T02:59"])
def test_an_hour_that_the_clocks_leave_out_is_refused_with_a_sentence(berlin, text):
    with pytest.raises(ValidationError, match="There is no 2027-03-28 02:.. in Europe/Berlin"):
        moments.read(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2027-03-28T01:59", utc(2027, 3, 28, 0, 59)),
        ("2027-03-28T03:00", utc(2027, 3, 28, 1)),
        ("2027-10-31T01:59", utc(2027, 10, 30, 23, 59)),
        ("2027-10-31T03:00", utc(2027, 10, 31, 2)),
    ],
)
def test_the_minutes_beside_the_change_are_as_any_other(berlin, text, at):
    assert moments.read(text) == (at, "")


def test_of_an_hour_that_comes_twice_the_first_is_meant_and_that_is_said(berlin):
    moment = moments.read("2027-10-31T02:30")
    assert moment.at == utc(2027, 10, 31, 0, 30)
    assert "the first of the two is meant (UTC+02:00)" in moment.said
    assert moments.written(moment.at) == "2027-10-31 02:30 UTC+02:00"
    assert moments.written(utc(2027, 10, 31, 1, 30)) == "2027-10-31 02:30 UTC+01:00"


@pytest.mark.parametrize(
    "text", ["", "soon", "2027-06-01T09:00+02:00", "0001-01-01T00:00", "9999-12-31T23:59", "2027-13-01T00:00", "٢٠٢٧"]
)
def test_what_is_no_moment_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError, match="Say the day and the hour"):
        moments.read(text)


def test_the_form_states_the_rules_and_says_how_an_hour_was_understood(berlin, client, editor, time_machine):
    time_machine.move_to("2027-10-01T12:00:00Z")
    draft = builders.article("草稿", by=editor)
    client.force_login(editor)
    values = opened(client, draft.get_edit_url())
    sent = client.post(draft.get_edit_url(), values | {"_schedule": "", "goes_at": "2027-10-31T02:30"}, follow=True)
    page = words_of(sent)
    assert "When the clocks in Europe/Berlin change" in page
    assert "the first of the two is meant" in page
    draft.refresh_from_db()
    assert draft.live_from == utc(2027, 10, 31, 0, 30)
    assert timezone.localtime(draft.live_from).hour == 2


def test_an_hour_that_is_left_out_schedules_nothing_and_is_shown_again(berlin, client, editor, time_machine):
    time_machine.move_to("2027-03-01T12:00:00Z")
    draft = builders.article("草稿", by=editor)
    client.force_login(editor)
    values = opened(client, draft.get_edit_url())
    sent = client.post(draft.get_edit_url(), values | {"_schedule": "", "goes_at": "2027-03-28T02:30"}, follow=True)
    assert "There is no 2027-03-28 02:30" in words_of(sent)
    assert 'value="2027-03-28T02:30"' in words_of(sent)
    draft.refresh_from_db()
    assert draft.state == "draft"
