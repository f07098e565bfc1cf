"""Out: what our keys are called elsewhere, and a thing as an Entry."""

import json
from collections import defaultdict
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture
from cms.publishing.models import Publishable
from cms.richtext import links, tree
from cms.richtext.pictures import picture_ids
from reach.entries import Entry
from reach.travelling.walking import Lost, behind, columns, drop, walk

MEDIA = "media/"


def ref_of(asset) -> str:
    """The name under which a picture or document travels: the same wherever its bytes are the same."""
    return f"{MEDIA}{(asset.kept_sha256 or asset.token)[:32]}.{asset.extension}"


def name_of(row) -> dict[str, str]:
    """How a named row, such as a channel or a tag, is known elsewhere."""
    slug = getattr(row, "slug", "") or getattr(row, "key", "")
    return {"name": row.name, "slug": slug} if slug else {"name": row.name}


def called(row) -> Any:
    """What a row is called elsewhere: a REF, an address, or a name."""
    if isinstance(row, Picture | Document):
        return ref_of(row)
    return row.get_absolute_url() if isinstance(row, Publishable) else name_of(row)


class Outward:
    """What keys are called outside. First `gather` what things need, then `load` it: one query for each model."""

    def __init__(self) -> None:
        self.wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        self.found: dict[tuple[type[models.Model], int], Any] = {}
        self.assets: dict[str, Any] = {}  # the pictures and documents among them, by REF

    def gather(self, model, data: dict) -> None:
        """Remember what this snapshot names."""
        walk(model, data, _Gathering(self.wanted), lambda error: None)

    def gather_columns(self, model, fields, values: dict) -> None:
        """The same for a row that is no publishable thing."""
        columns(model, fields, values, _Gathering(self.wanted), lambda error: None)

    def load(self) -> None:
        for model, keys in self.wanted.items():
            missing = {key for key in keys if (model, key) not in self.found}
            for row in self._rows(model, missing):
                name = self.found[model, row.pk] = called(row)
                if isinstance(row, Picture | Document):
                    self.assets[name] = row
        self.wanted.clear()

    def _rows(self, model, keys):
        rows = model._base_manager.filter(pk__in=keys) if keys else ()
        return rows.only(*model.address_fields) if keys and issubclass(model, Publishable) else rows

    def named(self, model, value):
        try:
            return self.found[model, value]
        except KeyError:
            raise Lost(_("“%(what)s”: deleted since") % {"what": model._meta.verbose_name}) from None

    def told(self, value):
        model, key = behind(value)
        if model is None:
            return value
        name = self.named(model, key)
        return {"kind": model._meta.label_lower, **(name if isinstance(name, dict) else {"address": name})}

    def html(self, value):
        if "data-picture" not in value and "data-to" not in value:
            return value
        root = tree.parse(value)
        for image in list(root.iterfind(".//img[@data-picture]")):
            ref = self.found.get((Picture, int(image.attrib.pop("data-picture"))))
            if ref:
                image.set("src", ref)
            else:
                drop(image)  # deleted since; no page shows it
        for link in root.iter("a"):
            if ref := link.attrib.pop("data-to", None):
                link.set("href", self._address(ref, link.get("href", "")))
        return tree.write(root)

    def link(self, value):
        return self._address(value.get("to"), value.get("href", "")) if isinstance(value, dict) else value

    def _address(self, ref, href: str) -> str:
        path = self.found.get(behind(ref))
        return links.moved_to(path, href) if path else href


class _Gathering:
    """Only notes what is asked for."""

    def __init__(self, wanted) -> None:
        self.wanted = wanted

    def named(self, model, value):
        self.wanted[model].add(value)

    def told(self, value):
        model, key = behind(value)
        if model:
            self.wanted[model].add(key)

    def html(self, value):
        if "data-picture" in value:
            self.wanted[Picture].update(picture_ids(value))
        if "data-to" in value:
            for ref in links.refs(value):
                self.told(ref)

    def link(self, value):
        if isinstance(value, dict) and value.get("to"):
            self.told(value["to"])


def entry_of(thing, data: dict, names: Outward) -> Entry:
    """A publishable thing whose content is this snapshot; its state and times are for the caller to say."""
    entry = Entry(kind=type(thing)._meta.label_lower, key=str(thing.uuid))
    found = walk(type(thing), data, names, entry.tell)
    related = {name: sorted(values, key=json.dumps) for name, values in found["m2m"].items()}
    entry.fields = found["fields"] | related
    entry.parts = {
        name: [{key: value for key, value in row.items() if key != "id"} for row in rows]
        for name, rows in found["parts"].items()
        if rows
    }
    entry.addresses = [path] if (path := thing.get_absolute_url()) else []
    return entry
