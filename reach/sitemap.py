"""What stands in the sitemaps: live, meant for search engines, and at home here.

An index names files of things by ranges of their key, so that each file is one range of an index of the database,
however many rows there are, and memory stays flat. A file that would be empty is not named.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Channel, Series, Tag
from cms.library.models import Picture, Usage
from pages.models import Page
from reach.sharing import MAIN_FORMATS
from services.models import CaseStudy, Industry, Service

KEYS_A_FILE = 5000
AT_ONCE = 500
NEWS_FOR = timedelta(hours=48)
MOST_NEWS = 1000  # Google's limit for one file
LISTS = {
    "services:list": Service,
    "services:cases": CaseStudy,
    "articles:list": Article,
    "articles:archive": Article,
    "articles:series": Series,
}
KINDS = {"pages": Page, "services": Service, "cases": CaseStudy, "articles": Article, "series": Series}


@dataclass
class Entry:
    """One address; `pictures` are whole addresses, `title` is set for news."""

    path: str
    changed: datetime | None = None
    pictures: list[str] = field(default_factory=list)
    title: str = ""
    published: datetime | None = None


def shown(model):
    """The live rows that search engines may show and whose home is here."""
    return model.objects.live().filter(is_noindex=False, canonical_url="")


def changed(row) -> datetime:
    """The last change that readers would call one."""
    return max(filter(None, (row.live_from, row.updated_at)))


def files() -> Iterator[tuple[str, datetime | None]]:
    """Every file of the index and when something in it changed last; one query for each range of keys."""
    yield reverse("reach:sitemap-lists"), None
    if newest := news().first():
        yield reverse("reach:sitemap-news"), changed(newest)
    for kind, model in KINDS.items():
        last = model.objects.live().order_by("-pk").values_list("pk", flat=True).first() or 0
        for number in range(1, last // KEYS_A_FILE + 2):
            found = in_file(model, number).aggregate(begun=Max("live_from"), updated=Max("updated_at"))
            if found["begun"]:
                yield reverse("reach:sitemap-of", args=[kind, number]), max(filter(None, found.values()))


def in_file(model, number: int):
    """The rows of one file: a range of keys, found by the primary key whatever else there is."""
    return shown(model).filter(pk__gte=(number - 1) * KEYS_A_FILE, pk__lt=number * KEYS_A_FILE).order_by("pk")


def entries(model, number: int) -> Iterator[Entry]:
    """The entries of one file, in batches: three queries for each 500."""
    rows = in_file(model, number).only(*model.address_fields, "live_from", "updated_at")
    last = -1
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        pictures = pictures_of(model, batch)
        for row in batch:
            yield Entry(row.get_absolute_url(), changed(row), pictures.get(row.pk, []))
        last = batch[-1].pk


def pictures_of(model, rows) -> dict[int, list[str]]:
    """The pictures that these live rows show, in the copy that their pages show, by key."""
    uses = Usage.objects.in_force().filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[row.pk for row in rows]
    )
    uses = list(uses.exclude(picture=None).order_by("pk").values_list("object_id", "picture_id"))
    pictures = Picture.objects.shown({picture for _row, picture in uses})
    found = defaultdict(list)
    for row, key in uses:
        if picture := pictures.get(key):
            made = next((one for one in picture.renditions.all() if one.format in MAIN_FORMATS), None)
            found[row].append(settings.SITE_URL + (made or picture).public_url)
    return found


def news():
    """The articles of the last two days, newest first."""
    return shown(Article).filter(live_from__gte=timezone.now() - NEWS_FOR).newest_first()


def news_entries() -> Iterator[Entry]:
    for article in news().only(*Article.address_fields, "title", "live_from", "updated_at")[:MOST_NEWS]:
        yield Entry(article.get_absolute_url(), changed(article), title=article.title, published=article.live_from)


def lists() -> Iterator[Entry]:
    """The lists that have something in them; what a list is made of changes too often to give it a date."""
    articles, cases = Article.objects.live(), CaseStudy.objects.live()
    for name, model in LISTS.items():
        if model.objects.live().exists():
            yield Entry(reverse(name))
    for service in Service.objects.live().filter(Exists(cases.filter(services=OuterRef("pk")))).order_by("pk"):
        yield Entry(reverse("services:cases-by-service", args=[service.slug]))
    for section, is_in in (
        (Industry, cases.filter(industry=OuterRef("pk"))),
        (Channel, articles.filter(channel=OuterRef("pk"))),
        (Author, articles.filter(author=OuterRef("pk"))),
        (Tag, articles.filter(tags=OuterRef("pk"))),
    ):
        for row in section.objects.filter(Exists(is_in)).order_by("pk"):
            yield Entry(row.get_absolute_url())
