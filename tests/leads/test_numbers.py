"""The numbers of the desk are what can be counted by hand, and say nothing of anybody by name."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from cms.intake.models import ConsentText
from cms.people.models import User
from demo import builders
from demo.queueing import queue
from leads.hours import Hours
from leads.models import Contact, Enquiry, Lead, Touch
from leads.models.journeys import Step
from leads.numbers import Numbers

PAGE = "/admin/leads/lead/numbers/"


@pytest.fixture
def make(db):
    """Write down a lead of so many days ago at a stage, asked from a thing."""
    consent = ConsentText.objects.create(text="我同意")

    def lead(stage="new", *, days=1, amount=None, about=None, by=None, currency="CNY"):
        made = Lead.objects.create(contact=Contact.objects.create(name="某人"), amount=amount, currency=currency)
        kind = ContentType.objects.get_for_model(about) if about else None
        Enquiry.objects.create(
            lead=made,
            key=made.uuid.hex,
            name="某人",
            contact="x",
            message="問",
            consent=consent,
            form="lead",
            content_type=kind,
            object_id=about.pk if about else None,
        )
        if stage != "new":
            made.move_to(stage, by=by, reason="price" if stage == "lost" else "")
        Lead.objects.filter(pk=made.pk).update(received_at=timezone.now() - timedelta(days=days))
        return made

    return lead


def test_totals_and_conversion_count_what_was_received_in_this_time(make):
    for stage in ("new", "won", "lost", "won"):
        make(stage)
    make("won", days=40)
    numbers = Numbers(30)
    assert (numbers.totals["received"], numbers.totals["won"], numbers.totals["lost"]) == (4, 2, 1)
    assert numbers.conversion == "50%"


def test_what_is_quarantined_counts_nowhere(make):
    make().quarantine()
    numbers = Numbers(30)
    assert numbers.totals["received"] == 0
    assert [bar.count for bar in numbers.over_time] == [0] * 12
    assert numbers.conversion == "—"


def test_won_amounts_are_of_what_was_closed_in_this_time_and_each_currency_stands_alone(make):
    make("won", amount=1000, days=200)
    make("won", amount=500)
    make("won", amount=70, currency="HKD")
    make("proposal", amount=9999)
    assert Numbers(30).won_amounts == ["1,500 CNY", "70 HKD"]


def test_who_was_won_or_lost_counts_for_each_stage_that_they_reached(make):
    make("won")
    make("contacted")
    lead = make("proposal")
    lead.move_to("lost", by=None, reason="price")
    make()
    assert [bar.count for bar in Numbers(30).funnel] == [4, 3, 2, 2, 1]


def test_a_lead_counts_for_the_page_of_its_first_enquiry_and_for_the_services_behind_it(make):
    brand, site = builders.service("品牌策略"), builders.service("網站內容")
    article = builders.article("命名三問", live=True)
    article.services.set([brand, site])
    make("won", amount=300, about=article)
    make("lost", about=article)
    make(about=brand)
    numbers = Numbers(30)
    [row] = numbers.by_article
    assert (row.label, row.leads, row.won, row.rate, row.worth) == ("命名三問", 2, 1, "50%", ["300 CNY"])
    assert [(row.label, row.leads, row.won) for row in numbers.by_service] == [("品牌策略", 3, 1), ("網站內容", 2, 1)]


def test_an_article_that_is_gone_leaves_no_row_and_no_error(make):
    article = builders.article("命名三問", live=True)
    make(about=article)
    Article._base_manager.filter(pk=article.pk).delete()
    numbers = Numbers(30)
    assert numbers.by_article == []
    assert sum(row.leads for row in numbers.by_entrance) == 1


def test_leads_over_time_add_up_to_the_whole(make):
    for days in (1, 1, 29, 15):
        make(days=days)
    bars = Numbers(30).over_time
    assert sum(bar.count for bar in bars) == 4
    assert bars[-1].share == 100


def test_the_time_to_an_answer_is_working_time(db):
    here = timezone.get_current_timezone()
    friday, monday = (timezone.datetime(2026, 11, day, 17, tzinfo=here) for day in (27, 30))
    assert Hours(since=friday.date()).between(friday, monday) == timedelta(hours=9)
    assert Hours().between(monday, friday) == timedelta(0)


def test_the_middle_of_the_answers_stands_for_all(make, monkeypatch):
    monkeypatch.setattr(Hours, "between", lambda self, start, end: end - start)
    for hours in (1, 2, 30):
        lead = make()
        received = timezone.now() - timedelta(days=3)
        Lead.objects.filter(pk=lead.pk).update(received_at=received, answered_at=received + timedelta(hours=hours))
    assert "2.0" in Numbers(30).answer_time


def test_analysts_and_salespeople_see_sums_and_no_name(make, signed_in):
    make("won", amount=100)
    for role in ("analyst", "salesperson"):
        page = signed_in(role).get(PAGE)
        assert page.status_code == 200
        assert "某人" not in page.content.decode()


def test_an_editor_sees_no_numbers_of_leads(signed_in):
    assert signed_in("editor").get(PAGE).status_code == 403


@pytest.mark.parametrize("days", ["-1", "0", "abc", "99999999", "365x"])
def test_an_odd_stretch_is_ninety_days(signed_in, days):
    assert signed_in("salesperson").get(PAGE, {"days": days}).context["numbers"].days == 90


def test_the_numbers_ask_as_much_of_many_leads_as_of_few(demo_site, client):
    client.force_login(User.objects.get(username="analyst"))
    queue(100)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE, {"days": 365})
    queue(300)
    with CaptureQueriesContext(connection) as more:
        client.get(PAGE, {"days": 365})
    assert len(more) <= len(few) + 4  # a query for each kind of page that people asked from


def came(lead, **said):
    """Write down that whoever sent the lead's newest enquiry came like this, and then read one page more."""
    enquiry = lead.enquiries.order_by("pk").last()
    step = {"at": timezone.now(), "path": "/news/a/"}
    Touch.objects.record(enquiry, [Step(**step, **said), Step(**step, referrer="later.example")])
    return lead


