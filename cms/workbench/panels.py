"""The editor's desk: my drafts, what colleagues have in work, what needs care, the last seven days."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.desk import care, figures
from cms.desk.admin import state_badge
from cms.desk.panels import panel
from cms.publishing.admin.publishables import STANDINGS
from cms.publishing.kinds import kinds_for
from cms.publishing.models import Draft

SHOWN = 6


@dataclass(frozen=True)
class Work:
    """A working copy: its newest title, where to go on, its state, who saved it last and when."""

    kind: str
    title: str
    url: str
    badge: str
    by: str
    at: datetime


def in_work(user, *, own: bool) -> list[Work]:
    """Unpublished work that this person saved last or, with `own` false, that a colleague did; the newest first."""
    kinds = {ContentType.objects.get_for_model(model).pk: rows for model, rows in kinds_for(user)}
    theirs = reduce(
        or_, (Q(content_type=key, object_id__in=rows.values("pk")) for key, rows in kinds.items()), Q(pk=None)
    )
    drafts = Draft.objects.filter(theirs)
    drafts = drafts.filter(by=user) if own else drafts.exclude(by=user)
    latest = list(drafts.select_related("by").order_by("-saved_at")[:SHOWN])
    keys = {kind: [draft.object_id for draft in latest if draft.content_type_id == kind] for kind in kinds}
    things = {kind: rows.in_bulk(keys[kind]) for kind, rows in kinds.items() if keys[kind]}
    return [work(things[draft.content_type_id][draft.object_id], draft) for draft in latest]


def work(thing, draft) -> Work:
    is_new = thing.standing == "draft"
    badge = state_badge("draft", STANDINGS["draft"]) if is_new else state_badge("changed", _("Unpublished changes"))
    title = draft.data["fields"].get("title") or str(thing)
    return Work(str(thing._meta.verbose_name), title, thing.get_edit_url(), badge, str(draft.by or ""), draft.saved_at)


@panel("workbench/panels/mine.html", order=10)
def my_drafts(request):
    kinds = [model._meta for model, _rows in kinds_for(request.user)]
    new = [
        (meta.verbose_name, reverse(f"admin:{meta.app_label}_{meta.model_name}_add"))
        for meta in kinds
        if request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
    ]
    return {"items": in_work(request.user, own=True), "new": new} if kinds else None


@panel("workbench/panels/others.html", order=25)
def drafts_of_others(request):
    items = in_work(request.user, own=False)
    return {"items": items} if items else None


@panel("workbench/panels/care.html", order=40)
def needs_care(request):
    """Nothing is said to those whose care nothing is; to the others, that all is well."""
    concerns = care.found(request)
    is_theirs = any(model.has_page for model, _rows in kinds_for(request.user))
    return {"concerns": concerns} if concerns or is_theirs else None


@panel("workbench/panels/week.html", order=50)
def last_week(request):
    weeks, found = figures.found(request)
    return {"figures": found, "weeks": weeks} if found else None
