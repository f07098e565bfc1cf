"""Foreign HTML on its way to an entry: through the sanitiser, its headings in order, its references made to last.

Readers hand over what their library or their source gives; what comes back holds our vocabulary alone, so that what
the importer stores later is what was seen here.
"""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.richtext import tree
from cms.richtext.sanitiser import clean
from reach.entries import Entry

HEADING = re.compile(r"(</?h)([1-6])(?=[\s>/])", re.IGNORECASE)
NO_SCHEME = re.compile(r"""(?<=[\s"'/])((?:data-)?src|href)(\s*=\s*["']?)//(?=\w)""", re.IGNORECASE)
IMAGE = re.compile(r"<img[\s/>]", re.IGNORECASE)
H1 = re.compile(r"<h1[\s>]", re.IGNORECASE)


def settled(
    html: str,
    entry: Entry,
    *,
    picture: Callable[[str], str] = str,
    address: Callable[[str], str] = str,
) -> str:
    """The text as it may be stored, with each picture's REF and each link's address as the two say.

    An empty answer leaves the picture out, or the link's words alone. Links to places in the text that are not there
    any more leave their words. A text that is too much for the sanitiser is left out, and noted.
    """
    try:
        root = tree.parse(clean(NO_SCHEME.sub(r"\1\2https://", with_one_top(html))))
    except ValidationError as error:
        entry.notes.append(" ".join(error.messages))
        return ""
    if (lost := len(IMAGE.findall(html)) - sum(1 for _image in root.iter("img"))) > 0:
        entry.notes.append(_("%d pictures of the text have no address that could be asked, and were left out.") % lost)
    headings = {f"#{heading.get('id')}" for heading in root.iter("h2", "h3", "h4") if heading.get("id")}
    for image in root.iter("img"):
        if ref := picture(image.get("src") or ""):
            image.set("src", ref)
        else:
            tree.discard(image)
    for link in root.iter("a"):
        href = link.get("href") or ""
        found = (href if href in headings else "") if href.startswith("#") else address(href)
        if found:
            link.set("href", found)
        else:
            tree.unwrap(link)
    tree.sweep(root)
    return tree.write(root)


def with_one_top(html: str) -> str:
    """A title stands above each text, so where the text begins its headings at the first level all go one down."""
    if not H1.search(html):
        return html
    return HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + 1, 6)}", html)


def paragraphs(text: str) -> str:
    """Plain text as HTML: a paragraph for each that an empty line sets apart, a break for each other line."""
    blocks = re.split(r"\n[ \t\u3000]*\n\s*", text.strip())
    lines = [[escape(line.strip(" \t\u3000")) for line in block.split("\n")] for block in blocks]
    return "".join(f"<p>{'<br>'.join(block)}</p>" for block in lines if any(block))


def note_lost(entry: Entry, names) -> None:
    """One sentence for all that has no place here."""
    if names := sorted({str(name)[:60] for name in names}):
        shown = "、".join(names[:20]) + ("…" if len(names) > 20 else "")
        entry.notes.append(_("Not taken over: %s.") % shown)
