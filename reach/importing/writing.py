"""Storing: one verb for each stage of an item, each in one transaction with the item's own stage.

Content goes the way of everybody's: a revision, and `publish()` for what is to be public. It keeps its old date, and
nothing outside is told of it unless that was asked for.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from cms.publishing import redirects, snapshots
from cms.publishing.models import Draft, Publishable, Redirect, Revision, State
from cms.publishing.models.addresses import free_slug, is_a_slug
from leads.models import Form
from reach.entries import BESIDE, PUBLISHED, Entry
from reach.importing import planning
from reach.importing.resolving import Here, path_of
from reach.importing.spooling import digest
from reach.models import Fate, ImportItem, ImportRun, Origin, ShareDrawing, Stage
from reach.travelling import said_once, snapshot_of, values_of

AS_SOURCE, AS_DRAFT, AS_PUBLISHED = "source", "draft", "published"
LONGEST_PATH = 500


def store(item: ImportItem, here: Here) -> None:
    """Do what comes next for an item that needs nothing from outside; a failure is a sentence of the item."""
    verbs = {Stage.NAMED: name, Stage.PLACE: place, Stage.CONTENT: fill, Stage.REDIRECT: redirect}
    try:
        with transaction.atomic():
            verbs[Stage(item.stage)](item, Entry.from_json(item.entry), here)
            item.save()
    except ValidationError as error:
        fail(item, error.messages)
    except IntegrityError:
        fail(item, [_("Something with the same name or address was made in this moment.")])


def fail(item: ImportItem, sentences: list[str]) -> None:
    item.fate, item.stage = Fate.FAILED, Stage.OVER
    note(item, *sentences)
    item.save()


def note(item: ImportItem, *sentences: str) -> None:
    item.notes = list(dict.fromkeys([*item.notes, *map(str, sentences)]))[:60]


def fitted(model, values: dict, notes: list[str]) -> dict:
    """The values, with texts cut to what their columns hold."""
    lengths = {one.name: one.max_length for one in model._meta.concrete_fields if getattr(one, "max_length", None)}
    found = {}
    for key, value in values.items():
        most = lengths.get(key)
        if isinstance(value, str) and most and len(value) > most and model._meta.get_field(key).remote_field is None:
            notes.append(_("“%(what)s” was cut to %(most)s characters.") % {"what": verbose(model, key), "most": most})
            value = value[: most - 1].rstrip() + "…" if most > 20 else value[:most]
        found[key] = value
    return found


def verbose(model, name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def made(item: ImportItem, row, run: ImportRun, *, read="", written="") -> None:
    """Remember where a row came from."""
    planning.point(item, row)
    item.is_done = True
    kind = ContentType.objects.get_for_model(row)
    known = {"content_type": kind, "object_id": row.pk, "read": read, "written": written}
    Origin.objects.update_or_create(source=run.origin, kind=item.kind, key=item.key, defaults=known)


# --- Names -----------------------------------------------------------------------------------------------------------


def name(item: ImportItem, entry: Entry, here: Here) -> None:
    """Make a channel, tag or author, unless somebody said whom the name means or it is here meanwhile."""
    model: Any = planning.model_of(item.kind)
    item.stage = Stage.OVER
    said = {"name": str(entry.fields.get("name") or entry.fields.get("slug") or ""), **entry.fields}
    chosen = here.run.choices.get("named", {}).get(f"{item.kind}:{said['name']}")
    known = here.row(model, said)
    if chosen or known:
        planning.point(item, model._base_manager.filter(pk=known).first() if known else None)
        item.fate = Fate.SAME if known else Fate.SKIPPED
        return
    notes: list[str] = []
    values = fitted(model, values_of(entry, model, here, left_out=notes) | {"name": said["name"]}, notes)
    if not is_slug(values.get("slug")):
        values.pop("slug", None)
    row = model(**keys_as_ids(model, values))
    row.full_clean(exclude=[one.name for one in model._meta.concrete_fields if one.remote_field])
    row.save()
    note(item, *notes)
    made(item, row, here.run, read=digest(item.entry))


def is_slug(value) -> bool:
    try:
        is_a_slug(str(value or ""))
    except ValidationError:
        return False
    return True


def keys_as_ids(model, values: dict) -> dict:
    """Foreign keys by the names of their columns."""
    return {model._meta.get_field(name).attname: value for name, value in values.items()}


# --- Content ---------------------------------------------------------------------------------------------------------


def place(item: ImportItem, entry: Entry, here: Here) -> None:
    """Make the row, empty and seen by nobody, so that all of the source can point to it; lay its old addresses."""
    model: Any = planning.model_of(item.kind)
    if model in said_once.KEYS:
        settle(item, entry, here)
        return
    notes: list[str] = []
    entry = with_defaults(entry, model, here.run)
    said = snapshot_of(Entry(entry.kind, entry.key, needed(entry, model)), model, here, seed=item.key, left_out=notes)
    values = fitted(model, said["fields"], [])
    row = model(**keys_as_ids(model, values), created_by=here.run.by)
    row.title = row.title or item.title
    if planning.is_uuid(item.key) and not model._base_manager.filter(uuid=item.key).exists():
        row.uuid = item.key
    row.slug = slug_for(row, str(entry.fields.get("slug") or ""))
    for one in snapshots.content_fields(model):
        if one.remote_field and not one.null and getattr(row, one.attname) is None:
            raise ValidationError(_("It has no “%(what)s”, and cannot be without.") % {"what": one.verbose_name})
    row.save()
    lay(item, entry, row)
    made(item, row, here.run, written=snapshots.digest(row.working_copy()))
    item.stage = Stage.CONTENT


def settle(item: ImportItem, entry: Entry, here: Here) -> None:
    """Make what is said once for the site, such as an entry of its menu, unless it is here meanwhile."""
    model: Any = planning.model_of(item.kind)
    item.stage = Stage.OVER
    if row := said_once.here(model, entry.fields):
        item.fate = Fate.SAME
        planning.point(item, row)
        return
    notes: list[str] = []
    row = saved(model, values_of(entry, model, here, left_out=notes), notes)
    relation = said_once.relation_of(model)
    for number, told in enumerate(entry.parts.get(said_once.BELOW.get(model, ""), [])):
        part = Entry(entry.kind, f"{entry.key}/{number}", told)
        values = values_of(part, relation.related_model, here, left_out=notes)
        saved(relation.related_model, values | {relation.field.name: row.pk}, notes)
    if isinstance(row, Form):
        row.renew(by=here.run.by)
    note(item, *notes)
    made(item, row, here.run, read=digest(item.entry), written=said_once.digest_of(row))


def saved(model, values: dict, notes: list[str]):
    row = model(**keys_as_ids(model, fitted(model, values, notes)))
    row.full_clean()
    row.save()
    return row


def needed(entry: Entry, model) -> dict:
    """What a row cannot be without, and what its address is made of."""
    fields = {one.name for one in snapshots.content_fields(model) if one.remote_field and not one.null}
    wanted = fields | {"title", "parent", "kind"}
    return {name: value for name, value in entry.fields.items() if name in wanted}


def with_defaults(entry: Entry, model, run: ImportRun) -> Entry:
    """With the channel that was chosen for what has none."""
    channel = run.choices.get("channel")
    if (
        channel
        and "channel" in {one.name for one in snapshots.content_fields(model)}
        and not entry.fields.get("channel")
    ):
        found = model._meta.get_field("channel").related_model._base_manager.filter(pk=channel).first()
        entry.fields["channel"] = {"slug": found.slug} if found else None
    return entry


def slug_for(row, wanted: str) -> str:
    """The wished address, if it is one and free, else one like it."""
    model = type(row)
    if not is_slug(wanted):
        return free_slug(model, wanted or row.title)
    row.slug = wanted
    paths = model._base_manager.exclude(pk=row.pk)
    is_taken = paths.filter(path=row.wanted_path()) if hasattr(row, "wanted_path") else paths.filter(slug=wanted)
    return free_slug(model, wanted) if is_taken.exists() else wanted


def lay(item: ImportItem, entry: Entry, row) -> None:
    """Lead its old addresses to it; one that a page of this site has stays with that page."""
    kind = ContentType.objects.get_for_model(row)
    others = Redirect.objects.exclude(object_id=row.pk, content_type=kind)
    own = row.get_absolute_url()
    for path in dict.fromkeys(map(path_of, map(str, entry.addresses))):
        if path in {"", "/", own}:
            continue
        if len(path) > LONGEST_PATH or path.startswith(redirects.RESERVED):
            note(item, _("The old address %(path)s cannot lead here.") % {"path": path[:100]})
        elif redirects.is_taken(path) or others.filter(path=path).exists():
            note(item, _("The old address %(path)s belongs to something else here.") % {"path": path})
        else:
            led = {"content_type": kind, "object_id": row.pk, "is_by_hand": True}
            Redirect.objects.get_or_create(path=path, defaults=led)


def fill(item: ImportItem, entry: Entry, here: Here) -> None:
    """Give the row its content: published with its old date, or as a draft."""
    run = here.run
    if item.key.endswith(BESIDE):
        fill_beside(item, entry, here)
        return
    row = item.thing.lock() if item.thing else None
    if row is None:
        raise ValidationError(_("It was deleted meanwhile."))
    is_update = item.fate == Fate.UPDATE
    if is_update:
        came = Origin.objects.get(source=run.origin, kind=item.kind, key=item.key)
        item.before = state_of(row) | {"origin": {"read": came.read, "written": came.written}}
    notes: list[str] = []
    data = content_of(entry, row, here, notes)
    is_public = wants_public(entry, row, run, is_update=is_update)
    revision = Revision.objects.record(row, data, by=run.by, reason=_("Imported from %(name)s") % {"name": run.name})
    if not (is_public and published(row, revision, entry, run, notes)):
        row.save_draft(data, by=run.by, token=row.edit_token(row.draft()))
    row.refresh_from_db()
    note(item, *notes)
    made(item, row, run, read=digest(item.entry), written=snapshots.digest(row.working_copy()))
    item.title, item.stage = row.title[:200], Stage.OVER


def content_of(entry: Entry, row: Publishable, here: Here, notes: list[str]) -> dict:
    """The snapshot that an entry makes of a row, through every gate; what it does not say stays as it is."""
    entry = with_defaults(entry, type(row), here.run)
    said = snapshot_of(entry, type(row), here, seed=str(row.uuid), left_out=notes)
    said["fields"] = fitted(type(row), said["fields"], notes) | {"slug": row.slug}
    said["fields"].setdefault("title", row.title)
    return snapshots.take(row.as_of(merged(snapshots.take(row), said), notes))


def fill_beside(item: ImportItem, entry: Entry, here: Here) -> None:
    """Unpublished work beside what is live, if that came or changed in this run; it is taken back with it."""
    base = here.run.items.filter(kind=item.kind, key=item.key.removesuffix(BESIDE), is_done=True).first()
    item.stage, item.rank = Stage.OVER, 0
    if base is None or base.thing is None:
        item.fate = Fate.SAME
        return
    row = base.thing.lock()
    notes: list[str] = []
    data = content_of(entry, row, here, notes)
    row.save_draft(data, by=here.run.by, token=row.edit_token(row.draft()))
    planning.point(item, row)
    note(item, *notes)
    known = Origin.objects.filter(source=here.run.origin, kind=base.kind, key=base.key)
    known.update(written=snapshots.digest(row.working_copy()))


def merged(data: dict, said: dict) -> dict:
    return {"format": data["format"], **{part: data[part] | said[part] for part in ("fields", "m2m", "parts")}}


def wants_public(entry: Entry, row, run: ImportRun, *, is_update: bool) -> bool:
    """Whether it is to be public: as was chosen; what came before stays what it is here."""
    if is_update:
        return row.state == State.PUBLISHED
    chosen = run.choices.get("state", AS_SOURCE)
    return chosen == AS_PUBLISHED or (chosen == AS_SOURCE and entry.state == PUBLISHED)


def published(row, revision, entry: Entry, run: ImportRun, notes: list[str]) -> bool:
    """Publish it with the dates of the source; what may not be public becomes a draft, with the reasons."""
    at, until = moment(entry.live_from), moment(entry.live_until)
    try:
        with transaction.atomic():
            told = bool(run.choices.get("is_told"))
            row = row.publish(revision, by=run.by, at=None if row.live_from else at, is_told=told)
            if until and until > row.live_from:
                row = row.expire_at(until, by=run.by)
            if updated := moment(entry.updated_at):
                type(row)._base_manager.filter(pk=row.pk).update(updated_at=updated)
            if row.is_live:
                ShareDrawing.objects.settle(row)
    except ValidationError as error:
        notes += [_("It could not be published, and is a draft: %(why)s") % {"why": " ".join(error.messages)}]
        return False
    return True


def moment(text: str) -> datetime | None:
    """The moment that an entry names; a day begins at midnight of the site's zone."""
    try:
        found = parse_datetime(text) if text else None
        day = parse_date(text) if text and not found else None
        found = found or (datetime(day.year, day.month, day.day) if day else None)
        aware = timezone.make_aware(found) if found and timezone.is_naive(found) else found
    except (ValueError, OverflowError):
        return None
    return aware if aware and 1971 <= aware.year <= 2999 else None


