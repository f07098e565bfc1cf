"""What stands in an export, as plain values: an item with its terms and fields, whatever version wrote it."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape

from lxml import etree

from reach.importing import xml

_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/(excerpt/)?")
_PREFIXES = {"http://purl.org/rss/1.0/modules/content/": "content:", "http://purl.org/dc/elements/1.1/": "dc:"}
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|u)(?=[\s>])[^<>]*>", re.I)
_ANY_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--[^<>]*--)>")


@lru_cache(maxsize=500)
def name_of(tag: str) -> str:
    """`wp:post_id`, `excerpt:encoded`, `title`: the name that people know, whichever version's namespace it has."""
    space, _brace, local = tag.removeprefix("{").rpartition("}")
    if found := _EXPORT.fullmatch(space):
        return f"excerpt:{local}" if found[1] else f"wp:{local}"
    return _PREFIXES.get(space, "") + local


def values_of(element, faults: Counter | None = None) -> dict[str, str]:
    """The first text of each child by its name."""
    found: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        found.setdefault(name_of(child.tag), xml.readable(child.text, faults))
    return found


@dataclass(frozen=True)
class Term:
    """What an item is filed under: `domain` is the taxonomy."""

    domain: str
    slug: str
    name: str


@dataclass
class Item:
    """One `<item>`."""

    values: dict[str, str]
    terms: list[Term] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    faults: Counter = field(default_factory=Counter)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def type(self) -> str:
        return self["wp:post_type"].strip() or "post"

    @property
    def id(self) -> str:
        said = self["wp:post_id"].strip()
        return said if re.fullmatch(r"[0-9]{1,18}", said) and int(said) else ""

    @property
    def link(self) -> str:
        return self["link"].strip()


def fields_of(element, name: str, faults: Counter | None = None) -> dict[str, str]:
    """What themes and plugins keep beside an item or a term."""
    found: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        if name_of(child.tag) == name:
            said = values_of(child, faults)
            found.setdefault(said.get("wp:meta_key", ""), said.get("wp:meta_value", ""))
    return found


def item_of(element) -> Item:
    faults: Counter = Counter()
    item = Item(values_of(element, faults), faults=faults)
    for child in element.iterchildren(etree.Element):
        name = name_of(child.tag)
        if name == "category":
            words, domain = words_of(xml.readable(child.text, faults)), child.get("domain") or ""
            term = Term({"tag": "post_tag"}.get(domain, domain), child.get("nicename") or "", words)
            item.terms += [term] if words else []
        elif name == "wp:comment":
            said = values_of(child)
            is_words = said.get("wp:comment_type", "") in {"", "comment"}
            item.comments += is_words and said.get("wp:comment_approved", "1") == "1"
    item.terms, item.meta = _once(item.terms), fields_of(element, "wp:postmeta", faults)
    return item


def _once(terms: list[Term]) -> list[Term]:
    """Version 1.0 names each up to three times: without taxonomy, without slug, and with both."""
    whole = [term for term in terms if term.domain] or [replace(term, domain="category") for term in terms]
    named = {(term.domain, term.name): term for term in whole if term.slug}
    return list(dict.fromkeys(named.get((term.domain, term.name), term) for term in whole))


def words_of(html: str) -> str:
    """A title or a name as it is shown, on one line: without tags, with characters for their codes."""
    if "<" in html:
        html = _INLINE_TAG.sub("", re.sub(r"<br\s*/?>", " ", html, flags=re.IGNORECASE))
    return " ".join(unescape(html).split())


def plain(html: str) -> str:
    """A short text without any markup."""
    return " ".join(unescape(_ANY_TAG.sub(" ", html)).split())
