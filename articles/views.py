"""The public pages of the news."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.around import around
from articles.models import Article, Author, Channel, Series, Tag
from articles.models.articles import Month
from cms.library.models import Picture
from cms.pagecache.models import memo
from cms.publishing.paging import PagedList
from cms.publishing.views import PublishableDetail


class ArticleList(PagedList):
    """All live articles, newest first."""

    context_object_name = "articles"
    template_name = "articles/article_list.html"
    chosen: Channel | Tag | Author | None = None
    eyebrow = "NEWS"

    def get_queryset(self):
        return Article.objects.live().for_listing()

    def get_heading(self):
        return str(self.chosen) if self.chosen else _("News")

    def get_intro(self):
        return getattr(self.chosen, "description", "") or getattr(self.chosen, "bio", "")

    def get_context_data(self, **kwargs):
        heading = {"heading": self.get_heading(), "intro": self.get_intro(), "chosen": self.chosen}
        heading |= {"eyebrow": self.eyebrow}
        return super().get_context_data(channels=Channel.objects.all(), **heading, **kwargs)


class ArticlesInChannel(ArticleList):
    def get_queryset(self):
        self.chosen = get_object_or_404(Channel, slug=self.kwargs["slug"])
        return super().get_queryset().in_channel(self.chosen)


class ArticlesTagged(ArticleList):
    eyebrow = "TAG"

    def get_queryset(self):
        self.chosen = get_object_or_404(Tag, slug=self.kwargs["slug"])
        return super().get_queryset().tagged(self.chosen)


class ArticlesByAuthor(ArticleList):
    eyebrow = "AUTHOR"

    def get_queryset(self):
        self.chosen = get_object_or_404(Author, slug=self.kwargs["slug"])
        return super().get_queryset().by(self.chosen)

    def get_context_data(self, **kwargs):
        portrait = Picture.objects.shown({self.chosen.portrait_id} - {None}).get(self.chosen.portrait_id)
        return super().get_context_data(portrait=portrait, **kwargs)


class ArticlesInMonth(ArticleList):
    allow_empty = False  # a month without articles is no page

    def get_queryset(self):
        year, month = self.kwargs["year"], self.kwargs["month"]
        if not (1990 <= year <= 2200 and 1 <= month <= 12):
            raise Http404("No such month.")
        return super().get_queryset().in_month(year, month)

    def get_heading(self):
        return str(Month(self.kwargs["year"], self.kwargs["month"], 0))

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_month=True, **kwargs)


class Archive(TemplateView):
    """How much was published in each month, the newest first."""

    template_name = "articles/archive.html"

    def get_context_data(self, **kwargs):
        months = memo("articles.months", Article.objects.live().by_month)
        words = {"heading": _("Archive"), "intro": _("Everything we have published, month by month.")}
        return super().get_context_data(months=months, **words, **kwargs)


class ArticleDetail(PublishableDetail):
    model = Article

    def get_queryset(self):
        return super().get_queryset().for_reading()

    def get_context_data(self, **kwargs):
        return super().get_context_data(around=around(self.object), **kwargs)


class SeriesList(PagedList):
    """All live series, newest first."""

    context_object_name = "series_list"
    template_name = "articles/series_list.html"

    def get_queryset(self):
        return Series.objects.live().for_listing()

    def get_context_data(self, **kwargs):
        intro = _("Articles on one subject, in the order in which they are best read.")
        return super().get_context_data(heading=_("Series"), intro=intro, **kwargs)


class SeriesDetail(PublishableDetail):
    model = Series

    def get_queryset(self):
        return super().get_queryset().prefetch_related("entries")

    def get_context_data(self, **kwargs):
        articles = Article.objects.live().in_order(self.object.article_keys())
        return super().get_context_data(articles=articles, **kwargs)
