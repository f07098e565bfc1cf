"""What stands around an article: its parts, its neighbours, its series, what else to read.

Gathered together and kept together, so an article's page costs the same few queries however much stands around it.
A page hangs on the articles that it shows here, and on no list of them.
"""

from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Series, Tag
from articles.related import related_to
from cms.pagecache.models import memo
from cms.publishing import snapshots
from services.models import Service

KEPT = ("tags", "services", "citations", "faqs", "variants", "pins")


@dataclass(frozen=True)
class Place:
    """Where an article stands in a series: the `number`th of `total` live ones."""

    series: Series
    number: int
    total: int
    previous: Article | None
    next: Article | None


@dataclass(frozen=True)
class Around:
    rows: dict[str, list]  # what the article is made of and tied to, by the name of the relation
    newer: Article | None
    older: Article | None
    places: list[Place]
    related: list[Article]


def around(article) -> Around:
    """What stands around this article; no query while nothing of it changed. A draft is looked at anew."""
    if article.is_overlaid:
        return gather(article)
    found = memo(f"around:{article.pk}", partial(gather, article))
    for name, rows in found.rows.items():
        snapshots.remember(article, name, getattr(article, name).all(), rows)
    return found


def gather(article) -> Around:
    own = {"services": Service.objects.live().order_by("position", "pk"), "tags": Tag.objects.reached()}
    prefetch_related_objects([article], *(Prefetch(name, own[name]) if name in own else name for name in KEPT))
    return Around(
        rows={name: list(getattr(article, name).all()) for name in KEPT},
        newer=Article.objects.live().newer_than(article),
        older=Article.objects.live().older_than(article),
        places=places(article),
        related=Article.objects.live().in_order(related_to(article)),
    )


def places(article) -> list[Place]:
    """The article's place in each live series that has it."""
    return [place_in(series, article) for series in Series.objects.live().containing(article)]


def place_in(series, article) -> Place:
    parts = Article.objects.live().named(series.article_keys())
    number = next((number for number, part in enumerate(parts) if part.pk == article.pk), len(parts))
    before, after = parts[:number], parts[number + 1 :]
    return Place(
        series, number + 1, len(before) + 1 + len(after), before[-1] if before else None, next(iter(after), None)
    )
