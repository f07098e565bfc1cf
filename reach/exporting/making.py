"""The worker's side: an export made slice by slice, kept for a week, and carried away where a plan says so."""

import os
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.library.storage import private
from cms.outbox.worker import DATABASE_AWAY
from cms.publishing.models import AuditEntry
from leads.models.exchange import KEPT_FOR, LEASE, Work
from reach.exporting.formats import gone_on, prepared, put_together, said_of
from reach.exporting.pieces import Bench, Format
from reach.exporting.site import Unmade
from reach.models.exports import ContentExport, ContentExportPlan

SLICE = 15  # seconds until others have their turn
PLACE = "exports"  # the storage of the settings to which plans carry their files


class Refused(Exception):
    """What cannot be done as the server is set up, with the sentence that says so."""


def ask(*, by, format, kinds=(), with_drafts=True, base="", plan=None) -> ContentExport:
    """Let the worker make an export; that somebody asked for it is written down."""
    told = {"format": format, "kinds": sorted(kinds), "with_drafts": with_drafts, "base": base}
    with transaction.atomic():
        row = ContentExport.objects.create(by=by, plan=plan, **told)
        AuditEntry.objects.record(row, "export", by=by, note=note_of(row))
    return row


def note_of(row: ContentExport) -> str:
    if row.format == "site":
        return row.base
    return " ".join([*row.kinds, *(["+drafts"] if row.with_drafts else [])])[:500]


def make(pk: int) -> None:
    """Go on with one export for a while, if no other worker has it; a worker that is killed leaves it to the next."""
    if not ContentExport.objects.claim(pk):
        return
    row = ContentExport.objects.select_related("by", "plan").get(pk=pk)
    mine = ContentExport.objects.filter(pk=pk, state=Work.WORKING)
    bench = Bench(private.real, row.folder)
    language = row.by.language if row.by else settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            _go_on(row, mine, bench)
    except DATABASE_AWAY:
        raise  # the lease ends, and then it goes on
    except Exception as error:
        mine.update(state=Work.FAILED, error=_said_of(error, language)[:300], leased_until=None)
        bench.clear()
        if not isinstance(error, OSError | Unmade | Refused):
            raise  # a bug: the log names it


def _said_of(error: Exception, language: str) -> str:
    with translation.override(language):
        if isinstance(error, OSError):
            return said_of(error)
        if isinstance(error, Unmade | Refused):
            return str(error)
        return _("Something went wrong that nobody foresaw; the log of the server says what.")


def _go_on(row: ContentExport, mine, bench: Bench) -> None:
    made = prepared(row.format, row.options, bench)
    for done, total in gone_on(made, bench, seconds=SLICE):
        if not mine.update(done=done, total=total, leased_until=timezone.now() + LEASE):
            bench.clear()  # taken back meanwhile
            return
    if not bench.state.get("is_whole"):
        mine.update(state=Work.WAITING, leased_until=None)
        return
    name, size = _finish(row, made, bench)
    if row.plan:
        carry(row.plan, name, made.suffix)
    told = {"state": Work.DONE, "file": name, "size": size, "expires_at": timezone.now() + KEPT_FOR}
    if not mine.update(**told, leased_until=None):
        private.delete(name)
    bench.clear()


def _finish(row: ContentExport, made: Format, bench: Bench) -> tuple[str, int]:
    """The whole file in the private storage, and how large it is; half of one is never left behind."""
    name = f"{row.folder}.{made.suffix}"
    private.delete(name)  # a worker may have been killed when it was there and nobody knew
    with tempfile.TemporaryFile() as file:
        put_together(made, bench, file)
        size = file.tell()
        file.seek(0)
        _save(private.real, name, file)
    return name, size


def _save(storage, name: str, file) -> None:
    try:
        storage.save(name, File(file))
    except BaseException:
        storage.delete(name)
        raise


# --- Plans -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def run_plan(pk: int) -> None:
    """Ask for the export of a plan whose time has come; the next time is the first one that is still ahead."""
    plan = ContentExportPlan.objects.select_for_update().get(pk=pk)
    now = timezone.now()
    if not plan.is_on or plan.next_at > now:
        return
    ask(by=None, format=plan.format, with_drafts=plan.with_drafts, plan=plan)
    steps = (now - plan.next_at) // plan.step + 1
    ContentExportPlan.objects.filter(pk=pk).update(next_at=plan.next_at + steps * plan.step)


def carry(plan: ContentExportPlan, source: str, suffix: str) -> None:
    """Copy a finished file to where plans keep theirs, whole or not at all, and let the oldest go."""
    if PLACE not in settings.STORAGES:
        raise Refused(_("Nobody has said where to: set EXPORT_FOLDER or S3_EXPORT_BUCKET on the server."))
    storage = storages[PLACE]
    name = f"{plan.prefix}{timezone.localtime():%Y%m%d-%H%M%S}.{suffix}"
    with closing(private.open(source)) as file:
        _save(storage, f"{name}.part", file)
        try:
            os.replace(storage.path(f"{name}.part"), storage.path(name))
        except NotImplementedError:  # a bucket, where an upload is whole or not at all
            storage.delete(f"{name}.part")
            file.seek(0)
            _save(storage, name, file)
    mine = sorted(one for one in storage.listdir("")[1] if one.startswith(plan.prefix) and Path(one).suffix != ".part")
    for old in mine[: -plan.keep]:
        storage.delete(old)


def end_file(pk: int) -> None:
    """Delete the file of an export that has ended; the row stays, to say that it was there."""
    row = ContentExport.objects.ended().filter(pk=pk).first()
    if row:
        private.delete(row.file)
        ContentExport.objects.filter(pk=pk).update(file="", state=Work.GONE)


def failed_plans():
    """The plans whose last export failed."""
    return [
        export
        for plan in ContentExportPlan.objects.filter(is_on=True).prefetch_related("exports")
        if (export := max(plan.exports.all(), key=lambda one: one.pk, default=None)) and export.has_failed
    ]
