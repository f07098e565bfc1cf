"""What the desk has brought: how quickly people were answered, how far they came, and what was won, and from where.

Counted are leads that were received in a stretch of days and are not quarantined, as they stand today. A lead belongs
to the page of its first enquiry, and to the source that brought its person there; a page that leads to several
services counts for each of them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, Sum, When
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.intake.texts import one_line
from leads.hours import Hours
from leads.models import Enquiry, Entry, Lead, Touch

PERIODS = (30, 90, 365)  # days
COLUMNS = 12  # of the plot over time
LOOKED_AT = 2_000  # answers whose time is worked out: the newest
SHOWN = 12  # rows of a table
RANK = {stage: at for at, stage in enumerate([*Lead.OPEN, Lead.Stage.WON])}


@dataclass(frozen=True)
class Bar:
    """One bar of a plot; `share` is its length, 0 to 100."""

    label: str
    count: int
    share: float


@dataclass
class Row:
    """What came of the leads of one page, service or entrance."""

    label: str
    url: str = ""
    leads: int = 0
    won: int = 0
    amounts: Counter | None = None

    @property
    def rate(self) -> str:
        return percent(self.won, self.leads)

    @property
    def worth(self) -> list[str]:
        return sums(self.amounts or {})

    def add(self, other: "Row") -> None:
        self.leads += other.leads
        self.won += other.won
        self.amounts = (self.amounts or Counter()) + (other.amounts or Counter())

    def take(self, other: "Row") -> None:
        self.leads -= other.leads
        self.won -= other.won
        self.amounts = (self.amounts or Counter()) - (other.amounts or Counter())


def percent(part: int, whole: int) -> str:
    """A share in whole percent; "—" of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "—"


def sums(amounts) -> list[str]:
    """`120,000 CNY`, the largest first; currencies are never added up."""
    return [f"{amount:,.0f} {currency}" for currency, amount in sorted(amounts.items(), key=lambda pair: -pair[1])]


