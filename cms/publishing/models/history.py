"""What is kept of a publishable thing beside its row: the working copy, the revisions, who did what."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.chinese.controls import without_controls
from cms.publishing import snapshots

LONGEST_REASON = 200


def one_line(text: str) -> str:
    """What somebody says of a revision, as it is kept."""
    return " ".join(without_controls(text).split())[:LONGEST_REASON]


class AboutAThing(models.Model):
    """A row that belongs to some publishable thing, named by type and key."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class Draft(AboutAThing):
    """The working copy: one per thing, overwritten by every save; its token tells a stale form.

    `unfinished` is what was typed after that and cannot be a version yet, such as a text without its title: the form
    as it was posted, `{name: [values]}`. It is shown again in the form alone, and gone with the next save.
    """

    data = models.JSONField()
    unfinished = models.JSONField(null=True)
    token = models.CharField(max_length=32)
    base = models.ForeignKey("publishing.Revision", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="publishing_one_draft_each")]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"


class RevisionQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Revisions are immutable.")

    def delete(self):
        raise TypeError("Revisions stay as long as the thing that they are of.")

    def purge(self, key):
        """Delete the whole history of what is deleted for good and had this key."""
        return models.QuerySet.delete(self.filter(**key))

    def of(self, thing):
        """The history of one thing, newest first."""
        return self.filter(**thing.key).order_by("-pk")

    def record(self, thing, data, *, by, reason=""):
        """Keep this content; what equals the newest revision is that revision, unless there is something to say."""
        fingerprint, reason = snapshots.digest(data), one_line(reason)
        newest = self.of(thing).first()
        if newest and newest.digest == fingerprint and not reason:
            return newest
        return self.create(**thing.key, data=data, digest=fingerprint, by=by, reason=reason)

    def knows(self, thing, data, *, among=20) -> bool:
        """Whether one of the newest revisions is exactly this content."""
        newest = self.of(thing).values_list("digest", flat=True)[:among]
        return snapshots.digest(data) in newest


class Revision(AboutAThing):
    """An immutable snapshot of a thing: fields, relations and parts."""

    data = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    left_out: list = []  # sentences about what restoring could not bring back; only in memory

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="publishing_history")]

    def __str__(self):
        return f"#{self.pk}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("Revisions are immutable.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Revisions stay as long as the thing that they are of.")


class AuditEntryQuerySet(models.QuerySet):
    def record(self, thing, verb, *, by, note=""):
        """Write down that somebody did something; in the transaction of the deed."""
        return self.create(**thing.key, label=str(thing)[:200], verb=verb, by=by, note=note)


class AuditEntry(AboutAThing):
    """Who did what to which thing, and when; never changed."""

    label = models.CharField(_("what"), max_length=200)
    verb = models.CharField(_("deed"), max_length=30)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="publishing_audit")]

    def __str__(self):
        return f"{self.verb} {self.label}"
