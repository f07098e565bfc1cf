"""Until when leads are kept: a rule for each stage, switched on once somebody has seen whom it would forget."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.enquiries import Enquiry
from leads.models.leads import Lead
from leads.models.privacy import Hold
from leads.models.timeline import Entry


def months_before(moment, months: int):
    """The same day so many months ago, or the last one of that month."""
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=years, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=years, month=month + 1, day=1)


class RetentionRule(models.Model):
    """How long leads of a stage are kept after anything last happened to them, and what is done then."""

    class What(models.TextChoices):
        NEW = "new", _("new")
        CONTACTED = "contacted", _("contacted")
        QUALIFIED = "qualified", _("qualified")
        PROPOSAL = "proposal", _("proposal")
        WON = "won", _("won")
        LOST = "lost", _("lost")
        QUARANTINED = "quarantined", _("quarantined")

    class Deed(models.TextChoices):
        ANONYMISE = "anonymise", _("forget the person, keep the figures")
        ERASE = "erase", _("delete the lead altogether")

    what = models.CharField(_("leads that are"), max_length=12, choices=What, unique=True)
    months = models.PositiveSmallIntegerField(
        _("kept for months"), help_text=_("Counted from the last thing that happened to the lead.")
    )
    deed = models.CharField(_("then"), max_length=10, choices=Deed, default=Deed.ANONYMISE)
    is_on = models.BooleanField(_("switched on"), default=False, editable=False)
    switched_at = models.DateTimeField(_("switched"), null=True, editable=False)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["what"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1),
                name="leads_retention_is_a_time",
                violation_error_message=_("Keep them for at least one month."),
            )
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.months}"

    def clean(self):
        super().clean()
        if self.months == 0:
            raise ValidationError({"months": _("Keep them for at least one month.")})

    def due(self, at=None):
        """The leads that this rule forgets at a moment, now if none is given; nobody on hold, nobody forgotten."""
        edge = months_before(at or timezone.now(), self.months)
        is_mine = Q(is_quarantined=True) if self.what == "quarantined" else Q(is_quarantined=False, stage=self.what)
        newer_entries = Entry.objects.filter(lead=OuterRef("pk"), at__gte=edge)
        newer_enquiries = Enquiry.objects.filter(lead=OuterRef("pk"), received_at__gte=edge)
        is_old = Q(received_at__lt=edge) & (Q(closed_at=None) | Q(closed_at__lt=edge))
        is_old &= Q(next_step_at=None) | Q(next_step_at__lt=edge)
        rows = Lead.objects.filter(is_mine, is_old, forgotten_at=None)
        rows = rows.exclude(Exists(newer_entries)).exclude(Exists(newer_enquiries))
        held = Hold.objects.standing()
        is_held = Exists(held.filter(contact=OuterRef("contact")))
        is_held_before = Exists(held.filter(contact__merged_into=OuterRef("contact")))
        return rows.exclude(is_held).exclude(is_held_before).order_by("received_at", "pk")

    @transaction.atomic
    def switch(self, is_on: bool, *, by) -> None:
        """On or off, with who did it."""
        self.is_on, self.switched_at, self.switched_by = is_on, timezone.now(), by
        self.save(update_fields=["is_on", "switched_at", "switched_by"])
