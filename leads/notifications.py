"""How the salespeople hear of a lead, each in the way that they chose."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.texts import one_line
from cms.outbox.subscribers import subscribe
from cms.people import telling
from cms.people.telling import Kind, Letter, Line
from leads.assignment import take_up
from leads.models import RECEIVED, Lead

MINE, NOBODYS = "lead.mine", "lead.nobodys"


def page_of(lead: Lead) -> str:
    return reverse("admin:leads_lead_change", args=[lead.pk])


def works_leads(person) -> bool:
    return person.is_active and person.has_perm("leads.view_lead")


@subscribe(RECEIVED)
def tell_of_enquiry(event) -> None:
    """Let somebody take up the lead, and tell whoever is to hear of it."""
    lead = Lead.objects.with_contact().filter(pk=event.object_id).first()
    if lead is None:
        return
    enquiries = lead.enquiries.select_related("content_type", "consent")
    enquiry = enquiries.filter(pk=event.key or None).first() or enquiries.latest("received_at")
    people = take_up(lead, enquiry)
    for person in people:
        kind = MINE if person == lead.owner else NOBODYS
        telling.tell(person, kind, lead, key=str(enquiry.pk), event=event)


def lead_of(news) -> Lead | None:
    """The lead, unless it is gone or set apart by now."""
    return Lead.objects.for_desk().with_contact().filter(pk=news.object_id).first()


def taken_by(news, lead):
    """Who else looks after it by now; a lead that is taken up is said to be."""
    return lead.owner if lead.owner_id and lead.owner_id != news.person_id else None


def letter_of_enquiry(news) -> Letter | None:
    """The enquiry, the page it came from and a link to the lead."""
    lead = lead_of(news)
    enquiry = lead.enquiries.select_related("content_type").filter(pk=news.key).first() if lead else None
    if lead is None or enquiry is None:
        return None
    context = {
        "lead": lead,
        "enquiry": enquiry,
        "page": enquiry.page,
        "taken_by": taken_by(news, lead),
        "site_url": settings.SITE_URL,
        "admin_url": settings.SITE_URL + page_of(lead),
    }
    subject = _("New enquiry from %(name)s") % {"name": one_line(lead.name)}
    text = render_to_string("emails/lead_received.txt", context)
    return Letter(subject, text, render_to_string("emails/lead_received.html", context))


def line_of_enquiry(news) -> Line | None:
    """Who asked, and whether somebody is at it already."""
    lead = lead_of(news)
    if lead is None:
        return None
    said = {"name": one_line(lead.name), "stage": lead.get_stage_display(), "who": taken_by(news, lead)}
    if said["who"]:
        return Line(_("%(name)s (%(stage)s; taken up by %(who)s)") % said, page_of(lead))
    return Line(_("%(name)s (%(stage)s)") % said, page_of(lead))


for name, label in (
    (MINE, gettext_lazy("A new enquiry that is mine")),
    (NOBODYS, gettext_lazy("A new enquiry that nobody looks after")),
):
    telling.register(Kind(name, label, works_leads, letter_of_enquiry, line_of_enquiry))
