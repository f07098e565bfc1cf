"""From an item of an export to an entry: what it is, when it was, under what it is filed, and its text."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import unquote

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.richtext.vocabulary import words
from reach.entries import DRAFT, PUBLISHED, Entry
from reach.importing import xml
from reach.importing.readers.wxr import records
from reach.importing.readers.wxr.content import Content
from reach.importing.readers.wxr.pictures import path_of
from reach.importing.readers.wxr.records import Item, Term, words_of
from reach.importing.readers.wxr.survey import OWN_FIELD, Survey
from reach.importing.travelled import checked

KINDS = {"post": "articles.article", "page": "pages.page"}
SKIPPED = frozenset({"trash", "auto-draft"})
ARTICLE, PAGE = "articles.article", "pages.page"
PICTURES = words("jpg jpeg jpe png gif webp avif bmp tif tiff heic svg")
DOCUMENTS = words("pdf docx xlsx pptx txt csv")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEVER = "0000-00-00"
_CANONICAL = ("_yoast_wpseo_canonical", "rank_math_canonical_url")
_TITLES = ("_yoast_wpseo_title", "rank_math_title")
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description")
_PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")


def kept_slug(said: str) -> str:
    """The slug as far as addresses here can be like it; "" for one in Chinese, which is made anew in pinyin."""
    slug = unquote(said).strip().lower()
    if not slug.isascii():
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", slug).strip("-")
    return slug if len(slug) <= 100 and _SLUG.fullmatch(slug) else ""


def named(name: str, slug: str = "", **more) -> dict:
    """A channel, tag or author."""
    kept = kept_slug(slug)
    return {"name": name, **({"slug": kept} if kept else {}), **{key: value for key, value in more.items() if value}}


def key_of(item: Item) -> str:
    """By its number, which is the same in each export of a site; by what it says where it has none."""
    if item.id:
        return f"{item.type}:{item.id}"
    said = "\n".join([item["title"], item.link or item["guid"], item["wp:post_date"]])
    return f"{item.type}:~{sha256(said.encode()).hexdigest()[:16]}"


class Items:
    """Makes entries of the items of one export."""

    def __init__(self, survey: Survey, kinds: dict[str, str]):
        self.survey, self.kinds = survey, kinds

    def entry(self, item: Item) -> Entry | None:
        """The entry of an item; None for one that was thrown away, or is of no kind that is taken."""
        entry = own_entry(item.meta.get(OWN_FIELD, ""))
        if entry is None and item.type == "attachment":
            return self.file(item)
        if entry is None:
            if item.type not in self.kinds or item["wp:status"].strip() in SKIPPED:
                return None
            entry = Entry(self.kinds[item.type], key_of(item), addresses=self.addresses(item))
            self._fill(entry, item)
        if (times := self.survey.counted(entry.key)) > 1:
            entry.key = f"{entry.key}:{times}"
            entry.notes.append(_("Another item of this export has the same number; this one is kept beside it."))
        entry.notes += xml.sentences(item.faults)
        return entry

    def _fill(self, entry: Entry, item: Item) -> None:
        content = Content(self.survey, item.id, item.meta.get("footnotes", ""))
        html = content.html(item["content:encoded"])
        excerpt = Content(self.survey, item.id).html(item["excerpt:encoded"])
        entry.fields = {"title": self._title(item, html), "summary": records.plain(excerpt)}
        entry.fields |= {"slug": kept_slug(item["wp:post_name"])}
        entry.fields |= self._for_search(item) | self._cover(item, entry)
        if entry.kind == PAGE:
            entry.fields |= self._place(item)
            entry.parts["sections"] = [{"content": {"kind": "text", "body": html}}] if html else []
        else:
            entry.fields |= {"body": html}
        if entry.kind == ARTICLE:
            entry.fields |= self._filing(item, entry)
        entry.fields = {name: value for name, value in entry.fields.items() if value}
        entry.parts = {name: rows for name, rows in entry.parts.items() if rows}
        entry.notes += content.notes()
        self._settle(entry, item)

    def _title(self, item: Item, html: str) -> str:
        words = words_of(item["title"]) or records.plain(html)[:40].strip()
        return words or _("Untitled %(number)s") % {"number": item.id}

    def addresses(self, item: Item) -> list[str]:
        """Where it stood: its own address, the short one by its number, and whatever it was called by first."""
        asked = {"page": "page_id", "attachment": "attachment_id"}.get(item.type, "p")
        short = f"{self.survey.base}/?{asked}={item.id}" if item.id else ""
        guid = item["guid"].strip() if re.match(r"https?://", item["guid"].strip()) else ""
        old = [item.meta.get("_wp_old_slug", "")]
        found = [item.link, short, guid, *(self._under(item.link, slug) for slug in old if slug)]
        return list(dict.fromkeys(filter(None, found)))

    def _under(self, link: str, slug: str) -> str:
        """Where it stood before its slug was changed; only where the address ends with the slug."""
        head, _slash, last = link.rstrip("/").rpartition("/")
        return f"{head}/{slug}/" if link.endswith("/") and "?" not in last and "/" in head[8:] + "/" else ""

    # --- State and time ------------------------------------------------------------------------------------------

    def _settle(self, entry: Entry, item: Item) -> None:
        """Public or not, since when, and what of it is not taken over."""
        status, moment = item["wp:status"].strip() or "publish", moment_of(item)
        is_locked = bool(item["wp:post_password"].strip())
        is_public = status in {"publish", "future"} and not is_locked
        entry.state = PUBLISHED if is_public else DRAFT
        when = moment.isoformat() if moment else ""
        if is_public:
            entry.live_from = when
            if not when:
                entry.notes.append(_("It says no date on which it appeared."))
        elif status in {"private", "publish", "future"}:
            told = (
                _("It had a password; it is a draft here.") if is_locked else _("It was private; it is a draft here.")
            )
            entry.notes.append(told)
            entry.notes += [_("It was dated %(date)s.") % {"date": when[:10]}] if when else []
        elif status == "pending":
            entry.notes.append(_("It waited for review; it is a draft here."))
        elif status != "draft":
            entry.notes.append(_("Its state “%(status)s” is not known here; it is a draft.") % {"status": status})
        if item["wp:is_sticky"].strip() == "1":
            entry.notes.append(_("It stood before all others (sticky)."))
        if item.comments:
            entry.notes.append(_("Comments that are not taken over: %(count)s.") % {"count": item.comments})

    # --- What it is filed under ----------------------------------------------------------------------------------

    def _filing(self, item: Item, entry: Entry) -> dict:
        """Channel, tags and author. An article has one channel: the one chosen as chief, else the first."""
        categories = [term for term in item.terms if term.domain == "category"]
        chief = self._chief(categories, item)
        tags = [term for term in item.terms if term.domain == "post_tag"]
        others = [term for term in categories if term != chief]
        if others:
            names = "、".join(term.name for term in others)
            entry.notes.append(
                _("An article has one channel; these categories became tags: %(names)s.") % {"names": names}
            )
        foreign = sorted({term.domain for term in item.terms} - {"category", "post_tag", "post_format", "nav_menu"})
        if foreign:
            entry.notes.append(_("Ways of filing that are not known here: %(names)s.") % {"names": ", ".join(foreign)})
        rows = {term.name: named(term.name, term.slug) for term in [*tags, *others]}
        fields: dict = {"tags": list(rows.values())}
        if chief:
            fields["channel"] = named(chief.name, chief.slug)
        if author := self._author(item["dc:creator"].strip()):
            fields["author"] = author
        return fields

    def _chief(self, categories: list[Term], item: Item) -> Term | None:
        """Yoast and Rank Math let people say which category is the chief one, by its number."""
        wanted = {item.meta.get(name, "") for name in _PRIMARY} - {""}
        known = self.survey.categories
        for term in categories:
            if term.slug in known and known[term.slug].id in wanted:
                return term
        return categories[0] if categories else None

    def _author(self, login: str) -> dict | None:
        known = self.survey.authors.get(login)
        name = known.name if known else words_of(login)
        return named(name, login) if name else None

    def _place(self, item: Item) -> dict:
        above = item["wp:post_parent"].strip()
        link = self.survey.link_of(above) if above not in {"", "0"} else ""
        return {"parent": link} if link else {}

    def _cover(self, item: Item, entry: Entry) -> dict:
        wanted = item.meta.get("_thumbnail_id", "").strip()
        found = self.survey.attachment(wanted) if wanted else None
        if found and found.url:
            return {"cover": found.url}
        if wanted.isdigit() and int(wanted):
            entry.notes.append(_("Its featured picture is not in this export."))
        return {}

    # --- Search engines ------------------------------------------------------------------------------------------

    def _for_search(self, item: Item) -> dict:
        """What the two usual plugins keep; their templates, as in %%title%%, say nothing here."""
        fields: dict = {"seo_title": _said(item, _TITLES), "seo_description": _said(item, _DESCRIPTIONS)}
        canonical = _said(item, _CANONICAL)
        if re.match(r"https?://", canonical) and canonical not in {item.link, item.link.rstrip("/")}:
            fields["canonical_url"] = canonical
        robots = item.meta.get("rank_math_robots", "")
        if item.meta.get("_yoast_wpseo_meta-robots-noindex") == "1" or '"noindex"' in robots:
            fields["is_noindex"] = True
        return fields

    # --- Files ---------------------------------------------------------------------------------------------------

    def file(self, item: Item) -> Entry | None:
        """A picture or document of the media library, known by its address; None for what is neither, or told twice."""
        url = item["wp:attachment_url"].strip() or item["guid"].strip()
        ending = path_of(url).rpartition(".")[2].lower()
        kind = {**dict.fromkeys(PICTURES, "library.picture"), **dict.fromkeys(DOCUMENTS, "library.document")}.get(
            ending
        )
        if kind is None or item["wp:status"].strip() in SKIPPED or self.survey.counted(url) > 1:
            return None
        name = unquote(path_of(url)).rpartition("/")[2]
        entry = Entry(kind, url, {"original_name": name}, addresses=self.addresses(item))
        entry.addresses = [address for address in entry.addresses if address != url]
        alt = records.plain(item.meta.get("_wp_attachment_image_alt", ""))
        if kind == "library.picture" and alt:
            entry.fields["alt"] = alt
        entry.notes += xml.sentences(item.faults)
        return entry


def _said(item: Item, names: tuple[str, ...]) -> str:
    found = (words_of(item.meta.get(name, "")) for name in names)
    return next((words for words in found if words and "%" + "%" not in words and not re.search(r"%\w+%", words)), "")


def moment_of(item: Item) -> datetime | None:
    """When it appeared: by its UTC time, else by its local one on our clocks, else by the feed's."""
    if utc := _time(item["wp:post_date_gmt"]):
        return utc.replace(tzinfo=UTC)
    if local := _time(item["wp:post_date"]):
        return timezone.make_aware(local)
    try:
        found = parsedate_to_datetime(item["pubDate"].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found.year > 1900 else None


def _time(said: str) -> datetime | None:
    said = said.strip()
    if not said or said.startswith(_NEVER):
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found.replace(tzinfo=None) if 1900 < found.year < 9000 else None


def own_entry(said: str) -> Entry | None:
    """An entry as our own export wrote it beside an item; None for anything that does not have its shape."""
    try:
        return checked(json.loads(said)) if said else None
    except (ValueError, TypeError, RecursionError):
        return None
