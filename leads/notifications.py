"""How the salespeople hear of a lead."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.intake.texts import one_line
from cms.outbox.models import Delivery
from cms.outbox.subscribers import subscribe
from leads.assignment import take_up
from leads.models import RECEIVED, Lead


@subscribe(RECEIVED)
def tell_of_enquiry(event) -> None:
    """Let somebody take up the lead, and write the mail to whoever is to hear of it.

    One mail for each, in their language, with the enquiry, the page it came from and a link to the lead.
    """
    lead = Lead.objects.with_contact().filter(pk=event.object_id).first()
    if lead is None:
        return
    enquiries = lead.enquiries.select_related("content_type", "consent")
    enquiry = enquiries.filter(pk=event.key or None).first() or enquiries.latest("received_at")
    people = take_up(lead, enquiry)
    context = {
        "lead": lead,
        "enquiry": enquiry,
        "page": enquiry.page,
        "site_url": settings.SITE_URL,
        "admin_url": settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk]),
    }
    for person in people:
        with translation.override(person.language):
            Delivery.objects.send_mail(
                to=[person.email],
                subject=_("New enquiry from %(name)s") % {"name": one_line(lead.name)},
                text=render_to_string("emails/lead_received.txt", context),
                html=render_to_string("emails/lead_received.html", context),
                event=event,
                key=f"enquiry-{enquiry.key}",
            )
