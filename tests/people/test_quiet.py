"""Quiet hours go by the clocks of the site's zone, past midnight and over the change of the clocks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.people.quiet import awake_at, next_time


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "awake"),
    [
        ("2026-11-30T21:59", "22:00", "08:00", "2026-11-30T21:59"),
        ("2026-11-30T22:00", "22:00", "08:00", "2026-12-01T08:00"),
        ("2026-12-01T00:00", "22:00", "08:00", "2026-12-01T08:00"),
        ("2026-12-01T07:59", "22:00", "08:00", "2026-12-01T08:00"),
        ("2026-12-01T08:00", "22:00", "08:00", "2026-12-01T08:00"),
        ("2026-12-31T23:30", "22:00", "08:00", "2027-01-01T08:00"),
        ("2026-12-01T12:30", "12:00", "13:30", "2026-12-01T13:30"),
        ("2026-12-01T11:30", "12:00", "13:30", "2026-12-01T11:30"),
        ("2026-12-01T23:30", "22:00", "00:00", "2026-12-02T00:00"),
    ],
)
def test_what_falls_inside_waits_until_they_end(moment, begins, ends, awake):
    assert awake_at(at(moment), time.fromisoformat(begins), time.fromisoformat(ends)) == at(awake)


@pytest.mark.parametrize(("begins", "ends"), [(None, None), (time(9), None), (time(9), time(9))])
def test_without_both_ends_nothing_waits(begins, ends):
    assert awake_at(at("2026-12-01T09:00"), begins, ends) == at("2026-12-01T09:00")


@pytest.fixture
def new_york():
    """A zone whose clocks change: on 2026-03-08 at two they show three, on 2026-11-01 at two they show one."""
    with timezone.override(ZoneInfo("America/New_York")):
        yield


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize(
    ("moment", "ends", "awake"),
    [
        ("2026-03-08T06:30+00:00", time(2, 30), "2026-03-08T07:30+00:00"),  # 2:30 is left out: half past three it is
        ("2026-11-01T04:30+00:00", time(1, 30), "2026-11-01T06:30+00:00"),  # 1:30 comes twice: the second time
        ("2026-11-01T06:10+00:00", time(1, 30), "2026-11-01T06:30+00:00"),  # within the hour that comes again
        ("2026-03-08T04:00+00:00", time(8), "2026-03-08T12:00+00:00"),
        ("2026-11-01T03:00+00:00", time(8), "2026-11-01T13:00+00:00"),
    ],
)
def test_the_night_on_which_the_clocks_change_ends_when_they_say_so(moment, ends, awake):
    assert awake_at(datetime.fromisoformat(moment), time(22), ends) == datetime.fromisoformat(awake)


def test_the_next_time_is_always_ahead():
    now = at("2026-12-01T09:00")
    assert next_time(time(9), now) == now + timedelta(days=1)
    assert next_time(time(9, 1), now) == now + timedelta(minutes=1)
