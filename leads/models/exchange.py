"""Tables of leads going out and coming in; the worker makes and reads them, and their files end by themselves."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)
LEASE = timedelta(minutes=10)
LOOKING = "looking"  # a state that only imports have


class Work(models.TextChoices):
    READY = "ready", _("not started")
    WAITING = "waiting", _("waiting")
    WORKING = "working", _("in work")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    GONE = "gone", _("file deleted")


class TableQuerySet(models.QuerySet):
    def due(self):
        """What a worker should take up: what waits, and what a killed worker has left."""
        left = Q(state=Work.WORKING, leased_until__lt=timezone.now())
        return self.filter(Q(state=Work.WAITING) | left).order_by("pk")

    def claim(self, pk) -> bool:
        """Of any number of workers exactly one gets it."""
        mine = {"state": Work.WORKING, "leased_until": timezone.now() + LEASE}
        return bool(self.due().order_by().filter(pk=pk).update(**mine))

    def unseen(self):
        """What a worker should look through, with what a killed one has left."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.filter(free, state=LOOKING)

    def ended(self):
        """Rows whose file is to be deleted."""
        over = Q(state=Work.GONE) | Q(expires_at__lt=timezone.now())
        return self.exclude(file="").filter(over)


class Table(models.Model):
    """What an export and an import have in common: who, when, how far, and a file that ends."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=Work, default=Work.WAITING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    file = models.CharField(max_length=120, blank=True)
    expires_at = models.DateTimeField(_("kept until"))
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects = TableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        self.expires_at = self.expires_at or timezone.now() + KEPT_FOR
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Still in work: the page looks again by itself."""
        return self.state in {LOOKING, Work.WAITING, Work.WORKING}

    @property
    def has_file(self) -> bool:
        return self.state == Work.DONE and bool(self.file) and self.expires_at > timezone.now()

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        return self.state, self.get_state_display()


class Format(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class ExportPlan(models.Model):
    """An export made again and again: its people are told by mail where to fetch it; the mail holds no data."""

    class Every(models.TextChoices):
        DAY = "day", _("daily")
        WEEK = "week", _("weekly")

    title = models.CharField(_("title"), max_length=100)
    every = models.CharField(_("how often"), max_length=5, choices=Every, default=Every.WEEK)
    query = models.CharField(
        _("filter"),
        max_length=1000,
        blank=True,
        help_text=_("What stands behind the question mark in the address of the filtered list. Left empty, all leads."),
    )
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.XLSX)
    is_masked = models.BooleanField(_("contacts masked"), default=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        verbose_name=_("for whom"),
        help_text=_("Only who may export leads can open the link."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+", verbose_name=_("made by")
    )
    next_at = models.DateTimeField(_("next"), default=timezone.now)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("scheduled export")
        verbose_name_plural = _("scheduled exports")
        ordering = ["title"]

    def __str__(self):
        return self.title

    @property
    def step(self) -> timedelta:
        return timedelta(days=1 if self.every == self.Every.DAY else 7)


class Export(Table):
    """One table of leads, as the filter of the list and the rights of whoever asked say at the moment of making."""

    query = models.CharField(_("filter"), max_length=1000, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.XLSX)
    is_masked = models.BooleanField(_("contacts masked"), default=True)
    plan = models.ForeignKey(ExportPlan, models.SET_NULL, null=True, related_name="exports", verbose_name=_("plan"))

    class Meta(Table.Meta):
        verbose_name = _("export of leads")
        verbose_name_plural = _("exports of leads")
        permissions = [("export_leads", "Can export leads as a table")]

    def may_be_fetched_by(self, user) -> bool:
        """Whoever asked for it, and the people of its plan, as long as they may export at all."""
        is_theirs = self.by_id == user.pk or (self.plan is not None and self.plan.people.filter(pk=user.pk).exists())
        return is_theirs and user.has_perm("leads.export_leads")


class Import(Table):
    """One table that was uploaded: read once with nobody the wiser, then stored row by row."""

    state = models.CharField(
        _("state"), max_length=10, choices=[*Work.choices, (LOOKING, _("being looked through"))], default=Work.WAITING
    )
    name = models.CharField(_("file"), max_length=120)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # field: number of the column
    basis = models.CharField(
        _("by which right"),
        max_length=400,
        help_text=_("Where these people come from, and what they agreed to. Stands with each enquiry as its consent."),
    )
    report = models.JSONField(default=dict)  # what would become of all rows: looked, fates, problems, note
    counts = models.JSONField(_("counts"), default=dict)
    problems = models.JSONField(default=list)  # [number of the row, sentence]; no data of the row

    class Meta(Table.Meta):
        verbose_name = _("import of leads")
        verbose_name_plural = _("imports of leads")
        permissions = [("import_leads", "Can import leads from a table")]
