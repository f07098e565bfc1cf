"""A person's rights at the desk: consent and its withdrawal, holds, erasure, everything about them, and retention."""

import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from leads import consents
from leads.forgetting import let_go
from leads.models import Contact, Disclosure, Enquiry, Entry, Erasure, Hold, Lead, RetentionRule, Way, Withdrawal
from leads.models.retention import months_before
from tests.forms import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(send):
    send(contact="lin@lin-design.com")
    return Contact.objects.get()


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def at(contact, page):
    return reverse(f"admin:leads_contact_{page}", args=[contact.pk])


# --- The pages -------------------------------------------------------------------------------------------------------


def test_erasure_shows_what_goes_and_stays_first_then_leads_to_a_certificate(desk, contact):
    page = desk.get(at(contact, "erase"))
    assert page.context["counts"]["leads made nameless"] == 1
    assert Way.objects.exists()
    answer = desk.post(at(contact, "erase"), {"reason": "request", "reference": "R-17"}, follow=True)
    assert "E-000001" in answer.content.decode()
    assert not Way.objects.exists()
    text = desk.get(reverse("admin:leads_erasure_certificate", args=[Erasure.objects.get().pk]) + "?as=text")
    assert "attachment" in text["Content-Disposition"]
    assert Erasure.objects.get().seal in text.content.decode()
    assert "lin" not in text.content.decode()


def test_a_reference_that_names_the_person_is_refused_on_the_page(desk, contact):
    answer = desk.post(at(contact, "erase"), {"reason": "request", "reference": "lin@lin-design.com"})
    assert answer.status_code == 422
    assert Way.objects.exists()


def test_a_hold_is_seen_stops_erasure_and_is_lifted(desk, contact):
    desk.post(at(contact, "rights"), {"deed": "hold", "reason": "訴訟中"})
    assert "訴訟中" in desk.get(at(contact, "rights")).content.decode()
    assert "訴訟中" in desk.get(at(contact, "erase")).content.decode()
    assert desk.post(at(contact, "erase"), {"reason": "request"}).status_code == 422
    desk.post(at(contact, "rights"), {"deed": "lift", "hold": Hold.objects.get().pk})
    assert desk.post(at(contact, "erase"), {"reason": "request"}).status_code == 302


