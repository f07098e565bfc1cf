"""The first walk through an export: is it whole, and what must be known before the first item can be told of.

A featured picture may stand after its post, a parent after its child. What is remembered of each item lies in a
database of its own in a temporary file, so that memory stays flat however many there are.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from reach.importing import xml
from reach.importing.readers.wxr import records
from reach.importing.readers.wxr.records import Item, item_of, values_of, words_of
from reach.importing.sources import Source

OWN_FIELD = "_ridgeline"
TOLD = frozenset({"item", "author", "category", "tag", "term", "base_blog_url", "base_site_url", "link"})
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z]{3,4}\Z)")
_CDN = re.compile(r"i[0-3]\.wp\.com/")


class Attachment(NamedTuple):
    """A file of the media library: `url` is the REF by which it is fetched."""

    url: str
    alt: str
    caption: str


class Author(NamedTuple):
    login: str
    name: str
    id: str


class Named(NamedTuple):
    """A category or tag as the head of the file has it; `parent` is the slug of the one above."""

    slug: str
    name: str
    description: str
    parent: str
    id: str
    own: str  # what our own export wrote beside it


def spot(address: str) -> str:
    """Where a file lies, the same for http and https, for any case of hex, sizes in the query and a picture CDN."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return _CDN.sub("", unquote(f"{parts.netloc}{parts.path}"))


def name_at(place: str) -> str:
    """The name of a file, the same for a picture and for what WordPress keeps instead of a very large one."""
    return place.rpartition("/")[2].rpartition(".")[0].removesuffix("-scaled")


