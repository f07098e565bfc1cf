"""Other views of things that have addresses of their own go where the thing goes."""

from django.http import Http404, HttpResponsePermanentRedirect

from cms.publishing.models import Redirect
from cms.publishing.views import gone


def answer(request, path: str, address_of):
    """What to answer when the thing that stood at `path` is not there: its new place, or 410; raises 404 else."""
    found = Redirect.objects.filter(path=path).first()
    if found is None:
        raise Http404("Nothing was ever here.")
    target = found.target
    if target is None or (not target.is_live and target.has_been_live):
        return gone(request)
    if not target.is_live:
        raise Http404("Not yet.")
    return HttpResponsePermanentRedirect(address_of(target), headers={"Cache-Control": "no-cache"})
