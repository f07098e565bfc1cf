"""Hours in which somebody hears nothing, on the clocks of the site's zone.

The clocks decide, also on the days on which they are changed. Where an hour is left out, the quiet lasts until the
clocks are past its end; where one comes twice, until its end has come the second time.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


def moment_of(day: date, clock: time) -> datetime:
    """When the clocks of the site show this, the last time if they do so twice, right after the gap if never.

    In UTC: two moments in one zone are compared by what its clocks show, which is wrong on just these days.
    """
    here = timezone.get_current_timezone()
    return max(datetime.combine(day, clock, here).replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def awake_at(moment: datetime, begins: time | None, ends: time | None) -> datetime:
    """The same moment, or the end of the quiet hours in which it lies; they may go past midnight."""
    if begins is None or ends is None or begins == ends:
        return moment
    here = timezone.localtime(moment)
    clock = here.time()
    if begins < ends:
        is_quiet, last_day = begins <= clock < ends, here.date()
    else:
        is_quiet = clock >= begins or clock < ends
        last_day = here.date() + timedelta(days=clock >= begins)
    return max(moment.astimezone(UTC), moment_of(last_day, ends)) if is_quiet else moment


def next_time(clock: time, after: datetime) -> datetime:
    """The first moment after `after` at which the clocks show this."""
    after, today = after.astimezone(UTC), timezone.localtime(after).date()
    return next(found for ahead in range(3) if (found := moment_of(today + timedelta(days=ahead), clock)) > after)
