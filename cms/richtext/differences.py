"""What changed between two rich texts: block by block, word by word within a block, and what changed in its formatting.

Everything here is text and names, never HTML: what shows it escapes it, so markup made to do harm is harmless here.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from lxml import etree

from cms.chinese import differences
from cms.chinese.differences import IN, OUT, SAME, Budget
from cms.richtext import tree
from cms.richtext.vocabulary import words

CHANGED, RESTYLED = "changed", "restyled"
LABELS = {
    "p": _("Paragraph"),
    "h2": _("Heading 2"),
    "h3": _("Heading 3"),
    "h4": _("Heading 4"),
    "ul": _("List item"),
    "ol": _("Numbered item"),
    "pre": _("Code"),
    "blockquote": _("Quotation"),
    "tr": _("Table row"),
    "caption": _("Caption"),
    "figcaption": _("Caption"),
    "dt": _("Term"),
    "dd": _("Explanation"),
    "summary": _("Folded heading"),
    "hr": _("Line across"),
    "video": _("Video"),
}
MARKS = {
    "strong": _("bold"),
    "em": _("italic"),
    "u": _("underlined"),
    "s": _("struck through"),
    "sub": _("subscript"),
    "sup": _("superscript"),
    "code": _("code"),
    "mark": _("highlighted"),
    "small": _("small"),
    "a": _("link to %(what)s"),
    "img": _("picture %(what)s"),
    "lang": _("language %(what)s"),
}
NAMED = frozenset(LABELS) - {"ul", "ol", "video"}
BREAKING = words("p h2 h3 h4 pre hr blockquote ul ol li dl dt dd table caption tr figure figcaption details summary")
BREAK, NEXT_CELL = "\0", "\1"  # while a block is read; the parser leaves neither in a text
PICTURE_SIGN = "▣ "
ALIKE = 0.3  # two blocks with less in common are not the same one
MOST_PAIRS = 2_500


class Piece(NamedTuple):
    """Text that is formatted in one way: `{("strong", ""), ("a", "/about/")}`."""

    text: str
    marks: frozenset[tuple[str, str]]


class Block(NamedTuple):
    """A paragraph, heading, row or the like."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def label(self):
        return LABELS[self.kind]


class Span(NamedTuple):
    """A run of text as it is shown: its state, and for a change of formatting what it gained and lost."""

    state: str
    text: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockChange:
    """A block that is the same, out, in, or changed; `was` is what it used to be if it became another kind."""

    state: str
    label: object
    spans: tuple[Span, ...]
    was: object = None


def compared(old: str, new: str, budget: Budget) -> list[BlockChange]:
    """Both texts as one list of blocks, in the order in which a reader meets them."""
    before, after = blocks(old), blocks(new)
    found: list[BlockChange] = []
    for stretch in differences.aligned(before, after, budget):
        gone, come = before[stretch.a : stretch.b], after[stretch.c : stretch.d]
        if stretch.is_same:
            found += [BlockChange(SAME, block.label, (Span(SAME, block.text),)) for block in come]
        else:
            found += _replaced(gone, come, budget)
    return found


def _replaced(gone: list[Block], come: list[Block], budget: Budget) -> list[BlockChange]:
    found, i, j = [], 0, 0
    for k, m in [*_paired(gone, come, budget), (len(gone), len(come))]:
        found += [BlockChange(OUT, block.label, (Span(OUT, block.text),)) for block in gone[i:k]]
        found += [BlockChange(IN, block.label, (Span(IN, block.text),)) for block in come[j:m]]
        if k < len(gone) and m < len(come):
            old, new = gone[k], come[m]
            spans = tuple(_spans(old, new, budget))
            found.append(BlockChange(CHANGED, new.label, spans, old.label if old.kind != new.kind else None))
        i, j = k + 1, m + 1
    return found


