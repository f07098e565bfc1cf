"""Standing pages, and the search over everything."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404

from articles.models import Article, Channel
from cms.pagecache.notes import note
from cms.publishing import snapshots
from cms.publishing.paging import PagedList
from cms.publishing.views import PublishableDetail
from cms.search.finding import Hit, Piece, find, tidy
from pages.models import Page, Section
from services.models import CaseStudy, Service


class PageDetail(PublishableDetail):
    """A page made of sections."""

    model = Page
    lookup: str | None = "path"
    template_name = "pages/page_detail.html"

    def get_object(self, queryset=None):
        if self.previewed:
            return self.previewed
        return get_object_or_404(queryset if queryset is not None else self.get_queryset(), path=self.kwargs["path"])

    @classmethod
    def find_many(cls, asked):
        note(*(f"page:at:{kwargs['path']}" for kwargs in asked))  # where none is, there may be one later
        return super().find_many(asked)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        above = list(Page.objects.live().above(self.object)) if "/" in self.object.path else []
        sections = self.object.shown_sections(context["pictures"], context["paths"])
        return context | {"sections": sections, "above": above}


class Home(PageDetail):
    """The page of the kind "home"; without one the site still opens, with lists of what there is."""

    lookup = None

    def get_object(self, queryset=None):
        return self.previewed or self.get_queryset().filter(kind=Page.Kind.HOME).first() or bare_home()

    @classmethod
    def find_many(cls, asked):
        return {None: Page.objects.live().filter(kind=Page.Kind.HOME).first()}


def bare_home() -> Page:
    """A home page that nobody has written yet."""
    home = Page(pk=0, kind=Page.Kind.HOME)  # what has no key may have no parts
    rows = [Section(page=home, content={"kind": kind}) for kind in ("hero", "services", "cases", "news")]
    snapshots.remember(home, "sections", snapshots.DraftRows(Section), rows)
    return home


class Search(PagedList):
    """What visitors type, found in everything live; the page itself is not for search engines."""

    template_name = "pages/search.html"
    # Names in the address, in the order of the page.
    kinds = {"article": Article, "service": Service, "case": CaseStudy, "page": Page}

    def get_queryset(self):
        asked = self.request.GET
        self.query = tidy(asked.get("q", ""))
        self.kind = asked.get("kind") if asked.get("kind") in self.kinds else ""
        self.channels = list(Channel.objects.all()) if self.kind == "article" else []
        self.channel = next((row for row in self.channels if row.slug == asked.get("channel")), None)
        # A page or two beyond the one that is read: who goes on finds the next ones.
        depth = (int(asked.get("page", 1)) + 2) * self.paginate_by
        self.everywhere = find(self.query, [model.objects.live() for model in self.kinds.values()], depth)
        if not self.kind:
            return self.everywhere
        rows = self.kinds[self.kind].objects.live()
        return find(self.query, [rows.in_channel(self.channel) if self.channel else rows], depth)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        everywhere = self.everywhere
        numbers = everywhere.by_kind
        filters = [
            (name, model, numbers[model], everywhere.has_more_of(model))
            for name, model in self.kinds.items()
            if numbers[model]
        ]
        context["results"] = with_things(context["page_obj"])
        channel = self.channel.slug if self.channel else ""
        asked = {"q": self.query, "kind": self.kind, "channel": channel}
        return context | {
            "query": self.query,
            "filters": filters,
            "total": everywhere.count(),
            "has_more": everywhere.has_more,
            "kind": self.kind,
            "channels": self.channels,
            "channel": self.channel,
            "keep": urlencode({name: value for name, value in asked.items() if value}),
        }


@dataclass(frozen=True)
class Result:
    """One line of the list: what was found, with the matches in its title and in its text."""

    thing: Article | Service | CaseStudy | Page
    hit: Hit

    @property
    def title(self) -> list[Piece]:
        return self.hit.marked(self.thing.title)


def with_things(hits) -> list[Result]:
    """The things behind the hits; what has been taken back since the search is left out."""
    things = {
        (model, thing.pk): thing
        for model in {hit.model for hit in hits}
        for thing in model.objects.live().with_keys([hit.pk for hit in hits if hit.model is model])
    }
    return [Result(things[hit.model, hit.pk], hit) for hit in hits if (hit.model, hit.pk) in things]
