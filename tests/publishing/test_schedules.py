"""A revision takes the place of what is live at its moment: once, whole, in the name of who scheduled it, or not."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone

from cms.outbox import worker
from cms.outbox.models import Event
from cms.publishing import guards
from cms.publishing.models import AuditEntry, Draft, Publishable, Revision, Schedule, State
from demo import builders
from tests.publishing.schedules import HOUR, make_due, newer, waiting
from tests.publishing.test_visibility import BUILDERS, KINDS

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def only_guards(monkeypatch):
    """No room's own guards take part."""
    monkeypatch.setattr(guards, "_guards", [])


def title_of(schedule) -> str:
    return schedule.thing().title


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
def test_a_due_replacement_of_every_kind_is_applied_by_the_worker(model, editor):
    schedule = waiting(editor, thing=BUILDERS[model]("舊版", live=True, by=editor))
    assert title_of(schedule) == "舊版"
    make_due(schedule)
    worker.run_once()
    assert title_of(schedule) == "新版"
    assert schedule.thing().is_live
    assert schedule.thing().live_revision == schedule.revision
    schedule.refresh_from_db()
    assert schedule.standing == "done"


def test_what_is_not_due_is_left_alone(editor):
    schedule = waiting(editor)
    assert Schedule.objects.apply_due() == 0
    assert not Schedule.objects.apply(schedule.pk)
    assert title_of(schedule) == "舊版"


def test_applying_twice_publishes_and_tells_once(editor):
    schedule = make_due(waiting(editor))
    assert [Schedule.objects.apply(schedule.pk) for _time in range(2)] == [True, False]
    told = Event.objects.filter(
        verb="published", object_id=schedule.object_id, key__startswith=f"{schedule.revision_id}."
    )
    assert told.count() == 1
    done = AuditEntry.objects.filter(verb="publish", note=f"#{schedule.revision_id}")
    assert done.get().by == editor


def test_the_working_copy_may_go_on_meanwhile(editor):
    schedule = make_due(waiting(editor))
    newer(schedule.thing(), "第三版", by=editor)
    Schedule.objects.apply_due()
    assert title_of(schedule) == "新版"
    assert Draft.objects.get().data["fields"]["title"] == "第三版"


def test_a_past_moment_is_refused(editor):
    with pytest.raises(ValidationError, match="is past"):
        waiting(editor, after=-HOUR)
    schedule = waiting(editor)
    with pytest.raises(ValidationError, match="is past"):
        schedule.move(timezone.now() - HOUR, by=editor)
    draft = builders.article("草稿", by=editor)
    with pytest.raises(ValidationError, match="is past"):
        draft.go_public_at(newer(draft, by=editor), at=timezone.now() - HOUR, by=editor)
    with pytest.raises(ValidationError, match="is past"):
        draft.end_at(timezone.now() - HOUR, by=editor)
    assert AuditEntry.objects.filter(verb__in=["schedule", "expire"]).count() == 1


@pytest.mark.parametrize("deed", ["draft", "unpublish", "expire"])
def test_only_what_is_public_now_can_be_replaced(editor, deed, time_machine):
    thing = builders.article("舊版", live=deed != "draft", by=editor)
    if deed == "unpublish":
        thing.unpublish(by=editor)
    if deed == "expire":
        thing.expire_at(timezone.now() + HOUR, by=editor)
        time_machine.move_to(timezone.now() + 2 * HOUR)
    with pytest.raises(ValidationError, match="public now"):
        waiting(editor, thing=thing)


def test_what_would_be_refused_now_is_not_scheduled_and_nothing_is_written(editor):
    article = builders.article("舊版", live=True, by=editor)
    bad = newer(article, "", by=editor)
    events, entries = Event.objects.count(), AuditEntry.objects.count()
    with pytest.raises(ValidationError):
        Schedule.objects.record(article, bad, at=timezone.now() + HOUR, by=editor)
    article.refresh_from_db()
    assert article.title == "舊版"
    assert (Event.objects.count(), AuditEntry.objects.count()) == (events, entries)