def _paired(gone: list[Block], come: list[Block], budget: Budget) -> list[tuple[int, int]]:
    """Which old block is which new one, in order: those most alike; simply one by one where that costs too much."""
    if not gone or not come:
        return []
    bags = [[Counter(_pairs_of(block.text)) for block in several] for several in (gone, come)]
    cost = sum(map(len, bags[0])) * len(come) + sum(map(len, bags[1]))
    if len(gone) * len(come) > MOST_PAIRS or cost > budget.left:
        return [(index, index) for index in range(min(len(gone), len(come)))]
    budget.take(cost)
    best = [[0.0] * (len(come) + 1) for _row in range(len(gone) + 1)]
    alike = [[_likeness(one, other) for other in bags[1]] for one in bags[0]]
    for i in range(len(gone) - 1, -1, -1):
        for j in range(len(come) - 1, -1, -1):
            both = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    pairs, i, j = [], 0, 0
    while i < len(gone) and j < len(come):
        if alike[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _pairs_of(text: str):
    return (text[index : index + 2] for index in range(max(1, len(text) - 1)))


def _likeness(one: Counter, other: Counter) -> float:
    """What two bags have in common: 0 for nothing, 1 for everything."""
    shared = sum(min(count, other[key]) for key, count in one.items() if key in other)
    return 2 * shared / (one.total() + other.total())


def _spans(old: Block, new: Block, budget: Budget):
    """The words of a changed block; where words stayed, what happened to their formatting."""
    before, after = _Walk(old.pieces), _Walk(new.pieces)
    for run in differences.compared(old.text, new.text, budget):
        if run.state == OUT:
            before.skip(len(run.text))
        elif run.state == IN:
            after.skip(len(run.text))
        if run.state != SAME:
            yield Span(run.state, run.text)
            continue
        start = 0
        while start < len(run.text):
            length = min(before.rest, after.rest, len(run.text) - start)
            text, lost, gained = run.text[start : start + length], before.marks, after.marks
            if lost == gained:
                yield Span(SAME, text)
            else:
                yield Span(RESTYLED, text, _told(gained - lost), _told(lost - gained))
            before.skip(length)
            after.skip(length)
            start += length


class _Walk:
    """A way through the pieces of a block, character by character."""

    def __init__(self, pieces):
        self.pieces, self.index, self.at = [piece for piece in pieces if piece.text], 0, 0

    @property
    def marks(self):
        return self.pieces[self.index].marks

    @property
    def rest(self) -> int:
        return len(self.pieces[self.index].text) - self.at

    def skip(self, length: int):
        self.at += length
        while self.index < len(self.pieces) and self.rest <= 0:
            self.at -= len(self.pieces[self.index].text)
            self.index += 1


def _told(marks) -> tuple[str, ...]:
    return tuple(
        str(MARKS[name]) % {"what": what} if "%" in str(MARKS[name]) else str(MARKS[name])
        for name, what in sorted(marks)
    )


# --- A rich text as blocks ----------------------------------------------------------------------------------------


def blocks(html: str) -> list[Block]:
    """The text as blocks of formatted pieces; one walk over its tree."""
    reader = _Reader()
    for event, element in etree.iterwalk(tree.parse(html), events=("start", "end")):
        reader.start(element) if event == "start" else reader.end(element)
    reader.flush()
    return reader.found


class _Reader:
    """Gathers pieces into blocks; a row of a table is one block, whatever stands in its cells."""

    def __init__(self):
        self.found: list[Block] = []
        self.pieces: list[Piece] = []
        self.path: list[str] = []
        self.marks: list[tuple[str, str]] = []

    def start(self, element):
        tag = element.tag
        is_in_row = "tr" in self.path
        if tag in {"td", "th"} and any(piece.text.strip() for piece in self.pieces):
            self.say(NEXT_CELL)
        elif tag in BREAKING and is_in_row:
            self.say(" ")
        elif tag in BREAKING:
            self.flush()
        if tag in BREAKING:
            self.path.append("video" if element.get("data-video") else tag)
        if mark := _mark(element):
            self.marks.append(mark)
        if tag == "br":
            self.say(BREAK)
        elif tag == "img":
            self.say(PICTURE_SIGN + (element.get("alt") or ""))
        elif tag == "hr":
            self.say("———")
        if element.get("data-video"):
            self.say(element.get("data-video"))
            self.flush()
        self.say(element.text)

    def end(self, element):
        if _mark(element):
            self.marks.pop()
        if element.tag in BREAKING:
            if "tr" not in self.path[:-1]:
                self.flush()
            self.path.pop()
        self.say(element.tail)

    def say(self, text):
        if text:
            self.pieces.append(Piece(text, frozenset(self.marks)))

    def flush(self):
        """The pieces since the last block are one, unless nothing but white space is in them."""
        kind = self.kind()
        if pieces := tuple(_as_shown(self.pieces, kind == "pre")):
            self.found.append(Block(kind, pieces))
        self.pieces = []

    def kind(self) -> str:
        named = [tag for tag in self.path if tag in LABELS]
        inner = [tag for tag in named if tag != "p"]
        return inner[-1] if inner else "p"


def _as_shown(pieces: list[Piece], is_code: bool) -> list[Piece]:
    """The pieces with white space as a browser shows it: how an editor breaks its lines is no change of the text."""
    found: list[Piece] = []
    is_after_space = True
    for text, marks in pieces:
        if not is_code:
            text = re.sub(r"[ \t\n\r\f]+", " ", text)
            text = text[1:] if is_after_space and text.startswith(" ") else text
        if text.startswith((BREAK, NEXT_CELL)) and found and found[-1].text.endswith(" "):
            found.append(Piece(found[-1].text[:-1], found.pop().marks))
        if text:
            is_after_space = text[-1] in {" ", BREAK, NEXT_CELL}
            found.append(Piece(text, marks))
    if found and not is_code:
        found.append(Piece(found[-1].text.rstrip(" " + BREAK), found.pop().marks))
    signs = {BREAK: "\n", NEXT_CELL: "　｜　"}
    return [Piece(signs.get(text, text), marks) for text, marks in found if text]


def _mark(element) -> tuple[str, str] | None:
    """What this element does to the text in it, if that is to be named."""
    if element.tag == "a":
        return "a", element.get("href", "")[:300]
    if element.tag == "img":
        number = element.get("data-picture")
        return "img", f"#{number}" if number else element.get("src", "")[:300]
    if element.tag == "code":
        return "code", element.get("class", "").removeprefix("language-")
    if element.tag in MARKS:
        return element.tag, ""
    return ("lang", element.get("lang")) if element.get("lang") and element.tag not in BREAKING else None
