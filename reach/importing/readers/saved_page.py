"""Web pages that somebody saved: one `.html`, one `.mht`, or a zip of them with their folders of pictures."""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import Message
from posixpath import basename, splitext
from typing import IO
from urllib.parse import unquote, urljoin

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.decoding import Text, read_text
from reach.entries import Entry
from reach.importing import references
from reach.importing.archives import archive_of, is_zip
from reach.importing.markup import settled
from reach.importing.moments import moment
from reach.importing.pages import (
    COUNT,
    DAY,
    LEFT_OUT,
    Page,
    is_rule,
    length,
    references_in,
    text_of,
    without_label,
)
from reach.importing.references import Folder
from reach.importing.sources import Reader, Source, Unreadable, reader

PAGES, ARCHIVES = (".html", ".htm", ".xhtml", ".shtml"), (".mht", ".mhtml")
MOST_PAGE, MOST_ARCHIVE = 16 * 1024 * 1024, 60 * 1024 * 1024
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)|^\s*url:\s*(https?://\S+)", re.IGNORECASE | re.MULTILINE)
LABELS = {
    "title": gettext_lazy("title"),
    "time": gettext_lazy("published on"),
    "author": gettext_lazy("author"),
    "source": gettext_lazy("source"),
    "reads": gettext_lazy("number of readers"),
    "cover": gettext_lazy("cover"),
    "summary": gettext_lazy("summary"),
    "body": gettext_lazy("text"),
}


class RuleField(forms.CharField):
    """A CSS selector; `@name` at its end takes an attribute."""

    def clean(self, value):
        value = super().clean(value)
        if value and not is_rule(value):
            raise ValidationError(
                _("This is no CSS selector. Write something such as .article-content or #content h1.")
            )
        return value


@reader
class SavedPageReader(Reader):
    """Pages of any site; where each thing stands is guessed, shown, and corrected in the form."""

    name = "saved-page"
    label = gettext_lazy("Saved web page")
    about = gettext_lazy(
        "A page saved by a browser (.html, .mht), or a zip of several from one site, with their folders."
    )
    suffixes = (*PAGES, *ARCHIVES)

    def recognises(self, source: Source) -> bool:
        return super().recognises(source) or (is_zip(source) and bool(archive_of(source).ending(*self.suffixes)))

    def form(self, source: Source) -> type[forms.Form] | None:
        _path, text, _address = next(pages_of(source))
        page = Page(text.text)
        made: dict[str, forms.Field] = {}
        for name, label in LABELS.items():
            rule = source.options.get(name) or page.rule_for(name)
            made[name] = RuleField(
                label=label, required=False, max_length=500, initial=rule, help_text=shown(page, name, rule)
            )
        made["left_out"] = RuleField(
            label=_("left out of the text"), required=False, max_length=2000, initial=LEFT_OUT, widget=forms.Textarea
        )
        return type("PageForm", (forms.Form,), made)

    def read(self, source: Source) -> Iterator[Entry]:
        for path, text, address in pages_of(source):
            archive = archive_of(source) if is_zip(source) else None
            yield entry_of(path, text, address, Folder(path, archive), source.options)

    def open(self, source: Source, ref: str) -> IO[bytes] | None:
        if inline := references.number_of(ref):
            text = next((text for path, text, _address in pages_of(source) if references.ref(path) == inline[0]), None)
            found = references.inline(text.text, inline[1]) if text else None
            return io.BytesIO(found) if found else None
        if is_zip(source):
            path = archive_of(source).find(ref)
            return archive_of(source).open(path) if path else None
        if source.name.lower().endswith(ARCHIVES):
            found = parts_of(source).get(ref)
            return io.BytesIO(found) if found else None
        return None


# --- Where pages come from -------------------------------------------------------------------------------------------


def pages_of(source: Source) -> Iterator[tuple[str, Text, str]]:
    """Path, text and address of each page."""
    if is_zip(source):
        archive = archive_of(source)
        source.notes += [note for note in archive.notes if note not in source.notes]
        for path in archive.ending(*PAGES):
            if not re.search(r"_files/|\.files/", path):
                try:
                    yield path, *decoded(archive.read(path, MOST_PAGE))
                except Unreadable as error:
                    yield path, Text("", [str(error)], ""), ""
        return
    if source.name.lower().endswith(ARCHIVES):
        yield page_of_archive(source)
        return
    source.file.seek(0)
    content = source.file.read(MOST_PAGE + 1)
    if len(content) > MOST_PAGE:
        raise Unreadable(_("This page is larger than %d MB.") % (MOST_PAGE >> 20))
    if not content.strip():
        raise Unreadable(_("This page is empty."))
    yield source.name, *decoded(content)


def decoded(content: bytes, declared: str = "") -> tuple[Text, str]:
    said = CHARSET.search(content[:8192])
    text = read_text(content, declared or (said[1].decode() if said else ""))
    saved = SAVED_FROM.search(text.text[:8192])
    return text, (saved[1] or saved[2]) if saved else ""


def message_of(source: Source) -> Message:
    source.file.seek(0)
    content = source.file.read(MOST_ARCHIVE + 1)
    if len(content) > MOST_ARCHIVE:
        raise Unreadable(_("This page is larger than %d MB.") % (MOST_ARCHIVE >> 20))
    return email.message_from_bytes(content, policy=email.policy.compat32)


def page_of_archive(source: Source) -> tuple[str, Text, str]:
    for part in message_of(source).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            text, address = decoded(
                content if isinstance(content, bytes) else b"", str(part.get_content_charset() or "")
            )
            return source.name, text, address or " ".join(str(part.get("Content-Location", "")).split())
    raise Unreadable(_("There is no page in this archive."))


def parts_of(source: Source) -> dict[str, bytes]:
    """The pictures of a web archive, by their address or id."""
    found = {}
    for part in message_of(source).walk():
        if part.get_content_maintype() == "image" and isinstance(content := part.get_payload(decode=True), bytes):
            if location := "".join(str(part.get("Content-Location", "")).split()):
                found[location] = content
            if identity := str(part.get("Content-ID", "")).strip("<> "):
                found[f"cid/{identity}"] = content
    return found


# --- A page as an entry ----------------------------------------------------------------------------------------------


def shown(page: Page, name: str, rule: str) -> str:
    """What a rule finds, for the form."""
    if name != "body":
        return (page.found(rule) or page.data.get(name, ""))[:120] or _("Nothing was found; write where it stands.")
    element = page.element(rule) if rule else page.densest()
    if element is None:
        return _("Nothing was found; write where it stands.")
    begin = " ".join(element.text_content().split())[:80]
    return _("%(count)d signs: %(begin)s…") % {"count": length(element), "begin": begin}


def entry_of(path: str, text: Text, address: str, folder: Folder, options: dict) -> Entry:
    entry = Entry("articles.article", path, notes=list(text.notes))
    entry.addresses = [address] if address.startswith(("http://", "https://")) else []
    try:
        page = Page(references.without_inline(text.text, path))
    except Unreadable:
        entry.notes.append(_("This is no page with a text."))
        return entry

    def said(name: str) -> str:
        if options.get(name):
            return page.found(options[name])
        return page.data.get(name) or page.found(page.rule_for(name))

    take_place(entry, page, said("time"))
    for name in ("title", "summary"):
        if found := said(name):
            entry.fields[name] = found
    entry.fields.setdefault("title", splitext(basename(path))[0])
    for name in ("author", "source"):
        if (found := without_label(said(name))) and len(found) <= 60:
            entry.fields[name] = {"name": found}
    if count := COUNT.search(said("reads")):
        entry.notes.append(_("It had %s readers there, which is not taken over.") % count[0])
    take_text(entry, page, options, folder, address)
    if cover := folder.picture(urljoin(address, said("cover"))) if said("cover") else "":
        entry.fields["cover"] = cover
    return entry


def take_place(entry: Entry, page: Page, time: str) -> None:
    canonical = page.found("link[rel=canonical]@href, meta[property='og:url']@content")
    if canonical.startswith(("http://", "https://")) and canonical not in entry.addresses:
        entry.addresses.append(canonical)
    day = DAY.search(time)
    entry.live_from = moment(time) or (moment(day[0]) if day else "")


def take_text(entry: Entry, page: Page, options: dict, folder: Folder, address: str) -> None:
    rule = options.get("body") or page.rule_for("body")
    element = page.element(rule) if rule else page.densest()
    if element is None:
        entry.notes.append(_("No text was found; correct the rule for it."))
        return
    if not rule:
        entry.notes.append(_("The text was found by its length alone; look whether it is whole."))
    left_out = options.get("left_out")
    html = text_of(element, LEFT_OUT if left_out is None else left_out)
    if citations := references_in(element):
        entry.parts["citations"] = citations
        html = text_of(element, "")
    html = without_title(html, entry.fields["title"])

    def picture(src: str) -> str:
        is_held = src.startswith("cid/") or folder.found(unquote(src)) is not None
        return folder.picture(src if is_held else urljoin(address, src))

    html = CID.sub(r"\1cid/", html)
    entry.fields["body"] = settled(html, entry, picture=picture, address=lambda href: urljoin(address, href))
    if not entry.fields["body"]:
        entry.notes.append(_("No text was found; correct the rule for it."))


CID = re.compile(r"(\ssrc=[\"'])cid:", re.IGNORECASE)


def without_title(html: str, title: str) -> str:
    """The text without its title, which stands above it anyway."""
    first = re.search(r"<h[1-3][^>]*>(.*?)</h[1-3]>", html[:20_000], re.DOTALL | re.IGNORECASE)
    if first and " ".join(re.sub(r"<[^>]+>", "", first[1]).split()) == title:
        return html[: first.start()] + html[first.end() :]
    return html
