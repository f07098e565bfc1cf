"""What the rooms below, which know nothing of persons, hold about them: the outbox, and the admin's own log."""

from functools import reduce
from operator import or_

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from cms.intake.forgetting import Holder, Person, register
from cms.outbox.models import Delivery, Event
from cms.people.preferences import News


def about(person: Person) -> Q:
    """Rows that name one of the person's things by type and key."""
    told = Q(pk__in=[])
    for label, keys in person.things.items():
        app, _dot, model = label.partition(".")
        if kind := ContentType.objects.filter(app_label=app, model=model).first():
            told |= Q(content_type=kind, object_id__in=keys)
    return told


def naming(person: Person, *fields: str) -> Q:
    """Rows whose text names a way to reach the person."""
    return reduce(
        or_, (Q(**{f"{field}__icontains": word}) for field in fields for word in person.needles), Q(pk__in=[])
    )


def events(person: Person):
    rows = Event.objects.annotate(said=Cast("payload", TextField()))
    return rows.filter(about(person) | naming(person, "said", "key"))


def deliveries(person: Person):
    rows = Delivery.objects.annotate(said=Cast("payload", TextField()))
    is_named = naming(person, "said", "receiver", "summary", "key", "last_error")
    return rows.filter(Q(event__in=events(person).values("pk")) | Q(receiver__in=person.emails) | is_named)


def kept_messages(person: Person):
    for row in deliveries(person).iterator():
        yield {"what": "message", "to": row.receiver, "subject": row.summary, "at": row.created_at, "state": row.state}


def forget_messages(person: Person) -> dict[str, int]:
    """Messages are deleted, sent or not; events stay as marks that something was told, without what was said."""
    gone = Delivery.objects.filter(pk__in=list(deliveries(person).values_list("pk", flat=True))).delete()[0]
    found = Event.objects.filter(pk__in=list(events(person).values_list("pk", flat=True)))
    found.filter(state__in=[Event.State.WAITING, Event.State.DEAD]).update(state=Event.State.SUPERSEDED)
    emptied = found.update(payload={}, last_error="")
    for event in found.filter(naming(person, "key")):
        Event.objects.filter(pk=event.pk).update(key=f"forgotten-{event.pk}")
    return {"deliveries": gone, "events": emptied}


register(
    Holder(
        name="outbox",
        covers=("outbox.delivery", "outbox.event"),
        kept=kept_messages,
        forget=forget_messages,
        order=10,
    )
)


def news(person: Person):
    return News.objects.filter(about(person))


def kept_news(person: Person):
    for row in news(person).iterator():
        yield {"what": "told to a colleague", "at": row.told_at, "of": row.kind}


register(
    Holder(
        name="news",
        covers=("people.news",),
        kept=kept_news,
        forget=lambda person: {"news of colleagues": news(person).delete()[0]},
        order=20,
    )
)


def log_entries(person: Person):
    told = Q(pk__in=[])
    for label, keys in person.things.items():
        app, _dot, model = label.partition(".")
        kinds = ContentType.objects.filter(app_label=app, model=model)
        told |= Q(content_type__in=kinds, object_id__in=[str(key) for key in keys])
    return LogEntry.objects.filter(told | naming(person, "object_repr", "change_message"))


def kept_log(person: Person):
    for row in log_entries(person).iterator():
        yield {"what": "change in the admin", "at": row.action_time, "of": row.object_repr}


def forget_log(person: Person) -> dict[str, int]:
    """Who worked when stays, on whom does not."""
    return {"log entries": log_entries(person).update(object_repr="", change_message="")}


register(Holder(name="admin log", covers=("admin.logentry",), kept=kept_log, forget=forget_log, order=10))
