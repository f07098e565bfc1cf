"""Who looks after a new lead, and until when it wants an answer: by the first rule that fits, else in turn."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max, Q

from cms.outbox.models import Event
from cms.people.roles import ADMINISTRATOR
from leads.hours import Hours
from leads.models import ANSWER_DUE, ANSWER_LONG_DUE, AssignmentRule, Enquiry, Lead

SALESPERSON = "salesperson"


def workers():
    """Who may own a lead."""
    works_leads = Q(groups__name__in=[SALESPERSON, ADMINISTRATOR]) | Q(is_superuser=True)
    return get_user_model().objects.filter(works_leads, is_active=True).distinct()


def salespeople() -> list:
    """Who works leads and can be reached by mail; the administrators where there is nobody."""
    reachable = get_user_model().objects.filter(is_active=True).exclude(email="")
    found = reachable.filter(groups__name=SALESPERSON).order_by("pk")
    return list(found) or list(reachable.filter(groups__name=ADMINISTRATOR).order_by("pk"))


def take_up(lead: Lead, enquiry: Enquiry) -> list:
    """Give the lead to somebody and set when its answer is due; whoever is to hear of the enquiry."""
    people = salespeople()
    if lead.owner_id is None and (chosen := owner_for(lead, enquiry, people)):
        lead.give_to(chosen, by=None)
    if lead.answered_at is None and lead.answer_due_at is None:
        hours, wanted = Hours(), timedelta(hours=settings.LEAD_ANSWER_HOURS)
        lead.answer_due_at = hours.after(lead.received_at, wanted)
        Lead.objects.filter(pk=lead.pk).update(answer_due_at=lead.answer_due_at)
        Event.objects.record(lead, ANSWER_DUE, due_at=lead.answer_due_at)
        Event.objects.record(lead, ANSWER_LONG_DUE, due_at=hours.after(lead.received_at, 2 * wanted))
    return [lead.owner] if lead.owner in people else people


def owner_for(lead, enquiry, people):
    """One of these people; None if there are none."""
    known = {person.pk: person for person in people}
    form = enquiry.version.form if enquiry.version else None
    if form and form.receiver_id in known:
        return known[form.receiver_id]
    for rule in AssignmentRule.objects.all():
        if rule.owner_id in known and fits(rule, lead, enquiry):
            return known[rule.owner_id]
    return in_turn(known)


def fits(rule, lead, enquiry) -> bool:
    """Whether the enquiry came from the rule's service and the contact from its region, as far as it names them."""
    if rule.region and not any(way.value.startswith(rule.region) for way in lead.contact.ways.all()):
        return False
    meant = {enquiry.version.form.service_id} if enquiry.version else set()
    return not rule.service_id or rule.service_id in services_behind(enquiry.about) | meant


def services_behind(thing) -> set[int]:
    """The keys of the services that a page is about: itself, or those that an article or a case leads to."""
    if thing is None:
        return set()
    if thing._meta.label_lower == "services.service":
        return {thing.pk}
    return set(thing.services.values_list("pk", flat=True)) if hasattr(thing, "services") else set()


def in_turn(people: dict):
    """Whoever was given a lead the longest time ago, those who never were first."""
    given = Lead.objects.filter(owner__in=people.keys()).order_by().values("owner").annotate(last=Max("received_at"))
    last = {row["owner"]: row["last"].timestamp() for row in given}
    return min(people.values(), key=lambda person: (last.get(person.pk, 0), person.pk), default=None)
