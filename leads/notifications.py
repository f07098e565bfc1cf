"""How the salespeople hear of a lead."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.intake.texts import one_line
from cms.outbox.models import Delivery
from cms.outbox.subscribers import subscribe
from cms.people.roles import ADMINISTRATOR
from leads.models import RECEIVED, Lead

SALESPERSON = "salesperson"


def salespeople():
    """Who is told: salespeople who can be reached by mail; the administrators where there are none."""
    reachable = get_user_model().objects.filter(is_active=True).exclude(email="")
    found = reachable.filter(groups__name=SALESPERSON).order_by("pk")
    return list(found) or list(reachable.filter(groups__name=ADMINISTRATOR).order_by("pk"))


@subscribe(RECEIVED)
def mail_salespeople(event) -> None:
    """One mail for each, in their language, with the enquiry, the page it came from and a link to the lead."""
    lead = Lead.objects.with_contact().filter(pk=event.object_id).first()
    if lead is None:
        return
    enquiries = lead.enquiries.select_related("content_type", "consent")
    enquiry = enquiries.filter(pk=event.key or None).first() or enquiries.latest("received_at")
    context = {
        "lead": lead,
        "enquiry": enquiry,
        "page": enquiry.page,
        "site_url": settings.SITE_URL,
        "admin_url": settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk]),
    }
    for person in salespeople():
        with translation.override(person.language):
            Delivery.objects.send_mail(
                to=[person.email],
                subject=_("New enquiry from %(name)s") % {"name": one_line(lead.name)},
                text=render_to_string("emails/lead_received.txt", context),
                html=render_to_string("emails/lead_received.html", context),
                event=event,
                key=f"enquiry-{enquiry.key}",
            )
