"""What people agree to when they send something, word for word and by version."""

from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.pagecache.models import Observed, ObservedQuerySet, memo


class ConsentTextQuerySet(ObservedQuerySet):
    def current(self, purpose: str = "enquiry") -> "ConsentText":
        """The text to show now; where nobody has written one, the one that the form comes with, not stored yet."""
        return memo(f"intake.consent.{purpose}", lambda: self._latest(purpose)) or ConsentText.default(purpose)

    def current_texts(self) -> "dict[str, ConsentText]":
        """The text of every purpose to show now, for forms that ask for more than one, in one question."""
        found = memo("intake.consents", lambda: list(self.order_by("version")))
        rows = {row.purpose: row for row in cast("list[ConsentText]", found)}
        return {purpose: rows.get(purpose) or ConsentText.default(purpose) for purpose in ConsentText.ASKED}

    def _latest(self, purpose: str) -> "ConsentText | None":
        return cast("ConsentText | None", self.filter(purpose=purpose).order_by("-version").first())

    def shown(self, purpose: str, version: int) -> "ConsentText | None":
        """The text that was on somebody's page, stored or not; None if there never was such a version."""
        stored = cast("ConsentText | None", self.filter(purpose=purpose, version=version).first())
        default = ConsentText.default(purpose)
        return stored or (default if version == default.version else None)


class ConsentText(Observed):
    """One version of the sentence beside the tick; once somebody has agreed to it, it never changes."""

    class Purpose(models.TextChoices):
        ENQUIRY = "enquiry", _("answering an enquiry")
        JOURNEY = "journey", _("sending along which pages were read")
        IMPORTED = "imported", _("data taken over from elsewhere")

    ASKED = (Purpose.ENQUIRY.value, Purpose.JOURNEY.value)  # on forms, with a sentence that they come with

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.ENQUIRY)
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(
        _("text"),
        max_length=500,
        help_text=_("One sentence: who uses the data, and for what."),
    )
    is_used = models.BooleanField(_("agreed to by somebody"), default=False, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="intake_consent_version_once")]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.version}"

    @classmethod
    def default(cls, purpose: str = "enquiry") -> "ConsentText":
        texts = {
            cls.Purpose.ENQUIRY: gettext("I agree that you use these details to answer my enquiry."),
            cls.Purpose.JOURNEY: gettext(
                "Send along which pages of this site I have read and what led me here, so that the answer fits. "
                "Until now this is in my browser only."
            ),
        }
        return cls(purpose=purpose, version=1, text=texts[cls.Purpose(purpose)])

    def keep(self) -> "ConsentText":
        """Somebody agrees to this now: the stored row, which from here on stays as it is. Belongs in a transaction."""
        row = self
        if row.pk is None:
            row, _made = ConsentText.objects.get_or_create(
                purpose=self.purpose, version=self.version, defaults={"text": self.text}
            )
        if not row.is_used:
            ConsentText.objects.filter(pk=row.pk).update(is_used=True)
            row.is_used = True
        return row

    def clean(self):
        self._refuse_if_kept()

    def save(self, *args, **kwargs):
        self._refuse_if_kept()
        if self.version is None:
            last = ConsentText.objects.filter(purpose=self.purpose).aggregate(last=models.Max("version"))["last"]
            self.version = (last or 0) + 1
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_kept()
        return super().delete(*args, **kwargs)

    def _refuse_if_kept(self) -> None:
        if self.pk is not None and ConsentText.objects.filter(pk=self.pk, is_used=True).exists():
            raise ValidationError(_("People have agreed to this text, so it stays as it is. Write a new version."))
