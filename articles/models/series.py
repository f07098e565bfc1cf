"""Series: articles that are meant to be read in an order."""

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.publishing.models import Part, Publishable, PublishableQuerySet
from cms.richtext.fields import RichTextField


class SeriesQuerySet(PublishableQuerySet):
    def containing(self, article):
        """The series in which this article stands."""
        return self.filter(entries__article=article).scoped(f"article:{article.pk}").order_by("pk")

    def for_listing(self):
        """What a list of series shows, in three queries whatever their number."""
        covers = Prefetch("cover", Picture.objects.for_display())
        return self.newest_first().prefetch_related(covers, "entries").defer("body")


class Series(Publishable):
    """Articles on one subject, in the order in which they should be read."""

    body = RichTextField(_("introduction"), blank=True, help_text=_("For whom the series is, and why in this order."))
    cover = PictureField(verbose_name=_("cover"), related_name="+")

    objects = SeriesQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self):
        return reverse("articles:series-detail", args=[self.slug])

    def page_tags(self):
        tags = super().page_tags()
        if self.pk:
            tags |= {f"series:article:{entry.article_id}" for entry in self.entries.all()}
        return tags

    def article_keys(self) -> list[int]:
        """The articles in their order, live or not."""
        return [entry.article_id for entry in self.entries.all()]


class SeriesEntry(Part):
    """The place of an article in a series."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="entries")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))

    class Meta(Part.Meta):
        verbose_name = _("article of the series")
        verbose_name_plural = _("articles of the series")
        constraints = [models.UniqueConstraint(fields=["series", "article"], name="articles_series_article_once")]

    def __str__(self):
        return str(self.article)
