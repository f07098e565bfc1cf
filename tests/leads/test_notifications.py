"""The salespeople hear of a lead by mail, once each, whatever the sender typed."""

import pytest
from django.core import mail

from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from leads.models import Lead

pytestmark = pytest.mark.django_db


def text_of(message):
    return message.body + message.alternatives[0].content


def test_who_is_given_the_lead_gets_the_enquiry_with_its_page_and_a_link(send, person, settings):
    settings.SITE_URL = "https://www.example.com"
    person("salesperson")
    person("salesperson", "second")
    person("editor")
    send()
    run_once()
    assert [message.to for message in mail.outbox] == [[Lead.objects.get().owner.email]]
    for part in (mail.outbox[0].body, mail.outbox[0].alternatives[0].content):
        for words in ("林小姐", "138 1234 5678", "預算下季決定。", "https://www.example.com/news/three-decisions/"):
            assert words in part
        assert f"https://www.example.com/admin/leads/lead/{Lead.objects.get().pk}/change/" in part
    assert "林小姐" in mail.outbox[0].subject


def test_who_left_or_has_no_address_gets_none(send, person):
    person("salesperson")
    gone, silent = person("salesperson", "gone"), person("salesperson", "silent")
    gone.is_active, silent.email = False, ""
    gone.save()
    silent.save()
    send()
    run_once()
    assert [message.to for message in mail.outbox] == [["salesperson@example.com"]]


def test_without_salespeople_the_administrators_hear_of_it(send, person):
    person("administrator")
    send()
    run_once()
    assert [message.to for message in mail.outbox] == [["administrator@example.com"]]


def test_the_visitor_does_not_wait_for_the_mail_server(send, person):
    person("salesperson")
    assert send().status_code == 303
    assert mail.outbox == []
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["\u202eevil\u202c", "a" * 200, "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "=?utf-8?q?x?="],
)
def test_an_odd_name_breaks_no_mail(send, person, name):
    person("salesperson")
    send(name=name, message="<script>alert(2)</script> & more")
    run_once()
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert "\u202e" not in message.subject
    assert "<script>" not in message.alternatives[0].content
    assert "<script>alert(2)</script> & more" in message.body
    assert message.message()["Bcc"] is None


def test_what_is_quarantined_is_told_to_nobody_until_it_is_released(send, person):
    person("salesperson")
    send(website="x")
    run_once()
    assert mail.outbox == []
    lead = Lead.objects.get()
    lead.release()
    lead.release()
    run_once()
    assert len(mail.outbox) == 1


def test_what_is_set_apart_before_the_mail_went_out_stays_untold(send, person):
    person("salesperson")
    send()
    Lead.objects.get().quarantine()
    run_once()
    assert mail.outbox == []


def test_what_was_told_is_not_told_again_after_quarantine_and_release(send, person):
    person("salesperson")
    send()
    run_once()
    lead = Lead.objects.get()
    lead.quarantine()
    lead.release()
    run_once()
    assert len(mail.outbox) == 1


def test_the_mail_is_written_in_the_language_of_who_reads_it(send, person):
    reader = person("salesperson")
    reader.language = "en"
    reader.save()
    send()
    run_once()
    assert mail.outbox[0].subject == "New enquiry from 林小姐"
