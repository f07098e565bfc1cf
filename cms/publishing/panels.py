"""The editors' desk on the admin's first page: what goes live next, what was published last."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cms.desk.panels import panel
from cms.publishing.kinds import publishable_models
from cms.publishing.models import State

SHOWN = 6


@dataclass(frozen=True)
class Item:
    """A thing on the desk: its newest title, where to edit it, and the moment that matters."""

    kind: str
    title: str
    url: str
    at: datetime


def kinds_for(user):
    """The publishable models that this person may edit, each with the rows that are theirs to see."""
    for model in publishable_models():
        app, name = model._meta.app_label, model._meta.model_name
        if user.has_perm(f"{app}.change_{name}"):
            rows = model.objects.kept()
            yield model, rows if user.has_perm(f"{app}.publish_{name}") else rows.filter(created_by=user)


def item(thing, at):
    return Item(str(thing._meta.verbose_name), str(thing), thing.get_edit_url(), at)


def goes_live_next(user):
    now = timezone.now()
    found = [
        item(thing, thing.live_from)
        for _model, rows in kinds_for(user)
        for thing in rows.filter(state=State.PUBLISHED, live_from__gt=now).order_by("live_from")[:SHOWN]
    ]
    return sorted(found, key=lambda entry: entry.at)[:SHOWN]


def last_published(user):
    found = [
        item(thing, thing.live_from) for _model, rows in kinds_for(user) for thing in rows.live().newest_first()[:SHOWN]
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:SHOWN]


@panel("publishing/panels/next.html", order=20)
def next_panel(request):
    items = goes_live_next(request.user)
    return {"items": items} if items else None


@panel("publishing/panels/last.html", order=45)
def last_panel(request):
    items = last_published(request.user)
    return {"items": items} if items else None