class Survey:
    """What a whole export says about each of its items."""

    def __init__(self, source: Source):
        self.rows = sqlite3.connect("", check_same_thread=False)  # a temporary file; gone with this object
        self.rows.executescript(
            "PRAGMA journal_mode=OFF;"
            "CREATE TABLE attachment (id TEXT PRIMARY KEY, parent TEXT, spot TEXT, url TEXT, alt TEXT, caption TEXT);"
            "CREATE TABLE thing (id TEXT PRIMARY KEY, link TEXT);"
            "CREATE TABLE reusable (id TEXT PRIMARY KEY, text TEXT);"
            "CREATE TABLE told (key TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;"
        )
        self.base = self.link = ""
        self.authors: dict[str, Author] = {}
        self.own_authors: set[str] = set()  # of our own export, which tells each as an item too
        self.categories: dict[str, Named] = {}
        self.tags: dict[str, Named] = {}
        self.types: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.comments = self.users = 0
        for name, element in told(source, source.notes):
            if name == "item":
                self._remember(item_of(element))
            else:
                self._learn(name, element)
        self.base = (self.base or self.link).rstrip("/")
        self.rows.execute("CREATE INDEX attachment_spot ON attachment (spot)")
        self.rows.execute("CREATE INDEX attachment_parent ON attachment (parent)")

    def _learn(self, name: str, element) -> None:
        """What stands in the head of the file."""
        said = values_of(element)
        own = xml.readable(element.text).strip()
        if name == "wp:base_blog_url":  # which is one of several of a network
            self.base = own or self.base
        elif name == "wp:base_site_url":
            self.base = self.base or own
        elif name == "link":
            self.link = self.link or own
        elif name == "wp:author":
            author = author_of(said)
            self.authors.setdefault(author.login, author)
        elif name == "wp:category":
            self._learn_term(self.categories, element, "wp:category_nicename", "wp:cat_name", "wp:category")
        elif name == "wp:tag":
            self._learn_term(self.tags, element, "wp:tag_slug", "wp:tag_name", "wp:tag")
        elif name == "wp:term":
            kept = {"category": self.categories, "post_tag": self.tags}.get(said.get("wp:term_taxonomy", ""))
            if kept is not None:
                self._learn_term(kept, element, "wp:term_slug", "wp:term_name", "wp:term")

    def _learn_term(self, kept, element, slug, name, prefix) -> None:
        said = values_of(element)
        words = words_of(said.get(name, ""))
        described = said.get(f"{prefix}_description", "")
        above = said.get("wp:category_parent") or said.get("wp:term_parent", "")
        if words:
            own = records.fields_of(element, "wp:termmeta").get(OWN_FIELD, "")
            row = Named(said.get(slug, ""), words, records.plain(described), above, said.get("wp:term_id", ""), own)
            kept.setdefault(row.slug or words, row)

    def _remember(self, item: Item) -> None:
        self.types[item.type] += OWN_FIELD not in item.meta
        self.comments += item.comments
        if item.type == "author" and OWN_FIELD in item.meta:
            self.own_authors.add(item["wp:post_name"].strip())
        if item.type == "attachment":
            url = item["wp:attachment_url"].strip() or item["guid"].strip()
            alt = records.plain(item.meta.get("_wp_attachment_image_alt", ""))
            row = (
                item.id or url,
                item["wp:post_parent"].strip(),
                spot(url),
                url,
                alt,
                records.plain(item["excerpt:encoded"]),
            )
            self.rows.execute("INSERT OR IGNORE INTO attachment VALUES (?, ?, ?, ?, ?, ?)", row)
        elif item.type == "wp_block":
            self.rows.execute("INSERT OR IGNORE INTO reusable VALUES (?, ?)", (item.id, item["content:encoded"]))
        elif item.type == "page":
            self.rows.execute("INSERT OR IGNORE INTO thing VALUES (?, ?)", (item.id, item.link))
        if item.type in {"post", "page"}:
            self.fields.update(key for key in item.meta if key and not key.startswith("_"))

    # --- What is asked ------------------------------------------------------------------------------------------

    def one(self, question: str, *values) -> tuple | None:
        return self.rows.execute(question, values).fetchone()

    def whole(self, address: str) -> str:
        """The address with its site, if it left it out."""
        try:
            return urljoin(f"{self.base}/", address) if self.base else address
        except ValueError:
            return address

    def attachment(self, key: str) -> Attachment | None:
        found = self.one("SELECT url, alt, caption FROM attachment WHERE id = ?", key)
        return Attachment(*found) if found else None

    def attached_to(self, parent: str) -> Iterator[tuple[str, Attachment]]:
        rows = self.rows.execute(
            "SELECT id, url, alt, caption FROM attachment WHERE parent = ? ORDER BY rowid", [parent]
        )
        for key, *found in rows.fetchall():
            yield key, Attachment(*found)

    def picture_at(self, address: str, key: str = "") -> Attachment | None:
        """The attachment at this address or of which it is a smaller copy; by its id only if the names agree."""
        place = spot(self.whole(address))
        bare = _SIZE.sub("", place)
        stem, dot, ending = bare.rpartition(".")
        for candidate in dict.fromkeys([place, bare, f"{stem}-scaled{dot}{ending}"]):
            if found := self.one("SELECT url, alt, caption FROM attachment WHERE spot = ?", candidate):
                return Attachment(*found)
        known = self.attachment(key) if key else None
        return known if known and name_at(bare) == name_at(spot(known.url)) else None

    def reusable(self, key: str) -> str:
        found = self.one("SELECT text FROM reusable WHERE id = ?", key)
        return found[0] if found else ""

    def link_of(self, key: str) -> str:
        found = self.one("SELECT link FROM thing WHERE id = ?", key)
        return found[0] if found else ""

    def counted(self, key: str) -> int:
        """How often this key has been told, this time included."""
        self.rows.execute("INSERT INTO told VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1", [key])
        found = self.one("SELECT times FROM told WHERE key = ?", key)
        return found[0] if found else 1


def told(source: Source, notes: list[str] | None = None) -> Iterator[tuple[str, object]]:
    """What an export is made of, one by one: the name of each and its element."""
    for element in xml.elements(source.file, TOLD, notes):
        yield records.name_of(element.tag), element


def author_of(said: dict[str, str]) -> Author:
    login = said.get("wp:author_login", "").strip()
    full = " ".join(filter(None, [said.get("wp:author_first_name", ""), said.get("wp:author_last_name", "")]))
    name = words_of(said.get("wp:author_display_name", "")) or words_of(full) or login
    return Author(login, name, said.get("wp:author_id", ""))
