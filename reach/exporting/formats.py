"""The formats, by name, and an export from beginning to end."""

import errno
import time
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from reach.exporting.folders import Folders
from reach.exporting.pieces import Bench, Format
from reach.exporting.site import Site
from reach.exporting.tables import Csv, Xlsx
from reach.exporting.wxr import Wxr

FORMATS: dict[str, type[Format]] = {one.name: one for one in (Wxr, Folders, Csv, Xlsx, Site)}


class Different(Exception):
    """What lies on the bench is an export of something else."""


def prepared(format: str, options: dict, bench: Bench) -> Format:
    """The format for this export; raises `Different` if another one was begun on this bench."""
    asked = {"format": format, "options": options}
    begun = bench.state.get("asked")
    if begun and begun != asked:
        raise Different
    if not begun:
        bench.note(asked=asked)
    return FORMATS[format](options)


def gone_on(made: Format, bench: Bench, *, seconds: float | None = None) -> Iterator[tuple[int, int]]:
    """Make parts until all are there, or for so long; `bench.state["is_whole"]` says which."""
    if bench.state.get("is_whole"):
        return
    until = time.monotonic() + seconds if seconds else None
    for progress in made.steps(bench):
        yield progress
        if until and time.monotonic() > until:
            return
    bench.note(is_whole=True)


def put_together(made: Format, bench: Bench, file: IO[bytes]) -> None:
    made.join(bench.pieces, file)


def is_full(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def said_of(error: OSError) -> str:
    """What people are told about a disk or a storage that failed."""
    if is_full(error):
        return _("The disk is full. Make room, then ask again.")
    return _("The file could not be written: %(why)s") % {"why": error.strerror or type(error).__name__}
