"""Mail goes out as text and HTML, to one receiver each, with headers that nobody can break."""

import smtplib

import pytest
from django.core import mail

from cms.outbox.mail import message_id
from cms.outbox.models import Delivery
from cms.outbox.worker import run_once

pytestmark = pytest.mark.django_db


def send(**changes):
    said = {"to": ["a@example.com"], "subject": "新諮詢", "text": "你好", **changes}
    return Delivery.objects.send_mail(**said)


@pytest.fixture
def refuse(monkeypatch):
    """Make the mail server answer with this error."""

    def refuse_with(error):
        def fail(self, messages):
            raise error

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)

    return refuse_with


def test_mail_has_a_text_and_an_html_part():
    send(html="<p>你好</p>")
    run_once()
    (message,) = mail.outbox
    assert message.body == "你好"
    assert message.alternatives[0].content == "<p>你好</p>"
    assert message.alternatives[0].mimetype == "text/html"


def test_each_receiver_gets_a_mail_of_their_own():
    send(to=["a@example.com", "b@example.com", "a@example.com"])
    run_once()
    assert sorted(message.to for message in mail.outbox) == [["a@example.com"], ["b@example.com"]]


def test_a_key_makes_it_one_mail_however_often_it_is_written():
    send(key="lead-1")
    send(key="lead-1")
    assert Delivery.objects.count() == 1


def test_the_message_id_comes_from_the_delivery_and_stays():
    (delivery,) = send()
    run_once()
    assert mail.outbox[0].message()["Message-ID"] == message_id(delivery)
    assert str(delivery.uuid) in message_id(delivery)


def test_line_breaks_in_a_subject_cannot_add_headers():
    send(subject="你好\r\nBcc: victim@example.com")
    run_once()
    written = mail.outbox[0].message()
    assert written["Bcc"] is None
    assert mail.outbox[0].recipients() == ["a@example.com"]


@pytest.mark.parametrize("address", ["a@example.com\r\nBcc: victim@example.com", "nobody", "", "a@b@c"])
def test_an_address_that_is_none_waits_for_a_person(address):
    (delivery,) = send(to=[address])
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DEAD
    assert mail.outbox == []


def test_a_receiver_refused_for_good_waits_for_a_person(refuse):
    refuse(smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no such user")}))
    (delivery,) = send()
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DEAD
    assert "no such user" in delivery.last_error


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"a@example.com": (451, b"greylisted")}),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPDataError(452, b"full"),
        TimeoutError(),
    ],
)
def test_what_may_pass_is_tried_again(refuse, error):
    refuse(error)
    (delivery,) = send()
    run_once()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.WAITING, 1)
