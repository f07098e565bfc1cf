"""Case studies: a client's problem, what was done, what was measured, and the leave to tell of it."""

from django.db import models
from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.publishing.models import Addressed, Part, Publishable, PublishableQuerySet
from cms.richtext.fields import RichTextField
from services.models.services import Service


class Industry(Addressed):
    """A line of business that clients are in."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What clients of this kind come with; above their cases, and for search engines."),
    )

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:cases-by-industry", args=[self.slug])


class CaseStudyQuerySet(PublishableQuerySet):
    def about(self, service):
        """Case studies that prove this service."""
        return self.filter(services=service).scoped(f"service:{service.pk}")

    def in_industry(self, industry):
        return self.filter(industry=industry).scoped(f"industry:{industry.pk}")

    def like(self, case):
        """Others that share services or the industry with this one, the most alike first."""
        services = [service.pk for service in case.services.all()]
        shared = Count("services", filter=Q(services__in=services), distinct=True)
        same_trade = Case(When(industry=case.industry_id, then=Value(1)), default=Value(0))
        scopes = [
            *(f"service:{pk}" for pk in services),
            *([f"industry:{case.industry_id}"] if case.industry_id else []),
        ]
        alike = self.exclude(pk=case.pk).annotate(likeness=shared + same_trade).filter(likeness__gt=0)
        return alike.scoped(*scopes).order_by("-likeness", "-live_from", "-pk")

    def for_listing(self):
        """What a list of cases shows, in four queries whatever its length; newest first unless ordered before."""
        covers = Prefetch("cover", Picture.objects.for_display())
        rows = self if self.query.order_by else self.newest_first()
        return rows.select_related("industry").prefetch_related("results", covers).defer("problem", "action")

    def for_reading(self):
        """What a case's own page shows beside its parts."""
        services = Prefetch("services", Service.objects.live().order_by("position", "pk"))
        return self.select_related("industry").prefetch_related(services)

    def services_proven(self):
        """The live services that these cases are about."""
        self._note_list()
        return Service.objects.live().filter(pk__in=self.order_by().values("services")).order_by("position", "pk")

    def industries_shown(self):
        """The industries that these cases come from."""
        self._note_list()
        return Industry.objects.filter(pk__in=self.order_by().values("industry"))


class CaseStudy(Publishable):
    """Work done for a client: the problem, what was done, and what was measured."""

    class Permission(models.TextChoices):
        WRITTEN = "written", _("in writing")
        CONTRACT = "contract", _("by a clause of the contract")
        EXAMPLE = "example", _("not needed: a made-up example")

    client = models.CharField(
        _("client"), max_length=80, help_text=_("As the client wants to be called in public; never more than allowed.")
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, blank=True, related_name="casestudies", verbose_name=_("industry")
    )
    is_example = models.BooleanField(
        _("made-up example"), default=False, help_text=_("Marks the case as 示例 wherever it is shown.")
    )
    permission = models.CharField(
        _("client's permission"),
        max_length=10,
        choices=Permission,
        blank=True,
        help_text=_("A real case cannot be published before this, the name and the date are recorded."),
    )
    permission_by = models.CharField(
        _("allowed by"), max_length=120, blank=True, help_text=_("Name and office of whoever allowed it.")
    )
    permission_on = models.DateField(_("allowed on"), null=True, blank=True)
    permission_note = models.TextField(
        _("note about the permission"),
        blank=True,
        help_text=_("Where the letter or contract is kept, and what was left out at the client's wish."),
    )
    cover = PictureField(verbose_name=_("cover"), related_name="+")
    problem = RichTextField(_("problem"), blank=True, help_text=_("What the client came with, in figures if possible."))
    action = RichTextField(_("what we did"), blank=True, help_text=_("In the order in which it was done."))
    client_words = models.TextField(
        _("the client's words"), blank=True, max_length=400, help_text=_("Word for word, without quotation marks.")
    )
    client_words_by = models.CharField(_("said by"), max_length=80, blank=True)
    services = models.ManyToManyField(
        Service,
        blank=True,
        related_name="casestudies",
        verbose_name=_("services"),
        help_text=_("The services that this case proves; it is shown on their pages."),
    )

    not_words = Publishable.not_words | {"permission_by", "permission_note"}

    objects = CaseStudyQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["industry", "-live_from", "-id"], name="casestudy_industry_newest"),
        ]

    def get_absolute_url(self):
        return reverse("services:case-detail", args=[self.slug])

    def page_tags(self):
        scopes = {f"casestudy:industry:{self.industry_id}"} if self.industry_id else set()
        if self.pk:
            scopes |= {f"casestudy:service:{pk}" for pk in self.services.values_list("pk", flat=True)}
        return super().page_tags() | scopes

    def missing_for_publication(self):
        """Nothing real is told of a client who has not allowed it."""
        missing: list = []
        if self.is_example:
            return missing
        if self.permission in {"", self.Permission.EXAMPLE}:
            missing.append(_("Record the client's permission first, or mark the case as a made-up example."))
        else:
            if not self.permission_by:
                missing.append(_("Say who allowed this case to be published."))
            if not self.permission_on:
                missing.append(_("Say on which day the client allowed this case to be published."))
            elif self.permission_on > timezone.localdate():
                missing.append(_("The client's permission bears a date that has not come yet."))
        return missing

    @property
    def leading_result(self):
        """The result that stands for the case in lists; None without results."""
        return next(iter(self.results.all()), None)

    @property
    def live_services(self):
        """Its services that the public may see; the same for a row and for a draft in preview."""
        return [service for service in self.services.all() if service.is_live]


class CasePicture(Part):
    """A picture of the work, with the sentence below it."""

    casestudy = models.ForeignKey(CaseStudy, models.CASCADE, related_name="gallery")
    picture = PictureField(verbose_name=_("picture"), related_name="+", null=True, blank=False)
    caption = models.CharField(
        _("caption"), max_length=200, blank=True, help_text=_("What to look at; what it shows stands with the picture.")
    )

    class Meta(Part.Meta):
        verbose_name = _("picture of the work")
        verbose_name_plural = _("pictures of the work")

    def __str__(self):
        return self.caption or str(self.picture or self._meta.verbose_name)
