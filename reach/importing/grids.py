"""Tables of any length, row by row: CSV in the encodings of Chinese Excel, XLSX with its dates as dates.

The XML of a sheet is read by `leads.spreadsheets`; what is different here is that cells may hold whole articles, that
a formula is its last value, and that another encoding than UTF-8 is read and noted, since an editor looks at the text.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _
from lxml import etree

from cms.intake.decoding import NOT_TEXT, read_text
from leads import spreadsheets
from leads.spreadsheets import MAIN, column_of, parsed, shared_strings, value_of
from reach.importing.archives import Archive
from reach.importing.moments import from_serial
from reach.importing.sources import Unreadable

MOST_COLUMNS = 100
LONGEST_CELL = 2 * 1024 * 1024
MOST_SHEET = spreadsheets.MOST_UNPACKED
SAMPLE = 4 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')

csv.field_size_limit(LONGEST_CELL)  # the usual 128 KB is less than an article with a table in it


def rows_of(file: IO[bytes], name: str, notes: list[str]) -> Iterator[list[str]]:
    """The rows, each a list of texts; Unreadable for what is no table. `notes` gets what was not certain."""
    file.seek(0)
    begin = file.read(8)
    if begin == OLE:
        raise Unreadable(_("This is an old .xls file, or it has a password. Save it as .xlsx without one."))
    rows = xlsx_rows(file, notes) if begin.startswith(b"PK") else csv_rows(file, notes)
    for number, row in enumerate(rows, 1):
        if len(row) > MOST_COLUMNS:
            said = _("Row %(row)d has more than %(most)d columns.")
            raise Unreadable(said % {"row": number, "most": MOST_COLUMNS})
        yield [NOT_TEXT.sub("", cell).replace("\r\n", "\n").replace("\r", "\n").strip() for cell in row]


# --- CSV -------------------------------------------------------------------------------------------------------------


def csv_rows(file: IO[bytes], notes: list[str]) -> Iterator[list[str]]:
    file.seek(0)
    sample = file.read(SAMPLE)
    if len(sample) == SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    found = read_text(sample)
    if sample.count(b"\0") * 4 > len(sample) and not found.encoding.startswith(("utf-16", "utf-32")):
        raise Unreadable(_("This file is no table."))
    notes += found.notes
    head = found.text.partition("\n")[0]
    delimiter = max(",;\t|", key=head.count)
    file.seek(0)
    text = io.TextIOWrapper(file, found.encoding, errors="replace", newline="")
    try:
        for number, row in enumerate(csv.reader(text, delimiter=delimiter)):
            if number == 0 and row:
                row[0] = row[0].lstrip("\ufeff")
            if number == 0 and len(row) == 1 and row[0].startswith("sep="):
                continue
            yield row
    except csv.Error as error:
        raise Unreadable(_("This is no CSV file: %s") % error) from None
    finally:
        text.detach()


# --- XLSX ------------------------------------------------------------------------------------------------------------


def xlsx_rows(file: IO[bytes], notes: list[str]) -> Iterator[list[str]]:
    package = Archive(file)
    sheets = sorted((path for path in package if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", path)), key=by_number)
    if not sheets:
        raise Unreadable(_("This is no XLSX file."))
    if len(sheets) > 1:
        notes.append(_("The file has %d sheets; only the first was read.") % len(sheets))
    for path in {sheets[0], "xl/sharedStrings.xml"} & set(package):
        package.open(path, MOST_SHEET).close()  # which refuses what is packed to do harm
    damage = (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, EOFError)
    try:
        with zipfile.ZipFile(file) as archive:
            shared = list(shared_strings(archive))
            dates, since_1904 = date_styles(package), is_since_1904(package)
            for row in parsed(archive, sheets[0], "row"):
                yield cells(row, shared, dates, since_1904)
    except spreadsheets.Unreadable as error:
        raise Unreadable(str(error)) from None
    except damage as error:
        raise Unreadable(_("This XLSX file is damaged.")) from error


def by_number(path: str) -> int:
    return int(re.sub(r"\D", "", path))


def cells(row, shared: list[str], dates: set[int], since_1904: bool) -> list[str]:
    values: list[str] = []
    for position, cell in enumerate(row.iter(f"{MAIN}c")):
        column = column_of(cell.get("r"), position)
        if column >= MOST_COLUMNS:
            continue
        values += [""] * (column + 1 - len(values))
        value = value_of(cell, shared)
        kind = cell.get("t")
        if kind == "b":
            value = "true" if value == "1" else "false"
        elif kind == "e":
            value = ""
        elif kind in {None, "n"} and NUMBER.fullmatch(value) and int(cell.get("s") or 0) in dates:
            value = from_serial(float(value), since_1904=since_1904) or value
        values[column] = value
    return values


def part(package: Archive, path: str):
    if path not in package:
        return None
    content = package.read(path, 8 * 1024 * 1024)
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("This XLSX file is damaged."))
    return root


def is_since_1904(package: Archive) -> bool:
    root = part(package, "xl/workbook.xml")
    found = root.find(f"{MAIN}workbookPr") if root is not None else None
    return found is not None and found.get("date1904") in {"1", "true"}


def date_styles(package: Archive) -> set[int]:
    """The numbers of the styles that show a number as a date."""
    root = part(package, "xl/styles.xml")
    if root is None:
        return set()
    formats = {one.get("numFmtId"): one.get("formatCode") or "" for one in root.iter(f"{MAIN}numFmt")}
    said = {int(identity) for identity, code in formats.items() if re.search("[ymdhYMDH]", NOT_IN_FORMAT.sub("", code))}
    styles = root.find(f"{MAIN}cellXfs")
    return {
        at
        for at, one in enumerate(styles if styles is not None else ())
        if int(one.get("numFmtId") or 0) in DATE_FORMATS | said
    }
