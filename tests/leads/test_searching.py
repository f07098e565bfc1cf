"""The search above the list of leads finds any piece of what people said and are called, each word somewhere."""

import pytest

from leads.models import Company, Contact, Enquiry, Lead

LIST = "/admin/leads/lead/"


@pytest.fixture
def leads(send):
    send(name="方小姐", contact="fang@stone.example", company="石材行", message="想問官網改版要多久")
    send(name="王先生", contact="0912 345 678", company="烘焙坊", message="社群帳號沒有人會寫")
    return list(Lead.objects.order_by("pk"))


def found(client, words) -> list[str]:
    return [lead.name for lead in client.get(LIST, {"q": words}).context["cl"].result_list]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("小姐", ["方小姐"]),
        ("網改", ["方小姐"]),
        ("STONE", ["方小姐"]),
        ("烘焙", ["王先生"]),
        ("345", ["王先生"]),
        ("方 官網", ["方小姐"]),
        ("方 社群", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1", []),
    ],
)
def test_each_word_is_found_wherever_it_was_said(leads, signed_in, words, names):
    assert found(signed_in("salesperson"), words) == names


def test_a_later_enquiry_is_found_and_its_lead_stands_once(leads, send, signed_in):
    send(name="方小姐", contact="fang@stone.example", message="補充：官網有四百頁")
    assert found(signed_in("salesperson"), "官網") == ["方小姐"]
    assert Enquiry.objects.filter(lead=leads[0]).count() == 2


def test_companies_known_by_their_domain_are_found(leads, signed_in):
    Contact.objects.filter(pk=leads[1].contact_id).update(
        company=Company.objects.create(name="麥香集團", domain="m.example")
    )
    assert found(signed_in("salesperson"), "麥香") == ["王先生"]


def test_what_was_typed_is_not_searched_for_those_who_see_no_contacts(leads):
    assert [lead.name for lead in Lead.objects.saying("小姐", in_clear=False)] == ["方小姐"]
    assert not Lead.objects.saying("官網", in_clear=False)
    assert not Lead.objects.saying("fang", in_clear=False)


def test_search_goes_together_with_filters(leads, signed_in):
    client = signed_in("salesperson")
    leads[0].move_to("contacted", by=None)
    answer = client.get(LIST, {"q": "小姐", "stage__exact": "new"})
    assert not answer.context["cl"].result_list
