"""Matches inside one value, plain or rich, and the value with some of them replaced.

In rich text only text is looked at, never tags, ids or addresses; a match that goes over a tag, such as half of a word
in bold, is told and left alone, since nobody can say which half should stay bold.
"""

from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from cms.richtext import tree, vocabulary
from cms.richtext.vocabulary import words
from cms.workbench.replacing.leaves import Leaf
from cms.workbench.replacing.searching import Search

AROUND = 24  # characters shown on either side of a match
BLOCKS = words(
    "p h2 h3 h4 pre hr br blockquote ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr td th figure "
    "figcaption details summary"
)
READINGS = words("rt rp")
CODE = words("code pre kbd samp var")


@dataclass(frozen=True)
class Match:
    """One place: what stands around it, and whether it can be replaced; `target` is for the value alone."""

    number: int
    before: str
    found: str
    after: str
    is_split: bool = False
    is_address: bool = False
    target: Any = None


@dataclass
class Node:
    """A text of the tree, before or after its element's tag, and where it begins in its line."""

    element: Any
    name: str
    start: int
    text: str
    is_locked: bool


class Plain:
    """A value without tags."""

    def __init__(self, leaf: Leaf, search: Search):
        self.value, self.search = leaf.value, search
        found = search.pattern.finditer(self.value) if leaf.is_address <= search.in_addresses else ()
        self.matches = [
            _match(number, self.value, hit.start(), hit.end(), is_address=leaf.is_address)
            for number, hit in enumerate(found)
        ]

    def replaced(self, numbers) -> str:
        return _put(self.value, self.search, [match.target for match in self.matches if match.number in numbers])


class Rich:
    """A value in the vocabulary of rich text."""

    def __init__(self, leaf: Leaf, search: Search):
        self.value, self.search = leaf.value, search
        self.matches: list[Match] = []
        if not self.value or not (search.in_addresses or _may_hold(self.value, search)):
            return
        self.root = tree.parse(self.value)
        for line in _lines(self.root, search.in_code):
            self._look_at(line)
        if search.in_addresses:
            self._look_at_addresses()

    def _look_at(self, line: list[Node]):
        text = "".join(node.text for node in line)
        for hit in self.search.pattern.finditer(text):
            touched = [node for node in line if node.start < hit.end() and node.start + len(node.text) > hit.start()]
            if all(node.is_locked for node in touched):
                continue
            match = _match(len(self.matches), text, hit.start(), hit.end())
            if len(touched) > 1:
                match = replace(match, is_split=True, target=None)
            else:
                [node] = touched
                match = replace(match, target=(node, hit.start() - node.start, hit.end() - node.start))
            self.matches.append(match)

    def _look_at_addresses(self):
        for link in self.root.iter("a"):
            href = link.get("href", "")
            if link.get("data-to"):  # it follows what it leads to
                continue
            for hit in self.search.pattern.finditer(href):
                match = _match(len(self.matches), href, hit.start(), hit.end(), is_address=True)
                self.matches.append(replace(match, target=(link, hit.start(), hit.end())))

    def replaced(self, numbers) -> str:
        chosen = [match for match in self.matches if match.number in numbers and match.target]
        for match in reversed(chosen):  # from behind, so that the places before it stay true
            where, start, end = match.target
            if match.is_address:
                href = where.get("href")
                where.set("href", href[:start] + self.search.replacement + href[end:])
            else:
                where.text = where.text[:start] + self.search.replacement + where.text[end:]
                setattr(where.element, where.name, where.text)
        return tree.write(self.root) if chosen else self.value

    def is_address_lost(self, numbers) -> bool:
        """Whether a link would lead to what is no address, and so be lost."""
        return any(
            vocabulary.permitted("a", "href", _put(match.target[0].get("href"), self.search, [match.target[1:]]))
            is None
            for match in self.matches
            if match.is_address and match.number in numbers
        )


def read(leaf: Leaf, search: Search) -> Plain | Rich:
    """The matches of the search in this value."""
    return Rich(leaf, search) if leaf.is_rich else Plain(leaf, search)


def _may_hold(html: str, search: Search) -> bool:
    """Whether parsing is worth it: what the words become in HTML stands there, or tags may divide them."""
    return bool(search.pattern.search(html)) or "&" in html or "<" in html


def _match(number, text, start, end, is_address=False) -> Match:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Match(
        number,
        ("…" if start > AROUND else "") + before,
        text[start:end],
        after + ("…" if end + AROUND < len(text) else ""),
        is_address=is_address,
        target=(start, end),
    )


def _put(text: str, search: Search, spans) -> str:
    for start, end in reversed(spans):
        text = text[:start] + search.replacement + text[end:]
    return text


def _lines(root, in_code: bool) -> list[list[Node]]:
    """The texts of the tree, those of one block together; readings of ruby text apart."""
    lines: list[list[Node]] = [[]]
    apart: list[list[Node]] = []
    locked = 0

    def add(element, name, line):
        text = getattr(element, name)
        if text:
            start = line[-1].start + len(line[-1].text) if line else 0
            line.append(Node(element, name, start, text, bool(locked) and not in_code))

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            lines.append([])
        if event == "start":
            locked += element.tag in CODE
            if element.tag in READINGS:
                apart.append([])
            add(element, "text", apart[-1] if element.tag in READINGS else lines[-1])
        else:
            locked -= element.tag in CODE
            add(element, "tail", lines[-1])
    return [line for line in (*lines, *apart) if line]
