"""Collect what a public page was made of and send it as `Surrogate-Key`."""

from cms.pagecache.models import ANYTHING
from cms.pagecache.notes import noting

PRIVATE_PATHS = ("/admin/", "/preview/", "/review/")
LONGEST = 2800
"""Characters of tags that are sent: nginx answers 502 when all headers together need more than 4 kB."""


class NoteWhatPagesAreMadeOf:
    """Public GETs carry their tags; browsers revalidate by ETag, since a page may change at any time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"} or request.path.startswith(PRIVATE_PATHS):
            return self.get_response(request)
        with noting() as notes:
            response = self.get_response(request)
        # A page that is not there names nothing: its tags would tell which addresses belong to drafts.
        if notes.tags and not response.streaming and response.status_code != 404:
            tags = " ".join(sorted(notes.tags))
            response.headers["Surrogate-Key"] = tags if len(tags) <= LONGEST else ANYTHING
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
