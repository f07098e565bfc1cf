"""Tables of articles, services or cases: a row is a thing, and an editor says which column holds what."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.richtext.fields import RichTextField
from reach.entries import DRAFT, PUBLISHED, Entry
from reach.importing.front_matter import is_true, listed
from reach.importing.grids import rows_of
from reach.importing.markup import paragraphs, settled
from reach.importing.moments import moment
from reach.importing.names import NAMES, field_called
from reach.importing.sources import Reader, Source, Unreadable, reader

KINDS = ("articles.article", "services.service", "services.casestudy")
OWN = {
    "address": gettext_lazy("address it had"),
    "live_from": gettext_lazy("published on"),
    "live_until": gettext_lazy("taken down on"),
    "state": gettext_lazy("state"),
}
CHIEF_TEXT = {"articles.article": "body", "services.service": "body", "services.casestudy": "action"}
NAMED = frozenset({"channel", "author", "source", "industry"})
WORDS_OF_STATE = {
    PUBLISHED: {
        "published",
        "publish",
        "live",
        "public",
        "true",
        "1",
        "yes",
        "已發布",
        "已发布",
        "已發佈",
        "發布",
        "发布",
    },
    DRAFT: {"draft", "private", "pending", "false", "0", "no", "草稿", "未發布", "未发布", "未發佈"},
}
HTML = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|li|table|img|a|strong|em|b|i|span|blockquote)\b[^<>]*>", re.IGNORECASE)
SHOWN = 3  # rows from which the form shows what a column holds


@reader
class TableReader(Reader):
    """CSV and XLSX, with the first row naming the columns."""

    name = "table"
    label = gettext_lazy("Table (CSV or XLSX)")
    about = gettext_lazy("Articles, services or cases, one in each row. Leads and redirects have imports of their own.")
    suffixes = (".csv", ".tsv", ".xlsx", ".xls")

    def form(self, source: Source) -> type[forms.Form] | None:
        head, examples = beginning(source)
        made: dict[str, forms.Field] = {
            "kind": forms.ChoiceField(
                label=_("What the rows are"),
                choices=[(kind, apps.get_model(kind)._meta.verbose_name_plural) for kind in KINDS],
                initial=likely_kind(head),
            )
        }
        choices = [("", _("(left out)")), *((name, label_of(name)) for name in fields_known())]
        guessed = guess(head, likely_kind(head))
        for number, name in enumerate(head):
            seen = "；".join(row[number][:40] for row in examples if len(row) > number and row[number])
            made[f"column_{number}"] = forms.ChoiceField(
                label=name or _("column %d") % (number + 1),
                choices=choices,
                required=False,
                initial=guessed.get(number, ""),
                help_text=seen,
            )
        return type("TableForm", (Columns,), made)

    def read(self, source: Source) -> Iterator[Entry]:
        rows = rows_of(source.file, source.name, source.notes)
        head = next(rows, [])
        if not any(head):
            raise Unreadable(_("The first row must name the columns."))
        kind, columns = chosen(source, head)
        if left := [name or str(number + 1) for number, name in enumerate(head) if number not in columns]:
            source.notes.append(_("Columns that were left out: %s.") % "、".join(left)[:500])
        keys: dict[str, int] = {}
        for number, row in enumerate(rows, 2):
            if any(row):
                yield entry_of(kind, columns, row, number, keys)


class Columns(forms.Form):
    """No field may come from two columns, and each row needs a title."""

    def clean(self):
        data = super().clean() or {}
        chosen = [value for name, value in data.items() if name.startswith("column_") and value]
        for name in sorted({name for name in chosen if chosen.count(name) > 1}):
            self.add_error(None, _("Two columns are said to hold the same: %s.") % label_of(name))
        if "title" not in chosen:
            self.add_error(None, _("Say which column holds the title."))
        for name in chosen:
            if data.get("kind") and not belongs(name, data["kind"]):
                self.add_error(None, _("What you chose has no “%s”; leave that column out.") % label_of(name))
        return data


# --- Columns ---------------------------------------------------------------------------------------------------------


def beginning(source: Source) -> tuple[list[str], list[list[str]]]:
    rows = rows_of(source.file, source.name, [])
    found = list(islice(rows, SHOWN + 1))
    del rows  # which lets go of the file
    if not found or not any(found[0]):
        raise Unreadable(_("The first row must name the columns."))
    return found[0], found[1:]


def model_field(kind: str, name: str):
    try:
        return apps.get_model(kind)._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def belongs(name: str, kind: str) -> bool:
    return name in OWN or model_field(kind, name) is not None


def fields_known() -> list[str]:
    return [name for name in NAMES if any(belongs(name, kind) for kind in KINDS)]


def label_of(name: str) -> str:
    field = next(filter(None, (model_field(kind, name) for kind in KINDS)), None)
    return str(OWN.get(name) or (field.verbose_name if field else name))


def likely_kind(head: list[str]) -> str:
    """The kind to which most of the columns belong by their names."""
    meant = {field_called(name) for name in head} - {"", *OWN}
    return max(KINDS, key=lambda kind: sum(belongs(name, kind) for name in meant))


def guess(head: list[str], kind: str) -> dict[int, str]:
    """What each column holds, by its name; the first that claims a field gets it."""
    found: dict[int, str] = {}
    for number, name in enumerate(head):
        field = field_called(name)
        field = CHIEF_TEXT[kind] if field == "body" else field
        if field and belongs(field, kind) and field not in found.values():
            found[number] = field
    return found


def chosen(source: Source, head: list[str]) -> tuple[str, dict[int, str]]:
    """What the form answered; without an answer, what the names say."""
    kind = source.options.get("kind") or likely_kind(head)
    if kind not in KINDS:
        raise Unreadable(_("Say what the rows are."))
    if any(name.startswith("column_") for name in source.options):
        said = {number: source.options.get(f"column_{number}", "") for number in range(len(head))}
        columns = {number: name for number, name in said.items() if name and belongs(name, kind)}
    else:
        columns = guess(head, kind)
    if "title" not in columns.values():
        raise Unreadable(_("No column is said to hold the title."))
    return kind, columns


# --- Rows ------------------------------------------------------------------------------------------------------------


def entry_of(kind: str, columns: dict[int, str], row: list[str], number: int, keys: dict[str, int]) -> Entry:
    values = {name: row[column] for column, name in columns.items() if column < len(row) and row[column]}
    entry = Entry(kind, key_of(values, number, keys))
    if "title" not in values:
        entry.notes.append(_("Row %d has no title.") % number)
    if "�" in "".join(values.values()):
        entry.notes.append(_("Some signs of row %d were broken and are shown as �.") % number)
    for name, value in values.items():
        take(entry, name, value)
    return entry


def key_of(values: dict[str, str], number: int, keys: dict[str, int]) -> str:
    """What tells the row from the others when the table comes again with more rows above it."""
    key = values.get("slug") or values.get("address") or values.get("title") or f"#{number}"
    key = key[:200]
    keys[key] = keys.get(key, 0) + 1
    return key if keys[key] == 1 else f"{key} ({keys[key]})"


def take(entry: Entry, name: str, value: str) -> None:
    if name in {"live_from", "live_until"}:
        found = moment(value)
        setattr(entry, name, found)
        if not found:
            entry.notes.append(_("The date “%s” could not be read.") % value[:60])
    elif name == "state":
        entry.state = next((state for state, words in WORDS_OF_STATE.items() if value.lower() in words), "")
        if not entry.state:
            entry.notes.append(_("The state “%s” is not known here.") % value[:60])
    elif name == "address":
        entry.addresses = [value if value.startswith(("http://", "https://")) else f"/{value.lstrip('/')}"]
    else:
        found = value_for(entry, name, value)
        if found not in ("", [], None):
            entry.fields[name] = found


def value_for(entry: Entry, name: str, value: str) -> Any:
    field = model_field(entry.kind, name)
    if isinstance(field, RichTextField):
        return settled(value if HTML.search(value) else paragraphs(value), entry)
    if name in NAMED:
        return {"name": value}
    if name == "tags":
        return [{"name": tag} for tag in listed(value)]
    if name == "services":
        return [one for word in listed(value) if (one := service_at(word, entry))]
    if name == "is_example":
        return is_true(value) or value in {"是", "示例", "✓"}
    if name == "position":
        if re.fullmatch(r"\d{1,4}(?:\.0+)?", value):
            return int(float(value))
        entry.notes.append(_("“%(value)s” is no number (%(name)s).") % {"value": value[:40], "name": label_of(name)})
        return None
    return value if getattr(field, "max_length", None) is None or "\n" in value else " ".join(value.split())


def service_at(word: str, entry: Entry) -> str:
    """The address of a service, given as such or by its last piece."""
    if word.startswith(("/", "http://", "https://")):
        return word
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", word):
        return f"/services/{word}/"
    entry.notes.append(_("The service “%s” is not known by its name; give its address.") % word[:60])
    return ""
