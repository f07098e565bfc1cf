"""Markdown: one file, or a zip of a folder with its pictures, as Hugo, Jekyll, Hexo and Obsidian keep them."""

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date
from posixpath import basename, dirname, splitext
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.decoding import read_text
from cms.richtext import vocabulary
from cms.richtext.text import plain as words_alone
from reach.entries import DRAFT, PUBLISHED, Entry
from reach.importing import dialects, front_matter, references, travelled
from reach.importing.archives import Archive, archive_of, is_zip
from reach.importing.front_matter import is_false, is_true, listed, words
from reach.importing.markdown import rendered
from reach.importing.markup import note_lost, paragraphs, settled
from reach.importing.moments import moment
from reach.importing.names import field_called
from reach.importing.references import Folder
from reach.importing.sources import Reader, Source, Unreadable, reader

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
PLAIN = (".txt",)
MOST_TEXT = 16 * 1024 * 1024  # of ours, which holds its text twice; of others MOST_MARKDOWN signs are read
MOST_MARKDOWN = 2_000_000
NOT_TEXTS = re.compile(
    r"(?:^|/)(?:_index\.\w+|(?:README|LICENSE|CHANGELOG|CONTRIBUTING)(?:\.[\w-]+)?\.\w+|"
    r"(?:themes|node_modules|vendor|scaffolds|archetypes|_includes|_layouts|\.github)/.*)$",
    re.IGNORECASE,
)
PAGE_FOLDERS = re.compile(r"(?:^|/)(?:_pages|pages)/")
DRAFT_FOLDERS = re.compile(r"(?:^|/)_?drafts/", re.IGNORECASE)
DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_ ](.+)")
LANGUAGE = re.compile(r"\.(?:zh|en)(?:[-_]\w+)?$", re.IGNORECASE)
DOCUMENTS = (".pdf", ".docx", ".xlsx", ".pptx", ".csv")
MORE = re.compile(r"<!--\s*more\s*-->")
OF_LOOKS = vocabulary.words(  # they say how a page is shown there, not what it says
    "layout type toc comments comment math mathjax katex weight menu outputs hidecomments showtoc tocopen lang "
    "language id linktitle markup pin sticky top theme aplayer reward sidebar"
)


@reader
class MarkdownReader(Reader):
    """Texts with front matter; our own export as Markdown is read exactly as it was written."""

    name = "markdown"
    label = gettext_lazy("Markdown")
    about = gettext_lazy(
        "A file, or a zip of a folder with the pictures beside it: Hugo, Jekyll, Hexo, Obsidian, or ours."
    )
    suffixes = (*SUFFIXES, *PLAIN)

    def recognises(self, source: Source) -> bool:
        if not is_zip(source):
            return super().recognises(source)
        archive = archive_of(source)
        return "[Content_Types].xml" not in archive and bool(texts_of(archive) or travelled.LINES in archive)

    def read(self, source: Source) -> Iterator[Entry]:
        if not is_zip(source):
            yield from entries_of(source.name, content_of(source), Folder(source.name), set())
            return
        archive = archive_of(source)
        source.notes += archive.notes
        if travelled.LINES in archive:
            yield from travelled.entries_of(archive, source)
        given: set[str] = set()
        for path in texts_of(archive):
            try:
                content = archive.read(path, MOST_TEXT)
            except Unreadable as error:
                yield Entry("articles.article", path, notes=[str(error)])
                continue
            yield from entries_of(path, content, Folder(path, archive), given)
        if left := set(archive.ending(*SUFFIXES)) - set(texts_of(archive)):
            source.notes.append(
                _("%d files that belong to the program, not to the content, were left out.") % len(left)
            )

    def open(self, source: Source, ref: str) -> IO[bytes] | None:
        archive = archive_of(source) if is_zip(source) else None
        if inline := references.number_of(ref):
            name, number = inline
            path = archive.find(name) if archive else None
            if archive and not path:
                return None
            content = archive.read(path, MOST_TEXT) if archive and path else content_of(source)
            found = references.inline(read_text(content).text, number)
            return io.BytesIO(found) if found else None
        path = archive.find(ref) if archive else None
        return archive.open(path) if archive and path else None


def texts_of(archive: Archive) -> list[str]:
    """The files that are texts of the site; plain text only where nothing else is. Of our own export all are."""
    if travelled.LINES in archive:
        return archive.ending(*SUFFIXES)
    found = [path for path in archive.ending(*SUFFIXES) if not NOT_TEXTS.search(path)]
    return found or [path for path in archive.ending(*PLAIN) if not NOT_TEXTS.search(path)]


