"""The two versions side by side, when somebody saved or published what another person had open."""

import json
from typing import NamedTuple

from cms.publishing.models import Revision
from cms.publishing.writing import merging, showing
from cms.publishing.writing.posting import Posted, as_if_posted

CHOICE = "choose:"


class Row(NamedTuple):
    """One difference as it is shown."""

    name: str
    label: str
    theirs: list
    mine: list
    was: list | None
    side: str
    is_clash: bool


def between(model_admin, request, form, formsets) -> dict:
    """What the box says: who was faster, each difference with a choice, and what makes it possible to save again."""
    thing, mine = form.instance, Posted(form, formsets).snapshot()
    base = opened(model_admin, request, thing)
    found = merging.differences(base, thing.shown_data, mine)
    chosen = choices(request)
    return {
        "rows": [row(type(thing), difference, chosen) for difference in found],
        "theirs_by": thing.shown_draft.by if thing.shown_draft else None,
        "token": thing.shown_token,
        "base": request.POST.get("_base", ""),
        "knows_base": base is not None,
    }


def row(model, difference, chosen) -> Row:
    theirs, mine = showing.apart(
        showing.lines(model, difference.path, difference.theirs), showing.lines(model, difference.path, difference.mine)
    )
    was = None
    if difference.is_clash and difference.was is not merging.UNKNOWN:
        was = showing.lines(model, difference.path, difference.was)
    return Row(
        name=CHOICE + difference.path,
        label=showing.label(model, difference),
        theirs=theirs,
        mine=mine,
        was=was,
        side=chosen.get(difference.path, difference.side),
        is_clash=difference.is_clash,
    )


def joined(model_admin, request, thing, mine: dict) -> dict:
    """What was chosen of both versions, for saving in the place of theirs."""
    return merging.merged(opened(model_admin, request, thing), thing.shown_data, mine, choices(request))


def choices(request) -> dict[str, str]:
    sides = {merging.THEIRS, merging.MINE}
    return {
        name.removeprefix(CHOICE): value
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value in sides
    }


def opened(model_admin, request, thing) -> dict | None:
    """The version from which this person began: as the browser remembers it, or as the token names it."""
    if body := posted_base(request):
        fresh = model_admin.get_object(request, str(thing.pk))
        shown = as_if_posted(request, body, draft_token=fresh.shown_token)
        return Posted.bound(model_admin, shown, fresh).snapshot()
    kind, _colon, key = request.POST.get("draft_token", "").partition(":")
    if kind == "live" and key.isascii() and key.isdecimal() and len(key) < 19:
        revision = Revision.objects.of(thing).filter(pk=key).first()
        return revision and revision.data
    return None


def posted_base(request) -> dict:
    """The form as it was when it was opened or last saved: `[[name, value], ...]` as JSON."""
    try:
        pairs = json.loads(request.POST.get("_base") or "[]")
        body: dict[str, list] = {}
        for name, value in pairs:
            body.setdefault(as_text(name), []).append(as_text(value))
    except (ValueError, TypeError, RecursionError):
        return {}
    return body


def as_text(value) -> str:
    """As a form would have sent it: JSON can name halves of signs that are no text."""
    return str(value).encode(errors="replace").decode()
