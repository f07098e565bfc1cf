"""One saves what a list shows under a name; colleagues see what is shared, and nothing that is forged breaks it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.workbench.models import SavedFilter
from demo import builders

LIST = "/admin/articles/article/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def save(client, query, name="退回的", kind="articles.article", **values):
    return client.post(reverse("workbench:save-filter", args=[kind]), {"name": name, "query": query, **values})


def test_the_filter_the_words_and_the_order_are_kept_without_the_page(desk):
    assert save(desk, "standing=draft&q=%E5%AD%97&o=1&p=3").url == f"{LIST}?standing=draft&q=%E5%AD%97&o=1"
    page = desk.get(LIST).content.decode()
    assert "?standing=draft&amp;q=%E5%AD%97&amp;o=1" in page
    assert "退回的" in page


def test_the_same_name_again_takes_its_place(desk):
    save(desk, "standing=draft")
    save(desk, "standing=retired")
    assert SavedFilter.objects.get().query == "standing=retired"


def test_colleagues_see_only_what_is_shared(desk, client, editor, administrator):
    save(desk, "standing=draft", name="私人的")
    save(desk, "standing=retired", name="大家的", is_shared="on")
    client.force_login(administrator)
    page = client.get(LIST).content.decode()
    assert "大家的" in page
    assert "私人的" not in page


@pytest.mark.parametrize("query", ["", "p=2", "nothing__here=1", "password=x", "title__regex=("])
def test_what_filters_nothing_is_not_saved(desk, query):
    assert "Not saved" in desk.get(save(desk, query).url).content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "channel__id__exact=abc",
        "channel__id__exact=99999999999999999999",
        "standing=%00",
        "o=1.-999.x",
        "care=nothing",
        "live_from__gte=yesterday",
        "q=" + "%F0%9F%8C%A7" * 40,
        "channel__isnull=maybe",
        "origin__exact=x&origin__exact=y",
    ],
)
def test_forged_filters_are_saved_and_followed_without_an_error(desk, query):
    response = save(desk, query)
    assert response.status_code == 302
    assert desk.get(response.url, follow=True).status_code in {200, 400}
    assert desk.get(LIST).status_code == 200


def test_a_filter_that_the_list_no_longer_has_is_left_out(desk, editor):
    query = "weather=sunny&standing=draft&author__name__regex=("
    SavedFilter.objects.create(owner=editor, kind="articles.article", name="舊的", query=query)
    assert 'href="?standing=draft"' in desk.get(LIST).content.decode()


def test_one_forgets_ones_own_and_not_those_of_others(desk, client, editor, author, administrator):
    save(desk, "standing=draft", is_shared="on")
    row = SavedFilter.objects.get()
    remove = reverse("workbench:remove-filter", args=[row.pk])
    assert desk.get(remove).status_code == 405
    client.force_login(author)
    assert client.post(remove).status_code == 403
    SavedFilter.objects.update(is_shared=False)
    assert client.post(remove).status_code == 404
    client.force_login(editor)
    client.post(remove)
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("who", ["salesperson", "outsider"])
def test_others_save_nothing(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert save(client, "standing=draft").status_code == 403


@pytest.mark.parametrize("kind", ["people.user", "nothing.here", "article", "a.b.c"])
def test_only_lists_of_publishable_things_have_saved_filters(desk, kind):
    assert save(desk, "q=x", kind=kind).status_code == 404


def test_the_list_asks_no_more_with_more_filters(desk, editor):
    def asked(rows):
        for number in range(rows):
            key = {"owner": editor, "kind": "articles.article", "name": f"{rows}-{number}"}
            SavedFilter.objects.create(query="standing=draft", **key)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    builders.article("文章", by=editor)
    desk.get(LIST)
    assert asked(3) == asked(30)
