"""Words that stand with every article without being a part of it: lead-ins, closings, promotions."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.publishing.addresses import answers
from cms.publishing.models import Publishable
from cms.richtext.fields import RichTextField
from cms.site import placeholders
from cms.site.models.channels import ContactChannel
from cms.site.models.menu import WEB_ADDRESS


@dataclass(frozen=True)
class Said:
    """A snippet as a page shows it."""

    placement: str
    scope: str
    text: SafeString
    action_label: str
    action_address: str


class Snippet(Publishable):
    """A text said once and shown with every article: inserted when a page is made, never stored in a body."""

    class Placement(models.TextChoices):
        LEAD_IN = "lead_in", _("lead-in, above the text")
        CLOSING = "closing", _("closing, below the text")

    has_page = False
    specimen_template = "site/specimen.html"
    address_texts = frozenset(["action_address"])
    ref_texts = frozenset(["scope"])
    not_words = Publishable.not_words | {"scope", "action_address"}

    placement = models.CharField(_("place"), max_length=10, choices=Placement)
    scope = models.CharField(
        _("only in"),
        max_length=80,
        blank=True,
        help_text=_("Left empty, it stands in every article. One that is narrowed wins over one that is not."),
    )
    body = RichTextField(
        _("text"),
        help_text=_(
            "Write {phone}, {wechat}, {email}, {address} or {hours} where a contact channel is to stand (the words "
            "電話, 微信, 郵件, 地址 and 時間 in braces mean the same): number, "
            "link and copy button come from its record. A paragraph whose channel is not valid at the time is left out."
        ),
    )
    action_label = models.CharField(
        _("button"), max_length=20, blank=True, help_text=_("For a closing: what the button says, such as 免費諮詢.")
    )
    action_address = models.CharField(
        _("the button leads to"),
        max_length=300,
        blank=True,
        default="#ask",
        help_text=_("#ask is the form on the same page; else a path of this site, or a full address."),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")

    def get_absolute_url(self):
        return ""

    def said(self, channels, *, is_preview=False) -> Said:
        """As a page shows it, with these channels in the place of `{phone}` and the like."""
        text = placeholders.fill(self.body, channels, is_preview=is_preview)
        return Said(self.placement, self.scope, text, self.action_label, self.action_address)

    def specimen(self) -> dict:
        """What the preview shows."""
        return {"snippet": self.said(list(ContactChannel.objects.live()), is_preview=True)}

    def clean(self):
        super().clean()
        if wrong := placeholders.unknown(self.body):
            names = "、".join(f"{{{name}}}" for name in wrong)
            raise ValidationError({"body": _("No contact channel is called %(names)s.") % {"names": names}})
        if self.action_label and not self.leads_somewhere():
            raise ValidationError({"action_address": _("No page is at this address.")})

    def leads_somewhere(self) -> bool:
        """Whether the button has an address that may work: the form, a page of this site, or one of another."""
        address = self.action_address
        if address.startswith("/") and not address.startswith("//"):
            return answers(address)
        return address == "#ask" or bool(WEB_ADDRESS.fullmatch(address))


class Promotion(Publishable):
    """Something that others pay for or that we promote: always marked, never measured."""

    class Placement(models.TextChoices):
        AFTER_BODY = "after_body", _("below the text of articles")
        IN_LIST = "in_list", _("in lists of articles")

    has_page = False
    specimen_template = "site/specimen.html"

    placement = models.CharField(_("place"), max_length=12, choices=Placement)
    text = models.TextField(_("text"), max_length=200, help_text=_("One or two sentences."))
    link = models.URLField(
        _("link"),
        help_text=_("Readers see that it is a promotion (廣告); search engines are told not to count the link."),
    )
    picture = PictureField(verbose_name=_("picture"), related_name="+")

    class Meta(Publishable.Meta):
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")

    def get_absolute_url(self):
        return ""

    def specimen(self) -> dict:
        """What the preview shows."""
        return {"promotion": self}
