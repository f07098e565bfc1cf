"""What articles are ordered and signed by: channels, tags, authors, sources."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.pagecache.models import Observed
from cms.publishing.models import Addressed, PublicOnSave


class Channel(Addressed):
    """A section of the news."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    hue = models.PositiveSmallIntegerField(
        _("hue"), default=205, help_text=_("0 to 360: the colour of the ridge drawn where an article has no cover.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(hue__lte=360), name="articles_channel_hue")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:channel", args=[self.slug])


class Tag(Addressed):
    """A word that ties articles together across channels."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("One or two sentences at the top of the tag's page.")
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])


class Author(Addressed, PublicOnSave):
    """Somebody whose name stands above articles; not an account."""

    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=60, blank=True, help_text=_("Such as 內容總監."))
    bio = models.TextField(_("about"), blank=True, max_length=600)
    portrait = PictureField(verbose_name=_("portrait"), related_name="+")

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])


class Source(Observed):
    """Where an article comes from: our own desk, or a publication that allowed the reprint."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.URLField(_("web address"), blank=True)
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("Under which terms we may use it.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self):
        return self.name
