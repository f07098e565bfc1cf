"""Public pages: the same for everybody, honest about what they were made of, cheap, and unshaken by odd requests."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from cms.library.models import Rendition
from cms.people.models import User
from cms.publishing.models import Part
from demo import builders, growing
from services.models import CaseStudy
from tests.reading import words_of

# One address of each kind of public page that shows content.
PAGES = {
    "home": "/",
    "services": "/services/",
    "service": "/services/content-marketing/",
    "cases": "/cases/",
    "news": "/news/",
    "about": "/about/",
    "contact": "/contact/",
    "privacy": "/privacy/",
    "search": "/search/?q=內容",
    "feed": "/feeds/news.xml",
    "sitemap": "/sitemap.xml",
}
BUDGETS = {"article": 8, "news": 7, "home": 13, "service": 12, "case": 10, "cases": 10, "services": 8, "about": 8}
NEVER_NOTED = {
    "django_content_type",
    "pagecache_tagversion",
    "search_searchdocument",  # written in the transaction that bumps the thing itself
    "django_session",  # never read; listed so that a test of its own can say so
}


@pytest.fixture
def addresses(demo_site):
    article = Article.objects.live().filter(citations__isnull=False).first()
    return PAGES | {
        "article": article.get_absolute_url(),
        "case": CaseStudy.objects.live().first().get_absolute_url(),
        "channel": article.channel.get_absolute_url(),
        "tag": article.tags.first().get_absolute_url(),
        "author": article.author.get_absolute_url(),
        "month": f"/news/archive/{article.live_from:%Y/%-m}/",
        "industry": CaseStudy.objects.live().first().industry.get_absolute_url(),
    }


def test_public_pages_set_no_cookie_and_vary_on_nothing_personal(client, addresses):
    for name, url in addresses.items():
        response = client.get(url)
        assert response.status_code == 200, name
        assert not response.cookies, name
        assert not {"cookie", "accept-language"} & set(response.get("Vary", "").lower().split(", ")), name


def test_public_pages_are_the_same_for_an_editor(client, addresses):
    before = {name: words_of(client.get(url)) for name, url in addresses.items()}
    client.force_login(User.objects.get(username="editor"))
    for name, url in addresses.items():
        assert words_of(client.get(url)) == before[name], name


def test_public_pages_carry_the_policies(client, addresses):
    response = client.get(addresses["article"])
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_what_is_meant_to_be_shown_elsewhere_may_be(client, addresses):
    for url in ("/feeds/news.xml", "/favicon.ico", "/qr/contact.svg"):
        assert "Cross-Origin-Resource-Policy" not in client.get(url), url


def test_public_pages_hold_no_inline_style_and_one_script(client, addresses):
    for name, url in addresses.items():
        html = words_of(client.get(url))
        assert not re.search(r"<[^>]+\sstyle=", html), name
        assert len(re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", html)) <= 1, name


def test_a_page_that_did_not_change_answers_304(client, addresses):
    response = client.get(addresses["article"])
    again = client.get(addresses["article"], headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_headers_of_a_page_made_of_many_things_fit_through_nginx(client, demo_site):
    growing.grow(300)
    series = builders.series("很長的專題", *Article.objects.filter(slug__startswith=growing.PREFIX), live=True)
    response = client.get(series.get_absolute_url())
    assert response["Surrogate-Key"] == "*"
    assert sum(len(name) + len(value) + 4 for name, value in response.headers.items()) < 4000


def tables_read(queries):
    """Every table that the queries read from."""
    return {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}


def noted_as(model):
    """The name that stands in its tags: for what belongs to something else, that of what it belongs to."""
    if model is Rendition:
        return "picture"
    return (model.parent_field().related_model if issubclass(model, Part) else model)._meta.model_name


def test_every_table_read_for_a_public_page_is_noted(client, addresses, monkeypatch):
    monkeypatch.setattr("cms.pagecache.middleware.LONGEST", 10**6)
    models = {model._meta.db_table: noted_as(model) for model in apps.get_models()}
    through = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.auto_created}
    for name, url in addresses.items():
        if name == "sitemap":  # streamed: it is made after its headers are gone
            continue
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        noted = {tag.partition(":")[0] for tag in response["Surrogate-Key"].split()}
        missing = {
            table
            for table in tables_read(captured.captured_queries) - NEVER_NOTED - through
            if models[table] not in noted
        }
        assert missing == set(), name


@pytest.mark.parametrize("name", BUDGETS)
def test_pages_keep_their_query_budget_whatever_the_number_of_rows(name, client, addresses, monkeypatch):
    monkeypatch.setattr("cms.pagecache.models.in_transaction", lambda: False)
    url = addresses[name]
    client.get(url)  # the site around the page is kept from now on
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    template = Article.objects.live().first()
    for number in range(15):
        made = builders.article(f"多一篇 {number}", live=True, channel=template.channel, cover=template.cover)
        made.services.set(template.services.all())
        made.tags.set(template.tags.all())
    client.get(url)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few) + 1  # a list may grow from empty to one that loads its pictures
    assert len(many) <= BUDGETS[name], "\n".join(query["sql"][:150] for query in many.captured_queries)


NASTY = [
    "/news/?page=-1",
    "/news/?page=0",
    "/news/?page=1000000000",
    "/news/?page=١",
    "/news/?page=abc",
    "/news/?page=",
    "/news/?page=%00",
    "/search/?q=%00",
    "/search/?q=" + "長" * 10_000,
    "/search/?q=%ff%fe",
    "/search/?q[]=1&q=2",
    "/search/?q=%25%5F%27%22%3Cscript%3E",
    "/news/%00/",
    "/news/%ff/",
    "/news/a%2Fb/",
    "/news/../../etc/passwd",
    "/news/" + "x" * 3000 + "/",
    "/news/archive/99999/13/",
    "/news/archive/0/0/",
    "/news/archive/2026/13/",
    "/news/channel/%27/",
    "/services/%E2%80%AE/",
    "/cases/industry/none/",
    "/media/../settings.py",
    "/media/%00.jpg",
    "/preview/articles.article/00000000-0000-0000-0000-000000000000/",
    "/preview/auth.group/00000000-0000-0000-0000-000000000000/",
    "/%00",
    "/😀/",
]


@pytest.mark.parametrize("url", NASTY)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_no_request_gives_a_5xx(url, method, client, db):
    client.raise_request_exception = True
    assert getattr(client, method)(url).status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Range": "bytes=0-1"},
        {"Range": "bytes=9999999999999-"},
        {"If-None-Match": '"' + "x" * 5000},
        {"If-Modified-Since": "yesterday"},
        {"Accept-Language": "x" * 5000},
        {"Cookie": "sessionid=\x00; csrftoken=x"},
        {"X-Forwarded-For": "not an address"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_gives_a_5xx(headers, client, db):
    assert client.get("/news/", headers=headers).status_code < 500


def test_the_first_page_has_no_number_and_keeps_the_rest_of_the_query(client, db):
    response = client.get("/news/?page=1&utm_source=x")
    assert (response.status_code, response["Location"]) == (301, "/news/?utm_source=x")


def test_a_missing_slash_and_capitals_lead_on_and_keep_the_query(client, demo_site):
    assert client.get("/news?utm_source=x")["Location"] == "/news/?utm_source=x"
    assert client.get("/News/?utm_source=x")["Location"] == "/news/?utm_source=x"


@pytest.mark.parametrize("path", ["/media/%ff%fe.jpg", "/NEWS/%FF/", "/%E4%BD%A0/%FF"])
def test_a_path_that_is_no_text_never_leads_to_itself(path, client, db):
    response = client.get(path)
    assert response.status_code == 404 or response["Location"] != path


def test_unknown_query_parameters_change_nothing(client, addresses):
    plain = client.get(addresses["news"])
    tracked = client.get(addresses["news"] + "?utm_source=a&fbclid=b&gclid=c")
    assert tracked.status_code == 200
    assert tracked.content == plain.content


def test_debug_is_off():
    assert settings.DEBUG is False
