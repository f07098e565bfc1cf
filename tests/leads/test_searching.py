"""The search above the list of leads finds any piece of what people said and are called, each word somewhere."""

import random

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.db.models import Q

from articles.models import Article
from cms.outbox.worker import run_once
from cms.people.models import User
from cms.search.finding import find
from cms.search.models import SearchDocument
from demo.queueing import queue
from leads.admin.sight import COUNTED
from leads.forgetting import erase
from leads.models import Company, Contact, Enquiry, Lead, LeadWords, Way
from leads.models.words import words_of
from tests.conftest import person as colleague

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
    contact = leads[1].contact
    contact.company = Company.objects.create(name="麥香集團", domain="m.example")
    contact.save()
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


def is_in_step() -> bool:
    """Every lead is found by what it says now, and nothing is found by what it said before."""
    said = {lead.pk: words_of(Lead.objects.get(pk=lead.pk)) for lead in Lead.objects.filter(forgotten_at=None)}
    written = {row.pk: tuple(row.folded.split("\n", 1)) for row in LeadWords.objects.all()}
    assert written == {key: words for key, words in said.items() if any(words)}
    return all(key in keys_of(pieces[0][:2]) for key, pieces in written.items() if pieces[0])


def keys_of(words, *, in_clear=True) -> set[int]:
    return set(Lead.objects.saying(words, in_clear=in_clear).values_list("pk", flat=True))


def test_whatever_changes_a_lead_changes_what_it_is_found_by(leads, send, administrator):
    first, second = leads
    assert is_in_step()
    contact = first.contact
    contact.name = "方經理"
    contact.save()
    assert is_in_step()
    assert keys_of("經理") == {first.pk}
    assert not keys_of("小姐", in_clear=False)  # what was sent stays as it was sent
    Way.objects.create(contact=contact, kind="wechat", value="fang_88", typed="微信 fang_88")
    assert keys_of("ang_8") == {first.pk}
    merge = contact.absorb(second.contact, by=administrator)
    assert is_in_step()
    merge.undo(by=administrator)
    assert is_in_step()
    contact.ways.get(kind="wechat").delete()
    assert not keys_of("ang_8")
    company = first.contact.company
    company.name = "大石集團"
    company.save()
    assert keys_of("大石") == {first.pk}
    company.delete()
    assert is_in_step()
    second.contact.delete()
    assert is_in_step()
    assert not keys_of("烘焙")


def test_either_script_finds_the_other(leads):
    assert keys_of("官网") == keys_of("官網") == {leads[0].pk}
    assert keys_of("麵包") == set()


def test_the_index_finds_what_looking_through_every_text_finds(demo_site):
    queue(120)
    lot = random.Random(7)
    texts = list(Enquiry.objects.values_list("message", flat=True)) + list(
        Contact.objects.values_list("name", flat=True)
    )
    for _try in range(60):
        text = lot.choice(texts)
        start = lot.randrange(len(text))
        piece = text[start : start + lot.randint(1, 12)].strip()
        if not piece or " " in piece:
            continue
        sent = Q(enquiries__name__icontains=piece) | Q(enquiries__message__icontains=piece)
        sent |= Q(enquiries__company__icontains=piece) | Q(contact__name__icontains=piece)
        sent |= Q(contact__company__name__icontains=piece) | Q(contact__ways__value__icontains=piece)
        assert set(Lead.objects.filter(sent).values_list("pk", flat=True)) <= keys_of(piece), piece


def test_a_part_of_a_number_finds_nobody_for_those_who_see_none_however_it_is_written(leads, client):
    second = leads[1].contact
    second.name = "王先生 0912 345 678"
    second.save()
    somebody = colleague("outsider", "masked")
    somebody.user_permissions.set(Permission.objects.exclude(codename="reveal_contact"))
    client.force_login(somebody)
    for words in ("345", "３４５", "③④⑤", "3\u200b4\u200b5", "34 56", "0912345678"):
        assert found(client, words) == [], words
    assert len(found(client, "王先")) == 1


def test_the_search_of_the_site_never_finds_a_lead(leads, client):
    assert not SearchDocument.objects.filter(content_type__app_label="leads").exists()
    assert find("官網改版要多久", [Article.objects.live()]).count() == 0
    assert "方小姐" not in client.get("/search/", {"q": "官網改版要多久"}).content.decode().replace("q=", "")


def test_who_is_forgotten_is_found_by_nothing_and_leaves_nothing_in_the_index(leads, administrator):
    leads[1].contact.delete()
    assert keys_of("官網")
    erase(leads[0].contact, by=administrator, reason="request")
    assert not LeadWords.objects.exists()
    assert not keys_of("官網")
    run_once()
    if connection.vendor == "sqlite":  # what is left is the head of an empty index: its averages and its structure
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM leads_grams_data WHERE id > 10")
            assert cursor.fetchone()[0] == 0


def test_words_can_be_written_anew(leads, capsys):
    LeadWords.objects.filter(pk=leads[0].pk).delete()
    assert not keys_of("官網")
    call_command("rebuild_search")
    assert keys_of("官網") == {leads[0].pk}
    assert is_in_step()


def test_a_common_word_is_counted_as_far_as_is_worth_it(demo_site, client, monkeypatch):
    queue(160)
    monkeypatch.setattr("leads.admin.sight.COUNTED", 60)
    client.force_login(User.objects.get(username="salesperson"))
    for page, counted in ((1, "150+"), (2, None)):
        cl = client.get(LIST, {"q": "示例", "p": page, "quarantine": "all"}).context["cl"]
        assert len(cl.result_list) == 50
        assert counted is None or str(cl.result_count) == counted
    assert COUNTED == 300


@pytest.mark.parametrize("in_clear", [True, False])
def test_what_many_say_is_asked_lead_by_lead_and_finds_the_same(demo_site, monkeypatch, in_clear):
    queue(60)
    pieces = ["示例", "烘焙", "想請你們看看", "公司", "有限公司", "沒有人說"]
    few = {piece: set(Lead.objects.saying(piece, in_clear=in_clear).values_list("pk", flat=True)) for piece in pieces}
    monkeypatch.setattr("cms.search.engines.COMMON", 0)
    many = {piece: set(Lead.objects.saying(piece, in_clear=in_clear).values_list("pk", flat=True)) for piece in pieces}
    assert few == many
    assert any(few.values())
    if connection.vendor == "sqlite":
        assert "EXISTS" in str(
            Lead.objects.saying(max(few, key=lambda piece: len(few[piece])), in_clear=in_clear).query
        )


INDEXES = {"sqlite": "VIRTUAL TABLE INDEX", "postgresql": "leads_grams"}


def test_a_search_asks_the_index(demo_site):
    queue(200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
    for words in ("烘焙", "想請你們看看"):
        assert INDEXES[connection.vendor] in Lead.objects.saying(words, in_clear=True).explain(), words
