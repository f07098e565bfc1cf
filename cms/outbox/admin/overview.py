"""What is waiting, failing and why, by kind and receiver, with one click to try again or to let it be."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.outbox.models import Delivery, Event, Robot, Webhook

MOST_GROUPS, SHOWN = 60, 20
OPEN = [Delivery.State.WAITING, Delivery.State.DEAD]


@dataclass(frozen=True)
class Group:
    """Messages of one kind to one receiver in one state."""

    state: str
    kind: str
    receiver: str
    count: int
    failed: int
    oldest: Any
    next: Any
    error: str

    @property
    def standing(self) -> tuple[str, str]:
        if self.state == Delivery.State.WAITING and self.failed:
            return "failing", _("failing")
        return self.state, str(Delivery.State(self.state).label)


def groups() -> list[Group]:
    """The largest, in one query that walks an index over the states and reads only what is not done."""
    failed = Q(last_error__gt="")
    counted = (
        Delivery.objects.filter(state__in=OPEN)
        .order_by()
        .values("state", "kind", "receiver")
        .annotate(
            count=Count("pk"),
            failed=Count("pk", filter=failed),
            oldest=Min("created_at"),
            next=Min("next_attempt_at"),
            error=Max("last_error"),
        )
        .order_by("state", "-failed", "-count", "kind", "receiver")[: MOST_GROUPS + 1]
    )
    return [Group(**row) for row in counted]


def overview(request):
    """The page; a POST tries again or sets aside. Who may is as with deliveries."""
    model_admin = admin.site.get_model_admin(Delivery)
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return do(request, model_admin)
    found = groups()
    given_up = Delivery.objects.filter(state=Delivery.State.DEAD).order_by("-created_at")
    context = {
        "title": _("Outbox at a glance"),
        "groups": found[:MOST_GROUPS],
        "has_more": len(found) > MOST_GROUPS,
        "given_up": list(given_up[:SHOWN]),
        "dead_events": Event.objects.filter(state=Event.State.DEAD).count(),
        "off": [*Webhook.objects.exclude(off_because=""), *Robot.objects.exclude(off_because="")],
        "may_change": model_admin.has_change_permission(request),
    }
    return render(request, "admin/outbox/overview.html", model_admin.admin_site.each_context(request) | context)


def chosen(data):
    """The deliveries that a form of the page means, and how the history calls them."""
    rows = Delivery.objects.filter(state__in=OPEN)
    key = data.get("delivery", "")
    if key:
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            raise Http404
        return rows.filter(pk=key), f"#{key}"
    if "receiver" in data:
        state, kind, receiver = data.get("state"), data.get("kind", ""), data["receiver"].replace("\0", "")
        if state not in OPEN:
            raise Http404
        return rows.filter(state=state, kind=kind.replace("\0", ""), receiver=receiver), f"{kind} {receiver}"
    return rows.failing(), _("all")


def do(request, model_admin):
    """What waits for its moment and never failed is left alone, unless it is one that somebody chose."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    rows, called = chosen(request.POST)
    deed, reason = request.POST.get("deed"), " ".join(request.POST.get("reason", "").replace("\0", "").split())
    if deed == "retry":
        count = (rows if request.POST.get("delivery") else rows.failing()).retry()
        said = ngettext("%d will be tried again within a minute.", "%d will be tried again within a minute.", count)
        messages.success(request, said % count)
    elif deed == "aside" and reason:
        count = rows.set_aside(f"{reason} — {request.user}")
        messages.success(request, ngettext("%d is set aside.", "%d are set aside.", count) % count)
    else:
        messages.error(request, _("Say why it need not arrive."))
        return HttpResponseRedirect(reverse("outbox-overview"))
    LogEntry.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(Delivery),
        object_repr=f"{called} ({count})"[:200],
        action_flag=CHANGE,
        change_message=f"{deed} {reason}".strip(),
    )
    return HttpResponseRedirect(reverse("outbox-overview"))
