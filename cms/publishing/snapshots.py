"""Snapshots: a publishable thing as JSON, and back into an object that forms and templates can read.

The shape is `{"format": 1, "fields": {name: value}, "m2m": {name: [pk]}, "parts": {name: [{name: value}]}}`. A
snapshot holds what an editor can change and nothing else; `Publishable.not_content` says what is left out.

Text passes each field's own gate both ways: `take()` stores what `pre_save` answers and `overlay()` reads through
`to_python`, and for rich text both are the sanitiser. So a snapshot is safe whoever wrote it.
"""

import datetime
import hashlib
import json

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

FORMAT = 1


class WholeTimes(DjangoJSONEncoder):
    """Django's, but its own cuts times to milliseconds, and a round trip would look like a change."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime.datetime | datetime.time) else super().default(o)


class DraftRows(models.QuerySet):
    """Rows that exist only in a snapshot: they can be listed, counted and sliced, never queried."""

    def _chain(self):
        raise TypeError("The rows of a draft are not in the database: use .all() and filter in Python.")


def content_fields(model):
    """The columns that an editor can change."""
    return [
        field for field in model._meta.concrete_fields if not field.primary_key and field.name not in model.not_content
    ]


def content_m2m(model):
    """The relations that an editor can change and that have no rows of their own."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def part_fields(relation):
    """The columns of a part, its key included, its parent left out."""
    return [field for field in relation.related_model._meta.concrete_fields if field is not relation.field]


def take(thing) -> dict:
    """Everything that an editor can change, as plain JSON values."""
    return _taken(thing, _values)


def read(thing) -> dict:
    """As `take`, of a row that passed its gates when it was written; nothing is asked of texts, so many are quick."""
    return _taken(thing, _stored)


def _taken(thing, values) -> dict:
    model = type(thing)
    data = {
        "format": FORMAT,
        "fields": values(thing, content_fields(model)),
        "m2m": {field.name: sorted(row.pk for row in getattr(thing, field.name).all()) for field in content_m2m(model)},
        "parts": {
            relation.get_accessor_name(): [
                values(row, part_fields(relation)) for row in getattr(thing, relation.get_accessor_name()).all()
            ]
            for relation in model.part_relations()
        },
    }
    return json.loads(json.dumps(data, cls=WholeTimes))


