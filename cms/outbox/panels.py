"""What the first page of the admin says of the outbox: nothing, unless somebody must look."""

from django.conf import settings

from cms.desk.panels import panel
from cms.outbox.models import Delivery, Event, Robot, Webhook
from cms.outbox.veiled import said

SHOWN = 5


@panel("admin/outbox/trouble_panel.html", permission="outbox.view_delivery", order=5)
def trouble(request):
    """What was given up or keeps failing."""
    in_trouble = Delivery.objects.in_trouble()
    rows = list(in_trouble.order_by("-created_at")[:SHOWN])
    for row in rows:
        row.is_shown = request.user.has_perm(settings.REVEAL_PERMISSION)
        row.summary, row.receiver = said(row, row.summary), said(row, row.receiver)
        row.last_error = said(row, row.last_error)
    dead_events = Event.objects.filter(state=Event.State.DEAD).count()
    off = [*Webhook.objects.exclude(off_because=""), *Robot.objects.exclude(off_because="")]
    if not rows and not dead_events and not off:
        return None
    return {"deliveries": rows, "count": in_trouble.count(), "dead_events": dead_events, "off": off}
