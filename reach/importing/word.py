"""A Word document as HTML, by mammoth, which never sees the file itself.

What it is given is a package made anew: XML that was parsed without entities and written again, with small mends for
what it does not know, and instead of each picture the picture's name. So no bomb, no DTD and no other file reaches it.
"""

import io
import re
import zipfile
from typing import IO, Any, NamedTuple

import mammoth
from django.utils.translation import gettext as _
from lxml import etree

from cms.richtext import paste, tree
from reach.importing.archives import Archive
from reach.importing.sources import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_XML, MOST_ALL_XML = 48 * 1024 * 1024, 96 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
XML = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_pis": True}
HEADING = re.compile(r"(?:heading|標題|标题)\s*([1-9])", re.IGNORECASE)
NO_TITLE = re.compile(
    r"(?:Microsoft Word - |Word 文|PowerPoint |文档\d|文件\d|未命名|Untitled|Document\d*$)", re.IGNORECASE
)

STYLES = "\n".join(
    [
        *(f"p[style-name='{name}'] => h1.of-document:fresh" for name in ("Title", "標題", "标题")),
        *(f"p[style-name='{name}'] => h2.below-title:fresh" for name in ("Subtitle", "副標題", "副标题")),
        *(
            f"p[style-name='{name}'] => blockquote > p:fresh"
            for name in [
                "Quote",
                "Intense Quote",
                "Quotations",
                "Block Text",
                "引文",
                "明顯引文",
                "鮮明引文",
                "引用",
                "明显引用",
            ]
        ),
        *(
            f"p[style-name='{name}'] => p.caption:fresh"
            for name in ["caption", "Caption", "題注", "题注", "標號", "Illustration", "Figure", "Table", "Drawing"]
        ),
        *(
            f"p[style-name='{name}'] => pre:separator('\\n')"
            for name in ["HTML Preformatted", "Preformatted Text", "Code", "Source Code", "macro"]
        ),
        "p[style-name^='toc '] => !",
        "p[style-name^='TOC '] => !",
        "p[style-name^='Contents '] => !",
        "u => u",
        "highlight => mark",
        "r[style-name='Verbatim Char'] => code",
    ]
)
CHECKBOX = re.compile(r'<input type="checkbox"( checked="checked")? />')


class Document(NamedTuple):
    """What a document holds; `pictures` in it have the names of their parts."""

    html: str
    title: str
    subtitle: str
    properties: dict[str, str]
    notes: list[str]


def read(file: IO[bytes]) -> Document:
    """The document as HTML; Unreadable for what is no Word document, or dangerous."""
    file.seek(0)
    if file.read(8) == OLE:
        raise Unreadable(
            _("This is an old .doc file, or it has a password. Open it in Word or WPS; save it as .docx without one.")
        )
    package = Archive(file)
    if "word/document.xml" not in package and "_rels/.rels" not in package:
        raise Unreadable(_("This is no Word document."))
    notes: list[str] = []
    made = made_anew(package, notes)
    try:
        html = mammoth.convert_to_html(
            made, style_map=STYLES, convert_image=mammoth.images.img_element(named), include_embedded_style_map=False
        ).value
    except RecursionError:
        raise Unreadable(_("This document is nested too deeply.")) from None
    except Exception as error:  # noqa: BLE001 (a library about structures that any program may have written)
        raise Unreadable(_("This Word document is damaged: %s.") % str(error)[:120]) from error
    return settled(html, properties(package), notes)


def named(image) -> dict[str, str]:
    with image.open() as stream:
        return {"src": stream.read().decode()}


# --- The package made anew -------------------------------------------------------------------------------------------


def made_anew(package: Archive, notes: list[str]) -> IO[bytes]:
    made = io.BytesIO()
    left = MOST_ALL_XML
    with zipfile.ZipFile(made, "w") as archive:
        for path in package:
            if not path.endswith((".xml", ".rels")):
                archive.writestr(path, path.encode())
                continue
            if path.startswith(("word/theme/", "customXml/", "word/glossary/")):
                continue
            content = package.read(path, MOST_XML)
            left -= len(content)
            if left < 0:
                raise Unreadable(_("This document is far larger unpacked than a text should be."))
            archive.writestr(path, mended(path, parsed(path, content), notes))
    made.seek(0)
    return made


def parsed(path: str, content: bytes) -> Any:
    try:
        root = etree.fromstring(content.replace(STRICT, W[1:-1].encode()), etree.XMLParser(**XML))
    except etree.XMLSyntaxError:
        raise Unreadable(_("“%s” is damaged in the document and cannot be read.") % path) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("This document holds XML declarations that no office program writes. Save it anew."))
    return root


