"""Structure that a reader expects: no empty elements, lists inside items, pictures in figures, ids of ours."""

import re

from lxml.html import HtmlElement

from cms.richtext import tree, vocabulary
from cms.richtext.vocabulary import words

_BLANK = re.compile(r"[\s\u200b\ufeff]*")
_PICTURE_ADDRESS = re.compile(re.escape(vocabulary.PICTURE_PATH).replace(r"\{\}", r"([1-9][0-9]{0,17})"))
_LAYOUT = " \t\n\r\f"  # a space that does not break is one that somebody wanted
_ORDER = (
    "data-picture",
    "href",
    "data-to",
    "src",
    "alt",
    "title",
    "width",
    "height",
    "scope",
)  # others by name, behind
_CONTENT = frozenset({"img", "hr", "td", "th", "col"})
_SHOWING_NOTHING = frozenset({"br", "wbr", tree.GONE})
_KEPT_EMPTY = _CONTENT | {"br", "wbr"}
_INLINE = words(
    "strong em s u sub sup mark small kbd samp var cite bdi bdo span ruby rb rt rp a abbr dfn code time del ins q"
)
_MERGED = words("strong em s u")
_NO_PLACE_FOR_VIDEOS = words("pre figure figcaption summary caption h2 h3 h4")
_HOLDERS = words("body blockquote td th li dd figure details")


def tidy(root: HtmlElement) -> None:
    """Repair what is left when everything foreign has gone."""
    _give_items_their_lists(root)
    _unwrap_dead_links(root)
    _merge_emphasis(root)
    _settle_pictures(root)
    _settle_videos(root)
    _drop_idle_columns(root)
    _drop_empty(root)
    _drop_needless_breaks(root)
    _drop_usual_direction(root)
    _prefix_heading_ids(root)
    for block in root.iter("pre"):
        _settle_code(block)
    _drop_layout(root)
    _order_attributes(root)


def _give_items_their_lists(root):
    """A list right inside a list, as Google Docs writes it, belongs to the item before it."""
    for inner in list(root.iter("ul", "ol")):
        outer = inner.getparent()
        if outer.tag not in {"ul", "ol"}:
            continue
        item = inner.getprevious()
        if item is None or item.tag != "li":
            tree.wrap(inner, "li")
        else:
            inner.tail = None
            item.append(inner)


def _unwrap_dead_links(root):
    """Bookmarks and links whose address was refused leave their words."""
    for element in list(root.iter("a", "img")):
        if not any(map(element.get, ("href", "src", "data-picture"))):
            tree.unwrap(element)
    tree.sweep(root)


def _merge_emphasis(root):
    """Two bold runs side by side, or one inside the other, are one."""
    emphasised = list(root.iter(*_MERGED))
    for element in [one for one in emphasised if any(around.tag == one.tag for around in one.iterancestors())]:
        tree.unwrap(element)
    tree.sweep(root)
    for element in emphasised:
        if element.tag == tree.GONE:
            continue
        following = element.getnext()
        while not element.tail and following is not None and _are_alike(element, following):
            element.tail, following.tail = following.tail, None
            element.append(following)
            tree.unwrap(following)
            following = element.getnext()
    tree.sweep(root)


def _are_alike(one, other) -> bool:
    return one.tag == other.tag and not _said(one) and not _said(other)


def _said(element):
    return vocabulary.EVERYWHERE & set(element.attrib)


def _settle_pictures(root):
    """A picture of the library is known by its number, whatever the paste made of it, and stands in a figure."""
    for image in root.iter("img"):
        if found := _PICTURE_ADDRESS.fullmatch(image.get("src", "")):
            image.set("data-picture", image.get("data-picture") or found[1])
        if number := image.get("data-picture"):
            image.set("src", vocabulary.PICTURE_PATH.format(number))
    for image in root.iterfind(".//img[@data-picture]"):
        around = image.getparent()
        is_alone = image.getprevious() is None and image.getnext() is None
        if around.tag == "p" and is_alone and _is_blank(around.text) and _is_blank(image.tail):
            around.tag, around.text, image.tail = "figure", None, None
            around.attrib.clear()
        if around.tag == "figure":
            around.set("class", vocabulary.PICTURE_CLASS)


def _settle_videos(root):
    """A video is a figure that holds its caption and nothing else; where it cannot stand, its words stay."""
    figures = root.findall(".//figure[@data-video]")
    for figure in figures:
        figure.attrib.pop("class", None)
        for needless in (*figure.iterancestors("a"), *figure.findall("br")):
            tree.unwrap(needless)
    tree.sweep(root)
    for figure in figures:
        captions = figure.findall("figcaption")
        is_alone = len(captions) == len(figure) <= 1 and _is_blank(figure.text)
        is_placed = not any(around.tag in _NO_PLACE_FOR_VIDEOS for around in figure.iterancestors())
        if is_alone and is_placed and all(_is_blank(caption.tail) for caption in captions):
            figure.text = None
            for caption in captions:
                caption.tail = None
            continue
        del figure.attrib["data-video"]
        if not any(child.tag in {"img", "table", "pre"} for child in figure.iterdescendants()):
            for caption in captions:
                caption.tag = "p"
            tree.unwrap(figure)
    tree.sweep(root)


