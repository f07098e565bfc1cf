"""Links inside the site follow what they point to.

A link to a page of ours is stored with what is behind its path, `data-to="articles.article:42"`, and gets the current
path when the text is shown. This room knows no articles: publishing registers how paths and things find each other.
Documents of the library are links too (`files`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from lxml.html import HtmlElement

from cms.richtext import files, tree

Ref = str  # "articles.article:42"


@dataclass
class Resolver:
    """`paths` answers many refs at once, None for what is not live.

    `refs` says what is behind many paths: "" for one that is not of a thing, None if the thing it led to is not there.
    """

    paths: Callable[[set[Ref]], dict[Ref, str | None]]
    refs: Callable[[set[str]], dict[str, Ref | None]]


_resolver = Resolver(paths=lambda refs: {}, refs=dict.fromkeys)


def set_resolver(paths, refs) -> None:
    """Called once, by publishing, when the site starts."""
    global _resolver
    _resolver = Resolver(paths, refs)


def stamp(html: str) -> str:
    """The text with `data-to` on every link to a thing of ours, and none on others; one query a kind of thing."""
    root = tree.parse(html)
    paths_of = [(link, own_path(link.get("href", ""))) for link in root.iter("a")]
    wanted = {path for _link, path in paths_of if path}
    known = (_resolver.refs(wanted) | files.behind(wanted)) if wanted else {}
    for link, path in paths_of:
        ref = known[path] if path else ""
        if ref is None:
            ref = link.get("data-to")  # the thing has moved: the older stamp still knows it
        if ref:
            link.set("data-to", ref)
        else:
            link.attrib.pop("data-to", None)
    return tree.write(root)


def own_path(href: str) -> str | None:
    """The path, if the address is one of this site, whether written whole or from the root."""
    parts, site = urlsplit(href), urlsplit(settings.SITE_URL)
    if parts.netloc:
        return parts.path or "/" if parts.netloc.lower() == site.netloc.lower() else None
    return parts.path if parts.path.startswith("/") and not parts.scheme else None


def is_external(href: str) -> bool:
    """The address leads to another site."""
    return urlsplit(href).scheme in {"http", "https"} and own_path(href) is None


def refs(html: str) -> set[Ref]:
    """Everything of ours that the text links to."""
    return {link.get("data-to") for link in tree.parse(html).iter("a") if link.get("data-to")}


class Written(NamedTuple):
    """A link as it stands in a text: its words, the address as written, and what of ours it is stamped with."""

    words: str
    href: str
    ref: Ref | None


def written(html: str) -> list[Written]:
    """Every link of the text that has an address, in order."""
    return [
        Written(" ".join("".join(link.itertext()).split()), link.get("href", ""), link.get("data-to"))
        for link in tree.parse(html).iter("a")
        if link.get("href")
    ]


def paths(refs: set[Ref]) -> dict[Ref, str | None]:
    """Where everything that these name is now, None for what is not live; one query for all of them, one for files."""
    filed = {ref for ref in refs if files.key_of(ref) is not None}
    pages = refs - filed
    return (_resolver.paths(pages) if pages else {}) | files.paths(filed)


def resolve(root: HtmlElement, known: dict[Ref, str | None] | None = None) -> None:
    """Give the stamped links in a text their current path; those whose target is not live become plain text.

    `known` is what `paths()` answered for the links of the whole page; nothing is asked for again.
    """
    links = [link for link in root.iter("a") if link.get("data-to")]
    wanted = {link.get("data-to") for link in links}
    if known is None or not wanted <= known.keys():
        known = paths(wanted)
    for link in links:
        path = known.get(link.attrib.pop("data-to"))
        if path:
            link.set("href", moved_to(path, link.get("href", "")))
        else:
            tree.unwrap(link)
    tree.sweep(root)


def moved_to(path: str, written: str) -> str:
    """The path of today with the query and the fragment of the address as it was written."""
    parts = urlsplit(written)
    return urlunsplit(("", "", path, parts.query, parts.fragment))
