"""A replacement is scheduled, moved in the calendar by keyboard, and public on time with no worker; plans by mouse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.calendar.models import Plan
from cms.publishing import moments
from cms.publishing.middleware import PutInPlace
from cms.publishing.models import Schedule
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOK = PutInPlace.look


@pytest.fixture
def no_worker(monkeypatch):
    """Web processes look by themselves, as they do outside of tests."""
    monkeypatch.setattr(PutInPlace, "look", LOOK)


def in_the_middle_of_next_month():
    """A Wednesday whose neighbours stand in the same sheet."""
    day = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=10)
    return day + (2 - day.weekday()) * timedelta(days=1)


def handle(page, title):
    return page.get_by_role("link", name=f"Move {title}")


def test_from_scheduling_to_the_public_page(page, browser, live_server, open_editor, editor, no_worker):
    article = builders.article("舊標題", live=True, by=editor)
    day = in_the_middle_of_next_month()
    open_editor(article)
    page.fill("#id_title", "新標題")
    page.get_by_label("Put this version in the place").fill(f"{day}T09:30")
    page.get_by_role("button", name="Save and schedule").click()
    page.get_by_text(f"takes the place of the public one on {day} 09:30 (Asia/Shanghai)").wait_for()

    # In the calendar it is sent one day on by the keyboard, and asked about first.
    page.goto(f"{live_server.url}/admin/calendar/?on={day}")
    handle(page, "舊標題").focus()
    page.keyboard.press("ArrowRight")
    tomorrow = day + timedelta(days=1)
    expect(page.locator(f"[data-day='{tomorrow}']")).to_have_class(re.compile("is-target"))
    expect(page.locator(".calendar-said")).to_contain_text(tomorrow.isoformat())
    page.keyboard.press("Enter")
    expect(page.get_by_label("New time")).to_have_value(f"{tomorrow}T09:30")
    expect(page.locator(".desk-when")).to_contain_text(f"{day} 09:30")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(f"[data-day='{tomorrow}']")).to_contain_text("舊標題")
    assert moments.typed(Schedule.objects.get().at) == f"{tomorrow}T09:30"

    # Its moment comes, and the next reader sees it.
    visitor = browser.new_context(java_script_enabled=False).new_page()
    visitor.goto(live_server.url + article.get_absolute_url())
    expect(visitor.locator("h1")).to_have_text("舊標題")
    Schedule.objects.update(at=timezone.now())
    visitor.wait_for_timeout(1100)
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("新標題")


def test_a_plan_is_carried_to_another_day_by_mouse_and_stays_no_publication(page, live_server, sign_in, editor):
    day = in_the_middle_of_next_month()
    plan = Plan.objects.create(title="計畫", kind="articles.article", owner=editor, due_on=day)
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/calendar/?on={day}")
    target = page.locator(f"[data-day='{day + timedelta(days=2)}']")
    handle(page, "計畫").hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40, steps=8)
    page.mouse.up()
    page.get_by_text(f"The plan is due on {day + timedelta(days=2)}").wait_for()
    plan.refresh_from_db()
    assert plan.due_on == day + timedelta(days=2)
    handle(page, "計畫").click()
    page.get_by_label("New day").fill(day.isoformat())
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(f"[data-day='{day}']")).to_contain_text("計畫")


def test_the_calendar_fits_a_phone(page, live_server, sign_in, editor):
    day = in_the_middle_of_next_month()
    Plan.objects.create(title="很長的計畫" * 12, kind="articles.article", owner=editor, due_on=day)
    sign_in(editor)
    page.set_viewport_size({"width": 390, "height": 844})
    for view in ("", "week/", "day/"):
        page.goto(f"{live_server.url}/admin/calendar/{view}?on={day}")
        expect(page.get_by_text("很長的計畫").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
