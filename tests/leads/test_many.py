"""The desk of an agency with years of leads: pages cost the same, and what orders and cuts them walks an index."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.desk.paging import KeyFirstPaginator
from cms.people.models import User
from demo.queueing import queue
from leads.models import Contact, Lead

LIST, BOARD = "/admin/leads/lead/", "/admin/leads/lead/board/"
MANY = 12_000


def stage_of(n: int) -> str:
    """Each in turn, and half as many are won: where many are, walking the newest of all is as good a plan."""
    stage = Lead.Stage.values[n % 6]
    return "contacted" if stage == "won" and n % 12 > 6 else stage


@pytest.fixture
def many(salesperson):
    """As many cheap rows as make a planner prefer an index, and the numbers that it goes by."""
    now, contact = timezone.now(), Contact.objects.create(name="方小姐")
    stages = [stage_of(n) for n in range(MANY)]
    leads = Lead.objects.bulk_create(
        Lead(
            contact=contact,
            owner=salesperson if n % 3 == 0 else None,
            stage=stages[n],
            lost_reason="price" if stages[n] == "lost" else "",
            next_step="打電話" if n % 4 == 0 else "",
            next_step_at=now + timedelta(hours=n) if n % 4 == 0 else None,
            amount=n if n % 3 else None,
            answered_at=now,
        )
        for n in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return leads


def plan(rows) -> str:
    return rows.explain()


def walks(index: str, rows) -> bool:
    """That rows come in their order without all being sorted; PostgreSQL may know another index that is as good."""
    said = plan(rows)
    if connection.vendor == "postgresql":
        return not re.search(r"(->  Sort|Seq Scan)", said)
    return index in said and "USE TEMP B-TREE FOR ORDER BY" not in said


def test_the_list_walks_an_index_in_each_order_that_it_offers(many):
    rows = Lead.objects.for_desk()
    assert walks("leads_lead_newest", rows.order_by("-received_at", "-pk")[:50])
    assert walks("leads_lead_stage", rows.filter(stage="won").order_by("-received_at", "-pk")[:50])
    assert walks("leads_lead_least_worth", rows.order_by("amount", "-pk")[:50])
    assert walks("leads_lead_worth", rows.order_by("-amount", "-pk")[:50])
    assert walks("leads_lead_step", rows.order_by("next_step_at", "-pk")[:50])
    assert walks("leads_lead_late_step", rows.order_by("-next_step_at", "-pk")[:50])
    assert walks("leads_lead_of_one", rows.filter(owner=many[0].owner).order_by("-received_at", "-pk")[:50])


def test_a_column_of_the_board_walks_an_index(many):
    planned = Lead.objects.open().filter(stage="contacted", next_step_at__isnull=False)
    assert walks("leads_lead_planned", planned.order_by("next_step_at", "pk")[:50])


def test_what_is_overdue_is_looked_up_by_its_time(many):
    said = plan(Lead.objects.overdue())
    assert "leads_lead_unanswered" in said
    # By the time of the next step, or by it behind the stage, which SQLite prefers where it knows the rows.
    assert re.search(r"leads_lead_(next_step|planned|step|late_step)\b", said)


def test_overdue_rows_and_the_question_to_one_agree(many):
    Lead.objects.filter(pk__in=[lead.pk for lead in many[:40]]).update(next_step_at=timezone.now() - timedelta(1))
    Lead.objects.filter(pk__in=[lead.pk for lead in many[20:60]]).update(
        answered_at=None, answer_due_at=timezone.now() - timedelta(1)
    )
    late = set(Lead.objects.overdue().values_list("pk", flat=True))
    assert late == {lead.pk for lead in Lead.objects.for_desk() if lead.is_overdue}
    assert late


def test_columns_show_what_is_planned_first_and_then_the_newest(many):
    shown = Lead.objects.open().filter(stage="qualified").soonest(MANY)
    planned = [lead.next_step_at for lead in shown if lead.next_step_at]
    others = [lead.received_at for lead in shown if not lead.next_step_at]
    assert len(shown) == MANY // 6
    assert all(lead.next_step_at for lead in shown[: len(planned)])
    assert planned == sorted(planned)
    assert others == sorted(others, reverse=True)


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?p=4", f"{LIST}?o=6", f"{LIST}?overdue=yes", f"{LIST}?q=烘焙", BOARD]
)
def test_a_page_asks_as_much_of_many_leads_as_of_few(demo_site, client, address):
    client.force_login(User.objects.get(username="salesperson"))
    queue(300)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    queue(300)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) <= len(few) <= 22


def test_pages_of_keys_are_the_pages_of_rows(many):
    rows = Lead.objects.for_desk().order_by("-received_at", "-pk")
    pages = KeyFirstPaginator(rows, 50)
    for number in (1, 2, pages.num_pages):
        assert list(pages.page(number).object_list) == list(rows[(number - 1) * 50 : number * 50])


def test_a_page_far_behind_is_skipped_to_in_the_index_alone(many):
    with CaptureQueriesContext(connection) as asked:
        list(KeyFirstPaginator(Lead.objects.for_desk().order_by("-received_at", "-pk"), 50).page(100).object_list)
    skipping = [query["sql"] for query in asked if "OFFSET" in query["sql"]]
    assert len(skipping) == 1
    assert re.match(r'SELECT "leads_lead"."id" AS "\w+" FROM', skipping[0])


def test_generated_leads_can_be_worked_on_like_any_other(demo_site):
    queue(80)
    lead = Lead.objects.open().filter(stage="contacted").last()
    assert lead.move_to("won", by=User.objects.get(username="salesperson"))
    assert lead.contact.company
    assert lead.contact.ways.count() == 2
    assert lead.enquiries.get().about
    assert {stage for stage, _label in Lead.Stage.choices} == set(Lead.objects.values_list("stage", flat=True))


def test_generated_leads_are_the_same_people_only_once(demo_site):
    queue(50)
    queue(50)
    names = list(Contact.objects.filter(name__contains="示例1").values_list("name", flat=True))
    assert len(names) == len(set(names))
