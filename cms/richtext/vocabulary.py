"""What rich text is made of: the one definition that the sanitiser and the editor are both derived from.

`ELEMENTS` names every element with its attributes, `CHECKS` says which values an attribute may have. Whatever is
not here does not survive `sanitiser.clean()`, and the editor neither offers nor keeps it.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from cms.richtext import code, videos

HEADING_PREFIX = "s-"  # keeps ids of headings apart from the page's own
PICTURE_CLASS = "picture"
PICTURE_PATH = "/admin/library/picture/{}/file/"


def words(text: str) -> frozenset[str]:
    """Names, written as one line."""
    return frozenset(text.split())


EVERYWHERE = frozenset({"lang", "dir"})
HEADINGS = ("h2", "h3", "h4")

ELEMENTS: dict[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for names, attributes in {
        "h2 h3 h4": "id",
        "p pre hr br wbr": "",
        "blockquote q": "cite",
        "ul dl dt dd": "",
        "ol": "start reversed type",
        "li": "value",
        "table caption thead tbody tfoot tr": "",
        "colgroup col": "span",
        "td": "colspan rowspan",
        "th": "colspan rowspan scope abbr",
        "figure": "class data-video",
        "figcaption": "",
        "img": "src alt width height title data-picture",
        "details": "open",
        "summary": "",
        "a": "href title hreflang data-to",
        "abbr dfn": "title",
        "code": "class",
        "time": "datetime",
        "del ins": "cite datetime",
        "strong em s u sub sup mark small kbd samp var cite bdi bdo span ruby rb rt rp": "",
    }.items()
    for name in names.split()
}
VOID = frozenset({"br", "hr", "wbr", "img", "col"})
REQUIRED = {"a": "href", "img": "src"}

# The last two rows are what an editor needs least; on a narrow screen they wrap below.
TOOLBAR = [
    ["Format"],
    ["Bold", "Italic", "Strike", "RemoveFormat"],
    ["Link", "Unlink"],
    ["BulletedList", "NumberedList", "Outdent", "Indent", "Blockquote"],
    ["RidgelinePicture", "RidgelineVideo", "Table", "CodeSnippet", "HorizontalRule"],
    ["Undo", "Redo"],
    ["Underline", "Subscript", "Superscript"],
    ["PasteText", "Maximize", "Source"],
]
FORMATS = ("p", *HEADINGS, "pre")

# Browsers drop these inside a URL before they look for its scheme, so they must be gone before we look.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SCHEME = re.compile(r"([^/?#\\]*?):")
_WEB_ADDRESS = re.compile(r"https?://[^/?#\\\s]", re.IGNORECASE)


def address(value: str, other_schemes: frozenset[str] = frozenset()) -> str | None:
    """The URL as it may be stored, or None: a path of this site, a whole http(s) address, or one of the others."""
    url = _INVISIBLE.sub("", value).strip().replace(" ", "%20")
    if re.match(r"[/\\]{2}", url) or url.startswith("\\"):
        return None  # another host in disguise
    try:
        urlsplit(url)
    except ValueError:  # `http://a[b@host/`: browsers read it, but everything of ours that parses it would stumble
        return None
    if scheme := _SCHEME.match(url):
        name = scheme[1].lower()
        return url if name in other_schemes or (name in {"http", "https"} and _WEB_ADDRESS.match(url)) else None
    return url or None


def _link(value: str) -> str | None:
    return address(value, frozenset({"mailto", "tel"}))


def _matching(pattern: str) -> Callable[[str], str | None]:
    whole = re.compile(pattern)
    return lambda value: value if whole.fullmatch(value) else None


def _flag(value: str) -> str:
    return ""


_whole_number = _matching(r"-?[0-9]{1,6}")
_count = _matching(r"[1-9][0-9]{0,4}")
_several = _matching(r"[2-9]|[1-9][0-9]{1,3}")  # a span of one is what every cell has
_language = _matching(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# An attribute that is not listed holds free text, which is escaped and shown, never interpreted.
CHECKS: dict[str, Callable[[str], str | None]] = {
    "href": _link,
    "src": address,
    "cite": address,
    "id": _matching(re.escape(HEADING_PREFIX) + r"[A-Za-z0-9_-]{1,80}"),
    "lang": _language,
    "hreflang": _language,
    "dir": _matching("ltr|rtl|auto"),
    "start": _whole_number,
    "value": _whole_number,
    "reversed": _flag,
    "open": _flag,
    "type": _matching("[1aAiI]"),
    "colspan": _several,
    "rowspan": _several,
    "span": _count,
    "width": _count,
    "height": _count,
    "scope": _matching("row|col|rowgroup|colgroup"),
    "datetime": _matching(r"[0-9A-Za-z:.+ -]{1,40}"),
    "data-picture": _matching(r"[1-9][0-9]{0,17}"),
    "data-video": videos.known,
    "data-to": _matching(r"[a-z_]+\.[a-z_]+:[1-9][0-9]{0,17}"),
}
CLASSES = {"figure": _matching(PICTURE_CLASS), "code": code.language_class}


def permitted(element: str, attribute: str, value: str) -> str | None:
    """The value as it may be stored, or None when the attribute must go; the shape nh3's attribute filter wants."""
    if attribute == "class":
        check = CLASSES.get(element)
        return next((kept for name in value.split() if check and (kept := check(name))), None)
    check = CHECKS.get(attribute)
    return check(value) if check else value


def for_editor() -> dict[str, dict]:
    """The same vocabulary as CKEditor's `allowedContent`."""
    return {
        name: {
            "attributes": [
                f"!{attribute}" if REQUIRED.get(name) == attribute else attribute
                for attribute in sorted((attributes | EVERYWHERE) - {"class"})
            ],
            "classes": _editor_classes(name),
        }
        for name, attributes in ELEMENTS.items()
    }


def _editor_classes(name: str) -> list[str]:
    return {"figure": [PICTURE_CLASS], "code": [f"{code.PREFIX}{name}" for name in code.LANGUAGES]}.get(name, [])
