"""Composing a page in a real browser: sections are added, filled in, ordered, taken out; by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from demo import builders
from pages.models import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def composer(page, live_server, sign_in, editor):
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/pages/page/add/")
    page.locator(".composer.is-ready").wait_for()
    page.fill("#id_title", "內容健檢")
    return page


def add(page, kind):
    place = page.locator(".composer-item").count()
    page.locator(f"[data-add={kind}]").click()
    return page.locator(f".composer-item:has([name='sections-{place}-kind'])")


def headings(page):
    return page.locator(".composer-items > li .composer-words").all_inner_texts()


def write(page, item, text):
    frame = item.frame_locator(".cke_wysiwyg_frame").first.locator("body")
    frame.click()
    page.keyboard.type(text)


def test_a_page_of_four_sections_is_composed_ordered_previewed_and_published(composer, live_server):
    page = composer
    article = builders.article("挑出來的文章", live=True)
    hero = add(page, "hero")
    hero.locator("[name$=heading]").fill("先看再動手")
    text = add(page, "text")
    text.locator("[name$=heading]").fill("怎麼看")
    write(page, text, "逐篇讀完。")
    news = add(page, "news")
    news.locator("[name$=heading]").fill("讀過的")
    news.locator("[type=search]").fill("挑出")
    news.locator(".picked-found button").first.click()
    expect(news.locator(".picked-chosen li")).to_have_count(1)
    steps = add(page, "steps")
    steps.locator("[name$='rows-0-title']").fill("第一步")
    steps.locator("[data-add=row]").click()
    steps.locator("[name$='rows-1-title']").fill("第二步")
    steps.locator(".composer-row").last.locator("[data-up]").click()

    # The text moves up past the hero and back by the keyboard; nothing that was written in it is lost.
    up = text.locator("[data-up]").first
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".composer [data-status]")).to_contain_text("1")
    assert headings(page)[:2] == ["怎麼看", "先看再動手"]
    expect(text.locator("[data-down]").first).to_be_visible()
    text.locator("[data-down]").first.click()
    text.locator(".cke_wysiwyg_frame").wait_for()

    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("iframe[name=look]")
    expect(shown.locator("h1")).to_have_text("先看再動手")
    expect(shown.locator(".prose")).to_contain_text("逐篇讀完。")
    assert shown.locator(".steps h3").all_inner_texts() == ["第二步", "第一步"]
    expect(shown.locator(".teaser")).to_contain_text(article.title)
    page.get_by_role("button", name="Back to the form").click()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/change/")

    # Taken out, put back, taken out again; then published.
    item = page.locator(".composer-item").nth(3)
    item.locator("> .composer-tools [data-remove]").click()
    item.locator("> [data-undo]").click()
    expect(item).not_to_have_class("is-gone")
    item.locator("> .composer-tools [data-remove]").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published.").wait_for()
    made = Page.objects.get()
    assert [row.content["kind"] for row in made.sections.all()] == ["hero", "text", "news"]
    page.goto(live_server.url + made.get_absolute_url())
    expect(page.locator("h1")).to_have_text("先看再動手")


def test_an_error_stands_at_its_field_and_nothing_is_lost(composer):
    page = composer
    text = add(page, "text")
    write(page, text, "留得住的字。")
    call = add(page, "call")
    call.locator("[name$=heading]").fill("走吧")
    call.locator("[name$=button]").first.fill("過去")
    call.locator("[name$=c-link]").fill("javascript:alert(1)")
    page.get_by_role("button", name="Save draft").click()
    wrong = page.locator(".composer-field.has-errors")
    expect(wrong).to_have_count(1)
    expect(wrong.locator("[name$=c-link]")).to_have_value("javascript:alert(1)")
    expect(page.locator(".composer-item").first.frame_locator(".cke_wysiwyg_frame").locator("body")).to_have_text(
        "留得住的字。"
    )
    wrong.locator("[name$=c-link]").fill("/news/")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/change/")
    assert Page.objects.get().sections.count() == 2
