"""One address may send so much, and no address is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from cms.intake import limits
from cms.intake.limits import Limit, client_address, count, is_within
from cms.intake.models import Counter
from cms.outbox.worker import run_once

pytestmark = pytest.mark.django_db
THREE = [Limit(most=3, seconds=60)]


@pytest.fixture(autouse=True)
def without_redis(settings):
    """Unless a test says otherwise, also where the suite runs with Redis."""
    settings.REDIS_URL = ""


def visitor(address="203.0.113.7", **meta):
    return RequestFactory().get("/", REMOTE_ADDR=address, **meta)


def test_the_limit_holds_for_one_address_and_not_for_another():
    assert [is_within("x", visitor(), THREE) for _ in range(5)] == [True, True, True, False, False]
    assert is_within("x", visitor("203.0.113.8"), THREE)
    assert is_within("y", visitor(), THREE)


def test_the_next_window_starts_afresh():
    with time_machine.travel("2026-11-20T10:00:30Z", tick=False):
        assert [count("x", 60) for _ in range(2)] == [1, 2]
    with time_machine.travel("2026-11-20T10:01:00Z", tick=False):
        assert count("x", 60) == 1


def test_no_address_is_stored():
    is_within("x", visitor("203.0.113.7"), THREE)
    assert not Counter.objects.filter(key__contains="203.0.113").exists()
    assert Counter.objects.exists()


def test_the_name_of_an_address_changes_daily():
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        today = limits.digest("203.0.113.7")
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        assert limits.digest("203.0.113.7") != today


def test_the_sweep_forgets_counters_of_the_past():
    count("x", 60)
    Counter.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    count("y", 60)
    run_once()
    assert [counter.key[0] for counter in Counter.objects.all()] == ["y"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
        (1, "nonsense", "203.0.113.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(visitor(HTTP_X_FORWARDED_FOR=forwarded)) == expected


def test_a_visitor_without_an_address_is_limited_all_the_same():
    assert client_address(visitor("")) == "unknown"


def test_with_redis_away_the_database_counts(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(limits.cache, "add", away)
    assert [is_within("x", visitor(), THREE) for _ in range(4)] == [True, True, True, False]


def test_with_redis_no_row_is_written(settings):
    settings.REDIS_URL = "redis://…"  # the cache of the tests stands for it
    assert [is_within("x", visitor(), THREE) for _ in range(4)] == [True, True, True, False]
    assert not Counter.objects.exists()