def content_of(source: Source) -> bytes:
    source.file.seek(0)
    content = source.file.read(MOST_TEXT + 1)
    if len(content) > MOST_TEXT:
        raise Unreadable(_("This text is larger than %d MB. Divide it.") % (MOST_TEXT >> 20))
    if content.count(b"\0") * 4 > len(content) and content[:2] not in {b"\xff\xfe", b"\xfe\xff", b"\0\0"}:
        raise Unreadable(_("This file is no text."))
    return content


def entries_of(path: str, content: bytes, folder: Folder, given: set[str]) -> Iterator[Entry]:
    """The text as an entry, after the documents that it is the first to link to."""
    linked: set[str] = set()
    entry = entry_of(path, content, folder, linked)
    for address in sorted(linked - given):
        name = basename(folder.found(address) or address)
        yield Entry("library.document", address.lstrip("/"), {"title": splitext(name)[0]}, addresses=[address])
    given |= linked
    yield entry


def entry_of(path: str, content: bytes, folder: Folder, linked: set[str]) -> Entry:
    text, notes, _encoding = read_text(content)
    matter = front_matter.split(text)
    if "ridgeline" in matter.values:
        try:
            ours = travelled.checked(matter.values["ridgeline"])
        except ValueError as error:
            notes = [*notes, str(error)]
        else:
            return edited_since(ours, matter, folder)
    entry = Entry("articles.article", path, notes=[*notes, *matter.notes])
    values = by_field(matter.values, entry)
    take_place(entry, values, path, matter.values)
    take_words(entry, values, folder)
    take_text(entry, matter.text, folder, linked)
    return entry


# --- Front matter ----------------------------------------------------------------------------------------------------


