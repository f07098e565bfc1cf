"""Who must forget: every room that holds something about a person registers a holder, and is asked by one verb.

A room of the machine or an app writes

    register(Holder("outbox", covers=("outbox.delivery",), kept=..., forget=...))

and imports it in `AppConfig.ready()`. `covers` names the models (`app.model`) whose rows about a person it answers for;
tests/intake/test_forgetting.py fails for a model that no holder covers and nobody has classified as holding no person.
A holder writes rows only: files go after the commit, by the sweep, so that a killed process has done all or nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_noop as _

# What counts are called on a certificate, for the catalogue.
COUNTED = (
    _("deliveries"),
    _("events"),
    _("log entries"),
    _("audit entries"),
    _("questions deleted"),
    _("questions made nameless"),
    _("leads made nameless"),
    _("leads deleted"),
    _("enquiries made nameless"),
    _("timeline entries"),
    _("ways to reach them"),
    _("merges"),
    _("withdrawals"),
    _("companies"),
    _("contacts"),
    _("files of exports"),
    _("files of imports"),
    _("pages of journeys"),
    _("files that were sent"),
    _("news of colleagues"),
)


@dataclass(frozen=True)
class Person:
    """Somebody, as rooms that do not know each other can find them.

    `ways` are (kind, value) in one spelling, `spellings` every text that names a way (typed or stored), `names` what
    they are called, `things` the keys of rows that are theirs, by `app.model`; `since` is when we first heard of them.
    """

    ways: frozenset[tuple[str, str]] = frozenset()
    spellings: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    things: Mapping[str, frozenset[int]] = field(default_factory=dict)
    since: datetime | None = None

    def keys(self, label: str) -> frozenset[int]:
        return self.things.get(label, frozenset())

    @property
    def emails(self) -> frozenset[str]:
        return frozenset(value for kind, value in self.ways if kind == "email")

    @property
    def needles(self) -> list[str]:
        """Spellings long enough to be looked for in other texts, also as JSON writes them."""
        long = {spelling for spelling in self.spellings if len(spelling) >= 5}
        return sorted(long | {json.dumps(spelling)[1:-1] for spelling in long})


@dataclass(frozen=True)
class Holder:
    """`kept(person)` gives rows for the person to read, `forget(person)` how many rows of what are gone or nameless."""

    name: str
    covers: tuple[str, ...]
    kept: Callable[[Person], Iterable[dict]]
    forget: Callable[[Person], Mapping[str, int]]
    order: int = 50  # what others find a person by is forgotten last


_holders: list[Holder] = []


def register(holder: Holder) -> Holder:
    """Ask this holder from now on, too."""
    if any(known.name == holder.name for known in _holders):
        raise ValueError(f"Two holders are called {holder.name!r}.")
    _holders.append(holder)
    return holder


def holders() -> list[Holder]:
    return sorted(_holders, key=lambda holder: holder.order)


def covered() -> set[str]:
    """The models that some holder answers for."""
    return {label for holder in _holders for label in holder.covers}


def kept(person: Person) -> dict[str, list[dict]]:
    """All that is held about somebody, by holder."""
    return {holder.name: list(holder.kept(person)) for holder in holders()}


def forget(person: Person) -> dict[str, int]:
    """Let everybody forget this person; how many rows of what. Belongs in a transaction."""
    counts: Counter[str] = Counter()
    for holder in holders():
        counts.update(holder.forget(person))
    return {what: count for what, count in sorted(counts.items()) if count}
