"""The sweep of the trash: what lay there for 30 days is deleted for good."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from cms.publishing.kinds import publishable_models

KEPT_FOR = timedelta(days=30)


def due(limit=100):
    """The references of rows whose time in the trash is over."""
    edge = timezone.now() - KEPT_FOR
    for model in publishable_models():
        for pk in model._base_manager.filter(trashed_at__lt=edge).values_list("pk", flat=True)[:limit]:
            yield f"{model._meta.label_lower}:{pk}"


def empty(ref: str) -> None:
    """Delete one of them; nothing happens if it is gone or was taken out meanwhile."""
    kind, _colon, pk = ref.partition(":")
    row = apps.get_model(kind)._base_manager.filter(pk=pk, trashed_at__lt=timezone.now() - KEPT_FOR).first()
    if row:
        row.purge()
