"""The editors' desk on the admin's first page: what is in work, what goes live next, what was published last."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from cms.desk.panels import panel
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Draft, State

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


def item(thing, at, title=None):
    return Item(str(thing._meta.verbose_name), title or str(thing), thing.get_edit_url(), at)


def in_work(user):
    """Working copies that are not public yet, the last touched first."""
    found = []
    for model, rows in kinds_for(user):
        drafts = Draft.objects.filter(content_type=ContentType.objects.get_for_model(model))
        drafts = list(drafts.filter(object_id__in=rows.values("pk")).order_by("-saved_at")[:SHOWN])
        things = rows.in_bulk([draft.object_id for draft in drafts])
        found += [item(things[d.object_id], d.saved_at, d.data["fields"].get("title")) for d in drafts]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:SHOWN]


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


@panel("publishing/panels/in_work.html", order=10)
def work_panel(request):
    kinds = [model._meta for model, _rows in kinds_for(request.user)]
    if not kinds:
        return None
    new = [
        (meta.verbose_name, reverse(f"admin:{meta.app_label}_{meta.model_name}_add"))
        for meta in kinds
        if request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
    ]
    return {"items": in_work(request.user), "new": new}


@panel("publishing/panels/next.html", order=20)
def next_panel(request):
    items = goes_live_next(request.user)
    return {"items": items} if items else None


@panel("publishing/panels/last.html", order=30)
def last_panel(request):
    items = last_published(request.user)
    return {"items": items} if items else None
