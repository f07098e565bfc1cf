"""A live article with a newer version that waits for its moment."""

from datetime import timedelta

from django.utils import timezone

from cms.publishing.models import Revision, Schedule
from demo import builders

HOUR = timedelta(hours=1)


def newer(thing, title="新版", *, by) -> Revision:
    """A revision of the thing with another title, kept and not public."""
    data = thing.working_copy()
    data["fields"]["title"] = title
    return thing.save_revision(data, by=by, token=thing.edit_token(thing.draft()))


def waiting(editor, *, thing=None, after=HOUR, title="新版") -> Schedule:
    """A replacement, an hour from now, of a live article."""
    thing = thing or builders.article("舊版", live=True, by=editor)
    return Schedule.objects.record(thing, newer(thing, title, by=editor), at=timezone.now() + after, by=editor)


def make_due(schedule, *, since=timedelta(seconds=1)) -> Schedule:
    """As if its moment had come: the row is moved, the clock is not."""
    Schedule.objects.filter(pk=schedule.pk).update(at=timezone.now() - since)
    return schedule