class Numbers:
    """The numbers of the last `days` days; about a dozen queries, however many leads there are."""

    def __init__(self, days: int):
        self.days, self.until = days, timezone.now()
        self.since: datetime = self.until - timedelta(days=days)
        self.leads = Lead.objects.for_desk().filter(received_at__gte=self.since)

    @cached_property
    def totals(self) -> dict:
        won, now = Q(stage=Lead.Stage.WON), self.until
        in_time = Q(answered_at__lte=F("answer_due_at"))
        return self.leads.order_by().aggregate(
            received=Count("pk"),
            won=Count("pk", filter=won),
            lost=Count("pk", filter=Q(stage=Lead.Stage.LOST)),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            in_time=Count("pk", filter=in_time),
            late=Count("pk", filter=Q(answer_due_at__isnull=False) & ~in_time & Q(answer_due_at__lt=now)),
        )

    @property
    def conversion(self) -> str:
        return percent(self.totals["won"], self.totals["received"])

    @property
    def answered_in_time(self) -> str:
        """Of those whose answer was due by now."""
        return percent(self.totals["in_time"], self.totals["in_time"] + self.totals["late"])

    @cached_property
    def overdue(self) -> int:
        """Answers and next steps that are late now, of leads of any age."""
        return Lead.objects.count_overdue()

    @cached_property
    def won_amounts(self) -> list[str]:
        """Of leads that were won in this stretch, whenever they were received."""
        won = Lead.objects.for_desk().filter(stage=Lead.Stage.WON, closed_at__gte=self.since, amount__isnull=False)
        return sums(dict(won.order_by().values_list("currency").annotate(Sum("amount"))))

    @cached_property
    def answer_time(self) -> str:
        """The middle of the times to the first answer, in working hours, over the newest answers."""
        answered = self.leads.filter(answered_at__isnull=False).order_by("-received_at", "-pk")
        hours = Hours(since=timezone.localdate(self.since))
        times = [
            hours.between(*pair).total_seconds()
            for pair in answered.values_list("received_at", "answered_at")[:LOOKED_AT]
        ]
        return duration(timedelta(seconds=median(times))) if times else "—"

    @cached_property
    def funnel(self) -> list[Bar]:
        """How many came at least so far; who was won came all the way, whatever was skipped."""
        reached = Max(Case(*(When(now=stage, then=at) for stage, at in RANK.items()), default=0))
        moves = Entry.objects.filter(kind=Entry.Kind.STAGE, lead__in=self.leads.order_by().values("pk"))
        ranks = Counter(dict(moves.order_by().values_list("lead").annotate(reached=reached)).values())
        ranks[0] += self.totals["received"] - sum(ranks.values())
        counts = [sum(count for rank, count in ranks.items() if rank >= at) for at in RANK.values()]
        whole = max(counts[0], 1)
        return [
            Bar(str(Lead.Stage(stage).label), count, 100 * count / whole)
            for stage, count in zip(RANK, counts, strict=True)
        ]

    @cached_property
    def over_time(self) -> list[Bar]:
        """New leads in twelve equal stretches, the oldest first."""
        step = (self.until - self.since) / COLUMNS
        starts = [self.since + at * step for at in range(COLUMNS)]
        counted = self.leads.order_by().aggregate(
            **{
                f"n{at}": Count("pk", filter=Q(received_at__gte=start, received_at__lt=start + step))
                for at, start in enumerate(starts)
            }
        )
        most = max(counted.values(), default=0) or 1
        return [
            Bar(f"{timezone.localtime(start):%m-%d}", counted[f"n{at}"], 100 * counted[f"n{at}"] / most)
            for at, start in enumerate(starts)
        ]

    @cached_property
    def pages(self) -> dict[tuple[int | None, int | None], Row]:
        """What came of each page, by (content type, object) of the lead's first enquiry; one query."""
        firsts = Enquiry.objects.filter(lead=OuterRef("pk")).order_by("pk")
        rows = (
            self.leads.order_by()
            .annotate(kind=Subquery(firsts.values("content_type")[:1]), thing=Subquery(firsts.values("object_id")[:1]))
            .values_list("kind", "thing", "stage", "currency")
            .annotate(Count("pk"), Sum("amount"))
        )
        return gathered(((kind, thing), *counted) for kind, thing, *counted in rows)

    @cached_property
    def things(self) -> dict:
        """The objects behind the pages, as far as they are still there; a query for each kind."""
        keys: dict[int, list[int]] = {}
        for kind, thing in self.pages:
            if kind and thing:
                keys.setdefault(kind, []).append(thing)
        kinds = ContentType.objects.in_bulk(keys)
        return {
            (kind, thing.pk): thing
            for kind, wanted in keys.items()
            if (model := kinds[kind].model_class())
            for thing in model._base_manager.filter(pk__in=wanted)
        }

    @cached_property
    def by_article(self) -> list[Row]:
        """Articles by the leads that asked from them."""
        return self._by_kind("articles.article")

    @cached_property
    def by_service(self) -> list[Row]:
        """Services by the leads that asked from their page, or from an article or a case about them."""
        rows: dict[int, Row] = {}
        for key, services in self.services.items():
            for service in services:
                rows.setdefault(service, Row("", amounts=Counter())).add(self.pages[key])
        named = Lead._meta.apps.get_model("services", "Service")._base_manager.in_bulk(rows) if rows else {}
        return best(label_of(row, named[key]) for key, row in rows.items() if key in named)

    @property
    def services(self) -> dict[tuple[int, int], set[int]]:
        """For each page the keys of the services that it is about, as `assignment` sees them; a query for each kind."""
        found: dict[tuple[int, int], set[int]] = {}
        told = {type(thing): kind for (kind, _key), thing in self.things.items() if hasattr(thing, "services")}
        for model, kind in told.items():
            relation = model.services
            thing, service = f"{relation.field.m2m_field_name()}_id", f"{relation.field.m2m_reverse_field_name()}_id"
            keys = [key for of, key in self.things if of == kind]
            for key, other in relation.through.objects.filter(**{f"{thing}__in": keys}).values_list(thing, service):
                found.setdefault((kind, key), set()).add(other)
        own = {key: {thing.pk} for key, thing in self.things.items() if thing._meta.label_lower == "services.service"}
        return found | own

    @cached_property
    def by_entrance(self) -> list[Row]:
        """By the kind of page that people asked from."""
        kinds = ContentType.objects.in_bulk({kind for kind, _thing in self.pages if kind})
        rows: dict[str, Row] = {}
        for (kind, _thing), row in self.pages.items():
            model = kinds[kind].model_class() if kind else None
            label = str(model._meta.verbose_name) if model else _("another page")
            rows.setdefault(label, Row(label, amounts=Counter())).add(row)
        return best(rows.values())

    @cached_property
    def by_source(self) -> list[Row]:
        """By what brought people here at the very first, which is known of those who agreed to tell; one query."""
        firsts = Enquiry.objects.filter(lead=OuterRef("enquiry__lead")).order_by("pk").values("pk")[:1]
        touches = Touch.objects.first_ones().filter(enquiry__lead__in=self.leads.order_by(), enquiry=Subquery(firsts))
        rows = (
            touches.order_by()
            .values_list("source", "referrer", "click", "campaign", "enquiry__lead__stage", "enquiry__lead__currency")
            .annotate(Count("pk"), Sum("enquiry__lead__amount"))
        )
        told = gathered((source_of(*row[:4]), *row[4:]) for row in rows)
        untold = Row(_("not told"), amounts=Counter())
        for row in self.pages.values():
            untold.add(row)
        for label, row in told.items():
            row.label = one_line(label, 60)
            untold.take(row)
        return best([*told.values(), *([untold] if untold.leads > 0 else [])])

    def _by_kind(self, label: str) -> list[Row]:
        found = ((row, self.things.get(key)) for key, row in self.pages.items())
        return best(label_of(row, thing) for row, thing in found if thing and thing._meta.label_lower == label)


