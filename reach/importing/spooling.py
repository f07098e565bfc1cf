"""Reading: a source becomes items of its run, which is all that the rest of the way needs.

What a source encloses in its texts, pictures as `data:` addresses, is put aside as files. Control characters go, keys
that are too long are shortened, what comes twice gets a number: nothing that one item holds stops the others.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from cms.library.storage import private, put
from cms.richtext.tree import readable
from reach.entries import Entry
from reach.importing.sources import READERS, Reader, Source
from reach.models import Fate, ImportItem, ImportRun
from reach.models.imports import LONGEST_KEY

FOLDER = "imports"
ENCLOSED = "enclosed/"
AT_ONCE = 200
MOST_ITEMS = 200_000
LONGEST_ENTRY = 4_000_000  # characters of JSON, as an article's text may have half of that
MOST_NOTES, LONGEST_NOTE = 40, 400

_DATA = re.compile(r"data:image/[a-z.+-]+;base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)


@contextmanager
def opened(run: ImportRun) -> Iterator[tuple[Reader, Source]]:
    """The source of a run and who reads it; its files are closed afterwards."""
    with private.open(run.file) as file:
        media = private.open(run.media) if run.media else None
        try:
            yield READERS[run.reader], Source(run.name, file, run.options, media)
        finally:
            if media:
                media.close()


def spool(run: ImportRun, go_on=lambda: None) -> None:
    """Store an item for each entry of the source, in flat memory; `go_on` is called after each batch.

    Raises `Unreadable`; whoever asked then lets go of the items that were stored before.
    """
    run.items.all().delete()
    with opened(run) as (reader, source):
        run.origin = (run.origin or reader.origin(source) or run.name)[:200]
        seen: dict[bytes, int] = {}
        batch: list[ImportItem] = []
        for number, entry in enumerate(reader.read(source), 1):
            if number > MOST_ITEMS:
                source.notes.append(
                    _("Only the first %(most)s items were read. Please split the source.") % {"most": MOST_ITEMS}
                )
                break
            batch.append(item_of(run, entry, seen))
            if len(batch) == AT_ONCE:
                ImportItem.objects.bulk_create(batch)
                batch = []
                go_on()
        ImportItem.objects.bulk_create(batch)
    run.notes = [readable(str(note))[:LONGEST_NOTE] for note in source.notes][:MOST_NOTES]


def item_of(run: ImportRun, entry: Entry, seen: dict[bytes, int]) -> ImportItem:
    """The item of one entry, fit for the database."""
    notes: list[str] = []
    data = storable(entry.as_json() | {"notes": []}, lambda found: kept_aside(run, found))
    key = numbered(shortened(readable(str(entry.key))), entry.kind, seen, notes)
    item = ImportItem(run=run, kind=readable(str(entry.kind))[:60], key=key, entry=data | {"key": key})
    notes += entry.notes
    if len(json.dumps(data)) > LONGEST_ENTRY:
        item.entry = {"kind": entry.kind, "key": key}
        item.fate = Fate.FAILED
        notes.append(_("It is too long to be taken over. Please divide it."))
    item.title = title_of(item.entry)[:200]
    item.notes = [readable(str(note))[:LONGEST_NOTE] for note in notes][:MOST_NOTES]
    return item


def storable(value: Any, aside) -> Any:
    """The value as JSON that every database takes, with enclosed pictures replaced by what `aside` answers."""
    if isinstance(value, str):
        return _DATA.sub(aside, readable(value)) if "base64," in value else readable(value)
    if isinstance(value, dict):
        return {readable(str(name)): storable(one, aside) for name, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [storable(one, aside) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def kept_aside(run: ImportRun, found: re.Match) -> str:
    """The REF of an enclosed picture, whose bytes are put beside the source; "" for what cannot be decoded."""
    try:
        content = base64.b64decode("".join(found[1].split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    name = hashlib.sha256(content).hexdigest()
    put(private, f"{FOLDER}/{run.uuid}/{name}", content)
    return ENCLOSED + name


def shortened(key: str) -> str:
    """The key, made short enough without ever being that of another."""
    if 0 < len(key) <= LONGEST_KEY:
        return key
    return f"{key[:300]}#{hashlib.sha256(key.encode()).hexdigest()}"


def numbered(key: str, kind: str, seen: dict[bytes, int], notes: list[str]) -> str:
    """The key, or with a number if this kind had it before."""
    mark = hashlib.sha256(f"{kind} {key}".encode()).digest()[:12]
    seen[mark] = seen.get(mark, 0) + 1
    if seen[mark] == 1:
        return key
    notes.append(_("The source has this more than once."))
    return f"{shortened(key)[: LONGEST_KEY - 12]}#{seen[mark]}"


def title_of(entry: dict) -> str:
    """What people call it: its title or name, else where it stood."""
    fields = entry.get("fields", {})
    said = fields.get("title") or fields.get("name") or fields.get("original_name") or fields.get("path")
    return " ".join(str(said or next(iter(entry.get("addresses", [])), "") or entry.get("key", "")).split())


def digest(entry: dict) -> str:
    """Equal exactly when the source says the same of an item."""
    said = {name: value for name, value in entry.items() if name != "notes"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
