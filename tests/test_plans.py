"""Lists stay quick with years of content: what orders and cuts them walks an index, on whichever database this runs."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Channel, Series, Tag
from cms.publishing import slots
from cms.publishing.models import State
from demo import builders
from services.models import CaseStudy, Industry, Service
from tests.kept_rows import insert, rows_of

# So many about so few that walking the index is the cheaper way by far, whatever state the tables are in.
MANY, FEW = 9_000, 3
SORTS = {"sqlite": "USE TEMP B-TREE", "postgresql": "Sort Key"}


def few(model, word="name", **fields):
    """`channel-0`, `channel-1`, `channel-2`."""
    names = [f"{model._meta.model_name}-{number}" for number in range(FEW)]
    return model._base_manager.bulk_create(model(slug=name, **{word: name}, **fields) for name in names)


def many(model, **choices):
    """The keys of `article-0` and so on, an hour apart, each with one of each of the `choices`; every tenth is retired.

    Copies of one row, since making each by its model would take longer than all that is asked of them.
    """
    now, table = timezone.now(), connection.ops.quote_name(model._meta.db_table)
    first = model(title="0", slug=slug_of(model, 0), state=State.RETIRED, live_from=now)
    for name, rows in choices.items():
        setattr(first, name, rows[0])
    model._base_manager.bulk_create([first])
    with connection.cursor() as cursor:
        columns, [row] = rows_of(cursor, table)
        copies = [dict(zip(columns, row, strict=True)) | differing(model, first, number) for number in range(1, MANY)]
        for name, rows in choices.items():
            for number, copy in enumerate(copies, 1):
                copy[f"{name}_id"] = rows[number % FEW].pk
        insert(cursor, table, columns, [list(copy.values()) for copy in copies])
    return range(first.pk, first.pk + MANY)


def slug_of(model, number):
    return f"{model._meta.model_name}-{number}"


def differing(model, first, number) -> dict:
    return {
        "id": first.pk + number,
        "uuid": uuid.uuid4().hex,
        "title": f"{model._meta.verbose_name}{number}",
        "slug": slug_of(model, number),
        "state": State.PUBLISHED.value if number % 10 else State.RETIRED.value,
        "live_from": connection.ops.adapt_datetimefield_value(first.live_from - timedelta(hours=number)),
    }


def tie(relation, keys, others):
    through, one, other = relation.through, relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    ends = ((key, others[number % FEW]) for number, key in enumerate(keys))
    through.objects.bulk_create(through(**{f"{one}_id": key, other: end}) for key, end in ends)


@pytest.fixture
def years_of_content(db):
    """Many cheap rows about few others, and the numbers that a planner goes by."""
    tags, services = few(Tag), few(Service, "title", state=State.PUBLISHED, live_from=timezone.now())
    articles = many(Article, channel=few(Channel), author=few(Author))
    cases = many(CaseStudy, industry=few(Industry))
    many(Series)
    tie(Article.tags, articles, tags)
    tie(Article.services, articles, services)
    tie(CaseStudy.services, cases, services)
    builders.page("首頁", kind="home", slug="home", live=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plans_of(client, url):
    """How the database carries out each query of this page that cuts a piece out of an ordered list."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    for sql in (query["sql"] for query in captured.captured_queries):
        if re.search(
            r'FROM "(articles_article|articles_series|services_casestudy)" .* ORDER BY .*"live_from".* LIMIT', sql
        ):
            with connection.cursor() as cursor:
                cursor.execute(f"{how} {sql}")
                yield "\n".join(str(line) for line in cursor.fetchall())


# PostgreSQL may also walk all news in order when a channel holds a good part of them.
URLS = {
    "/news/": "article_newest",
    "/news/?page=2": "article_newest",
    "/": "_newest",  # of news and of cases
    "/feeds/news.xml": "article_newest",
    "/news/channel/channel-1/": "article_channel_newest",
    "/news/channel/channel-1/?page=2": "article_channel_newest",
    "/news/article-7/": "article_channel_newest",
    "/news/tag/tag-1/": "article_newest",
    "/news/tag/tag-1/?page=2": "article_newest",
    "/news/author/author-1/": "article_newest",
    "/news/archive/{year}/{month}/": "article_newest",
    "/news/series/": "series_newest",
    "/cases/": "casestudy_newest",
    "/cases/industry/industry-1/": "casestudy_industry_newest",
    "/cases/industry/industry-1/?page=2": "casestudy_industry_newest",
    "/cases/service/service-1/": "casestudy_newest",
    "/services/service-1/": "_newest",
}


def test_lists_walk_their_index_and_sort_nothing(client, years_of_content):
    yesterday = timezone.localtime() - timedelta(days=1)
    for address, index in URLS.items():
        url = address.format(year=yesterday.year, month=yesterday.month)
        plans = list(plans_of(client, url))
        assert plans, url
        for plan in plans:
            assert (index if connection.vendor == "sqlite" else "_newest") in plan, (url, plan)
            assert SORTS[connection.vendor] not in plan, (url, plan)


def test_what_the_clock_does_next_is_found_without_reading_every_row(years_of_content, editor):
    with CaptureQueriesContext(connection) as captured:
        slots.upcoming(slots.Asked(editor), 6)
    [sql] = [query["sql"] for query in captured.captured_queries if '"articles_article"."live_until" >' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        plan = "\n".join(str(line) for line in cursor.fetchall())
    assert "article_ends" in plan
    assert "article_newest" in plan
