"""What the lead desk holds about a person, how it forgets, and the certificate that it did.

The figures stay: a forgotten lead keeps its stage, amount, dates, owner, page and service, and belongs to a contact
without a name. Everything that was typed, by the person or about them, goes.
"""

import uuid
from datetime import datetime

import phonenumbers
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat

from cms.intake import forgetting
from cms.intake.forgetting import Holder, Person
from cms.intake.holders import naming
from leads.models import (
    Company,
    Contact,
    Disclosure,
    Enquiry,
    EnquiryFile,
    Entry,
    Erasure,
    Export,
    ExportPlan,
    Hold,
    Import,
    Lead,
    LeadWords,
    Merge,
    Touch,
    Way,
    Withdrawal,
)
from leads.models.exchange import Work
from leads.models.privacy import key_of

KEPT_ENTRIES = (Entry.Kind.STAGE, Entry.Kind.OWNER, Entry.Kind.QUARANTINE)  # the figures are made of them
EMPTIED = {
    **dict.fromkeys(("budget", "deciders", "cycle", "next_step"), ""),
    "next_step_at": None,
}


def spellings_of(way: Way) -> set[str]:
    """The ways in which a text may name it."""
    found = {way.typed.strip(), way.value}
    if way.kind == Way.Kind.PHONE:
        try:
            number = phonenumbers.parse(way.value)
        except phonenumbers.NumberParseException:
            return found
        found.add(str(number.national_number))
        found |= {
            phonenumbers.format_number(number, form)
            for form in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164)
        }
    return {spelling for spelling in found if spelling}


def person(contact: Contact, leads=None) -> Person:
    """The person behind a contact; only what concerns these leads, and no way to reach them, where some are given."""
    family = contact.family
    ways = [] if leads is not None else list(Way.objects.filter(contact__in=family))
    keys = leads if leads is not None else Lead.objects.filter(contact__in=family).values_list("pk", flat=True)
    mine = frozenset(keys)
    enquiries = Enquiry.objects.filter(lead__in=mine)
    typed = set() if leads is not None else set(enquiries.values_list("contact", flat=True))
    contacts = Contact.objects.filter(pk__in=family)
    return Person(
        ways=frozenset((way.kind, way.value) for way in ways),
        spellings=frozenset({text for way in ways for text in spellings_of(way)} | typed),
        names=frozenset(contacts.values_list("name", flat=True)) | frozenset(enquiries.values_list("name", flat=True)),
        things={
            "leads.lead": mine,
            "leads.contact": frozenset(family if leads is None else ()),
            "leads.enquiry": frozenset(enquiries.values_list("pk", flat=True)),
            "leads.way": frozenset(way.pk for way in ways),
        },
        since=contact.created_at,
    )


# --- The holder ------------------------------------------------------------------------------------------------------


def kept(person: Person):
    contacts = Contact.objects.filter(pk__in=person.keys("leads.contact")).select_related("company")
    for contact in contacts:
        yield {"what": "contact", "name": contact.name, "company": contact.company, "since": contact.created_at}
    for way in Way.objects.filter(pk__in=person.keys("leads.way")):
        yield {"what": "way", "kind": way.kind, "value": way.value, "typed": way.typed, "since": way.added_at}
    for lead in Lead.objects.filter(pk__in=person.keys("leads.lead")).select_related("owner"):
        values = ("stage", "lost_reason", "owner", "amount", "currency", "expected_on", "received_at", "closed_at")
        yield {"what": "lead", **{name: getattr(lead, name) for name in (*values, *EMPTIED, "urgency")}}
    for row in Enquiry.objects.filter(pk__in=person.keys("leads.enquiry")).select_related("consent"):
        sent = ("form", "received_at", "name", "contact", "company", "message", "path", "score", "signals")
        consent = f"{row.consent}: {row.consent.text}"
        yield {"what": "enquiry", **{name: getattr(row, name) for name in sent}, "agreed to": consent}
        for answer in row.answers:
            yield {"what": "answer", "question": answer["label"], "answer": answer["typed"]}
    yield from kept_with_enquiries(person)
    for entry in Entry.objects.filter(lead__in=person.keys("leads.lead")):
        yield {
            "what": "entry",
            "at": entry.at,
            "kind": entry.kind,
            "text": entry.text,
            "was": entry.was,
            "now": entry.now,
        }
    yield from kept_of_contact(person)


def kept_with_enquiries(person: Person):
    for touch in Touch.objects.filter(enquiry__in=person.keys("leads.enquiry")).order_by("enquiry", "position"):
        seen = ("at", "path", "seconds", "referrer", "source", "medium", "campaign", "term", "content", "click")
        yield {"what": "page of a journey", **{name: getattr(touch, name) for name in seen}}
    for file in EnquiryFile.objects.filter(enquiry__in=person.keys("leads.enquiry")):
        yield {"what": "file", "name": file.name, "bytes": file.byte_size, "sha256": file.sha256}


