"""Carrying deliveries out, each by the sender of its kind.

A sender is a function of one delivery. It returns when the other side has taken the message, raises `Refused` when
trying again cannot help, `Needless` when there is nothing to tell any more, `Later` when it knows how long to wait, and
anything else when trying again might help.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections

from cms.outbox.models import Delivery

logger = logging.getLogger(__name__)

_senders: dict[str, Callable[[Delivery], None]] = {}
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


def sender(kind: str):
    """Register the decorated function for deliveries of this kind."""

    def register(function):
        _senders[kind] = function
        return function

    return register


def deliver(pk: int) -> None:
    """Try one delivery, if no other worker has it, and write down how it went."""
    delivery = Delivery.objects.get(pk=pk)
    if not delivery.claim():
        return
    try:
        if delivery.kind not in _senders:
            raise Refused(f"Nothing here can send “{delivery.kind}”.")
        _senders[delivery.kind](delivery)
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
        _mark_sent(delivery)


def _mark_sent(delivery: Delivery) -> None:
    """Insist: if the database is away just now, giving up would send the same message twice."""
    for pause in PAUSES_BEFORE_MARKING_AGAIN:
        time.sleep(pause)
        try:
            return delivery.mark_sent()
        except DatabaseError:
            logger.warning("Delivery %s is sent, but could not be marked so yet.", delivery.pk)
            close_old_connections()
    return delivery.mark_sent()
