"""Deeds done to many things at once: who asked for what, and what came of it for each."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    STALE = "stale", _("changed meanwhile")
    FAILED = "failed", _("went wrong")


class BulkRun(models.Model):
    """One pressing of the button below a preview; the same form sent again is the same run."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.deed} {self.key}"


class BulkResult(models.Model):
    """What came of it for one thing; written with the deed, so that nothing is done twice."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="results")
    object_id = models.PositiveBigIntegerField()
    label = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome)
    told = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "object_id"], name="publishing_bulk_once")]

    def __str__(self):
        return f"{self.label}: {self.outcome}"
