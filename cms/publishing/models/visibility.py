"""What the public may see now.

A row's `state` is draft, published or retired. Whether the public may see it is computed from that and the clock, by
`.live()` for many and `is_live` for one, and nowhere else.
"""

from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.pagecache.models import ObservedQuerySet
from cms.pagecache.notes import note_timed
from cms.publishing.models.addresses import Addressed


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class PublishableQuerySet(ObservedQuerySet):
    """What may be asked of many publishable things at once."""

    def live(self):
        """Everything the public may see now; drafts, scheduled, expired, retired and trashed stay out."""
        note_timed(self.model)
        now = timezone.now()
        not_over = Q(live_until=None) | Q(live_until__gt=now)
        return self.filter(not_over, state=State.PUBLISHED, trashed_at=None, live_from__lte=now)

    def expected(self):
        """Everything that is live or will be at a set time, and has not ended."""
        not_over = Q(live_until=None) | Q(live_until__gt=timezone.now())
        return self.filter(not_over, state=State.PUBLISHED, trashed_at=None)

    def kept(self):
        """Everything but the trash."""
        return self.filter(trashed_at=None)

    def newest_first(self):
        """By publication time; meant for what has one, since databases disagree on where NULL stands."""
        return self.order_by("-live_from", "-pk")


class Visible(Addressed):
    """A row that the public sees or not, as its state and the clock say."""

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    live_from = models.DateTimeField(_("publication time"), null=True, editable=False)
    live_until = models.DateTimeField(_("expires"), null=True, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Whether the public may see this now; agrees with `.live()`."""
        now = timezone.now()
        return bool(
            self.state == State.PUBLISHED
            and self.trashed_at is None
            and self.live_from
            and self.live_from <= now
            and (self.live_until is None or self.live_until > now)
        )

    @property
    def has_been_live(self) -> bool:
        """Whether the public has seen this; then its address answers 410 when it is taken back, not 404."""
        return self.state != State.DRAFT and self.live_from is not None and self.live_from <= timezone.now()

    @property
    def standing(self) -> str:
        """draft, scheduled, published, expired, retired or trashed: the state together with the clock."""
        if self.trashed_at:
            return "trashed"
        if self.state != State.PUBLISHED:
            return str(self.state)
        now = timezone.now()
        if self.live_from and self.live_from > now:
            return "scheduled"
        return "expired" if self.live_until and self.live_until <= now else "published"

    @classmethod
    def next_change(cls):
        """The next moment at which the clock alone makes a row appear or disappear; one query."""
        now = timezone.now()
        found = cls._base_manager.filter(state=State.PUBLISHED, trashed_at=None).aggregate(
            appears=Min("live_from", filter=Q(live_from__gt=now)), ends=Min("live_until", filter=Q(live_until__gt=now))
        )
        return min((moment for moment in found.values() if moment), default=None)
