"""Rich text as plain text: for search, counts, excerpts and comparing."""

import re

from cms.richtext import tree
from cms.richtext.vocabulary import words

_BREAKING = words(
    "p h2 h3 h4 pre hr br blockquote ul ol li dl dt dd table caption thead tbody tfoot tr td th figure figcaption "
    "details summary"
)
_READINGS = words("rt rp")  # how a word is spoken would stand between the characters that a search looks for


def plain(html: str) -> str:
    """The words that a reader sees, a line for each block, without the readings of ruby text."""
    lines: list[str] = [""]
    for event, element in _walk(tree.parse(html)):
        if element.tag in _BREAKING:
            lines.append("")
        if event == "start" and element.tag not in _READINGS:
            lines[-1] += element.text or ""
        elif event == "end" and element.tag != "body":
            lines[-1] += element.tail or ""
    return "\n".join(line for line in (re.sub(r"\s+", " ", line).strip() for line in lines) if line)


def _walk(element):
    yield "start", element
    for child in element:
        yield from _walk(child)
    yield "end", element
