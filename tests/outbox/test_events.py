"""An event is recorded with the change and fanned out exactly once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.outbox.models import Delivery, Event
from cms.outbox.subscribers import fan_out, subscribe
from cms.outbox.worker import run_once

pytestmark = pytest.mark.usefixtures("only_subscribers")


def tell_somebody(event):
    Delivery.objects.send_mail(to=["a@example.com"], subject="News", text="…", event=event)


def test_recording_the_same_event_twice_makes_one(thing):
    first = Event.objects.record(thing, "published", key="r1")
    second = Event.objects.record(thing, "published", key="r1")
    assert first == second
    assert Event.objects.count() == 1


def test_another_key_or_verb_is_another_event(thing):
    Event.objects.record(thing, "published", key="r1")
    Event.objects.record(thing, "published", key="r2")
    Event.objects.record(thing, "retired", key="r1")
    assert Event.objects.count() == 3


def test_an_event_rolls_back_with_its_change(thing):
    with transaction.atomic():
        Event.objects.record(thing, "published")
        transaction.set_rollback(True)
    assert not Event.objects.exists()


def test_a_future_event_waits_for_its_moment(thing):
    subscribe("published")(tell_somebody)
    event = Event.objects.record(thing, "published", due_at=timezone.now() + timedelta(hours=1))
    run_once()
    assert not Delivery.objects.exists()
    Event.objects.filter(pk=event.pk).update(next_attempt_at=timezone.now())
    run_once()
    assert Delivery.objects.count() == 1


def test_a_moved_date_moves_the_event(thing):
    later, sooner = timezone.now() + timedelta(hours=2), timezone.now() + timedelta(hours=1)
    Event.objects.record(thing, "published", due_at=later)
    event = Event.objects.record(thing, "published", due_at=sooner)
    assert (event.due_at, event.next_attempt_at) == (sooner, sooner)


def test_a_superseded_event_never_fires(thing):
    subscribe("published")(tell_somebody)
    Event.objects.record(thing, "published", key="r1")
    assert Event.objects.supersede(thing, "published") == 1
    run_once()
    assert not Delivery.objects.exists()


def test_a_superseded_event_lives_again_when_recorded_again(thing):
    Event.objects.record(thing, "published", key="r1")
    Event.objects.supersede(thing, "published")
    assert Event.objects.record(thing, "published", key="r1").state == Event.State.WAITING


def test_a_fired_event_neither_fires_again_nor_can_be_cancelled(thing):
    subscribe("published")(tell_somebody)
    Event.objects.record(thing, "published", key="r1")
    run_once()
    assert Event.objects.supersede(thing, "published") == 0
    assert Event.objects.record(thing, "published", key="r1").state == Event.State.FANNED_OUT
    run_once()
    assert Delivery.objects.count() == 1


def test_only_matching_subscribers_hear_of_an_event(thing):
    heard = []
    subscribe("lead.*")(lambda event: heard.append("lead"))
    subscribe("*")(lambda event: heard.append("all"))
    Event.objects.record(thing, "published")
    run_once()
    assert heard == ["all"]


def test_a_failing_subscriber_takes_back_what_others_wrote_and_is_tried_again(thing):
    faults = [RuntimeError("not today")]
    subscribe("published")(tell_somebody)

    @subscribe("published")
    def fails_at_first(event):
        if faults:
            raise faults.pop()

    event = Event.objects.record(thing, "published")
    run_once()
    event.refresh_from_db()
    assert not Delivery.objects.exists()
    assert (event.state, event.attempts) == (Event.State.WAITING, 1)
    assert "not today" in event.last_error
    assert event.next_attempt_at > timezone.now()
    Event.objects.update(next_attempt_at=timezone.now())
    run_once()
    assert Delivery.objects.count() == 1


def test_a_crash_while_fanning_out_leaves_the_event_due(thing):
    """`kill -9` between the mark and the commit is a rollback: KeyboardInterrupt stands for it here."""

    @subscribe("published")
    def killed(event):
        raise KeyboardInterrupt

    event = Event.objects.record(thing, "published")
    with pytest.raises(KeyboardInterrupt):
        fan_out(event.pk)
    assert list(Event.objects.due()) == [event]


@pytest.mark.django_db(transaction=True)
def test_many_workers_fan_one_event_out_once(thing):
    subscribe("published")(tell_somebody)
    event = Event.objects.record(thing, "published")
    start = threading.Barrier(8)

    def work():
        start.wait()
        try:
            fan_out(event.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Delivery.objects.count() == 1
