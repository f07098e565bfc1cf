"""One deed for many things: foreseen without being done, then done to each in a transaction of its own.

A preview runs the very deed and takes it back, so it says what will happen with all checks and guards, and to the word.
Each row is named with a stamp of what it was in the preview; a row that changed since is left alone, and named.
"""

import logging
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.outbox.worker import DATABASE_AWAY
from cms.publishing import snapshots
from cms.publishing.models.bulk import BulkResult, BulkRun, Outcome
from cms.publishing.models.publishable import Publishable
from cms.publishing.models.visibility import State

logger = logging.getLogger(__name__)

MOST = 100  # of what only leaves the public, which costs about 27 ms of the processor each
MOST_OTHERWISE = 50  # a publication costs about 65 ms, and so does foreseeing one
KEPT_FOR = timedelta(days=30)


class Told(NamedTuple):
    """What comes of a deed for one thing, in a sentence."""

    outcome: str
    sentence: str


Deed = Callable[[Publishable], Told]


def most(name: str) -> int:
    """How many things this deed takes at once, so that nobody waits much longer than three seconds for its preview."""
    return MOST if name in {"trash", "unpublish"} else MOST_OTHERWISE


# --- The deeds -------------------------------------------------------------------------------------------------------


def publish(row, *, by) -> Told:
    """Make the working copy public; what the public sees already stays untouched."""
    draft = row.draft()
    is_public = row.state == State.PUBLISHED and row.standing != "expired"
    if is_public and row.live_revision and snapshots.digest(row.working_copy()) == row.live_revision.digest:
        return Told(Outcome.UNCHANGED, _("The public sees exactly this."))
    saved = moment(draft.saved_at) if draft else ""
    row = row.publish_working_copy(by=by)
    if row.standing == "scheduled":
        return Told(Outcome.DONE, _("Public from %(when)s.") % {"when": moment(row.live_from)})
    if saved:
        return Told(Outcome.DONE, _("Public: the version saved at %(when)s.") % {"when": saved})
    return Told(Outcome.DONE, _("Public, as it stands."))


def unpublish(row, *, by) -> Told:
    if row.state != State.PUBLISHED:
        return Told(Outcome.UNCHANGED, _("It is not public."))
    row.unpublish(by=by)
    return Told(Outcome.DONE, _("The public no longer sees it."))


def trash(row, *, by) -> Told:
    if row.trashed_at:
        return Told(Outcome.UNCHANGED, _("It is in the trash already."))
    was_public = row.is_live
    row.trash(by=by)
    return Told(Outcome.DONE, _("In the trash; the public no longer sees it.") if was_public else _("In the trash."))


def rewrite(row, edit: Callable[[dict], bool], *, by, publish_too: bool) -> Told:
    """Change the working copy; of what is public the page too, if that is wished and nothing else waits in the draft.

    `edit(data)` changes a snapshot and says whether anything is different.
    """
    draft, data = row.draft(), deepcopy(row.working_copy())
    if not edit(data):
        return Told(Outcome.UNCHANGED, _("It is so already."))
    row.require_finished()
    waits = bool(draft and row.live_revision and snapshots.digest(draft.data) != row.live_revision.digest)
    revision = row.save_revision(data, by=by, token=row.edit_token(draft))
    if row.state != State.PUBLISHED:
        return Told(Outcome.DONE, _("Saved in the draft."))
    if not publish_too:
        return Told(Outcome.DONE, _("Saved as a draft. The public page stays as it is."))
    if waits:
        return Told(Outcome.DONE, _("Saved in the draft only: other changes wait in it, and would become public too."))
    row.publish(revision, by=by)
    return Told(Outcome.DONE, _("Changed and published."))


def moving(field: str, key: int) -> Callable[[dict], bool]:
    """Put the thing under another row, such as an article into another channel."""

    def edit(data):
        before, data["fields"][field] = data["fields"].get(field), key
        return before != key

    return edit


def tying(field: str, key: int, *, is_tied: bool) -> Callable[[dict], bool]:
    """Give the thing a tag, or take it away."""

    def edit(data):
        keys = set(data["m2m"].get(field, []))
        data["m2m"][field] = sorted(keys | {key} if is_tied else keys - {key})
        return set(data["m2m"][field]) != keys

    return edit


# --- Foreseeing and doing --------------------------------------------------------------------------------------------


def stamp(row) -> str:
    """What tells that somebody saved, published, withdrew or trashed the thing since."""
    state = (row.edit_token(row.draft()), str(row.state), row.live_from, row.live_until, row.trashed_at)
    return sha256(repr(state).encode()).hexdigest()[:16]


@transaction.atomic
def foresee(row, deed: Deed) -> Told:
    """What would come of it; nothing is done."""
    told = tried(row, deed)
    transaction.set_rollback(True)
    return told


def tried(row, deed: Deed) -> Told:
    try:
        with transaction.atomic():
            return deed(row)
    except ValidationError as error:
        return Told(Outcome.REFUSED, " ".join(error.messages))


def begin(key, model, name: str, *, by, asked: int) -> BulkRun | None:
    """The run of this key, new or begun before by the same person; None if the key is somebody else's."""
    BulkRun.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    kind = ContentType.objects.get_for_model(model)
    run, _is_new = BulkRun.objects.get_or_create(
        key=key, defaults={"content_type": kind, "deed": name, "by": by, "asked": asked}
    )
    return run if (run.by_id, run.content_type_id, run.deed) == (by.pk, kind.pk, name) else None


def do(run: BulkRun, items: list[tuple[int, str]], deed: Deed, *, visible) -> None:
    """Do it to each of the rows that are named with their stamps and that the person sees; one failing stops none."""
    for pk, seen in items[:MOST]:
        try:
            do_one(run, pk, seen, deed, visible)
        except DATABASE_AWAY:
            raise
        except IntegrityError:  # the same form, sent twice at once: the other one has just done it
            continue
        except Exception:
            logger.exception("%s failed for %s %s", run.deed, run.content_type, pk)
            told = _("Nothing was changed. Please try it alone.")
            said = {"label": str(pk), "outcome": Outcome.FAILED, "told": told}
            BulkResult.objects.get_or_create(run=run, object_id=pk, defaults=said)


@transaction.atomic
def do_one(run, pk, seen, deed, visible) -> None:
    model = run.content_type.model_class()
    row = model._base_manager.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None or run.results.filter(object_id=pk).exists() or not visible.filter(pk=pk).exists():
        return
    if stamp(row) != seen:
        told = Told(Outcome.STALE, _("Somebody changed it after the preview, so it was left alone."))
    else:
        told = tried(row, deed)
    BulkResult.objects.create(run=run, object_id=pk, label=str(row)[:200], outcome=told.outcome, told=told.sentence)


def moment(when) -> str:
    return date_format(timezone.localtime(when), "Y-m-d H:i")
