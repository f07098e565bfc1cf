"""The gate for XML that others wrote: what a parser gets is UTF-8 without a document type, and memory stays flat.

The file passes three steps. `_decoded` finds the encoding that it is really in. `_harmless` refuses a document type,
with which all entities, external files and billions of laughs go; writes HTML's named characters and stray ampersands
so that XML knows them; and puts a mark where a character was that XML forbids, which real exports do hold. Then lxml
reads it within libxml2's own limits (256 levels, 10 MB for one text), and each element is forgotten once it was read.
What was marked is said by `readable`, so that it can be told of the one item it stands in.
"""

import codecs
import re
from collections import Counter
from collections.abc import Collection, Iterator
from html import escape
from html.entities import html5
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree

from reach.importing.sources import Unreadable

PIECE = 1 << 16
SAMPLE = 1 << 20
LONGEST_PROLOGUE = 1 << 20
LONGEST_TAG = 1 << 16  # and the longest comment without a ">"; many attributes take the parser quadratic time
LONGEST_TEXT = 2_400_000  # more than a text may have here; libxml2 gives up at 10 MB, of four bytes a character
MOST_IN_ONE, MOST_TAGS_IN_ONE = 64_000_000, 1_000_000

# Noncharacters: XML allows them, and no text has them.
FORBIDDEN, BROKEN, CUT = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{FORBIDDEN}{BROKEN}{CUT}]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdd2\ufdf0-\ufffd\U00010000-\U0010ffff]")

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']")
_PROLOGUE = re.compile(r"\s+|<\?|<!--")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")

