"""SQLite's index is numbered from the newest: walked backwards, FTS5 leaves matches out (decision 18)."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from cms.search.engines import LAST, PUBLISHED, SQLite


def place(when, pk=7):
    return SQLite.place(SimpleNamespace(live_from=when, pk=pk))


def test_the_index_is_never_walked_backwards():
    assert "DESC" not in SQLite(*PUBLISHED).walk(1, (("品牌",),)).newest


def test_a_later_time_has_a_lower_number_and_so_has_a_later_key_of_one_moment():
    now = timezone.now()
    assert place(now) < place(now - timedelta(seconds=1))
    assert place(now, pk=8) < place(now, pk=7)


def test_times_that_no_row_number_can_hold_have_the_nearest_one():
    far = timezone.now() + timedelta(days=365 * 60)
    for when in (far, None, timezone.now() - timedelta(days=365 * 90)):
        assert 0 <= place(when) <= LAST
    assert place(far) < place(timezone.now()) < place(None)
