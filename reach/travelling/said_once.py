"""What is said once for the whole site, and the forms that its pages show: rows that may have rows of their own.

They are neither publishable nor named by content, so they move in only where nothing of theirs is said yet: a site
that has a menu keeps it.
"""

import hashlib
import json
from typing import Any

from django.db import models

from cms.people.models import User
from cms.publishing.snapshots import WholeTimes
from cms.site.models import ContactChannel, Identity, MenuItem
from leads.models import Form
from reach.entries import Entry
from reach.travelling.outward import Outward
from reach.travelling.walking import columns

KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Identity: (),
    ContactChannel: ("kind", "value"),
    Form: ("key",),
    MenuItem: ("address", "label"),
}
BELOW: dict[type[models.Model], str] = {Form: "questions", MenuItem: "children"}
WHOLE = (Identity, ContactChannel, MenuItem)  # a site that has one of these says it already


def row_fields(model) -> list:
    """The columns of a row that travel; people stay, and so does what it stands below."""
    below = relation_of(model)
    return [
        one
        for one in model._meta.concrete_fields
        if not one.primary_key
        and one.editable
        and one.related_model is not User
        and not (below and one.related_model is model)
    ]


def relation_of(model) -> Any:
    """From a row to the rows below it; None if it has none."""
    return model._meta.get_field(BELOW[model]) if model in BELOW else None


def part_fields(relation) -> list:
    return [one for one in row_fields(relation.related_model) if one != relation.field]


def rows_of(model):
    """Those that stand below none of their kind, in their order."""
    rows = model._base_manager.order_by("pk")
    rows = rows.filter(parent=None) if model is MenuItem else rows
    return rows.prefetch_related(BELOW[model]) if model in BELOW else rows


def here(model, fields: dict) -> Any:
    """The row of this site that says the same already; None if nothing does."""
    said = {name: str(fields.get(name) or "") for name in KEYS[model]}
    return model._base_manager.filter(**said).first()


def entries_of(model, rows) -> tuple[list[Entry], dict]:
    """The rows as entries, and the pictures and documents that they show, by REF."""
    names = Outward()
    relation = relation_of(model)
    told = [(row, values(row, row_fields(model)), below(row, relation)) for row in rows]
    for _row, own, parts in told:
        names.gather_columns(model, row_fields(model), own)
        for part in parts:
            names.gather_columns(relation.related_model, part_fields(relation), part)
    names.load()
    entries = []
    for _row, own, parts in told:
        key = ":".join(str(own[name]) for name in KEYS[model]) or model._meta.model_name
        entry = Entry(model._meta.label_lower, key)
        entry.fields = plain(columns(model, row_fields(model), own, names, entry.tell))
        if parts:
            fields, each = part_fields(relation), relation.related_model
            entry.parts = {BELOW[model]: [plain(columns(each, fields, part, names, entry.tell)) for part in parts]}
        entries.append(entry)
    return entries, names.assets


def below(row, relation) -> list[dict]:
    rows = getattr(row, relation.get_accessor_name()).all() if relation else ()
    return [values(one, part_fields(relation)) for one in rows]


def values(row, fields) -> dict:
    return {one.name: one.value_from_object(row) for one in fields}


def plain(said: dict) -> dict:
    """The values as JSON can hold them."""
    return json.loads(json.dumps(said, cls=WholeTimes))


def digest_of(row) -> str:
    """Equal exactly when a row, and what stands below it, says the same."""
    (entry,), _assets = entries_of(type(row), [row])
    return hashlib.sha256(json.dumps(entry.as_json(), sort_keys=True).encode()).hexdigest()
