"""What the desk goes by: when somebody works, and who gets which lead."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

REGION = re.compile(r"\+[0-9]{1,7}")
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class WorkingTime(models.Model):
    """A stretch of the week in which enquiries are answered, in the site's zone."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("working time")
        verbose_name_plural = _("working times")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="leads_working_time_ends_later",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class SpecialDay(models.Model):
    """A holiday, or a day on which one works although the week says no (調休)."""

    on = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("a workday"), default=False, help_text=_("Ticked for a make-up workday, left empty for a holiday.")
    )
    like_weekday = models.PositiveSmallIntegerField(
        _("hours of"),
        choices=WEEKDAYS,
        default=0,
        validators=[MaxValueValidator(6)],
        help_text=_("A make-up workday has the hours of this weekday."),
    )
    name = models.CharField(_("what it is"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("holiday or make-up workday")
        verbose_name_plural = _("holidays and make-up workdays")
        ordering = ["on"]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.name}"


class AssignmentRule(models.Model):
    """Who gets a lead that came from a service, or from a region; the first rule in order that fits."""

    position = models.PositiveIntegerField(_("order"), default=0)
    service = models.ForeignKey(
        "services.Service",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service"),
        help_text=_("Enquiries from its page, or from an article or a case about it. Left empty, any."),
    )
    region = models.CharField(
        _("region"),
        max_length=8,
        blank=True,
        help_text=_("How the phone number begins, such as +852. Left empty, any."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who looks after it")
    )

    class Meta:
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.service or '*'} {self.region or '*'} → {self.owner}"

    def clean(self):
        super().clean()
        if not self.service_id and not self.region:
            raise ValidationError(_("Say a service, a region or both; leads that fit no rule are shared out in turn."))
        if self.region and not (
            self.region.startswith("+") and self.region[1:].isascii() and self.region[1:].isdigit()
        ):
            raise ValidationError({"region": _("A region begins with + and has digits, such as +86 or +852.")})