def kept_of_contact(person: Person):
    contacts = person.keys("leads.contact")
    for row in Withdrawal.objects.filter(contact__in=contacts):
        yield {"what": "consent withdrawn", "purpose": row.purpose, "at": row.at, "how": row.how}
    for hold in Hold.objects.filter(contact__in=contacts):
        yield {"what": "legal hold", "reason": hold.reason, "since": hold.at, "until": hold.until}
    for look in Disclosure.objects.filter(contact__in=contacts).select_related("by"):
        yield {"what": "disclosure", "kind": look.kind, "at": look.at, "by": look.by}


def forget(person: Person) -> dict[str, int]:
    """Rows that count stay without a person, all others go."""
    leads, contacts = person.keys("leads.lead"), person.keys("leads.contact")
    counts = {"leads made nameless": forget_leads(leads), "enquiries made nameless": forget_enquiries(leads)}
    LeadWords.objects.filter(pk__in=leads).delete()
    counts["pages of journeys"] = Touch.objects.filter(enquiry__lead__in=leads).delete()[0]
    counts["files that were sent"] = EnquiryFile.objects.filter(enquiry__lead__in=leads).delete()[0]
    entries = Entry.objects.filter(lead__in=leads)
    counts["timeline entries"] = entries.exclude(kind__in=KEPT_ENTRIES).delete()[0]
    entries.update(text="")
    counts["ways to reach them"] = Way.objects.filter(contact__in=contacts).delete()[0]
    counts["merges"] = Merge.objects.filter(kept__in=contacts).delete()[0]
    counts["withdrawals"] = Withdrawal.objects.filter(contact__in=contacts).delete()[0]
    Hold.objects.filter(contact__in=contacts).delete()
    Disclosure.objects.filter(contact__in=contacts).update(reason="", details={})
    Disclosure.objects.filter(lead__in=leads).update(reason="", details={})
    counts["companies"] = forget_companies(contacts)
    found = Contact.objects.filter(pk__in=contacts)
    counts["contacts"] = len(contacts)
    found.exclude(Exists(Lead.objects.filter(contact=OuterRef("pk")))).exclude(merged_into=None).delete()
    for contact in found:
        contact.name, contact.company, contact.merged_into = "", None, None
        contact.uuid, contact.forgotten_at = uuid.uuid4(), timezone.now()
        contact.save()
    return counts


def forget_leads(leads) -> int:
    return Lead.objects.filter(pk__in=leads).update(**EMPTIED, forgotten_at=timezone.now())


def forget_enquiries(leads) -> int:
    """The page and the service stay, without what an address may carry behind its question mark."""
    rows = list(Enquiry.objects.filter(lead__in=leads))
    for row in rows:
        row.name = row.contact = row.company = row.message = row.browser = ""
        row.key = get_random_string(64, "0123456789abcdef")  # a hash of what was typed could be tried out
        row.path, row.signals, row.answers = row.path.partition("?")[0], [], []
    names = ["name", "contact", "company", "message", "browser", "key", "path", "signals", "answers"]
    Enquiry.objects.bulk_update(rows, names, batch_size=200)
    return len(rows)


def forget_companies(contacts) -> int:
    """Companies for which nobody else is known."""
    theirs = set(Contact.objects.filter(pk__in=contacts).exclude(company=None).values_list("company", flat=True))
    others = Contact.objects.filter(company__in=theirs).exclude(pk__in=contacts)
    theirs -= set(others.values_list("company", flat=True))
    return Company.objects.filter(pk__in=theirs).delete()[1].get("leads.Company", 0)


MINE = ("lead", "leadwords", "contact", "way", "company", "merge", "enquiry", "entry", "touch", "enquiryfile")
forgetting.register(
    Holder(
        name="leads",
        covers=tuple(f"leads.{model}" for model in (*MINE, "withdrawal", "hold", "disclosure")),
        kept=kept,
        forget=forget,
        order=90,
    )
)


def tables(person: Person):
    """Exports and imports whose file may hold the person: nobody looks into them one by one."""
    recent = Q(at__gte=person.since) if person.since else Q()
    return [(model, model.objects.filter(recent).exclude(state=Work.GONE)) for model in (Export, Import)]


def kept_tables(person: Person):
    for _model, rows in tables(person):
        for row in rows.exclude(file=""):
            yield {"what": "table that may hold this person", "at": row.at, "kept until": row.expires_at}


def forget_tables(person: Person) -> dict[str, int]:
    """Files go as a whole, by the sweep; what is in work ends. Filters that name the person are emptied."""
    counts = {}
    for (_model, rows), what in zip(tables(person), ("files of exports", "files of imports"), strict=True):
        counts[what] = rows.update(state=Work.GONE)
    for model in (Export, ExportPlan):
        model.objects.filter(naming(person, "query")).update(query="")
    noted = Disclosure.objects.annotate(said=Cast("details", TextField())).filter(naming(person, "said", "reason"))
    Disclosure.objects.filter(pk__in=list(noted.values_list("pk", flat=True))).update(details={}, reason="")
    return counts


