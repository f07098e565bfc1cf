"""An editor's day in a real browser, from the first word to the trash and back; each person has an own browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from cms.publishing import middleware
from cms.publishing.middleware import PutInPlace
from cms.publishing.models import Schedule
from cms.review.models import ApprovalRule, SignOff
from demo import builders
from tests.browser.test_autosave import kept_in_browser, state
from tests.browser.test_form_guard import new_article, write
from tests.browser.test_links_and_trash import choose
from tests.review.conftest import rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOK = PutInPlace.look


@pytest.fixture
def no_worker(monkeypatch):
    """Web processes look at the clock by themselves, as they do outside of tests; no worker runs."""
    monkeypatch.setattr(PutInPlace, "look", LOOK)
    monkeypatch.setattr(middleware, "SECONDS", 0)  # each request looks, not one in a second


@pytest.fixture
def seat(browser, live_server):
    """`seat(user)`: a browser in which this person is signed in, or nobody; it ends with the test."""
    opened = []

    def at(user=None):
        context = browser.new_context(base_url=live_server.url)
        if user:
            client = Client()  # one for all would end the session before
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        opened.append(context)
        return page

    yield at
    for context in opened:
        context.close()


def edit(page, article):
    page.goto(article.get_edit_url())
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")


def press(page, name):
    """Press the button, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def write_and_lose_the_network(page, live_server):
    """The form saves itself; without a network the browser keeps the text, and offers it after a crash."""
    new_article(page, live_server, "早上的文章")
    page.wait_for_url("**/change/")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    write(page, "第一段。")
    page.fill("#id_subtitle", "第二欄")
    state(page, "saved")
    page.context.set_offline(True)
    page.fill("#id_summary", "斷線時寫的摘要")
    state(page, "silent")
    kept_in_browser(page, "斷線時寫的摘要")
    again, address = page.context.new_page(), page.url
    again.set_default_timeout(30_000)
    page.close(run_before_unload=False)
    again.context.set_offline(False)
    again.goto(address)
    again.get_by_role("button", name="Take it back").click()
    expect(again.locator("#id_summary")).to_have_value("斷線時寫的摘要")
    state(again, "saved")
    return again


def collide_and_merge(page, colleague, article):
    """Both change another field; the second is told who saved, and merges."""
    edit(page, article)
    edit(colleague, article)
    colleague.fill("#id_title", "同事改的標題")
    state(colleague, "saved")
    page.fill("#id_summary", "我改的摘要")
    state(page, "stale")
    expect(page.locator(".autosave-state")).to_contain_text("administrator saved this at")
    press(page, "Compare both")
    expect(page.locator(".conflict")).to_contain_text("同事改的標題")
    press(page, "Save merged")
    expect(page.locator("#id_title")).to_have_value("同事改的標題")
    expect(page.locator("#id_summary")).to_have_value("我改的摘要")


def hand_in(page, article):
    edit(page, article)
    press(page, "Submit for review")
    expect(page.locator(".review-box")).to_contain_text("In review")


def comment_and_approve(page, article):
    page.goto(f"{article.get_edit_url().removesuffix('change/')}review/")
    row = page.locator(".review-row", has_text="第一段。")
    row.locator("summary").click()
    row.locator("textarea").fill("這一段寫得好。")
    press(page, "Send")
    expect(page.locator(".review-row", has_text="第一段。")).to_contain_text("這一段寫得好。")
    press(page, "Approve")


def sign_off_by_link(page, client, article):
    """The editor makes a link; a client without an account signs off what it shows."""
    edit(page, article)
    page.locator(".draft-bar-more summary").click()
    follow(page, "Show it to a client")
    page.get_by_label("For whom").fill("王小姐")
    press(page, "Make the link")
    path = re.search(r"/review/[0-9a-f]{64}/", page.input_value("#made-link"))[0]
    client.goto(path)
    expect(client.get_by_role("heading", level=1)).to_contain_text("同事改的標題")
    client.locator("button[value=approve]").click()
    expect(client.locator(".review-said")).to_contain_text("王小姐")


def schedule_a_replacement_and_an_end(page, article):
    """Next month's text is set to take the place of this one; a month later it ends."""
    edit(page, article)
    page.fill("#id_title", "下個月的標題")
    day = timezone.localdate() + timedelta(days=30)
    page.get_by_label("Put this version in the place").fill(f"{day}T09:30")
    page.get_by_label("Public until").fill(f"{day + timedelta(days=30)}T09:30")
    press(page, "Save and schedule")
    expect(page.locator("#publication")).to_contain_text(f"On {day} 09:30")
    expect(page.locator("#publication")).to_contain_text(f"Ends on {day + timedelta(days=30)} 09:30")


def test_an_editors_day(seat, live_server, author, editor, chief, administrator, no_worker):
    # Morning: an author writes, loses the network and the browser, and meets a colleague.
    writing = write_and_lose_the_network(seat(author), live_server)
    article = Article.objects.get()
    rule(article)
    collide_and_merge(writing, seat(administrator), article)
    hand_in(writing, article)

    # Noon: the chief editor comments and approves, an editor shows the client and publishes what was approved.
    comment_and_approve(seat(chief), article)
    desk, reader = seat(editor), seat()
    sign_off_by_link(desk, seat(), article)
    assert SignOff.objects.get().is_approval
    desk.goto(f"{article.get_edit_url().removesuffix('change/')}review/")
    press(desk, "Publish what was approved")
    assert Article.objects.get().is_live
    reader.goto(Article.objects.get().get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_contain_text("同事改的標題")

    # Afternoon: a replacement, its comparison with what is live, its moment without a worker.
    ApprovalRule.objects.all().delete()
    schedule_a_replacement_and_an_end(desk, article)
    follow(desk, "Compare with what is live")
    expect(desk.locator(".compare ins.diff").first).to_contain_text("下個月")
    Schedule.objects.update(at=timezone.now())
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("下個月的標題")

    # Evening: two drafts are published after a look, one goes into the trash by accident and comes back.
    for title in ("草稿甲", "草稿乙"):
        builders.article(title, by=editor)
    desk.goto("/admin/articles/article/")
    choose(desk, "Publish", "草稿甲", "草稿乙")
    expect(desk.get_by_text("Public, as it stands.")).to_have_count(2)
    desk.get_by_role("button", name="Publish (2)").click()
    desk.get_by_text("Done: 2 of 2").wait_for()
    desk.goto(f"/admin/articles/article/{article.pk}/delete/")
    press(desk, "Move to trash")
    assert reader.reload().status == 410
    press(desk, "Undo")
    desk.get_by_text("Put back as it was").wait_for()
    assert reader.reload().status == 200
    assert Article.objects.live().count() == 3
