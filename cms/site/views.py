"""Error pages with manners, and the codes by which phones take a page along."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.site import codes

LONGEST_PATH = 300


def server_error(request):
    """Rendered without a request, so that nothing in it can ask the database."""
    return render(None, "500.html", status=500)


@require_safe
def page_code(request, page):
    """A QR code of the address of a page on this site; a file of its own, so only who opens it loads it."""
    if len(page) > LONGEST_PATH or not page.isascii() or not page.isprintable():
        raise Http404
    drawing = codes.drawn(f"{settings.SITE_URL}/{quote(page)}/")
    drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
