"""Programs are told by signed requests, until they have taken them or a person must look."""

import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.outbox import deliveries, posting, topics
from cms.outbox.deliveries import deliver
from cms.outbox.models import LONGEST_PAUSE, PATIENCE, Delivery, Event, Webhook
from cms.outbox.worker import run_once
from cms.publishing import offering
from demo import builders
from tests.outbox import listening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topic")]


@pytest.fixture
def hook(listener):
    return Webhook.objects.create(name="CRM", url=f"{listener.address}/in?token=t0ken", verbs=["thing.made"])


@pytest.fixture
def tell(hook, thing):
    """Something happens, and the worker tells of it once; the delivery."""

    def happen(**payload):
        Event.objects.record(thing, "thing.made", payload=payload, key=str(Event.objects.count()))
        run_once()
        return Delivery.objects.latest("pk")

    return happen


def fresh(delivery):
    delivery.refresh_from_db()
    return delivery


def test_a_receiver_can_check_that_a_request_comes_from_here(tell, hook, listener):
    assert tell().state == "sent"
    (request,) = listener.asked
    stamp, signed = request.headers["X-Ridgeline-Timestamp"], request.headers["X-Ridgeline-Signature"]
    mine = hmac.new(hook.secret.encode(), f"{stamp}.".encode() + request.body, hashlib.sha256).hexdigest()
    assert signed == f"v1={mine}"
    assert abs(int(stamp) - time.time()) < 10
    assert request.query == {"token": "t0ken"}


def test_it_is_told_what_happened_to_what_and_when(tell, thing, listener):
    tell(stage="won")
    (request,) = listener.asked
    event = Event.objects.get()
    assert request.said == {
        "event": event.public_id,
        "verb": "thing.made",
        "at": event.due_at.isoformat(),
        "object": {"kind": "people.user", "id": thing.pk, "uuid": None},
        "data": {"stage": "won"},
    }
    assert request.headers["X-Ridgeline-Event"] == event.public_id


def test_contact_data_goes_along_only_where_that_is_ticked(tell, hook, listener):
    tell()
    Webhook.objects.update(carries_contact=True)
    tell()
    first, second = listener.asked
    assert b"thing@example.com" not in first.body
    assert second.said["contact"] == {"email": "thing@example.com"}


def test_nothing_personal_is_kept_in_the_outbox(tell, hook):
    Webhook.objects.update(carries_contact=True)
    delivery = tell()
    kept = json.dumps(delivery.payload) + delivery.summary + delivery.receiver
    assert "thing@" not in kept
    assert hook.secret not in kept
    assert "t0ken" not in kept


def test_only_who_chose_the_event_and_is_on_hears_of_it(hook, thing, listener):
    Webhook.objects.create(name="off", url=hook.url, verbs=["thing.made"], is_on=False)
    Webhook.objects.create(name="else", url=hook.url, verbs=["other"])
    Event.objects.record(thing, "thing.made")
    Event.objects.record(thing, "not.offered")
    run_once()
    assert len(listener.asked) == 1


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_success(tell, listener, status):
    listener.answers = [listening.with_status(status)]
    assert tell().state == "sent"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 408, 418, 425, 500, 502, 503])
def test_everything_else_is_tried_again_and_says_why(tell, listener, status):
    listener.answers = [listening.with_status(status, b"not today", Location=f"{listener.address}/elsewhere")]
    delivery = tell()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.last_error.endswith(f"{status} not today")
    assert delivery.next_attempt_at > timezone.now()
    assert [request.path for request in listener.asked] == ["/in"]  # no redirect is followed


def test_410_switches_it_off_and_says_so(tell, hook, listener, client, administrator):
    listener.answers = [listening.with_status(410)]
    assert tell().state == "dead"
    hook.refresh_from_db()
    assert not hook.is_on
    assert "410" in hook.off_because
    client.force_login(administrator)
    assert "switched off" in client.get("/admin/").content.decode()
    hook.is_on = True
    hook.save()
    assert hook.off_because == ""


@pytest.mark.parametrize("answer", [listening.breaks_off, listening.silent])
def test_a_receiver_that_dies_or_keeps_silent_is_asked_again(tell, listener, monkeypatch, answer):
    monkeypatch.setattr(posting, "TIMEOUT", 0.3)
    listener.answers = [answer, listening.with_status(200)]
    delivery = tell()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    deliveries._left_alone.clear()  # as some time later
    Delivery.objects.update(next_attempt_at=timezone.now())
    run_once()
    assert fresh(delivery).state == "sent"
    assert len({request.headers["X-Ridgeline-Event"] for request in listener.asked}) == 1


