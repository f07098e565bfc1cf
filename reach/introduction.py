"""llms.txt: who we are, what we do, and where the texts worth reading are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Channel
from cms.site.models import ContactChannel, Identity
from pages.models import Page
from reach import descriptions, sitemap
from reach.descriptions import one_line
from services.models import CaseStudy, Service

LATEST = 20
MOST_PAGES = 20


def text() -> str:
    """Everything that is said, as Markdown; a handful of queries."""
    identity = Identity.current()
    parts = [f"# {one_line(identity.name)}", f"> {one_line(identity.description or identity.slogan)}"]
    parts.append("\n".join(facts(identity)))
    services = sitemap.shown(Service).for_listing().defer("body")
    cases = sitemap.shown(CaseStudy).newest_first().defer("problem", "action")[:LATEST]
    pages = sitemap.shown(Page).exclude(kind=Page.Kind.HOME).order_by("pk")[:MOST_PAGES]
    articles = sitemap.shown(Article).newest_first().defer("body")[:LATEST]
    parts += section(_("Services"), [entry(row) for row in services])
    parts += section(_("Cases"), [entry(row) for row in cases])
    parts += section(_("Standing pages"), [entry(row) for row in pages])
    parts += section(_("Channels"), [entry(row) for row in Channel.objects.all()])
    parts += section(_("Latest articles"), [entry(row, reverse("reach:markdown", args=[row.slug])) for row in articles])
    feeds = [("Atom", "reach:feed"), ("RSS", "reach:feed-rss"), (_("Sitemap"), "reach:sitemap")]
    parts += section("Optional", [f"- [{name}]({settings.SITE_URL}{reverse(address)})" for name, address in feeds])
    return "\n\n".join(part for part in parts if part.strip("> ")) + "\n"


def facts(identity):
    if identity.founded_year:
        yield f"- {_('founded in')}：{identity.founded_year}"
    if identity.slogan:
        yield f"- {_('slogan')}：{one_line(identity.slogan)}"
    for channel in ContactChannel.objects.live():
        yield f"- {one_line(channel.label)}：{one_line(channel.value)}"


def section(heading: str, lines: list[str]) -> list[str]:
    return [f"## {heading}", "\n".join(lines)] if lines else []


def entry(row, path: str = "") -> str:
    """A link with one sentence; texts are not read, only titles and summaries."""
    name = one_line(row).replace("[", "\\[").replace("]", "\\]")
    about = descriptions.opening(getattr(row, "summary", "") or getattr(row, "description", ""))
    address = settings.SITE_URL + (path or row.get_absolute_url())
    return f"- [{name}]({address})" + (f": {about}" if about else "")
