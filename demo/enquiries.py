"""The demo's enquiries, received through the same verb as a visitor's, then dated back; no mail goes out for them."""

from datetime import datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import resolve
from django.utils import timezone

from cms.intake.contacts import Contact
from cms.intake.models import ConsentText
from cms.intake.signals import Signal
from cms.outbox.models import Event
from cms.people.models import User
from demo.content.leads import CONSENT, ENQUIRIES
from leads.journeys import with_things
from leads.models import RECEIVED, Circumstances, Enquiry, Entry, Lead, Step, Submission


def load() -> None:
    salesperson = User.objects.get(username="salesperson")
    consent = ConsentText.objects.create(text=CONSENT)
    for text in ENQUIRIES:
        kind = "email" if "@" in text.contact else "wechat" if "微信" in text.contact else "phone"
        spelled = text.contact.removeprefix("微信").strip().replace(" ", "")
        found = [Signal("links", 60, "The text holds links.")] if text.is_spam else []
        lead = Lead.objects.receive(
            Submission(name=text.name, contact=text.contact, message=text.message, path=text.path),
            Contact(kind, spelled),
            Circumstances(consent, what_is_at(text.path), found, **way_to(text)),
        )
        Event.objects.supersede(lead, RECEIVED)
        received_at = timezone.make_aware(datetime.combine(day_of(text), time.fromisoformat(text.at)))
        if text.stage != Lead.Stage.NEW:
            lead.move_to(text.stage, by=salesperson, reason=text.lost_reason)
        if text.notes:
            lead.note(Entry.Kind.NOTE, text.notes, by=salesperson)
        if text.amount:
            lead.revalue({"amount": text.amount}, by=salesperson)
        answered_at = lead.answered_at and received_at + timedelta(hours=text.answered_after)
        Lead.objects.filter(pk=lead.pk).update(received_at=received_at, answered_at=answered_at)
        Enquiry.objects.filter(lead=lead).update(received_at=received_at)
        Entry.objects.filter(lead=lead).update(at=answered_at or received_at)


def way_to(text) -> dict:
    """The journey that came along, as those who agreed sent it; the last page is the one with the form."""
    if not text.way:
        return {}
    at = timezone.make_aware(datetime.combine(day_of(text), time.fromisoformat(text.at)))
    steps = []
    for number, (path, seconds, said) in enumerate([*text.way, (text.path, 140, {})]):
        earlier = timedelta(minutes=9 * (len(text.way) - number), days=2 if number == 0 and len(text.way) > 1 else 0)
        steps.append(Step(at=at - earlier, path=path, seconds=seconds, **said))
    agreed = ConsentText.default(ConsentText.Purpose.JOURNEY)
    return {"journey": with_things(steps), "journey_consent": agreed}


def day_of(text):
    return timezone.localdate() - timedelta(days=text.days_ago)


def what_is_at(path: str) -> tuple[ContentType, int] | None:
    """The object that the page at this path is about."""
    match = resolve(path)
    find = getattr(getattr(match.func, "view_class", None), "find", None)
    thing = find(match.kwargs) if find else None
    return (ContentType.objects.get_for_model(thing), thing.pk) if thing else None
