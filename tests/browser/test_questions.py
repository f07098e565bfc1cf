"""Asking below an article, in a real browser on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from articles.models import Question
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def read_on_a_phone(browser, live_server):
    article = builders.article("三種決策", live=True)
    opened = []

    def open_page(**options):
        opened.append(browser.new_context(locale="zh-TW", viewport={"width": 390, "height": 800}, **options))
        page = opened[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto(live_server.url + article.get_absolute_url())
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.mark.parametrize("has_script", [False, True])
def test_a_question_is_asked_on_a_phone(read_on_a_phone, has_script):
    page = read_on_a_phone(java_script_enabled=has_script)
    page.click(".asked-form summary")
    page.fill("#question-question", "小公司也適用嗎？")
    page.fill("#question-email", "不是信箱")
    page.click("#question button")
    expect(page.locator("#question-email-error")).to_be_visible()
    expect(page.locator("#question-question")).to_have_value("小公司也適用嗎？")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#question-email", "")
    page.click("#question button")
    page.wait_for_url("**/ask/thanks/")
    assert Question.objects.get().text == "小公司也適用嗎？"
