"""A new draft from a snapshot: of another thing, which makes it a copy, or of a template."""

import uuid
from copy import deepcopy

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.publishing import snapshots
from cms.publishing.models import AuditEntry
from cms.publishing.models.addresses import free_slug


@transaction.atomic
def duplicate(thing, *, by, key: uuid.UUID | None = None):
    """A new draft with the content of this thing's working copy; the address and the original's place are not taken.

    The same `key` again answers what it made the first time.
    """
    data = deepcopy(thing.working_copy())
    data["fields"]["title"] = title_of_copy(data["fields"].get("title") or str(thing), type(thing))
    return begin(type(thing), data, by=by, verb="duplicate", note=f"← {thing._meta.label_lower}:{thing.pk}", key=key)


def title_of_copy(title: str, model) -> str:
    """The title with “(copy)” behind it, in the language of the person who copies."""
    most = model._meta.get_field("title").max_length
    shown = _("%(title)s (copy)")
    return shown % {"title": title[: most - len(shown % {"title": ""})]}


def begin(model, data: dict, *, by, verb: str, note: str, key: uuid.UUID | None = None):
    """A new draft that says what the snapshot says; raises ValidationError if nothing can stand for what is gone.

    A snapshot of before a migration is as good as any: what it does not know has its default, what is no longer known
    is left out. Each value passes its field's gate.
    """
    known = model._base_manager.filter(uuid=key, created_by=by)
    if key and (made := known.first()):
        return made
    try:
        return _begin(model, data, by=by, verb=verb, note=note, key=key)
    except IntegrityError:
        if key and (made := known.first()):  # the second click of two at once
            return made
        raise


@transaction.atomic
def _begin(model, data, *, by, verb, note, key):
    row = model(created_by=by, title=first_title(model, data))
    if key and not model._base_manager.filter(uuid=key).exists():
        row.uuid = key
    fill_what_must_be(row, data["fields"])
    row.slug = free_slug(model, row.title)
    row.save()
    thing = snapshots.leave_out_the_gone(row.as_of(made_anew(data, model)), row, [])
    row.save_revision(snapshots.take(thing), by=by, token=row.edit_token(None))
    AuditEntry.objects.record(row, verb, by=by, note=note)
    row.refresh_from_db()
    return row


def first_title(model, data: dict) -> str:
    """As the column can hold it, whatever stands in the snapshot."""
    return str(data["fields"].get("title") or "")[: model._meta.get_field("title").max_length]


def fill_what_must_be(row, fields: dict) -> None:
    """In memory: each foreign key that cannot be empty names what the snapshot names, or the first there is."""
    for field in snapshots.content_fields(type(row)):
        if field.remote_field and not field.null:
            rows = field.related_model._base_manager
            wanted = rows.filter(pk=fields.get(field.name)).first() or rows.order_by("pk").first()
            if wanted is None:
                raise ValidationError(_("First add one of these: %(kind)s.") % {"kind": field.verbose_name})
            setattr(row, field.attname, wanted.pk)


def made_anew(data: dict, model) -> dict:
    """A copy of the snapshot without what a copy gets anew, its parts with ids of their own."""
    data = deepcopy(data)
    data["fields"] = {name: value for name, value in data["fields"].items() if name not in model.not_copied}
    for rows in data["parts"].values():
        for row in rows:
            row["id"] = str(uuid.uuid4())
    return data
