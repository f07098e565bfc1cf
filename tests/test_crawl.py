"""From the front page, follow every internal link as a visitor: all is well, and no draft shows anywhere."""

import re
from collections import deque
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone
from lxml import html

from articles.models import Article, Author, Channel, Tag
from cms.people.models import User
from demo import builders
from pages.models import Page
from services.models import CaseStudy, Industry, Service
from tests.reading import words_of

CANARY = "金絲雀不該出現"
SKIPPED = ("/admin/", "/static/", "/media/")


@pytest.fixture
def canaries(demo_site):
    """Things that the public must not see, related to every kind of live object, in every way of not being live."""
    editor = User.objects.get(username="editor")
    channel, tag, author = Channel.objects.first(), Tag.objects.first(), Author.objects.first()
    about = list(Service.objects.live())
    shared = {"channel": channel, "author": author, "services": about, "tags": [tag], "body": f"<p>{CANARY}</p>"}
    now = timezone.now()

    builders.article(f"{CANARY} 草稿", **shared)
    builders.article(f"{CANARY} 將來", live=True, by=editor, at=now + timedelta(days=1), **shared)
    expired = builders.article(f"{CANARY} 過期", live=True, by=editor, at=now - timedelta(days=2), **shared)
    Article.objects.filter(pk=expired.pk).update(live_until=now - timedelta(days=1))
    builders.article(f"{CANARY} 撤下", live=True, by=editor, **shared).unpublish(by=editor)
    builders.article(f"{CANARY} 丟棄", live=True, by=editor, **shared).trash(by=editor)

    industry = Industry.objects.first()
    builders.case_study(f"{CANARY} 案例", services=about, industry=industry, problem=f"<p>{CANARY}</p>")
    builders.service(f"{CANARY} 服務", body=f"<p>{CANARY}</p>").articles.set(Article.objects.live())
    hidden = Service.objects.get(title__startswith=CANARY)
    for case in CaseStudy.objects.live():
        case.services.add(hidden)
    builders.page(f"{CANARY} 頁面", body=f"<p>{CANARY}</p>")

    live = Article.objects.live().exclude(cover=None).first()  # a draft of something live
    data = live.working_copy()
    data["fields"] |= {"title": f"{CANARY} 新標題", "body": f"<p>{CANARY}</p>"}
    live.save_revision(data, by=editor, token=live.edit_token(None))


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def pages(client, canaries, kept):
    """The site with the canaries, crawled once: it is the same for each test."""
    if not kept:
        kept.update(crawl(client))
    return kept


def crawl(client):
    """Every internal page that links lead to, as {address: response body}."""
    waiting, seen = deque(["/", "/sitemap.xml", "/robots.txt", "/feeds/news.xml"]), {}
    while waiting:
        url = waiting.popleft()
        if url in seen:
            continue
        response = client.get(url)
        assert response.status_code == 200, f"{url} answers {response.status_code}"
        body = seen[url] = words_of(response)
        kind = response["Content-Type"]
        found = html.fromstring(body.encode()).xpath("//a/@href") if "html" in kind else []
        found += re.findall(r"<(?:loc|id)>(?:https?://[^/<]+)?(/[^<]*)", body) if "xml" in kind else []
        for link in found:
            parts = urlsplit(urljoin(f"http://testserver{url}", link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc in {"testserver", "127.0.0.1:8000"} and not parts.path.startswith(SKIPPED):
                waiting.append(path)
    return seen


@pytest.mark.xdist_group("crawl")
def test_every_link_leads_somewhere_and_no_draft_appears(pages):
    assert len(pages) > 40
    for url, body in pages.items():
        assert CANARY not in body, url
        if not body.lstrip().lower().startswith("<!doctype html"):
            continue
        tree = html.fromstring(body.encode())
        assert len(tree.xpath("//h1")) == 1, url
        assert tree.xpath("string(//title)").strip(), url
        is_hidden = bool(tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"))
        assert len(tree.xpath("//link[@rel='canonical']")) == (not is_hidden), url
        assert not tree.xpath("//img[not(@alt)]"), url
        assert not tree.xpath("//img[not(@width) or not(@height)]"), url
        assert tree.get("lang").lower() == "zh-hant", url
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), url


@pytest.mark.xdist_group("crawl")
def test_every_article_service_case_and_page_is_reached(pages):
    for model in (Article, Service, CaseStudy, Page):
        for thing in model.objects.live():
            assert thing.get_absolute_url() in pages


def test_no_draft_is_found_by_searching_for_it(client, canaries):
    page = words_of(client.get("/search/", {"q": CANARY[:3]}))
    assert "草稿" not in page.partition("<main")[2].replace(CANARY[:3], "")
    assert CANARY not in page
