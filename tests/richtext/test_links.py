"""Links inside the site are stored with what they point to, and shown with where that is now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.richtext import links, tree
from cms.richtext.rendering import render
from cms.richtext.sanitiser import clean
from cms.richtext.storing import storable


@pytest.fixture(autouse=True)
def a_small_site(settings, monkeypatch):
    """One article at /news/a/, which moves to /news/b/; and one that is not live."""
    settings.SITE_URL = "https://ridgeline.example"
    places = {"articles.article:1": "/news/b/", "articles.article:2": None}
    resolver = links.Resolver(
        paths=lambda refs: {ref: places.get(ref) for ref in refs},
        refs=lambda asked: {path: {"/news/a/": "articles.article:1", "/news/": ""}.get(path) for path in asked},
    )
    monkeypatch.setattr(links, "_resolver", resolver)


def shown(html):
    root = tree.parse(html)
    links.resolve(root)
    return tree.write(root)


def test_links_to_things_of_ours_are_stamped():
    assert links.stamp('<a href="/news/a/#s-x">甲</a>') == '<a href="/news/a/#s-x" data-to="articles.article:1">甲</a>'
    assert 'data-to="articles.article:1"' in links.stamp('<a href="https://ridgeline.example/news/a/">甲</a>')


@pytest.mark.parametrize("href", ["https://other.example/news/a/", "/elsewhere/", "mailto:a@example.com", "#s-x", "a/"])
def test_other_links_are_not(href):
    assert links.stamp(f'<a href="{href}">甲</a>') == f'<a href="{href}">甲</a>'


def test_a_stamp_survives_while_the_old_path_leads_nowhere():
    stamped = '<a href="/news/old/" data-to="articles.article:1">甲</a>'
    assert links.stamp(stamped) == stamped


@pytest.mark.parametrize("href", ["https://other.example/", "/news/"])
def test_a_link_that_was_pointed_elsewhere_loses_its_stamp(href):
    html = f'<a href="{href}" data-to="articles.article:1">甲</a>'
    assert links.stamp(html) == f'<a href="{href}">甲</a>'


def test_a_stamped_link_follows_its_target_and_keeps_the_rest():
    html = '<a href="/news/a/?x=1#s-x" data-to="articles.article:1">甲</a>'
    assert shown(html) == '<a href="/news/b/?x=1#s-x">甲</a>'


def test_a_link_to_what_is_not_live_is_plain_text():
    assert shown('<p>見<a href="/news/c/" data-to="articles.article:2">草稿</a>。</p>') == "<p>見草稿。</p>"


def test_one_question_for_any_number_of_links(monkeypatch):
    asked = []
    monkeypatch.setattr(links._resolver, "paths", lambda refs: asked.append(refs) or {})
    shown('<a href="/a/" data-to="articles.article:1">甲</a>' * 30)
    assert asked == [{"articles.article:1"}]


def test_one_question_for_any_number_of_paths(monkeypatch):
    asked = []
    monkeypatch.setattr(links._resolver, "refs", lambda paths: asked.append(paths) or dict.fromkeys(paths, ""))
    links.stamp('<a href="/a/">甲</a><a href="/b/">乙</a>' * 30)
    links.stamp("<p>沒有連結</p>")
    assert asked == [{"/a/", "/b/"}]


@given(st.text(max_size=40))
def test_no_address_makes_it_stumble(address):
    html = clean(tree.write(tree.wrap(_link(address), "body")))
    links.stamp(html)
    for link in tree.parse(html).iter("a"):
        links.is_external(link.get("href"))


def _link(address):
    body = tree.new("body")
    link = tree.new("a", href=tree.readable(address))
    link.text = "甲"
    body.append(link)
    return link


@pytest.mark.parametrize("host", ["a[b@host", "℀@host", "host]"])
@pytest.mark.parametrize(
    "markup", ['<p><a href="http://{}/">字</a></p>', '<p>字<img src="http://{}/i.png" alt="圖"></p>']
)
def test_an_address_that_only_browsers_can_read_breaks_neither_saving_nor_showing(db, host, markup):
    stored = storable(markup.format(host))
    assert host not in stored
    assert "字" in stored
    assert "字" in render(markup.format(host))
