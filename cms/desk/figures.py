"""The last seven days in numbers, beside the seven before; rooms say theirs, the first page shows them together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone


@dataclass(frozen=True)
class Weeks:
    """Two stretches of seven whole days that end now, one behind the other."""

    before: datetime
    middle: datetime
    now: datetime


@dataclass(frozen=True)
class Figure:
    """How often something happened in the last seven days and in the seven before, and where that can be seen."""

    label: str
    now: int
    before: int
    url: str = ""

    @property
    def more(self) -> int:
        return self.now - self.before


_askers: list[tuple[int, str, Callable[[HttpRequest, Weeks], list[Figure]]]] = []


def figures(*, permission: str = "", order: int = 50):
    """Register `fill(request, weeks)`, which answers a list of figures."""

    def register(fill):
        _askers.append((order, permission, fill))
        return fill

    return register


def last_two_weeks() -> Weeks:
    now = timezone.now()
    week = timedelta(days=7)
    return Weeks(now - 2 * week, now - week, now)


def found(request) -> tuple[Weeks, list[Figure]]:
    """What this person may know, in order."""
    weeks = last_two_weeks()
    asked = sorted(_askers, key=lambda entry: entry[0])
    allowed = [fill for _order, permission, fill in asked if not permission or request.user.has_perm(permission)]
    return weeks, [figure for fill in allowed for figure in fill(request, weeks)]
