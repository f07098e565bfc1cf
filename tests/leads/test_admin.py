"""Salespeople see who asked, from where and what for, and work on it; nobody else sees a lead."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from cms.outbox.models import Event
from leads.models import Enquiry, Lead
from tests.forms import opened

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/lead/"


@pytest.fixture
def lead(send):
    send()
    return Lead.objects.get()


def change(lead):
    return f"{LIST}{lead.pk}/change/"


def post(client, lead, **changes):
    """What a browser sends after these changes."""
    return client.post(change(lead), opened(client, change(lead)) | changes)


def test_the_list_says_who_when_how_and_from_where(lead, signed_in):
    page = signed_in("salesperson").get(LIST).content.decode()
    for words in ("林小姐", "138****5678", "/news/three-decisions/"):
        assert words in page
    assert re.search(r">\s*\d{4}-\d\d-\d\d \d\d:\d\d\s*<", page)


def test_the_page_shows_the_enquiry_its_page_and_what_was_agreed_to(lead, signed_in):
    client = signed_in("salesperson")
    client.post(f"{LIST}{lead.pk}/reveal/")
    page = client.get(change(lead)).content.decode()
    assert "預算下季決定。" in page
    assert '<a href="/news/three-decisions/">' in page
    assert Enquiry.objects.get().consent.text in page
    assert "tel:+8613812345678" in page


def test_marking_as_contacted_makes_it_mine(lead, signed_in):
    client = signed_in("salesperson")
    assert post(client, lead, leads_lead_mark_contacted="1").status_code == 302
    lead.refresh_from_db()
    assert (lead.stage, lead.owner.username) == ("contacted", "salesperson")


def test_what_is_written_down_stands_on_the_timeline(lead, signed_in):
    client = signed_in("salesperson")
    post(client, lead, stage="contacted", entry_kind="call", entry_text="週三回電")
    assert [(entry.kind, entry.text) for entry in lead.entries.filter(kind="call")] == [("call", "週三回電")]
    page = client.get(change(lead)).content.decode()
    assert "週三回電" in page
    with translation.override("zh-hant"):
        assert f"{Lead.Stage.NEW.label} → {Lead.Stage.CONTACTED.label}" in page


def test_what_is_quarantined_is_listed_apart_and_can_be_released(send, signed_in):
    send(website="x")
    lead = Lead.objects.get()
    client = signed_in("salesperson")
    assert change(lead) not in client.get(LIST).content.decode()
    assert change(lead) in client.get(LIST + "?quarantine=only").content.decode()
    post(client, lead, leads_lead_release="1")
    assert change(lead) in client.get(LIST).content.decode()
    assert Event.objects.filter(verb="lead.received").count() == 1


def test_spam_that_came_through_can_be_set_apart(lead, signed_in):
    client = signed_in("salesperson")
    post(client, lead, leads_lead_set_apart="1")
    lead.refresh_from_db()
    assert lead.is_quarantined


def test_the_selected_ones_are_marked_together(send, signed_in):
    send()
    send(message="另一件事", contact="other@example.com")
    chosen = list(Lead.objects.values_list("pk", flat=True))
    signed_in("salesperson").post(LIST, {"action": "mark_selected_contacted", "_selected_action": chosen})
    assert set(Lead.objects.values_list("stage", flat=True)) == {"contacted"}


def test_the_first_page_shows_who_waits(lead, signed_in):
    client = signed_in("salesperson")
    assert change(lead) in client.get(reverse("admin:index")).content.decode()
    lead.move_to(Lead.Stage.CONTACTED, by=None)
    assert change(lead) not in client.get(reverse("admin:index")).content.decode()


def test_the_same_contact_is_shown_with_its_other_leads(send, signed_in):
    send()
    Lead.objects.get().move_to(Lead.Stage.WON, by=None)
    send(message="另一件事", contact="+86 13812345678")
    first, second = Lead.objects.order_by("pk")
    assert change(first) in signed_in("salesperson").get(change(second)).content.decode()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202egnp.exe", "a" * 200, "{{ 7 }}", "👩‍👩‍👧"])
def test_whatever_was_typed_is_shown_as_text(send, signed_in, name):
    send(name=name, company="<script>alert(2)</script>", message="<script>alert(3)</script>", path="/<script>/")
    client = signed_in("salesperson")
    for address in (LIST, change(Lead.objects.get()), reverse("admin:index")):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert "<script>alert(" not in page
        assert "<script>/" not in page


@pytest.mark.parametrize("role", ["author", "editor"])
def test_other_roles_see_no_lead(lead, signed_in, role):
    client = signed_in(role)
    assert client.get(LIST).status_code == 403
    assert client.get(change(lead)).status_code == 403
    assert client.post(change(lead), {"stage": "closed"}).status_code == 403
    assert "林小姐" not in client.get(reverse("admin:index")).content.decode()


def test_a_salesperson_can_neither_add_nor_delete_a_lead(lead, signed_in):
    client = signed_in("salesperson")
    assert client.get(LIST + "add/").status_code == 403
    assert client.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_visitor_is_asked_to_sign_in(lead, client):
    assert client.get(change(lead)).status_code == 302


def test_the_list_of_leads_costs_the_same_whatever_its_length(send, signed_in, django_assert_max_num_queries):
    for n in range(12):
        send(message=f"第 {n} 則", contact=f"person-{n}@example.com", about="services.service:1")
    client = signed_in("salesperson")
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_the_lead_of_a_deleted_page_still_shows_where_it_came_from(send, signed_in):
    send(about="services.service:999")
    assert "/news/three-decisions/" in signed_in("salesperson").get(change(Lead.objects.get())).content.decode()
