"""Who the agency is; one row."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.publishing.models import PublicOnSave


class Identity(PublicOnSave):
    """The agency itself; one row, which is always there."""

    name = models.CharField(_("name"), max_length=60)
    latin_name = models.CharField(_("name in Latin letters"), max_length=60, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    slogan = models.CharField(_("slogan"), max_length=80, blank=True)
    speciality = models.CharField(
        _("speciality"), max_length=40, blank=True, help_text=_("What the years are spent on, as in 專注品牌策劃.")
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    description = models.TextField(_("description"), blank=True, max_length=300)
    icp_number = models.CharField(_("ICP record number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security record number"), max_length=40, blank=True)
    logo = PictureField(verbose_name=_("logo"), related_name="+", help_text=_("Left empty, the ridge mark is used."))
    share_picture = PictureField(verbose_name=_("picture for sharing"), related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("identity")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_one_identity")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls):
        """The one row, or an unsaved one with the product's name before anybody has written it."""
        pictures = cls.objects.prefetch_related("logo__renditions", "share_picture__renditions")
        return pictures.filter(pk=1).first() or cls(name="Ridgeline")

    @property
    def years(self) -> int | None:
        """Years since the founding, counted by the calendar year."""
        return timezone.localdate().year - self.founded_year if self.founded_year else None
