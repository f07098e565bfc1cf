"""Everything of the site as entries, batch after batch; each batch costs the same few queries.

Published things are told as they are live. A draft is told as its working copy says. Where unpublished work waits
beside what is live, and drafts are wanted, it follows as an entry of its own: its key is that of the thing with
`#draft` behind it, and it has no address. The trash stays here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture
from cms.publishing import snapshots
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Draft, Publishable, Redirect
from cms.publishing.models.visibility import State
from cms.publishing.redirects import FOR_GOOD, FOR_NOW, GONE
from reach.entries import BESIDE, DRAFT, PUBLISHED, Entry
from reach.travelling import Outward, entry_of, name_of, ref_of, row_fields, said_once
from reach.travelling.said_once import plain
from reach.travelling.walking import columns

AT_ONCE = 100


@dataclass(frozen=True)
class What:
    """What is taken along: the kinds by their label, none meaning all, and whether drafts come too."""

    kinds: tuple[str, ...] = ()
    with_drafts: bool = False

    def as_json(self) -> dict:
        return {"kinds": sorted(self.kinds), "with_drafts": self.with_drafts}


@dataclass
class Batch:
    """Some entries, and the pictures and documents that they show, by REF."""

    entries: list[Entry]
    assets: dict[str, Any] = field(default_factory=dict)
    rows: int = 0  # of the database
    position: tuple[int, int] = (0, 0)


def row_models() -> list:
    """What publishable things point to and what is neither publishable nor a file nor a person: channels, tags."""
    found: dict = {}
    for model in publishable_models():
        parts = [one for relation in model.part_relations() for one in snapshots.part_fields(relation)]
        for one in [*snapshots.content_fields(model), *snapshots.content_m2m(model), *parts]:
            target = one.related_model
            if target and not issubclass(target, Publishable | Picture | Document):
                found[target] = None
    return list(found)


def models_of(kinds=()) -> list:
    """Every kind in the order in which it is told: what others name comes before them."""
    known = [*row_models(), Picture, Document, *publishable_models(), *said_once.KEYS, Redirect]
    return [model for model in known if not kinds or model._meta.label_lower in kinds]


def rows_of(model, what: What):
    """The rows of one kind that are told, with all that they need."""
    if model in said_once.KEYS:
        return said_once.rows_of(model)
    rows = model._base_manager.order_by("pk")
    if not issubclass(model, Publishable):
        return rows.prefetch_related("target") if model is Redirect else rows
    rows = rows.filter(trashed_at=None)
    if not what.with_drafts:
        rows = rows.filter(state=State.PUBLISHED)
    related = [Prefetch(one.name, one.related_model._base_manager.only("pk")) for one in snapshots.content_m2m(model)]
    return rows.prefetch_related(*related, *(relation.get_accessor_name() for relation in model.part_relations()))


def count(what: What) -> int:
    return sum(rows_of(model, what).count() for model in models_of(what.kinds))


def batches(what: What, after: tuple[int, int] = (0, 0)) -> Iterator[Batch]:
    """All of it, from behind a position that an earlier batch told."""
    begun, last = after
    for place, model in enumerate(models_of(what.kinds)):
        if place < begun:
            continue
        if place > begun:
            last = 0
        while rows := list(rows_of(model, what).filter(pk__gt=last)[:AT_ONCE]):
            last = rows[-1].pk
            batch = _told(model, rows, what)
            batch.position, batch.rows = (place, last), len(rows)
            yield batch


def _told(model, rows, what: What) -> Batch:
    if issubclass(model, Publishable):
        return _things(model, rows, what)
    if issubclass(model, Picture | Document):
        return Batch([_asset(row) for row in rows], {ref_of(row): row for row in rows})
    if model in said_once.KEYS:
        return Batch(*said_once.entries_of(model, rows))
    if model is Redirect:
        return Batch([_redirect(row) for row in rows])
    return _rows(model, rows)


def _asset(row) -> Entry:
    values = {one.name: one.value_from_object(row) for one in row_fields(type(row))}
    values["original_name"] = row.original_name
    return Entry(row._meta.label_lower, ref_of(row), plain(values), addresses=[row.public_url])


def _redirect(row) -> Entry:
    to = row.destination
    status = GONE if not to else FOR_NOW if row.is_temporary else FOR_GOOD
    return _leading(row.path, to, status)


def _leading(path: str, to: str, status: str) -> Entry:
    return Entry("publishing.redirect", path, {"path": path, "to": to, "status": int(status)})


def _rows(model, rows) -> Batch:
    names = Outward()
    told = [{one.name: one.value_from_object(row) for one in row_fields(model)} for row in rows]
    for values in told:
        names.gather_columns(model, row_fields(model), values)
    names.load()
    entries = []
    for row, values in zip(rows, told, strict=True):
        name = name_of(row)
        entry = Entry(model._meta.label_lower, name.get("slug") or name["name"])
        entry.fields = plain(columns(model, row_fields(model), values, names, entry.tell))
        if hasattr(row, "get_absolute_url"):
            entry.addresses = [row.get_absolute_url()]
        entries.append(entry)
    return Batch(entries, names.assets)


def _things(model, rows, what: What) -> Batch:
    drafts = {}
    if what.with_drafts:
        kind = ContentType.objects.get_for_model(model)
        kept = Draft.objects.filter(content_type=kind, object_id__in=[row.pk for row in rows])
        drafts = {draft.object_id: draft for draft in kept}
    versions = [version for row in rows for version in _versions(row, drafts.get(row.pk))]
    names = Outward()
    for row, data, _state in versions:
        names.gather(type(row), data)
    names.load()
    entries = [_thing(row, data, state, names, drafts) for row, data, state in versions]
    return Batch(entries + _gone(rows), names.assets)


def _gone(rows) -> list[Entry]:
    """The addresses of what was taken back, which answer 410 here and should elsewhere."""
    paths = {path for row in rows if row.state == State.RETIRED and (path := row.get_absolute_url())}
    led = set(Redirect.objects.filter(path__in=paths).values_list("path", flat=True)) if paths else set()
    return [_leading(path, "", GONE) for path in sorted(paths - led)]


def _versions(row, draft):
    """(the row, a content of it, what that is): what is live, and what is being written."""
    if row.state != State.PUBLISHED:
        yield row, draft.data if draft else snapshots.read(row), DRAFT
        return
    live = snapshots.read(row)
    yield row, live, PUBLISHED
    if draft and draft.data != live:
        yield row, draft.data, BESIDE


def _thing(row, data, state, names, drafts) -> Entry:
    entry = entry_of(row, data, names)
    if state == BESIDE:
        entry.key += BESIDE
        entry.notes.append(_("Unpublished changes to what is at %(address)s") % {"address": row.get_absolute_url()})
        entry.addresses, entry.state = [], DRAFT
        entry.fields.pop("slug", None)
        return entry
    entry.state = state
    moments = (row.live_from, row.live_until, row.updated_at)
    entry.live_from, entry.live_until, entry.updated_at = (one.isoformat() if one else "" for one in moments)
    if row.state == State.RETIRED:
        entry.notes.append(_("It was public and has been taken back."))
    if state == DRAFT and row.pk in drafts and drafts[row.pk].unfinished:
        entry.notes.append(_("Somebody typed something here that could not be saved yet; it is not taken along."))
    return entry