forgetting.register(
    Holder(
        name="tables",
        covers=("leads.export", "leads.import", "leads.exportplan"),
        kept=kept_tables,
        forget=forget_tables,
        order=30,
    )
)


# --- The verbs -------------------------------------------------------------------------------------------------------


def locked(contact: Contact) -> Contact:
    """The contact as it is, with its ways, so that no enquiry joins it meanwhile; ways first, as enquiries do."""
    family = contact.root.family
    list(Way.objects.select_for_update().filter(contact__in=family).order_by("pk"))
    list(Contact.objects.select_for_update().filter(pk__in=family).order_by("pk"))
    return Contact.objects.get(pk=contact.root.pk)


def refusal(contact: Contact, reference: str = "") -> str:
    """Why this person cannot be forgotten now; "" if they can."""
    if contact.forgotten_at:
        return _("This person is forgotten already.")
    if Hold.objects.on(contact).exists():
        return _("A legal hold says that this must be kept. Lift the hold first.")
    found = person(contact)
    told = reference.casefold()
    if any(text and text.casefold() in told for text in found.spellings | found.names):
        return _("The reference stays on the certificate, so it must not name the person. Write a number or a date.")
    return ""


def preview(contact: Contact) -> dict[str, int]:
    """What forgetting would do, by doing it and taking it back."""
    with transaction.atomic():
        counts = forgetting.forget(person(contact))
        transaction.set_rollback(True)
    return counts


@transaction.atomic
def erase(contact: Contact, *, by, reason: str, reference: str = "") -> Erasure:
    """Forget a person everywhere, at once or not at all; the certificate. ValidationError if it may not be."""
    contact = locked(contact)
    if said := refusal(contact, reference):
        raise ValidationError(said)
    found = person(contact)
    counts = forgetting.forget(found)
    keys = sorted(key_of(kind, value) for kind, value in found.ways)
    return certify(counts, by=by, reason=reason, reference=reference, keys=keys)


def certify(counts, *, by, reason, reference="", keys=()) -> Erasure:
    """Write the next certificate; of two at once, the later is refused and may be tried again."""
    last = Erasure.objects.order_by("-number").first()
    row = Erasure(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        by=by,
        by_name=str(by or ""),
        reason=reason,
        reference=reference,
        counts=counts,
        keys=list(keys),
    )
    row.seal = row.sealed_with(last.seal if last else "")
    row.save()
    transaction.on_commit(scrub, robust=True)
    return row


def scrub() -> None:
    """SQLite's log still holds pages as they were; `secure_delete` has overwritten them in the file itself.

    Whoever reads just then is not waited for long, since writers would wait along: the worker cuts the log once more.
    """
    if connection.vendor == "sqlite":
        patience = connection.settings_dict["OPTIONS"]["timeout"]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 300")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")


# --- Retention -------------------------------------------------------------------------------------------------------


@transaction.atomic
def let_go(rule, most: int = 100) -> Erasure | None:
    """Forget the next leads whose time under this rule has run out; None if there are none."""
    chosen = list(rule.due().select_related("contact")[:most])
    counts: dict[str, int] = {}
    keys: list[str] = []
    for lead in chosen:
        contact = locked(lead.contact)
        if not rule.due().filter(pk=lead.pk).exists():  # something has happened to it, or somebody holds it
            continue
        others = Lead.objects.filter(contact__in=contact.family, forgotten_at=None).exclude(pk=lead.pk)
        found = person(contact, [lead.pk] if others.exists() else None)
        for what, count in forgetting.forget(found).items():
            counts[what] = counts.get(what, 0) + count
        keys += [key_of(kind, value) for kind, value in found.ways]
        if rule.deed == rule.Deed.ERASE:
            delete_lead(lead)
            counts["leads deleted"] = counts.get("leads deleted", 0) + 1
    if not counts:
        return None
    return certify(counts, by=None, reason=Erasure.Reason.RETENTION, reference=str(rule.what), keys=sorted(keys))


def delete_lead(lead: Lead) -> None:
    """The lead with its parts, and the contact if it was the last of a forgotten one."""
    contact = Contact.objects.get(pk=lead.contact_id)
    Lead.objects.filter(pk=lead.pk).delete()
    if contact.forgotten_at and not contact.leads.exists():
        contact.delete()


# --- After a backup was put back -------------------------------------------------------------------------------------


def replay(records, *, by=None) -> int:
    """Forget once more who was forgotten after the backup was made; how many persons that were.

    Somebody who wrote again after having been forgotten is left alone: only what is older than the erasure goes.
    """
    known: dict[str, datetime] = {}
    for record in records:
        at = datetime.fromisoformat(record["at"])
        for key in record["keys"]:
            known[key] = max(at, known.get(key, at))
    ways = Way.objects.exclude(contact=None).iterator()
    back = {way.contact_id for way in ways if way.added_at < known.get(key_of(way.kind, way.value), way.added_at)}
    for contact in Contact.objects.filter(pk__in=back):
        erase(contact, by=by, reason=Erasure.Reason.REPLAY)
    return len(back)
