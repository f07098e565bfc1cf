"""Killed in the middle, done again, done by two at once: what must be whole is whole, and nothing is there twice."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.intake import forgetting as registry
from cms.library.storage import private
from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from leads import exporting, tasks
from leads.forgetting import erase
from leads.models import Contact, Disclosure, Erasure, Export, ExportPlan, Hold, Lead, Merge, Way
from tests.leads.test_erasure import TRACES, contact, everything_stored  # noqa: F401 (a fixture)
from tests.leads.test_once import in_parallel


class Killed(BaseException):
    """As `kill -9` leaves the database: whatever was not committed has never been."""


def dying(do, *, before):
    """`do`, with the process killed before it or right after it."""

    def run(*args, **kwargs):
        if not before:
            do(*args, **kwargs)
        raise Killed

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("before", [True, False])
def test_an_erasure_killed_at_any_holder_is_done_again_whole(contact, administrator, monkeypatch, before):  # noqa: F811
    stored, holders = everything_stored(), registry.holders()
    assert len(holders) > 5
    for holder in holders:
        killed = [replace(one, forget=dying(one.forget, before=before)) if one is holder else one for one in holders]
        monkeypatch.setattr(registry, "_holders", killed)
        with pytest.raises(Killed):
            erase(contact, by=administrator, reason="request")
        assert everything_stored() == stored, holder.name
    monkeypatch.setattr(registry, "_holders", holders)
    counts = erase(contact, by=administrator, reason="request").counts
    assert counts["ways to reach them"] == 2
    assert [trace for trace in TRACES if trace in everything_stored()] == []
    assert Erasure.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("before", [True, False])
def test_a_certificate_whose_copy_was_interrupted_is_put_aside_once(contact, administrator, monkeypatch, before):  # noqa: F811
    erasure = erase(contact, by=administrator, reason="request")
    put = tasks.put
    monkeypatch.setattr(tasks, "put", dying(put, before=before))
    with pytest.raises(Killed):
        tasks.put_aside(erasure.pk)
    assert not Erasure.objects.get().is_copied
    monkeypatch.setattr(tasks, "put", put)
    run_once()
    assert Erasure.objects.get().is_copied
    assert private.listdir("erasures")[1] == [f"{erasure}.json"]


STEPS = {
    "filter": (exporting, "filtered"),
    "rows": (exporting, "table"),
    "file": (exporting.private, "save"),
    "written down": (Disclosure.objects, "create"),
    "told": (exporting, "announce"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_an_export_killed_at_any_step_is_made_again_whole(send, administrator, monkeypatch, step, before):
    send()
    plan = ExportPlan.objects.create(title="每週", format="csv", by=administrator, is_masked=False)
    plan.people.set([administrator])
    export = exporting.ask(
        by=administrator, query="", columns=["name", "phone"], format="csv", is_masked=False, plan=plan
    )
    place, name = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(place, name, dying(getattr(place, name), before=before))
        with pytest.raises(Killed):
            exporting.make(export.pk)
    export.refresh_from_db()
    assert not export.has_file
    Export.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    exporting.make(export.pk)
    export.refresh_from_db()
    assert export.has_file
    assert private.listdir("exports")[1] == [f"{export.uuid}.csv"]
    assert private.open(export.file).read().decode("utf-8-sig").count("林小姐") == 1
    assert Disclosure.objects.filter(kind="export").count() == 1
    assert Delivery.objects.filter(receiver=administrator.email).count() == 1


@pytest.mark.django_db
def test_what_a_killed_export_has_left_goes_with_the_person(send, administrator, monkeypatch):
    send()
    export = exporting.ask(by=administrator, query="", columns=["name"], format="csv", is_masked=False)
    with monkeypatch.context() as patch:
        patch.setattr(exporting.private, "save", dying(exporting.private.save, before=False))
        with pytest.raises(Killed):
            exporting.make(export.pk)
    assert private.listdir("exports")[1]
    erase(Contact.objects.get(), by=administrator, reason="request")
    run_once()
    assert private.listdir("exports")[1] == []


@pytest.mark.django_db(transaction=True)
def test_two_merges_of_the_same_contacts_at_once_are_one(send, salesperson):
    send()
    send(contact="lin@lin-design.com", message="另一件事")
    first, second = Contact.objects.order_by("pk").values_list("pk", flat=True)
    turns = iter([(first, second), (second, first), (first, second), (second, first)])

    def merge():
        kept, gone = (Contact.objects.get(pk=pk) for pk in next(turns))
        try:
            return kept.absorb(gone, by=salesperson).pk
        except ValueError:
            return None

    done = [pk for pk in in_parallel(4, merge) if pk]
    assert len(done) == 1
    merge = Merge.objects.get()
    assert (Contact.objects.filter(merged_into=None).get(), Lead.objects.filter(contact=merge.kept).count()) == (
        merge.kept,
        2,
    )
    assert set(Way.objects.values_list("contact", flat=True)) == {merge.kept_id}


@pytest.mark.django_db(transaction=True)
def test_a_hold_set_while_an_erasure_runs_is_told_that_it_comes_too_late(send, client, administrator, monkeypatch):
    send()
    someone, answers = Contact.objects.get(), []
    client.force_login(administrator)
    address = reverse("admin:leads_contact_rights", args=[someone.pk])
    forget = registry.forget

    def hold():
        try:
            answers.append(client.post(address, {"deed": "hold", "reason": "訴訟"}))
        finally:
            connection.close()

    late = threading.Thread(target=hold)

    def forgetting(person):
        counts = forget(person)
        late.start()
        late.join(0.5)  # it waits for the end of the erasure
        assert not answers
        return counts

    monkeypatch.setattr(registry, "forget", forgetting)
    erase(someone, by=administrator, reason="request")
    late.join()
    assert answers[0].status_code == 422
    assert not Hold.objects.exists()
    assert Erasure.objects.count() == 1


@pytest.mark.django_db
def test_a_hold_that_came_first_wins(contact, administrator):  # noqa: F811
    stale = Contact.objects.get(pk=contact.pk)
    Hold.objects.create(contact=contact, reason="訴訟", by=administrator)
    with pytest.raises(ValidationError):
        erase(stale, by=administrator, reason="request")
    assert not Erasure.objects.exists()
