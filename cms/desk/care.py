"""What needs somebody's care: rooms say what they find, and the first page shows it together.

An app writes functions under `@concerns(...)` and imports them in `AppConfig.ready()`, as panels.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest


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
    return [one for fill in fills for one in fill(request) if one.count]
