"""The library on the admin's first page: public pictures and files whose licence is over, or nearly."""

from django.db.models import Q

from cms.desk.panels import panel
from cms.library.copies import KINDS

SHOWN = 8


@panel("admin/library/licence_panel.html", permission="library.change_picture", order=40)
def licence_panel(request):
    """What is over first; nothing is said while all is well."""
    found = []
    for model in KINDS.values():
        rows = model.objects.in_public_use()
        over = rows.with_ended_licence() | rows.with_licence_ending_soon()
        found += over.filter(~Q(licence_ends_on=None)).order_by("licence_ends_on")[:SHOWN]
    found.sort(key=lambda asset: asset.licence_ends_on)
    return {"assets": found[:SHOWN]} if found else None
