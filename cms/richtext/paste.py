"""What Word and Google Docs leave in pasted text, turned into plain structure.

The editor does most of this while pasting; this is for what gets past it, and for imports. It works on a tree that
still carries `style` and `class` (see `WIDE`); the sanitiser takes both away afterwards.
"""

import re
from collections import Counter

from lxml.html import HtmlElement

from cms.richtext import tables, tree, vocabulary
from cms.richtext.vocabulary import words

_OFFICE_ELEMENT = re.compile(r"<[owvm]:[a-z]", re.IGNORECASE)

_BLOCKS = (
    "div section article main header footer aside nav address center form fieldset legend hgroup search dialog menu dir"
)
_INLINES = "b i strike tt font big acronym"
WIDE = vocabulary.ELEMENTS | dict.fromkeys(words(f"h1 h5 h6 {_BLOCKS} {_INLINES}"), frozenset())
WIDE["img"] |= {"data-src"}  # where WeChat and others keep the address until the picture scrolls into view
WIDE_ATTRIBUTES = vocabulary.EVERYWHERE | {"id", "style", "class", "role"}

RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
    "menu": "ul",
    "dir": "ul",
}
_CJK = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t]*\n\s*(?=[{_CJK}])")
_LIST_STYLE = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
_MARKER = re.compile(r"[(（]?\s*([0-9]+|[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十百]+)\s*[.)、．)）]")


def permitted(element: str, attribute: str, value: str) -> str | None:
    """As the vocabulary says, but with what tells us where the text came from."""
    if attribute in {"style", "class", "role", "id"}:
        return value
    if attribute == "data-src":
        return vocabulary.address(value)
    return vocabulary.permitted(element, attribute, value)


wide = tree.cleaner(WIDE, WIDE_ATTRIBUTES, permitted).clean


def normalise(root: HtmlElement, html: str) -> None:
    """Give the tree of `html` our elements only, with emphasis and lists as elements instead of styles."""
    _find_lazy_pictures(root)
    tables.settle_pasted(root, html)
    is_office = _is_from_office(root, html)
    if is_office:
        _join_broken_lines(root)
        _make_word_lists(root)
    _drop_normal_weight_wrappers(root)
    _turn_styles_into_elements(root)
    for name, ours in RENAMED.items():
        for element in root.iter(name):
            element.tag = ours
    _turn_divisions_into_paragraphs(root)
    _unwrap_spans(root, is_office)
    _unwrap_lone_paragraphs(root)


def _find_lazy_pictures(root):
    """A picture that its page had not loaded yet has its address elsewhere."""
    for image in root.iter("img"):
        if address := image.attrib.pop("data-src", None):
            image.set("src", address)


def _is_from_office(root, html) -> bool:
    return _OFFICE_ELEMENT.search(html) is not None or any(
        "mso-" in element.get("style", "") or element.get("class", "").startswith("Mso") for element in root.iter()
    )


def styles(element: HtmlElement) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in (element.get("style") or "").lower().split(";"))
    return {name.strip(): value.strip() for name, _colon, value in pairs if value}


def _join_broken_lines(root):
    """Word breaks its source lines anywhere; between two Chinese characters that would show as a space."""
    for element in root.iter():
        if element.tag != "pre":
            element.text = element.text and _BREAK_IN_CHINESE.sub("", element.text)
        element.tail = element.tail and _BREAK_IN_CHINESE.sub("", element.tail)


def _make_word_lists(root):
    """Paragraphs that Word only paints as list items become lists, nested by their level."""
    open_lists: list[tuple[int, HtmlElement]] = []
    current, previous = None, None
    for paragraph in list(root.iter("p")):
        found = _LIST_STYLE.search(paragraph.get("style") or "")
        if not found:
            continue
        marker = _take_marker(paragraph)
        follows = previous is not None and paragraph.getprevious() is previous and not (previous.tail or "").strip()
        if not follows or found[1] != current:
            open_lists = []
        level = int(found[2])
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            made = _list_for(marker)
            if open_lists:
                open_lists[-1][1][-1].append(made)
            else:
                paragraph.addprevious(made)
                made.tail = None
            open_lists.append((level, made))
        previous = open_lists[0][1]
        current = found[1]
        _move_into(open_lists[-1][1], paragraph, previous)


def _take_marker(paragraph) -> str:
    """The bullet or number that Word wrote out, removed from the text."""
    for span in paragraph.iter("span"):
        if "ignore" in styles(span).get("mso-list", ""):
            marker = span.text_content().strip()
            span.drop_tree()
            return marker
    return ""


def _list_for(marker: str) -> HtmlElement:
    numbered = _MARKER.match(marker)
    made = tree.new("ol" if numbered else "ul")
    if numbered and numbered[1].isdigit() and int(numbered[1]) != 1:
        made.set("start", str(int(numbered[1])))
    return made


