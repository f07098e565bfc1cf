"""What the worker does for the outbox. A mail server that hangs holds up no program, and no program a letter."""

from cms.outbox.deliveries import LETTERS, PROGRAMS, deliver, due
from cms.outbox.models import Delivery, Event
from cms.outbox.subscribers import fan_out
from cms.outbox.worker import Work, register

BATCH = 50

register(
    Work(
        name="fan out events",
        due=lambda: Event.objects.due().values_list("pk", flat=True)[:BATCH],
        do=fan_out,
        every=1,
    )
)
register(Work(name="send letters", due=lambda: due(LETTERS)[:BATCH], do=deliver, every=1, lane=LETTERS))
register(Work(name="tell programs", due=lambda: due(PROGRAMS)[:BATCH], do=deliver, every=1, lane=PROGRAMS))
register(
    Work(
        name="forget deliveries",
        due=lambda: Delivery.objects.forgettable().values_list("pk", flat=True)[:BATCH],
        do=lambda pk: Delivery.objects.forgettable().filter(pk=pk).delete(),
        every=60,
    )
)
