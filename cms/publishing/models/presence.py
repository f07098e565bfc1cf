"""Who is writing in a form now."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.publishing.models.history import AboutAThing

GONE_AFTER = datetime.timedelta(seconds=50)  # two beats of a form and a little
KEPT_FOR = datetime.timedelta(hours=1)


class PresenceQuerySet(models.QuerySet):
    def beat(self, thing, user):
        """This person is writing in this thing; at most two queries."""
        now = timezone.now()
        mine = self.filter(**thing.key, user=user, seen_at__gt=now - GONE_AFTER)
        if not mine.update(seen_at=now):
            row = self.model(**thing.key, user=user, began_at=now, seen_at=now)
            unique = ["content_type", "object_id", "user"]
            self.bulk_create([row], update_conflicts=True, update_fields=["began_at", "seen_at"], unique_fields=unique)

    def at(self, thing, *, but):
        """The others who are writing in this thing, whoever began first first."""
        here = self.filter(**thing.key, seen_at__gt=timezone.now() - GONE_AFTER)
        return here.exclude(user=but).select_related("user").order_by("began_at")

    def forgettable(self):
        return self.filter(seen_at__lt=timezone.now() - KEPT_FOR)


class Presence(AboutAThing):
    """Somebody who is writing in a thing, told by beats of the open form; no beat, no presence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "user"], name="publishing_one_presence_each")
        ]

    def __str__(self):
        return f"{self.user_id} {self.content_type_id}:{self.object_id}"
