"""Rooms above add to the form, the list and the pages of everything publishable."""

from contextlib import nullcontext

import pytest
from django.contrib.admin import site
from django.http import Http404, HttpResponse
from django.urls import reverse

from articles.models import Article
from cms.publishing import extending
from demo import builders
from tests.forms import opened
from tests.reading import words_of


@pytest.fixture
def added(monkeypatch):
    """Registrations of this test alone; the addresses are made before, once for all tests."""
    reverse("admin:index")
    empty = extending.Extensions()
    for name in vars(empty):
        monkeypatch.setattr(extending.registered, name, [])
    return extending


@pytest.fixture
def article(editor):
    return builders.article("文章", by=editor)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_a_box_and_a_link_stand_on_the_form(desk, article, added):
    added.box("publishing/panels/in_work.html")(lambda admin, request, thing: {"items": []})
    added.bar_links(lambda admin, request, thing: [added.Link("歷史", "/somewhere/")])
    page = words_of(desk.get(article.get_edit_url()))
    assert "Nothing waits" in page
    assert "歷史" in page


def test_a_button_saves_and_then_does_its_deed(desk, article, added):
    deeds = []
    added.button("_shout", "Shout", is_for=lambda admin, request, thing: True)(
        lambda admin, request, row: deeds.append(row.title)
    )
    values = opened(desk, article.get_edit_url()) | {"title": "新的", "_shout": ""}
    desk.post(article.get_edit_url(), values)
    assert deeds == ["新的"]


def test_a_button_for_others_does_nothing_when_it_is_forged(desk, article, added):
    deeds = []
    added.button("_shout", "Shout", is_for=lambda admin, request, thing: False)(lambda *args: deeds.append(args))
    assert "Shout" not in words_of(desk.get(article.get_edit_url()))
    desk.post(article.get_edit_url(), opened(desk, article.get_edit_url()) | {"_shout": ""})
    assert deeds == []


def test_an_action_stands_in_every_list(desk, article, added):
    added.action("shout", "Shout", is_for=lambda admin, request: True)(
        lambda admin, request, rows: HttpResponse(", ".join(row.title for row in rows))
    )
    address = reverse("admin:articles_article_changelist")
    assert "Shout" in words_of(desk.get(address))
    assert desk.post(address, {"action": "shout", "_selected_action": article.pk}).content.decode() == "文章"


@pytest.mark.parametrize(("who", "fails"), [("editor", None), ("author", Http404), ("outsider", Http404)])
def test_a_page_of_a_thing_is_for_those_who_may_edit_it(request, article, rf, who, fails):
    shout = extending.ThingPage("shout", "shout/", lambda request, admin, thing: HttpResponse(thing.title))
    asked = rf.get("/")
    asked.user = request.getfixturevalue(who)
    with pytest.raises(fails) if fails else nullcontext():
        assert site.get_model_admin(Article).page_of_thing(asked, str(article.pk), shout).status_code == 200
