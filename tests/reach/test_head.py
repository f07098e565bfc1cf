"""What every page's head says: one address, a title and a description of its own, a picture to share."""

from collections import defaultdict

import pytest
from lxml import html

from articles.models import Author, Tag
from cms.site.models import Identity
from demo import builders
from reach.descriptions import LONGEST, opening
from tests.reading import words_of
from tests.test_crawl import crawl

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def head(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return html.fromstring(words_of(response).encode()).find("head")


def meta(tree, name) -> str:
    found = tree.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
    return found[0] if found else ""


def canonical(tree) -> list[str]:
    return tree.xpath("//link[@rel='canonical']/@href")


def title(tree) -> str:
    return tree.xpath("string(//title)").strip()


def test_no_two_pages_share_a_title_or_a_description(client, demo_site, monkeypatch):
    monkeypatch.setattr("articles.views.ArticleList.paginate_by", 3)
    titles, descriptions = defaultdict(list), defaultdict(list)
    for url, body in crawl(client).items():
        if body.lstrip()[:9].lower() != "<!doctype":
            continue
        tree = html.fromstring(body.encode())
        if not canonical(tree):
            continue
        titles[title(tree)].append(url)
        descriptions[meta(tree, "description")].append(url)
        assert 1 <= len(meta(tree, "description")) <= 200, url
        assert meta(tree, "og:url") == canonical(tree)[0], url
        assert meta(tree, "og:title") in title(tree), url
        assert all(meta(tree, f"og:image{part}") for part in ("", ":width", ":height", ":alt")), url
        assert meta(tree, "twitter:card") == "summary_large_image", url
    assert any("page=2" in url for urls in titles.values() for url in urls)
    assert {text: urls for text, urls in titles.items() if len(urls) > 1} == {}
    assert {text: urls for text, urls in descriptions.items() if len(urls) > 1} == {}


def test_a_description_comes_from_the_summary_or_from_how_the_text_begins(client):
    body = f"<h2>一</h2><p>{'第一句話說明白這件事情到底是什麼意思。' * 3}{'後面還有很多很多' * 30}。</p>"
    builders.article("無摘要", slug="bare", live=True, body=body)
    builders.article("有摘要", slug="told", live=True, body=body, summary="摘要。")
    builders.article("自己寫", slug="own", live=True, summary="摘要。", seo_description="給搜尋引擎。")
    assert meta(head(client, "/news/bare/"), "description").endswith("意思。")
    assert meta(head(client, "/news/told/"), "description") == "摘要。"
    assert meta(head(client, "/news/own/"), "description") == "給搜尋引擎。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("短。", "短。"),
        ("甲" * 60 + "。" + "乙" * 90, "甲" * 60 + "。"),
        ("甲" * 60 + "！」" + "乙" * 90, "甲" * 60 + "！」"),
        ("甲" * 60 + "，" + "乙" * 90, "甲" * 60 + "…"),
        ("甲" * 300, "甲" * (LONGEST - 1) + "…"),
        ("行\n一\x00\x1b  二", "行 一 二"),
        ("", ""),
    ],
)
def test_an_opening_ends_where_a_reader_would_pause(text, expected):
    assert opening(text) == expected


def test_page_two_is_its_own_address_and_unknown_parameters_make_none(client, monkeypatch):
    monkeypatch.setattr("articles.views.ArticleList.paginate_by", 1)
    builders.article("一", live=True)
    builders.article("二", live=True)
    assert canonical(head(client, "/news/?page=2&utm_source=x")) == [f"{SITE}/news/?page=2"]
    assert canonical(head(client, "/news/?utm_source=x")) == [f"{SITE}/news/"]
    assert "2" in title(head(client, "/news/?page=2"))


def test_an_article_at_home_elsewhere_points_there(client):
    builders.article("別處", slug="elsewhere", live=True, canonical_url="https://example.com/original/")
    assert canonical(head(client, "/news/elsewhere/")) == ["https://example.com/original/"]


@pytest.mark.parametrize("url", ["/search/", "/search/?q=x", "/contact/thanks/", "/news/tag/empty/", "/news/hidden/"])
def test_what_nobody_should_land_on_is_hidden_from_search_engines(client, url):
    Tag.objects.create(name="空", slug="empty")
    builders.article("藏", slug="hidden", live=True, is_noindex=True)
    tree = head(client, url)
    assert "noindex" in meta(tree, "robots")
    assert canonical(tree) == []


def test_there_is_no_soft_404(client):
    assert client.get("/news/?page=2").status_code == 404
    assert client.get("/news/archive/2020/1/").status_code == 404
    tree = head(client, "/nowhere/", status=404)
    assert canonical(tree) == []
    assert not tree.xpath("//script[@type='application/ld+json']")


def test_an_article_says_when_by_whom_and_about_what(client):
    author = Author.objects.create(name="沈", slug="shen")
    article = builders.article("題", slug="told", live=True, author=author, tags=[Tag.objects.create(name="標籤")])
    tree = head(client, "/news/told/")
    assert meta(tree, "og:type") == "article"
    assert meta(tree, "article:published_time") == article.live_from.isoformat(timespec="seconds")
    assert meta(tree, "article:author") == f"{SITE}/news/author/shen/"
    assert meta(tree, "article:section") == article.channel.name
    assert meta(tree, "article:tag") == "標籤"
    assert tree.xpath("//link[@type='text/markdown']/@href") == ["/news/told.md"]


def test_the_feeds_are_announced_and_the_channels_on_its_pages(client):
    channel = builders.channel("頻道", slug="one")
    builders.article("題", slug="told", live=True, channel=channel)
    for url in ("/news/channel/one/", "/news/told/"):
        kinds = head(client, url).xpath("//link[@rel='alternate']/@href")
        assert {"/feeds/news.xml", "/feeds/news.rss", "/feeds/channel/one.xml", "/feeds/channel/one.rss"} <= set(kinds)


def test_without_any_picture_the_site_shares_its_drawing(client):
    Identity.objects.create(name="嶺上")
    builders.article("題", live=True)
    tree = head(client, "/news/")
    assert meta(tree, "og:image").endswith("img/share.png")
    assert (meta(tree, "og:image:width"), meta(tree, "og:image:height")) == ("1200", "630")
    assert meta(tree, "og:image:alt") == "嶺上"


def test_a_preview_tells_nobody_to_share_it(client, editor):
    client.force_login(editor)
    tree = head(client, builders.article("草稿").get_preview_url())
    assert "noindex" in meta(tree, "robots")
    assert meta(tree, "og:title") == ""


def test_what_an_editor_chose_for_sharing_comes_before_the_cover(client):
    chosen, cover = builders.picture(alt="選的"), builders.picture(colour="#b5371f", alt="封面")
    builders.article("兩張", slug="two", live=True, share_picture=chosen, cover=cover)
    builders.article("一張", slug="one", live=True, cover=cover)
    assert meta(head(client, "/news/two/"), "og:image:alt") == "選的"
    assert meta(head(client, "/news/one/"), "og:image:alt") == "封面"
