"""The one way in for files that readers download: what can be checked by its structure, and nothing else.

A document is kept as it came, so it is refused when it holds anything that acts by itself: scripts and programs in
a PDF, macros, embedded programs and remote templates in an Office file. It is served as an attachment only.
"""

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 5000
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.txt,.csv"

MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}

REFUSALS = {
    "empty": _("This file is empty. Choose it again, or export it anew."),
    "heavy": _("This file has %(megabytes)s MB; at most 20 MB are taken."),
    "foreign": _("This kind of file is not taken. Use PDF, Word, Excel, PowerPoint, plain text or CSV."),
    "broken": _("This file cannot be read; it may be damaged. Export it anew and upload that."),
    "locked": _("This file is protected, so it cannot be checked, nor opened by every reader. Save it unprotected."),
    "active": _("This PDF holds scripts, programs or other files. Print it to a new PDF and upload that."),
    "macros": _("This file holds macros or embedded programs. Save it without them, or as PDF."),
    "remote": _("This file loads parts of itself from elsewhere. Embed them, or save it as PDF."),
    "entities": _("This file holds XML declarations that no office program writes. Save it anew, or as PDF."),
    "bomb": _("This file unpacks to more than 80 MB. Make its pictures smaller, or save it as PDF."),
    "encoding": _("This text is not in UTF-8. Save it with the encoding UTF-8 and upload that."),
}

# Names may be written with #xx in a PDF, so they are looked for after undoing that. They are long enough not to turn
# up by chance in the compressed bytes of a large honest file, as /JS would; each script names /JavaScript as well.
PDF_ACTS = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|GoToE)(?![A-Za-z0-9])|/XFA\s*(\[|\d+\s+\d+\s+R)"
)
# A stream of packed objects says /Type /ObjStm, or points elsewhere for its type; where its first object begins it must
# say itself.
PACKED = re.compile(rb"ObjStm|/First(?![A-Za-z0-9])")
PDF_WORDS = re.compile(rb"\((?:\\.|[^()\\])*\)|%[^\r\n]*", re.S)
PDF_END = re.compile(rb"(?<=[\s>\])])endobj(?=\s)")
JPEG = b"\xff\xd8\xff"
PDF_STREAM = re.compile(rb"(?<!end)stream[ \t]*[\r\n]+")  # as lenient as readers are
REMOTE_TYPES = re.compile(rb"/(attachedTemplate|oleObject|subDocument|frame|control)\b", re.I)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.S)


@dataclass(frozen=True)
class Admitted:
    """A document as it came, and what it was found to be."""

    content: bytes
    format: str
    sha256: str

    @property
    def extension(self) -> str:
        return self.format


def refuse(code: str, **values) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params=values or None)


def admit(upload: File) -> Admitted:
    """The upload with its true format; raises ValidationError with a sentence that helps."""
    if not upload.size:
        raise refuse("empty")
    if upload.size > MAX_BYTES:
        raise refuse("heavy", megabytes=round(upload.size / 1024 / 1024, 1))
    upload.seek(0)
    content = upload.read()
    if content[:1024].lstrip().startswith(b"%PDF-"):
        check_pdf(content)
        found = "pdf"
    elif content.startswith(b"PK\x03\x04"):
        found = office_format(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):  # the container of old and of encrypted Office files
        raise refuse("locked" if b"E\0n\0c\0r\0y\0p\0t" in content else "foreign")
    else:
        found = text_format(content, upload.name or "")
    return Admitted(content=content, format=found, sha256=hashlib.sha256(content).hexdigest())


def check_pdf(content: bytes) -> None:
    """Whole, unlocked and without anything that acts; object streams are looked into as well."""
    if b"%%EOF" not in content[-2048:]:
        raise refuse("broken")
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", content):
        raise refuse("locked")
    if acts(content):
        raise refuse("active")
    left = MAX_UNPACKED
    for start in PDF_STREAM.finditer(content):
        about = dictionary_before(content, start.start())
        if not PACKED.search(about):
            continue
        if b"/Predictor" in about:  # no program writes its objects so, and their words could not be read
            raise refuse("active")
        try:
            packed = content[start.end() : content.find(b"endstream", start.end())]
            unpacked = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            if packed.startswith(JPEG):  # what was said before it belongs to another object
                continue
            raise refuse("broken") from None
        left -= len(unpacked)
        if left <= 0:
            raise refuse("bomb")
        if acts(unpacked):
            raise refuse("active")


def dictionary_before(content: bytes, end: int) -> bytes:
    """What a stream says of itself, read in two ways: "endobj" in a string, a comment or a name hides nothing of it."""
    before = content[max(end - 64_000, 0) : end]
    without_words = PDF_WORDS.sub(b" ", before)
    return unescaped(before[before.rfind(b"endobj") + 1 :] + b" " + PDF_END.split(without_words)[-1])


def unescaped(content: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def acts(content: bytes) -> bool:
    return bool(PDF_ACTS.search(content) or (b"#" in content and PDF_ACTS.search(unescaped(content))))


def office_format(content: bytes) -> str:
    """docx, xlsx or pptx, by the parts inside; reads every part once, within limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            found = [kind for kind, part in MAIN_PARTS.items() if part in names]
            if "[Content_Types].xml" not in names or len(found) != 1:
                raise refuse("foreign")
            check_entries(entries)
            left = MAX_UNPACKED
            for entry in entries:
                is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
                with package.open(entry) as part:
                    data = part.read(left + 1 if is_xml else 4)
                left -= len(data)
                if left < 0:
                    raise refuse("bomb")
                check_start(data)
                if is_xml:
                    check_xml(entry.filename, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise refuse("broken") from None
    return found[0]


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """What the directory of the package says, before anything is unpacked."""
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refuse("bomb")
    for entry in entries:
        parts = entry.filename.split("/")
        if ".." in parts or entry.filename.startswith("/") or "\\" in entry.filename:
            raise refuse("broken")
        if entry.flag_bits & 1:
            raise refuse("locked")
        name = parts[-1].lower()
        if name.startswith("vbaproject") or "activex" in entry.filename.lower() or name.startswith("oleobject"):
            raise refuse("macros")


def check_start(data: bytes) -> None:
    """No part is a program or an old Office file, which could hold macros."""
    if data[:2] == b"MZ" or data[:4] in {b"\x7fELF", b"\xd0\xcf\x11\xe0"}:
        raise refuse("macros")


def check_xml(name: str, data: bytes) -> None:
    """No DTD, no macros, nothing fetched from outside but links that a reader follows."""
    plain = data.replace(b"\0", b"") if b"\0" in data else data  # UTF-16
    if re.search(rb"<!(DOCTYPE|ENTITY)", plain):
        raise refuse("entities")
    if name == "[Content_Types].xml" and re.search(rb"macroEnabled|vbaProject", plain, re.I):
        raise refuse("macros")
    if name.lower().endswith(".rels"):
        for relation in RELATION.findall(plain):
            if re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.I) and REMOTE_TYPES.search(relation):
                raise refuse("remote")


def text_format(content: bytes, name: str) -> str:
    """csv or txt; the name only chooses between the two."""
    wanted = name.lower().rpartition(".")[2]
    if wanted not in {"txt", "csv"} or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{\\rtf")):
        raise refuse("foreign")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse("encoding") from None
    if "\0" in text:
        raise refuse("foreign")
    return wanted
