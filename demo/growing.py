"""Articles by the thousand, for measuring: made from sentence patterns and written around `publish()`.

What is written is what the public side and search read: rows, tags and search documents. There are no revisions,
audit entries and deliveries, as if the articles had been imported; the first draft of one begins from its row.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, Author, Channel, Source, Tag
from cms.pagecache.models import TagVersion
from cms.publishing.models import State
from cms.richtext.storing import storable
from cms.search.models import SearchDocument
from demo.content import grammar

BATCH = 1_000
PREFIX = "generated-"
YEARS = 6


@dataclass
class Text:
    """One made-up article: its words, and what is drawn for it by lot."""

    title: str
    summary: str
    sections: list[tuple[str, list[str]]]
    lot: random.Random

    @property
    def body(self) -> str:
        """As the rich-text field would store it."""
        return "".join(
            heading_html(heading) + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            for heading, paragraphs in self.sections
        )

    @property
    def words(self) -> str:
        """What search reads beside the title."""
        lines = [self.summary]
        for heading, paragraphs in self.sections:
            lines += [heading, *paragraphs] if heading else paragraphs
        return "\n".join(lines)


@cache
def heading_html(heading: str) -> str:
    return storable(f"<h2>{heading}</h2>") if heading else ""


def text(number: int) -> Text:
    """The text with this number, always the same."""
    lot = random.Random(f"{PREFIX}{number}")  # noqa: S311 (nothing here is a secret)
    patterns = iter(lot.sample(grammar.SENTENCES, len(grammar.SENTENCES)))
    headings = ["", *lot.sample(grammar.HEADINGS, 3)]
    sections = [
        (heading, ["".join(said(next(patterns), lot) for _sentence in range(3)) for _paragraph in range(2)])
        for heading in headings
    ]
    summary = said(lot.choice(grammar.SENTENCES), lot) + said(next(patterns), lot)
    return Text(said(lot.choice(grammar.TITLES), lot), summary, sections, lot)


def said(pattern: str, lot: random.Random) -> str:
    """The pattern with a word drawn for each of its places."""

    def word(match) -> str:
        name = match[1]
        if name in {"percent", "other"}:
            return str(lot.randrange(2, 96))
        if name == "number":
            return lot.choice(grammar.NUMBERS)
        return lot.choice(grammar.FEW if name == "few" else grammar.WORDS[name.rstrip("2")])

    return re.sub(r"\{(\w+)\}", word, pattern)


def grow(count: int, tell: Callable[[int], None] = lambda made: None) -> None:
    """Add `count` published articles to those that are there; `tell` hears after each batch how many are made.

    A dozen queries for each thousand on SQLite; no thumb is laid on what `publish()` guards, since nothing is taken
    from outside.
    """
    last = Article._base_manager.filter(slug__startswith=PREFIX).aggregate(last=Max("slug"))["last"]
    first = int(last.removeprefix(PREFIX)) + 1 if last else 1
    made = 0
    while made < count:
        batch = range(first + made, first + min(made + BATCH, count))
        write(list(batch))
        made += len(batch)
        tell(made)


@transaction.atomic
def write(numbers: list[int]) -> None:
    """Publish the texts with these numbers at once, as the public and search will find them."""
    places = Places()
    texts = [text(number) for number in numbers]
    rows = [places.article(number, said) for number, said in zip(numbers, texts, strict=True)]
    # The plain query set: the observed one asks each row for its tags, and the field would clean each text anew.
    articles = models.QuerySet[Article](Article).bulk_create([row for row, _tags in rows])
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Article._meta.db_table)
        bodies = [(said.body, article.pk) for said, article in zip(texts, articles, strict=True)]
        cursor.executemany(f"UPDATE {table} SET body = %s WHERE id = %s", bodies)  # noqa: S608 (a name of ours)
    Article.tags.through.objects.bulk_create(
        Article.tags.through(article=article, tag=tag)
        for article, (_row, tags) in zip(articles, rows, strict=True)
        for tag in tags
    )
    SearchDocument.objects.put_many(
        [SearchDocument.of(article, article.title, said.words) for article, said in zip(articles, texts, strict=True)]
    )
    TagVersion.objects.bump(*{tag for article, tags in rows for tag in lists_of(article, tags)})


def lists_of(article: Article, tags: list[Tag]) -> Iterator[str]:
    """The lists that a new article appears in; the same as its own `page_tags()`, without asking the database."""
    yield from ("article:list", f"article:channel:{article.channel_id}", f"article:author:{article.author_id}")
    yield f"article:month:{timezone.localtime(article.live_from):%Y-%m}"
    yield from (f"article:tag:{tag.pk}" for tag in tags)


class Places:
    """Where made-up articles may stand: the channels, tags, authors and sources of the demo."""

    def __init__(self):
        self.channels, self.tags = list(Channel.objects.all()), list(Tag.objects.all())
        self.authors, self.source = list(Author.objects.all()), Source.objects.first()
        self.now: datetime = timezone.now()

    def article(self, number: int, said: Text) -> tuple[Article, list[Tag]]:
        """An unsaved article, published some time in the last years, and its tags."""
        lot = said.lot
        live_from = self.now - timedelta(minutes=lot.randrange(30 * 24 * 60, YEARS * 365 * 24 * 60))
        article = Article(
            slug=f"{PREFIX}{number:07d}",
            title=said.title,
            summary=said.summary,
            channel=lot.choice(self.channels),
            author=lot.choice(self.authors),
            source=self.source,
            state=State.PUBLISHED,
            live_from=live_from,
            first_published_at=live_from,
            published_at=live_from,
        )
        return article, lot.sample(self.tags, min(len(self.tags), lot.randrange(1, 4)))
