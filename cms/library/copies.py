"""What lies in the public storage: exactly the files of what live things use, brought and removed by the worker.

The server in front, or the bucket, may hand these out without asking us. So what is withdrawn is removed with the
commit (`Usage.objects.withdraw`), and this sweep finds what a process that died at that moment left behind.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import router, transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.library.models import Document, Picture, Usage
from cms.library.storage import private, public, put

logger = logging.getLogger(__name__)

KINDS: dict[str, type[Picture] | type[Document]] = {"picture": Picture, "document": Document}
BEGUN = datetime(1970, 1, 1, tzinfo=UTC)
"""`copied_at` while copying: something is there, but perhaps not all of it."""


def due(limit: int = 50) -> list[tuple[str, int]]:
    """What is to be brought to the public storage or removed from it."""
    found: list[tuple[str, int]] = []
    for kind, model in KINDS.items():
        used = model.objects.in_public_use()
        missing = Q(copied_at=None) | Q(copied_at__lt=F("uploaded_at"))
        if model is Picture:
            missing |= Q(copied_at__lt=F("rendered_at"))
        ended = model.objects.exclude(copied_at=None).exclude(pk__in=used.values("pk"))
        for rows in (ended, used.filter(missing)):
            found += [(kind, pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:limit]]
    return found


def settle(key: tuple[str, int]) -> None:
    """Make the public storage hold what it should of one picture or document."""
    kind, pk = key
    rows = KINDS[kind].objects.filter(pk=pk)
    asset = rows.first()
    if asset is None:
        return
    if not rows.in_public_use().exists():
        rows.close()
        rows.mark(copied_at=None)
        return
    now = timezone.now()
    rows.mark(copied_at=BEGUN)
    for public_name, private_name in asset.public_files().items():
        try:
            with private.open(private_name) as file:
                put(public, public_name, file.read())
        except FileNotFoundError:
            logger.error("%s %s: the private storage has no %s", kind, pk, private_name)
    rows.mark(copied_at=now)
    rows.close()  # in case it was withdrawn meanwhile


def over() -> list[int]:
    """The uses whose time is over, or whose object was deleted by something that did not say so."""
    return [
        *Usage.objects.filter(until__lte=timezone.now()).values_list("pk", flat=True)[:500],
        *(pk for rows in orphans() for pk in rows.values_list("pk", flat=True)[:500]),
    ]


def orphans() -> Iterator:
    for content_type in ContentType.objects.filter(pk__in=Usage.objects.values("content_type")):
        model = content_type.model_class()
        rows = Usage.objects.filter(content_type=content_type)
        if model is not None:
            there = model._base_manager.using(router.db_for_read(Usage)).order_by().values("pk")
            rows = rows.exclude(object_id__in=there)
        yield rows


def forget(pk: int) -> None:
    """Drop a use that is over; checked again, since it may have been renewed since it was found."""
    rows = Usage.objects.filter(pk=pk)
    usage = rows.first()
    if usage is None:
        return
    is_over = usage.until is not None and usage.until <= timezone.now()
    model = usage.content_type.model_class()
    if is_over or model is None or not model._base_manager.filter(pk=usage.object_id).exists():
        rows.withdraw()


def remove_files(sender, instance, **kwargs) -> None:
    """Before a picture or document is deleted: its files go with the commit."""
    transaction.on_commit(partial(delete_files, instance.public_files()), robust=True)


def delete_files(names: dict[str, str]) -> None:
    for public_name, private_name in names.items():
        public.delete(public_name)
        private.delete(private_name)
