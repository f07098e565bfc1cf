"""The sitemaps: every live address that search engines may show, each with the time of its last change."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree, html

from cms.site.models import Identity
from demo import builders
from reach import sitemap
from tests.reading import words_of

pytestmark = pytest.mark.django_db
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = "http://127.0.0.1:8000"


def xml(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"].startswith("application/xml")
    return etree.fromstring(words_of(response).encode())


def locations(root) -> list[str]:
    return [loc.text for loc in root.iter(f"{S}loc")]


def everything(client) -> dict[str, etree._Element]:
    """Every address with its entry, over all files of the index."""
    found = {}
    for file in locations(xml(client, "/sitemap.xml")):
        for entry in xml(client, file.removeprefix(SITE)):
            found[entry.findtext(f"{S}loc")] = entry
    return found


def test_they_follow_the_schema(client, demo_site):
    index = xml(client, "/sitemap.xml")
    assert index.tag == f"{S}sitemapindex"
    assert {child.tag for child in index} == {f"{S}sitemap"}
    for file in locations(index):
        root = xml(client, file.removeprefix(SITE))
        assert root.tag == f"{S}urlset"
        assert 1 <= len(root) <= 50_000
        for entry in root:
            assert entry.tag == f"{S}url"
            order = [child.tag for child in entry]
            assert order[0] == f"{S}loc"
            assert order[1:2] in ([], [f"{S}lastmod"])
            assert entry.findtext(f"{S}loc").startswith(f"{SITE}/")
            assert len(entry.findtext(f"{S}loc")) < 2048
            if entry.find(f"{S}lastmod") is not None:
                moment = datetime.fromisoformat(entry.findtext(f"{S}lastmod"))
                assert moment.tzinfo
                assert moment <= timezone.now()
            assert all(image.findtext(f"{IMAGE}loc").startswith(SITE) for image in entry.iter(f"{IMAGE}image"))


def test_what_they_name_answers_and_is_canonical_there(client, demo_site):
    found = everything(client)
    assert len(found) > 30
    for location in found:
        response = client.get(location.removeprefix(SITE))
        assert response.status_code == 200, location
        tree = html.fromstring(words_of(response).encode())
        assert not tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"), location
        assert tree.xpath("//link[@rel='canonical']/@href") == [location], location


def test_they_name_what_is_live_and_leave_out_what_is_hidden_or_at_home_elsewhere(client):
    builders.article("在", slug="here", live=True)
    builders.article("草稿", slug="draft")
    builders.article("藏", slug="hidden", live=True, is_noindex=True)
    builders.article("別處", slug="elsewhere", live=True, canonical_url="https://example.com/original/")
    builders.channel("空", slug="empty")
    found = everything(client)
    assert found[f"{SITE}/news/here/"].findtext(f"{S}lastmod")
    assert f"{SITE}/news/channel/empty/" not in found
    for slug in ("draft", "hidden", "elsewhere"):
        assert f"{SITE}/news/{slug}/" not in found
    assert not [location for location in found if re.search("search|thanks", location)]


def test_a_change_that_readers_are_not_told_of_moves_no_date(client, editor):
    before = timezone.now() - timedelta(days=9)
    article = builders.article("舊文", slug="old", live=True, by=editor, at=before)
    article.publish_working_copy(by=editor)
    told = everything(client)[f"{SITE}/news/old/"].findtext(f"{S}lastmod")
    assert datetime.fromisoformat(told) == before.replace(microsecond=0)
    article.publish_working_copy(by=editor, tell_readers=True)
    assert datetime.fromisoformat(everything(client)[f"{SITE}/news/old/"].findtext(f"{S}lastmod")) > before


def test_an_index_names_only_files_that_hold_something(client, monkeypatch):
    monkeypatch.setattr(sitemap, "KEYS_A_FILE", 2)
    made = [builders.article(f"文章{number}", live=True) for number in range(5)]
    hidden = made[2]
    type(hidden).objects.filter(pk=hidden.pk).update(is_noindex=True)
    files = [file for file in locations(xml(client, "/sitemap.xml")) if "articles" in file]
    seen = [location for file in files for location in locations(xml(client, file.removeprefix(SITE)))]
    assert sorted(seen) == sorted(f"{SITE}{one.get_absolute_url()}" for one in made if one != hidden)
    assert client.get("/sitemap-articles-999.xml").status_code == 404
    assert client.get("/sitemap-nothing-1.xml").status_code == 404
    assert client.get(f"/sitemap-articles-{'9' * 30}.xml").status_code == 404


def test_a_file_is_read_in_batches_of_three_queries(client, monkeypatch, django_assert_max_num_queries):
    for number in range(12):
        builders.article(f"文章{number}", live=True)
    with django_assert_max_num_queries(7):
        words_of(client.get("/sitemap-articles-1.xml"))
    monkeypatch.setattr(sitemap, "AT_ONCE", 5)
    assert len(list(sitemap.entries(sitemap.KINDS["articles"], 1))) == 12


def test_the_news_of_two_days_stand_in_a_file_of_their_own(client):
    Identity.objects.create(name="嶺\x1b上")
    builders.article("新\x0b聞", slug="new", live=True)
    builders.article("舊聞", slug="old", live=True, at=timezone.now() - timedelta(hours=49))
    assert f"{SITE}/sitemap-news.xml" in locations(xml(client, "/sitemap.xml"))
    [entry] = xml(client, "/sitemap-news.xml")
    news = entry.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "嶺上"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-tw"
    assert news.findtext(f"{NEWS}title") == "新聞"
    assert datetime.fromisoformat(news.findtext(f"{NEWS}publication_date")).tzinfo


def test_pictures_stand_with_the_pages_that_show_them(client):
    cover, inner = builders.picture(), builders.picture(colour="#b5371f")
    body = f'<figure class="picture"><img data-picture="{inner.pk}" src="/x" alt="圖"></figure>'
    builders.article("有圖", slug="shown", live=True, cover=cover, body=body)
    entry = everything(client)[f"{SITE}/news/shown/"]
    shown = [image.findtext(f"{IMAGE}loc") for image in entry.iter(f"{IMAGE}image")]
    assert shown == [f"{SITE}{picture.public_url}" for picture in (cover, inner)]