def by_source(days=30):
    return [(row.label, row.leads, row.won, row.rate, row.worth) for row in Numbers(days).by_source]


def test_a_lead_counts_for_what_brought_its_person_here_at_first(make, in_english):
    came(make("won", amount=300), source="newsletter", campaign="spring", referrer="mail.example")
    came(make("won", amount=50, currency="HKD"), referrer="www.baidu.com")
    came(make(), referrer="www.baidu.com")
    came(make("lost"), click="gclid", campaign="naming")
    came(make())
    make("won", amount=7)
    make()
    assert by_source() == [
        ("not told", 2, 1, "50%", ["7 CNY"]),
        ("www.baidu.com", 2, 1, "50%", ["50 HKD"]),
        ("newsletter · spring", 1, 1, "100%", ["300 CNY"]),
        ("direct", 1, 0, "0%", []),
        ("gclid · naming", 1, 0, "0%", []),
    ]


def test_sources_add_up_to_what_was_received(make):
    came(make(), referrer="www.baidu.com")
    came(make(days=40), referrer="old.example")
    came(spam := make(), referrer="spam.example")
    spam.quarantine()
    make()
    numbers = Numbers(30)
    assert sum(row.leads for row in numbers.by_source) == numbers.totals["received"] == 2


def test_a_later_enquiry_changes_no_source(make, in_english):
    lead = came(make("won"), referrer="first.example")
    first = lead.enquiries.get()
    again = {"name": "x", "contact": "x", "message": "y", "consent": first.consent, "form": "x"}
    Enquiry.objects.create(lead=lead, key="second", **again)
    came(lead, referrer="second.example")
    silent = make()
    Enquiry.objects.create(lead=silent, key="third", **again)
    came(silent, referrer="third.example")
    assert [(row[0], row[1]) for row in by_source()] == [("first.example", 1), ("not told", 1)]


def test_sources_are_one_query_that_looks_touches_up(demo_site):
    queue(4000)
    numbers = Numbers(30)
    assert numbers.pages
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        assert len(numbers.by_source) > 4
    [query] = asked
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {query['sql']}")
        plan = "\n".join(str(line) for line in cursor.fetchall())
    assert "leads_touch" in plan, plan
    assert not re.search("(Seq Scan on|SCAN) leads_touch", plan), plan
