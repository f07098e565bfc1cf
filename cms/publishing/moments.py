"""Moments as an editor types and reads them: always in the site's zone, also on the nights when its clocks change.

An hour that the clocks leave out is refused with a sentence; of an hour that they go through twice the first is meant,
and that is said.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

GRACE = timedelta(minutes=2)  # what happens later than this was missed
REMEMBERED = timedelta(days=1)  # how long the desk says that something was late


class Moment(NamedTuple):
    """`said` is what the editor should know of how the hour was understood, or ""."""

    at: datetime
    said: str


def zone():
    """The site's zone, whatever zone an editor's browser is in."""
    return timezone.get_default_timezone()


def is_twice(naive: datetime) -> bool:
    """Whether the clocks of the site show this hour twice, or never."""
    return naive.replace(tzinfo=zone(), fold=0).utcoffset() != naive.replace(tzinfo=zone(), fold=1).utcoffset()


def read(text: str) -> Moment:
    """The moment that `2026-12-03T09:00` is on the site's clocks; raises ValidationError with a sentence."""
    try:
        naive = datetime.fromisoformat(text.strip())
    except ValueError:
        naive = None
    if naive is None or naive.tzinfo or not 1971 <= naive.year <= 2999:
        raise ValidationError(_("Say the day and the hour, such as 2026-12-03 09:00."))
    at = naive.replace(tzinfo=zone(), fold=0)
    facts = {"when": f"{naive:%Y-%m-%d %H:%M}", "zone": zone()}
    if at.astimezone(UTC).astimezone(zone()).replace(tzinfo=None) != naive:
        sentence = _("There is no %(when)s in %(zone)s: the clocks leave this hour out that night. Choose another.")
        raise ValidationError(sentence % facts)
    if is_twice(naive):
        said = _("The clocks in %(zone)s show %(when)s twice that night; the first of the two is meant (%(offset)s).")
        return Moment(at.astimezone(UTC), said % {**facts, "offset": offset(at)})
    return Moment(at.astimezone(UTC), "")


def offset(at: datetime) -> str:
    sign = f"{at:%z}"
    return f"UTC{sign[:3]}:{sign[3:5]}"


def written(at: datetime) -> str:
    """`2026-12-03 09:00`; with the offset where the same hour comes twice."""
    local = at.astimezone(zone())
    plain = f"{local:%Y-%m-%d %H:%M}"
    return f"{plain} {offset(local)}" if is_twice(local.replace(tzinfo=None)) else plain


def typed(at: datetime | None) -> str:
    """As the browser's field for day and hour wants it."""
    return f"{at.astimezone(zone()):%Y-%m-%dT%H:%M}" if at else ""


def require_ahead(at: datetime) -> None:
    """Raise ValidationError for what is past."""
    now = timezone.now()
    if at <= now:
        sentence = _("%(when)s is past: it is %(now)s now in %(zone)s.")
        raise ValidationError(sentence % {"when": written(at), "now": written(now), "zone": zone()})


def has_summer_time() -> bool:
    """Whether the clocks of the site change within a year; only then its rules are worth a sentence."""
    now = timezone.now()
    return len({(now + timedelta(days=30 * month)).astimezone(zone()).utcoffset() for month in range(13)}) > 1