def by_field(values: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """What the front matter says by our names; the first of several names for one thing wins, but for summaries."""
    found: dict[str, Any] = {}
    lost = []
    for name, value in values.items():
        known = name.lower()
        field = "seo_description" if known == "description" and "summary" in found else field_called(name)
        if known in {"draft", "published", "aliases", "redirect_from", "noindex"}:
            found[known] = value
        elif known == "layout" or known == "type":
            found.setdefault("layout", words(value).lower())
        elif field in {"services", "body", "client", "source"} or (field and field in found) or not field:
            lost += [name] if known not in OF_LOOKS and known != "ridgeline_digest" else []
        else:
            found[field] = value
    note_lost(entry, lost)
    return found


def take_place(entry: Entry, values: dict[str, Any], path: str, given: dict[str, Any]) -> None:
    """Its kind, its addresses, its time and its state."""
    stem = LANGUAGE.sub("", splitext(basename(path))[0])
    if stem == "index" and dirname(path):
        stem = basename(dirname(path))
    dated = DATED.fullmatch(stem)
    if values.get("layout") == "page" or PAGE_FOLDERS.search(path):
        entry.kind = "pages.page"
    entry.addresses = [one for one in map(as_address, listed_addresses(values)) if one]
    entry.addresses.append(references.address(path))
    slug = words(values.get("slug")).strip("/") or (dated[2] if dated else stem)
    if re.fullmatch(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", slug):
        entry.fields["slug"] = re.sub(r"[_.]", "-", slug).lower()
    entry.live_from = moment(words(values.get("live_from"))) or (moment(dated[1]) if dated else "")
    entry.live_until = moment(words(values.get("live_until")))
    if (said := words(values.get("live_from"))) and not moment(said):
        entry.notes.append(_("The date “%s” could not be read.") % said[:60])
    status = words(values.get("state")).lower()
    if is_true(values.get("draft")) or is_false(values.get("published")) or DRAFT_FOLDERS.search(path):
        entry.state = DRAFT
    elif status:
        entry.state = PUBLISHED if status in {"publish", "published", "public", "已發布", "已发布"} else DRAFT
    elif is_false(values.get("draft")) or is_true(values.get("published")):
        entry.state = PUBLISHED


def listed_addresses(values: dict[str, Any]) -> list[str]:
    chief = words(values.get("address"))
    if re.search(r"/:\w", chief):  # a pattern, filled in by a program that is not here
        chief = ""
    return [chief, *listed(values.get("aliases")), *listed(values.get("redirect_from"))]


def as_address(text: str) -> str:
    if not text or text.startswith(("http://", "https://")):
        return text
    return f"/{text.lstrip('/')}".replace(" ", "%20")


def take_words(entry: Entry, values: dict[str, Any], folder: Folder) -> None:
    """Its title and what else it says of itself."""
    for name in ("title", "subtitle", "summary", "seo_title", "seo_description", "canonical_url"):
        if said := words(values.get(name)):
            entry.fields[name] = " ".join(said.split())
    if is_true(values.get("noindex")):
        entry.fields["is_noindex"] = True
    if cover := folder.picture(first_picture(values.get("cover"))):
        entry.fields["cover"] = cover
    channels, tags = listed(values.get("channel")), listed(values.get("tags"))
    authors = [words(one.get("name")) if isinstance(one, dict) else one for one in as_list(values.get("author"))]
    authors = [name for name in authors if isinstance(name, str) and name.strip()]
    if entry.kind == "pages.page":
        note_lost(entry, [*channels, *tags, *authors])
        return
    if channels:
        entry.fields["channel"] = {"name": channels[0]}
    if len(channels) > 1:
        entry.notes.append(
            _("An article stands in one channel; its other categories became tags: %s.") % "、".join(channels[1:])
        )
    if tags := list(dict.fromkeys([*tags, *channels[1:]])):
        entry.fields["tags"] = [{"name": name} for name in tags]
    if authors:
        entry.fields["author"] = {"name": authors[0].strip()}
        note_lost(entry, authors[1:])


def as_list(value: Any) -> list:
    if isinstance(value, dict | list):
        return [value] if isinstance(value, dict) else value
    return listed(value)


def first_picture(value: Any) -> str:
    """The address of a picture, in whatever a theme wraps it."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[name] for name in ("image", "src", "url", "path", "teaser") if name in value), "")
    said = words(value)
    return "" if said.lower() in {"true", "false"} or isinstance(value, date) else said


# --- The text --------------------------------------------------------------------------------------------------------


def take_text(entry: Entry, text: str, folder: Folder, linked: set[str]) -> None:
    if folder.path.lower().endswith(PLAIN) and not re.search(r"^#{1,6} ", text, re.MULTILINE):
        title, html = plain_text(text, entry.fields.get("title", ""))
    else:
        title, html = html_of(entry, text, folder)
    stem = LANGUAGE.sub("", splitext(basename(folder.path))[0])
    named = DATED.fullmatch(stem)
    entry.fields.setdefault("title", title or (named[2] if named else stem))
    body = settled(html, entry, picture=folder.picture, address=lambda href: followed(href, folder, linked))
    if not body:
        entry.notes.append(_("There is no text in it."))
    if entry.kind == "pages.page":
        entry.parts["sections"] = [{"content": {"kind": "text", "body": body}}] if body else []
        return
    entry.fields["body"] = body


def html_of(entry: Entry, text: str, folder: Folder) -> tuple[str, str]:
    lost: set[str] = set()
    text = references.without_inline(text, folder.path)
    if len(text) > MOST_MARKDOWN:
        entry.notes.append(_("The text is longer than %s signs and was left out. Divide it.") % f"{MOST_MARKDOWN:,}")
        return "", ""
    text = dialects.plain(text, folder, lost)
    if lost:
        said = _("Tags of the program that wrote it were left out: %s.")
        entry.notes.append(said % "、".join(sorted(lost)[:20]))
    above = MORE.split(text, maxsplit=1)
    found = rendered(text, entry.fields.get("title", ""))
    if len(above) > 1 and "summary" not in entry.fields:
        summary = " ".join(words_alone(settled(rendered(above[0], found.title).html, Entry("", ""))).split())
        if 0 < len(summary) <= 500:
            entry.fields["summary"] = summary
    return found.title, found.html


def plain_text(text: str, title: str) -> tuple[str, str]:
    """The title and the paragraphs of a text without any marks: each line is one, and a short first line the title."""
    lines = [line.strip(" \t\u3000") for line in text.strip().split("\n")]
    if not title and lines and len(lines[0]) <= 60 and any(lines[1:]):
        title, lines = lines[0], lines[1:]
    return title, paragraphs("\n\n".join(lines))


def followed(href: str, folder: Folder, linked: set[str]) -> str:
    found = folder.link(href)
    if found != href and found.lower().endswith(DOCUMENTS):
        linked.add(found)
    return found


def edited_since(entry: Entry, matter: front_matter.Matter, folder: Folder) -> Entry:
    """Our own entry; where the Markdown below was changed after it was written, that is the text."""
    digest = words(matter.values.get("ridgeline_digest"))
    text = matter.text
    as_written = {hashlib.sha256(one.encode()).hexdigest() for one in (text, text.strip(), f"{text.strip()}\n")}
    if not digest or digest in as_written:
        return entry
    if "body" not in entry.fields:
        entry.notes.append(
            _("The Markdown was changed, but this kind of thing is not made of one text; it was not read.")
        )
        return entry
    _title, html = html_of(entry, text, folder)
    entry.fields["body"] = settled(html, entry, picture=folder.picture, address=folder.link)
    entry.notes.append(_("The text was changed in the Markdown since it was exported, and is taken from there."))
    return entry
