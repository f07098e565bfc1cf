"""What of leads leaves by webhook and robot: ids and stage; who it is only where that is ticked."""

import json

import pytest

from cms.outbox.models import Delivery, Robot, Webhook
from cms.outbox.worker import run_once
from leads.models import Lead
from tests.outbox import listening
from tests.outbox.conftest import listener  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
VERBS = ["lead.received", "lead.moved"]


@pytest.fixture
def hook(listener):  # noqa: F811
    return Webhook.objects.create(name="CRM", url=f"{listener.address}/in", verbs=VERBS)


@pytest.fixture
def robot(listener):  # noqa: F811
    listener.answers = [listening.with_json({"errcode": 0})]
    return Robot.objects.create(name="業務群", kind="wecom", address=f"{listener.address}/?key=1", verbs=VERBS)


def test_a_program_hears_of_an_enquiry_by_its_ids(send, hook, listener, person):  # noqa: F811
    owner = person("salesperson")
    send()
    run_once()
    lead = Lead.objects.get()
    (request,) = listener.asked
    assert request.said["object"] == {"kind": "leads.lead", "id": lead.pk, "uuid": str(lead.uuid)}
    enquiry = lead.enquiries.get().pk
    said = {"lead": lead.pk, "contact": str(lead.contact.uuid), "stage": "new", "owner": owner.pk, "enquiry": enquiry}
    assert request.said["data"] == said
    assert "林小姐" not in request.body.decode()
    assert "13812345678" not in request.body.decode()


def test_contact_data_goes_along_where_it_is_ticked(send, hook, listener):  # noqa: F811
    Webhook.objects.update(carries_contact=True)
    send()
    run_once()
    told = {"name": "林小姐", "company": "", "ways": [{"kind": "phone", "value": "+8613812345678"}]}
    assert listener.asked[0].said["contact"] == told
    assert "138" not in json.dumps(list(Delivery.objects.filter(kind="webhook").values_list("payload", flat=True)))


def test_a_program_hears_of_every_stage(send, hook, listener, salesperson):  # noqa: F811
    send()
    run_once()
    Lead.objects.get().move_to("qualified", by=salesperson)
    run_once()
    data = listener.asked[-1].said["data"]
    assert (data["was"], data["stage"]) == ("new", "qualified")


def test_a_group_reads_who_asked_and_where_to_go_on(send, robot, listener):  # noqa: F811
    send()
    run_once()
    text = listener.asked[0].said["markdown"]["content"]
    assert "林小姐" in text
    assert f"/admin/leads/lead/{Lead.objects.get().pk}/change/" in text
    assert "138" not in text
    Robot.objects.update(carries_contact=True)
    send(message="另一個問題")
    run_once()
    assert "+8613812345678" in listener.asked[-1].said["markdown"]["content"]


def test_what_is_quarantined_leaves_by_neither(send, hook, listener):  # noqa: F811
    send(website="x")
    run_once()
    assert listener.asked == []
    Lead.objects.get().release()
    Lead.objects.get().quarantine()
    run_once()
    assert listener.asked == []


def test_what_is_set_apart_after_it_was_passed_on_is_not_told_any_more(send, hook, listener):  # noqa: F811
    listener.answers = [listening.with_status(500), listening.with_status(200)]
    send()
    run_once()
    Lead.objects.get().quarantine()
    Delivery.objects.filter(kind="webhook").retry()
    run_once()
    assert len(listener.asked) == 1
    assert Delivery.objects.get(kind="webhook").state == "aside"
