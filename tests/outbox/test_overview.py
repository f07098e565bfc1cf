"""At a glance: what waits, what fails and why; one click tries one, a group or all again."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.outbox.models import Delivery
from tests.kept_rows import insert, rows_of

pytestmark = pytest.mark.django_db
MANY = 100_000


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def page():
    return reverse("outbox-overview")


def rows(count, state="waiting", receiver="a@example.com", kind="mail", **fields):
    made = {"state": state, "receiver": receiver, "kind": kind, "summary": "News", **fields}
    return Delivery.objects.bulk_create(Delivery(**made) for _number in range(count))


def states():
    return sorted(Delivery.objects.values_list("receiver", "state"))


def test_it_says_how_many_wait_for_whom_and_why_they_fail(desk, page):
    rows(3, last_error="451 greylisted", attempts=2)
    rows(2, "dead", "CRM (crm.example.com)", "webhook", last_error="500 <b>oops</b>")
    rows(4, "sent", "done@example.com")
    text = desk.get(page).content.decode()
    for words in ("a@example.com", "451 greylisted", "CRM (crm.example.com)", "500 &lt;b&gt;oops"):
        assert words in text
    assert "done@example.com" not in text


def test_one_click_tries_one_again(desk, page):
    first, _second = rows(2, "dead")
    desk.post(page, {"deed": "retry", "delivery": first.pk})
    assert states() == [("a@example.com", "dead"), ("a@example.com", "waiting")]


def test_one_click_tries_a_group_again(desk, page):
    rows(2, "dead")
    rows(1, "dead", "b@example.com")
    desk.post(page, {"deed": "retry", "state": "dead", "kind": "mail", "receiver": "a@example.com"})
    assert states() == [("a@example.com", "waiting"), ("a@example.com", "waiting"), ("b@example.com", "dead")]


def test_one_click_tries_all_again_that_failed_and_hurries_nothing_else(desk, page):
    later = timezone.now() + timedelta(hours=5)
    rows(1, next_attempt_at=later)  # kept for the morning
    rows(1, "dead", "b@example.com")
    rows(1, receiver="c@example.com", last_error="no", next_attempt_at=later)
    rows(1, "aside", "d@example.com")
    desk.post(page, {"deed": "retry"})
    now = timezone.now()
    due = Delivery.objects.filter(state="waiting", next_attempt_at__lte=now).values_list("receiver", flat=True)
    assert sorted(due) == ["b@example.com", "c@example.com"]


def test_what_need_not_arrive_is_set_aside_with_a_reason_and_by_whom(desk, page, administrator):
    (dead,) = rows(1, "dead")
    desk.post(page, {"deed": "aside", "delivery": dead.pk, "reason": "  "})
    assert states() == [("a@example.com", "dead")]
    desk.post(page, {"deed": "aside", "delivery": dead.pk, "reason": "打過電話了"})
    dead.refresh_from_db()
    assert (dead.state, dead.aside_because) == ("aside", f"打過電話了 — {administrator}")
    assert "打過電話了" in LogEntry.objects.latest("pk").change_message


@pytest.mark.parametrize("said", [{"delivery": "x"}, {"delivery": "9" * 40}, {"receiver": "a", "state": "sent"}])
def test_what_no_form_sends_is_not_found(desk, page, said):
    assert desk.post(page, {"deed": "retry", **said}).status_code == 404


@pytest.mark.parametrize("role", ["editor", "chief", "salesperson", "analyst", "author", "outsider"])
def test_other_roles_neither_see_it_nor_try_again(client, request, page, role):
    rows(1, "dead")
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, {"deed": "retry"}).status_code == 403
    assert states() == [("a@example.com", "dead")]


@pytest.fixture
def years():
    """A hundred thousand that arrived, among them few that did not."""
    (first,) = rows(1, "sent")
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        columns, [row] = rows_of(cursor, table)
        known = dict(zip(columns, row, strict=True))
        for begin in range(0, MANY, 10_000):
            copies = [known | {"id": first.pk + n + 1, "uuid": uuid.uuid4().hex} for n in range(begin, begin + 10_000)]
            insert(cursor, table, columns, [list(copy.values()) for copy in copies])
        cursor.execute("ANALYZE")
    Delivery.objects.filter(pk__gt=first.pk + MANY - 40).update(state="dead", last_error="no")
    Delivery.objects.filter(pk__gt=first.pk + MANY - 20).update(state="waiting")


def test_a_hundred_thousand_that_arrived_cost_nothing(desk, page, years, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert desk.get(page).status_code == 200
    groups = Delivery.objects.filter(state__in=["waiting", "dead"]).order_by().values("state", "kind", "receiver")
    assert "outbox_delivery_groups" in groups.explain()
