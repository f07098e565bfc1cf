"""What was sent, exactly as it was typed, with where it came from and what was agreed to; never edited."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.intake import once
from cms.intake.models import ConsentText
from cms.intake.signals import QUARANTINE_AT, Signal, score
from cms.intake.texts import one_line
from cms.masking import veil
from leads.models.files import Upload
from leads.models.forms import FormVersion
from leads.models.journeys import Step, Touch


@dataclass(frozen=True)
class Submission:
    """What somebody has typed, and where: all that makes two sendings the same or not."""

    name: str
    contact: str
    message: str
    company: str = ""
    form: str = "lead"
    path: str = ""
    browser: str = ""  # the browser's random id; empty when no JavaScript ran
    answers: tuple[str, ...] = ()  # to the questions of the form, of files their digests, each behind its question

    def keys(self) -> list[str]:
        """See `cms.intake.once`."""
        typed = (self.name, self.contact, self.company, self.message, *self.answers)
        return once.keys(self.form, self.path, typed, self.browser)


@dataclass(frozen=True)
class Circumstances:
    """What came along with a submission."""

    consent: ConsentText
    about: tuple[ContentType, int] | None = None
    signals: list[Signal] = field(default_factory=list)
    journey: list[Step] = field(default_factory=list)
    journey_consent: ConsentText | None = None  # None unless they agreed to send it
    version: FormVersion | None = None  # whose questions were asked
    answers: list[dict] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    @property
    def is_suspect(self) -> bool:
        """It looks like the work of a machine: kept, set apart, and nobody is told."""
        return score(self.signals) >= QUARANTINE_AT


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def of(self, submission: Submission) -> "Enquiry | None":
        """The enquiry that this very submission has made, if it has."""
        return self.filter(key__in=submission.keys()).select_related("lead").first()

    def record(self, lead, submission: Submission, circumstances: Circumstances) -> "Enquiry":
        """Keep what was sent, with the text that was agreed to."""
        content_type, object_id = circumstances.about or (None, None)
        journey_consent = circumstances.journey_consent
        enquiry = self.create(
            lead=lead,
            key=submission.keys()[0],
            form=submission.form,
            name=submission.name,
            contact=submission.contact,
            company=submission.company,
            message=submission.message,
            path=submission.path,
            content_type=content_type,
            object_id=object_id,
            consent=circumstances.consent.keep(),
            browser=submission.browser,
            score=score(circumstances.signals),
            signals=[signal.as_dict() for signal in circumstances.signals],
            version=circumstances.version,
            answers=circumstances.answers,
            journey_consent=journey_consent.keep() if journey_consent else None,
        )
        if journey_consent:
            Touch.objects.record(enquiry, circumstances.journey)
        for upload in circumstances.uploads:
            enquiry.files.create(
                question=upload.question,
                name=upload.name,
                file=upload.file_name,
                byte_size=len(upload.content),
                sha256=upload.sha256,
            )
        return enquiry


class Enquiry(models.Model):
    """One sending of a form. A lead may have many; none is ever changed."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="enquiries", verbose_name=_("lead"))
    key = models.CharField(max_length=64, unique=True, editable=False)
    form = models.CharField(_("form"), max_length=20)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200)
    company = models.CharField(_("company"), max_length=200, blank=True)
    message = models.TextField(_("message"), blank=True)
    version = models.ForeignKey(FormVersion, models.PROTECT, null=True, blank=True, related_name="enquiries")
    answers = models.JSONField(_("answers"), default=list, blank=True)
    path = models.CharField(_("page"), max_length=500, blank=True)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    consent = models.ForeignKey(ConsentText, models.PROTECT, related_name="+", verbose_name=_("consent"))
    journey_consent = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent to the journey")
    )
    browser = models.CharField(max_length=36, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    signals = models.JSONField(_("signals"), default=list)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{veil(one_line(self.name))}, {self.received_at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("An enquiry is a record of what was sent and is never changed.")
        super().save(*args, **kwargs)

    @property
    def page(self) -> "Page":
        """The page it came from, by its title of today where it still exists."""
        thing = self.about
        title = one_line(getattr(thing, "title", ""), 120) or self.path
        return Page(title=title, path=self.path)


@dataclass(frozen=True)
class Page:
    """Where an enquiry came from. The path is what the sender said, so a link to it never leaves this site."""

    title: str
    path: str

    @property
    def url(self) -> str:
        """Only ever an address of this site: `//elsewhere` is none."""
        return self.path if self.path.startswith("/") and not self.path.startswith(("//", "/\\")) else ""
