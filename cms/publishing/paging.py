"""Lists by pages, with one address for each page."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.views.generic import ListView


class PagedList(ListView):
    """A list whose first page has no number: `?page=1` leads there, keeping the rest of the query."""

    paginate_by = 20

    def get(self, request, *args, **kwargs):
        page = request.GET.get("page")
        if page == "1":
            rest = [(key, value) for key, values in request.GET.lists() if key != "page" for value in values]
            return HttpResponsePermanentRedirect(f"{request.path}?{urlencode(rest)}" if rest else request.path)
        if page is not None and not (page.isascii() and page.isdecimal() and len(page) < 7):
            raise Http404("No such page.")
        return super().get(request, *args, **kwargs)
