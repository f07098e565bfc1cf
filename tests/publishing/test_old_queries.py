"""Addresses that other systems ask by number, as in /?p=123, and what else old addresses look like."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing.models import Redirect
from demo import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(editor):
    return builders.article("文章", live=True, by=editor, slug="here")


def lay(path, thing=None, **more):
    return Redirect.objects.create(path=path, is_by_hand=True, **(thing.key if thing else {}), **more)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/?p=123", "/?p=123"),
        ("/?p=123", "/index.php?p=123"),
        ("/?page_id=12", "/?page_id=12"),
        ("/blog/?p=3", "/blog/?p=3"),
        ("/blog/?p=3", "/blog?p=3"),
        ("/?cat=3", "/?cat=3"),
        ("/?attachment_id=9", "/?attachment_id=9"),
        ("/?author=2", "/?author=2"),
    ],
)
def test_an_address_by_number_leads_to_the_article(client, thing, path, asked):
    lay(path, thing)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, "/news/here/")


def test_what_else_the_query_says_is_kept(client, thing):
    lay("/?p=123", thing)
    assert client.get("/?utm_source=a&p=123&utm_medium=b")["Location"] == "/news/here/?utm_source=a&utm_medium=b"
    lay("/?p=4", to="/news/?page=2#top")
    assert client.get("/?p=4&a=1")["Location"] == "/news/?page=2&a=1#top"


@pytest.mark.parametrize(
    "asked", ["/?p=124", "/?p=123x", "/?p=", "/?p=%31%32%33", "/?page=123", "/?q=p=123", "/?xp=123"]
)
def test_another_number_and_other_words_are_answered_as_before(client, thing, asked):
    lay("/?p=123", thing)
    assert client.get(asked).status_code == 200


def test_what_is_gone_says_so_and_what_was_never_public_says_nothing(client, thing, editor):
    lay("/?p=1")
    assert client.get("/?p=1").status_code == 410
    lay("/?p=2", builders.article("草稿", by=editor, slug="draft"))
    assert client.get("/?p=2").status_code == 200
    lay("/?p=3", thing)
    thing.trash(by=editor)
    assert client.get("/?p=3").status_code == 410


def test_only_readers_are_led_and_the_desk_keeps_its_pages(client, thing, editor):
    lay("/?p=1", thing)
    lay("/admin/articles/article/?p=1", thing)
    assert client.post("/?p=1").status_code != 301
    assert client.head("/?p=1").status_code == 301
    client.force_login(editor)
    assert client.get("/admin/articles/article/?p=1").status_code == 200


def queries_of(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_only_such_an_address_asks_one_query_more(client, thing):
    plain = queries_of(client, "/news/")
    assert queries_of(client, "/news/?utm_source=p&gclid=5&xp=7") == plain
    assert queries_of(client, "/news/?p=5") == plain + 1


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/index.php/2019/05/slug/", "/index.php/2019/05/slug"),
        ("/2019/05/slug.html", "/2019/05/slug.html"),
        ("/2019/05/slug.html", "/2019/05/slug.html/"),
        ("/2019/05/舊文章/", "/2019/05/%E8%88%8A%E6%96%87%E7%AB%A0/"),
        ("/2019/05/舊文章/", "/2019/05/%e8%88%8a%e6%96%87%e7%ab%a0/"),
        ("/2019/05/slug/feed/", "/2019/05/slug/feed/"),
        ("/2019/05/slug/feed/", "/2019/05/slug/feed"),
        ("/archives/123", "/archives/123/"),
        ("/My_Old_Page.aspx", "/My_Old_Page.aspx"),
    ],
)
def test_old_shapes_of_addresses_answer_with_and_without_the_slash(client, thing, path, asked):
    lay(path, thing)
    assert client.get(asked)["Location"] == "/news/here/"