def digest(data: dict) -> str:
    """A fingerprint that is equal exactly when the content is."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def overlay(thing, data: dict, left_out: list | None = None):
    """Make the object what the snapshot describes, in memory only; one query for each many-to-many that is read.

    A field that the snapshot does not know keeps the row's value; one that the model no longer has is ignored. What
    the model cannot read raises ValidationError, or with `left_out` keeps the row's value and adds a sentence there.
    """
    model = type(thing)
    _fill(thing, content_fields(model), _named(data, "fields"), left_out)
    for field in content_m2m(model):
        keys = _named(data, "m2m").get(field.name)
        if isinstance(keys, list):
            # The query itself says pk__in, so that .live() and .filter() on it see the draft's relation.
            rows = field.related_model._default_manager.filter(pk__in=[key for key in keys if is_key(key)])
            remember(thing, field.name, rows)
    for relation in model.part_relations():
        name = relation.get_accessor_name()
        values = _named(data, "parts").get(name)
        if isinstance(values, list):
            rows = [_part(thing, relation, each, left_out) for each in values if isinstance(each, dict)]
            remember(thing, name, DraftRows(relation.related_model), rows)
    thing.is_overlaid = True
    return thing


def leave_out_the_gone(thing, instead, left_out: list):
    """In memory: a foreign key to what was deleted meanwhile is emptied, or says what `instead`, the row, does.

    A part that is nothing without it is left out. `left_out` gets a sentence for each.
    """
    for field in lost_keys(thing, content_fields(type(thing))):
        left_out.append(_gone(field.verbose_name))
        setattr(thing, field.attname, None if field.null else getattr(instead, field.attname))
    for relation in type(thing).part_relations():
        name, kept = relation.get_accessor_name(), []
        for row in getattr(thing, name).all():
            lost = lost_keys(row, part_fields(relation))
            left_out += [f"{relation.related_model._meta.verbose_name}: {_gone(field.verbose_name)}" for field in lost]
            for field in lost:
                setattr(row, field.attname, None)
            if all(field.null for field in lost):
                kept.append(row)
        remember(thing, name, DraftRows(relation.related_model), kept)
    return thing


def lost_members(thing, data: dict) -> list[str]:
    """A sentence for each many-to-many that names rows which were deleted meanwhile; such rows simply drop out."""
    told = []
    for field in content_m2m(type(thing)):
        keys = _named(data, "m2m").get(field.name)
        if missing := len(set(filter(is_key, keys or []))) - getattr(thing, field.name).all().count():
            told.append(_("“%(what)s”: %(count)s deleted since") % {"count": missing, "what": field.verbose_name})
    return told


def _gone(name) -> str:
    return _("“%(what)s”: deleted since") % {"what": name}


def lost_keys(row, fields) -> list:
    """The foreign keys of a row in memory that name nothing any more."""
    return [
        field
        for field in fields
        if field.remote_field and (key := getattr(row, field.attname)) is not None
        if not field.related_model._base_manager.filter(pk=key).exists()
    ]


def remember(thing, name, queryset, rows=None):
    """Make `thing.<name>.all()` answer with this queryset, already holding `rows` if they are given."""
    if rows is not None:
        queryset._result_cache, queryset._prefetch_done = list(rows), True
    if not hasattr(thing, "_prefetched_objects_cache"):
        thing._prefetched_objects_cache = {}
    thing._prefetched_objects_cache[name] = queryset


def write(thing):
    """Make the rows what the overlaid object says; the caller holds the transaction and the lock of the row."""
    model = type(thing)
    parts = {relation: list(getattr(thing, relation.get_accessor_name()).all()) for relation in model.part_relations()}
    related = {field: [row.pk for row in getattr(thing, field.name).all()] for field in content_m2m(model)}
    thing._prefetched_objects_cache = {}
    thing.is_overlaid = False
    thing.save()
    for field, keys in related.items():
        getattr(thing, field.name).set(keys)
    for relation, rows in parts.items():
        _write_parts(thing, relation, rows)


def _values(row, fields):
    return {field.name: field.pre_save(row, False) for field in fields}


def _stored(row, fields):
    return {field.name: field.value_from_object(row) for field in fields}


def _fill(row, fields, values, left_out=None):
    for field in fields:
        if field.name not in values:
            continue
        target = field.target_field if field.remote_field else field
        try:
            value = fitting(target, target.to_python(values[field.name]))
        except (ValidationError, TypeError, ValueError):
            if left_out is None:
                raise
            left_out.append(_("“%(what)s”: can no longer be read") % {"what": field.verbose_name})
            continue
        if value is None and not field.null and not field.remote_field:
            continue  # nothing, where the row must have something: it keeps what it has
        setattr(row, field.attname, value)
    return row


def fitting(field, value):
    """The value, if the column can hold it: one of before a migration, or put there by hand, may be too long."""
    if isinstance(field, models.CharField) and value is not None and len(value) > (field.max_length or len(value)):
        raise ValueError
    return value


def is_key(value) -> bool:
    """Whether a row may have this key."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _named(data, section) -> dict:
    """A section of a snapshot; one made by hand, or long ago, may lack it."""
    found = data.get(section)
    return found if isinstance(found, dict) else {}


def _part(thing, relation, values, left_out=None):
    row = _fill(relation.related_model(), part_fields(relation), values, left_out)
    row._state.adding, row._state.db = False, thing._state.db
    setattr(row, relation.field.name, thing)
    return row


def _write_parts(thing, relation, rows):
    manager = relation.related_model._base_manager
    existing = manager.filter(**{relation.field.name: thing})
    existing.exclude(pk__in=[row.pk for row in rows]).delete()
    # Written anew and not updated, since two rows may swap what must differ; rows that point to them stay, because
    # both databases ask for what a foreign key names only at commit.
    existing._raw_delete(existing.db)
    for row in rows:
        setattr(row, relation.field.name, thing)
    manager.bulk_create(rows)