def test_scheduling_itself_changes_no_public_word(client, editor):
    schedule = waiting(editor)
    page = client.get(schedule.thing().get_absolute_url()).content.decode()
    assert "舊版" in page
    assert "新版" not in page
    assert Event.objects.filter(key__startswith=f"{schedule.revision_id}.").count() == 0


# --- Refused when it is due ------------------------------------------------------------------------------------------


def refusal_of(schedule) -> str:
    make_due(schedule)
    Schedule.objects.apply_due()
    schedule.refresh_from_db()
    assert title_of(schedule) == "舊版"
    assert schedule.failed_at
    return schedule.problem


def test_a_revoked_approval_stops_it(editor, only_guards):
    asked = []
    guards.guard(lambda row, revision, **rest: asked.append(rest["by"]))
    article = builders.article("舊版", live=True, by=editor)
    asked.clear()
    schedule = waiting(editor, thing=article)
    assert asked == [editor]

    def revoked(row, revision, *, scopes, by, override):
        raise ValidationError(f"{by} has no approval any more.")

    guards.guard(revoked)
    assert refusal_of(schedule) == "editor has no approval any more."


def test_a_reason_for_publishing_over_a_rule_is_kept_until_then(editor, only_guards):
    reasons = []
    guards.guard(lambda row, revision, **rest: reasons.append(rest["override"]))
    article = builders.article("舊版", live=True, by=editor)
    made = Schedule.objects.record(
        article, newer(article, by=editor), at=timezone.now() + HOUR, by=editor, override="急"
    )
    Schedule.objects.apply(make_due(made).pk)
    assert reasons[-2:] == ["急", "急"]


def test_a_closed_account_stops_it(editor):
    schedule = waiting(editor)
    editor.is_active = False
    editor.save()
    assert refusal_of(schedule)


def test_a_lost_role_stops_it(editor):
    schedule = waiting(editor)
    editor.groups.set([Group.objects.get(name="author")])
    assert refusal_of(schedule)


def test_a_deleted_account_stops_it(editor, administrator):
    schedule = waiting(editor, thing=builders.article("舊版", live=True, by=administrator))
    editor.delete()
    assert refusal_of(schedule)


def test_what_ended_meanwhile_does_not_come_back(client, editor):
    schedule = waiting(editor)
    thing = schedule.thing()
    type(thing).objects.filter(pk=thing.pk).update(live_until=timezone.now() - timedelta(seconds=5))
    assert refusal_of(schedule)
    assert client.get(thing.get_absolute_url()).status_code == 410


def test_a_vanished_channel_fails_alone_and_blocks_no_other(editor):
    channel = builders.channel("沒了")
    broken = waiting(editor, thing=builders.article("舊版", live=True, by=editor, channel=channel))
    other = waiting(editor, thing=builders.article("別篇", live=True, by=editor), title="別篇新版")
    thing = broken.thing()
    type(thing).objects.filter(pk=thing.pk).update(channel=builders.channel())
    channel.delete()
    make_due(broken, since=HOUR)
    make_due(other)
    assert Schedule.objects.apply_due() == 1
    assert title_of(other) == "別篇新版"
    broken.refresh_from_db()
    assert broken.standing == "failed"
    assert "channel" in broken.problem or "頻道" in broken.problem
    assert AuditEntry.objects.filter(verb="miss", object_id=broken.object_id).exists()


def test_what_failed_is_tried_again_only_by_a_person(editor, administrator, only_guards):
    schedule = waiting(editor)
    editor.is_active = False
    editor.save()
    refusal_of(schedule)
    worker.run_once()
    assert title_of(schedule) == "舊版"
    assert schedule.retry(by=administrator)
    assert title_of(schedule) == "新版"
    assert schedule.by == administrator


