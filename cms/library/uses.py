"""Where a picture or document is used: by what is live, and by what other models point at.

Text that is not published yet is known to other apps only; they add a finder to `finders`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.library.models import Asset, Rendition, Usage

SHOWN = 50

finders: list[Callable[[Asset], Iterable[models.Model]]] = []
"""Each says which objects use an asset in a way that the database cannot see, such as in an unpublished draft."""


@dataclass(frozen=True)
class Use:
    """One object that uses an asset; `url` is its admin form, "" when it has none."""

    kind: str
    label: str
    url: str
    is_live: bool


def where_used(asset: Asset, *, may_see: Callable[[models.Model], bool] = lambda obj: True) -> list[Use]:
    """Everything that uses this, live things first; at most `SHOWN` of each kind.

    What somebody may not see is there without its name, such as a colleague's draft.
    """
    live = [usage.object for usage in uses_of(asset).in_force().prefetch_related("object")[:SHOWN]]
    found = {key(obj): (obj, True) for obj in live if obj is not None}
    for obj in [*pointing_at(asset), *(obj for finder in finders for obj in finder(asset))]:
        found.setdefault(key(obj), (obj, False))
    return [
        Use(capfirst(str(obj._meta.verbose_name)), str(obj), admin_url(obj), is_live)
        if is_live or may_see(obj)
        else Use(capfirst(str(obj._meta.verbose_name)), str(_("a colleague's draft")), "", is_live)
        for obj, is_live in found.values()
    ]


def uses_of(asset: Asset):
    """The rows of `Usage` for a picture or a document."""
    return Usage.objects.filter(**{str(asset._meta.model_name): asset})


def pointing_at(asset: Asset) -> Iterable[models.Model]:
    """The rows whose foreign keys name this asset, of a part, the `whole` it belongs to."""
    for relation in asset._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in {Usage, Rendition}:
            for row in relation.related_model._base_manager.filter(**{relation.field.name: asset})[:SHOWN]:
                yield getattr(row, "whole", row)


def key(obj: models.Model) -> tuple:
    return (obj._meta.label, obj.pk)


def admin_url(obj: models.Model) -> str:
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""
