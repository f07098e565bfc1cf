"""What of leads webhooks and robots may be told: ids and stage; phone and e-mail only where a person ticked that."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.texts import one_line
from cms.outbox.models import Event
from cms.outbox.topics import Topic, Words, offer
from leads.models import ANSWER_DUE, ANSWER_LONG_DUE, MOVED, RECEIVED, Lead
from leads.notifications import page_of

LABELS = {
    RECEIVED: gettext_lazy("An enquiry came in"),
    MOVED: gettext_lazy("A lead moved to another stage"),
    ANSWER_DUE: gettext_lazy("An answer is late"),
    ANSWER_LONG_DUE: gettext_lazy("An answer is late by twice the time"),
}


def lead_of(event: Event) -> Lead | None:
    """The lead while it stands on the desk, and while what is told of it is so."""
    lead = Lead.objects.for_desk().with_contact().filter(pk=event.object_id).first()
    is_late = event.verb in {ANSWER_DUE, ANSWER_LONG_DUE}
    return None if lead and is_late and (lead.answered_at or lead.is_closed) else lead


def enquiry_of(event: Event, lead: Lead):
    found = lead.enquiries.select_related("content_type")
    return (found.filter(pk=event.key).first() if event.verb == RECEIVED else None) or found.first()


def data(event: Event) -> dict | None:
    """Nothing in it says who it is."""
    lead = lead_of(event)
    if lead is None:
        return None
    said = {"lead": lead.pk, "contact": str(lead.contact.uuid), "stage": lead.stage, "owner": lead.owner_id}
    if event.verb == RECEIVED:
        return said | {"enquiry": int(event.key)}
    return said | {name: event.payload[name] for name in ("was", "stage") if name in event.payload}


def contact(event: Event) -> dict:
    """Who it is and every way to reach them."""
    lead = lead_of(event)
    if lead is None:
        return {}
    ways = [{"kind": way.kind, "value": way.value} for way in lead.contact.ways.all()]
    return {"name": lead.name, "company": str(lead.contact.company or ""), "ways": ways}


def services_of(thing) -> list[str]:
    """The titles of the services that a page is about."""
    if thing is None:
        return []
    if thing._meta.label_lower == "services.service":
        return [thing.title]
    return [service.title for service in thing.services.all()] if hasattr(thing, "services") else []


def words(event: Event, with_contact: bool) -> Words | None:
    """Who, from which page, for which service, where it stands, and the way to the lead."""
    lead = lead_of(event)
    if lead is None:
        return None
    enquiry = enquiry_of(event, lead)
    rows = [(_("name"), one_line(lead.name))]
    if enquiry:
        rows += [(_("service"), "、".join(services_of(enquiry.about))), (_("page"), enquiry.page.title)]
    rows += [(_("stage"), str(lead.get_stage_display())), (_("owner"), str(lead.owner or _("nobody yet")))]
    rows.append((_("received"), f"{timezone.localtime(lead.received_at):%m-%d %H:%M}"))
    if with_contact:
        rows.append((_("contact"), "、".join(way.value for way in lead.contact.ways.all())))
    return Words(str(LABELS[event.verb]), rows, settings.SITE_URL + page_of(lead), _("Open the lead"))


for verb, label in LABELS.items():
    offer(Topic(verb=verb, label=label, data=data, words=words, contact=contact))
