"""The calendar shows each person what is planned and what the clock does, and costs the same however much there is."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from cms.calendar import grid
from cms.calendar.models import Plan
from cms.publishing.models import Schedule, State
from demo import builders
from tests.publishing.schedules import HOUR, newer, waiting
from tests.reading import words_of

MONTH, WEEK, DAY = (reverse(f"calendar:{name}") for name in ("month", "week", "day"))


@pytest.fixture(autouse=True)
def in_december(time_machine):
    time_machine.move_to("2026-12-10T02:00:00Z")  # ten in the morning in Shanghai


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def plan(title="計畫", *, owner=None, on="2026-12-15", kind="articles.article", **fields):
    return Plan.objects.create(title=title, owner=owner, due_on=on, kind=kind, **fields)


@pytest.fixture
def something_of_each(editor):
    """A live, a scheduled, a replaced and an ending article, and a plan."""
    builders.article("已經公開", live=True, by=editor)
    draft = builders.article("第一次公開", by=editor)
    draft.go_public_at(newer(draft, "第一次公開", by=editor), at=timezone.now() + 50 * HOUR, by=editor)
    waiting(editor, thing=builders.article("會被替換", live=True, by=editor), after=30 * HOUR)
    builders.service("會結束", live=True, by=editor).end_at(timezone.now() + 70 * HOUR, by=editor)
    plan("還在計畫", owner=editor)


@pytest.mark.parametrize("url", [MONTH, WEEK])
def test_the_calendar_shows_what_was_and_will_be_published_replaced_and_ended_and_the_plans(
    desk, something_of_each, url
):
    page = words_of(desk.get(url, {"on": "2026-12-10"}))
    for word in ("已經公開", "第一次公開", "會被替換", "會結束", "goes public", "is replaced", "ends", "published"):
        assert word in page
    assert ("還在計畫" in page) == (url == MONTH)
    assert "Asia/Shanghai" in page


def test_a_day_is_a_day_of_the_sites_zone(desk, editor):
    builders.article("凌晨", live=True, by=editor, at=datetime.fromisoformat("2026-12-09T16:30:00+00:00"))
    assert "凌晨" in words_of(desk.get(DAY, {"on": "2026-12-10"}))
    assert "凌晨" not in words_of(desk.get(DAY, {"on": "2026-12-09"}))


def test_months_follow_each_other_over_the_year(desk):
    page = words_of(desk.get(MONTH, {"on": "2026-12-31"}))
    assert "?on=2026-11-30" in page
    assert "?on=2027-01-01" in page
    span = grid.month_of(date(2026, 12, 31))
    assert (span.begins, span.ends) == (date(2026, 11, 30), date(2027, 1, 4))


@pytest.mark.parametrize("odd", ["", "soon", "2026-13-01", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_an_odd_day_shows_today(desk, odd):
    assert "today" in words_of(desk.get(MONTH, {"on": odd, "kind": "no.kind", "who": "9" * 40}))


def test_it_is_narrowed_by_kind_and_by_person(desk, something_of_each, author):
    builders.article("作者的", live=True, by=author)
    plan("作者的計畫", owner=author)
    page = words_of(desk.get(MONTH, {"kind": "services.service"}))
    assert "會結束" in page
    assert "會被替換" not in page
    assert "還在計畫" not in page
    page = words_of(desk.get(MONTH, {"who": author.pk}))
    assert "作者的計畫" in page
    assert "作者的" in page
    assert "已經公開" not in page


def test_an_author_sees_her_own_and_the_plans_that_she_owns(client, something_of_each, author):
    builders.article("作者的", live=True, by=author)
    plan("她的計畫", owner=author)
    client.force_login(author)
    page = words_of(client.get(MONTH))
    assert "作者的" in page
    assert "她的計畫" in page
    for word in ("已經公開", "第一次公開", "會被替換", "會結束", "還在計畫"):
        assert word not in page


@pytest.mark.parametrize("who", ["salesperson", "outsider"])
@pytest.mark.parametrize("url", [MONTH, WEEK, DAY])
def test_who_writes_nothing_has_no_calendar(request, client, who, url, something_of_each):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url).status_code == 403
    assert url not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("url", [MONTH, WEEK, DAY])
def test_a_visitor_is_sent_to_sign_in(client, db, url):
    assert "/admin/login/" in client.get(url)["Location"]
    assert client.post(url).status_code in {302, 405}


def test_a_full_day_says_how_many_more_there_are_and_leads_to_them(desk, editor):
    for number in range(9):
        builders.article(f"第 {number} 篇", live=True, by=editor, at=timezone.now() - number * timedelta(minutes=1))
    plan(on="2026-12-10")
    page = words_of(desk.get(MONTH))
    assert "and 6 more" in page
    page = words_of(desk.get(DAY, {"on": "2026-12-10"}))
    assert all(f"第 {number} 篇" in page for number in range(9))


def test_queries_do_not_grow_with_what_there_is(desk, something_of_each, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(MONTH).status_code == 200
        return len(captured)

    queries()
    few = queries()
    moment = timezone.now()
    channel = builders.channel()
    made = Article._base_manager.bulk_create(
        Article(
            title=f"{number}",
            slug=f"s-{number}",
            channel=channel,
            state=State.PUBLISHED,
            live_from=moment + number * HOUR,
            live_until=moment + (number + 5) * HOUR,
        )
        for number in range(400)
    )
    revision = newer(Article.objects.first(), by=editor)
    Schedule.objects.bulk_create(
        Schedule(**thing.key, revision=revision, at=moment + number * HOUR, by=editor)
        for number, thing in enumerate(made)
    )
    Plan.objects.bulk_create(
        Plan(title=f"{number}", kind="articles.article", due_on=date(2026, 12, number % 28 + 1), owner=editor)
        for number in range(400)
    )
    assert queries() == few
    assert few <= 45


# --- Plans -----------------------------------------------------------------------------------------------------------


def move(made):
    return reverse("calendar:move", args=[made.pk])


def test_moving_a_plan_changes_no_publish_time(desk, editor):
    draft = builders.article("第一次公開", by=editor)
    at = draft.go_public_at(newer(draft, by=editor), at=timezone.now() + 50 * HOUR, by=editor).live_from
    made = plan(owner=editor, **draft.key)
    back = f"{MONTH}?on=2026-12-01"
    assert desk.post(move(made), {"to": "2026-12-30", "back": back})["Location"] == back
    made.refresh_from_db()
    draft.refresh_from_db()
    assert made.due_on == date(2026, 12, 30)
    assert draft.live_from == at


def test_a_plan_is_moved_by_a_form_with_a_day(desk):
    made = plan()
    assert 'value="2026-12-20"' in words_of(desk.get(move(made), {"to": "2026-12-20"}))
    assert "Say the day" in words_of(desk.post(move(made), {"to": "tomorrow"}))
    made.refresh_from_db()
    assert made.due_on == date(2026, 12, 15)


@pytest.mark.parametrize("who", ["author", "salesperson", "outsider"])
def test_nobody_moves_puts_aside_or_opens_the_plan_of_somebody_else(request, client, editor, who):
    made = plan(owner=editor)
    client.force_login(request.getfixturevalue(who))
    for url in (move(made), reverse("calendar:done", args=[made.pk])):
        assert client.post(url, {"to": "2026-12-30"}).status_code in {403, 404}
    assert client.get(move(made)).status_code in {403, 404}
    assert client.get(made.get_edit_url()).status_code in {302, 403}
    made.refresh_from_db()
    assert (made.due_on, made.done_at) == (date(2026, 12, 15), None)


def test_a_plan_is_put_aside_and_taken_up_again_by_post_only(desk):
    made = plan()
    url = reverse("calendar:done", args=[made.pk])
    assert desk.get(url).status_code == 405
    desk.post(url)
    made.refresh_from_db()
    assert made.done_at
    desk.post(url, {"again": ""})
    made.refresh_from_db()
    assert made.done_at is None
