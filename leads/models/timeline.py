"""What happened to a lead, one entry each, only ever added to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that happened: a stage, a note, a call. Never changed; only forgetting a person takes it away."""

    class Kind(models.TextChoices):
        ENQUIRY = "enquiry", _("enquiry")
        STAGE = "stage", _("stage")
        OWNER = "owner", _("owner")
        VALUE = "value", _("value")
        PLAN = "plan", _("next step")
        NOTE = "note", _("note")
        CALL = "call", _("call")
        MAIL = "mail", _("mail")
        MEETING = "meeting", _("meeting")
        MERGE = "merge", _("contacts merged")
        QUARANTINE = "quarantine", _("quarantine")
        DOWNLOAD = "download", _("download")

    # What a person writes down; everything else is written by what happens.
    BY_HAND = (Kind.NOTE, Kind.CALL, Kind.MAIL, Kind.MEETING)

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="entries", verbose_name=_("lead"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("text"), blank=True, max_length=8000)
    was = models.CharField(_("before"), max_length=120, blank=True)
    now = models.CharField(_("after"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lead", "-at", "-id"], name="leads_timeline")]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The timeline is only ever added to.")
        super().save(*args, **kwargs)
