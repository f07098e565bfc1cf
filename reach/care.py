"""Exports that were to be made by themselves and were not, among what needs care on the first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.desk.care import Concern, Example, concerns
from reach.exporting.making import failed_plans


@concerns(permission="reach.export_content", order=40)
def failed_exports(request):
    failed = failed_plans()
    examples = [
        Example(str(one.plan), reverse("admin:reach_contentexport_progress", args=[one.pk]), one.error)
        for one in failed[:5]
    ]
    return [Concern(_("Scheduled exports that failed"), len(failed), examples=examples)]
