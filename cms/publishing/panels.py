"""The editors' desk on the admin's first page: what the clock did and will do, and what it missed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cms.desk.panels import panel
from cms.outbox.models import Event
from cms.publishing import moments, slots
from cms.publishing.kinds import kinds_for
from cms.publishing.models import Schedule

SHOWN = 6


@dataclass(frozen=True)
class Item:
    """A thing on the desk: its newest title, where to edit it, and the moment that matters."""

    kind: str
    title: str
    url: str
    at: datetime


def item(thing, at):
    return Item(str(thing._meta.verbose_name), str(thing), thing.get_edit_url(), at)


def last_published(user):
    found = [
        item(thing, thing.live_from) for _model, rows in kinds_for(user) for thing in rows.live().newest_first()[:SHOWN]
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:SHOWN]


@panel("publishing/panels/next.html", order=20)
def next_panel(request):
    items = slots.upcoming(slots.Asked(request.user), SHOWN)
    return {"items": items, "zone": moments.zone()} if items else None


@panel("publishing/panels/missed.html", order=1)
def missed_panel(request):
    """What should have happened by the clock and did not, or late; and whether the worker is silent."""
    asked = slots.Asked(request.user)
    if not asked.kinds:
        return None
    missed = asked.schedules(of=Schedule.objects.missed()).select_related("by").order_by("-at")
    items = slots.of_schedules(missed[:SHOWN], asked)
    edge = timezone.now() - moments.GRACE
    is_silent = Event.objects.filter(attempts=0, recorded_at__lt=edge).due().filter(due_at__lt=edge).exists()
    return {"items": items, "is_silent": is_silent, "zone": moments.zone()} if items or is_silent else None


@panel("publishing/panels/last.html", order=45)
def last_panel(request):
    items = last_published(request.user)
    return {"items": items} if items else None