def test_a_fault_of_the_program_is_said_and_blocks_no_other(editor, monkeypatch):
    broken, other = waiting(editor), waiting(editor, thing=builders.service("舊版", live=True, by=editor))
    for schedule in (broken, other):
        make_due(schedule)
    model, publish = type(broken.thing()), Publishable.publish
    monkeypatch.setattr(model, "publish", lambda *args, **rest: 1 / 0)
    worker.run_once()
    monkeypatch.setattr(model, "publish", publish)
    broken.refresh_from_db()
    assert "ZeroDivisionError" in broken.problem
    assert title_of(other) == "新版"


def test_a_database_that_is_away_is_nobodys_refusal(editor, monkeypatch):
    schedule = make_due(waiting(editor))

    def away(*args, **rest):
        raise OperationalError("away")

    with monkeypatch.context() as here:
        here.setattr(type(schedule.thing()), "publish", away)
        with pytest.raises(OperationalError):
            Schedule.objects.apply(schedule.pk)
    assert Schedule.objects.apply_due() == 1


# --- What else happens to the thing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["unpublish", "trash"])
def test_what_is_taken_back_does_not_come_back_by_an_old_schedule(editor, verb):
    schedule = waiting(editor)
    getattr(schedule.thing(), verb)(by=editor)
    assert not Schedule.objects.exists()
    assert Revision.objects.filter(pk=schedule.revision_id).exists()


def test_newer_content_is_published_freely_and_the_replacement_stays(editor):
    schedule = waiting(editor)
    thing = schedule.thing()
    thing.publish(newer(thing, "插隊", by=editor), by=editor)
    assert title_of(schedule) == "插隊"
    make_due(schedule)
    Schedule.objects.apply_due()
    assert title_of(schedule) == "新版"


def test_moving_and_cancelling_are_audited_and_take_effect(editor):
    schedule = waiting(editor)
    schedule.move(timezone.now() + 5 * HOUR, by=editor)
    make_due(schedule)
    schedule.refresh_from_db()
    schedule.cancel(by=editor)
    assert Schedule.objects.apply_due() == 0
    assert title_of(schedule) == "舊版"
    assert [*AuditEntry.objects.filter(verb__endswith="schedule").values_list("verb", flat=True)] == [
        "unschedule",
        "reschedule",
        "schedule",
    ]


def test_what_has_happened_is_neither_moved_nor_cancelled(editor):
    schedule = make_due(waiting(editor))
    Schedule.objects.apply_due()
    for deed in (lambda: schedule.move(timezone.now() + HOUR, by=editor), lambda: schedule.cancel(by=editor)):
        with pytest.raises(ValidationError, match="Too late"):
            deed()


def test_a_first_publication_is_moved_and_tells_once_at_the_new_moment(editor):
    draft = builders.article("草稿", by=editor)
    revision = newer(draft, by=editor)
    for hours in (1, 3):
        row = draft.go_public_at(revision, at=timezone.now() + hours * HOUR, by=editor)
    event = Event.objects.get(verb="published", object_id=draft.pk)
    assert event.due_at == row.live_from
    assert (row.standing, row.state) == ("scheduled", State.PUBLISHED)


def test_an_end_before_the_begin_is_refused(editor):
    draft = builders.article("草稿", by=editor)
    draft.end_at(timezone.now() + HOUR, by=editor)
    with pytest.raises(ValidationError, match="cannot end"):
        draft.go_public_at(newer(draft, by=editor), at=timezone.now() + 2 * HOUR, by=editor)


def test_no_replacement_is_set_for_after_the_end(editor):
    article = builders.article("舊版", live=True, by=editor)
    article.end_at(timezone.now() + HOUR, by=editor)
    with pytest.raises(ValidationError, match="By then it has ended"):
        waiting(editor, thing=article, after=2 * HOUR)


def test_purging_a_thing_takes_its_schedules_along(editor):
    schedule = waiting(editor)
    thing = schedule.thing()
    thing.trash(by=editor)
    thing.purge()
    assert not apps.get_model("publishing.Schedule").objects.exists()
