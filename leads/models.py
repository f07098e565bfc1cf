"""The person as the desk sees it, and the record of what was sent, which nobody edits."""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from cms.intake import once
from cms.intake.contacts import Contact
from cms.intake.models import ConsentText
from cms.intake.signals import QUARANTINE_AT, Signal, score
from cms.intake.texts import one_line
from cms.outbox.models import Event

RECEIVED = "lead.received"


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

    def keys(self) -> list[str]:
        """See `cms.intake.once`."""
        typed = (self.name, self.contact, self.company, self.message)
        return once.keys(self.form, self.path, typed, self.browser)


@dataclass(frozen=True)
class Circumstances:
    """What came along with a submission."""

    consent: ConsentText
    about: tuple[ContentType, int] | None = None
    signals: list[Signal] = field(default_factory=list)


class LeadQuerySet(models.QuerySet["Lead"]):
    def for_desk(self):
        """Leads to work on: what is quarantined stays out."""
        return self.filter(is_quarantined=False)

    def waiting(self):
        """Leads that nobody has answered yet."""
        return self.for_desk().filter(stage=Lead.Stage.NEW)

    def receive(self, submission: Submission, reached: Contact, circumstances: Circumstances) -> "Lead":
        """Store what was sent, once, with everything that must follow from it, in one transaction.

        The same submission again returns the lead of the first time, from however many requests at once.
        """
        if known := self.of(submission):
            return known
        try:
            with transaction.atomic():
                return self._store(submission, reached, circumstances)
        except IntegrityError:
            if known := self.of(submission):  # another request was first
                return known
            raise

    def of(self, submission: Submission) -> "Lead | None":
        """The lead that this very submission has made, if it has."""
        return self.filter(enquiries__key__in=submission.keys()).first()

    def _store(self, submission, reached, circumstances) -> "Lead":
        points = score(circumstances.signals)
        lead = self.create(
            name=submission.name,
            contact=submission.contact,
            company=submission.company,
            contact_kind=reached.kind,
            contact_value=reached.value,
            is_quarantined=points >= QUARANTINE_AT,
        )
        content_type, object_id = circumstances.about or (None, None)
        Enquiry.objects.create(
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
            score=points,
            signals=[signal.as_dict() for signal in circumstances.signals],
        )
        if not lead.is_quarantined:
            lead.tell()
        return lead


class Lead(models.Model):
    """Somebody who asked to be contacted, and how far we are with it."""

    class Stage(models.TextChoices):
        NEW = "new", _("new")
        CONTACTED = "contacted", _("contacted")
        CLOSED = "closed", _("closed")

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")
        WECHAT = "wechat", _("WeChat")
        EMAIL = "email", _("e-mail")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200, help_text=_("As it was typed."))
    contact_kind = models.CharField(_("kind of contact"), max_length=10, choices=Kind)
    contact_value = models.CharField(_("contact, in one spelling"), max_length=330, db_index=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("owner"),
        help_text=_("Who looks after this person."),
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("For colleagues; never shown to the person."))
    is_quarantined = models.BooleanField(
        _("quarantined"), default=False, help_text=_("It looks like the work of a machine; nobody was told of it.")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["is_quarantined", "stage", "-received_at"], name="leads_lead_desk")]

    def __str__(self):
        return self.name

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        if self.is_quarantined:
            return "quarantined", str(_("quarantined"))
        return self.stage, self.get_stage_display()

    def tell(self) -> None:
        """Write down that the salespeople are to hear of this; once, however often it is said."""
        Event.objects.record(self, RECEIVED)

    def release(self) -> None:
        """A person says that this is honest: it joins the others, and the mail goes out."""
        with transaction.atomic():
            if Lead.objects.filter(pk=self.pk, is_quarantined=True).update(is_quarantined=False):
                self.is_quarantined = False
                self.tell()

    def quarantine(self) -> None:
        """A person says that this is the work of a machine; mail that has not gone out yet does not."""
        with transaction.atomic():
            Lead.objects.filter(pk=self.pk).update(is_quarantined=True)
            self.is_quarantined = True
            Event.objects.supersede(self, RECEIVED)

    def mark_contacted(self, by) -> None:
        """Somebody has answered; who that was owns the lead, if nobody did."""
        self.stage = self.Stage.CONTACTED
        self.owner = self.owner or by
        self.save(update_fields=["stage", "owner"])

    def others_of_this_contact(self):
        """Other leads who can be reached in the same way: very likely the same person."""
        same = Lead.objects.filter(contact_kind=self.contact_kind, contact_value=self.contact_value)
        return same.exclude(pk=self.pk)


class Enquiry(models.Model):
    """What was sent, exactly as it was typed, with where it came from and what was agreed to. Never edited."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="enquiries", verbose_name=_("lead"))
    key = models.CharField(max_length=64, unique=True, editable=False)
    form = models.CharField(_("form"), max_length=20)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200)
    company = models.CharField(_("company"), max_length=200, blank=True)
    message = models.TextField(_("message"))
    path = models.CharField(_("page"), max_length=500, blank=True)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    consent = models.ForeignKey(ConsentText, models.PROTECT, related_name="+", verbose_name=_("consent"))
    browser = models.CharField(max_length=36, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    signals = models.JSONField(_("signals"), default=list)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{self.name}, {self.received_at:%Y-%m-%d %H:%M}"

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
