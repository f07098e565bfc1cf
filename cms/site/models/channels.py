"""How to reach the agency: one record for each way, from which every appearance on the site is made."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.pagecache.models import ObservedQuerySet
from cms.pagecache.notes import note_timed
from cms.publishing.models import PublicOnSave
from cms.site import codes


class ContactChannelQuerySet(ObservedQuerySet):
    def live(self):
        """The channels that are valid now, and so the only ones that appear anywhere."""
        note_timed(self.model)
        now = timezone.now()
        has_begun = Q(valid_from=None) | Q(valid_from__lte=now)
        return self.filter(has_begun, Q(valid_until=None) | Q(valid_until__gt=now))


class ContactChannel(PublicOnSave):
    """One way to reach the agency, said once; every appearance on the site comes from here."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        WECHAT = "wechat", _("WeChat")
        EMAIL = "email", _("E-mail")
        ADDRESS = "address", _("Address")
        HOURS = "hours", _("Hours")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    label = models.CharField(_("label"), max_length=40, help_text=_("What stands above it, such as 客服微信."))
    value = models.CharField(
        _("value"), max_length=200, help_text=_("As readers see and copy it: the number, the WeChat id, the address.")
    )
    link = models.URLField(
        _("link"),
        blank=True,
        help_text=_(
            "For an address: where the map is. For WeChat: the link that “My QR code” holds, such as "
            "https://u.wechat.com/…; a code to scan is drawn from it."
        ),
    )
    qr = PictureField(
        verbose_name=_("QR code"),
        related_name="+",
        help_text=_("For WeChat: a picture of the code to scan. It is shown instead of a code drawn from the link."),
    )
    valid_from = models.DateTimeField(
        _("valid from"), null=True, blank=True, help_text=_("Left empty, it is shown at once.")
    )
    valid_until = models.DateTimeField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("From this moment it is shown nowhere any more, on no page. Left empty, it stays."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ContactChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact channel")
        verbose_name_plural = _("contact channels")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=models.F("valid_from")),
                name="site_channel_begins_before_it_ends",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]

    def __str__(self):
        return f"{self.label} {self.value}"

    def clean(self):
        if self.kind == self.Kind.PHONE and not any(sign.isdecimal() for sign in self.value):
            raise ValidationError({"value": _("A phone number has digits.")})

    @property
    def standing(self) -> str:
        """scheduled, published or expired, by the clock alone."""
        now = timezone.now()
        if self.valid_from and self.valid_from > now:
            return "scheduled"
        return "expired" if self.valid_until and self.valid_until <= now else "published"

    @property
    def is_live(self) -> bool:
        """Whether it is valid now; agrees with `.live()`."""
        return self.standing == "published"

    @classmethod
    def next_change(cls):
        """The next moment at which the clock alone makes a channel appear or disappear; one query."""
        now = timezone.now()
        found = cls._base_manager.aggregate(
            begins=Min("valid_from", filter=Q(valid_from__gt=now)),
            ends=Min("valid_until", filter=Q(valid_until__gt=now)),
        )
        return min((moment for moment in found.values() if moment), default=None)

    @property
    def href(self) -> str:
        """What a tap should open, or nothing."""
        if self.kind == self.Kind.PHONE:
            return "tel:" + "".join(sign for sign in self.value if sign.isdecimal() or sign == "+")
        if self.kind == self.Kind.EMAIL:
            return f"mailto:{self.value}"
        return self.link if self.kind == self.Kind.ADDRESS else ""

    @property
    def may_be_copied(self) -> bool:
        return self.kind in {self.Kind.PHONE, self.Kind.WECHAT, self.Kind.EMAIL}

    @property
    def code(self) -> SafeString:
        """The code to scan, drawn from the link; nothing where a picture is shown instead, or there is no link."""
        is_drawn = self.kind == self.Kind.WECHAT and self.link and not self.qr_id
        return codes.drawn(self.link) if is_drawn else SafeString("")
