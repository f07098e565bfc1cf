"""Moving in: one run for each source that somebody brought, its items, and where things came from.

An item holds what was read, so a run goes on after a kill without reading its source again: what is written for an
item and the item's own stage change in one transaction. `Origin` outlives its run: by it the same source, read again,
finds what it made.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=2)
LONGEST_KEY = 400


class Standing(models.TextChoices):
    ASKING = "asking", _("waiting for answers")
    READING = "reading", _("being read")
    READY = "ready", _("read, nothing stored yet")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    DONE = "done", _("stored")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")


IN_WORK = (Standing.READING, Standing.RUNNING, Standing.UNDOING)


class ImportRunQuerySet(models.QuerySet):
    def due(self):
        """What a worker should take up: what is in work and nobody holds."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.filter(free, standing__in=IN_WORK).order_by("pk")

    def claim(self, pk) -> bool:
        """Of any number of workers exactly one gets it, for as long as it says so again."""
        return bool(self.due().order_by().filter(pk=pk).update(leased_until=timezone.now() + LEASE))


class ImportRun(models.Model):
    """One source that somebody brought: what would come of it, what did, and how far it is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    file = models.CharField(max_length=200, blank=True)  # in the private storage; "" once it was deleted
    media = models.CharField(max_length=200, blank=True)
    reader = models.CharField(_("kind of source"), max_length=20)
    origin = models.CharField(_("source"), max_length=200, blank=True)
    options = models.JSONField(default=dict)  # what the reader's form answered
    choices = models.JSONField(default=dict)  # what was chosen on the report: state, channel, whom names mean
    standing = models.CharField(_("state"), max_length=10, choices=Standing, default=Standing.READING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("items"), default=0)
    notes = models.JSONField(default=list)
    error = models.CharField(_("why it was refused"), max_length=500, blank=True)
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view",)
        permissions = [("import_content", "Can import content")]
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @property
    def is_in_work(self) -> bool:
        """Whether the page should look again by itself."""
        return self.standing in IN_WORK

    @property
    def has_begun(self) -> bool:
        return self.standing in {Standing.RUNNING, Standing.PAUSED, Standing.DONE, Standing.UNDOING, Standing.UNDONE}

    @property
    def per_cent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class Stage(models.IntegerChoices):
    """What is to be done next for an item; a run goes through them in this order."""

    FILE = 1, _("file")
    NAMED = 2, _("name")
    PLACE = 3, _("place")
    CONTENT = 4, _("content")
    REDIRECT = 5, _("redirect")
    OVER = 9, _("over")


class Fate(models.TextChoices):
    """What would become of an item, and then what did."""

    CREATE = "create", _("made anew")
    UPDATE = "update", _("changed in the source")
    SAME = "same", _("here already")
    KEPT = "kept", _("left as it is")
    SKIPPED = "skipped", _("left out")
    FAILED = "failed", _("not taken over")
    MISSING = "missing", _("could not be fetched")
    UNDONE = "undone", _("undone")


class ImportItem(models.Model):
    """One thing of a source: what was read, what would become of it, and what did."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=LONGEST_KEY)
    title = models.CharField(_("title"), max_length=200)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.OVER)
    rank = models.PositiveSmallIntegerField(default=0)  # within a stage: what others stand below comes first
    fate = models.CharField(_("what becomes of it"), max_length=10, choices=Fate, default=Fate.CREATE)
    is_done = models.BooleanField(default=False)  # something of the site was changed for it
    entry = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    thing = GenericForeignKey()
    before = models.JSONField(null=True)  # of what was changed: what undoing brings back

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "kind", "key"], name="reach_import_item_once")]
        indexes = [
            models.Index(fields=["run", "stage", "rank", "id"], name="reach_import_next"),
            models.Index(fields=["run", "fate", "id"], name="reach_import_fate"),
        ]

    def __str__(self):
        return self.title or self.key


class Origin(models.Model):
    """Where a thing came from, and what it was then: `read` of what the source said, `written` of what we wrote."""

    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=LONGEST_KEY)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    read = models.CharField(max_length=64)
    written = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="reach_origin_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="reach_origin_of")]

    def __str__(self):
        return f"{self.source} {self.kind} {self.key}"
