"""Scheduled publishing under kills and crowds: happened whole and once, or not at all, on both databases.

Each statement that applying a replacement sends to the database is once the last thing that a process does, and so are
the commit and what comes after it; the seeded part kills at random moments besides. `SCHEDULE_KILLS=200` is the drill.
"""

import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from cms.outbox.models import Event
from cms.publishing.models import AuditEntry, Schedule
from cms.search.models import SearchDocument
from demo import builders
from tests.publishing.schedules import make_due, waiting

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("SCHEDULE_KILLS", "10"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(10**6)


def in_a_process_of_its_own(deed) -> int:
    """Run `deed` in a forked process with connections of its own; the signal that ended it, 0 if none did."""
    connections.close_all()  # a child that inherits one would speak into its parent's conversation
    pid = os.fork()
    if not pid:
        try:
            deed()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def apply_and_die(pk, step: int):
    """Apply, and be killed before statement number `step`, the commit counting as one."""
    counted = iter(range(1, step + 1))

    def count():
        if next(counted, 0) == step:
            die()

    def before_statement(execute, *arguments):
        count()
        return execute(*arguments)

    connection.ensure_connection()
    commit = connection._commit

    def before_commit():
        count()
        commit()

    connection._commit = before_commit
    with connection.execute_wrapper(before_statement):
        Schedule.objects.apply(pk)
    # Whoever gets here was never killed: the steps were fewer.


def standing_of(schedule) -> str:
    """ "before" or "after", having looked at everything that publishing writes; anything else is a torn publication."""
    row = schedule.thing()
    schedule.refresh_from_db()
    seen = {
        "title": row.title == "新版",
        "revision": row.live_revision_id == schedule.revision_id,
        "done": schedule.done_at is not None,
        "search": "新版" in SearchDocument.objects.get(object_id=row.pk, content_type=schedule.content_type).folded,
        "audit": AuditEntry.objects.filter(verb="publish", note=f"#{schedule.revision_id}").count() == 1,
        "event": Event.objects.filter(verb="published", key__startswith=f"{schedule.revision_id}.").count() == 1,
    }
    assert len(set(seen.values())) == 1, seen
    assert schedule.failed_at is None
    return "after" if seen["done"] else "before"


def test_killed_between_any_two_steps_it_has_not_happened_and_the_next_to_come_does_it_whole(editor):
    schedule, steps = make_due(waiting(editor)), 1
    while in_a_process_of_its_own(lambda: apply_and_die(schedule.pk, steps)) == signal.SIGKILL:  # noqa: B023
        assert standing_of(schedule) == "before", steps
        steps += 1
    assert standing_of(schedule) == "after"
    print(f"killed {steps - 1} times")  # noqa: T201
    assert steps > 20


def test_killed_at_random_moments_by_the_clock_it_is_never_torn(editor):
    print(f"SEED={SEED}")  # noqa: T201
    dice = random.Random(SEED)

    def deed():
        threading.Timer(dice.uniform(0, 0.08), die).start()
        Schedule.objects.apply(schedule.pk)
        die()

    for number in range(KILLS):
        schedule = make_due(waiting(editor, thing=builders.article(f"舊版 {number}", live=True, by=editor)))
        assert in_a_process_of_its_own(deed) == signal.SIGKILL
        if standing_of(schedule) == "before":
            assert Schedule.objects.apply(schedule.pk)
        assert standing_of(schedule) == "after"
        dice.random()  # the child drew from a copy


def test_many_workers_at_the_same_moment_apply_each_once(editor):
    schedules = [
        make_due(waiting(editor, thing=builders.article(f"舊版 {number}", live=True, by=editor))) for number in range(4)
    ]
    together = threading.Barrier(8)

    def work():
        try:
            together.wait(timeout=30)
            return sum(Schedule.objects.apply(schedule.pk) for schedule in schedules)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        counts = [one.result() for one in [pool.submit(work) for _worker in range(8)]]
    assert sum(counts) == len(schedules)
    assert {standing_of(schedule) for schedule in schedules} == {"after"}


def test_two_processes_at_the_same_moment_apply_each_once(editor):
    schedules = [
        make_due(waiting(editor, thing=builders.article(f"舊版 {number}", live=True, by=editor))) for number in range(4)
    ]
    connections.close_all()
    children = []
    for _process in range(2):
        if not (pid := os.fork()):
            try:
                Schedule.objects.apply_due()
                os._exit(0)
            except BaseException:
                os._exit(1)
        children.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children] == [0, 0]
    assert {standing_of(schedule) for schedule in schedules} == {"after"}


def test_taking_back_and_applying_at_the_same_moment_wait_in_no_circle(editor):
    for number in range(5):
        schedule = make_due(waiting(editor, thing=builders.article(f"舊版 {number}", live=True, by=editor)))
        together = threading.Barrier(2)

        def run(deed, together=together):
            try:
                together.wait(timeout=30)
                deed()
            finally:
                connections.close_all()

        thing = schedule.thing()
        deeds = [lambda pk=schedule.pk: Schedule.objects.apply(pk), lambda thing=thing: thing.unpublish(by=editor)]
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(run, deed) for deed in deeds]:
                done.result()
        thing.refresh_from_db()
        assert thing.state == "retired"
        assert not Schedule.objects.of(thing).open().exists()
