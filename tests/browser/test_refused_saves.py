"""What the server refuses to save by itself stays in the browser, and the bar says what is true of it."""

import pytest
from playwright.sync_api import expect

from demo import builders
from tests.browser.test_autosave import kept_in_browser, state
from tests.browser.test_form_guard import save, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFUSALS = [(400, "big"), (413, "big"), (500, "failed"), (502, "failed"), (404, "refused")]


@pytest.mark.parametrize(("status", "said"), REFUSALS)
def test_a_refused_save_is_told_as_it_is_and_the_text_is_offered_back(open_editor, live_server, status, said):
    article = builders.article("舊題")
    page = open_editor(article)
    page.route("**/autosave/", lambda route: route.fulfill(status=status, body="<h1>no</h1>"))
    page.fill("#id_title", "沒被收下的")
    write(page, "沒被收下的字")
    state(page, said)
    expect(page.locator(".autosave-state")).to_contain_text("kept in this browser")
    kept_in_browser(page, "沒被收下的字")
    assert article.draft() is None
    page.unroute("**/autosave/")
    page.goto(f"{live_server.url}/admin/")
    page.goto(f"{live_server.url}{article.get_edit_url()}")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#id_title")).to_have_value("沒被收下的")


def test_a_form_too_large_for_the_server_is_not_sent_away_and_goes_once_it_is_smaller(open_editor):
    article = builders.article("舊題")
    page = open_editor(article)
    page.route("**/autosave/", lambda route: route.fulfill(status=413, body=""))
    page.fill("#id_title", "太大")
    state(page, "big")
    save(page)
    expect(page.get_by_role("dialog")).to_contain_text("too large for the server")
    page.get_by_role("button", name="Back to the form").click()
    page.unroute("**/autosave/")
    page.fill("#id_title", "小了")
    save(page)
    page.get_by_text("Draft saved.").wait_for()
    assert article.draft().data["fields"]["title"] == "小了"
