"""Paragraphs of classic texts, which WordPress stores as typed: an empty line begins a paragraph, a line a new line."""

import re
from collections.abc import Iterator

from cms.richtext.vocabulary import words

KEPT_BLOCK, KEPT_INLINE, KEPT_END = "\ufdd3", "\ufdd4", "\ufdd5"  # stand for what `content` took out; no text has them

_FLOW = words("address article aside blockquote center details div fieldset footer form header main nav section")
_ITEMS = words("dd li td th")
_LINES = words("caption dt figcaption h1 h2 h3 h4 h5 h6 legend p summary")
_FRAMES = words("colgroup dl figure ol table tbody tfoot thead tr ul")
_VOID = words("col hr")
_CLOSED_BY_THE_NEXT = words("dd dt li p td th tr")
_NAMES = "|".join(sorted(_FLOW | _ITEMS | _LINES | _FRAMES | _VOID, key=len, reverse=True))

# Inside of quotes there is no "<", so that looking for the end of a tag ends at the next one: linear, whatever comes.
INSIDE_A_TAG = r"(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+"
_BLOCK = re.compile(rf"(</?(?:{_NAMES})(?=[\s/>]){INSIDE_A_TAG}>|{KEPT_BLOCK}\d+{KEPT_END})", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)


def paragraphs(text: str) -> str:
    """The text with `<p>` and `<br>`, wherever they are meant and not there yet."""
    text = _TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    return "".join(_pieces(text)).strip()


def _pieces(text: str) -> Iterator[str]:
    """Each tag of a block as it stands, and what is between them as the block around it wants it."""
    around: list[str] = []
    for piece in _BLOCK.split(text):
        if not _BLOCK.fullmatch(piece):
            yield _run(piece, around[-1] if around else "")
            continue
        yield piece
        if piece.startswith(KEPT_BLOCK):
            yield "" if around else "\n"
            continue
        is_end = piece.startswith("</")
        name = re.split(r"[\s/>]", piece[2 if is_end else 1 :], maxsplit=1)[0].lower()
        if is_end:
            if name in around[-20:]:
                while around.pop() != name:
                    pass
            yield "" if around else "\n"
        elif name not in _VOID and not piece.endswith("/>"):
            if around and (around[-1] == "p" or (around[-1] == name and name in _CLOSED_BY_THE_NEXT)):
                around.pop()
            around.append(name)


def _run(text: str, around: str) -> str:
    """Words between two tags of blocks."""
    if not text.strip():
        return ""
    if around in _FRAMES:
        return text.strip()
    found = [_lines(piece) for piece in _EMPTY_LINES.split(text.strip())]
    if around in _LINES:
        return ("</p>\n<p>" if around == "p" else "<br>").join(found)
    if around in _ITEMS and len(found) == 1:
        return found[0]
    return "".join(f"<p>{piece}</p>\n" for piece in found)


def _lines(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    return "".join(line if _BREAK.search(line) else f"{line}<br>" for line in lines[:-1]) + lines[-1]
