"""Pieces of an export, and how they are kept on the way: numbered parts in a storage, and how far they are.

A part is written before the state that counts it, so whoever is killed between the two writes it again.
"""

import base64
import gzip
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import Storage

from cms.library.storage import private, public, put
from reach.exporting.everything import Batch, What, batches, count

COPIED = 1024 * 1024  # bytes at once


@dataclass
class Piece:
    """A text that is to stand in a file, or a file of ours that is copied whole.

    `file` is a name in one of our storages, `private:pictures/ab/…`; `data` is base64, for what is no text. `links`
    are the addresses to which a page leads; they are kept apart.
    """

    name: str
    text: str = ""
    file: str = ""
    data: str = ""
    links: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value and name != "links"}

    def opened(self) -> IO[bytes] | None:
        """The file to be copied; None if it is not there any more."""
        place, _colon, name = self.file.partition(":")
        try:
            if place != "static":
                return (private if place == "private" else public).open(name)
            with suppress(FileNotFoundError):
                return staticfiles_storage.open(name)
            found = finders.find(name)
            return open(found, "rb") if found else None  # noqa: SIM115  whoever copies it closes it
        except (FileNotFoundError, ValueError):
            return None


Pieces = Callable[[], Iterator[Piece]]


class Format:
    """A way to write content down: what becomes of entries, and how that is put together to one file."""

    name = ""
    suffix = "zip"

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options

    def pieces(self, batch: Batch) -> Iterator[Piece]:
        raise NotImplementedError

    def steps(self, bench: "Bench") -> Iterator[tuple[int, int]]:
        """Make the pieces and keep them, part by part, from where it stands; after each how many rows of how many."""
        options = self.options
        what = What(tuple(options.get("kinds") or ()), bool(options.get("with_drafts")))
        total = bench.state.get("total") or count(what)
        for batch in batches(what, tuple(bench.state.get("position") or (0, 0))):
            done = bench.state.get("done", 0) + batch.rows
            bench.keep(self.pieces(batch), position=batch.position, done=done, total=total)
            yield done, total

    def join(self, pieces: Pieces, file: IO[bytes]) -> None:
        """Write everything; `pieces()` may be gone through more than once, and holds little in memory."""
        raise NotImplementedError


class Bench:
    """Where an export lies while it is made."""

    def __init__(self, storage: Storage, folder: str) -> None:
        self.storage, self.folder = storage, folder
        self.state: dict[str, Any] = self._read()

    def _read(self) -> dict:
        try:
            with closing(self.storage.open(self._name("state.json"))) as file:
                return json.load(file)
        except (FileNotFoundError, ValueError):
            return {"parts": 0}

    def _name(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name

    def keep(self, pieces: Iterable[Piece], *, with_links=False, **state) -> None:
        """One part more, and how far we are with it; for pages, also where they lead."""
        number, pieces = self.state["parts"] + 1, list(pieces)
        self._put(f"{number:06}.gz", [piece.as_json() for piece in pieces])
        if with_links:
            self._put(f"{number:06}.links.gz", [[piece.name, piece.links] for piece in pieces])
        self.note(**state, parts=number)

    def _put(self, name: str, rows: list) -> None:
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        put(self.storage, self._name(name), gzip.compress(lines.encode("utf-8", "replace"), 3))

    def _rows(self, ending: str) -> Iterator:
        for number in range(1, self.state["parts"] + 1):
            with closing(self.storage.open(self._name(f"{number:06}.{ending}"))) as file:
                content = gzip.decompress(file.read()).decode()
            yield from (json.loads(line) for line in content.split("\n") if line)

    def note(self, **state) -> None:
        state = self.state | state
        put(self.storage, self._name("state.json"), json.dumps(state).encode())
        self.state = state

    def pieces(self) -> Iterator[Piece]:
        """Everything that is kept, in its order."""
        return (Piece(**row) for row in self._rows("gz"))

    def links(self) -> Iterator[tuple[str, list[str]]]:
        """The name of each piece and where it leads: much less to read than the pieces."""
        return ((name, links) for name, links in self._rows("links.gz"))

    def clear(self) -> None:
        """Take everything away."""
        for number in range(1, self.state["parts"] + 2):
            self.storage.delete(self._name(f"{number:06}.gz"))
            self.storage.delete(self._name(f"{number:06}.links.gz"))
        self.storage.delete(self._name("state.json"))
        if self.folder:
            with suppress(OSError):  # where there are folders, it is empty now
                self.storage.delete(self.folder)
        self.state = {"parts": 0}


def add(archive: zipfile.ZipFile, piece: Piece) -> bool:
    """Put a piece into an archive as a file of its own; False if what it copies is gone."""
    if not piece.file:
        archive.writestr(piece.name, base64.b64decode(piece.data) if piece.data else piece.text)
        return True
    file = piece.opened()
    if file is None:
        return False
    about = zipfile.ZipInfo(piece.name)  # pictures are as small as they get: no time is spent on them
    with closing(file), archive.open(about, "w", force_zip64=True) as copy:
        while content := file.read(COPIED):
            copy.write(content)
    return True


def gathered(name: str, pieces: Pieces) -> Iterator[str]:
    """The texts of all pieces that stand in one file."""
    return (piece.text for piece in pieces() if piece.name == name)
