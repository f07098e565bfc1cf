"""Lists stay quick with years of content: what orders and cuts them walks an index, on whichever database this runs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Channel, Series, Tag
from cms.publishing.models import State
from demo import builders
from services.models import CaseStudy, Industry, Service

# So many about so few that walking the index is the cheaper way by far, whatever state the tables are in.
MANY, FEW = 9_000, 3
SORTS = {"sqlite": "USE TEMP B-TREE", "postgresql": "Sort Key"}


def few(model, word="name", **fields):
    """`channel-0`, `channel-1`, `channel-2`."""
    names = [f"{model._meta.model_name}-{number}" for number in range(FEW)]
    return model._base_manager.bulk_create(model(slug=name, **{word: name}, **fields) for name in names)


def many(model, **choices):
    """`article-0` and so on, an hour apart, each with one row of each of the `choices`; every tenth is retired."""
    now = timezone.now()
    return model._base_manager.bulk_create(
        model(
            title=f"{model._meta.verbose_name}{number}",
            slug=f"{model._meta.model_name}-{number}",
            state=State.PUBLISHED if number % 10 else State.RETIRED,
            live_from=now - timedelta(hours=number),
            **{name: rows[number % FEW] for name, rows in choices.items()},
        )
        for number in range(MANY)
    )


def tie(relation, things, others):
    through, one, other = relation.through, relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    ends = ((thing, others[number % FEW]) for number, thing in enumerate(things))
    through.objects.bulk_create(through(**{one: thing, other: end}) for thing, end in ends)


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
