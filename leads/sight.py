"""What of a contact somebody sees: masked, until they have it revealed, which is written down.

A reveal counts for one contact, one person, and the rest of that day in the site's zone. Rows carry it as `is_shown`,
an annotation made by `shown_to`; a row that came another way is masked, so forgetting to ask hides rather than shows.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.intake.texts import one_line
from cms.masking import mask, veil
from leads.models import Contact, Disclosure, Lead, Way
from leads.models.privacy import REVEAL

SHAPES = {Way.Kind.PHONE, Way.Kind.EMAIL}  # found in a text by their shape


def shown_to(user, rows):
    """These leads or contacts, each with `is_shown` for this person."""
    path = "pk" if rows.model is Contact else "contact"
    return rows.annotate(is_shown=Disclosure.objects.is_shown(user, path))


@dataclass(frozen=True)
class Shown:
    """A way to reach somebody, as this person may see it; the address to click only in clear."""

    text: str
    kind: str
    url: str = ""
    spelled: str = ""


def ways_of(thing) -> list[Shown]:
    """The ways of a lead's contact or of a contact; the rows at hand are enough where they were prefetched."""
    contact = getattr(thing, "contact", thing)
    return [
        Shown(one_line(way.typed), kind_of(way), way.url, way.value) if thing.is_shown else veiled_way(way)
        for way in contact.ways.all()
    ]


def veiled_way(way: Way) -> Shown:
    return Shown(mask(way.kind, one_line(way.value.partition(";")[0])), kind_of(way))


def kind_of(way: Way) -> str:
    return str(Way.Kind(way.kind).label)


def drawn(thing) -> SafeString:
    """The ways of a lead's contact or of a contact, as a page shows them."""
    return format_html_join(" ", '<span class="way">{} <small>{}</small></span>', map(piece, ways_of(thing)))


def piece(way: Shown) -> tuple[SafeString, str]:
    text = format_html("<bdi>{}</bdi>", way.text)
    return format_html('<a href="{}">{}</a>', way.url, text) if way.url else text, way.kind


def seen(text: str, thing) -> str:
    """A text of or about somebody, as whoever loaded the lead or contact may see it."""
    if thing.is_shown or not text:
        return text
    return veil(text, getattr(thing, "contact", thing).words_of_ways)


def seen_contact(typed: str, thing) -> str:
    """What stood in the field for the contact: masked as a whole where it has no shape to find."""
    if thing.is_shown or not typed:
        return typed
    veiled = seen(typed, thing)
    return veiled if veiled != typed else f"{one_line(typed)[:1]}***"


@transaction.atomic
def reveal(thing: Lead | Contact, *, by, reason: str = "") -> Disclosure:
    """Show a contact in clear to somebody who may see it, and write that down; once a day is enough."""
    contact = getattr(thing, "contact", thing)
    if not by.has_perm(REVEAL):
        raise PermissionError("Revealing needs a permission of its own.")
    known = Disclosure.objects.today(by).filter(contact=contact).first()
    lead = thing if isinstance(thing, Lead) else None
    return known or Disclosure.objects.create(
        kind=Disclosure.Kind.REVEAL, by=by, contact=contact, lead=lead, reason=one_line(veil(reason), 200)
    )
