"""Pictures and documents of a source: taken from it, from the zip beside it, or asked for at their address.

Each passes the library's gate; the same file twice is one of the library. Other sites are asked through the outbound
client, one after the other, with a pause for each. What cannot be had is missing, with the reason; it stops nothing.
"""

import time
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cms.library.gate import MAX_BYTES
from cms.library.models import Picture
from cms.library.storage import private
from cms.outbox.fetch import FetchError, Forbidden, TooLarge, fetch
from cms.richtext.tree import readable
from reach.entries import Entry
from reach.importing import planning, writing
from reach.importing.archives import Archive
from reach.importing.resolving import Here
from reach.importing.sources import Reader, Source, Unreadable
from reach.importing.spooling import ENCLOSED, FOLDER, digest
from reach.models import Fate, ImportItem, ImportRun, Stage

PATIENCE = 10  # seconds for one file
PAUSE = 0.5  # seconds between two questions to one host
WORDS = ("alt", "credit", "licence", "licence_note", "licence_ends_on", "is_decorative", "focal_x", "focal_y")

_asked: dict[str, float] = {}  # when each host was asked last


class Missing(Exception):
    """Why a file cannot be had, as a sentence."""


def bring(item: ImportItem, here: Here, reader: Reader, source: Source, media: Archive | None = None) -> None:
    """Take the file of an item into the library. Outside of any transaction, since it may take seconds."""
    entry = Entry.from_json(item.entry)
    ref = str(entry.key)
    try:
        content = content_of(ref, here, reader, source, media)
        keep(item, entry, here, ContentFile(content, name=name_of(entry, ref)))
    except (Missing, Unreadable) as why:
        missing(item, str(why))
    except ValidationError as error:
        missing(item, *error.messages)


def missing(item: ImportItem, *why: str) -> None:
    item.fate, item.stage = Fate.MISSING, Stage.OVER
    writing.note(item, *why)
    item.save()


def name_of(entry: Entry, ref: str) -> str:
    said = str(entry.fields.get("original_name") or "")
    return said or unquote(urlsplit(ref).path.rstrip("/").rpartition("/")[2])[-150:] or "file"


def content_of(ref: str, here: Here, reader: Reader, source: Source, media: Archive | None = None) -> bytes:
    """The bytes behind a REF; raises `Missing`."""
    if ref.startswith(ENCLOSED):
        with private.open(f"{FOLDER}/{here.run.uuid}/{ref.removeprefix(ENCLOSED)}") as file:
            return read(file)
    if own := reader.open(source, ref):
        with own:
            return read(own)
    if beside := in_zip(media, ref):
        return beside
    if urlsplit(ref).scheme not in {"http", "https"}:
        raise Missing(_("The source does not hold this file."))
    if not here.run.choices.get("fetch", True):
        raise Missing(_("Pictures were not to be fetched."))
    return fetched(ref)


def is_there(ref: str, run: ImportRun, reader: Reader, source: Source, media: Archive | None) -> bool:
    """Whether there is somewhere to take the file from; what is to be fetched may be missing there all the same."""
    if ref.startswith(ENCLOSED) or urlsplit(ref).scheme in {"http", "https"}:
        return True
    try:
        own = reader.open(source, ref)
    except Unreadable:
        return False
    if own:
        own.close()
    return own is not None or bool(media and media.tailed(unquote(urlsplit(ref).path)))


def read(file: IO[bytes]) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Missing(_("This file is larger than 20 MB."))
    return content


def in_zip(media: Archive | None, ref: str) -> bytes | None:
    """The member of the zip beside the source whose path ends as the address does; None if there is none."""
    path = media.tailed(unquote(urlsplit(ref).path)) if media else None
    if media is None or path is None:
        return None
    try:
        return media.read(path, MAX_BYTES)
    except Unreadable as why:
        raise Missing(str(why)) from None


def fetched(address: str) -> bytes:
    """What another site answers, asked politely; raises `Missing`."""
    host = urlsplit(address).netloc
    wait = _asked.get(host, 0) + PAUSE - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    try:
        answer = fetch(address, timeout=PATIENCE, max_bytes=MAX_BYTES)
    except Forbidden:
        raise Missing(_("this address is not one that we ask")) from None
    except TooLarge:
        raise Missing(_("This file is larger than 20 MB.")) from None
    except FetchError:
        raise Missing(_("the other site did not answer, or with too much")) from None
    finally:
        _asked[host] = time.monotonic()
        if len(_asked) > 1000:
            _asked.clear()
    if answer.status != 200:
        raise Missing(_("the other site answered with error %(status)s") % {"status": answer.status})
    return answer.body


def keep(item: ImportItem, entry: Entry, here: Here, upload: ContentFile) -> None:
    """Store it in the library, or find it there; raises ValidationError for what the gate does not admit."""
    model: Any = planning.FILES[item.kind]
    run = here.run
    notes: list[str] = []
    names = [name for name in WORDS if entry.fields.get(name) not in (None, "") and has(model, name)]
    details = writing.fitted(model, {name: entry.fields[name] for name in names}, notes)
    if not details.get("licence_note") and urlsplit(entry.key).scheme:
        details["licence_note"] = readable(_("Imported from %(name)s") % {"name": entry.key})[:300]
    if model is not Picture:
        details["title"] = str(entry.fields.get("title") or "")[:200]
    row = model.objects.receive(upload, by=run.by, **details)
    notes += [str(one) for one in getattr(row, "notes", [])]
    writing.note(item, *notes)
    item.stage = Stage.OVER
    planning.point(item, row)
    is_ours = row.uploaded_by_id == run.by_id and row.uploaded_at >= run.at  # also after a kill in this very moment
    if is_ours and not run.items.filter(kind=item.kind, object_id=row.pk, is_done=True).exists():
        writing.made(item, row, run, read=digest(item.entry))
    else:
        item.fate = Fate.SAME
    item.save()


def has(model, name: str) -> bool:
    return name in {one.name for one in model._meta.concrete_fields}
