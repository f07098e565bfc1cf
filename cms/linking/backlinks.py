"""Where a thing is linked from: each source once, with the words of its links, what readers meet first.

A redirect that a person laid is a source too: whoever follows the old address ends here. The ones that the system laid
are the thing's own old addresses, and go where it goes.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import NoReverseMatch
from django.utils.text import capfirst

from cms.library.uses import admin_url
from cms.linking.models import Link
from cms.linking.seen import Shown, shown
from cms.publishing.models import Redirect

MOST_READ = 300  # rows of links; more than anybody reads through
MOST_SHOWN = 50


@dataclass(frozen=True)
class Source:
    """A thing that links here: itself, in which words, and whether readers meet one of these links now."""

    thing: Shown
    words: list[str]
    is_public: bool


@dataclass(frozen=True)
class Backlinks:
    sources: list[Source]
    total: int
    public: int

    @property
    def more(self) -> int:
        return self.total - len(self.sources)


def backlinks(request, *things) -> Backlinks:
    """Everything that links to one of these and is none of them; the number of queries grows with the kinds alone."""
    links = Link.objects.none()
    for thing in things:
        links |= Link.objects.to(thing)
    rows = list(links.order_by("-is_published", "-pk")[:MOST_READ])
    grouped: dict = {}
    for link in rows:
        grouped.setdefault((link.content_type_id, link.object_id), []).append(link)
    known = shown(request, set(grouped))
    sources = [as_source(known[key], of_it) for key, of_it in grouped.items() if key in known]
    sources.sort(key=lambda source: not source.is_public)
    total = len(sources)
    if len(rows) == MOST_READ:
        total = links.order_by().values("content_type", "object_id").distinct().count()
    laid = list(redirects_to(things).order_by("path")[:MOST_READ])
    sources += [as_old_address(request, redirect) for redirect in laid]
    return Backlinks(sources[:MOST_SHOWN], total + len(laid), sum(source.is_public for source in sources))


def redirects_to(things):
    """Redirects laid by hand that lead to one of these, wherever it is, or to its address."""
    wanted = Q(pk__in=())
    for thing in things:
        wanted |= Q(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
        if path := address_of(thing):
            wanted |= Q(to=path) | Q(to__startswith=f"{path}#") | Q(to__startswith=f"{path}?")
    return Redirect.objects.filter(wanted, is_by_hand=True)


def address_of(thing) -> str:
    """Its path; "" while the form holds an address that cannot be one."""
    try:
        return thing.get_absolute_url() if getattr(thing, "has_page", True) else ""
    except NoReverseMatch:
        return ""


def as_old_address(request, redirect) -> Source:
    url = admin_url(redirect) if request.user.has_perm("publishing.view_redirect") else ""
    kind = capfirst(str(redirect._meta.verbose_name))
    return Source(Shown(kind, redirect.path, url, "published", True), [], is_public=True)


def as_source(thing: Shown, links) -> Source:
    words = list(dict.fromkeys(link.words for link in links if link.words))
    return Source(thing, words[:3], thing.is_live and any(link.is_published for link in links))
