"""What needs somebody's care: rooms say what they find, and the first page shows it together.

An app writes functions under `@concerns(...)` and imports them in `AppConfig.ready()`, as panels. In a large site an
answer may take seconds, since it looks at everything that is public; such a one is kept for a while, and says of when
it is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

SLOW = 1.0  # seconds
KEPT_FOR = 15 * 60


@dataclass(frozen=True)
class Example:
    """One of the things found: what it is called, where it is mended, and a word about it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Concern:
    """One kind of trouble: how many have it, where all of them stand, and the first few."""

    title: str
    count: int
    url: str = ""
    advice: str = ""
    examples: list[Example] = field(default_factory=list)
    counted_at: datetime | None = None  # if not just now


_askers: list[tuple[int, str, Callable[[HttpRequest], list[Concern]]]] = []


def concerns(*, permission: str = "", order: int = 50):
    """Register `fill(request)`, which answers concerns; one whose count is 0 is not shown."""

    def register(fill):
        _askers.append((order, permission, fill))
        return fill

    return register


def found(request) -> list[Concern]:
    """Everything that this person may see to, in order."""
    asked = sorted(_askers, key=lambda entry: entry[0])
    fills = [fill for _order, permission, fill in asked if not permission or request.user.has_perm(permission)]
    return [one for fill in fills for one in answered(fill, request) if one.count]


def answered(fill, request) -> list[Concern]:
    """What the room says; the answer of a little while ago if it took long, and to this person alone."""
    key = f"care:{fill.__module__}.{fill.__name__}:{request.user.pk}:{get_language()}"
    if (kept := cache.get(key)) is not None:
        return kept
    begun = time.monotonic()
    answer = fill(request)
    if time.monotonic() - begun > SLOW:
        now = timezone.now()
        cache.set(key, [replace(one, counted_at=now) for one in answer], KEPT_FOR)
    return answer
