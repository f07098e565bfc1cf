"""What the site says around every article, gathered once and kept until something changes."""

from django.db.models import Prefetch

from cms.library.models import Picture
from cms.pagecache.models import memo
from cms.site.models import ContactChannel, Promotion, Snippet
from cms.site.models.snippets import Said
from cms.site.scopes import scopes_of


def snippet_for(placement: str, thing) -> Said | None:
    """The newest live snippet of this place for this thing; one that is narrowed to it comes first."""
    scopes = scopes_of(thing) | {""}
    fitting = [one for one in _kept()["snippets"] if one.placement == placement and one.scope in scopes]
    return min(fitting, key=lambda one: not one.scope, default=None)


def promotion_for(placement: str) -> Promotion | None:
    """The newest live promotion of this place."""
    return next((one for one in _kept()["promotions"] if one.placement == placement), None)


def _kept():
    return memo("site.voices", _gather)


def _gather() -> dict:
    pictures = Prefetch("picture", Picture.objects.for_display())
    channels = list(ContactChannel.objects.live())
    return {
        "snippets": [snippet.said(channels) for snippet in Snippet.objects.live().newest_first()],
        "promotions": list(Promotion.objects.live().newest_first().prefetch_related(pictures)),
    }
