"""Licences that end: nothing new goes out under one that is over, and what is out is shown to a person.

A page that shows such a picture already may be corrected: refusing that would keep its other mistakes public, and take
nothing back. docs/decisions/0016-library.md says more.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture, Usage


def ended(obj, picture_ids, document_ids, *, at=None) -> tuple[list[str], list[str]]:
    """What stands in the way of showing these from `at` on: sentences that refuse, and sentences that warn."""
    day = timezone.localdate(at or timezone.now())
    used = Usage.objects.of(obj).in_force() if obj.pk else Usage.objects.none()
    shown = {row for pair in used.values_list("picture_id", "document_id") for row in zip("pd", pair, strict=True)}
    refusals: list[str] = []
    warnings: list[str] = []
    for kind, model, ids in (("p", Picture, picture_ids), ("d", Document, document_ids)):
        for asset in model.objects.filter(pk__in=ids).with_ended_licence(day) if ids else ():
            (warnings if (kind, asset.pk) in shown else refusals).append(sentence(asset))
    return refusals, warnings


def sentence(asset) -> str:
    return _("The licence of “%(name)s” ends on %(day)s. Prolong it in the library, or show something else.") % {
        "name": asset,
        "day": date_format(asset.licence_ends_on, "Y-m-d"),
    }
