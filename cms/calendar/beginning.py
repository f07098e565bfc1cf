"""From a plan to the thing: tied when its form is first saved, shown on the form, done once it is public."""

from django.utils import timezone

from cms.calendar.models import Plan
from cms.outbox.subscribers import subscribe
from cms.publishing.extending import box, when_saved


@when_saved
def tie(model_admin, request, thing):
    """The form for a new thing that was opened from a plan carries the plan's key in its address."""
    key = request.GET.get("plan", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return
    plan = Plan.objects.of(request.user).filter(pk=key).first()
    if plan and plan.may_be_changed_by(request.user):
        plan.tie(thing)


@box("calendar/brief.html", order=5)
def brief(model_admin, request, thing):
    """The plan that this was begun for, for who may see it."""
    plan = Plan.objects.of(request.user).open().about(thing).select_related("owner").first()
    return {"plan": plan} if plan else None


@subscribe("published")
def is_done(event):
    """What is public needs no plan any more."""
    about = {"content_type_id": event.content_type_id, "object_id": event.object_id}
    Plan.objects.open().filter(**about).update(done_at=timezone.now())
