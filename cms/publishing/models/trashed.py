"""What a thing was before it went into the trash, so that undoing can make it exactly that again."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library import licences
from cms.library.models import Usage
from cms.outbox.models import Event
from cms.publishing import contents
from cms.publishing.models.history import AboutAThing
from cms.publishing.models.visibility import State
from cms.search.models import SearchDocument


class TrashedQuerySet(models.QuerySet["Trashed"]):
    def of(self, thing):
        return self.filter(**thing.key)

    def remember(self, thing, *, by) -> "Trashed":
        """Keep what `thing` is now; before it is withdrawn, in the same transaction."""
        now = {"state": thing.state, "live_from": thing.live_from, "by": by}
        return self.update_or_create(**thing.key, defaults=now)[0]


class Trashed(AboutAThing):
    """Something in the trash: its state before, and who put it there."""

    state = models.CharField(max_length=10, choices=State)
    live_from = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    objects = TrashedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing in the trash")
        verbose_name_plural = _("trash")
        default_permissions = ("view", "delete")  # who may delete, deletes for good
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="publishing_trashed_once")]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"

    @property
    def was_public(self) -> bool:
        """Whether readers saw it, or would have at a set time."""
        return self.state == State.PUBLISHED

    def bring_back(self, row) -> None:
        """Make the row what it was; the caller holds its lock. What it shows must still be there, and allowed."""
        row.trashed_at, row.state, row.live_from = None, self.state, self.live_from
        if not self.was_public:
            row.save()
            return
        pictures, documents = contents.files_of(row)
        refusals, _warnings = licences.ended(row, pictures, documents, at=max(timezone.now(), row.live_from))
        if problems := [*contents.lost_pictures(row), *refusals]:
            raise ValidationError(problems)
        row.save()
        if row.has_page:
            data = row.live_revision.data
            SearchDocument.objects.put(row, row.title, contents.words_of(data, type(row), without=["title"]))
        Usage.objects.replace(row, pictures, documents, since=row.live_from, until=row.live_until)
        # What has not fired is revived under its key; who was told that it is gone is told that it is back.
        again = f"@{timezone.now().isoformat()}" if row.has_been_live else ""
        Event.objects.record(row, "published", due_at=row.live_from, key=f"{row.live_revision_id}{again}")
