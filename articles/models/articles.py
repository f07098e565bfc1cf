"""Articles, and what may be asked of many of them."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.sections import Author, Channel, Source, Tag
from cms.chinese.measure import reading_minutes
from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.pagecache.notes import note_behind
from cms.publishing.models import Faq, FaqRow, Part, Publishable, PublishableQuerySet
from cms.publishing.models.addresses import free_slug
from cms.richtext.fields import RichTextField
from cms.richtext.text import plain
from cms.site.forms_below import NONE, FormBelowField
from services.models import Service

LISTS_OF_NEWS = frozenset(["archive", "author", "channel", "series", "tag"])  # what follows /news/ and is no article


class Month(NamedTuple):
    """A month of the archive."""

    year: int
    month: int
    total: int

    def __str__(self):
        return gettext("%(year)s-%(month)02d") % self._asdict()

    def get_absolute_url(self):
        return reverse("articles:month", args=[self.year, self.month])


class ArticleQuerySet(PublishableQuerySet):
    def about(self, service):
        """Articles that lead a reader towards this service."""
        return self.filter(services=service).scoped(f"service:{service.pk}")

    def in_channel(self, channel):
        return self.filter(channel=channel).scoped(f"channel:{channel.pk}")

    def tagged(self, tag):
        return self.filter(tags=tag).scoped(f"tag:{tag.pk}")

    def by(self, author):
        return self.filter(author=author).scoped(f"author:{author.pk}")

    def in_month(self, year, month):
        """Articles whose publication time falls in this month of the site's zone."""
        start = timezone.make_aware(datetime(year, month, 1))
        end = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
        return self.filter(live_from__gte=start, live_from__lt=end).scoped(f"month:{start:%Y-%m}")

    def by_month(self) -> list["Month"]:
        """How many appeared in each month of the site's zone, the newest first; reads the whole list, so keep it."""
        counted = self.annotate(month=TruncMonth("live_from")).order_by("-month").values_list("month")
        return [Month(month.year, month.month, total) for month, total in counted.annotate(total=models.Count("pk"))]

    def newer_than(self, article):
        """The next one of its channel, by publication time; None after the newest."""
        later = self._of_its_channel(article).filter(live_from__gte=article.live_from or timezone.now())
        later = later.exclude(live_from=article.live_from, pk__lte=article.pk)
        return later.order_by("live_from", "pk").titles().first()

    def older_than(self, article):
        """The one before it in its channel; None before the oldest."""
        earlier = self._of_its_channel(article).filter(live_from__lte=article.live_from or timezone.now())
        earlier = earlier.exclude(live_from=article.live_from, pk__gte=article.pk)
        return earlier.newest_first().titles().first()

    def _of_its_channel(self, article):
        """A page that shows neighbours hangs on them alone, not on everything in the channel."""
        note_behind(f"article:channel:{article.channel_id}")
        return self.filter(channel=article.channel_id).reached()

    def titles(self):
        """What a link shows."""
        return self.only("slug", "title", "live_from")

    def named(self, keys) -> list:
        """What links to those with these keys show, in the order of the keys."""
        found = {row.pk: row for row in self.titles().with_keys(keys)}
        return [found[key] for key in keys if key in found]

    def in_order(self, keys) -> list:
        """Those with these keys, in the order of the keys; the page hangs on each, here or not."""
        found = {row.pk: row for row in self.for_listing().with_keys(keys)}
        return [found[key] for key in keys if key in found]

    # What recommendations are computed from. The page shows none of it, and so hangs on none of it.

    def keys_among(self, keys) -> list[int]:
        """Those of these keys that are in the list, in the order of `keys`; noted, since a pin appears when it is."""
        found = set(self.with_keys(keys).values_list("pk", flat=True)) if keys else set()
        return [key for key in keys if key in found]

    def words_of(self, keys):
        """(key, channel, title, summary) of those with these keys."""
        return self.filter(pk__in=keys).reached().values_list("pk", "channel_id", "title", "summary")

    def count_up_to(self, limit: int) -> int:
        """How many there are, but no more than `limit`, which is all that is counted."""
        return self.order_by().reached()[:limit].count()

    def for_listing(self):
        """What a teaser shows, in three queries whatever the page size."""
        covers = Prefetch("cover", Picture.objects.for_display())
        return self.newest_first().select_related("channel").prefetch_related(covers).defer("body")

    def for_reading(self):
        """The article with everything it has one of, in one query; articles.around loads the rest."""
        return self.select_related("channel", "author", "reviewer", "source")


