"""What a page was made of.

While a page is being made, models note what they load: `article:42` for a row, `article:list` for a bare list,
`article:channel:3` for a list narrowed by a named verb. Publishing bumps the same tags, so whoever keeps a copy of
the page knows when it is old. Outside of a page nothing is noted and the calls cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Notes:
    """The tags of one page or fragment, and the models whose visibility hangs on the clock."""

    tags: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)  # what a memo hangs on beyond what it shows
    seen: dict[str, int] = field(default_factory=dict)  # what need be asked only once while a page is made
    timed: set[Any] = field(default_factory=set)

    def deadline(self) -> datetime | None:
        """The next moment at which the clock alone changes what was asked; one query a model."""
        moments = [moment for model in self.timed if (moment := model.next_change())]
        return min(moments, default=None)


_current: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Collect what is noted inside; an outer collection hears of it too."""
    outer = _current.get()
    inner = Notes(seen=outer.seen) if outer else Notes()
    token = _current.set(inner)
    try:
        yield inner
    finally:
        _current.reset(token)
        if outer is not None:
            outer.tags |= inner.tags
            outer.behind |= inner.behind
            outer.timed |= inner.timed


def note(*tags: str) -> None:
    """Say that the page being made shows something with these tags."""
    if (notes := _current.get()) is not None:
        notes.tags.update(tags)


def note_behind(*tags: str) -> None:
    """Say that what is shown was chosen among these: they make a memo of it old, but no page that holds it."""
    if (notes := _current.get()) is not None:
        notes.behind.update(tags)


def note_timed(model: type) -> None:
    """Say that the page asked which rows of this model are live."""
    if (notes := _current.get()) is not None:
        notes.timed.add(model)


def once(name: str, ask: Callable[[], int]) -> int:
    """`ask()`, but only once for a page; outside of a page, each time."""
    if (notes := _current.get()) is None:
        return ask()
    if name not in notes.seen:
        notes.seen[name] = ask()
    return notes.seen[name]


def replay(tags: Iterable[str], behind: Iterable[str], timed: Iterable[type]) -> None:
    """Note again what a kept fragment was made of."""
    if (notes := _current.get()) is not None:
        notes.tags.update(tags)
        notes.behind.update(behind)
        notes.timed.update(timed)
