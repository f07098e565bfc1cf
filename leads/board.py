"""The board: every open lead under its stage, to be moved by dragging or by its own small form."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Sum, prefetch_related_objects
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from leads.assignment import workers
from leads.models import Lead
from leads.sight import shown_to

SELECTED = mark_safe(" selected")  # noqa: S308 (a constant)
SHOWN = 20  # cards of one column; the heading says how many there are


@dataclass(frozen=True)
class Column:
    """One stage: some of its leads, how many there are, and what they are worth by currency."""

    stage: str
    label: str
    leads: list
    options: str  # the stages to choose from, this one chosen: HTML made once, since each card has it
    count: int
    worth: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.leads)


def columns(rows) -> list[Column]:
    """The open stages with those of these leads that stand there; at most two queries for each, and five for all."""
    counted = rows.order_by().values("stage", "currency").annotate(count=Count("pk"), amount=Sum("amount"))
    sums: dict[str, list] = {}
    for row in counted:
        sums.setdefault(row["stage"], []).append(row)
    shown = {stage: rows.filter(stage=stage).soonest(SHOWN) for stage in Lead.OPEN}
    prefetch_related_objects([lead for leads in shown.values() for lead in leads], *Lead.SHOWN_WITH)
    return [
        Column(
            stage=stage.value,
            label=str(stage.label),
            leads=leads,
            options=options(Lead.Stage.choices, chosen=stage),
            count=sum(row["count"] for row in sums.get(stage, [])),
            worth=[f"{row['amount']:,.0f} {row['currency']}" for row in sums.get(stage, []) if row["amount"]],
        )
        for stage, leads in shown.items()
    ]


def options(choices, *, chosen: str) -> str:
    """What a `select` holds."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SELECTED if key == chosen else "", said) for key, said in choices),
    )


def show(request, model_admin):
    """The board, of everybody's leads or of one person's; a POST moves one."""
    if request.method == "POST":
        return move(request, model_admin)
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    rows, whose = shown_to(request.user, Lead.objects.open()), request.GET.get("owner", "")
    people = list(workers().order_by("pk"))
    chosen = next((person for person in people if str(person.pk) == whose), None)
    if chosen:
        rows = rows.filter(owner=chosen)
    context = {
        "title": _("Board"),
        "columns": columns(rows),
        "people": people,
        "chosen": chosen,
        "reasons": options([("", "—"), *Lead.Reason.choices], chosen=""),
        "may_move": model_admin.has_change_permission(request),
    }
    return render(request, "admin/leads/board.html", model_admin.admin_site.each_context(request) | context)


def move(request, model_admin):
    """Put one lead at a stage; a script is answered with JSON, a form with the board."""
    key, stage = request.POST.get("lead", ""), request.POST.get("stage", "")
    known = key.isascii() and key.isdecimal() and len(key) < 19 and stage in Lead.Stage.values
    lead = Lead.objects.for_desk().filter(pk=key).first() if known else None
    if lead is None:
        raise Http404
    if not model_admin.has_change_permission(request, lead):
        raise PermissionDenied
    try:
        lead.move_to(stage, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        return answer(request, " ".join(error.messages), is_done=False)
    return answer(request, _("%(who)s: %(stage)s") % {"who": lead, "stage": Lead.Stage(stage).label}, is_done=True)


def answer(request, sentence, *, is_done):
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": sentence}, status=200 if is_done else 422)
    (messages.success if is_done else messages.error)(request, sentence)
    return HttpResponseRedirect(reverse("admin:leads_lead_board"))