def test_who_does_not_answer_in_time_is_left_alone_for_a_while_with_all_that_waits_for_it(tell, listener, monkeypatch):
    monkeypatch.setattr(posting, "TIMEOUT", 0.3)
    listener.answers = [listening.silent, listening.with_status(200)]
    first, second = tell(), tell()
    assert len(listener.asked) == 1
    assert (second.state, second.attempts) == ("waiting", 1)
    assert "did not answer others" in second.last_error
    assert second.tried_since  # its patience runs too
    monkeypatch.setattr(deliveries.time, "monotonic", lambda now=deliveries.time.monotonic: now() + 30)
    Delivery.objects.update(next_attempt_at=timezone.now())
    run_once()
    assert {fresh(first).state, fresh(second).state} == {"sent"}


def test_who_fails_at_once_holds_up_nobody_and_is_not_left_alone(tell, listener):
    listener.answers = [listening.with_status(500), listening.breaks_off, listening.with_status(200)]
    tell(), tell()
    assert tell().state == "sent"
    assert len(listener.asked) == 3


@pytest.mark.parametrize("answer", [listening.endless, listening.dies_in_its_answer, listening.trickling])
def test_who_has_said_2xx_has_taken_it_whatever_comes_after(tell, listener, monkeypatch, answer):
    monkeypatch.setattr(posting, "TIMEOUT", 0.3)
    listener.answers = [answer]
    assert tell().state == "sent"


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("30", 30),
        ("0", 5),
        ("999999999", 3600),
        ("Wed, 21 Oct 2065 07:28:00 GMT", 3600),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 5),
    ],
)
def test_how_long_it_wants_to_be_left_alone_is_heeded_within_bounds(tell, listener, told, wait):
    listener.answers = [listening.with_status(429, Retry_After=told)]
    delivery = tell()
    left = (delivery.next_attempt_at - timezone.now()).total_seconds()
    assert wait - 5 < left <= wait


@pytest.mark.parametrize("told", ["soon", "", "-1", "1.5"])
def test_a_retry_after_that_says_nothing_changes_nothing(tell, listener, told):
    listener.answers = [listening.with_status(503, Retry_After=told)]
    assert tell().next_attempt_at < timezone.now() + LONGEST_PAUSE


def test_after_72_hours_a_person_must_look(tell, listener):
    listener.answers = [listening.with_status(500)]
    delivery = tell()
    for hours, state in ((71, "waiting"), (73, "dead")):
        since = timezone.now() - timedelta(hours=hours)
        Delivery.objects.update(tried_since=since, next_attempt_at=timezone.now())
        deliver(delivery.pk)
        assert fresh(delivery).state == state
    assert timedelta(hours=72) == PATIENCE
    Delivery.objects.filter(pk=delivery.pk).retry()
    assert fresh(delivery).tried_since is None


def test_a_private_address_is_refused_for_good(tell, hook, settings):
    settings.OUTBOUND_LOOPBACK = False
    delivery = tell()
    assert delivery.state == "dead"
    assert "not on the open internet" in delivery.last_error


def test_what_is_gone_is_not_told(hook, thing, listener):
    Event.objects.record(thing, "thing.made")
    thing.delete()
    run_once()
    assert listener.asked == []
    assert Delivery.objects.get().state == "aside"


def test_a_worker_killed_after_sending_sends_one_more_with_the_same_id(tell, listener, monkeypatch):
    with monkeypatch.context() as here:
        here.setattr(Delivery, "mark_sent", lambda delivery: None)  # and here the worker dies
        delivery = tell()
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    run_once()
    run_once()
    assert fresh(delivery).state == "sent"
    assert len(listener.asked) == 2
    assert len({request.headers["X-Ridgeline-Event"] for request in listener.asked}) == 1


def test_errors_and_logs_tell_no_secret(tell, hook, listener, caplog):
    listener.answers = [listening.with_status(500, f"you said {hook.secret}".encode())]
    delivery = tell()
    assert hook.secret not in delivery.last_error + caplog.text
    assert "t0ken" not in delivery.last_error + caplog.text


def test_a_publication_is_told_by_title_and_address_and_a_draft_by_neither(hook, listener, editor, monkeypatch):
    for verb in ("published", "unpublished"):
        topics.offer(topics.Topic(verb=verb, label=verb, data=offering.data, words=offering.words))
    Webhook.objects.update(verbs=["published", "unpublished"])
    article = builders.article("新文章", live=True, by=editor)
    run_once()
    article.unpublish(by=editor)
    run_once()
    told, gone = (request.said for request in listener.asked)
    assert told["data"]["title"] == "新文章"
    assert told["data"]["url"].endswith(article.get_absolute_url())
    assert (gone["verb"], gone["data"]) == ("unpublished", {})
