"""The salesperson's first page: who waits for an answer."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.desk.figures import Figure, figures
from cms.desk.panels import panel
from leads.models import Lead
from leads.numbers import PERIODS, Numbers
from leads.sight import shown_to

SHOWN = 8


@panel("admin/leads/new_panel.html", permission="leads.view_lead", order=10)
def new_leads(request):
    """The newest that nobody has answered; an empty desk says so."""
    waiting = shown_to(request.user, Lead.objects.waiting())
    return {
        "leads": list(waiting.with_contact().prefetch_related("enquiries__content_type")[:SHOWN]),
        "count": waiting.count(),
        "quarantined": Lead.objects.filter(is_quarantined=True).count(),
    }


@panel("admin/leads/late_panel.html", permission="leads.view_lead", order=8)
def late(request):
    """Answers and next steps that should have come by now; nothing while all is in time."""
    answers, steps = Lead.objects.late_answers(), Lead.objects.late_steps()
    counted = {"all": Count("pk"), "mine": Count("pk", filter=Q(owner=request.user))}
    late_answers, late_steps = (late.order_by().aggregate(**counted) for late in (answers, steps))
    counts = {"answers": late_answers["all"], "steps": late_steps["all"]}
    if not any(counts.values()):
        return None
    mine = late_answers["mine"] + late_steps["mine"]
    rows = {
        name: list(shown_to(request.user, late).with_contact()[:SHOWN])
        for name, late in (("late_answers", answers), ("late_steps", steps))
    }
    return counts | rows | {"mine": mine}


@figures(permission="leads.view_lead", order=30)
def received(request, weeks):
    """New leads; what is quarantined is none."""
    leads = Lead.objects.for_desk()
    return [
        Figure(
            _("New leads"),
            leads.filter(received_at__gte=weeks.middle, received_at__lt=weeks.now).count(),
            leads.filter(received_at__gte=weeks.before, received_at__lt=weeks.middle).count(),
            reverse("admin:leads_lead_changelist"),
        )
    ]


@panel("admin/leads/numbers_panel.html", permission="leads.view_numbers", order=35)
def numbers(request):
    """How the last ninety days went, in a plot and four figures."""
    return {"numbers": Numbers(PERIODS[1])}