def _drop_empty(root):
    """Innermost first; spaces that an empty inline element held stay."""
    for element in reversed(list(root.iter())):
        if element is root or element.tag in _KEPT_EMPTY or element.get("data-video"):
            continue
        is_empty = _is_blank(element.text) and all(
            child.tag in _SHOWING_NOTHING and _is_blank(child.tail) for child in element
        )
        if element.tag == "figure" and not is_empty:
            is_empty = all(child.tag == "figcaption" for child in element) and _is_blank(element.text)
        if is_empty:
            tree.unwrap(element) if element.tag in _INLINE else tree.discard(element)
    tree.sweep(root)


def _drop_idle_columns(root):
    """Columns are described for the sake of their width, which is not kept."""
    for group in list(root.iter("colgroup")):
        if not any(column.get("span") for column in group.iter()):
            tree.discard(group)
    tree.sweep(root)


def _drop_usual_direction(root):
    """Left to right is how our pages run anyway, and Google Docs says it of every paragraph."""
    for element in root.iter():
        if element.get("dir") == "ltr" and not any(around.get("dir") for around in element.iterancestors()):
            del element.attrib["dir"]


def _drop_needless_breaks(root):
    """Breaks at the end of a block, and between blocks, show nothing."""
    for element in root.iter():
        if element.tag in _INLINE or element.tag in {"pre", "br", tree.GONE}:
            continue
        for last in element.iterchildren(reversed=True):
            if last.tag != "br" or not _is_blank(last.tail):
                break
            if element is root and not _is_block(last.getprevious()):
                break
            tree.discard(last)
        if element.tag in _HOLDERS:
            for line_break in element.findall("br"):
                around = line_break.getprevious(), line_break.getnext()
                if _is_blank(line_break.tail) and all(map(_is_block, around)):
                    tree.discard(line_break)
    tree.sweep(root)


def _is_block(element) -> bool:
    return element is None or (element.tag not in _INLINE and element.tag not in {"br", "wbr", "img"})


def _is_blank(text: str | None) -> bool:
    return not text or _BLANK.fullmatch(text) is not None


def _settle_code(block):
    """Code in a language is plain text, with its line breaks as such; the editor and the colours need it so."""
    inner = block.find("code")
    if inner is not None and inner.get("class") and len(block) == 1 and _is_blank(block.text) and _is_blank(inner.tail):
        for line_break in inner.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        block.text, inner.tail = None, None
        inner.text = inner.text_content().lstrip("\n")
        inner[:] = []
    block.text = (block.text or "").lstrip("\n") or None  # a parser takes one away each time


def _drop_layout(root):
    """Spaces and line breaks around blocks show nothing, and every program writes them otherwise."""
    for element in root.iter():
        if not _is_block(element) or any(one.tag == "pre" for one in (element, *element.iterancestors("pre"))):
            continue
        element.text = _trimmed(element.text, at_start=True, at_end=_begins_block(next(iter(element), None)))
        for child in element:
            is_after = _is_block(child) or child.tag == "br"
            child.tail = _trimmed(child.tail, at_start=is_after, at_end=_begins_block(child.getnext()))


def _order_attributes(root):
    """One order, so that a text that only went through the editor is the same text: CKEditor has one of its own."""
    for element in root.iter():
        if len(element.attrib) > 1:
            ordered = sorted(element.items(), key=_place)
            element.attrib.clear()
            element.attrib.update(ordered)


def _place(attribute: tuple[str, str]) -> tuple[int, str]:
    name, _value = attribute
    return _ORDER.index(name) if name in _ORDER else len(_ORDER), name


def _begins_block(following) -> bool:
    """Whether the line ends here: a block follows, or the end of the one around."""
    return following is None or _is_block(following)


def _trimmed(text: str | None, *, at_start: bool, at_end: bool) -> str | None:
    text = (text or "").lstrip(_LAYOUT) if at_start else text or ""
    return (text.rstrip(_LAYOUT) if at_end else text) or None


def _prefix_heading_ids(root):
    """Ids from elsewhere get our prefix, and links within the text follow them."""
    renamed = {}
    for heading in root.iter(*vocabulary.HEADINGS):
        theirs = heading.get("id")
        if theirs and not vocabulary.CHECKS["id"](theirs):
            ours = vocabulary.HEADING_PREFIX + theirs
            if vocabulary.CHECKS["id"](ours):
                heading.set("id", ours)
                renamed[f"#{theirs}"] = f"#{ours}"
            else:
                del heading.attrib["id"]
    for link in root.iter("a"):
        if link.get("href") in renamed:
            link.set("href", renamed[link.get("href")])
