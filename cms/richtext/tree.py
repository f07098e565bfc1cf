"""Rich text as a tree: parsed by a browser's rules, written back in one canonical form.

nh3 parses as browsers do, where lxml's own parser does not; its output is so regular that a few lines turn it into
lxml elements. So there is one parser, and what we looked at is what a browser will see.
"""

import re

import nh3
from lxml import etree
from lxml.html import HtmlElement, html_parser

from cms.richtext import vocabulary
from cms.richtext.vocabulary import words

MAX_DEPTH = 60  # real text stays below 20; deeper trees make other parsers slow, or crash
RAW = "raw"  # an element of our own making, whose text is HTML already; never in the vocabulary, so never parsed
GONE = "gone"  # an element that `sweep` takes out; never in the vocabulary either

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

# Elements that are removed with what is in them; all others that are not allowed leave their text.
_REMOVED_WHOLE = words(
    "script style template noscript noembed noframes iframe object embed applet svg math title xml xmp plaintext "
    "audio video canvas select datalist"
)


def cleaner(elements: dict[str, frozenset[str]], everywhere: frozenset[str], permitted) -> nh3.Cleaner:
    """nh3 set up for these elements; every value passes `permitted(element, attribute, value)`.

    Neither `allowed_classes` nor `link_rel` is used: beside `class` or `rel` in `attributes` nh3 panics with them.
    """
    return nh3.Cleaner(
        tags=set(elements),
        clean_content_tags=set(_REMOVED_WHOLE),
        attributes={name: set(attributes | everywhere) for name, attributes in elements.items()},
        attribute_filter=permitted,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


_strict = cleaner(vocabulary.ELEMENTS, vocabulary.EVERYWHERE, vocabulary.permitted)


def strict(html: str) -> str:
    """Only the vocabulary, in canonical form; the last word on everything that is stored or shown."""
    return _strict.clean(html)


def readable(html: str) -> str:
    """Any str as text that parsers and databases take: no NUL, no control characters, no lone surrogates."""
    whole = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NOT_TEXT.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def parse(html: str, clean=strict) -> HtmlElement:
    """The tree under a `<body>`, at most MAX_DEPTH deep: elements below that are left out, their text stays."""
    builder = etree.TreeBuilder(element_factory=html_parser.makeelement)
    builder.start("body", {})
    open_elements: list[bool] = []
    for closing, name, attributes, text in _TOKEN.findall(_NOT_TEXT.sub("", clean(readable(html)))):
        if text:
            builder.data(_unescaped(text))
        elif closing:
            if open_elements.pop():
                builder.end(name)
        else:
            is_kept = len(open_elements) < MAX_DEPTH
            if is_kept:
                builder.start(name, {key: _unescaped(value) for key, value in _ATTRIBUTE.findall(attributes)})
            if name not in vocabulary.VOID:
                open_elements.append(is_kept)
            elif is_kept:
                builder.end(name)
    builder.end("body")
    return builder.close()


def write(element: HtmlElement) -> str:
    """What is inside the element, as HTML."""
    parts = [_escaped(element.text)]
    for child in element:
        parts += [_outer(child), _escaped(child.tail)]
    return "".join(parts)


def _outer(element: HtmlElement) -> str:
    if element.tag == RAW:
        return element.text or ""
    attributes = "".join(f' {name}="{_escaped(value, quote=True)}"' for name, value in element.items())
    if element.tag in vocabulary.VOID:
        return f"<{element.tag}{attributes}>"
    return f"<{element.tag}{attributes}>{write(element)}</{element.tag}>"


def _escaped(text: str | None, quote: bool = False) -> str:
    if not text:
        return ""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
    return text.replace('"', "&quot;") if quote else text


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\xa0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")


def raw(html: str) -> HtmlElement:
    """A piece of finished HTML that may be put into a tree; `html` must be safe already."""
    element = new(RAW)
    element.text = html
    return element


def new(name: str, **attributes: str) -> HtmlElement:
    element = html_parser.makeelement(name)
    for key, value in attributes.items():
        element.set(key.rstrip("_").replace("_", "-"), value)
    return element


def unwrap(element: HtmlElement) -> None:
    """Leave what is in the element in its place; the tag goes with the next `sweep`.

    lxml's `drop_tag` counts the siblings and joins the texts around, each time anew: the square of a long text.
    """
    element.tag = GONE


def discard(element: HtmlElement) -> None:
    """Empty the element, which itself goes with the next `sweep`; the text after it stays."""
    element.clear(keep_tail=True)
    element.tag = GONE


def sweep(root: HtmlElement) -> None:
    """Take out the tags of all that was unwrapped or discarded, in time that grows with the tree alone."""
    etree.strip_tags(root, GONE)


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Put `new` where `old` was; the text after it stays."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def wrap(element: HtmlElement, name: str, **attributes: str) -> HtmlElement:
    """Put a new element around this one."""
    outer = new(name, **attributes)
    replace(element, outer)
    outer.append(element)
    return outer
