"""Feeds: valid by the formats' rules, with the whole text, for the site and for each channel."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from lxml import etree, html

from articles.models import Channel
from demo import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def feed(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return etree.fromstring(response.content)


@pytest.fixture
def texts(editor):
    """Two articles with everything that a text may hold, the newer one with a picture and a link to the older."""
    channel = builders.channel("頻\x1b道", slug="one")
    older = builders.article("舊", slug="older", live=True, at=timezone.now() - timedelta(days=3), channel=channel)
    picture = builders.picture()
    body = (
        f'<h2 id="s-1">一</h2><p>字 <a href="/news/older/" data-to="articles.article:{older.pk}">連</a> '
        f'<a href="#s-1">錨</a></p><figure class="picture"><img data-picture="{picture.pk}" src="/x" alt="圖"></figure>'
        "<pre><code>x &lt; 1</code></pre>"
    )
    builders.article(
        "標\x0b題 <b>&amp;",
        slug="newer",
        live=True,
        summary="摘\x01要 & <i>",
        channel=channel,
        body=body,
        cover=picture,
    )
    return channel


def test_atom_has_what_the_format_demands(client, texts):
    for url in ("/feeds/news.xml", "/feeds/channel/one.xml"):
        root = feed(client, url)
        assert root.tag == f"{ATOM}feed"
        for name in ("title", "id", "updated"):
            assert root.findtext(ATOM + name), name
        assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [
            f"http://127.0.0.1:8000{url}"
        ]
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) == 2
        for entry in entries:
            for name in ("title", "id", "updated", "published", "content", f"author/{ATOM}name"):
                assert entry.findtext(ATOM + name) is not None, name
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.findtext(f"{ATOM}id"))
            for name in ("updated", "published"):  # RFC 3339, with a zone
                assert datetime.fromisoformat(entry.findtext(ATOM + name)).tzinfo
            assert entry.find(f"{ATOM}link").get("href").startswith("http://127.0.0.1:8000/news/")
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
        assert entries[0].findtext(f"{ATOM}title") == "標題 <b>&amp;"


def test_rss_has_what_the_format_demands(client, texts):
    for url in ("/feeds/news.rss", "/feeds/channel/one.rss"):
        root = feed(client, url)
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        [channel] = root
        for name in ("title", "link", "description", "language", "lastBuildDate"):
            assert channel.findtext(name), name
        assert channel.find(f"{ATOM}link").get("rel") == "self"
        items = channel.findall("item")
        assert len({item.findtext("guid") for item in items}) == len(items) == 2
        for item in items:
            assert item.find("guid").get("isPermaLink") == "false"
            assert item.findtext("link").startswith("http://127.0.0.1:8000/news/")
            assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo  # RFC 822
            assert item.find(CONTENT) is not None
        assert items[0].findtext("description") == "摘要 &amp; &lt;i&gt;"


def test_the_whole_text_comes_with_whole_addresses_and_nothing_of_ours(client, texts):
    atom, rss = feed(client, "/feeds/news.xml"), feed(client, "/feeds/news.rss")
    content = atom.find(f"{ATOM}entry").findtext(f"{ATOM}content")
    assert rss.find("channel/item").findtext(CONTENT) == content
    tree = html.fromstring(f"<div>{content}</div>")
    addresses = tree.xpath("//@href | //@src")
    assert addresses
    assert all(address.startswith("http://127.0.0.1:8000/") for address in addresses)
    assert "http://127.0.0.1:8000/news/older/" in addresses
    assert len(tree.xpath("//img")) == 2
    assert all(image.get("width") and image.get("alt") for image in tree.xpath("//img"))
    assert not tree.xpath("//script | //@style | //@class | //@id | //@data-to | //@data-picture")
    assert "x < 1" in tree.text_content()


def test_the_newest_twenty_come_and_what_is_not_live_does_not(client):
    for number in range(22):
        builders.article(f"文章{number}", live=True)
    builders.article("草稿")
    assert len(feed(client, "/feeds/news.xml").findall(f"{ATOM}entry")) == 20
    assert "草稿" not in client.get("/feeds/news.xml").content.decode()


def test_a_reader_asks_again_at_no_cost(client, texts):
    first = client.get("/feeds/news.xml")
    assert first["Last-Modified"]
    again = client.get("/feeds/news.xml", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    again = client.get("/feeds/news.xml", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304


def test_a_feed_costs_the_same_whatever_is_in_it(client, texts, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get("/feeds/news.xml")
    for number in range(10):
        builders.article(f"文章{number}", live=True, channel=texts, cover=builders.picture())
    with django_assert_max_num_queries(10):
        client.get("/feeds/news.xml")


def test_the_feed_of_a_channel_goes_where_the_channel_goes(client, texts):
    texts.slug = "two"
    texts.save()
    moved = client.get("/feeds/channel/one.rss")
    assert (moved.status_code, moved["Location"]) == (301, "/feeds/channel/two.rss")
    assert client.get("/feeds/channel/never.xml").status_code == 404


def test_the_feed_of_a_deleted_channel_is_gone(client):
    builders.channel("短命", slug="short")
    assert client.get("/feeds/channel/short.xml").status_code == 200
    Channel.objects.get(slug="short").delete()
    assert client.get("/feeds/channel/short.xml").status_code == 410
    assert client.get("/news/channel/short/").status_code == 410


def test_an_empty_channel_still_has_a_feed(client):
    builders.channel("空", slug="empty")
    assert feed(client, "/feeds/channel/empty.xml").findall(f"{ATOM}entry") == []


def test_a_video_is_a_link_to_where_it_can_be_watched(client):
    body = '<figure data-video="bilibili:BV1xx411c7mD"><figcaption>示範</figcaption></figure>'
    builders.article("影片", slug="film", live=True, body=body)
    content = feed(client, "/feeds/news.xml").find(f"{ATOM}entry").findtext(f"{ATOM}content")
    assert 'href="https://www.bilibili.com/video/BV1xx411c7mD/"' in content
    assert "data-video" not in content
    assert "](https://www.bilibili.com/video/BV1xx411c7mD/)" in client.get("/news/film.md").content.decode()
