"""A text from the author's hand to the public, and past a client's eyes, as people do it with a mouse."""

import re

import pytest
from playwright.sync_api import expect

from cms.review.models import SignOff
from demo import builders
from tests.review.conftest import rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(author, chief):
    made = builders.article("週計劃", by=author, body="<p>第一段。</p><p>第二段。</p>")
    rule(made)
    return made


@pytest.fixture
def go(browser, client, live_server, article):
    """`go(user, "review/")`: this page of the article, in a browser of this person's own."""
    rooms = {}

    def there(user, route):
        if user not in rooms:
            client.force_login(user)
            rooms[user] = browser.new_context()
            session = client.cookies["sessionid"].value
            rooms[user].add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            client.cookies.clear()
        page = rooms[user].new_page()
        page.set_default_timeout(60_000)  # many heavy pages, one after the other
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/{route}")
        return page

    yield there
    for room in rooms.values():
        room.close()


def press(page, deed):
    with page.expect_navigation():
        page.locator(f"button[value={deed}]:visible").first.click()


def hand_in(page):
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    with page.expect_navigation():
        page.locator("button[name=_submit]").click()


def test_a_text_is_commented_on_sent_back_mended_approved_and_published(go, article, author, editor, chief):
    hand_in(go(author, "change/"))
    page = go(chief, "review/")
    row = page.locator(".review-row", has_text="第二段。")
    row.locator("summary").click()
    row.locator("textarea").fill("請補上來源。")
    press(page, "comment")
    expect(page.locator(".review-row", has_text="第二段。")).to_contain_text("請補上來源。")
    page.fill("#reason", "只差一個來源。")
    press(page, "send_back")

    page = go(author, "change/")
    expect(page.locator(".review-box")).to_contain_text("只差一個來源。")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>第一段。</p><p>第二段，來源：年報。</p>')")
    hand_in(page)

    page = go(chief, "review/")
    expect(page.locator("#orphans ~ .review-thread")).to_contain_text("請補上來源。")
    press(page, "approve")
    press(go(editor, "review/"), "publish")
    article.refresh_from_db()
    assert article.is_live
    assert "年報" in article.body


def test_a_client_reads_and_signs_off_on_a_phone(go, browser, editor):
    page = go(editor, "review-links/")
    page.fill("[name=recipient]", "王小姐")
    with page.expect_navigation():
        page.locator("form.review-make button").click()
    address = page.input_value("#made-link")
    path = re.search(r"/review/[0-9a-f]{64}/", address)[0]
    client = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone = client.new_page()
    phone.goto(page.url.partition("/admin/")[0] + path)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.fill("#remark-text", "很好，謝謝。")
    phone.locator("button[value=comment]").click()
    expect(phone.locator(".review-comments")).to_contain_text("很好，謝謝。")
    phone.locator("button[value=approve]").click()
    expect(phone.locator(".review-said")).to_contain_text("王小姐")
    assert client.cookies() == []
    client.close()
    assert SignOff.objects.get().is_approval
    expect(go(editor, "review/").locator(".review-side")).to_contain_text("王小姐")
