"""How the desk words what is stored: stages by their names of today, in the reader's language."""

from django import template
from django.utils.safestring import SafeString

from leads import sight
from leads.models import Entry, Lead

register = template.Library()
STAGES = dict(Lead.Stage.choices)


@register.filter
def before(entry: Entry) -> str:
    return worded(entry, entry.was)


@register.filter
def after(entry: Entry) -> str:
    return worded(entry, entry.now)


def worded(entry: Entry, value: str) -> str:
    return str(STAGES.get(value, value)) if entry.kind == Entry.Kind.STAGE else value or "—"


@register.filter
def answer_text(answer: dict) -> str:
    """What was typed; of several choices all of them."""
    typed = answer["typed"]
    return "、".join(typed) if isinstance(typed, list) else str(typed)


@register.filter
def seen(text, thing) -> str:
    """A text as whoever loaded this lead or contact may see it."""
    return sight.seen(str(text), thing)


@register.filter
def seen_contact(text, thing) -> str:
    return sight.seen_contact(str(text), thing)


@register.filter
def ways(thing) -> SafeString:
    return sight.drawn(thing)


@register.filter
def first_way(thing) -> str:
    """The way in which this person wrote first."""
    found = sight.ways_of(thing)
    return found[0].text if found else "—"
