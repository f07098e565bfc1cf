"""What is promised to people whose data this is: who saw it, when it must be kept, and that it was forgotten."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.contacts import Contact

REVEAL = "leads.reveal_contact"


# --- Who has seen whose data -----------------------------------------------------------------------------------------


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def today(self, user):
        """What this person has had revealed since midnight, in the site's zone."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.filter(kind=Disclosure.Kind.REVEAL, by=user, at__gte=midnight)

    def is_shown(self, user, contact: str):
        """An annotation: whether the contact, named by an outer field, is shown to this person in clear."""
        if not user.has_perm(REVEAL):
            return Value(False, output_field=models.BooleanField())
        return Exists(self.today(user).filter(contact=OuterRef(contact)))


class Disclosure(models.Model):
    """That somebody has seen or taken contact data, and when; never changed, and never without a line here."""

    class Kind(models.TextChoices):
        REVEAL = "reveal", _("contact revealed")
        ACCESS = "access", _("everything about a person exported")
        EXPORT = "export", _("leads exported")
        DOWNLOAD = "download", _("export downloaded")
        IMPORT = "import", _("leads imported")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="disclosures")
    lead = models.ForeignKey("leads.Lead", models.SET_NULL, null=True, related_name="+", verbose_name=_("lead"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=1)
    is_masked = models.BooleanField(_("masked"), default=False)
    details = models.JSONField(_("details"), default=dict)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "contact", "-at"], name="leads_disclosed")]
        permissions = [
            ("reveal_contact", "Can see phone numbers, addresses and ids of contacts"),
            ("answer_access", "Can export everything that is held about a person"),
        ]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("What was disclosed stays written down.")
        super().save(*args, **kwargs)


# --- Consent taken back ----------------------------------------------------------------------------------------------


class Withdrawal(models.Model):
    """That somebody has taken back a consent, when and how they said so, and who wrote it down."""

    class How(models.TextChoices):
        MAIL = "mail", _("by mail")
        PHONE = "phone", _("by phone")
        WECHAT = "wechat", _("by WeChat")
        OTHER = "other", _("in another way")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="withdrawals", verbose_name=_("contact"))
    purpose = models.CharField(_("purpose"), max_length=20)
    how = models.CharField(_("how"), max_length=10, choices=How)
    at = models.DateTimeField(_("said at"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("withdrawal of consent")
        verbose_name_plural = _("withdrawals of consent")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.purpose} {self.at:%Y-%m-%d}"


# --- What may not be deleted -----------------------------------------------------------------------------------------


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self):
        """Holds that forbid forgetting today."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()), lifted_at=None)

    def on(self, contact: Contact):
        """Standing holds on this person, under whichever of the records that were joined."""
        return self.standing().filter(contact__in=contact.family)


class Hold(models.Model):
    """That the data of somebody must be kept, such as for a lawsuit; while it stands, nothing forgets them."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="holds", verbose_name=_("contact"))
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Left empty, until somebody lifts it."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"

    def lift(self, *, by) -> bool:
        """From now on forgetting is allowed again; False if it was lifted before."""
        standing = Hold.objects.filter(pk=self.pk, lifted_at=None)
        return bool(standing.update(lifted_at=timezone.now(), lifted_by=by))


# --- What is gone ----------------------------------------------------------------------------------------------------


def key_of(kind: str, value: str, secret: str | None = None) -> str:
    """A way to reach somebody, so that it can be recognised again and not read: a hash under the site's secret."""
    told = f"leads.erasure:{kind}:{value}".encode()
    return hmac.new((secret or settings.SECRET_KEY).encode(), told, hashlib.sha256).hexdigest()


class Erasure(models.Model):
    """The certificate that somebody was forgotten, without saying who; each one seals the one before it."""

    class Reason(models.TextChoices):
        REQUEST = "request", _("the person asked for it")
        WITHDRAWN = "withdrawn", _("consent was withdrawn")
        PURPOSE = "purpose", _("the purpose has ended")
        UNLAWFUL = "unlawful", _("it should not have been kept")
        RETENTION = "retention", _("the time for keeping has run out")
        REPLAY = "replay", _("forgotten before, and back from a backup")

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    reference = models.CharField(
        _("reference of the request"),
        max_length=60,
        blank=True,
        help_text=_("A number or a date by which you find the request again; no name and no address."),
    )
    counts = models.JSONField(_("what was forgotten"), default=dict)
    keys = models.JSONField(default=list)
    is_copied = models.BooleanField(default=False)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("certificate of erasure")
        verbose_name_plural = _("certificates of erasure")
        ordering = ["-number"]
        indexes = [models.Index(fields=["number"], condition=Q(is_copied=False), name="leads_erasure_uncopied")]
        permissions = [
            ("erase_contact", "Can let the site forget a person for good"),
            ("hold_contact", "Can forbid and allow the erasure of a person"),
        ]

    def __str__(self):
        return f"E-{self.number:06}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A certificate stays as it is.")
        super().save(*args, **kwargs)

    def told(self, before: str) -> str:
        """What the seal is made of, as one text."""
        facts = [self.number, self.at.isoformat(), self.by_name, self.reason, self.reference, self.counts, self.keys]
        return json.dumps([before, *facts], sort_keys=True, ensure_ascii=False)

    def sealed_with(self, before: str) -> str:
        return hashlib.sha256(self.told(before).encode()).hexdigest()

    @property
    def is_sound(self) -> bool:
        """Nothing in this certificate was changed since it was sealed."""
        before = Erasure.objects.filter(number=self.number - 1).values_list("seal", flat=True).first() or ""
        return hmac.compare_digest(self.seal, self.sealed_with(before))

    def record(self) -> dict:
        """What is needed to forget them once more after a backup was put back."""
        return {"number": self.number, "at": self.at.isoformat(), "keys": self.keys}