ENCODINGS = {
    "utf-8": "utf-8 utf8 us-ascii ascii",
    "gb18030": "gb2312 gbk gb18030 cp936 x-gbk hz-gb-2312",
    "big5hkscs": "big5 big5-hkscs cp950 x-big5",
    "cp1252": "iso-8859-1 latin1 windows-1252 cp1252",
    "cp932": "shift_jis shift-jis windows-31j cp932",
    "euc_jp": "euc-jp",
    "cp949": "euc-kr ks_c_5601-1987 cp949",
    "utf-16": "utf-16 utf-16le utf-16be utf16",
}
_CODECS = {name: codec for codec, names in ENCODINGS.items() for name in names.split()}
_BEGINNINGS = {  # the first that fits; UTF-32 before UTF-16, whose mark it begins with
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
codecs.register_error("reach.broken", lambda error: (BROKEN, error.end))  # type: ignore[attr-defined]


def elements(file: IO[bytes], wanted: Collection[str], notes: list[str] | None = None) -> Iterator[etree._Element]:
    """Each element with one of these names, without namespace, once it is complete; then it is forgotten.

    One inside another is not told of by itself. Raises Unreadable for what is no XML, ends in the middle or is
    dangerous, but only when it comes there; `notes` gets sentences about the encoding.
    """
    options: dict[str, Any] = {"no_network": True, "load_dtd": False, "resolve_entities": False, "huge_tree": False}
    options |= {"remove_comments": True, "remove_pis": True, "collect_ids": False, "encoding": "utf-8"}
    parser = etree.XMLPullParser(events=("end",), tag=[f"{{*}}{name}" for name in wanted], **options)
    held, tags, line = 0, 0, 1
    for piece in _fed(parser, file, notes):
        held, tags, line = held + len(piece), tags + piece.count("<"), line + piece.count("\n")
        for _event, element in parser.read_events():
            if any(_local(around) in wanted for around in element.iterancestors()):
                continue
            yield element
            _forget(element)
            held = tags = 0
        if held > MOST_IN_ONE or tags > MOST_TAGS_IN_ONE:
            raise Unreadable(
                _("Something in this file, before line %(line)s, is larger than anything that people write.")
                % {"line": line}
            )


def _local(element) -> str:
    return element.tag.rpartition("}")[2]


def _forget(element) -> None:
    """Leave the shell of it for the parser, which may still write what follows; all before it goes."""
    element.clear(keep_tail=True)
    around = element.getparent()
    while around is not None and element.getprevious() is not None:
        del around[0]


def _fed(parser, file, notes) -> Iterator[str]:
    """Each piece of the file after the parser has got it, and "" after the end."""
    try:
        for piece in _harmless(_without_declaration(_decoded(file, notes))):
            parser.feed(piece.encode())
            yield piece
    except etree.XMLSyntaxError as error:
        fault = next(iter(_faults_of(parser)), None)
        raise (_not_xml(fault.line, fault.message) if fault else _not_xml(error.lineno, error.msg)) from None
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        faults = _faults_of(parser)
        if faults or error.code != etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE:
            said = _("This file ends in the middle, in line %(line)s: it was not saved whole. Nothing was taken.")
            raise Unreadable(said % {"line": faults[-1].line if faults else error.lineno}) from None
    yield ""


def _faults_of(parser) -> list:
    """What the parser stumbled over, but for prefixes that nobody declared, which plugins of WordPress write."""
    undeclared = etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE
    return [one for one in parser.feed_error_log.filter_from_errors() if one.type != undeclared]


def _not_xml(line: int | None, problem: str) -> Unreadable:
    said = _("Line %(line)s of this file is not XML: %(problem)s. Nothing was taken.")
    return Unreadable(said % {"line": line, "problem": problem})


# --- The encoding ----------------------------------------------------------------------------------------------------


def _decoded(file: IO[bytes], notes: list[str] | None) -> Iterator[str]:
    encoding = encoding_of(file, notes)
    decoder = codecs.getincrementaldecoder(encoding)("reach.broken")
    file.seek(0)
    while content := file.read(PIECE):
        yield decoder.decode(content)
    yield decoder.decode(b"", final=True)


def encoding_of(file: IO[bytes], notes: list[str] | None = None) -> str:
    """What the file is really written in: by its first bytes, else what it says, unless its text says otherwise."""
    file.seek(0)
    head = file.read(1024)
    for beginning, encoding in _BEGINNINGS.items():
        if head.startswith(beginning):
            return encoding
    found = _DECLARED.match(head)
    said = found[1].decode().lower() if found else "utf-8"
    declared = _CODECS.get(said, "utf-8")
    declared = "utf-8" if declared == "utf-16" else declared  # it would have begun otherwise
    really = _likeliest(_sample(file), declared)
    if notes is not None and really != _CODECS.get(said):
        told = _("This file says that its encoding is %(said)s; it was read as %(really)s, which it is.")
        told %= {"said": said, "really": really}
        notes += [] if told in notes else [told]
    return really


def _sample(file) -> bytes:
    """The first piece that is not plain ASCII; b"" if all is."""
    file.seek(0)
    while content := file.read(SAMPLE):
        if not content.isascii():
            return content
    return b""


def _likeliest(sample: bytes, declared: str) -> str:
    """UTF-8 is hard to be by chance, so it wins where it fits; a few broken signs speak against no encoding."""
    if not sample or _faults(sample, "utf-8") == 0:
        return "utf-8" if sample else declared
    foreign = sum(1 for byte in sample if byte > 127)
    if _faults(sample, declared) * 5 <= foreign:
        return declared
    return min((declared, "utf-8", "gb18030", "big5hkscs"), key=lambda encoding: _faults(sample, encoding))


def _faults(sample: bytes, encoding: str) -> int:
    return codecs.getincrementaldecoder(encoding)("reach.broken").decode(sample).count(BROKEN)


# --- What no parser may get ------------------------------------------------------------------------------------------


def _without_declaration(pieces: Iterator[str]) -> Iterator[str]:
    """What comes is UTF-8, whatever it said; refuses a document type, which can stand before the first element only."""
    text, place = "", None
    for piece in pieces:
        text = (text + piece).lstrip("\ufeff")
        place = _first_element(text)
        if place is not None or len(text) > LONGEST_PROLOGUE:
            break
    if text[place or 0 :][:9].upper() == "<!DOCTYPE" or (place is None and len(text) > LONGEST_PROLOGUE):
        raise Unreadable(
            _("This file declares a document type (DOCTYPE), by which files do harm and which no export needs.")
        )
    declaration = _DECLARATION.match(text)
    yield text[declaration.end() :] if declaration else text
    yield from pieces


def _first_element(text: str) -> int | None:
    """Where that begins which is neither space, comment nor instruction; None if it has not come yet."""
    place = 0
    while found := _PROLOGUE.match(text, place):
        place = found.end()
        if ending := {"<?": "?>", "<!--": "-->"}.get(found[0]):
            after = text.find(ending, place)
            if after < 0:
                return None
            place = after + len(ending)
    return place if len(text) - place >= 9 else None


def _harmless(pieces: Iterator[str]) -> Iterator[str]:
    """The text as XML may hold it; what is held back at the end of a piece is shorter than LONGEST_TAG."""
    rest, is_cdata, length = "", False, 0
    for piece in pieces:
        text, place, done = rest + piece, 0, []
        while place < len(text):
            ending = text.find("]]>" if is_cdata else "<![CDATA[", place)
            if ending < 0:
                break
            part = text[place:ending]
            done.append(_within(part, length) if is_cdata else _beside(part))
            length = length + len(part) if is_cdata or not part else 0
            place = ending + (3 if is_cdata else 9)
            done.append(text[place - 3 : place] if is_cdata else text[place - 9 : place])
            is_cdata = not is_cdata
        safe = max(place, len(text) - 2) if is_cdata else _safe_end(text, place)
        part = text[place:safe]
        done.append(_within(part, length) if is_cdata else _beside(part))
        length = length + len(part) if is_cdata or not part else 0
        rest = text[safe:]
        if len(rest) > LONGEST_TAG:
            raise Unreadable(_("A tag in this file is longer than any that a program writes for people."))
        yield _NOT_XML.sub(FORBIDDEN, "".join(done))
    yield _NOT_XML.sub(FORBIDDEN, rest if is_cdata else _beside(rest))


def _safe_end(text: str, place: int) -> int:
    """Before what may go on in the next piece: a tag that is still open, or a code for a character."""
    opened = text.rfind("<", place)
    if opened >= 0 and text.find(">", opened) < 0:
        return opened
    code = text.rfind("&", max(place, len(text) - 40))
    return code if code >= 0 and ";" not in text[code:] else len(text)


def _within(part: str, length: int) -> str:
    """Of a text in CDATA no more than LONGEST_TEXT, so that one endless post does not refuse all others."""
    if length + len(part) <= LONGEST_TEXT:
        return part
    kept = part[: max(0, LONGEST_TEXT - length)]
    return kept + CUT if length <= LONGEST_TEXT else ""


def _beside(part: str) -> str:
    """Outside of CDATA: HTML's names of characters as characters, every other ampersand as what it shows."""
    return _AMPERSAND.sub(_character, part) if "&" in part else part


def _character(found: re.Match) -> str:
    said = found[1]
    if not said:
        return "&amp;"
    if said.startswith("#"):
        number = int(said[2:-1], 16) if said[1] == "x" else int(said[1:-1])
        is_xml = number < 0x110000 and not _NOT_XML.match(chr(number))
        return found[0] if is_xml else FORBIDDEN
    return escape(html5[said]) if said in html5 else f"&amp;{said}"


# --- What is said of it ----------------------------------------------------------------------------------------------


def readable(text: str | None, faults: Counter | None = None) -> str:
    """The text without marks; `faults` counts what was marked, for `sentences`."""
    if not text:
        return ""
    if not _MARKS.search(text):
        return text
    if faults is not None:
        faults.update(_MARKS.findall(text))
    return text.replace(FORBIDDEN, "").replace(CUT, "").replace(BROKEN, "\ufffd")


def sentences(faults: Counter) -> list[str]:
    """What people should know of what stood in a text."""
    said = []
    if count := faults[FORBIDDEN]:
        said.append(_("Characters that are no text, left out: %(count)s.") % {"count": count})
    if count := faults[BROKEN]:
        said.append(_("Broken characters, with � in their place: %(count)s.") % {"count": count})
    if faults[CUT]:
        most = f"{LONGEST_TEXT:,}"
        said.append(_("The text was longer than %(most)s characters; what came after is missing.") % {"most": most})
    return said