def _move_into(items, paragraph, outermost):
    """Make the paragraph the last item; what followed it now follows the whole list."""
    outermost.tail = paragraph.tail
    paragraph.tail = None
    paragraph.tag = "li"
    paragraph.attrib.clear()
    items.append(paragraph)


def _drop_normal_weight_wrappers(root):
    """Google Docs wraps everything in one `<b style="font-weight:normal">`, which is not bold at all."""
    for element in list(root.iter("b", "strong")):
        if styles(element).get("font-weight") in {"normal", "400"}:
            tree.unwrap(element)
    tree.sweep(root)


def _turn_styles_into_elements(root):
    """Bold, italic, struck, underlined, raised and lowered text that is only styled so, as elements."""
    for element in list(root.iter("span", "font")):
        found = styles(element)
        for name in _emphasis(found):
            if not _is_said_already(element, name):
                inner = tree.new(name)
                inner.text, element.text = element.text, None
                inner.extend(list(element))
                element.append(inner)


def _emphasis(found: dict[str, str]):
    decoration = found.get("text-decoration", "") + found.get("text-decoration-line", "")
    if found.get("font-weight", "") in {"bold", "bolder", "600", "700", "800", "900"}:
        yield "strong"
    if found.get("font-style", "") in {"italic", "oblique"}:
        yield "em"
    if "line-through" in decoration:
        yield "s"
    if "underline" in decoration:
        yield "u"
    if found.get("vertical-align", "") in {"super", "sub"}:
        yield {"super": "sup", "sub": "sub"}[found["vertical-align"]]


def _is_said_already(element, name) -> bool:
    """Headings are bold and links underlined by themselves."""
    saying = {"strong": {"strong", "b", "th", "h1", "h2", "h3", "h4", "h5", "h6"}, "u": {"u", "a"}, "em": {"em", "i"}}
    around = {ancestor.tag for ancestor in element.iterancestors()}
    return bool(saying.get(name, {name}) & around) or (name == "u" and element.find(".//a") is not None)


_DIVISIONS = words(_BLOCKS) - set(RENAMED)
_BLOCK_LEVEL = (
    _DIVISIONS
    | {tree.GONE}
    | words(
        "p h2 h3 h4 pre hr blockquote ul ol li dl dt dd table caption colgroup thead tbody tfoot tr td th figure "
        "figcaption details summary"
    )
)


def _turn_divisions_into_paragraphs(root):
    """Boxes are not ours: one that holds text becomes a paragraph, one that holds blocks gives them up."""
    for division in reversed(list(root.iter(*_DIVISIONS))):
        if not any(child.tag in _BLOCK_LEVEL for child in division.iterdescendants()):
            division.tag = "p"
            continue
        _wrap_inline_runs(division)
        tree.unwrap(division)
    tree.sweep(root)


def _wrap_inline_runs(division):
    """Each run of text between the blocks of a division becomes a paragraph, so that words do not run together."""
    run = tree.new("p")
    run.text, division.text = division.text, None
    children = list(division)
    division[:] = []
    for child in children:
        if child.tag in _BLOCK_LEVEL:
            tail, child.tail = child.tail, None
            _keep_run(division, run)
            division.append(child)
            run = tree.new("p")
            run.text = tail
        else:
            run.append(child)
    _keep_run(division, run)


def _keep_run(division, run):
    if len(run) or (run.text or "").strip():
        division.append(run)


def _unwrap_spans(root, is_office):
    """A span says something only by its language or direction, which Word writes on everything."""
    if is_office:
        for element in root.iter():
            for name in ("lang", "dir"):
                element.attrib.pop(name, None)
    for span in list(root.iter("span", "font", "big")):
        around = next(element for element in span.iterancestors() if element.tag != tree.GONE)
        says_more = any(span.get(name) not in {None, around.get(name)} for name in ("lang", "dir"))
        if span.tag != "span" or not says_more:
            tree.unwrap(span)
    tree.sweep(root)


def _unwrap_lone_paragraphs(root):
    """Word and Google Docs put a paragraph into every cell and item; one alone says nothing."""
    paragraphs = list(root.iter("p"))
    in_each = Counter(paragraph.getparent() for paragraph in paragraphs)
    for paragraph in paragraphs:
        around = paragraph.getparent()
        is_theirs = any(paragraph.get(name) for name in ("style", "role")) or "Mso" in paragraph.get("class", "")
        if is_theirs and around.tag in {"td", "th", "li"} and in_each[around] == 1:
            if not (around.text or "").strip():
                around.text = None
            tree.unwrap(paragraph)
    tree.sweep(root)