# --- What stood before -----------------------------------------------------------------------------------------------


def state_of(row: Publishable) -> dict:
    """What undoing brings back: the columns that are no content, what was live, and the working copy."""
    columns = {
        one.attname: one.value_to_string(row) if getattr(row, one.attname) is not None else None for one in kept(row)
    }
    draft = row.draft()
    copy = draft and {one.attname: getattr(draft, one.attname) for one in Draft._meta.concrete_fields if is_own(one)}
    copy = copy and copy | {"saved_at": copy["saved_at"].isoformat()}
    return {"columns": columns, "draft": copy, "content": snapshots.take(row)}


def is_own(field) -> bool:
    """A column of a draft, and not what it is the draft of."""
    return field.name not in {"content_type", "object_id"}


def kept(row: Publishable) -> list[models.Field]:
    """The columns that publishing changes and that are no content."""
    names = {"state", "live_from", "live_until", "first_published_at", "published_at", "updated_at", "live_revision"}
    return [one for one in row._meta.concrete_fields if one.name in names]


# --- Redirects -------------------------------------------------------------------------------------------------------


def redirect(item: ImportItem, entry: Entry, here: Here) -> None:
    """Lay a redirect of the source; where it leads is a thing that moved in, or a path."""
    path, status = path_of(str(entry.fields.get("path", ""))), str(entry.fields.get("status") or redirects.FOR_GOOD)
    if not path or len(path) > LONGEST_PATH or path.startswith(redirects.RESERVED) or redirects.is_taken(path):
        raise ValidationError(_("The old address %(path)s belongs to something else here.") % {"path": path[:100]})
    said: dict[str, Any] = {"is_by_hand": True, "is_temporary": status == redirects.FOR_NOW}
    to = str(entry.fields.get("to") or "")
    if to:
        parts = urlsplit(to)
        found = here.thing(to)
        if found and not parts.fragment:
            kind, _colon, key = found[0].partition(":")
            app, model = kind.split(".")
            said |= {"content_type": ContentType.objects.get_by_natural_key(app, model), "object_id": int(key)}
        else:
            said["to"] = redirects.end_of(to, path)[2] or to
    row, is_new = Redirect.objects.get_or_create(path=path, defaults=said)
    item.stage, item.fate = Stage.OVER, item.fate if is_new else Fate.SAME
    planning.point(item, row)
    if is_new:
        made(item, row, here.run, read=digest(item.entry))
