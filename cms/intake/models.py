"""The rows of this room: consent texts, and counters that end by themselves."""

from django.db import models

from cms.intake.consents import ConsentText

__all__ = ["ConsentText", "Counter"]


class Counter(models.Model):
    """How often something happened in one window of time; the sweep forgets it afterwards."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key
