"""Word documents: one `.docx`, or a zip of several."""

import io
from collections.abc import Iterator
from posixpath import basename, splitext
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reach.entries import Entry
from reach.importing import word
from reach.importing.archives import Archive, archive_of, is_zip
from reach.importing.front_matter import listed
from reach.importing.markup import settled
from reach.importing.moments import moment
from reach.importing.references import ref
from reach.importing.sources import Reader, Source, Unreadable, reader

SUFFIX, OLD = ".docx", ".doc"
INSIDE = f"{SUFFIX}!"
MOST_DOCUMENT = 60 * 1024 * 1024


@reader
class WordReader(Reader):
    """A document is an article: its title, its text, its pictures, and what it says of its author and day."""

    name = "word"
    label = gettext_lazy("Word")
    about = gettext_lazy(
        "A .docx file, or a zip of several. Headings, lists, tables, pictures and footnotes come along."
    )
    suffixes = (SUFFIX, OLD)

    def recognises(self, source: Source) -> bool:
        if super().recognises(source):
            return True
        return is_zip(source) and bool(documents_of(archive_of(source)))

    def read(self, source: Source) -> Iterator[Entry]:
        if source.name.lower().endswith(self.suffixes):
            yield entry_of(source.name, word.read(source.file), ref)
            return
        archive = archive_of(source)
        source.notes += archive.notes
        for path in documents_of(archive):
            try:
                document = word.read(io.BytesIO(archive.read(path, MOST_DOCUMENT)))
            except Unreadable as error:
                yield Entry("articles.article", path, notes=[str(error)])
                continue
            yield entry_of(path, document, lambda part, path=path: f"{ref(path)}!{ref(part)}")

    def open(self, source: Source, ref: str) -> IO[bytes] | None:
        archive = archive_of(source)
        at = ref.lower().find(INSIDE)
        if at < 0:
            return opened(archive, ref)
        path = archive.find(ref[: at + len(SUFFIX)])
        if path is None:
            return None
        return opened(Archive(io.BytesIO(archive.read(path, MOST_DOCUMENT))), ref[at + len(INSIDE) :])


def opened(archive: Archive, ref: str) -> IO[bytes] | None:
    path = archive.find(ref)
    return archive.open(path) if path and path.startswith(("word/media/", "media/")) else None


def documents_of(archive: Archive) -> list[str]:
    """Without the marks that Word leaves beside a file that is open."""
    return [path for path in archive.ending(SUFFIX, OLD) if not basename(path).startswith(("~$", ".~"))]


def entry_of(path: str, document: word.Document, named) -> Entry:
    entry = Entry("articles.article", path, notes=list(document.notes))
    said = document.properties
    entry.fields["title"] = document.title or splitext(basename(path))[0]
    if document.subtitle:
        entry.fields["subtitle"] = document.subtitle
    if said.get("creator"):
        entry.fields["author"] = {"name": said["creator"]}
    if tags := listed(said.get("keywords")):
        entry.fields["tags"] = [{"name": tag} for tag in tags]
    if said.get("description"):
        entry.fields["summary"] = said["description"]
    entry.live_from = moment(said.get("created", ""))
    entry.fields["body"] = settled(
        document.html, entry, picture=lambda src: src if src.startswith(("http://", "https://")) else named(src)
    )
    if not entry.fields["body"]:
        entry.notes.append(_("There is no text in it."))
    return entry
