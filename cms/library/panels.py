"""What of the library needs care: public pictures without words, licences that are over, or nearly."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.desk.care import Concern, Example, concerns
from cms.library.copies import KINDS
from cms.library.models import Picture

SHOWN = 3


@concerns(permission="library.change_picture", order=10)
def of_the_library(request):
    return [licences(), without_words()]


def licences() -> Concern:
    """What is over first."""
    found, count = [], 0
    for model in KINDS.values():
        rows = model.objects.in_public_use()
        over = (rows.with_ended_licence() | rows.with_licence_ending_soon()).filter(~Q(licence_ends_on=None))
        count += over.count()
        found += over.order_by("licence_ends_on")[:SHOWN]
    found.sort(key=lambda asset: asset.licence_ends_on)
    return Concern(
        _("Licences that end"),
        count,
        reverse("admin:library_picture_changelist") + "?licence_end=ended",
        _("These are public. Prolong the licence in the library, or show something else."),
        [Example(str(asset), asset.edit_url, told(asset)) for asset in found[:SHOWN]],
    )


def told(asset) -> str:
    day = date_format(asset.licence_ends_on, "Y-m-d")
    return (
        _("Licence ended on %(day)s") % {"day": day}
        if asset.licence_has_ended
        else _("Licence until %(day)s") % {"day": day}
    )


def without_words() -> Concern:
    """Public pictures that say nothing to those who cannot see them."""
    silent = Picture.objects.in_public_use().filter(alt="", is_decorative=False)
    return Concern(
        _("Public pictures without alternative text"),
        silent.count(),
        reverse("admin:library_picture_changelist") + "?alt_state=missing",
        _("Say what each shows, or mark it as decorative."),
        [Example(str(picture), picture.edit_url) for picture in silent.order_by("pk")[:SHOWN]],
    )
