"""Tables, one for each kind: a row for each thing, a column for each field, its parts as JSON."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from django.apps import apps

from cms.publishing import snapshots
from cms.publishing.models import Publishable
from leads.spreadsheets import WRITERS
from reach.entries import Entry
from reach.exporting.everything import Batch
from reach.exporting.pieces import Format, Piece, Pieces
from reach.exporting.words import said
from reach.travelling import row_fields, said_once

LONGEST_CELL = 32_767  # signs that a cell of XLSX may hold
CUT = " […]"
AHEAD = ["kind", "key", "address", "state", "live_from", "live_until", "updated_at"]


class Tables(Format):
    """A zip with a table for each kind; of a single kind the table itself."""

    def __init__(self, options):
        super().__init__(options)
        self.suffix = self.name if len(options.get("kinds") or ()) == 1 else "zip"

    def pieces(self, batch: Batch) -> Iterator[Piece]:
        for entry in batch.entries:
            yield Piece(entry.kind, text=json.dumps(cells(entry), ensure_ascii=False))

    def join(self, pieces: Pieces, file: IO[bytes]) -> None:
        tables = groupby(pieces(), key=lambda piece: piece.name)
        if self.suffix != "zip":
            self.write(file, next((rows for _kind, rows in tables), ()), self.options["kinds"][0])
            return
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for kind, rows in tables:
                with tempfile.TemporaryFile() as table:
                    self.write(table, rows, kind)
                    table.seek(0)
                    with archive.open(f"{kind}.{self.name}", "w", force_zip64=True) as copy:
                        while content := table.read(1024 * 1024):
                            copy.write(content)

    def write(self, file, rows: Iterable[Piece], kind: str) -> None:
        WRITERS[self.name](file, self.lines(rows, kind))

    def lines(self, rows: Iterable[Piece], kind: str) -> Iterator[list]:
        yield columns_of(kind)
        for piece in rows:
            yield [self.fitting(value) for value in json.loads(piece.text)]

    def fitting(self, value):
        return value


class Csv(Tables):
    name = "csv"


class Xlsx(Tables):
    """What does not fit into a cell is cut there, and says so."""

    name = "xlsx"

    def fitting(self, value):
        is_long = isinstance(value, str) and len(value) >= LONGEST_CELL
        return value[: LONGEST_CELL - len(CUT) - 1] + CUT if is_long else value


def names_of(kind: str) -> tuple[list[str], list[str]]:
    """The columns of a kind, and its parts."""
    model = apps.get_model(kind)
    if kind == "publishing.redirect":
        return ["path", "to", "status"], []
    if model in said_once.KEYS:
        return [one.name for one in said_once.row_fields(model)], list(filter(None, [said_once.BELOW.get(model)]))
    if not issubclass(model, Publishable):
        own = [one.name for one in row_fields(model)]
        return [*own, "original_name"] if kind.startswith("library.") else own, []
    fields = [*snapshots.content_fields(model), *snapshots.content_m2m(model)]
    return [one.name for one in fields], [relation.get_accessor_name() for relation in model.part_relations()]


def columns_of(kind: str) -> list[str]:
    fields, parts = names_of(kind)
    return [*AHEAD, *fields, *parts]


def cells(entry: Entry) -> list:
    fields, parts = names_of(entry.kind)
    moments = [entry.live_from, entry.live_until, entry.updated_at]
    ahead = [entry.kind, entry.key, (entry.addresses or [""])[0], entry.state, *moments]
    values = [_cell(entry.fields.get(name)) for name in fields]
    return (
        ahead
        + values
        + [json.dumps(entry.parts[name], ensure_ascii=False) if name in entry.parts else "" for name in parts]
    )


def _cell(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, int) else said(value)
