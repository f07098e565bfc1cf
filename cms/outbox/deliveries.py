"""Carrying deliveries out, each by the sender of its kind.

A sender is a function of one delivery. It returns when the other side has taken the message, raises `Refused` when
trying again cannot help, `Needless` when there is nothing to tell any more, `Later` when it knows how long to wait, and
anything else when trying again might help. What else is to be written down once it was taken, it returns as a function.

Who keeps us waiting in vain is left alone for a while with everything that waits for them, else a single server that
hangs would cost every message to others the time in which we wait for it. This is known to the worker's process alone:
the next one finds out by itself.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, close_old_connections, transaction

from cms.outbox.fetch import TooSlow
from cms.outbox.models import Delivery, pause_after

logger = logging.getLogger(__name__)

Sender = Callable[[Delivery], Callable[[], object] | None]

LETTERS, PROGRAMS = "letters", "programs"  # the lanes in which the worker sends
_senders: dict[str, Sender] = {}
_to_programs: set[str] = set()  # kinds
_left_alone: dict[tuple[str, str], tuple[int, float]] = {}  # how often they kept us waiting, and until when
PAUSES_BEFORE_MARKING_AGAIN = (0, 1, 4, 15, 40)  # seconds, together within the lease


class Refused(Exception):
    """The other side will never take this message; a person must look at it."""


class Needless(Exception):
    """What was to be told is no longer so, or no longer for this receiver; nobody has to look at it."""


class Later(Exception):
    """Try again after so long; `is_failure` is false where we only keep to somebody's pace."""

    def __init__(self, sentence: str, after: timedelta, *, is_failure: bool = True):
        super().__init__(sentence)
        self.after, self.is_failure = after, is_failure


def sender(kind: str, *, lane: str = LETTERS):
    """Register the decorated function for deliveries of this kind."""

    def register(function: Sender) -> Sender:
        _senders[kind] = function
        if lane == PROGRAMS:
            _to_programs.add(kind)
        return function

    return register


def due(lane: str):
    """The keys of what is to be sent now in this lane; a kind that nobody can send any more is a letter."""
    rows = Delivery.objects.due()
    rows = rows.filter(kind__in=_to_programs) if lane == PROGRAMS else rows.exclude(kind__in=_to_programs)
    return rows.values_list("pk", flat=True)


def deliver(pk: int) -> None:
    """Try one delivery, if no other worker has it, and write down how it went."""
    delivery = Delivery.objects.get(pk=pk)
    if not delivery.claim():
        return
    try:
        if delivery.kind not in _senders:
            raise Refused(f"Nothing here can send “{delivery.kind}”.")
        wait_for_the_slow(delivery)
        afterwards = _senders[delivery.kind](delivery)
    except TooSlow as error:
        delivery.mark_failed(f"TooSlow: {error}", for_good=False, pause=leave_alone(delivery))
    except Refused as error:
        delivery.mark_failed(str(error), for_good=True)
    except Needless as reason:
        delivery.mark_needless(str(reason))
    except Later as error:
        delivery.mark_failed(str(error), for_good=False, pause=error.after, is_failure=error.is_failure)
    except Exception as error:  # whatever a server or a network may do must not stop the other deliveries
        logger.warning("Delivery %s failed: %s: %s", delivery.pk, type(error).__name__, error)
        delivery.mark_failed(f"{type(error).__name__}: {error}", for_good=False)
    else:
        _left_alone.pop((delivery.kind, delivery.receiver), None)
        _mark_sent(delivery, afterwards)


def leave_alone(delivery: Delivery) -> timedelta:
    """Note that its receiver kept us waiting once more; for how long nothing is sent there."""
    who = (delivery.kind, delivery.receiver)
    times = _left_alone.get(who, (0, 0.0))[0] + 1
    pause = pause_after(times)
    _left_alone[who] = times, time.monotonic() + pause.total_seconds()
    return pause


def wait_for_the_slow(delivery: Delivery) -> None:
    """Put it off while its receiver is left alone; that counts as a failure, or patience would never end."""
    _times, until = _left_alone.get((delivery.kind, delivery.receiver), (0, 0.0))
    if (seconds := until - time.monotonic()) > 0:
        raise Later("It waits: its receiver did not answer others in time.", timedelta(seconds=seconds))


def _mark_sent(delivery: Delivery, afterwards: Callable[[], object] | None) -> None:
    """Insist: if the database is away just now, giving up would send the same message twice."""
    mark = partial(_write_down, delivery, afterwards)
    for pause in PAUSES_BEFORE_MARKING_AGAIN:
        time.sleep(pause)
        try:
            return mark()
        except DatabaseError:
            logger.warning("Delivery %s is sent, but could not be marked so yet.", delivery.pk)
            close_old_connections()
    return mark()


@transaction.atomic
def _write_down(delivery: Delivery, afterwards: Callable[[], object] | None) -> None:
    if afterwards:
        afterwards()
    delivery.mark_sent()
