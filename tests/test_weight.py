"""What a page weighs, compressed as a browser gets it: words, style and scripts."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from articles.models import Article
from services.models import CaseStudy, Service
from tests.reading import words_of

HTML, CSS, JAVASCRIPT = 30_000, 15_000, 10_000  # bytes, the aim of the design
PATHS = ["/", "/services/", "/cases/", "/news/", "/about/", "/contact/", "/privacy/", "/search/?q=內容", "/nothing/"]


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def files(pattern, html):
    """The static files that the page loads, modules that its modules import included."""
    found, todo = {}, re.findall(pattern, html)
    while todo:
        path = todo.pop().partition("/static/")[2]
        if path not in found:
            with open(finders.find(path), "rb") as file:
                found[path] = file.read()
            folder = path.rpartition("/")[0]
            todo += [f"/static/{folder}/{name}" for name in re.findall(r'from "\./([^"]+)"', found[path].decode())]
    return found


@pytest.fixture
def pages(demo_site, client):
    things = [model.objects.live().newest_first()[0] for model in (Article, Service, CaseStudy)]
    urls = PATHS + [thing.get_absolute_url() for thing in things]
    return {url: words_of(client.get(url)) for url in urls}


def test_no_page_weighs_more_than_it_may(pages):
    for url, html in pages.items():
        style = files(r'<link[^>]+href="([^"]+\.css)"', html)
        scripts = files(r'<script[^>]+src="([^"]+)"', html)
        assert weight(html.encode()) <= HTML, url
        assert 0 < weight(b"".join(style.values())) <= CSS, url
        assert 0 < weight(b"".join(scripts.values())) <= JAVASCRIPT, url
