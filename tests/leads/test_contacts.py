"""The same phone, e-mail or WeChat is the same person, who may have one open matter at a time."""

import pytest
from django.core.exceptions import ValidationError

from leads.models import Company, Contact, Enquiry, Lead, Way

pytestmark = pytest.mark.django_db


def test_the_same_number_in_another_spelling_is_the_same_contact(send):
    send()
    send(contact="+86 138-1234-5678", message="另一件事", name="林")
    assert Contact.objects.count() == 1
    assert Lead.objects.get().enquiries.count() == 2


def test_who_asks_again_after_the_end_is_a_new_lead_of_the_same_contact(send):
    send()
    Lead.objects.get().move_to(Lead.Stage.LOST, by=None, reason="timing")
    send(message="半年後又來問")
    assert (Contact.objects.count(), Lead.objects.count()) == (1, 2)


def test_what_a_machine_sends_with_somebodys_number_does_not_join_their_lead(send):
    send()
    send(message="廣告", website="x")
    assert Lead.objects.for_desk().get().enquiries.count() == 1
    assert Lead.objects.get(is_quarantined=True).enquiries.count() == 1


def test_an_address_at_a_domain_of_its_own_tells_the_company(send):
    send(contact="mei@factory.example.com", company="示例工廠")
    send(contact="lee@factory.example.com", message="同事也來問")
    assert [contact.company.name for contact in Contact.objects.all()] == ["示例工廠", "示例工廠"]


@pytest.mark.parametrize("address", ["mei@qq.com", "mei@gmail.com", "mei@163.com"])
def test_an_address_at_a_mail_host_tells_no_company(send, address):
    send(contact=address)
    assert not Company.objects.exists()


def test_two_contacts_become_one_and_two_again(send, salesperson):
    send()
    send(contact="lin@example.com", message="用信箱又問一次")
    first, second = Contact.objects.order_by("pk")
    merge = first.absorb(second, by=salesperson)
    assert (first.ways.count(), first.leads.count(), second.leads.count()) == (2, 2, 0)
    assert merge.undo(by=salesperson)
    assert (first.ways.count(), first.leads.count(), second.leads.count()) == (1, 1, 1)
    assert not merge.undo(by=salesperson)


def test_after_a_merge_either_way_leads_to_the_one_contact(send, salesperson):
    send()
    send(contact="lin@example.com", message="用信箱又問一次")
    first, second = Contact.objects.order_by("pk")
    first.absorb(second, by=salesperson)
    send(contact="lin@example.com", message="第三次")
    assert Enquiry.objects.latest("pk").lead.contact == first
    with pytest.raises(ValueError, match="not merged already"):
        first.absorb(second, by=salesperson)


def test_a_way_belongs_to_one_person(send):
    send()
    assert Way.objects.get().typed == "138 1234 5678"


def test_a_lost_lead_needs_its_reason(send, salesperson):
    send()
    lead = Lead.objects.get()
    with pytest.raises(ValidationError):
        lead.move_to(Lead.Stage.LOST, by=salesperson)
    assert lead.move_to(Lead.Stage.LOST, by=salesperson, reason="price")
    assert not lead.move_to(Lead.Stage.LOST, by=salesperson, reason="price")
    assert Lead.objects.get().closed_at
    lead.move_to(Lead.Stage.QUALIFIED, by=salesperson)
    assert (Lead.objects.get().closed_at, Lead.objects.get().lost_reason) == (None, "")


def test_every_step_stands_on_the_timeline_and_nothing_there_is_changed(send, salesperson):
    send()
    lead = Lead.objects.get()
    lead.move_to(Lead.Stage.CONTACTED, by=salesperson)
    lead.revalue({"amount": 5000}, by=salesperson)
    kinds = [entry.kind for entry in lead.entries.order_by("pk")]
    assert kinds == ["stage", "owner", "value"]
    with pytest.raises(TypeError):
        lead.entries.first().save()
