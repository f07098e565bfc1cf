"""The salesperson's first page: who waits for an answer."""

from cms.desk.panels import panel
from leads.models import Lead

SHOWN = 8


@panel("admin/leads/new_panel.html", permission="leads.view_lead", order=10)
def new_leads(request):
    """The newest that nobody has answered; an empty desk says so."""
    waiting = Lead.objects.waiting()
    return {
        "leads": list(waiting.with_contact().prefetch_related("enquiries__content_type")[:SHOWN]),
        "count": waiting.count(),
        "quarantined": Lead.objects.filter(is_quarantined=True).count(),
    }