class Article(Publishable):
    """A text in the news."""

    approval_field = "channel"
    not_words = Publishable.not_words | {"form_below"}

    class Origin(models.TextChoices):
        ORIGINAL = "original", _("original")
        REPRINT = "reprint", _("reprint")
        COMPILED = "compiled", _("compiled")

    subtitle = models.CharField(
        _("subtitle"),
        max_length=120,
        blank=True,
        help_text=_("One line below the title that says what the title leaves open. Shown on the article's own page."),
    )
    body = RichTextField(_("text"), blank=True)
    cover = PictureField(verbose_name=_("cover"), related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="articles", verbose_name=_("channel"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("author")
    )
    reviewer = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("source")
    )
    origin = models.CharField(
        _("kind of origin"),
        max_length=10,
        choices=Origin,
        default=Origin.ORIGINAL,
        help_text=_("A reprint or a compilation needs its source; readers are shown its name, link and licence."),
    )
    services = models.ManyToManyField(
        Service,
        blank=True,
        related_name="articles",
        verbose_name=_("related services"),
        help_text=_("The article is shown on these services' pages and leads readers to them."),
    )
    form_below = FormBelowField(
        _("form below the text"),
        help_text=_("A white paper or a brief of its own often fits better than the short form. See “Forms”."),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["channel", "-live_from", "-id"], name="article_channel_newest"),
        ]

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.slug])

    def fill_slug(self):
        super().fill_slug()
        if self.slug in LISTS_OF_NEWS:  # only ever made from a title: clean() refuses what an editor wrote
            self.slug = free_slug(Article, f"{self.slug}-article", pk=self.pk)

    def clean(self):
        if self.slug in LISTS_OF_NEWS:
            raise ValidationError({"slug": _("A list of the news has this address. Choose another one.")})
        super().clean()
        if self.origin != self.Origin.ORIGINAL and self.source_id is None:
            raise ValidationError({"source": _("Say where this comes from: a reprint or a compilation has a source.")})

    def page_tags(self):
        tags = super().page_tags() | {f"article:channel:{self.channel_id}", f"article:author:{self.author_id}"}
        if self.live_from:
            tags.add(f"article:month:{timezone.localtime(self.live_from):%Y-%m}")
        if self.pk:
            tags |= {f"article:tag:{pk}" for pk in self.tags.values_list("pk", flat=True)}
            tags |= {f"article:service:{pk}" for pk in self.services.values_list("pk", flat=True)}
        return tags

    @property
    def visible_faqs(self) -> list[Faq]:
        """The questions below the text, in the editor's order; then the other phrasings that have an answer."""
        phrasings = [variant for variant in self.variants.all() if variant.answer]
        rows: list = [*self.faqs.all(), *phrasings]
        return [row.shown() for row in rows]

    @property
    def has_form(self) -> bool:
        return self.form_below != NONE

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(plain(self.body))

    @property
    def shown_update(self):
        """The time of the last substantive change, if there was one after publication."""
        if self.updated_at and self.live_from and self.updated_at > self.live_from:
            return self.updated_at
        return None

    @property
    def live_services(self):
        """The related services that the public may see; the same for a row and for a draft in preview."""
        return [service for service in self.services.all() if service.is_live]


class Citation(Part):
    """Something that an article refers to."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("published by"), max_length=120, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [models.UniqueConstraint(fields=["article", "title", "url"], name="articles_citation_once")]

    def __str__(self):
        return self.title


class ArticleFaq(FaqRow):
    """A question that readers of an article have, with its answer."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="faqs")


class TitleVariant(Part):
    """Another way to say what the title says: found by search, never shown as a title."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="variants")
    text = models.CharField(_("other phrasing"), max_length=200)
    answer = models.CharField(
        _("short answer"),
        max_length=300,
        blank=True,
        help_text=_("With an answer, the phrasing also stands among the questions below the text."),
    )

    class Meta(Part.Meta):
        verbose_name = _("title variant")
        verbose_name_plural = _("title variants")
        constraints = [models.UniqueConstraint(fields=["article", "text"], name="articles_variant_once")]

    def __str__(self):
        return self.text

    def shown(self) -> Faq:
        return Faq(self.text, str(escape(self.answer)))


class Pin(Part):
    """An article that an editor recommends below another one, ahead of all that is computed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="pins")
    target = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))

    class Meta(Part.Meta):
        verbose_name = _("pinned recommendation")
        verbose_name_plural = _("pinned recommendations")
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="articles_pin_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("target")), name="articles_pin_never_itself"),
        ]

    def __str__(self):
        return str(self.target)

    def clean(self):
        super().clean()
        if self.target_id is not None and self.target_id == self.article_id:
            raise ValidationError({"target": _("An article cannot recommend itself.")})