def test_nobody_deletes_past_a_hold(desk, contact):
    Hold.objects.create(contact=contact, reason="訴訟")
    lead = Lead.objects.get()
    for kind, row in (("contact", contact), ("lead", lead)):
        assert desk.post(reverse(f"admin:leads_{kind}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        body = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        desk.post(reverse(f"admin:leads_{kind}_changelist"), body)
    assert Lead.objects.exists()
    assert Contact.objects.exists()


@pytest.mark.parametrize("role", ["author", "editor", "analyst", "outsider"])
def test_other_roles_open_none_of_it(client, request, contact, role):
    client.force_login(request.getfixturevalue(role))
    for page in ("rights", "erase", "everything"):
        assert client.get(at(contact, page)).status_code in {403, 404}
        assert client.post(at(contact, page), {"reason": "request", "deed": "withdraw"}).status_code in {403, 404}
    assert Way.objects.exists()


def test_a_salesperson_writes_down_a_withdrawal_and_neither_erases_holds_nor_exports(client, salesperson, contact):
    client.force_login(salesperson)
    body = {"deed": "withdraw", "purpose": "enquiry", "how": "phone"}
    assert client.post(at(contact, "rights"), body).status_code == 302
    assert Withdrawal.objects.get().by == salesperson
    assert client.post(at(contact, "rights"), {"deed": "hold", "reason": "x"}).status_code == 403
    for page in ("erase", "everything"):
        assert client.post(at(contact, page), {"reason": "request"}).status_code == 403
    assert Way.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, contact):
    for page in ("rights", "erase", "everything", "reveal"):
        assert "/login/" in client.post(at(contact, page)).get("Location", "")


def test_nobody_who_is_not_there_is_found(desk, db):
    assert desk.get(reverse("admin:leads_contact_rights", args=[999])).status_code == 404
    assert desk.get(reverse("admin:leads_erasure_certificate", args=[999])).status_code == 404


# --- Consent ---------------------------------------------------------------------------------------------------------


def test_who_has_withdrawn_is_written_to_no_more_but_for_what_is_needed(contact, salesperson):
    Delivery.objects.send_mail(to=["lin@lin-design.com"], subject="x", text="x")
    assert consents.may_write_to(contact)
    consents.withdraw(contact, "enquiry", how="mail", by=salesperson)
    assert not consents.may_write_to(contact)
    assert consents.may_write_to(contact, is_needed=True)
    assert not Delivery.objects.filter(receiver="lin@lin-design.com").exists()


def test_who_sends_the_form_again_agrees_again(contact, send, salesperson):
    consents.withdraw(contact, "enquiry", how="mail", by=salesperson, at=timezone.now() - timedelta(hours=1))
    assert consents.may_write_to(contact)  # the enquiry is newer than what was said an hour ago
    consents.withdraw(contact, "enquiry", how="mail", by=salesperson)
    assert not consents.may_write_to(contact)


def test_the_history_of_consent_and_its_withdrawal_stand_on_contact_and_lead(client, contact, salesperson):
    consents.withdraw(contact, "enquiry", how="phone", by=salesperson)
    assert [bool(line.get("given")) for line in consents.history(contact)] == [False, True]
    client.force_login(salesperson)
    page = client.get(reverse("admin:leads_contact_change", args=[contact.pk])).content.decode()
    assert Enquiry.objects.get().consent.text in page
    lead = client.get(reverse("admin:leads_lead_change", args=[Lead.objects.get().pk]))
    assert lead.context["revealing"]["is_withdrawn"]


# --- Everything about a person ---------------------------------------------------------------------------------------


def test_everything_about_a_person_comes_as_a_page_and_as_data_and_is_written_down(desk, contact, salesperson):
    run_once()
    Lead.objects.get().note(Entry.Kind.CALL, "問了價錢", by=salesperson)
    answer = desk.post(at(contact, "everything"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    held = json.loads(archive.read("everything.json"))["held"]
    kinds = {row["what"] for row in held["leads"]}
    assert {"contact", "way", "lead", "enquiry", "entry"} <= kinds
    assert held["outbox"]
    page = archive.read("everything.html").decode()
    for words in ("lin@lin-design.com", "林小姐", "問了價錢", "想把門店的新媒體重新做一次。"):
        assert words in page
    assert "no-store" in answer["Cache-Control"]
    assert Disclosure.objects.get().kind == "access"


# --- Retention -------------------------------------------------------------------------------------------------------


@pytest.fixture
def old(send):
    """Three old lost leads, one of them on hold, one that somebody has touched since, and a new one."""
    long_ago = timezone.now() - timedelta(days=500)
    for name in ("甲", "乙", "丙", "丁", "戊"):
        send(name=name, contact=f"{ord(name)}@example.com", message=name)
    Lead.objects.exclude(contact__name="戊").update(
        stage="lost", lost_reason="price", received_at=long_ago, closed_at=long_ago
    )
    Enquiry.objects.exclude(name="戊").update(received_at=long_ago)
    Hold.objects.create(contact=Contact.objects.get(name="丙"), reason="訴訟")
    Lead.objects.get(contact__name="丁").note(Entry.Kind.NOTE, "又來了", by=None)


@pytest.fixture
def rule():
    return RetentionRule.objects.create(what="lost", months=12)


def names():
    return set(Contact.objects.filter(forgotten_at=None).values_list("name", flat=True))


def test_a_rule_does_nothing_before_somebody_has_switched_it_on(old, rule):
    run_once()
    assert len(names()) == 5


def test_the_preview_lists_whom_it_would_forget_today_and_soon(old, rule, desk):
    address = reverse("admin:leads_retentionrule_preview", args=[rule.pk])
    page = desk.get(address)
    assert (page.context["now"], page.context["soon"]) == (2, 2)
    desk.post(address, {"on": ""})
    rule.refresh_from_db()
    assert (rule.is_on, rule.switched_by.username) == (True, "administrator")


def test_the_sweep_forgets_in_batches_leaves_who_is_held_or_was_touched_and_writes_certificates(old, rule):
    rule.switch(True, by=None)
    assert let_go(rule, most=1).reason == "retention"
    run_once()
    assert names() == {"丙", "丁", "戊"}
    assert Erasure.objects.count() == 2
    assert Lead.objects.filter(stage="lost", lost_reason="price").count() == 4
    assert let_go(rule) is None


def test_a_rule_that_deletes_leaves_no_lead(old, rule):
    RetentionRule.objects.update(deed="erase", is_on=True)
    run_once()
    assert Lead.objects.count() == 3
    assert Contact.objects.count() == 3


def test_spam_is_forgotten_by_a_rule_of_its_own(send):
    send(website="x")
    Lead.objects.update(received_at=timezone.now() - timedelta(days=100))
    Enquiry.objects.update(received_at=timezone.now() - timedelta(days=100))
    RetentionRule.objects.create(what="quarantined", months=1, deed="erase", is_on=True)
    run_once()
    assert not Lead.objects.exists()


def test_another_lead_of_the_same_person_keeps_the_contact(old, rule, send):
    send(name="甲", contact=f"{ord('甲')}@example.com", message="新的事")
    rule.switch(True, by=None)
    run_once()
    assert "甲" in names()
    assert Enquiry.objects.filter(message="甲").count() == 0
    assert Enquiry.objects.filter(message="新的事").count() == 1


def test_a_changed_rule_waits_to_be_looked_at_again(rule, desk):
    rule.switch(True, by=None)
    address = reverse("admin:leads_retentionrule_change", args=[rule.pk])
    assert desk.post(address, opened(desk, address) | {"months": 24}).status_code == 302
    rule.refresh_from_db()
    assert (rule.months, rule.is_on) == (24, False)


def test_no_rule_keeps_nothing_at_all():
    with pytest.raises(ValidationError):
        RetentionRule(what="lost", months=0).full_clean()


LAST_DAYS = [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 13, "2024-12-15")]


@pytest.mark.parametrize(("day", "months", "before"), LAST_DAYS)
def test_months_end_on_a_day_that_there_is(day, months, before):
    assert months_before(datetime.fromisoformat(day), months).date().isoformat() == before
