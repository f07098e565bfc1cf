"""What the admin needs that public pages must not have, and what every page needs."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import Http404, QueryDict

# Unfold needs eval and CKEditor 4 inline scripts, so here the policy stops no stored script: the sanitiser is the
# boundary (docs/decisions/0001-editor.md).
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],  # the editor's own frames; videos play on public pages only
}


class PagesStayHere:
    """No other site may load a page of ours as a part of its own; pictures and feeds are meant to be shown there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class AdminPolicies:
    """Loosen the content policy for the admin, and keep its pages out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY
            response.headers["Cache-Control"] = "no-store, private"
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class NoNul:
    """A NUL byte, which PostgreSQL cannot even be asked about, names nothing in a path and means nothing elsewhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = QueryDict(request.META["QUERY_STRING"].replace("%00", ""), encoding="utf-8")
        if request.COOKIES:  # in quotes, \000 is one, and the session's key is asked about
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)
