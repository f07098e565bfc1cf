"""The form in a real browser: with and without JavaScript, by keyboard, and clicked twice."""

import pytest
from playwright.sync_api import expect

from demo import builders
from leads.models import Enquiry, Lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def read_article(browser, live_server):
    """An article opened in a fresh browser."""
    builders.page("隱私聲明", slug="privacy", live=True)
    article = builders.article("三種決策", live=True)
    opened = []

    def open_page(**options):
        opened.append(browser.new_context(locale="zh-TW", **options))
        page = opened[-1].new_page()
        page.set_default_timeout(10_000)
        page.goto(live_server.url + article.get_absolute_url())
        return page

    yield open_page
    for context in opened:
        context.close()


def fill(page, contact="138 1234 5678"):
    page.fill("#ask-name", "林小姐")
    page.fill("#ask-contact", contact)
    page.fill("#ask-message", "想把門店的新媒體重新做一次。")
    page.check("#ask-consent")


@pytest.mark.parametrize("has_script", [True, False])
def test_an_enquiry_arrives_with_its_page(read_article, has_script):
    page = read_article(java_script_enabled=has_script)
    fill(page)
    page.click("#ask button")
    page.wait_for_url("**/contact/thanks/")
    enquiry = Enquiry.objects.get()
    assert enquiry.page.title == "三種決策"
    assert bool(enquiry.browser) is has_script
    assert not enquiry.lead.is_quarantined


@pytest.mark.parametrize("has_script", [True, False])
def test_a_double_click_makes_one_lead(read_article, has_script):
    page = read_article(java_script_enabled=has_script)
    fill(page)
    page.dblclick("#ask button")
    page.wait_for_url("**/contact/thanks/")
    assert Lead.objects.count() == 1


def test_everything_can_be_done_by_keyboard(read_article):
    page = read_article()
    page.focus("#ask-name")
    for words in ("林小姐", "13812345678", "示例公司", "想聊聊"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the tick
    page.keyboard.press("Tab")  # the privacy notice
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/thanks/")
    assert Enquiry.objects.get().company == "示例公司"


@pytest.mark.parametrize("has_script", [True, False])
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(read_article, has_script):
    page = read_article(java_script_enabled=has_script)
    fill(page, contact="1388")
    page.click("#ask button")
    expect(page.locator("#ask-contact-error")).to_be_visible()
    expect(page.locator("#ask-contact")).to_have_attribute("aria-describedby", "ask-contact-error")
    expect(page.locator("#ask-message")).to_have_value("想把門店的新媒體重新做一次。")
    if has_script:
        expect(page.locator("#ask-errors")).to_be_focused()
    page.click('#ask-errors a[href="#ask-contact"]')
    page.fill("#ask-contact", "13812345678")
    page.click("#ask button")
    page.wait_for_url("**/contact/thanks/")
    assert Enquiry.objects.get().contact == "13812345678"


def test_a_short_number_is_noticed_before_sending(read_article):
    page = read_article()
    page.fill("#ask-contact", "1388")
    page.focus("#ask-message")
    expect(page.locator("#ask-contact-live")).to_be_visible()
    page.fill("#ask-contact", "13812345678")
    page.focus("#ask-message")
    expect(page.locator("#ask-contact-live")).to_be_hidden()


def test_nobody_meets_the_field_for_machines(read_article):
    page = read_article()
    page.focus("#ask-consent")
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || ''"))
    assert "website" not in names


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_of_the_form_leaves_the_screen(read_article, width):
    page = read_article(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#ask button").bounding_box()
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
