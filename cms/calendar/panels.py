"""Plans on the admin's first page: what is due soon, or was."""

from datetime import timedelta

from django.utils import timezone

from cms.calendar.models import Plan
from cms.desk.panels import panel
from cms.publishing import moments

SHOWN = 6
SOON = timedelta(days=7)


@panel("calendar/due_panel.html", permission="calendar.view_plan", order=15)
def due(request):
    """Open plans that are overdue or due within a week, with the way to begin them."""
    today = timezone.localdate(timezone=moments.zone())
    found = Plan.objects.of(request.user).open().filter(due_on__lte=today + SOON)
    plans = [(plan, plan.begin_url(request.user)) for plan in found.select_related("owner")[:SHOWN]]
    return {"plans": plans} if plans else None
