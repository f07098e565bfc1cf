"""What is taken out of the site: one export, and exports made again and again."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.exchange import Table, Work

LABELS = [
    ("wxr", _("WordPress (WXR)")),
    ("markdown", _("Markdown with pictures")),
    ("csv", _("Tables (CSV)")),
    ("xlsx", _("Tables (Excel)")),
    ("site", _("The public site as files")),
]


class ContentExportPlan(models.Model):
    """An export made again and again, carried to the place that the server's settings name."""

    class Every(models.TextChoices):
        DAY = "day", _("daily")
        WEEK = "week", _("weekly")

    title = models.CharField(_("title"), max_length=100)
    every = models.CharField(_("how often"), max_length=5, choices=Every, default=Every.WEEK)
    format = models.CharField(_("format"), max_length=10, choices=LABELS, default="markdown")
    with_drafts = models.BooleanField(_("drafts too"), default=True)
    keep = models.PositiveSmallIntegerField(
        _("how many to keep"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("When a new file is in its place, the oldest of this plan go."),
    )
    next_at = models.DateTimeField(_("next"), default=timezone.now)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("scheduled export of content")
        verbose_name_plural = _("scheduled exports of content")
        ordering = ["title"]

    def __str__(self):
        return self.title

    @property
    def step(self) -> timedelta:
        return timedelta(days=1 if self.every == self.Every.DAY else 7)

    @property
    def prefix(self) -> str:
        """How the names of its files begin."""
        return f"ridgeline-{self.pk}-{self.format}-"


class ContentExport(Table):
    """One export of content, as it was asked for; the worker makes it."""

    format = models.CharField(_("format"), max_length=10, choices=LABELS, default="markdown")
    kinds = models.JSONField(_("kinds"), default=list)
    with_drafts = models.BooleanField(_("drafts too"), default=True)
    base = models.URLField(_("address of the copy"), blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    plan = models.ForeignKey(
        ContentExportPlan, models.SET_NULL, null=True, related_name="exports", verbose_name=_("plan")
    )

    class Meta(Table.Meta):
        verbose_name = _("export of content")
        verbose_name_plural = _("exports of content")
        default_permissions = ()
        permissions = [("export_content", "Can export all content")]

    def __str__(self):
        return f"{self.get_format_display()} {super().__str__()}"

    @property
    def key(self) -> dict:
        """How the audit log names it."""
        return {"content_type": ContentType.objects.get_for_model(self), "object_id": self.pk}

    @property
    def options(self) -> dict:
        """What the format is told."""
        if self.format == "site":
            return {"base": self.base}
        return {"kinds": sorted(self.kinds), "with_drafts": self.with_drafts}

    @property
    def folder(self) -> str:
        """Where its parts lie in the private storage while it is made."""
        return f"exports/content/{self.uuid}"

    @property
    def percent(self) -> int:
        return min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def has_failed(self) -> bool:
        return self.state == Work.FAILED
