"""What search engines, feed readers, assistants and phones ask for."""

import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from cms import theme
from cms.library import serving
from cms.library.storage import public
from cms.publishing.kinds import publishable_model
from cms.publishing.views import PublishableDetail, gone
from cms.site.models import Identity
from reach import introduction, markdown, moved, sharing, xml
from reach import sitemap as sitemaps
from reach.descriptions import one_line

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


@require_safe
def robots(request):
    """Everything public may be read. The search page says noindex itself, which only who reads it can obey."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        "Disallow: /review/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('reach:sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=TEXT)


@require_safe
def llms(request):
    """Who we are, and where the texts are that are worth reading, for assistants: https://llmstxt.org."""
    return HttpResponse(introduction.text(), content_type=TEXT)


@require_safe
def sitemap(request):
    """The index of all sitemaps."""
    return StreamingHttpResponse(xml.sitemap_index(sitemaps.files()), content_type=XML)


@require_safe
def sitemap_of(request, kind, number):
    """One file of things of one kind, with the pictures that they show."""
    model = sitemaps.KINDS.get(kind)
    if model is None or not 1 <= number < 10**9 or not sitemaps.in_file(model, number).exists():
        raise Http404("No such sitemap.")
    return StreamingHttpResponse(xml.urlset(sitemaps.entries(model, number)), content_type=XML)


@require_safe
def sitemap_of_lists(request):
    return StreamingHttpResponse(xml.urlset(sitemaps.lists()), content_type=XML)


@require_safe
def sitemap_of_news(request):
    """The articles of the last two days, as Google News wants them; an empty file when there are none."""
    publication = Identity.current().name
    return StreamingHttpResponse(xml.news(sitemaps.news_entries(), publication), content_type=XML)


@require_safe
def manifest(request):
    """What a phone needs to keep the site on its first page."""
    identity = Identity.current()
    name = one_line(identity.name)
    icons = [
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-maskable.png", "512x512", "maskable"),
    ]
    data = {
        "name": name,
        "short_name": name[:12],
        "description": one_line(identity.description),
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": theme.PAPER,
        "theme_color": theme.PAPER,
        "icons": [
            {"src": static(f"img/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for file, sizes, purpose in icons
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def icon(request, name):
    """The icons that browsers ask for at the root without being told of them."""
    path = finders.find(f"img/{name}")
    if path is None:
        raise Http404("No such icon.")
    response = FileResponse(open(path, "rb"))  # noqa: SIM115  the response closes it
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def drawn(request, name):
    """The share picture drawn for a live thing; its address of today, or the site's picture while there is none."""
    match = re.fullmatch(r"([a-z]+\.[a-z]+)-(\d{1,18})-[0-9a-f]{24}\.png", name)
    model = publishable_model(match[1]) if match else None
    if model is None or not model.has_page:
        raise Http404("No such picture.")
    thing = model._default_manager.live().with_keys([int(match[2])]).first()
    if thing is None:
        found = model._base_manager.filter(pk=match[2]).first()
        if found and found.has_been_live:
            return gone(request)
        raise Http404("No such picture.")
    if name == sharing.name_of(thing) and not sharing.own_picture_id(thing):
        try:
            return serving.respond(request, public, sharing.file_of(name), etag=name, cache="public, max-age=86400")
        except FileNotFoundError:
            address = sharing.of_site(Identity.current()).url
    else:
        address = sharing.of_thing(thing, Identity.current()).url
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "no-cache"
    return response


class ArticleMarkdown(PublishableDetail):
    """An article as Markdown, for the same eyes as its page; search engines take the page."""

    model = Article

    def get_queryset(self):
        return super().get_queryset().for_reading()

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            path = reverse("articles:detail", args=[kwargs["slug"]])
            return moved.answer(request, path, lambda article: reverse("reach:markdown", args=[article.slug]))

    def render_to_response(self, context, **kwargs):
        address = self.object.canonical_url or settings.SITE_URL + self.object.get_absolute_url()
        text = markdown.of_article(self.object, address, context["pictures"], context["paths"])
        response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Link"] = f'<{address}>; rel="canonical"'
        return response
