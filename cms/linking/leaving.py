"""Before something leaves the public: who links to it, and where its address shall lead instead."""

from django.core.exceptions import PermissionDenied

from cms.linking.backlinks import backlinks, redirects_to
from cms.linking.models import Link
from cms.publishing import extending, redirects
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Redirect

SUGGESTED = 12


def address_of(thing) -> str:
    """Where readers find it, or found it; "" for what has no page, or was never public."""
    if not getattr(thing, "has_page", True) or not getattr(thing, "has_been_live", False):
        return ""
    return thing.get_absolute_url()


def is_linked(model_admin, request, thing) -> bool:
    if not hasattr(thing, "get_absolute_url"):
        return False
    return Link.objects.to(thing).exists() or redirects_to([thing]).exists()


def lead_on(model_admin, request, thing) -> None:
    """Lay the redirect that was asked for; raises ValidationError with a sentence if it leads nowhere."""
    typed = request.POST.get("lead_to", "").strip()
    path = address_of(thing) if typed else ""
    if not path:
        return
    if not request.user.has_perm("publishing.add_redirect"):
        raise PermissionDenied
    Redirect.objects.instead_of(path, redirects.end_of(typed, path))


@extending.leaving("linking/leaving.html", do=lead_on, is_asked=is_linked)
def before_it_goes(model_admin, request, things):
    """Who links here, live ones first; of a single thing also the choice of what stands instead."""
    linkable = [thing for thing in things if hasattr(thing, "get_absolute_url")]
    if not linkable:
        return None
    found = backlinks(request, *linkable)
    one = things[0] if len(things) == 1 else None
    path = address_of(one) if one is not None and request.user.has_perm("publishing.add_redirect") else ""
    if not found.sources and not path:
        return None
    return {
        "backlinks": found,
        "path": path,
        "typed": getattr(request, "typed", {}).get("lead_to", ""),
        "refusal": getattr(request, "refusal", ""),
        "suggested": suggested(one) if path else [],
    }


def suggested(thing) -> list[tuple[str, str]]:
    """Addresses and titles that may stand instead: the newest live things, those of its own kind first."""
    kinds = sorted(
        (model for model in publishable_models() if model.has_page), key=lambda kind: kind is not type(thing)
    )
    found: list[tuple[str, str]] = []
    for model in kinds[:2]:
        rows = model._default_manager.live().newest_first().exclude(pk=thing.pk if model is type(thing) else None)
        found += [(row.get_absolute_url(), str(row)) for row in rows[:SUGGESTED]]
    return found
