"""How the desk words what is stored: stages by their names of today, in the reader's language."""

from django import template

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
