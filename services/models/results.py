"""What was measured: before, after, and the large figure that follows from the two."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import Part
from services import figures

LONG = 6  # signs beyond which a headline is set smaller, so that it stays on a phone's screen


class Result(Part):
    """A measured result: before, after, unit and period, with the evidence."""

    class ShownAs(models.TextChoices):
        CHANGE = "change", _("change in per cent")
        TIMES = "times", _("times as much")
        AFTER = "after", _("the figure afterwards")

    casestudy = models.ForeignKey("services.CaseStudy", models.CASCADE, related_name="results")
    label = models.CharField(_("what was measured"), max_length=60)
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    period = models.CharField(
        _("period"), max_length=40, blank=True, help_text=_("Between the two measurements: 12 months.")
    )
    evidence = models.CharField(
        _("evidence"), max_length=200, blank=True, help_text=_("Who counted what, and where it can be looked up.")
    )
    shown_as = models.CharField(_("shown as"), max_length=10, choices=ShownAs, default=ShownAs.CHANGE)

    class Meta(Part.Meta):
        verbose_name = _("measured result")
        verbose_name_plural = _("measured results")

    def __str__(self):
        return f"{self.label} {self.headline}"

    @property
    def headline(self) -> str:
        """The large figure: +212%, 3.4× or the figure afterwards with its unit.

        Compared with nothing, or with less than nothing, every change is a trick: then it is the figure afterwards.
        """
        if self.before is not None and self.before > 0 and self.after >= 0:
            if self.shown_as == self.ShownAs.CHANGE:
                return figures.change(self.before, self.after)
            if self.shown_as == self.ShownAs.TIMES and self.after * 10 >= self.before:
                return figures.times(self.before, self.after)
        return self.after_text

    @property
    def is_long(self) -> bool:
        return len(self.headline) > LONG

    @property
    def before_text(self) -> str:
        return "" if self.before is None else f"{figures.short(self.before)}{self.unit}"

    @property
    def after_text(self) -> str:
        return f"{figures.short(self.after)}{self.unit}"

    @property
    def bars(self) -> tuple[int, int] | None:
        """Before and after as lengths of up to 100; None where bars would say nothing."""
        if self.before is None or min(self.before, self.after) < 0 or not max(self.before, self.after):
            return None
        longest = max(self.before, self.after)
        before, after = (max(round(figure / longest * 100), 1) for figure in (self.before, self.after))
        return before, after
