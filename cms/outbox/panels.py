"""What the first page of the admin says of the outbox: nothing, unless somebody must look."""

from cms.desk.panels import panel
from cms.outbox.models import Delivery, Event, Robot, Webhook

SHOWN = 5


@panel("admin/outbox/trouble_panel.html", permission="outbox.view_delivery", order=5)
def trouble(request):
    """What was given up or keeps failing."""
    in_trouble = Delivery.objects.in_trouble()
    rows = list(in_trouble.order_by("-created_at")[:SHOWN])
    dead_events = Event.objects.filter(state=Event.State.DEAD).count()
    off = [*Webhook.objects.exclude(off_because=""), *Robot.objects.exclude(off_because="")]
    if not rows and not dead_events and not off:
        return None
    return {"deliveries": rows, "count": in_trouble.count(), "dead_events": dead_events, "off": off}
