"""Addresses that readers asked for in vain."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MissingQuerySet(models.QuerySet["Missing"]):
    MOST = 2000
    ONCE_FOR = timedelta(days=7)

    def add(self, seen: "dict[str, tuple[int, datetime, str]]") -> None:
        """Count what was asked for: path to how often, when last, and from which page of ours; then keep the bounds."""
        known = {row.path: row for row in self.filter(path__in=list(seen))}
        for path, (count, at, referrer) in seen.items():
            row = known.get(path) or self.model(path=path, count=0, first_seen_at=at)
            row.count, row.last_seen_at, row.referrer = row.count + count, at, referrer or row.referrer
            row.save()
        self.trim()

    def trim(self) -> None:
        """A stranger who asks for made-up addresses fills nothing: at most `MOST` rows, the rarest go first."""
        self.filter(count=1, last_seen_at__lt=timezone.now() - self.ONCE_FOR).delete()
        too_many = self.order_by("-count", "-last_seen_at").values_list("pk", flat=True)[self.MOST :]
        self.filter(pk__in=list(too_many[: self.MOST * 2])).delete()


class Missing(models.Model):
    """An address that readers asked for and that is not there. Of the readers nothing is kept."""

    path = models.CharField(_("address"), max_length=300, unique=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    first_seen_at = models.DateTimeField(_("first"))
    last_seen_at = models.DateTimeField(_("last"))
    referrer = models.CharField(_("linked from"), max_length=300, blank=True)

    objects = MissingQuerySet.as_manager()

    class Meta:
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")
        ordering = ["-count", "-last_seen_at"]
        indexes = [models.Index(fields=["-count", "-last_seen_at"], name="missing_most_asked")]

    def __str__(self):
        return self.path
