"""The worker does what is due, goes on through failures, and stops when told."""

import threading
import time

import pytest
from django.db import OperationalError

from cms.outbox import worker
from cms.outbox.worker import Loop, Work, run, run_once


@pytest.fixture
def works(monkeypatch):
    """Only the works of this test."""
    rows: list[Work] = []
    monkeypatch.setattr(worker, "_works", rows)
    return rows


def let_run(loop, until, seconds=5):
    """Run the loop in a thread until a condition holds; whether it came to hold."""
    thread = threading.Thread(target=loop.run)
    thread.start()
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        time.sleep(0.01)
    loop.stop()
    thread.join(timeout=5)
    assert not thread.is_alive()
    return until()


def test_two_works_of_one_name_are_refused(works):
    worker.register(Work("a", due=list, do=print))
    with pytest.raises(ValueError, match="'a'"):
        worker.register(Work("a", due=list, do=print))


def test_once_does_what_is_due_and_what_becomes_due_by_it(works):
    first, second, done = [1, 2], [], []
    works += [
        Work("late", due=lambda: [n for n in second if n not in done], do=done.append),
        Work("early", due=lambda: list(first), do=lambda n: (first.remove(n), second.append(n * 10))),
    ]
    assert run_once() == 4
    assert done == [10, 20]


def test_once_ends_although_something_fails_for_ever(works):
    works.append(Work("broken", due=lambda: [1], do=lambda pk: 1 / 0))
    assert run_once() == 0


def test_one_failure_does_not_stop_the_others_of_its_kind():
    done = []

    def do(pk):
        if pk == 1:
            raise ValueError
        done.append(pk)

    assert run(Work("some", due=list, do=do), [1, 2, 3]) == 2
    assert done == [2, 3]


@pytest.mark.django_db(transaction=True)
def test_the_loop_outlives_a_database_that_is_away():
    faults, done = [OperationalError("database is locked"), OperationalError("the server restarts")], []

    def due():
        if faults:
            raise faults.pop()
        return [] if done else [1]

    assert let_run(Loop([Work("some", due, done.append, every=0.01)], patience=0.01), lambda: done == [1])


@pytest.mark.django_db(transaction=True)
def test_a_work_that_cannot_say_what_is_due_does_not_stop_the_others():
    done = []
    broken = Work("broken", due=lambda: 1 / 0, do=print, every=0.01)
    good = Work("good", due=lambda: [] if done else [1], do=done.append, every=0.01)
    assert let_run(Loop([broken, good], patience=0.01), lambda: done == [1])


@pytest.mark.django_db(transaction=True)
def test_told_to_stop_it_finishes_only_what_is_in_hand():
    done = []
    loop = Loop([])

    def do(pk):
        done.append(pk)
        loop.stop()

    loop._lanes = {"": [Work("some", due=lambda: [1, 2, 3], do=do)]}
    loop.run()
    assert done == [1]


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_others_holds_up_nothing_else():
    answered, done = threading.Event(), []
    slow = Work("ask another site", lambda: [1], lambda pk: answered.wait(5), every=0.01, lane="others")
    letters = Work("letters", lambda: [] if len(done) > 2 else [len(done)], done.append, every=0.01)
    assert let_run(Loop([slow, letters]), lambda: done == [0, 1, 2] and not answered.set())


@pytest.mark.django_db(transaction=True)
def test_a_loop_that_is_told_to_stop_waits_for_every_lane():
    begun, done = threading.Event(), []

    def ask(pk):
        begun.set()
        time.sleep(0.2)
        done.append(pk)

    assert let_run(Loop([Work("ask", lambda: [] if done else [1], ask, every=0.01, lane="others")]), begun.is_set)
    assert done == [1]
