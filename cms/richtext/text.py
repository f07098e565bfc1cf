"""Rich text as plain text: for search, counts, excerpts and comparing."""

import re

from lxml import etree

from cms.richtext import tree
from cms.richtext.vocabulary import words

_BREAKING = words(
    "p h2 h3 h4 pre hr br blockquote ul ol li dl dt dd table caption thead tbody tfoot tr td th figure figcaption "
    "details summary"
)
_END = "\0"  # of a line; the parser leaves none in a text
_READINGS = words("rt rp")  # how a word is spoken would stand between the characters that a search looks for


def plain(html: str) -> str:
    """The words that a reader sees, a line for each block, without the readings of ruby text."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree.parse(html), events=("start", "end")):
        if element.tag in _BREAKING:
            pieces.append(_END)
        if event == "start" and element.tag not in _READINGS:
            pieces.append(element.text or "")
        elif event == "end" and element.tag != "body":
            pieces.append(element.tail or "")
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(pieces).split(_END))
    return "\n".join(filter(None, lines))
