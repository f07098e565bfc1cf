"""Entries that were written by an export of ours: JSON that is believed only as far as its types go."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reach.entries import DRAFT, PUBLISHED, Entry
from reach.importing.archives import Archive
from reach.importing.sources import Source, Unreadable

LINES = "entries.jsonl"
LONGEST_LINE = 16 * 1024 * 1024
MOST_LINES = 2 * 1024**3
MOST_NOTES = 50
MOMENTS = ("live_from", "live_until", "updated_at")
KIND = re.compile(r"[a-z_]{1,60}\.[a-z_]{1,60}")


def checked(data: Any) -> Entry:
    """The entry that this JSON says; ValueError for what no export writes."""
    if not isinstance(data, dict) or not is_entry(data):
        raise ValueError(_("This is no entry as our export writes it."))
    return Entry.from_json(data)


def is_entry(data: dict[str, Any]) -> bool:
    texts = {name: data.get(name, "") for name in ("kind", "key", "state", *MOMENTS)}
    fields, parts = data.get("fields", {}), data.get("parts", {})
    return (
        all(isinstance(value, str) for value in texts.values())
        and KIND.fullmatch(texts["kind"]) is not None
        and bool(texts["key"])
        and texts["state"] in {"", DRAFT, PUBLISHED}
        and all(is_moment(texts[name]) for name in MOMENTS)
        and isinstance(fields, dict)
        and isinstance(parts, dict)
        and all(is_list_of(dict, rows) for rows in parts.values())
        and is_list_of(str, data.get("addresses", []))
        and is_list_of(str, data.get("notes", []))
    )


def is_moment(text: str) -> bool:
    try:
        return not text or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_list_of(kind: type, values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(one, kind) for one in values)


def entries_of(archive: Archive, source: Source) -> Iterator[Entry]:
    """The lines of `entries.jsonl`, one by one; a line that is none is noted with its number."""
    broken = 0
    with archive.open(LINES, MOST_LINES) as stream:
        for number in range(1, MOST_LINES):
            line = stream.readline(LONGEST_LINE)
            if not line:
                break
            if len(line) == LONGEST_LINE:
                raise Unreadable(_("Line %(number)d of %(name)s is too long.") % {"number": number, "name": LINES})
            if not line.strip():
                continue
            try:
                yield checked(json.loads(line))
            except (ValueError, RecursionError):
                broken += 1
                if broken <= MOST_NOTES:
                    said = _("Line %(number)d of %(name)s is no entry and was left out.")
                    source.notes.append(said % {"number": number, "name": LINES})
    if broken > MOST_NOTES:
        source.notes.append(_("%d more lines were left out.") % (broken - MOST_NOTES))
