"""What a version says, in plain lines that a person can compare: texts by paragraph, relations by name."""

from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.publishing import snapshots

MOST_LINES = 600  # of one value; the rest is told by its number
AROUND = 1  # equal lines that are shown around a change


class Line(NamedTuple):
    """A paragraph or row of a value; `is_own` if the other version does not have it."""

    text: str
    is_own: bool = False


def label(model, difference) -> str:
    """What this difference is about, in the words of the form."""
    group, name, *rest = difference.path.split(":")
    if group != "parts":
        return str(model._meta.get_field(name).verbose_name)
    part = _relation(model, name).related_model
    if len(rest) == 2:
        return f"{part._meta.verbose_name} · {part._meta.get_field(rest[1]).verbose_name}"
    return str(part._meta.verbose_name)


def lines(model, path: str, value) -> list[str]:
    """The value that stands at this path, for people; a row that is not there says so."""
    group, name, *rest = path.split(":")
    if group == "m2m":
        return names(model._meta.get_field(name), value)
    if group == "fields":
        return of_field(model._meta.get_field(name), value)
    fields = {field.name: field for field in snapshots.part_fields(_relation(model, name))}
    if len(rest) == 2:
        return of_field(fields[rest[1]], value)
    if value is None:
        return [_("not there")]
    shown = [(fields[column], of_field(fields[column], one)) for column, one in value.items() if column in fields]
    return [f"{field.verbose_name}: {' '.join(said)}" for field, said in shown if any(said)]


def of_field(field, value) -> list[str]:
    """The value of one field in lines of plain text."""
    if value in (None, "", [], {}):
        return []
    if field.remote_field:
        return names(field, [value])
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if field.choices:
        return [str(dict(field.flatchoices).get(value, value))]
    if hasattr(field, "words_in"):
        return _split(field.words_in(value) or "")
    if field.get_internal_type() == "DateTimeField" and (at := parse_datetime(str(value))):
        return [date_format(localtime(at), "Y-m-d H:i")]
    return _split(str(value))


def names(field, keys) -> list[str]:
    """What rows are called, in one query; those that are gone by their number."""
    rows = field.related_model._base_manager.in_bulk([key for key in keys if key is not None])
    return [str(rows.get(key, f"#{key}")) for key in keys]


def apart(theirs: list[str], mine: list[str]) -> tuple[list[Line], list[Line]]:
    """Both as lines that know what is their own; long stretches that are equal become one line of dots."""
    if theirs == mine:
        said = [Line(_("The words are the same; pictures, links or formatting differ."), is_own=True)]
        return said, said
    shown: tuple[list[Line], list[Line]] = ([], [])
    matcher = SequenceMatcher(None, theirs[:MOST_LINES], mine[:MOST_LINES], autojunk=False)
    for deed, start, end, from_, to in matcher.get_opcodes():
        for side, part in zip(shown, (theirs[start:end], mine[from_:to]), strict=True):
            side += _shortened(part) if deed == "equal" else [Line(text, is_own=True) for text in part]
    for side, whole in zip(shown, (theirs, mine), strict=True):
        if len(whole) > MOST_LINES:
            side.append(Line(f"… +{len(whole) - MOST_LINES}"))
        if not whole:
            side.append(Line(_("empty"), is_own=True))
    return shown


def _shortened(equal: list[str]) -> list[Line]:
    if len(equal) <= 2 * AROUND + 1:
        return [Line(text) for text in equal]
    return [*(Line(text) for text in equal[:AROUND]), Line("…"), *(Line(text) for text in equal[-AROUND:])]


def _split(text: str) -> list[str]:
    return [Truncator(line.strip()).chars(2000) for line in text.splitlines() if line.strip()]


def _relation(model, name):
    return next(relation for relation in model.part_relations() if relation.get_accessor_name() == name)