def mended(path: str, root: Any, notes: list[str]) -> bytes:
    if path.endswith("styles.xml"):
        name_headings(root)
    elif path.endswith(".xml") and root.tag.startswith(W):
        if root.tag == f"{W}document":
            notes += remarks(root)
        keep_text_boxes(root)
        write_equations(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def remarks(root: Any) -> list[str]:
    """What is in the document and will not be in the text."""

    def some(*names: str) -> bool:
        return next(root.iter(*names), None) is not None

    said = {
        _("It holds tracked changes: the text is taken as if all were accepted."): some(
            f"{W}ins", f"{W}del", f"{W}moveTo"
        ),
        _("Its comments were left out."): some(f"{W}commentReference"),
        _("Its equations are taken over as plain text; look at them."): some(f"{M}oMath"),
        _("Its embedded charts or objects were left out."): some(f"{W}object", CHART, DIAGRAM),
    }
    return [sentence for sentence, is_so in said.items() if is_so]


CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"


def name_headings(root: Any) -> None:
    """Styles that people made from a heading, or that have its level, are called as the heading is."""
    styles = {
        style.get(f"{W}styleId"): style for style in root.iter(f"{W}style") if style.get(f"{W}type") == "paragraph"
    }

    def value(style, *path) -> str:
        found = style.find("/".join(W + step for step in path))
        return (found.get(f"{W}val") or "") if found is not None else ""

    def level(identity, left=12) -> int:
        style = styles.get(identity)
        if style is None or not left or value(style, "name").lower().startswith(("toc", "contents", "title")):
            return 0
        if named_so := HEADING.fullmatch(value(style, "name")):
            return int(named_so[1])
        if (outline := value(style, "pPr", "outlineLvl")).isdigit():
            return int(outline) + 1 if int(outline) < 6 else 0
        return level(value(style, "basedOn"), left - 1)

    for identity, found in {identity: level(identity) for identity in styles}.items():
        name = styles[identity].find(f"{W}name")
        if found and name is not None:
            name.set(f"{W}val", f"heading {min(found, 6)}")


def keep_text_boxes(root: Any) -> None:
    """A text box for newer programs alone is shown in the way for older ones, which mammoth reads."""
    for choice in list(root.iter(f"{MC}AlternateContent")):
        boxes = list(choice.iter(f"{W}txbxContent"))
        if choice.find(f"{MC}Fallback") is None and (boxes or choice.find(f".//{W}drawing") is not None):
            fallback = etree.SubElement(choice, f"{MC}Fallback")
            around = etree.SubElement(fallback, f"{W}pict") if boxes else fallback
            around.extend(boxes or list(choice.iter(f"{W}drawing")))


def write_equations(root: Any) -> None:
    for equation in list(root.iter(f"{M}oMath")):
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = "".join(piece.text or "" for piece in equation.iter(f"{M}t"))
        run.tail = equation.tail
        equation.getparent().replace(equation, run)
    etree.strip_tags(root, f"{M}oMathPara")


def properties(package: Archive) -> dict[str, str]:
    """What the document says of itself: title, creator, created, keywords, description."""
    if "docProps/core.xml" not in package:
        return {}
    root = parsed("docProps/core.xml", package.read("docProps/core.xml", 1024 * 1024))
    return {etree.QName(one).localname: " ".join((one.text or "").split()) for one in root if isinstance(one.tag, str)}


# --- The HTML --------------------------------------------------------------------------------------------------------


def settled(html: str, said: dict[str, str], notes: list[str]) -> Document:
    html = CHECKBOX.sub(lambda found: "☑" if found[1] else "☐", html)
    root = tree.parse(html, paste.wide)
    title, subtitle = taken(root, "h1", "of-document"), taken(root, "h2", "below-title")
    keep_bookmarks(root)
    set_notes_apart(root)
    place_captions(root)
    first = next(iter(root), None)
    if not title and said.get("title") and not NO_TITLE.match(said["title"]):
        title = said["title"]
    if first is not None and re.fullmatch("h[1-3]", str(first.tag)) and (not title or words(first) == title):
        title = words(first)
        first.drop_tree()
    return Document(tree.write(root), title, subtitle, said, notes)


def words(element) -> str:
    return " ".join(element.text_content().split())


def taken(root, tag: str, name: str) -> str:
    """The words of the first paragraph of this style, which leaves the text."""
    for element in root.iter(tag):
        if element.get("class") == name:
            said = words(element)
            element.drop_tree()
            return said
    return ""


def keep_bookmarks(root) -> None:
    """A bookmark in a heading that is linked to becomes the heading's id; the others are dropped later."""
    wanted: dict[str, list] = {}
    for link in root.iter("a"):
        if (href := link.get("href") or "").startswith("#"):
            wanted.setdefault(href[1:], []).append(link)
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for mark in heading.iter("a"):
            if links := wanted.get(mark.get("id") or ""):
                identity = re.sub(r"[^A-Za-z0-9-]+", "-", mark.get("id")).strip("-") or f"at-{len(links)}"
                heading.set("id", heading.get("id") or identity)
                for link in links:
                    link.set("href", f"#{heading.get('id')}")


def set_notes_apart(root) -> None:
    """Footnotes stand below a line, without the arrows back, which have nowhere to lead."""
    for arrow in list(root.iter("a")):
        if arrow.text == "↑" and "note-ref-" in (arrow.get("href") or ""):
            tree.discard(arrow)
    tree.sweep(root)
    last = root[-1] if len(root) else None
    if (
        last is not None
        and last.tag == "ol"
        and re.match("(?:foot|end)note-", (last[0].get("id") or "") if len(last) else "")
    ):
        last.addprevious(tree.new("hr"))


def place_captions(root) -> None:
    """A caption belongs to the picture above it, or to the table at its side."""
    for caption in [one for one in root.iter("p") if one.get("class") == "caption"]:
        before, after = caption.getprevious(), caption.getnext()
        if before is not None and before.tag == "p" and before.find("img") is not None and not words(before):
            before.tag, caption.tag = "figure", "figcaption"
            before.append(caption)
        elif (
            table := next((one for one in (after, before) if one is not None and one.tag == "table"), None)
        ) is not None:
            caption.tag = "caption"
            table.insert(0, caption)
        caption.attrib.pop("class", None)
