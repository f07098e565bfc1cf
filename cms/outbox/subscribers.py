"""Who turns an event into deliveries.

An app writes `@subscribe("published")` over a function of one event and imports it in `AppConfig.ready()`. The
pattern may hold `*`. The function runs in the transaction that marks the event as fanned out, so it only writes rows.
"""

from fnmatch import fnmatchcase

from django.db import transaction
from django.utils import timezone

from cms.outbox.models import MOST_ATTEMPTS, Event, pause_after

_subscribers: list = []


def subscribe(verb_pattern: str):
    """Register the decorated function for events whose verb matches."""

    def register(function):
        _subscribers.append((verb_pattern, function))
        return function

    return register


def fan_out(pk: int) -> None:
    """Let every subscriber write its deliveries for one due event, once, together with the mark that says so."""
    try:
        with transaction.atomic():
            # The conditional update comes first: a second worker waits for its row, then finds it taken.
            if not Event.objects.filter(pk=pk).due().update(state=Event.State.FANNED_OUT, fanned_out_at=timezone.now()):
                return
            event = Event.objects.select_related("content_type").get(pk=pk)
            for pattern, function in _subscribers:
                if fnmatchcase(event.verb, pattern):
                    function(event)
    except Exception as error:
        _put_off(pk, error)
        raise


def _put_off(pk: int, error: Exception) -> None:
    """A subscriber failed and nothing was written: try later, and not for ever."""
    event = Event.objects.get(pk=pk)
    attempts = event.attempts + 1
    Event.objects.filter(pk=pk, state=Event.State.WAITING).update(
        attempts=attempts,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        next_attempt_at=timezone.now() + pause_after(attempts),
        state=Event.State.DEAD if attempts >= MOST_ATTEMPTS else Event.State.WAITING,
    )
