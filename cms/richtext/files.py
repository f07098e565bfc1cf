"""Links to documents of the library: `data-to="library.document:5"`, with the address where staff find the file.

Readers get the address of the public copy, which is there as long as something live links to it.
"""

import re

from django.conf import settings

from cms.library.documents import CONTENT_TYPES
from cms.library.models import Document

KIND = Document._meta.label_lower
ENDINGS = tuple(f".{name}" for name in CONTENT_TYPES)
PATH = "/admin/library/document/{}/file/"

_REF = re.compile(rf"{re.escape(KIND)}:([0-9]{{1,18}})")
_STAFF = re.compile(r"/admin/library/document/([0-9]{1,18})/file/")
_PUBLIC = re.compile(rf"{re.escape(settings.MEDIA_URL)}([0-9a-f]{{32}})\.[a-z]{{3,4}}")


def key_of(ref: str) -> int | None:
    """The key of the document that a reference names; None if it names something else."""
    found = _REF.fullmatch(ref)
    return int(found[1]) if found else None


def paths(refs: set[str]) -> dict[str, str | None]:
    """Where readers find each of these documents; None for one that is not there. One query for all of them."""
    keys = {ref: key for ref in refs if (key := key_of(ref)) is not None}
    rows = Document.objects.in_bulk(set(keys.values())) if keys else {}
    return {ref: rows[key].public_url if key in rows else None for ref, key in keys.items()}


def behind(addresses: set[str]) -> dict[str, str | None]:
    """Of these paths those that are of a document, each with its reference; at most two queries for all of them."""
    staff = {path: int(found[1]) for path in addresses if (found := _STAFF.fullmatch(path))}
    public = {path: found[1] for path in addresses if (found := _PUBLIC.fullmatch(path))}
    there = set(Document.objects.filter(pk__in=staff.values()).values_list("pk", flat=True)) if staff else set()
    tokens = dict(Document.objects.filter(token__in=public.values()).values_list("token", "pk")) if public else {}
    keys = {path: key for path, key in staff.items() if key in there}
    keys |= {path: tokens[token] for path, token in public.items() if token in tokens}
    return {path: f"{KIND}:{key}" for path, key in keys.items()}
