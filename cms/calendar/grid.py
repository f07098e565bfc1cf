"""A month, a week or a day as cells, each with what is planned and what the clock does; queries do not grow with it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format

from cms.calendar.models import Plan
from cms.publishing import moments
from cms.publishing.slots import Asked, Day, Slot, by_day

MOST = {"month": 4, "week": 12, "day": 200}  # that a cell shows; the rest is one link away
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days that one page shows, and where its arrows lead."""

    name: str
    begins: date
    ends: date
    on: date  # the day that names it: a month is named by its first
    previous: date
    next: date

    @property
    def title(self) -> str:
        if self.name == "month":
            return date_format(self.on, "YEAR_MONTH_FORMAT")
        if self.name == "day":
            return f"{self.on:%Y-%m-%d} {date_format(self.on, 'D')}"
        return f"{self.begins:%Y-%m-%d} – {self.ends - DAY:%Y-%m-%d}"


def month_of(day: date) -> Span:
    """Whole weeks, from Monday to Sunday, that hold the month."""
    first = day.replace(day=1)
    following = (first + 31 * DAY).replace(day=1)
    begins = first - first.weekday() * DAY
    return Span("month", begins, following + (-following.weekday() % 7) * DAY, first, first - DAY, following)


def week_of(day: date) -> Span:
    monday = day - day.weekday() * DAY
    return Span("week", monday, monday + 7 * DAY, day, day - 7 * DAY, day + 7 * DAY)


def day_of(day: date) -> Span:
    return Span("day", day, day + DAY, day, day - DAY, day + DAY)


SPANS = {"month": month_of, "week": week_of, "day": day_of}


@dataclass
class Cell:
    """One day: the first of its plans and slots, and how many more there are."""

    day: date
    is_outside: bool
    plans: list[Plan] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    total: int = 0

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate(timezone=moments.zone())

    @property
    def more(self) -> int:
        return self.total - len(self.plans) - len(self.slots)


def cells_of(span: Span, asked: Asked) -> list[Cell]:
    most = MOST[span.name]
    zone = moments.zone()
    begins, ends = (datetime.combine(day, time.min, tzinfo=zone) for day in (span.begins, span.ends))
    by_clock = by_day(asked, begins, ends, most)
    plans = plans_by_day(asked, span, most)
    cells = []
    for number in range((span.ends - span.begins).days):
        day = span.begins + number * DAY
        planned, of_clock = plans.get(day, []), by_clock.get(day, Day())
        total = of_clock.total + (planned[0].total if planned else 0)
        is_outside = span.name == "month" and day.month != span.on.month
        cells.append(Cell(day, is_outside, planned, of_clock.slots[: max(0, most - len(planned))], total))
    return cells


def plans_by_day(asked: Asked, span: Span, most: int) -> dict[date, list]:
    """The first plans of each day, each with the `total` of its day; one query."""
    found = Plan.objects.of(asked.user).filter(due_on__gte=span.begins, due_on__lt=span.ends)
    found = found.filter(kind=asked.kind) if asked.kind else found
    found = found.filter(owner=asked.person) if asked.person else found
    numbered = found.select_related("owner").annotate(
        number=Window(RowNumber(), partition_by=F("due_on"), order_by=["done_at", "pk"]),
        total=Window(Count("pk"), partition_by=F("due_on")),
    )
    days: dict[date, list] = {}
    for plan in numbered.filter(number__lte=most).order_by("due_on", "number"):
        days.setdefault(plan.due_on, []).append(plan)
    return days
