"""A run goes on: slices of a few seconds, each item stored once, through pauses and kills.

The worker takes a slice at a time, so that other work has its turn; the command line takes one after the other. What
is written for an item and the item's own stage change in one transaction, so whoever is killed leaves off between two.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.library.storage import private
from cms.outbox.worker import DATABASE_AWAY, Work, register
from reach.exporting.formats import is_full, said_of
from reach.importing import bringing, planning, undoing, writing
from reach.importing.archives import Archive
from reach.importing.resolving import Here
from reach.importing.sources import Unreadable
from reach.importing.spooling import FOLDER, opened, spool
from reach.models import ImportItem, ImportRun, Stage, Standing
from reach.models.imports import LEASE

logger = logging.getLogger(__name__)

SLICE = 4.0  # seconds
HELD = 0.3  # seconds for which one transaction may keep others from writing
AT_ONCE = 50
KEPT_FOR = timedelta(days=90)  # the sources and what was read of them; the report stays


class Lost(Exception):
    """Somebody else has taken this run over, or paused it."""


def work(pk: int) -> None:
    """One slice of a run, if nobody else is at it."""
    if not ImportRun.objects.claim(pk):
        return
    run = ImportRun.objects.select_related("by").get(pk=pk)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if run.standing == Standing.READING:
                read(run)
            elif run.standing == Standing.UNDOING:
                if undoing.slice_of(run, until=time.monotonic() + SLICE, go_on=lambda: hold(run)):
                    move(run, Standing.UNDONE)
            else:
                go_on(run)
    except Lost:
        return
    finally:
        ImportRun.objects.filter(pk=pk, standing=run.standing).update(leased_until=None)


def hold(run: ImportRun) -> None:
    """Keep the run a while longer; raises `Lost` if it is not ours any more, or was paused."""
    mine = ImportRun.objects.filter(pk=run.pk, standing=run.standing)
    if not mine.update(leased_until=timezone.now() + LEASE):
        raise Lost


def read(run: ImportRun) -> None:
    """Read the source and say what would come of it; a refused one leaves no item behind."""
    try:
        spool(run, lambda: hold(run))
        with opened(run) as (reader, source):
            media = Archive(source.media) if source.media else None
            planning.plan(run, lambda ref: bringing.is_there(ref, run, reader, source, media), lambda: hold(run))
        if not run.items.exists():
            raise Unreadable(_("There is nothing in this source that could be taken over."))
    except Unreadable as error:
        refuse(run, str(error))
        return
    except (OSError, ValueError, ValidationError) as error:
        if isinstance(error, OSError) and is_full(error):
            refuse(run, said_of(error))
            return
        logger.exception("Import %s could not be read", run.pk)
        refuse(run, _("This source cannot be read; it may be damaged. (%(why)s)") % {"why": type(error).__name__})
        return
    move(run, Standing.READY)


def refuse(run: ImportRun, sentence: str) -> None:
    run.items.all().delete()
    run.error = sentence[:500]
    move(run, Standing.REFUSED)


def move(run: ImportRun, standing: str) -> None:
    """From one state to the next, unless somebody has moved it meanwhile."""
    told = {name: getattr(run, name) for name in ("origin", "notes", "error", "total")}
    ended = {"ended_at": timezone.now()} if standing in {Standing.DONE, Standing.UNDONE, Standing.REFUSED} else {}
    moved = ImportRun.objects.filter(pk=run.pk, standing=run.standing)
    if not moved.update(standing=standing, leased_until=None, **told, **ended):
        raise Lost
    run.standing = standing


def go_on(run: ImportRun) -> None:
    """Store what comes next, for some seconds."""
    until = time.monotonic() + SLICE
    here = Here(run)
    with opened(run) as (reader, source):
        media = Archive(source.media) if source.media else None
        while time.monotonic() < until:
            hold(run)
            items = list(run.items.exclude(stage=Stage.OVER).order_by("stage", "rank", "pk")[:AT_ONCE])
            if not items:
                move(run, Standing.DONE)
                return
            stage = items[0].stage
            same = [item for item in items if item.stage == stage]  # each stage needs the one before to be whole
            if stage == Stage.FILE:
                bring_some(run, same, lambda item: bringing.bring(item, here, reader, source, media), until)
            else:
                store_some(run, same, here)


def bring_some(run: ImportRun, items: list[ImportItem], bring: Callable[[ImportItem], None], until: float) -> None:
    for item in items:
        if time.monotonic() > until:
            return
        bring(item)
        count(run, [item])
        hold(run)


def store_some(run: ImportRun, items: list[ImportItem], here: Here) -> None:
    """As many as fit into one short transaction; what somebody else has stored meanwhile is not stored again."""
    stored = []
    until = time.monotonic() + HELD
    asked = run.items.filter(pk__in=[item.pk for item in items], stage=items[0].stage)
    with transaction.atomic():
        for item in asked.order_by("rank", "pk").select_for_update():
            store(item, here)
            stored.append(item)
            if time.monotonic() > until:
                break
        count(run, stored)


def store(item: ImportItem, here: Here) -> None:
    try:
        with transaction.atomic():
            writing.store(item, here)
    except DATABASE_AWAY:
        raise
    except Exception:
        logger.exception("Import %s: item %s failed", item.run_id, item.pk)
        writing.fail(item, [_("Something went wrong with it. The log of the server says what.")])


def count(run: ImportRun, items: list[ImportItem]) -> None:
    over = sum(item.stage == Stage.OVER for item in items)
    ImportRun.objects.filter(pk=run.pk).update(done=F("done") + over)


# --- What people say -------------------------------------------------------------------------------------------------


def start(run: ImportRun, choices: dict, *, by) -> bool:
    """Let it run, as chosen; False if it is not waiting for that."""
    mine = ImportRun.objects.filter(pk=run.pk, standing=Standing.READY)
    return bool(mine.update(standing=Standing.RUNNING, choices=choices, by=by))


def turn(run: ImportRun, before: tuple[str, ...], after: str) -> bool:
    """Pause, go on, or take back; False if it is not in a state for that."""
    return bool(ImportRun.objects.filter(pk=run.pk, standing__in=before).update(standing=after))


def pause(run: ImportRun) -> bool:
    return turn(run, (Standing.RUNNING,), Standing.PAUSED)


def resume(run: ImportRun) -> bool:
    return turn(run, (Standing.PAUSED,), Standing.RUNNING)


def take_back(run: ImportRun) -> bool:
    return turn(run, (Standing.DONE, Standing.PAUSED), Standing.UNDOING)


def can_be_discarded(run: ImportRun) -> bool:
    """Nothing of it was stored."""
    return run.standing in {Standing.ASKING, Standing.READY, Standing.REFUSED}


def discard(run: ImportRun) -> bool:
    """Forget a source of which nothing was stored; its report stays, and says so."""
    before = (Standing.ASKING, Standing.READY, Standing.REFUSED)
    if not turn(run, before, Standing.UNDONE):
        return False
    run.items.all().delete()
    let_go(run.pk)
    return True


# --- For the worker --------------------------------------------------------------------------------------------------


def over() -> list[int]:
    """Runs whose files are kept no longer."""
    edge = timezone.now() - KEPT_FOR
    return list(ImportRun.objects.filter(at__lt=edge).exclude(file="").values_list("pk", flat=True)[:20])


def let_go(pk: int) -> None:
    """Delete the source and what was read of it; the report keeps what became of each item."""
    run = ImportRun.objects.get(pk=pk)
    for name in filter(None, (run.file, run.media)):
        private.delete(name)
    delete_aside(run)
    run.items.update(entry={})
    ImportRun.objects.filter(pk=pk).update(file="", media="")


def delete_aside(run: ImportRun) -> None:
    folder = f"{FOLDER}/{run.uuid}"
    try:
        names = private.listdir(folder)[1]
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        private.delete(f"{folder}/{name}")


def due() -> list[int]:
    return list(ImportRun.objects.due().values_list("pk", flat=True)[:5])


register(Work(name="import content", due=due, do=work, every=2, lane="moving"))
register(Work(name="let go of imported sources", due=over, do=let_go, every=3600))
