"""Next steps and late answers are told when their moment has come, to whom it concerns, and never twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.outbox.models import Event
from cms.outbox.worker import run_once
from leads.models import Entry, Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(person):
    return person("salesperson")


@pytest.fixture
def lead(send, owner):
    send()
    run_once()
    mail.outbox.clear()
    return Lead.objects.get()


def pass_time(verb):
    """The moment of this kind of event has come."""
    lead, now = Lead.objects.get(), timezone.now() - timedelta(seconds=1)
    for event in Event.objects.filter(verb=verb, state="waiting"):
        at = event.payload.get("at")
        payload = {"at": now.isoformat()} if at else {}
        if at and lead.next_step_at and lead.next_step_at.isoformat() == at:
            Lead.objects.update(next_step_at=now)
        Event.objects.filter(pk=event.pk).update(next_attempt_at=now, due_at=now, payload=payload)
    if verb == "lead.answer_due":
        Lead.objects.update(answer_due_at=now)
    run_once()
    return [(message.to[0], message.subject) for message in mail.outbox]


def soon(hours=1):
    return timezone.now() + timedelta(hours=hours)


def test_a_step_whose_time_has_come_reminds_the_owner_once(lead, owner, in_english):
    owner.language = "en"
    owner.save()
    lead.plan("回電", soon(), by=owner)
    run_once()
    assert mail.outbox == []
    assert pass_time("lead.step_due") == [(owner.email, "Due now: 回電 (林小姐)")]
    assert len(pass_time("lead.step_due")) == 1


def test_a_step_that_moved_reminds_at_its_new_time_only(lead, owner):
    lead.plan("回電", soon(), by=owner)
    lead.plan("回電", soon(2), by=owner)
    assert Event.objects.filter(verb="lead.step_due", state="waiting").count() == 1
    assert len(pass_time("lead.step_due")) == 1


def test_a_step_that_came_due_may_be_planned_for_later_and_reminds_again(lead, owner):
    lead.plan("回電", soon(), by=owner)
    pass_time("lead.step_due")
    Lead.objects.get().plan("回電", soon(), by=owner)
    assert len(pass_time("lead.step_due")) == 2


@pytest.mark.parametrize("end", ["done", "closed", "quarantined"])
def test_what_is_done_closed_or_set_apart_reminds_nobody(lead, owner, end):
    lead.plan("回電", soon(), by=owner)
    if end == "done":
        lead.plan("", None, by=owner)
    elif end == "closed":
        lead.move_to("won", by=owner)
    else:
        lead.quarantine(by=owner)
    assert pass_time("lead.step_due") == []
    assert end == "done" or pass_time("lead.answer_due") == []


def test_a_new_owner_is_the_one_who_is_reminded(lead, owner, person):
    other = person("salesperson", "other")
    lead.plan("回電", soon(), by=owner)
    lead.give_to(other, by=owner)
    assert [to for to, _subject in pass_time("lead.step_due")] == [other.email]


def test_a_late_answer_is_told_to_the_owner_and_later_to_everybody(lead, owner, person):
    other, boss = person("salesperson", "other"), person("administrator")
    assert [to for to, _subject in pass_time("lead.answer_due")] == [owner.email]
    everybody = sorted(to for to, _subject in pass_time("lead.answer_long_due")[1:])
    assert everybody == sorted([owner.email, other.email, boss.email])


def test_twice_the_time_is_counted_in_working_hours(lead):
    due, long_due = (Event.objects.get(verb=f"lead.{verb}").due_at for verb in ("answer_due", "answer_long_due"))
    assert due == lead.answer_due_at
    assert long_due > due


@pytest.mark.parametrize("answer", ["note", "stage"])
def test_an_answer_in_time_keeps_it_quiet(lead, owner, answer):
    if answer == "note":
        lead.note(Entry.Kind.CALL, "打過了", by=owner)
    else:
        lead.move_to("contacted", by=owner)
    assert pass_time("lead.answer_due") == []
    assert pass_time("lead.answer_long_due") == []


def test_the_desk_shows_what_is_late_with_counts_and_links(client, lead, owner):
    owner.language = "en"
    owner.save()
    client.force_login(owner)
    assert "answer is late" not in client.get(reverse("admin:index")).content.decode()
    late = timezone.now() - timedelta(hours=1)
    Lead.objects.update(answer_due_at=late, next_step="回電", next_step_at=late)
    page = client.get(reverse("admin:index")).content.decode()
    for words in ("1 answer is late", "1 next step is late", "?overdue=answer", "?overdue=step"):
        assert words in page
    for which in ("answer", "step"):
        assert "林小姐" in client.get(f"/admin/leads/lead/?overdue={which}").content.decode()
    Lead.objects.update(answered_at=timezone.now(), next_step_at=None)
    assert "林小姐" not in client.get("/admin/leads/lead/?overdue=answer").content.decode()


def test_who_may_not_see_leads_sees_nothing_of_it(client, lead, editor):
    Lead.objects.update(answer_due_at=timezone.now() - timedelta(hours=1))
    client.force_login(editor)
    assert "林小姐" not in client.get(reverse("admin:index")).content.decode()
