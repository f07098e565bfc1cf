"""A source that somebody brings becomes a run: kept privately, known by its reader, read by the worker."""

import io
from typing import IO

from django.core.files import File
from django.utils.translation import gettext as _

from cms.library.storage import private
from reach.exporting.formats import said_of
from reach.importing.archives import Archive
from reach.importing.sources import Source, Unreadable, reader_of
from reach.importing.spooling import FOLDER
from reach.models import ImportRun, Standing

MOST_BYTES = 2 << 30
CORRECTABLE = (Standing.READY, Standing.UNDONE)


def bring(name: str, file: IO[bytes], *, by, media: IO[bytes] | None = None) -> ImportRun:
    """Keep the source; raises `Unreadable` for what nobody reads or there is no room for, and then keeps nothing."""
    for brought in filter(None, (file, media)):
        if brought.seek(0, io.SEEK_END) > MOST_BYTES:
            raise Unreadable(_("This file is larger than 2 GB. Bring it in parts."))
    source = Source(name, file, media=media)
    reader = reader_of(source)
    if media:
        Archive(media)  # raises for what is none, or is dangerous
    run = ImportRun(by=by, name=name[-200:], reader=reader.name)
    run.standing = Standing.ASKING if reader.form(source) else Standing.READING
    names = [f"{FOLDER}/{run.uuid}.source", f"{FOLDER}/{run.uuid}.media"]
    try:
        run.file = kept(file, names[0])
        run.media = kept(media, names[1]) if media else ""
        run.save()
    except BaseException as error:
        for name in names:  # half of one may be there
            private.delete(name)
        if isinstance(error, OSError):
            raise Unreadable(said_of(error)) from None
        raise
    return run


def kept(file: IO[bytes], name: str) -> str:
    file.seek(0)
    return private.save(name, File(file))


def answer(run: ImportRun, options: dict) -> bool:
    """What the reader asked is answered; False if it was not waiting for that."""
    waiting = ImportRun.objects.filter(pk=run.pk, standing=Standing.ASKING)
    return bool(waiting.update(options=options, standing=Standing.READING))


def correct(run: ImportRun, options: dict) -> bool:
    """Read the source that is kept again with other answers; False once something of it is stored."""
    unstored = ImportRun.objects.filter(pk=run.pk, standing__in=CORRECTABLE).exclude(file="")
    anew = {"done": 0, "total": 0, "ended_at": None}
    return bool(unstored.update(options=options, standing=Standing.READING, **anew))
