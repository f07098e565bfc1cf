"""Who is told of an event: each webhook and each robot that chose it, by a delivery of its own."""

import time

from django.utils.translation import gettext as _

from cms.outbox.models import Delivery, Event, Robot, Webhook
from cms.outbox.receivers import Receiver
from cms.outbox.subscribers import subscribe
from cms.outbox.topics import about


@subscribe("*")
def tell_receivers(event: Event) -> None:
    """One delivery for each that chose this event."""
    if not (topic := about(event.verb)):
        return
    for receiver in [*Webhook.objects.listening(event.verb), *Robot.objects.listening(event.verb)]:
        write(receiver, topic.summary(event), str(event.pk), event)


def write_test(receiver: Receiver) -> Delivery:
    """A message of no event, so that whoever listens can try it."""
    return write(receiver, _("A test message"), f"test-{time.time_ns()}")


def write(receiver: Receiver, summary: str, key: str, event: Event | None = None) -> Delivery:
    """Once for the same key; sent by the sender of the receiver's kind, “webhook” or “robot”."""
    kind = str(receiver._meta.model_name)
    whole_key = f"{kind}-{receiver.pk}-{key}"
    return Delivery.objects.write(
        kind, receiver.shown, summary, payload={kind: receiver.pk}, event=event, key=whole_key
    )
