"""Everything that the clock does or did, of every kind: what was published, what will be, what ends, what is replaced.

Each question costs a fixed number of queries for each kind of thing, however many rows there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing import moments
from cms.publishing.kinds import kinds_for
from cms.publishing.models import Schedule, State
from cms.publishing.timing import when_url

WORDS = {
    "published": _("published"),
    "begin": _("goes public"),
    "replacement": _("is replaced"),
    "end": _("ends"),
}
COLUMNS = ("title", "state", "live_from", "live_until", "trashed_at", "created_by")


@dataclass(frozen=True)
class Slot:
    """One moment of one thing; `move_url` is "" where this person, or nobody any more, can change it."""

    what: str
    at: datetime
    title: str
    kind: str
    url: str
    move_url: str = ""
    is_in_trouble: bool = False

    @property
    def word(self):
        return WORDS[self.what]


@dataclass
class Asked:
    """Whose slots, of which kinds, of whom: what `upcoming` and `by_day` narrow by."""

    user: object
    kind: str = ""
    person: int | None = None
    kinds: list = field(init=False)

    def __post_init__(self):
        found = list(kinds_for(self.user))
        self.kinds = [(model, rows) for model, rows in found if self.kind in {"", model._meta.label_lower}]

    def rows(self):
        for model, rows in self.kinds:
            yield model, rows.filter(created_by=self.person) if self.person else rows

    def schedules(self, of=None):
        """Replacements, those still to come unless told otherwise, of things that this person may see."""
        mine = Q(pk=None)
        for model, rows in self.kinds:
            is_editor = self.user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}")
            of_kind = Q(content_type=ContentType.objects.get_for_model(model))
            mine |= of_kind if is_editor else of_kind & Q(object_id__in=rows.values("pk"))
        found = (Schedule.objects.open() if of is None else of).filter(mine)
        return found.filter(by=self.person) if self.person else found


def slot_of(thing, what, at, user, *, schedule=None) -> Slot:
    is_past = at <= timezone.now() and not schedule
    may_move = what != "published" and not is_past and thing.may_be_published_by(user)
    return Slot(
        what=what,
        at=at,
        title=str(thing),
        kind=str(thing._meta.verbose_name),
        url=thing.get_edit_url(),
        move_url=when_url(thing, schedule.pk if schedule else what) if may_move else "",
        is_in_trouble=bool(schedule and schedule.standing != "waiting"),
    )


def of_rows(rows, user, column, now) -> list[Slot]:
    found = []
    for thing in rows:
        at = getattr(thing, column)
        what = "end" if column == "live_until" else "begin" if at > now else "published"
        found.append(slot_of(thing, what, at, user))
    return found


def of_schedules(schedules: Iterable[Any], asked: Asked) -> list[tuple[Any, Slot]]:
    """Each with its slot, which names the thing: one query for each kind."""
    schedules = list(schedules)
    found = []
    for model, rows in asked.kinds:
        kind = ContentType.objects.get_for_model(model).pk
        mine = [entry for entry in schedules if entry.content_type_id == kind]
        things = rows.only(*COLUMNS).in_bulk({entry.object_id for entry in mine}) if mine else {}
        found += [
            (entry, slot_of(things[entry.object_id], "replacement", entry.at, asked.user, schedule=entry))
            for entry in mine
            if entry.object_id in things
        ]
    return found


def upcoming(asked: Asked, limit: int) -> list[Slot]:
    """What the clock does next: begins, replacements and ends."""
    now = timezone.now()
    waiting = asked.schedules().waiting().order_by("at", "pk")[:limit]
    found = [slot for _entry, slot in of_schedules(waiting, asked)]
    next_turn = Case(When(live_from__gt=now, then="live_from"), default="live_until")
    is_ahead = Q(live_from__gt=now) | Q(live_until__gt=now)
    for _model, rows in asked.rows():
        # The first turns of all are among the rows whose own first turns come first.
        first = list(rows.filter(is_ahead, state=State.PUBLISHED).only(*COLUMNS).order_by(next_turn, "pk")[:limit])
        for column in ("live_from", "live_until"):
            ahead = [thing for thing in first if getattr(thing, column) and getattr(thing, column) > now]
            found += of_rows(ahead, asked.user, column, now)
    return sorted(found, key=lambda slot: slot.at)[:limit]


def of_each_day(rows, column, begins, ends, most) -> list[Any]:
    """The first `most` rows of each day, each with `day` and the day's `total`; one query whatever the number."""
    day = TruncDate(column, tzinfo=moments.zone())
    within = rows.filter(**{f"{column}__gte": begins, f"{column}__lt": ends}).annotate(day=day)
    numbered = within.annotate(
        number=Window(RowNumber(), partition_by=F("day"), order_by=[column, "pk"]),
        total=Window(Count("pk"), partition_by=F("day")),
    )
    return list(numbered.filter(number__lte=most).order_by(column, "pk"))


@dataclass
class Day:
    slots: list[Slot] = field(default_factory=list)
    total: int = 0


def by_day(asked: Asked, begins: datetime, ends: datetime, most: int) -> dict[date, Day]:
    """The first slots of each day of the site's zone, and how many the day has."""
    now = timezone.now()
    batches = [of_schedules(of_each_day(asked.schedules(), "at", begins, ends, most), asked)]
    for _model, rows in asked.rows():
        published = rows.filter(state=State.PUBLISHED).only(*COLUMNS)
        for column in ("live_from", "live_until"):
            found = of_each_day(published, column, begins, ends, most)
            batches.append(list(zip(found, of_rows(found, asked.user, column, now), strict=True)))
    days: dict[date, Day] = {}
    for batch in batches:
        for day, total in {row.day: row.total for row, _slot in batch}.items():
            days.setdefault(day, Day()).total += total
        for row, slot in batch:
            days[row.day].slots.append(slot)
    for shown in days.values():
        shown.slots = sorted(shown.slots, key=lambda slot: slot.at)[:most]
    return days
