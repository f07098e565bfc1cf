"""What somebody has agreed to and taken back; who has taken it back is written to no more, but for what is needed."""

from django.db import transaction
from django.utils import timezone

from cms.intake.models import ConsentText
from cms.outbox.models import Delivery
from leads.models import Contact, Enquiry, Withdrawal


def history(contact: Contact) -> list[dict]:
    """What was agreed to and withdrawn, newest first: when, what, and in which words."""
    family = contact.family
    enquiries = Enquiry.objects.filter(lead__contact__in=family).select_related("consent")
    agreed = [
        {"at": row.received_at, "text": row.consent, "purpose": row.consent.get_purpose_display(), "given": True}
        for row in enquiries
    ]
    names = dict(ConsentText.Purpose.choices)
    taken_back = [
        {"at": row.at, "purpose": names.get(row.purpose, row.purpose), "how": row.get_how_display(), "by": row.by}
        for row in Withdrawal.objects.filter(contact__in=family).select_related("by")
    ]
    return sorted([*agreed, *taken_back], key=lambda line: line["at"], reverse=True)


def is_withdrawn(contact: Contact, purpose: str = ConsentText.Purpose.ENQUIRY) -> bool:
    """The last word of this person on this purpose is no; whoever sends the form again says yes again."""
    family = contact.family
    last = Withdrawal.objects.filter(contact__in=family, purpose=purpose).order_by("-at").first()
    if last is None:
        return False
    later = Enquiry.objects.filter(lead__contact__in=family, consent__purpose=purpose, received_at__gt=last.at)
    return not later.exists()


def may_write_to(contact: Contact, *, is_needed: bool = False, purpose: str = ConsentText.Purpose.ENQUIRY) -> bool:
    """Ask before any message to a prospect; `is_needed` is what the law or a contract demands."""
    return not contact.forgotten_at and (is_needed or not is_withdrawn(contact, purpose))


@transaction.atomic
def withdraw(contact: Contact, purpose: str, *, how: str, by, at=None) -> Withdrawal:
    """Write down that a consent is taken back; what still waited to be sent to this person is not sent."""
    row = Withdrawal.objects.create(contact=contact, purpose=purpose, how=how, by=by, at=at or timezone.now())
    addresses = contact.ways.filter(kind="email").values("value")
    Delivery.objects.waiting().filter(receiver__in=addresses).delete()
    return row