def gathered(counted) -> dict[Any, Row]:
    """Rows by their key, from (key, stage, currency, how many, their amount)."""
    found: dict[Any, Row] = {}
    for key, stage, currency, count, amount in counted:
        is_won = stage == Lead.Stage.WON
        worth = Counter({currency: amount or 0} if is_won else {})
        found.setdefault(key, Row("", amounts=Counter())).add(Row("", "", count, count * is_won, worth))
    return found


def source_of(source: str, referrer: str, click: str, campaign: str) -> str:
    """What a first touch says of where it came from: what the link was marked with, else the other site."""
    return " · ".join(filter(None, [source or referrer or click, campaign])) or _("direct")


def label_of(row: Row, thing) -> Row:
    """The row under the title of this thing, with the way to its page if that is public."""
    url = thing.get_absolute_url() if getattr(thing, "is_live", False) else ""
    return Row(one_line(str(thing), 60), url, row.leads, row.won, row.amounts)


def best(rows) -> list[Row]:
    """Those that won most, then those that brought most."""
    return sorted(rows, key=lambda row: (-row.won, -row.leads, row.label))[:SHOWN]


def duration(time: timedelta) -> str:
    """`35 min`, `2.5 h`."""
    minutes = time.total_seconds() / 60
    return _("%(n)d min") % {"n": round(minutes)} if minutes < 60 else _("%(n)s h") % {"n": f"{minutes / 60:.1f}"}


def show(request, model_admin):
    """The page of numbers, for thirty days, ninety or a year."""
    if not model_admin.has_numbers_permission(request):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    context = {"title": _("Numbers"), "numbers": Numbers(days), "periods": PERIODS}
    return render(request, "admin/leads/numbers.html", model_admin.admin_site.each_context(request) | context)
