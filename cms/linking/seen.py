"""What one person may see of the things that links name: titles and forms of their own, no colleague's draft."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.library.uses import admin_url
from cms.publishing.admin.publishables import STANDINGS

Key = tuple[int, int]  # content type and key


@dataclass(frozen=True)
class Shown:
    """One thing as a list names it; `url` is its form, "" for whoever may not open it."""

    kind: str
    label: str
    url: str
    standing: str
    is_live: bool

    @property
    def standing_label(self):
        return STANDINGS.get(self.standing, "")


def shown(request, keys: set[Key]) -> dict[Key, Shown]:
    """What this person may see of each; what is not there any more has no entry. Two queries for each kind."""
    by_kind = defaultdict(set)
    for kind, key in keys:
        by_kind[kind].add(key)
    found = {}
    for kind, pks in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        theirs = visible(request, model, pks)
        for pk, thing in model._base_manager.in_bulk(pks).items():
            found[kind, pk] = as_shown(thing, is_visible=pk in theirs)
    return found


def visible(request, model, pks) -> set[int]:
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_permission(request):
        return set()
    return set(model_admin.get_queryset(request).filter(pk__in=pks).values_list("pk", flat=True))


def as_shown(thing, *, is_visible) -> Shown:
    """What is public may be named to everybody; the form is for those whose list has it."""
    is_live = getattr(thing, "is_live", True)
    kind = capfirst(str(thing._meta.verbose_name))
    label = str(thing) if is_visible or is_live else _("a colleague's draft")
    return Shown(kind, label, admin_url(thing) if is_visible else "", getattr(thing, "standing", "published"), is_live)
