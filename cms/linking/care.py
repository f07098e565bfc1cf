"""Links that lead nowhere, among what needs care on the first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.desk.care import Concern, concerns
from cms.linking.report import rows_of


@concerns(permission="linking.view_link", order=20)
def broken_links(request):
    """Those inside the site and those to others, each with its part of the report; one query each."""
    report = reverse("admin:linking_link_changelist")
    told = [
        ("inside", _("Links to pages that readers do not find"), _("Lead them elsewhere, or take them out.")),
        ("outside", _("Links to other sites that no longer answer"), _("Look for the page's new address.")),
    ]
    return [
        Concern(title, rows_of(name).count(), url=f"{report}?show={name}", advice=advice)
        for name, title, advice in told
    ]
