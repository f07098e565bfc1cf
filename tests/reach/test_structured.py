"""Structured data: complete by Google's tables, true by the page's own words, and safe inside its script."""

import json
import re

import pytest
from lxml import html

from articles.models import Article, Author, Series, Source
from demo import builders
from reach import structured
from services.models import CaseStudy, Service
from tests.reach import rules
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return html.fromstring(words_of(response).encode())


def graph_of(tree) -> list[dict]:
    """The nodes of the page's one block of structured data; none where there is none."""
    blocks = tree.xpath("//script[@type='application/ld+json']/text()")
    assert len(blocks) <= 1
    return json.loads(blocks[0])["@graph"] if blocks else []


def types(nodes) -> list[str]:
    return [node["@type"] for node in nodes]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def seen_on(tree) -> str:
    """Everything that a reader sees, without white space."""
    for hidden in tree.xpath("//script | //style | //template"):
        hidden.drop_tree()
    return squeezed(tree.text_content())


EXPECTED = {
    "/": ["Organization", "WebSite"],
    "/contact/": ["Organization", "ContactPage", "BreadcrumbList"],
    "/about/": ["WebPage", "BreadcrumbList"],
    "/services/": ["ItemList", "BreadcrumbList"],
    "/cases/": ["ItemList", "BreadcrumbList"],
    "/news/": ["ItemList", "BreadcrumbList"],
    "/search/?q=內容": [],
    "/search/": [],
    "/contact/thanks/": [],
}


def test_every_block_of_every_public_page_is_complete_and_says_what_the_page_says(client, demo_site):
    expected = dict(EXPECTED)
    expected |= {one.get_absolute_url(): ["Article", "BreadcrumbList"] for one in Article.objects.live()}
    expected |= {one.get_absolute_url(): ["Service", "BreadcrumbList"] for one in Service.objects.live()}
    expected |= {one.get_absolute_url(): ["CreativeWork", "BreadcrumbList"] for one in CaseStudy.objects.live()}
    expected |= {one.get_absolute_url(): ["ItemList", "BreadcrumbList"] for one in Series.objects.live()}
    authors = Author.objects.filter(articles__in=Article.objects.live()).distinct()
    expected |= {one.get_absolute_url(): ["ProfilePage", "ItemList", "BreadcrumbList"] for one in authors}
    for url, wanted in expected.items():
        tree = page(client, url)
        nodes = graph_of(tree)
        assert [kind for kind in types(nodes) if kind != "FAQPage"] == wanted, url
        assert [problem for node in rules.nodes_in(nodes) for problem in rules.problems(node)] == [], url
        times, seen = set(tree.xpath("//time/@datetime")), seen_on(tree)
        for name, text in rules.said(nodes):
            if name in rules.TIMES:
                assert text in times, (url, name, text)
            elif name not in {"caption", "creditText", "license", "contentUrl"}:
                assert squeezed(text.rstrip("…")) in seen, (url, name, text)


def test_nothing_in_a_title_ends_the_script(client, editor):
    nasty = "收</script><script>alert(1)</script>\u2028尾\u2029\x00\x1b\ud800&amp;"
    channel = builders.channel("頻道")
    builders.article(nasty.replace("\x00", "").replace("\ud800", ""), slug="nasty", live=True, channel=channel)
    tree = page(client, "/news/nasty/")
    article = graph_of(tree)[0]
    assert "</script>" in article["headline"]
    assert "alert(1)" not in "".join(tree.xpath("//script[not(@type)]/text()"))
    script = structured.as_script([structured.without_gaps({"name": nasty})])
    assert not re.search("[<>&\u2028\u2029\x00-\x1f\ud800-\udfff]", script)
    assert json.loads(script)["@graph"][0]["name"].startswith("收</script>")


def test_a_long_title_makes_a_headline_of_110_characters(client):
    builders.article("長" * 150, slug="long", live=True)
    [article, _crumbs] = graph_of(page(client, "/news/long/"))
    assert len(article["headline"]) == 110


def test_a_reprint_names_what_it_is_based_on_and_an_article_without_author_is_the_agencys(client):
    source = Source.objects.create(name="別家", url="https://example.com/first/")
    builders.article("轉載", slug="again", live=True, origin=Article.Origin.REPRINT, source=source)
    builders.article("原創", slug="own", live=True, source=source)
    [again, _crumbs] = graph_of(page(client, "/news/again/"))
    assert again["isBasedOn"] == "https://example.com/first/"
    assert again["author"]["@type"] == "Organization"
    assert "isBasedOn" not in graph_of(page(client, "/news/own/"))[0]


def test_a_series_lists_its_articles_in_their_order(client, editor):
    second, first = (builders.article(title, live=True, by=editor) for title in ("二", "一"))
    series = Series.objects.create(title="專題", slug="one", created_by=editor)
    for position, article in enumerate((first, second)):
        series.entries.create(article=article, position=position)
    series.publish_working_copy(by=editor)
    [items, crumbs] = graph_of(page(client, "/news/series/one/"))
    assert [one["name"] for one in items["itemListElement"]] == ["一", "二"]
    assert len(crumbs["itemListElement"]) == 4


def test_an_author_is_shown_with_the_portrait_of_their_page(client):
    portrait = builders.picture(alt="沈")
    shown = Author.objects.create(name="沈", slug="shen", role="主筆", portrait=portrait)
    plain = Author.objects.create(name="周", slug="zhou")
    for author in (shown, plain):
        builders.article(f"{author} 的文章", live=True, author=author)
    people = [graph_of(page(client, f"/news/author/{slug}/"))[0]["mainEntity"] for slug in ("shen", "zhou")]
    assert people[0]["image"]["url"].endswith(portrait.public_name)
    assert people[0]["jobTitle"] == "主筆"
    assert "image" not in people[1]


def test_hidden_pages_and_empty_lists_say_nothing(client):
    builders.article("藏", slug="hidden", live=True, is_noindex=True)
    builders.channel("空", slug="empty")
    assert graph_of(page(client, "/news/hidden/")) == []
    assert graph_of(page(client, "/news/channel/empty/")) == []


def test_a_list_counts_on_over_its_pages(client, monkeypatch):
    monkeypatch.setattr("articles.views.ArticleList.paginate_by", 2)
    for number in range(3):
        builders.article(f"文章{number}", live=True)
    [items, _crumbs] = graph_of(page(client, "/news/?page=2"))
    assert [one["position"] for one in items["itemListElement"]] == [3]


def test_a_preview_has_none(client, editor):
    client.force_login(editor)
    draft = builders.article("草稿")
    assert graph_of(page(client, draft.get_preview_url())) == []
