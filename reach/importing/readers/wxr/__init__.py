"""WordPress: the XML that its own export writes (WXR 1.0 to 1.2), read twice and never held whole.

`records` are its items as plain values, `survey` is the first walk, `items` makes entries, `content` and the modules
beside it make HTML of texts. docs/decisions/0035-wordpress.md says what was decided.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reach.entries import Entry
from reach.importing import xml
from reach.importing.readers.wxr.items import KINDS, SKIPPED, Items, kept_slug, own_entry
from reach.importing.readers.wxr.records import item_of
from reach.importing.readers.wxr.survey import Named, Survey, told
from reach.importing.sources import Reader, Source, reader

HEAD = 1 << 16
MARK = b"wordpress.org/export/"
MOST_NAMED = 12


@reader
class WordPress(Reader):
    """Posts, pages, files, categories, tags and authors of one WordPress site."""

    name = "wxr"
    label = gettext_lazy("WordPress export")
    about = gettext_lazy("The XML file that WordPress makes under Tools, Export.")
    suffixes = (".xml", ".wxr")

    def recognises(self, source: Source) -> bool:
        """Also in UTF-16, where every other byte is empty."""
        source.file.seek(0)
        return super().recognises(source) and MARK in source.file.read(HEAD).replace(b"\0", b"")

    def origin(self, source: Source) -> str:
        """The address of the blog, which stands in the head of the file."""
        found = ""
        for element in xml.elements(source.file, {"base_blog_url", "base_site_url", "link", "item"}):
            words = xml.readable(element.text).strip()
            if element.tag.endswith("}base_blog_url"):
                return words.rstrip("/")
            if element.tag.endswith("item"):
                break
            found = words if element.tag.endswith("}base_site_url") or not found else found
        return found.rstrip("/")

    def read(self, source: Source) -> Iterator[Entry]:
        survey = Survey(source)
        tell(source, survey)
        yield from _authors(survey)
        yield from _terms(survey, "articles.channel", survey.categories, "category", "cat")
        yield from _terms(survey, "articles.tag", survey.tags, "tag", "")
        items = Items(survey, KINDS)
        left: Counter[str] = Counter()
        for name, element in told(source):
            if name != "item":
                continue
            item = item_of(element)
            if entry := items.entry(item):
                yield entry
            else:
                left["attachment" if item.type == "attachment" else item["wp:status"].strip()] += 1
        _tell_what_was_left(source, left)


def _say(source: Source, sentence: str) -> None:
    """Once, however often the source is read."""
    if sentence not in source.notes:
        source.notes.append(sentence)


def tell(source: Source, survey: Survey) -> None:
    """What of the whole export is not taken over, before the first entry."""
    for kind, count in sorted(survey.types.items()):
        if count and kind not in KINDS and kind != "attachment":
            _say(source, _("Items of the kind “%(kind)s”, not taken: %(count)s.") % {"kind": kind, "count": count})
    if survey.comments:
        _say(source, _("Comments, not taken: %(count)s.") % {"count": survey.comments})
    if survey.fields:
        names = ", ".join(f"{name} ({count})" for name, count in survey.fields.most_common(MOST_NAMED))
        _say(source, _("Fields of themes and plugins, not taken: %(names)s.") % {"names": names})


def _tell_what_was_left(source: Source, left: Counter[str]) -> None:
    if count := sum(left[status] for status in SKIPPED):
        _say(source, _("Items from the trash or never saved, not taken: %(count)s.") % {"count": count})
    if count := left["attachment"]:
        told = _("Files that are no pictures and no documents, or stand here twice, not taken: %(count)s.")
        _say(source, told % {"count": count})


def _authors(survey: Survey) -> Iterator[Entry]:
    for author in survey.authors.values():
        if author.name and author.login not in survey.own_authors:
            slug = kept_slug(author.login)
            addresses = [f"{survey.base}/author/{quote(author.login)}/"] if author.login else []
            addresses += [f"{survey.base}/?author={author.id}"] if author.id.isdigit() else []
            fields = {"name": author.name} | ({"slug": slug} if slug else {})
            yield Entry("articles.author", f"author:{author.login}", fields, addresses=addresses)


def _terms(survey: Survey, kind: str, rows: dict[str, Named], folder: str, query: str) -> Iterator[Entry]:
    for key, row in rows.items():
        if own := own_entry(row.own):
            yield own
            continue
        slug = kept_slug(row.slug)
        fields = {"name": row.name, "slug": slug, "description": row.description}
        entry = Entry(kind, f"{folder}:{key}", {name: value for name, value in fields.items() if value})
        above = _above(rows, row)
        if row.slug:
            entry.addresses = [f"{survey.base}/{folder}/{'/'.join([*(one.slug for one in above), row.slug])}/"]
        if query and row.id.isdigit():
            entry.addresses.append(f"{survey.base}/?{query}={row.id}")
        if above:
            names = " › ".join(one.name for one in above)
            entry.notes.append(_("It stood below %(names)s; here all stand side by side.") % {"names": names})
        yield entry


def _above(rows: dict[str, Named], row: Named) -> list[Named]:
    """From the top down; a file may say that they stand below each other in a circle."""
    found: list[Named] = []
    while row.parent in rows and rows[row.parent] not in found and len(found) < 10:
        row = rows[row.parent]
        found.insert(0, row)
    return found
