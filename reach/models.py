"""Share pictures that are drawn for things that have no picture of their own."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reach import sharing
from reach.exporting.models import ContentExport, ContentExportPlan

__all__ = ["ContentExport", "ContentExportPlan", "ShareDrawing", "ShareDrawingQuerySet"]


class ShareDrawingQuerySet(models.QuerySet):
    def of(self, thing):
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def settle(self, thing) -> None:
        """Say what should be drawn for this thing from now on; the worker does it."""
        wanted = sharing.wanted_of(thing) if thing.is_live else ""
        mine = self.of(thing)
        if mine.exists():
            mine.exclude(wanted=wanted).update(wanted=wanted, attempts=0, try_after=None)
        elif wanted:
            key = {"content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk}
            self.get_or_create(**key, defaults={"wanted": wanted})

    def due(self):
        """Those that are to be drawn or removed, longest first."""
        ready = Q(try_after=None) | Q(try_after__lte=timezone.now())
        return self.filter(ready, attempts__lt=ShareDrawing.MOST_ATTEMPTS).exclude(name=F("wanted")).order_by("pk")


class ShareDrawing(models.Model):
    """What is drawn for one thing, and what should be; an empty `wanted` means that nothing should."""

    MOST_ATTEMPTS = 5

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    name = models.CharField(max_length=120, blank=True, default="")
    wanted = models.CharField(max_length=120, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True)

    objects = ShareDrawingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="reach_one_drawing_each")]
        indexes = [
            models.Index(fields=["id"], name="reach_drawing_due", condition=~Q(name=F("wanted"))),
        ]

    def __str__(self):
        return self.wanted or self.name
