"""What a posted form says, as an object in memory that the public templates can show; nothing is written."""

import secrets
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import router
from django.utils import timezone

from cms.publishing import snapshots
from cms.publishing.writing.posting import Posted, collect, lists_of_parts


def told(model_admin, request, row=None):
    """The thing as the form of `row`, or of a new one, says; `unsaved_problems` has what saving would refuse.

    What is invalid stays as it was saved last. None in place of a new thing that cannot be shown yet.
    """
    posted = Posted.bound(model_admin, request, opened(row) if row is not None else None)
    form, formsets = posted.form, posted.formsets
    problems = [*problems_of(form), *(said for formset in formsets for said in problems_of_rows(formset))]
    if row is None and not posted.is_valid:
        return None, problems
    thing = form.instance if row is not None else as_if_new(form.instance, request.user)
    collect(form, formsets)
    for formset in lists_of_parts(formsets):
        if not formset.is_valid():
            snapshots.remember(thing, formset.accessor, snapshots.DraftRows(formset.model), valid_rows(formset))
    thing.is_overlaid = True
    thing.unsaved_problems = problems
    return thing, problems


def opened(row):
    """The working copy over the row, as the form opens it, without a lock."""
    draft = row.draft()
    thing = row.as_of(draft.data if draft else snapshots.take(row))
    thing.shown_draft, thing.shown_token = draft, thing.edit_token(draft)
    return thing


def as_if_new(thing, user):
    """In memory: a key that no row has, so that relations can be asked, and the address that saving would give."""
    thing.pk = -secrets.randbelow(2**62) - 1
    thing._state.adding, thing._state.db = False, router.db_for_read(type(thing))
    thing.created_by, thing.created_at = user, timezone.now()
    thing.settle_address()
    for field in snapshots.content_m2m(type(thing)):
        snapshots.remember(thing, field.name, field.related_model._default_manager.none())
    return thing


def valid_rows(formset) -> list[Any]:
    """Of a list with mistakes in it: the rows as they were, with what is right in them, and the faultless new ones."""
    rows = [form.instance for form in formset.initial_forms if not form.instance._state.adding]
    rows += [form.instance for form in formset.extra_forms if form.has_changed() and form.is_valid()]
    for row in rows:
        setattr(row, formset.fk.name, formset.instance)
    return sorted(rows, key=lambda row: (row.position is None, row.position or 0))


def problems_of(form) -> list[str]:
    """Each refusal with the name of its field; that somebody else saved meanwhile is told when one saves."""
    found = []
    for name, errors in form.errors.items():
        label = "" if name == NON_FIELD_ERRORS else f"{form.fields[name].label}: "
        is_conflict = name == NON_FIELD_ERRORS and form.has_error(NON_FIELD_ERRORS, "conflict")
        found += [] if is_conflict else [f"{label}{error}" for error in errors]
    shape = getattr(form, "shape", None)
    if shape is not None and shape.is_bound and not shape.is_valid():
        found += problems_of(shape)
        found += [
            said for row in (shape.rows.errors_of_kept() if shape.rows is not None else []) for said in problems_of(row)
        ]
    return found


def problems_of_rows(formset) -> list[str]:
    name = formset.model._meta.verbose_name
    if formset.is_valid():
        return []
    rows = [said for form in formset.forms if form.errors for said in problems_of(form)]
    return [f"{name}: {said}" for said in [*formset.non_form_errors(), *rows]]
