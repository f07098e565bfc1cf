"""Sitemaps as XML, written piece by piece, so that the first byte leaves at once and memory stays flat."""

from collections.abc import Iterable, Iterator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from cms.richtext.tree import readable
from reach.sitemap import Entry

MAIN = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NEWS_LANGUAGES = {"zh-hant": "zh-tw", "zh-hans": "zh-cn"}  # Google's names, which differ from everybody's


class Pieces(list):
    """A file that a generator of XML writes into and that is emptied piece by piece."""

    write = list.append

    def emptied(self) -> bytes:
        text = b"".join(self)
        self.clear()
        return text


def document(root: str, attributes: dict[str, str], rows: Iterable, write_row) -> Iterator[bytes]:
    """An XML document with one child for each row, piece by piece."""
    pieces = Pieces()
    xml = SimplerXMLGenerator(pieces, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl(attributes))
    yield pieces.emptied()
    for row in rows:
        write_row(xml, row)
        if len(pieces) > 500:
            yield pieces.emptied()
    xml.endElement(root)
    yield pieces.emptied()


def sitemap_index(files) -> Iterator[bytes]:
    return document("sitemapindex", {"xmlns": MAIN}, files, write_file)


def urlset(entries: Iterable[Entry]) -> Iterator[bytes]:
    return document("urlset", {"xmlns": MAIN, "xmlns:image": IMAGE}, entries, write_entry)


def news(entries: Iterable[Entry], publication: str) -> Iterator[bytes]:
    language = NEWS_LANGUAGES.get(get_language() or "", "zh-tw")

    def write(xml, entry):
        write_entry(xml, entry, lambda: write_news(xml, entry, publication, language))

    return document("urlset", {"xmlns": MAIN, "xmlns:news": NEWS}, entries, write)


def write_file(xml, row) -> None:
    path, changed = row
    xml.startElement("sitemap", {})
    xml.addQuickElement("loc", settings.SITE_URL + path)
    write_time(xml, "lastmod", changed)
    xml.endElement("sitemap")


def write_entry(xml, entry: Entry, write_more=None) -> None:
    xml.startElement("url", {})
    xml.addQuickElement("loc", settings.SITE_URL + entry.path)
    write_time(xml, "lastmod", entry.changed)
    for address in entry.pictures:
        xml.startElement("image:image", {})
        xml.addQuickElement("image:loc", address)
        xml.endElement("image:image")
    if write_more:
        write_more()
    xml.endElement("url")


def write_news(xml, entry: Entry, publication: str, language: str) -> None:
    xml.startElement("news:news", {})
    xml.startElement("news:publication", {})
    xml.addQuickElement("news:name", readable(publication))
    xml.addQuickElement("news:language", language)
    xml.endElement("news:publication")
    write_time(xml, "news:publication_date", entry.published)
    xml.addQuickElement("news:title", readable(entry.title))
    xml.endElement("news:news")


def write_time(xml, name: str, moment) -> None:
    if moment:
        xml.addQuickElement(name, localtime(moment).isoformat(timespec="seconds"))
