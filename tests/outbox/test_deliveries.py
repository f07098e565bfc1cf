"""A delivery is tried until it succeeds, is refused for good, or has failed for days; then a person sees it."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from cms.outbox import deliveries, worker
from cms.outbox.deliveries import Needless, Refused, deliver, sender
from cms.outbox.models import LEASE, LONGEST_PAUSE, MOST_ATTEMPTS, PATIENCE, Delivery, pause_after
from cms.outbox.worker import run_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("senders")]


@pytest.fixture
def sent():
    """A sender of kind "test" that writes down what it sent."""
    rows = []
    sender("test")(lambda delivery: rows.append(delivery.pk))
    return rows


def a_delivery(**fields):
    return Delivery.objects.create(**{"kind": "test", "receiver": "a@example.com", "summary": "News", **fields})


def fail_with(error):
    @sender("test")
    def fails(delivery):
        raise error


def test_a_delivery_is_sent_once(sent):
    delivery = a_delivery()
    run_once()
    run_once()
    delivery.refresh_from_db()
    assert sent == [delivery.pk]
    assert delivery.state == Delivery.State.SENT
    assert delivery.sent_at


def test_a_temporary_failure_is_tried_again_later():
    fail_with(ConnectionRefusedError("no mail server"))
    delivery = a_delivery()
    run_once()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.WAITING, 1)
    assert "no mail server" in delivery.last_error
    assert timezone.now() < delivery.next_attempt_at <= timezone.now() + LONGEST_PAUSE
    assert delivery not in Delivery.objects.due()


def test_a_final_refusal_waits_for_a_person_at_once():
    fail_with(Refused("550 no such user"))
    delivery = a_delivery()
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DEAD
    assert delivery.last_error == "550 no such user"


def test_days_of_failure_end_in_giving_up():
    fail_with(TimeoutError())
    delivery = a_delivery(attempts=600, tried_since=timezone.now() - PATIENCE)
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DEAD


def test_a_worker_that_was_away_for_a_week_costs_no_patience():
    fail_with(TimeoutError())
    delivery = a_delivery(next_attempt_at=timezone.now() - timedelta(days=7))
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WAITING


def test_giving_up_an_event_takes_about_three_days():
    whole = sum((pause_after(n) for n in range(1, MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=2) < whole <= timedelta(days=3)


def test_pauses_grow_differ_and_stay_below_ten_minutes():
    assert pause_after(1) < pause_after(4) < pause_after(9)
    assert pause_after(500) <= LONGEST_PAUSE < timedelta(minutes=10)
    assert len({pause_after(500) for _ in range(20)}) > 1


def test_one_failing_delivery_holds_back_no_other(sent):
    @sender("broken")
    def broken(delivery):
        raise RuntimeError

    a_delivery(kind="broken")
    good = a_delivery()
    run_once()
    assert sent == [good.pk]


def test_an_unknown_kind_waits_for_a_person():
    delivery = a_delivery(kind="pigeon")
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DEAD
    assert "pigeon" in delivery.last_error


def test_retrying_starts_afresh(sent):
    delivery = a_delivery(state=Delivery.State.DEAD, attempts=MOST_ATTEMPTS)
    assert Delivery.objects.filter(pk=delivery.pk).retry() == 1
    run_once()
    assert sent == [delivery.pk]


def test_what_a_worker_has_in_hand_is_not_retried_beside_it(sent):
    delivery = a_delivery()
    assert delivery.claim()
    assert Delivery.objects.all().retry() == 0


def test_what_is_told_no_more_is_set_aside_and_troubles_nobody():
    fail_with(Needless("the lead is gone"))
    delivery = a_delivery()
    run_once()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.aside_because) == (Delivery.State.ASIDE, "the lead is gone")
    assert not Delivery.objects.in_trouble().exists()


def test_what_was_sent_cannot_be_retried(sent):
    a_delivery(state=Delivery.State.SENT)
    assert Delivery.objects.all().retry() == 0


def test_a_worker_killed_between_claim_and_done_loses_nothing(sent):
    delivery = a_delivery()
    assert delivery.claim()  # and here the worker dies
    assert not Delivery.objects.due().exists()
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    run_once()
    assert sent == [delivery.pk]


def test_a_leased_delivery_is_left_to_whoever_holds_it(sent):
    delivery = a_delivery()
    assert delivery.claim()
    deliver(delivery.pk)
    assert sent == []


def test_a_lease_outlasts_a_slow_mail_server(settings):
    assert timedelta(seconds=settings.EMAIL_TIMEOUT * 8) < LEASE


def test_the_failure_of_one_who_lost_the_lease_changes_nothing():
    late = a_delivery()
    late.claim()
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    other = Delivery.objects.get()
    other.claim()
    late.mark_failed("too late", for_good=True)
    other.refresh_from_db()
    assert (other.state, other.last_error) == (Delivery.State.WAITING, "")


@pytest.mark.django_db(transaction=True)
def test_a_database_away_after_sending_does_not_send_twice(sent, monkeypatch):
    monkeypatch.setattr("cms.outbox.deliveries.PAUSES_BEFORE_MARKING_AGAIN", (0, 0))
    mark, faults = Delivery.mark_sent, [OperationalError("database is locked")]

    def mark_after_a_fault(self):
        if faults:
            raise faults.pop()
        mark(self)

    monkeypatch.setattr(Delivery, "mark_sent", mark_after_a_fault)
    delivery = a_delivery()
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT
    assert sent == [delivery.pk]


@pytest.mark.django_db(transaction=True)
def test_what_a_sender_has_to_write_down_is_written_with_the_mark_and_insisted_on(senders, monkeypatch):
    """A database that goes away between sending and this must not make a failure of what was taken."""
    monkeypatch.setattr("cms.outbox.deliveries.PAUSES_BEFORE_MARKING_AGAIN", (0, 0))
    taken, faults = [], [OperationalError("the server restarts")]

    def afterwards():
        if faults:
            raise faults.pop()

    @sender("test")
    def send(delivery):
        taken.append(delivery.pk)
        return afterwards

    delivery = a_delivery()
    run_once()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(taken)) == (Delivery.State.SENT, 1, 1)


def test_letters_and_what_programs_are_told_wait_in_lanes_of_their_own():
    letter, webhook, robot = (a_delivery(kind=kind) for kind in ("mail", "webhook", "robot"))
    unknown = a_delivery(kind="of a version to come")
    assert set(deliveries.due(deliveries.LETTERS)) == {letter.pk, unknown.pk}
    assert set(deliveries.due(deliveries.PROGRAMS)) == {webhook.pk, robot.pk}
    lanes = {work.name: work.lane for work in worker._works}
    assert len({lanes["fan out events"], lanes["send letters"], lanes["tell programs"]}) == 3


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_one_delivery_once(sent):
    delivery = a_delivery()
    start = threading.Barrier(8)

    def work():
        start.wait()
        try:
            deliver(delivery.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent == [delivery.pk]


def test_what_was_delivered_is_forgotten_after_90_days_and_nothing_else_is(sent):
    long_ago = timezone.now() - timedelta(days=91)
    State = Delivery.State
    gone = a_delivery(state=State.SENT, sent_at=long_ago)
    kept = {
        a_delivery(state=State.SENT, sent_at=timezone.now() - timedelta(days=89)),
        a_delivery(state=State.DEAD, next_attempt_at=long_ago, last_error="refused"),
        a_delivery(next_attempt_at=timezone.now() + timedelta(days=1)),
    }
    Delivery.objects.update(created_at=long_ago)
    run_once()
    assert set(Delivery.objects.all()) == kept
    assert gone not in kept
