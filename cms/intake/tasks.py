"""What the worker does for this room."""

from django.utils import timezone

from cms.intake.models import Counter
from cms.outbox.worker import Work, register


def forget(key: str) -> None:
    Counter.objects.filter(key=key, ends_at__lt=timezone.now()).delete()


register(
    Work(
        name="forget counters",
        due=lambda: Counter.objects.filter(ends_at__lt=timezone.now()).values_list("key", flat=True)[:500],
        do=forget,
        every=60,
    )
)
