"""The search page: what was found, by kind, by channel, by pages; and what it says when there is nothing."""

import pytest
from lxml import html

from demo import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    for number in range(25):
        builders.article(f"留存第{number}講", live=True, channel=builders.channel("增長" if number < 5 else "內容"))
    builders.service("留存服務", live=True)


def page(client, query):
    response = client.get(f"/search/{query}")
    assert response.status_code == 200
    return html.fromstring(response.content)


def found(tree):
    return [line.text_content() for line in tree.xpath("//*[@class='results']//h2")]


def test_results_come_in_pages_that_keep_the_question(client, things):
    first = page(client, "?q=留存&utm_source=x")
    assert len(found(first)) == 20
    assert "26" in first.xpath("//*[@class='found']")[0].text_content()
    [second] = set(first.xpath("//nav[@class='pages']//a/@href"))
    assert len(found(page(client, second))) == 6
    assert "utm" not in second


def test_results_can_be_narrowed_to_a_kind_and_to_a_channel(client, things):
    assert found(page(client, "?q=留存&kind=service")) == ["留存服務"]
    tree = page(client, "?q=留存&kind=article")
    [growth] = [link for link in tree.xpath("//nav[@class='filters']//a") if link.text_content() == "增長"]
    assert len(found(page(client, growth.get("href")))) == 5


def test_a_page_says_what_matches_and_is_not_for_search_engines(client, things):
    tree = page(client, "?q=留存服")
    assert [mark.text for mark in tree.xpath("//*[@class='results']//p/mark | //*[@class='results']//h2//mark")] == [
        "留存服"
    ]
    assert "noindex" in tree.xpath("//meta[@name='robots']/@content")[0]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=%00", "?q=沒有這個", "?q=x&kind=none", "?q=x&channel=none"])
def test_nothing_found_and_nothing_asked_are_said_in_words(client, db, query):
    tree = page(client, query)
    assert found(tree) == []
    assert tree.xpath("//*[@class='empty' or @class='lead']")


def test_a_page_beyond_the_last_is_not_found(client, things):
    assert client.get("/search/?q=留存&page=9").status_code == 404
    assert client.get("/search/?q=留存&page=x").status_code == 404


def test_of_a_common_word_the_page_says_that_there_are_more_and_leads_on_to_all(client, things, monkeypatch):
    monkeypatch.setattr("cms.search.finding.COUNTED", 10)
    monkeypatch.setattr("pages.views.Search.paginate_by", 4)
    first = page(client, "?q=留存")
    said = first.xpath("//*[@class='found']")[0].text_content()
    assert "12" in said
    assert "26" not in said
    assert "12+" in first.xpath("//nav[@class='filters']")[0].text_content()
    lines, number = found(first), 1
    while page_link := first.xpath(f"//nav[@class='pages']//a[contains(@href, 'page={number + 1}')]/@href"):
        number, first = number + 1, page(client, page_link[0])
        lines += found(first)
    assert len(lines) == len(set(lines)) == 26
    assert "26" in first.xpath("//*[@class='found']")[0].text_content()
