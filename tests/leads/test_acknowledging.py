"""Who asks by mail is told that it arrived, once, and nobody can be bothered or reached by it with words of others."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from leads.acknowledging import plain_name
from leads.models import Acknowledgement, Lead

pytestmark = pytest.mark.django_db
ADDRESS = "lin@example.com"


@pytest.fixture(autouse=True)
def letter(db):
    return Acknowledgement.objects.create(is_on=True, subject="收到了", text="{稱呼}，您好：\n\n謝謝。<b>{site}</b>")


def letters():
    run_once()
    return [message for message in mail.outbox if message.subject == "收到了"]


def test_who_left_an_address_is_told_in_text_and_html(send):
    send(contact=ADDRESS)
    (message,) = letters()
    assert message.to == [ADDRESS]
    assert message.body.startswith("林小姐，您好：")
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "<p>林小姐，您好：</p>" in html
    assert "&lt;b&gt;" in html
    assert message.extra_headers["Auto-Submitted"] == "auto-replied"


def test_nothing_of_what_they_wrote_comes_back(send):
    send(contact=ADDRESS, message="BUY PILLS https://evil.example")
    (message,) = letters()
    assert "PILLS" not in message.body + message.alternatives[0][0] + message.subject


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("林小姐", "林小姐"),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil"),
        ("買藥請上 evil.example", ""),
        ("call 0800123123", ""),
        ("<script>", ""),
        ("{site}", ""),
        ("http://x", ""),
        ("a" * 21, ""),
        ("line\nbreak\nof\nfive\nwords", ""),
    ],
)
def test_a_name_is_used_only_if_it_can_be_nothing_else(typed, shown):
    assert plain_name(typed) == shown


def test_a_name_that_is_none_is_left_out(send):
    send(contact=ADDRESS, name="https://evil.example")
    (message,) = letters()
    assert "evil" not in message.body


def test_without_an_address_or_switched_off_nothing_goes_out(send):
    send()
    send(contact="linwechat", message="又來了")
    assert letters() == []
    Acknowledgement.objects.update(is_on=False)
    send(contact=ADDRESS)
    assert letters() == []


def test_what_looks_like_a_machine_is_not_answered_until_a_person_says_so(send):
    send(contact=ADDRESS, website="x")
    assert letters() == []
    Lead.objects.get().release()
    assert len(letters()) == 1


@pytest.mark.parametrize("other", [ADDRESS, "LIN@example.com", "lin+2@example.com"])
def test_one_mailbox_gets_it_once_a_day_however_it_is_written(send, other):
    send(contact=ADDRESS)
    run_once()
    send(contact=other, message="再問一次")
    assert len(letters()) == 1
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=25), key=None)
    send(contact=other, message="隔天再問")
    assert len(letters()) == 2


def test_the_address_is_not_kept_in_the_outbox(send):
    send(contact=ADDRESS)
    run_once()
    kept = Delivery.objects.get(kind="acknowledge")
    assert "lin" not in f"{kept.receiver} {kept.summary} {kept.payload} {kept.key}"


def test_a_word_that_nothing_stands_for_is_refused(client, editor, letter):
    client.force_login(editor)
    url = reverse("admin:leads_acknowledgement_change", args=[letter.pk])
    seen = client.get(url).context["adminform"].form.initial["seen"]
    page = client.post(url, {"is_on": "on", "subject": "收到", "text": "{phone}", "seen": seen})
    assert "{phone}" in page.content.decode()
    letter.refresh_from_db()
    assert letter.subject == "收到了"
    assert client.post(url, {"is_on": "on", "subject": "收到", "text": "好", "seen": seen}).status_code == 302


@pytest.mark.parametrize("role", ["salesperson", "author", "analyst"])
def test_only_editors_write_it(client, request, role, letter):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse("admin:leads_acknowledgement_change", args=[letter.pk])).status_code == 403
