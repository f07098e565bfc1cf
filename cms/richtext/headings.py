"""Headings: ids that others may link to, and the contents list made of them."""

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass, field

from cms.richtext import tree, vocabulary
from cms.richtext.text import plain

_ID = re.compile(rf' id="({vocabulary.HEADING_PREFIX}[^"]*)"')  # in a stored text only a heading has one


@dataclass
class Heading:
    """One entry of a contents list; `children` are the headings below it."""

    level: int
    id: str
    text: str
    children: list["Heading"] = field(default_factory=list)


def identify(html: str) -> str:
    """The text with an id on every heading, each once.

    An id is made from the words when the heading first appears, and stays when they change, because the editor keeps
    it. The same text always gets the same ids.
    """
    root = tree.parse(html)
    headings = list(root.iter(*vocabulary.HEADINGS))
    taken: set[str] = set()
    for heading in headings:  # what is there comes first: a new heading never takes the id of an old one
        if heading.get("id") in taken:
            del heading.attrib["id"]  # a copied heading
        if heading.get("id"):
            taken.add(heading.get("id"))
    numbers: dict[str, int] = {}
    for heading in headings:
        if not heading.get("id"):
            heading.set("id", _numbered(_made_of(heading.text_content()), taken, numbers))
            taken.add(heading.get("id"))
    return tree.write(root)


def ids_apart(html: str, taken: set[str]) -> str:
    """The text with every heading's id free among `taken`, to which they are added; links within it follow.

    For several texts on one page, each stored by itself. The first on the page keeps its ids.
    """
    own = set(_ID.findall(html))
    if clashing := own & taken:
        root = tree.parse(html)
        everywhere = taken | own
        numbers: dict[str, int] = {}
        new = {old: _numbered(old, everywhere, numbers) for old in clashing}
        for heading in root.iter(*vocabulary.HEADINGS):
            if heading.get("id") in new:
                heading.set("id", new[heading.get("id")])
        for link in root.iter("a"):
            if link.get("href", "")[1:] in new and link.get("href")[0] == "#":
                link.set("href", f"#{new[link.get('href')[1:]]}")
        html, own = tree.write(root), own - clashing | set(new.values())
    taken |= own
    return html


def _made_of(text: str) -> str:
    digest = hashlib.sha256(" ".join(text.split()).encode()).digest()
    return vocabulary.HEADING_PREFIX + b32encode(digest)[:6].decode().lower()


def _numbered(base: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The base, or the first of `base-2`, `base-3` … that is free; `numbers` remembers how far each base has come."""
    number = numbers.get(base, 1)
    while (candidate := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    numbers[base] = number
    return candidate


def contents(html: str) -> list[Heading]:
    """The headings that have an id, as a tree; a level that the author skipped does not show."""
    top: list[Heading] = []
    above: list[Heading] = []
    for element in tree.parse(html).iter(*vocabulary.HEADINGS):
        if not element.get("id"):
            continue
        text = plain(tree.write(element)).replace("\n", " ")
        heading = Heading(int(element.tag[1]), element.get("id"), text)
        while above and above[-1].level >= heading.level:
            above.pop()
        (above[-1].children if above else top).append(heading)
        above.append(heading)
    return top
