"""What the agency sells: for whom, how it goes, what it costs, what people ask about it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.publishing.models import Faq, FaqRow, Part, Publishable, PublishableQuerySet
from cms.richtext.fields import RichTextField
from services.figures import short


def lines_of(text: str) -> list[str]:
    """What an editor wrote one below the other; empty lines are none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ServiceQuerySet(PublishableQuerySet):
    def for_listing(self):
        """What an index of services shows; one query, and two for the covers."""
        covers = Prefetch("cover", Picture.objects.for_display())
        return self.order_by("position", "pk").prefetch_related(covers).defer("body")


class Service(Publishable):
    """Something the agency does for its clients."""

    cover = PictureField(verbose_name=_("cover"), related_name="+")
    body = RichTextField(
        _("text"), blank=True, help_text=_("What it is about and what the client gets. The rest has fields of its own.")
    )
    for_whom = models.TextField(
        _("suits you if"),
        blank=True,
        max_length=1000,
        help_text=_("One line for each kind of client, in their own words."),
    )
    not_for = models.TextField(
        _("does not suit you if"),
        blank=True,
        max_length=1000,
        help_text=_("One line for each. Who is honest here is believed further down."),
    )
    price_note = models.TextField(
        _("note about prices"),
        blank=True,
        max_length=300,
        help_text=_("How the price comes about; shown below the packages, or alone if there are none."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Smaller numbers come first."))

    objects = ServiceQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def get_absolute_url(self):
        return reverse("services:detail", args=[self.slug])

    @property
    def suits(self) -> list[str]:
        return lines_of(self.for_whom)

    @property
    def suits_not(self) -> list[str]:
        return lines_of(self.not_for)

    @property
    def visible_faqs(self) -> list[Faq]:
        """The questions and answers on its page, in the editors' order."""
        return [row.shown() for row in self.faqs.all()]


class ProcessStep(Part):
    """One step of the way that a service goes."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=60)
    duration = models.CharField(
        _("how long"), max_length=30, blank=True, help_text=_("As readers say it: three weeks, every month.")
    )
    text = models.TextField(_("what happens"), max_length=400, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("process")

    def __str__(self):
        return self.title


class Package(Part):
    """One way to buy a service: its price, or how the price is found, and what it includes."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="packages")
    name = models.CharField(_("name"), max_length=60)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(
        _("unit"), max_length=20, blank=True, help_text=_("What stands after the figure, as in yuan a month.")
    )
    is_from = models.BooleanField(
        _("from"), default=False, help_text=_("Tick it if somebody may pay more than this, and say in the note why.")
    )
    price_text = models.CharField(
        _("price in words"), max_length=40, blank=True, help_text=_("In place of an amount, such as “by agreement”.")
    )
    included = models.TextField(_("what is included"), max_length=1000, blank=True, help_text=_("One line for each."))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What is not included, or what makes it dearer.")
    )

    class Meta(Part.Meta):
        verbose_name = _("package")
        verbose_name_plural = _("prices and packages")

    def __str__(self):
        return f"{self.name} {self.price}"

    def clean(self):
        super().clean()
        if (self.amount is None) == (not self.price_text):
            raise ValidationError(
                _("Give either an amount or the price in words, for “%(name)s”.") % {"name": self.name}
            )
        if self.is_from and self.amount is None:
            raise ValidationError({"is_from": _("“From” needs an amount.")})

    @property
    def figure(self) -> str:
        """The amount as the page sets it large; empty when the price is in words."""
        return "" if self.amount is None else short(self.amount)

    @property
    def price(self) -> str:
        """The whole price in one line: 48,000 元／月起."""
        if self.amount is None:
            return self.price_text
        price = f"{self.figure} {self.unit}".strip()
        return gettext("from %(price)s") % {"price": price} if self.is_from else price

    @property
    def includes(self) -> list[str]:
        return lines_of(self.included)


class ServiceFaq(FaqRow):
    """A question that prospects ask about a service, answered on its page."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="faqs")
