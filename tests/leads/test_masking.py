"""Phone numbers, addresses and ids are masked until somebody who may reveals them, which is written down."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from cms.masking import mask, veil
from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from demo import builders
from leads.models import Contact, Disclosure, Entry, Lead, Way
from tests.conftest import person as colleague
from tests.forms import opened

pytestmark = pytest.mark.django_db
LEADS, CONTACTS = "/admin/leads/lead/", "/admin/leads/contact/"
RAW = ("138 1234 5678", "13812345678", "1234 5678", "lin.mei@lin-design.com", "lin.mei", "lin_mei_88")


@pytest.fixture
def lead(send, salesperson):
    """Contact data wherever people type it: three ways, a name, a message, notes, the next step, mails, a log."""
    send(message="打 138 1234 5678 給我，或寫 lin.mei@lin-design.com", name="林小姐 13812345678")
    contact = Contact.objects.get()
    Way.objects.create(contact=contact, kind="email", value="lin.mei@lin-design.com", typed="Lin.Mei@lin-design.com")
    Way.objects.create(contact=contact, kind="wechat", value="lin_mei_88", typed="微信 lin_mei_88")
    run_once()
    lead = Lead.objects.get()
    lead.note(Entry.Kind.CALL, "加了 lin_mei_88，也可打 13812345678", by=salesperson)
    lead.plan("回電 138 1234 5678", timezone.now(), by=salesperson)
    lead.revalue({"deciders": "她和 13812345678"}, by=salesperson)
    Lead.objects.create(contact=contact, stage="won")
    Delivery.objects.send_mail(to=["lin.mei@lin-design.com"], subject="給 13812345678", text="您的電話 13812345678")
    letter = Delivery.objects.filter(receiver="lin.mei@lin-design.com")
    letter.update(state="dead", last_error="lin.mei@lin-design.com")
    kind = ContentType.objects.get_for_model(Lead)
    LogEntry.objects.create(
        user=salesperson, content_type=kind, object_id=lead.pk, object_repr=str(lead), action_flag=2
    )
    Contact.objects.create(name=contact.name)
    return lead


@pytest.fixture
def without(db):
    """Somebody who may do everything but see contact data."""
    somebody = colleague("outsider", "masked")
    somebody.user_permissions.set(Permission.objects.exclude(codename="reveal_contact"))
    return somebody


def pages_of_the_admin(lead):
    """Every list, form, history and question before deleting of every model that knows this person, and more."""
    yield from (reverse("admin:index"), reverse("admin:leads_lead_board"), "/admin/search/?s=138")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if model._meta.app_label not in {"leads", "outbox", "publishing", "articles"}:
            continue
        yield reverse(f"{name}_changelist")
        for row in model._default_manager.all()[:8]:
            for page in ("change", "history", "delete"):
                yield reverse(f"{name}_{page}", args=[row.pk])
    contact = lead.contact_id
    other = Contact.objects.exclude(pk=contact).get().pk
    yield f"{CONTACTS}{contact}/join/?other={other}"
    yield f"{CONTACTS}{contact}/rights/"
    yield f"{CONTACTS}{contact}/erase/"
    for term in ("林小姐", "lin", "1381234", "lin.mei@lin-design.com", "lin_mei_88"):
        yield f"{LEADS}?q={term}"
        yield f"{CONTACTS}?q={term}"
        yield f"/admin/outbox/delivery/?q={term}"


def test_no_page_shows_a_way_to_reach_somebody_without_the_permission(lead, client, without):
    builders.any_row(Disclosure)
    client.force_login(without)
    wrong, shown = [], 0
    for address in pages_of_the_admin(lead):
        response = client.get(address)
        shown += response.status_code == 200
        page = response.content.decode()
        typed = address.partition("q=")[2]  # what somebody has typed themselves stands in the search field
        wrong += [(address, raw) for raw in RAW if raw in page and raw not in typed]
    assert wrong == []
    assert shown > 30


def test_even_with_it_nothing_is_shown_before_the_click(lead, client, administrator):
    client.force_login(administrator)
    for address in (LEADS, CONTACTS, f"{LEADS}{lead.pk}/change/", reverse("admin:leads_lead_board")):
        page = client.get(address).content.decode()
        assert [raw for raw in RAW if raw in page] == [], address
        assert "tel:" not in page


def test_one_click_shows_it_for_the_day_to_whoever_clicked_and_is_written_down(lead, client, salesperson):
    client.force_login(salesperson)
    assert client.post(f"{LEADS}{lead.pk}/reveal/", {"reason": "回電"}).status_code == 302
    client.post(f"{LEADS}{lead.pk}/reveal/")
    row = Disclosure.objects.get()
    assert (row.by, row.lead, row.contact, row.reason) == (salesperson, lead, lead.contact, "回電")
    page = client.get(f"{LEADS}{lead.pk}/change/").content.decode()
    assert "tel:+8613812345678" in page
    assert "138 1234 5678" in client.get(LEADS).content.decode()
    client.force_login(colleague("salesperson", "another"))
    assert "138 1234 5678" not in client.get(LEADS).content.decode()


def test_the_next_day_it_is_masked_again(lead, client, salesperson):
    client.force_login(salesperson)
    client.post(f"{LEADS}{lead.pk}/reveal/")
    Disclosure.objects.update(at=timezone.now() - timezone.timedelta(days=1))
    assert "138 1234 5678" not in client.get(LEADS).content.decode()


def test_own_leads_are_masked_like_others(lead, client, salesperson):
    lead.give_to(salesperson, by=None)
    client.force_login(salesperson)
    assert "138 1234 5678" not in client.get(f"{LEADS}{lead.pk}/change/").content.decode()


@pytest.mark.parametrize("role", ["author", "editor", "analyst", "outsider"])
def test_other_roles_reveal_nothing(lead, client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.post(f"{LEADS}{lead.pk}/reveal/").status_code in {403, 404}
    assert client.post(f"{CONTACTS}{lead.contact_id}/reveal/").status_code in {403, 404}
    assert not Disclosure.objects.exists()


def test_who_sees_leads_without_the_permission_reveals_nothing(lead, client, without):
    client.force_login(without)
    assert client.post(f"{LEADS}{lead.pk}/reveal/").status_code == 403
    assert client.get(f"{LEADS}{lead.pk}/reveal/").status_code == 404
    assert not Disclosure.objects.exists()


def test_whoever_may_finds_a_person_by_the_whole_number_however_it_is_spelled(lead, client, salesperson, without):
    client.force_login(salesperson)
    for term in ("+86 138-1234-5678", "13812345678", "LIN.MEI@lin-design.com"):
        assert f"{LEADS}{lead.pk}/change/" in client.get(LEADS, {"q": term}).content.decode(), term
    client.force_login(without)
    assert f"{LEADS}{lead.pk}/change/" not in client.get(LEADS, {"q": "13812345678"}).content.decode()


def test_saving_a_masked_form_keeps_what_is_masked(lead, client, salesperson):
    client.force_login(salesperson)
    address = f"{LEADS}{lead.pk}/change/"
    later = timezone.localtime() + timezone.timedelta(days=2)
    changes = {"stage": "qualified", "next_step_at_0": f"{later:%Y-%m-%d}", "next_step_at_1": "10:00:00"}
    values = opened(client, address) | changes | {"next_step": "138****5678", "deciders": "x"}
    assert client.post(address, values).status_code == 302
    lead.refresh_from_db()
    assert (lead.stage, lead.next_step, lead.deciders) == ("qualified", "回電 138 1234 5678", "她和 13812345678")


def test_moving_a_card_says_no_number(lead, client, without):
    client.force_login(without)
    body = {"lead": lead.pk, "stage": "qualified"}
    answer = client.post(reverse("admin:leads_lead_board"), body, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert "13812345678" not in answer.json()["said"]


@pytest.mark.parametrize(
    ("kind", "raw", "shown"),
    [
        ("phone", "+86 138 1234 1234", "138****1234"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "110", "****10"),
        ("email", "anna@example.com", "a***@example.com"),
        ("wechat", "lin_mei_88", "l***"),
    ],
)
def test_a_way_is_masked_by_its_kind(kind, raw, shown):
    assert mask(kind, raw) == shown


@pytest.mark.parametrize(
    "text", ["預算 68,000 元", "2026-11-30 17:10", "第 12 版 3.5", "https://example.com/news/1", "300 萬"]
)
def test_other_numbers_are_left_alone(text):
    assert veil(text) == text


def test_the_list_costs_the_same_whoever_sees_what(lead, client, salesperson, django_assert_max_num_queries):
    client.force_login(salesperson)
    client.post(f"{LEADS}{lead.pk}/reveal/")
    with django_assert_max_num_queries(16):
        client.get(LEADS)
