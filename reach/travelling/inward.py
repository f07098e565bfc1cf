"""In: an Entry as the snapshot of a thing, or as the columns of a named row."""

import uuid
from typing import Protocol
from urllib.parse import urldefrag, urlsplit, urlunsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture
from cms.publishing import snapshots
from cms.publishing.models import Publishable
from cms.richtext import files, links, tree
from cms.richtext.sanitiser import clean
from cms.richtext.vocabulary import PICTURE_PATH
from reach.entries import Entry
from reach.travelling.walking import Lost, behind, columns, drop, walk

PARTS = uuid.UUID("6c1ae0d6-58a2-4b0b-9d0e-6a1d2b8c7f10")  # under which the ids of parts that come in are made


class Resolve(Protocol):
    """What the importer knows of what entries name."""

    def picture(self, ref: str) -> int | None:
        """The key of the picture of this REF."""

    def document(self, ref: str) -> int | None:
        """The key of the document of this REF."""

    def thing(self, address: str) -> tuple[str, str] | None:
        """What is, or will be, at this address, as (`articles.article:42`, path of today); without its fragment."""

    def row(self, model, name: dict[str, str]) -> int | None:
        """The key of the named row, by its slug or its name."""


def snapshot_of(entry: Entry, model, resolve: Resolve, *, seed: str, left_out: list[str] | None = None) -> dict:
    """The snapshot that an entry describes: only what the entry says, for `snapshots.overlay`.

    `seed` tells things apart, such as the uuid of the thing that it is for: the ids of its parts are made of it, and
    are the same when the entry is read again. `left_out` gets a sentence for everything that is not taken over.
    """
    notes = [] if left_out is None else left_out
    related = {one.name for one in snapshots.content_m2m(model)}
    known = related | {one.name for one in snapshots.content_fields(model)}
    relations = {relation.get_accessor_name() for relation in model.part_relations()}
    for name in sorted((entry.fields.keys() - known) | (entry.parts.keys() - relations)):
        notes.append(_("“%(what)s” is not known here") % {"what": name})
    data: dict[str, dict] = {
        "fields": {name: value for name, value in entry.fields.items() if name not in related},
        "m2m": {name: value for name, value in entry.fields.items() if name in related},
        "parts": {
            name: [{"position": number} | row for number, row in enumerate(filter(_is_row, rows))]
            for name, rows in entry.parts.items()
            if isinstance(rows, list)
        },
    }
    found = walk(model, data, _Inward(resolve, notes), lambda error: notes.append(str(error)))
    found["m2m"] = {name: sorted(set(keys)) for name, keys in found["m2m"].items()}
    for name, rows in found["parts"].items():
        for number, row in enumerate(rows):
            row["id"] = str(uuid.uuid5(PARTS, f"{seed}/{name}/{number}"))
    return {"format": snapshots.FORMAT, **found}


def _is_row(value) -> bool:
    return isinstance(value, dict)


def row_fields(model) -> list:
    """The columns of a named row, such as a channel, that travel."""
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.editable]


def values_of(entry: Entry, model, resolve: Resolve, *, left_out: list[str] | None = None) -> dict:
    """The columns of a named row that an entry describes, `{"name": …, "portrait": 3}`; foreign keys as keys."""
    notes = [] if left_out is None else left_out
    names = _Inward(resolve, notes)
    return columns(model, row_fields(model), entry.fields, names, lambda error: notes.append(str(error)))


class _Inward:
    """What names of elsewhere are here."""

    def __init__(self, resolve: Resolve, notes: list[str]) -> None:
        self.resolve, self.notes = resolve, notes

    def named(self, model, value):
        key = self._key(model, value)
        if key is None:
            said = value.get("name") or value.get("slug") if isinstance(value, dict) else value
            raise Lost(_("“%(name)s” is not here (%(what)s)") % {"name": said, "what": model._meta.verbose_name})
        return key

    def _key(self, model, value) -> int | None:
        if isinstance(value, str) and issubclass(model, Picture):
            return self.resolve.picture(value)
        if isinstance(value, str) and issubclass(model, Document):
            return self.resolve.document(value)
        if isinstance(value, str) and issubclass(model, Publishable):
            found = self._at(value)
            target, key = behind(found[0]) if found else (None, 0)
            return key if target is model else None
        if issubclass(model, Picture | Document | Publishable):
            return None
        name = {"name": value} if isinstance(value, str) else value
        return self.resolve.row(model, name) if isinstance(name, dict) else None

    def told(self, value):
        if not isinstance(value, dict):
            return "" if behind(value)[0] else value  # a key of elsewhere means nothing here
        try:
            model = apps.get_model(str(value.get("kind")))
        except (LookupError, ValueError):
            raise Lost(_("“%(what)s” is not known here") % {"what": value.get("kind")}) from None
        name = value["address"] if "address" in value else {key: value[key] for key in value if key != "kind"}
        return f"{model._meta.label_lower}:{self.named(model, name)}"

    def html(self, value):
        try:
            root = tree.parse(clean(str(value)))
        except ValidationError as error:
            raise Lost(" ".join(error.messages)) from None
        for image in list(root.iter("img")):
            self._show(image)
        for link in root.iter("a"):
            link.attrib.pop("data-to", None)
            ref, href = self._followed(link.get("href", ""))
            link.set("href", href)
            if ref:
                link.set("data-to", ref)
        return tree.write(root)

    def _show(self, image) -> None:
        image.attrib.pop("data-picture", None)
        ref = image.get("src", "")
        if key := self.resolve.picture(ref):
            image.set("src", PICTURE_PATH.format(key))
            image.set("data-picture", str(key))
            return
        self.notes.append(_("The picture %(name)s could not be found.") % {"name": ref})
        if not urlsplit(ref).scheme:
            drop(image)

    def link(self, value):
        href = value.get("href") if isinstance(value, dict) else value
        ref, href = self._followed(str(href or ""))
        return {"href": href, "to": ref or None} if href else None

    def _at(self, address: str) -> tuple[str, str] | None:
        return self.resolve.thing(urldefrag(address)[0])

    def _followed(self, href: str) -> tuple[str, str]:
        """The reference and the address of what a link leads to; ("", the link as it is) for what is not ours."""
        parts = urlsplit(href)
        if parts.scheme not in {"", "http", "https"} or not (parts.path or parts.query):
            return "", href
        is_file = parts.path.lower().endswith(files.ENDINGS)
        if is_file and (key := self.resolve.document(urldefrag(href)[0])):
            return f"{files.KIND}:{key}", links.moved_to(files.PATH.format(key), href)
        if found := self._at(href):  # an address such as /?p=12 is whole only with its question
            is_by_query = parts.query and not self._at(urlunsplit(parts._replace(query="")))
            kept = urlunsplit(parts._replace(query="")) if is_by_query else href
            return found[0], links.moved_to(found[1], kept)
        if parts.query and (found := self._at(urlunsplit(parts._replace(query="")))):
            return found[0], links.moved_to(found[1], href)
        return "", href
