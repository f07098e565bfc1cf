"""A salesperson keeps ways to look at the list of leads, as editors do for articles."""

import pytest
from django.urls import reverse

from cms.workbench.models import SavedFilter

LIST = "/admin/leads/lead/"


@pytest.fixture
def desk(client, salesperson):
    client.force_login(salesperson)
    return client


def save(client, query, name="要追的", kind="leads.lead"):
    return client.post(reverse("workbench:save-filter", args=[kind]), {"name": name, "query": query})


def test_filters_words_and_order_of_the_list_are_kept(desk):
    asked = "stage__exact=qualified&overdue=yes&o=-6"
    assert save(desk, f"{asked}&p=2&made_up=1").url == f"{LIST}?{asked}"
    assert "要追的" in desk.get(LIST).content.decode()


def test_a_kept_view_can_be_forgotten(desk):
    save(desk, "overdue=yes")
    row = SavedFilter.objects.get()
    assert desk.post(reverse("workbench:remove-filter", args=[row.pk])).url == LIST
    desk.get(LIST)  # which says that it is gone
    assert "要追的" not in desk.get(LIST).content.decode()


def test_who_may_not_see_leads_keeps_no_view_of_them(client, editor):
    client.force_login(editor)
    assert save(client, "overdue=yes").status_code == 403
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("kind", ["leads.way", "people.user", "leads", "leads.lead.x", "x" * 90])
def test_lists_that_keep_no_views_are_unknown(desk, kind):
    assert save(desk, "o=1", kind=kind).status_code == 404
