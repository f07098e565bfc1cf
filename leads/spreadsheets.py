"""Tables in and out, CSV and XLSX: written row by row in flat memory, read within limits that are known before opening.

Spreadsheets run what begins like a formula. On the way out such a text gets an apostrophe before it; on the way in, a
cell with a formula is refused, and what looks like one is text.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from lxml import etree

from cms.intake.decoding import read_text

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PHONE = re.compile(r"\+\d[\d ]{6,20}\d")
INVALID_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 50_000, 60, 8_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Unreadable(Exception):
    """A file that is not read, with the sentence that says why."""


# --- Out -------------------------------------------------------------------------------------------------------------


def harmless(value) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def write_csv(file, rows: Iterable[Iterable]) -> None:
    """UTF-8 with a BOM, by which Excel knows it; `file` takes bytes."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([value if isinstance(value, int | Decimal) else harmless(value) for value in row])
    text.detach()


PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>""",
}
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_xlsx(file, rows: Iterable[Iterable]) -> None:
    """One sheet; whole and decimal numbers as numbers, everything else as text, phone numbers as they are read."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, DECLARED + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{DECLARED}<worksheet xmlns="{MAIN[1:-1]}"><sheetData>'.encode())
            for row in rows:
                sheet.write(f"<row>{''.join(map(cell, row))}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def cell(value) -> str:
    if isinstance(value, int | Decimal):
        return f"<c><v>{value}</v></c>"
    text = "" if value is None else str(value)
    text = text if PHONE.fullmatch(text) else harmless(text)  # a cell that says it is text is never a formula
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(INVALID_XML.sub("", text))}</t></is></c>'


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


# --- In --------------------------------------------------------------------------------------------------------------


def read(file, name: str) -> Iterator[list[str]]:
    """The rows of a table, each a list of texts; Unreadable for what is too large, no table, or dangerous."""
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Please split it."))
    file.seek(0)
    rows = read_xlsx(file) if name.lower().endswith(".xlsx") else read_csv(file)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS + 1:
            raise Unreadable(_("The file has more than %d rows. Please split it.") % MOST_ROWS)
        if len(row) > MOST_COLUMNS:
            raise too_wide(number)
        if any(len(text) > LONGEST_CELL or "\0" in text for text in row):
            raise Unreadable(_("Row %d has a cell that is too long or holds signs that are no text.") % number)
        yield [text.strip() for text in row]


def too_wide(number: int) -> Unreadable:
    return Unreadable(_("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": MOST_COLUMNS})


def read_csv(file) -> Iterator[list[str]]:
    text = text_of(file)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(_("This is no CSV file: %s") % error) from None


def text_of(file) -> str:
    """What the bytes of a CSV file say, in whichever encoding; Unreadable rather than with one broken sign."""
    content = file.read()
    found = read_text(content)
    is_utf_8 = found.encoding == "utf-8"
    if content[:2] == b"PK" or "�" in found.text or (is_utf_8 and b"\0" in content):
        raise Unreadable(_("The text of this file cannot be read. In Excel, save it as “CSV UTF-8” or as XLSX."))
    return found.text


def read_xlsx(file) -> Iterator[list[str]]:
    """The first sheet. What it says of its own size is checked before anything is unpacked, and again while it is."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable(_("This is no XLSX file.")) from None
    with archive:
        parts = archive.infolist()
        if len(parts) > 500 or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(_("This file is far larger unpacked than a table should be."))
        names = sorted(part.filename for part in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part.filename))
        if not names:
            raise Unreadable(_("This is no XLSX file."))
        try:
            shared = list(shared_strings(archive))
            yield from sheet_rows(archive, min(names, key=len), shared)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, EOFError) as error:
            raise Unreadable(_("This XLSX file is damaged.")) from error


class Limited(io.RawIOBase):
    """A part of an archive that ends with an error where it is longer than it said."""

    def __init__(self, stream):
        self.stream, self.left = stream, MOST_UNPACKED

    def readable(self):
        return True

    def read(self, size=-1):
        content = self.stream.read(min(size, 65536) if size > 0 else 65536)
        self.left -= len(content)
        if self.left < 0:
            raise Unreadable(_("This file is far larger unpacked than a table should be."))
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Unreadable(_("This XLSX file is damaged."))
        return content


def parsed(archive, name, tag):
    with archive.open(name) as stream:
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for _event, element in etree.iterparse(Limited(stream), tag=MAIN + tag, **options):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def texts(element) -> str:
    return "".join(part.text or "" for part in element.iter(MAIN + "t"))


def shared_strings(archive):
    if "xl/sharedStrings.xml" in archive.namelist():
        for element in parsed(archive, "xl/sharedStrings.xml", "si"):
            yield texts(element)


def sheet_rows(archive, name, shared):
    for number, row in enumerate(parsed(archive, name, "row"), 1):
        values: list[str] = []
        for position, entry in enumerate(row.iter(MAIN + "c")):
            if entry.find(MAIN + "f") is not None:
                raise Unreadable(_("Row %d holds a formula. Please paste the values only and save again.") % number)
            column = column_of(entry.get("r"), position)
            if column >= MOST_COLUMNS:
                raise too_wide(number)
            values += [""] * (column + 1 - len(values))
            values[column] = value_of(entry, shared)
        yield values


def column_of(reference, position) -> int:
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    if not letters:
        return position
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def value_of(entry, shared) -> str:
    kind, value = entry.get("t"), entry.findtext(MAIN + "v") or ""
    if kind == "s":
        return shared[int(value)]
    if kind == "inlineStr":
        return texts(entry)
    if kind in {None, "n"} and re.fullmatch(r"-?\d+(\.\d+)?[eE]\+?\d+|-?\d+\.0+", value):
        return str(int(Decimal(value)))  # Excel writes long phone numbers as 1.3812345678E10
    return value
