"""What the head of a public page says: made from what the view has loaded, without a query of its own.

A page is about one thing (`object`), or it is a list (`page_obj`), or neither, as the search page. A template may
still override a block of base.html; none needs to.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Author, Channel, Series
from cms.publishing.models import Publishable
from pages.models import Page
from reach import descriptions, sharing
from reach.descriptions import one_line
from services.models import CaseStudy

LOCALES = {"zh-hant": "zh_TW", "zh-hans": "zh_CN", "en": "en_US"}
NOT_FOR_SEARCH_ENGINES = {"pages:search"}  # lists that nobody should land on
# Lists whose view gives no heading.
HEADINGS = {
    "services:list": "Services",
    "services:cases": "Cases",
    "articles:list": "News",
    "articles:series": "Series",
}


@dataclass(frozen=True)
class Head:
    """Everything but the structured data; `thing` and `rows` are what it is about, `above` the pages it is below."""

    title: str = ""
    description: str = ""
    address: str = ""
    is_hidden: bool = False
    is_home: bool = False
    kind: str = "website"
    picture: sharing.SharePicture | None = None
    properties: list[tuple[str, str]] = field(default_factory=list)
    thing: Any = None  # the publishable that the page shows, if it shows one
    chosen: Any = None
    heading: str = ""
    rows: list = field(default_factory=list)
    above: list = field(default_factory=list)
    first_number: int = 1

    @property
    def canonical(self) -> str:
        """The one address of this page; none for what search engines are to leave alone."""
        return "" if self.is_hidden else self.address

    @property
    def locale(self) -> str:
        return LOCALES.get(get_language() or "", "zh_TW")

    @property
    def channel(self) -> Channel | None:
        """The channel whose feed this page offers beside the site's."""
        if isinstance(self.chosen, Channel):
            return self.chosen
        return self.thing.channel if isinstance(self.thing, Article) else None

    @property
    def markdown(self) -> str:
        """Where the same text stands for programs."""
        return reverse("reach:markdown", args=[self.thing.slug]) if isinstance(self.thing, Article) else ""


def head_of(context) -> Head:
    """What to say of the page that is made from this context."""
    thing, rows = context.get("object"), context.get("object_list")
    if isinstance(thing, Publishable):
        return of_thing(context, thing)
    if rows is not None and name_of(context) not in NOT_FOR_SEARCH_ENGINES:
        return of_list(context, rows)
    return of_words(context)


def of_words(context) -> Head:
    """A page that is about no thing and no list, such as the archive: what its view calls it."""
    title = one_line(context.get("heading"))
    return Head(
        title=title,
        description=descriptions.opening(context.get("intro") or ""),
        address=address_of(context),
        picture=sharing.of_site(context["site"].identity) if title else None,
    )


def address_of(context) -> str:
    """The path on this site with its page of a list; no other parameter makes another page."""
    request, page = context.get("request"), context.get("page_obj")
    if request is None:
        return ""
    return settings.SITE_URL + iri_to_uri(request.path) + (f"?page={page.number}" if page and page.number > 1 else "")


def of_thing(context, thing) -> Head:
    identity = context["site"].identity
    is_home = isinstance(thing, Page) and thing.kind == Page.Kind.HOME
    is_preview = bool(context.get("is_preview"))
    description = descriptions.of_thing(thing)
    return Head(
        title=descriptions.title_of_thing(thing) or one_line(identity.name),
        description=description or (descriptions.opening(identity.description) if is_home else ""),
        address=one_line(thing.canonical_url) or address_of(context),
        is_hidden=is_preview or thing.is_noindex,
        is_home=is_home,
        kind="article" if isinstance(thing, Article | CaseStudy) else "website",
        picture=None if is_preview else sharing.of_thing(thing, identity),
        # A draft is shown to people only, and what it belongs to may have been deleted since.
        properties=[] if is_preview else properties_of(thing),
        thing=None if is_preview else thing,
        heading=one_line(thing.title),
        rows=list(context.get("articles") or []) if isinstance(thing, Series) else [],
        above=list(context.get("above") or []) if isinstance(thing, Page) else [],
    )


def properties_of(thing) -> list[tuple[str, str]]:
    """The `article:` properties of Open Graph."""
    if not isinstance(thing, Article):
        return []
    found = [
        ("article:published_time", thing.live_from and thing.live_from.isoformat(timespec="seconds")),
        ("article:modified_time", thing.shown_update and thing.shown_update.isoformat(timespec="seconds")),
        ("article:author", thing.author and settings.SITE_URL + thing.author.get_absolute_url()),
        ("article:section", thing.channel and one_line(thing.channel.name)),
        *(("article:tag", one_line(tag.name)) for tag in thing.tags.all()),
    ]
    return [(name, content) for name, content in found if content]


def of_list(context, rows) -> Head:
    page, chosen, portrait = context.get("page_obj"), context.get("chosen"), context.get("portrait")
    shown = list(page) if page is not None else list(rows)
    number = page.number if page is not None else 1
    heading = one_line(context.get("heading") or chosen or named(context))
    title = descriptions.title_of_list(heading, chosen, number)
    return Head(
        title=title,
        description=descriptions.of_list(title, context.get("intro") or "", shown, number),
        address=address_of(context),
        is_hidden=not shown,
        kind="profile" if isinstance(chosen, Author) else "website",
        picture=sharing.of_picture(portrait, heading) if portrait else sharing.of_site(context["site"].identity),
        chosen=chosen,
        heading=heading,
        rows=shown,
        first_number=page.start_index() if page is not None and shown else 1,
    )


def named(context) -> str:
    heading = HEADINGS.get(name_of(context))
    return _(heading) if heading else ""


def name_of(context) -> str:
    """The name of the address, such as `articles:list`."""
    match = getattr(context.get("request"), "resolver_match", None)
    return match.view_name if match else ""


@dataclass(frozen=True)
class Step:
    """One step of the way from the front page; the last, the page itself, has no address."""

    label: str
    address: str = ""


def trail(head: Head) -> list[Step]:
    """The way to this page as its breadcrumbs show it; empty for the front page."""
    if head.is_home or not head.heading:
        return []
    steps = [Step(_("Home"), "/")]
    section = section_of(head)
    if section and settings.SITE_URL + section.address != head.address.partition("?")[0]:
        steps.append(section)
    steps += [Step(one_line(page.title), page.get_absolute_url()) for page in head.above]
    thing = head.thing
    if isinstance(thing, Series):
        steps.append(Step(_("Series"), reverse("articles:series")))
    if isinstance(thing, Article) and thing.channel:
        steps.append(Step(one_line(thing.channel.name), thing.channel.get_absolute_url()))
    if isinstance(thing, CaseStudy) and thing.industry:
        steps.append(Step(one_line(thing.industry.name), thing.industry.get_absolute_url()))
    return [*steps, Step(head.heading)]


def section_of(head: Head) -> Step | None:
    """The list that a thing or a narrower list belongs to, by the app that it comes from."""
    about = head.thing or head.chosen or next(iter(head.rows), None)
    if isinstance(about, CaseStudy) or (not head.thing and head.rows and isinstance(head.rows[0], CaseStudy)):
        return Step(_("Cases"), reverse("services:cases"))
    app = about._meta.app_label if about is not None else ""
    if app == "services":
        return Step(_("Services"), reverse("services:list"))
    return Step(_("News"), reverse("articles:list")) if app == "articles" else None
