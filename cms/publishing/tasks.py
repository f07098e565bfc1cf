"""What the worker does for publishing."""

from cms.outbox.worker import Work, register
from cms.publishing import missing, trash
from cms.publishing.models import Presence, Schedule

BATCH = 50

register(Work(name="empty the trash", due=trash.due, do=trash.empty, every=3600))
register(Work(name="count addresses not found", due=missing.due, do=missing.count, every=60))
register(
    Work(
        name="put replacements in place",
        due=lambda: Schedule.objects.due().values_list("pk", flat=True)[:BATCH],
        do=Schedule.objects.apply,
        every=1,
    )
)
register(
    Work(
        name="forget who was writing",
        due=lambda: Presence.objects.forgettable().values_list("pk", flat=True)[:BATCH],
        do=lambda pk: Presence.objects.forgettable().filter(pk=pk).delete(),
        every=600,
    )
)
