"""The last seven days of publishing: what was published for the first time, and what was published anew."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.desk.figures import Figure, figures
from cms.publishing.kinds import kinds_for
from cms.publishing.models import AuditEntry, State

A_MOMENT = timedelta(seconds=10)  # between the time that a first publication has, and the time at which it is noted


@figures(order=10)
def published(request, weeks):
    """By the time at which the public first saw it; taken back or not."""
    kinds = [(model, rows.exclude(state=State.DRAFT)) for model, rows in kinds_for(request.user)]
    if not kinds:
        return []
    first = [in_both(rows, "live_from", "pk", weeks) for _model, rows in kinds]
    again = [published_anew(model, rows, weeks) for model, rows in kinds]
    return [
        Figure(_("Published"), *map(sum, zip(*first, strict=True)), list_since(kinds[0][0], weeks.middle)),
        Figure(_("Published anew"), *map(sum, zip(*again, strict=True))),
    ]


def in_both(rows, time: str, counted: str, weeks) -> tuple[int, int]:
    """How many different ones there were in the last seven days, and in the seven before; one query."""
    spans = {"now": (weeks.middle, weeks.now), "before": (weeks.before, weeks.middle)}
    found = rows.order_by().aggregate(
        **{
            name: Count(counted, distinct=True, filter=Q(**{f"{time}__gte": start, f"{time}__lt": end}))
            for name, (start, end) in spans.items()
        }
    )
    return found["now"], found["before"]


def published_anew(model, rows, weeks) -> tuple[int, int]:
    """How many things that were public already were published again, each counted once."""
    kind = ContentType.objects.get_for_model(model)
    entries = AuditEntry.objects.filter(content_type=kind, verb="publish", at__gte=weeks.before)
    first = rows.filter(pk=OuterRef("object_id"), live_from__lt=OuterRef("at")).values("first_published_at")[:1]
    later = entries.annotate(first=Subquery(first)).filter(at__gt=F("first") + A_MOMENT)
    return in_both(later, "at", "object_id", weeks)


def list_since(model, start) -> str:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode({'live_from__gte': start.isoformat(timespec='minutes')})}"
