"""The calendar as pages of the admin: everything works as links and forms; js/calendar.js only spares steps."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.calendar import grid
from cms.calendar.menu import may_look
from cms.calendar.models import Plan
from cms.people.models import User
from cms.publishing import moments, slots


def day_in(text: str) -> date | None:
    """`2026-12-03`; None for what is no day, or none that a calendar could show."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 1971 <= day.year <= 2999 else None


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@require_safe
def calendar(request, span):
    """What is planned and what the clock does in a month, a week or a day, narrowed to what this person may see."""
    if not may_look(request.user):
        raise PermissionDenied
    shown = grid.SPANS[span](day_in(request.GET.get("on", "")) or timezone.localdate(timezone=moments.zone()))
    may_assign = request.user.has_perm("calendar.assign_plan")
    person = number_in(request.GET.get("who", "")) if may_assign else None
    asked = slots.Asked(request.user, request.GET.get("kind", ""), person)
    narrowed = {name: value for name, value in (("kind", asked.kind), ("who", person)) if value}
    context = {
        **admin.site.each_context(request),
        "title": _("Calendar"),
        "span": shown,
        "cells": grid.cells_of(shown, asked),
        "narrowed": urlencode(narrowed),
        "kind": asked.kind,
        "person": person,
        "kinds": [
            (model._meta.label_lower, model._meta.verbose_name) for model, _rows in slots.Asked(request.user).kinds
        ],
        "people": User.objects.filter(is_active=True, is_staff=True).order_by("pk")[:200] if may_assign else (),
        "zone": moments.zone(),
        "here": request.get_full_path(),
        "may_plan": request.user.has_perm("calendar.add_plan"),
    }
    return render(request, "calendar/calendar.html", context)


def plan_of(request, pk) -> Plan:
    """A plan that this person may change; others do not exist for them."""
    plan = get_object_or_404(Plan.objects.of(request.user), pk=pk)
    if not plan.may_be_changed_by(request.user):
        raise PermissionDenied
    return plan


def way_back(request) -> str:
    back = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = back.startswith("/admin/") and url_has_allowed_host_and_scheme(back, None)
    return back if is_ours else reverse("calendar:month")


def move(request, pk):
    """A plan to another day. It asks nothing, since nothing becomes public by it."""
    plan = plan_of(request, pk)
    if request.method == "POST":
        try:
            plan.move(day_in(request.POST.get("to", "")) or date.min)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The plan is due on %(day)s.") % {"day": plan.due_on.isoformat()})
            return HttpResponseRedirect(way_back(request))
    typed = day_in(request.GET.get("to", "")) or plan.due_on
    context = {"title": plan, "plan": plan, "typed": typed, "back": way_back(request)}
    return render(request, "calendar/move.html", admin.site.each_context(request) | context)


@require_POST
def set_done(request, pk):
    """Put a plan aside, or take it up again."""
    plan = plan_of(request, pk)
    plan.set_done("again" not in request.POST)
    return HttpResponseRedirect(way_back(request))
