"""The news for editors."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Article,
    ArticleFaq,
    Author,
    Channel,
    Citation,
    Pin,
    Series,
    SeriesEntry,
    Source,
    Tag,
    TitleVariant,
)
from articles.models.questions import Question
from articles.queue import QuestionAdmin
from cms.publishing.admin import PublicOnSaveAdmin, PublishableAdmin
from cms.publishing.drafting import PartStacked, PartTabular

MOST_NAMED = 10  # articles that a confirmation names

admin.site.register(Question, QuestionAdmin)


class FaqInline(PartStacked):
    model = ArticleFaq
    tab = True


class VariantInline(PartTabular):
    model = TitleVariant
    tab = True


class CitationInline(PartTabular):
    model = Citation
    tab = True


class PinInline(PartTabular):
    model = Pin
    fk_name = "article"
    autocomplete_fields = ["target"]
    tab = True


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    """Articles: write, preview, publish."""

    icon, place = "article", 10
    inlines = [FaqInline, VariantInline, CitationInline, PinInline]
    autocomplete_fields = ["channel", "tags", "author", "reviewer", "source", "services"]
    bulk_move, bulk_tags = "channel", "tags"
    list_display = ["title", "standing_badge", "channel", "publication_time", "begun_by"]
    list_filter = [*PublishableAdmin.list_filter, "channel", "author", "origin", "services"]
    list_select_related = ["created_by", "channel"]
    search_fields = [*PublishableAdmin.search_fields, "subtitle", "variants__text"]
    fieldsets = [
        (None, {"fields": ["title", "subtitle", "summary", "body", "cover"]}),
        (
            _("Where it stands"),
            {
                "fields": ["channel", "tags", "services", "form_below"],
                "description": _(
                    "Tags and services also decide what is recommended below the article: "
                    "the fewer articles share one, the more it counts."
                ),
            },
        ),
        (
            _("Who and whence"),
            {
                "fields": ["author", "reviewer", "origin", "source", "canonical_url"],
                "description": _("Of a reprint, give the address of the original: search engines are led there."),
            },
        ),
        (
            PublishableAdmin.search_engine_fields[0],
            {
                **PublishableAdmin.search_engine_fields[1],
                "fields": [
                    name for name in PublishableAdmin.search_engine_fields[1]["fields"] if name != "canonical_url"
                ],
            },
        ),
    ]


class EntryInline(PartTabular):
    model = SeriesEntry
    fk_name = "series"
    autocomplete_fields = ["article"]


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    """Articles in an order of reading."""

    icon, place = "format_list_numbered", 15
    inlines = [EntryInline]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body", "cover"]}),
        PublishableAdmin.search_engine_fields,
    ]


@admin.register(Channel)
class ChannelAdmin(PublicOnSaveAdmin):
    """Sections of the news."""

    icon, place = "folder", 60
    list_display = ["name", "slug", "description"]
    ordering_field = "position"
    hide_ordering_field = True


@admin.register(Tag)
class TagAdmin(PublicOnSaveAdmin):
    """Words that tie articles together."""

    icon, place = "label", 61
    list_display = ["name", "slug", "description"]

    def get_deleted_objects(self, objs, request):
        """Django's, but in words: the articles stay, and only lose the tag."""
        _names, counts, missing, protected = super().get_deleted_objects(objs, request)
        links = Article.tags.through._meta
        counts = {name: count for name, count in counts.items() if name != links.verbose_name_plural}
        return [self.what_loses(tag) for tag in objs], counts, missing, protected

    def what_loses(self, tag):
        shown = list(tag.articles.order_by("-pk")[: MOST_NAMED + 1])
        names = format_html_join("、", "{}", ((article,) for article in shown[:MOST_NAMED]))
        if not shown:
            return format_html("{}: {}", tag, _("no article has it"))
        said = _("these articles lose it and stay as they are:")
        return format_html("{}: {} {}{}", tag, said, names, "…" if len(shown) > MOST_NAMED else "")


@admin.register(Author)
class AuthorAdmin(PublicOnSaveAdmin):
    """Names that stand above articles."""

    icon, place = "edit_square", 62
    list_display = ["name", "role", "slug"]


@admin.register(Source)
class SourceAdmin(PublicOnSaveAdmin):
    """Where articles come from."""

    icon, place = "newspaper", 63
    list_display = ["name", "url", "licence"]
