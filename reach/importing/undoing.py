"""Taking a run back: exactly what it made goes, what it changed is as before; what people touched since stays.

First it is looked which things somebody has edited, since taking back one changes others that name it. Then, in the
other order: redirects, content, names and files, which stay while something else needs them.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture, Usage
from cms.publishing import contents, followers, snapshots
from cms.publishing.models import Draft, Publishable, Redirect, Revision
from reach.entries import BESIDE
from reach.importing import planning, writing
from reach.models import Fate, ImportItem, ImportRun, Origin, ShareDrawing, Stage
from reach.travelling import said_once

AT_ONCE = 25
LOOKED_AT = Stage.FILE  # of content that nobody has edited: a stage that content never has otherwise


def slice_of(run: ImportRun, *, until: float, go_on: Callable[[], None]) -> bool:
    """Take back for some seconds; whether that was all. Each item in one transaction with its own state."""
    run.items.filter(is_done=False).exclude(stage=Stage.OVER).update(stage=Stage.OVER)
    while time.monotonic() < until:
        go_on()
        if items := to_look_at(run):
            with transaction.atomic():
                look_at(items, run)
            continue
        items = next_items(run)
        if not items:
            return True
        for item in items:
            with transaction.atomic():
                take_back(item, run)
                said = {"fate": item.fate, "notes": item.notes, "is_done": False}
                ImportItem.objects.filter(pk=item.pk).update(**said)  # what it points to may be gone
    return False


def to_look_at(run: ImportRun) -> list[ImportItem]:
    """Of what is done and content, some of which it is not known yet whether it was edited."""
    done = run.items.filter(is_done=True).exclude(stage=LOOKED_AT)
    return list(done.exclude(kind__in=[planning.REDIRECT, *planning.FILES, *names()]).order_by("-pk")[:AT_ONCE])


def names() -> list[str]:
    return [model._meta.label_lower for model in planning.named_models()]


def look_at(items: list[ImportItem], run: ImportRun) -> None:
    """What was edited since the run wrote it stays, and says so."""
    keys = {item.key for item in items}
    came = {(one.kind, one.key): one for one in Origin.objects.filter(source=run.origin, key__in=keys)}
    for item in items:
        origin, row = came.get((item.kind, item.key)), item.thing
        item.stage = LOOKED_AT
        if row is not None and (origin is None or written_as(row) != origin.written):
            item.is_done, item.stage = False, Stage.OVER
            writing.note(item, _("It was edited since, and stays."))
        elif isinstance(row, Publishable):
            item.entry["untouched"] = row.edit_token(row.draft())
    ImportItem.objects.bulk_update(items, ["stage", "is_done", "notes", "entry"])


def written_as(row) -> str:
    """As the run has noted it for what it wrote."""
    return snapshots.digest(row.working_copy()) if isinstance(row, Publishable) else said_once.digest_of(row)


def next_items(run: ImportRun) -> list[ImportItem]:
    """Of what is still done, some of the last stage."""
    named, files = names(), list(planning.FILES)
    done = run.items.filter(is_done=True).order_by("-pk")
    groups = (Q(kind=planning.REDIRECT), ~Q(kind__in=[*files, *named]), Q(kind__in=named), Q(kind__in=files))
    return next((found for group in groups if (found := list(done.filter(group)[:AT_ONCE]))), [])


def take_back(item: ImportItem, run: ImportRun) -> None:
    """Undo one item, or leave it with the reason."""
    origin = Origin.objects.filter(source=run.origin, kind=item.kind, key=item.key).first()
    thing = item.thing
    try:
        if thing is None:
            pass  # somebody deleted it already
        elif isinstance(thing, Publishable):
            content(item, thing, origin, run)
        else:
            small(thing)
    except (ValidationError, ProtectedError) as error:
        sentences = error.messages if isinstance(error, ValidationError) else [_("Something else needs it.")]
        writing.note(item, *sentences)
        return
    item.fate = Fate.UNDONE
    if origin and item.before is None:
        origin.delete()


def content(item: ImportItem, row: Publishable, origin: Origin | None, run: ImportRun) -> None:
    if row.trashed_at:
        raise ValidationError(_("It is in the trash, and stays there."))
    if origin is None or row.edit_token(row.draft()) != item.entry.get("untouched"):
        raise ValidationError(_("It was edited since, and stays."))
    if item.before is None:
        drawings = ShareDrawing.objects.of(row)
        drawings.filter(name="").delete()
        drawings.update(wanted="")  # what was drawn already the worker takes away
        row.erase(by=run.by)
        run.items.filter(kind=item.kind, key=f"{item.key}{BESIDE}").update(fate=Fate.UNDONE)
    else:
        bring_back(item, row, origin, run)


def bring_back(item: ImportItem, row: Publishable, origin: Origin, run: ImportRun) -> None:
    """The row, its parts and its working copy as they were; the revision that the run made stays in its history."""
    before: dict[str, Any] = item.before or {}
    columns = before["columns"]
    live = Revision.objects.filter(pk=columns["live_revision_id"]).first() if columns["live_revision_id"] else None
    if live:
        row.publish(live, by=run.by, is_told=False)
        fields: Any = {one.attname: one for one in row._meta.concrete_fields}
        values = {name: fields[name].to_python(value) for name, value in columns.items()}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    else:
        snapshots.write(snapshots.overlay(row.lock(), before["content"]))
    if copy := before["draft"]:
        Draft(**row.key, **copy).save()
    else:
        Draft.objects.filter(**row.key).delete()
    followers.tell(row)
    known = before["origin"]
    origin.read, origin.written = known["read"], known["written"]
    origin.save()


def small(row) -> None:
    """Delete a redirect, a file, a name, or what is said once, that the run made, if nothing else needs it."""
    if isinstance(row, Picture | Document):
        field = str(row._meta.model_name)
        if Usage.objects.filter(**{field: row}).exists() or next(contents.drafts_showing(row), None):
            raise ValidationError(_("Something else shows it."))
    elif not isinstance(row, Redirect) and type(row) not in said_once.KEYS and is_named(row):
        raise ValidationError(_("Something else needs it."))
    path = row.get_absolute_url() if hasattr(row, "get_absolute_url") else None
    with transaction.atomic():
        row.delete()
    if path:
        Redirect.objects.filter(path=path, object_id=None, to="").delete()  # as if it had never been


def is_named(row) -> bool:
    """Whether anything is tied to this row, by whatever relation."""
    for relation in row._meta.get_fields():
        if not relation.auto_created or relation.concrete:
            continue
        name = relation.field.name
        if relation.related_model._base_manager.filter(**{name: row}).exists():
            return True
    return False
