"""WordPress' own format, WXR 1.2, as its importer takes it; the whole entry travels along as `_ridgeline`.

Articles are posts, pages are pages, pictures and documents attachments; services, cases, series and whatever else has
no place in WordPress are of a post type of their own, so that nothing is lost for whoever reads it. Channels are
categories, tags are tags. The numbers of posts mean something in this one file only.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import IO
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils import timezone

from cms.site.models import Identity
from reach.entries import PUBLISHED, Entry
from reach.exporting.everything import Batch
from reach.exporting.pieces import Format, Piece, Pieces
from reach.exporting.words import html_of, said, with_pictures_at
from reach.travelling.outward import MEDIA

INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NUMBER = re.compile("\x01([^\x01]*)\x01")  # stands for the number of what it names, until all is put together
TYPES = {
    "articles.article": "post",
    "pages.page": "page",
    "library.picture": "attachment",
    "library.document": "attachment",
}
TERMS = {"articles.channel": "category", "articles.tag": "post_tag"}
OURS = "_ridgeline"
DATES = ("date", "date_gmt", "modified", "modified_gmt")
HEAD, ITEM = "head", "item"
BEGINNING = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
END = "</channel>\n</rss>\n"


class Number(str):
    """Stands for the number of what it names; its marks can be in no other text, since XML has no such signs."""


def tag(name: str, text="") -> str:
    inside = text if isinstance(text, Number) else escape(INVALID.sub("", str(text)))
    return f"<{name}>{inside}</{name}>\n"


def cdata(name: str, text="") -> str:
    clean = text if isinstance(text, Number) else INVALID.sub("", str(text))
    inside = clean.replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{inside}]]></{name}>\n"


def number_of(key: str) -> Number:
    return Number(f"\x01{key}\x01")


def whole(address: str) -> str:
    """The address with the site before it; a path as a browser would send it."""
    return settings.SITE_URL + quote(address, safe="/%?#=&:;+,@!$'()*~") if address.startswith("/") else address


class Wxr(Format):
    """One XML file."""

    name, suffix = "wxr", "xml"

    def pieces(self, batch: Batch) -> Iterator[Piece]:
        for entry in batch.entries:
            if entry.kind in TERMS:
                yield Piece(HEAD, text=term_of(entry))
            else:
                if entry.kind == "articles.author":
                    yield Piece(HEAD, text=author_of(entry))
                yield Piece(ITEM, text=item_of(entry, batch.assets))

    def join(self, pieces: Pieces, file: IO[bytes]) -> None:
        """What has no number yet gets the next one, so that numbers are small and the same in every run."""
        numbers: dict[str, int] = {}

        def numbered(found) -> str:
            return str(numbers.setdefault(found[1], len(numbers) + 1))

        file.write((BEGINNING + channel()).encode())
        for part in (HEAD, ITEM):
            for piece in pieces():
                if piece.name == part:
                    file.write(NUMBER.sub(numbered, piece.text).encode())
        file.write(END.encode())


def channel() -> str:
    identity = Identity.current()
    site = settings.SITE_URL
    lines = [tag("title", identity.name), tag("link", site), tag("description", identity.description)]
    lines += [tag("pubDate", format_datetime(timezone.now())), tag("language", settings.LANGUAGE_CODE)]
    lines += [tag("wp:wxr_version", "1.2"), tag("wp:base_site_url", site), tag("wp:base_blog_url", site)]
    return "".join(lines) + tag("generator", "Ridgeline")


def author_of(entry: Entry) -> str:
    inside = tag("wp:author_id", number_of(f"author:{entry.key}")) + cdata("wp:author_login", entry.key)
    inside += cdata("wp:author_email", "") + cdata("wp:author_display_name", entry.fields.get("name", ""))
    return f"<wp:author>\n{inside}</wp:author>\n"


def term_of(entry: Entry) -> str:
    number, name, about = number_of(f"term:{entry.kind}:{entry.key}"), entry.fields["name"], entry.fields["description"]
    if TERMS[entry.kind] == "category":
        inside = tag("wp:term_id", number) + cdata("wp:category_nicename", entry.key)
        inside += cdata("wp:category_parent", "") + cdata("wp:cat_name", name) + cdata("wp:category_description", about)
        return f"<wp:category>\n{inside}{meta('term', entry)}</wp:category>\n"
    inside = tag("wp:term_id", number) + cdata("wp:tag_slug", entry.key)
    inside += cdata("wp:tag_name", name) + cdata("wp:tag_description", about)
    return f"<wp:tag>\n{inside}{meta('term', entry)}</wp:tag>\n"


def meta(of: str, entry: Entry) -> str:
    """The whole entry; what WordPress does not understand it keeps."""
    return pair(of, OURS, json.dumps(entry.as_json(), ensure_ascii=False))


def pair(of: str, key: str, value) -> str:
    return f"<wp:{of}meta>\n{cdata('wp:meta_key', key)}{cdata('wp:meta_value', value)}</wp:{of}meta>\n"


def item_of(entry: Entry, assets) -> str:
    address = (entry.addresses or [""])[0]
    is_file = entry.key.startswith(MEDIA) and entry.kind.startswith("library.")
    begun = datetime.fromisoformat(entry.live_from) if entry.live_from else None
    title = entry.fields.get("title") or entry.fields.get("name") or entry.fields.get("original_name") or entry.key
    lines = [cdata("title", title), tag("link", whole(address))]
    lines += [tag("pubDate", format_datetime(begun) if begun else ""), cdata("dc:creator", author_login(entry))]
    lines += [f'<guid isPermaLink="false">{escape(whole(address) or f"{entry.kind}:{entry.key}")}</guid>\n']
    lines += [tag("description"), cdata("content:encoded", content_of(entry, assets))]
    lines += [cdata("excerpt:encoded", entry.fields.get("summary", ""))]
    lines += [tag("wp:post_id", number_of(entry.key if is_file else id_key(entry)))]
    lines += dates_of(begun)
    lines += [cdata("wp:comment_status", "closed"), cdata("wp:ping_status", "closed")]
    lines += [cdata("wp:post_name", entry.fields.get("slug", "")), cdata("wp:status", status_of(entry, begun))]
    parent = entry.fields.get("parent")
    lines += [tag("wp:post_parent", number_of(parent) if parent else "0")]
    lines += [tag("wp:menu_order", entry.fields.get("position", 0)), cdata("wp:post_type", type_of(entry))]
    lines += [cdata("wp:post_password", ""), tag("wp:is_sticky", "0")]
    if is_file:
        lines += [cdata("wp:attachment_url", whole(address))]
        lines += [pair("post", "_wp_attachment_image_alt", entry.fields.get("alt", ""))]
    if cover := entry.fields.get("cover"):
        lines += [pair("post", "_thumbnail_id", number_of(cover))]
    return f"<item>\n{''.join([*lines, *terms_of(entry), meta('post', entry)])}</item>\n"


def id_key(entry: Entry) -> str:
    """By which others name it: its address, else its key."""
    return entry.addresses[0] if entry.addresses else f"{entry.kind}:{entry.key}"


def type_of(entry: Entry) -> str:
    return TYPES.get(entry.kind) or entry.kind.partition(".")[2][:20]


def author_login(entry: Entry) -> str:
    author = entry.fields.get("author")
    return (author.get("slug") or author["name"]) if isinstance(author, dict) else "ridgeline"


def content_of(entry: Entry, assets) -> str:
    """The text with whole addresses, for a site that is not this one."""
    if "title" not in entry.fields or entry.kind.startswith("library."):
        return entry.fields.get("bio") or ""

    def address(ref: str) -> str:
        return whole(assets[ref].public_url) if ref in assets else whole(ref)

    return with_pictures_at(html_of(entry), address)


def dates_of(begun) -> list[str]:
    none = "0000-00-00 00:00:00"  # what WordPress writes for a draft that never had a date
    local = f"{timezone.localtime(begun):%Y-%m-%d %H:%M:%S}" if begun else none
    world = f"{begun.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if begun else none
    return [cdata(f"wp:post_{name}", value) for name, value in zip(DATES, [local, world, local, world], strict=True)]


def status_of(entry: Entry, begun) -> str:
    if entry.kind.startswith("library."):
        return "inherit"
    if not entry.state:
        return "private"  # a redirect or an author is no text of its own
    if entry.state != PUBLISHED:
        return "draft"
    return "future" if begun and begun > timezone.now() else "publish"


def terms_of(entry: Entry) -> Iterator[str]:
    found = [("category", entry.fields.get("channel"))] if entry.kind == "articles.article" else []
    found += [("post_tag", one) for one in entry.fields.get("tags") or []]
    for domain, name in found:
        if isinstance(name, dict):
            opening = f"<category domain={quoteattr(domain)} nicename={quoteattr(name.get('slug', ''))}>"
            yield cdata("category", said(name)).replace("<category>", opening, 1)
