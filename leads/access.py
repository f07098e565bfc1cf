"""Everything that is held about a person, for that person: one zip with JSON for machines and a page for people."""

import io
import json
import zipfile

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from cms.intake import forgetting
from leads.forgetting import person
from leads.models import Contact, Disclosure


def readable(value):
    """A value as a person reads it."""
    if isinstance(value, models.Model):
        return str(value)
    return value


def gathered(contact: Contact) -> dict[str, list[dict]]:
    """All rows of all holders, by holder; what somebody else's page would mask is in clear, since it is theirs."""
    held = forgetting.kept(person(contact.root))
    return {name: [{key: readable(value) for key, value in row.items()} for row in rows] for name, rows in held.items()}


@transaction.atomic
def packed(contact: Contact, *, by) -> bytes:
    """The zip; that it was made is written down first."""
    held = gathered(contact)
    rows = sum(map(len, held.values()))
    Disclosure.objects.create(kind=Disclosure.Kind.ACCESS, by=by, contact=contact, rows=rows)
    facts = {"made_at": timezone.now(), "held": held}
    written = json.dumps(facts, ensure_ascii=False, indent=2, default=str)
    page = render_to_string("leads/everything.html", facts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("everything.json", written)
        archive.writestr("everything.html", page)
    return packed.getvalue()
