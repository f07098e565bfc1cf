"""The main job in a real browser: an editor publishes, a visitor reads on a phone, a prospect asks."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from articles.models import Article, Source, Tag
from cms.outbox import worker
from demo import builders
from leads.models import Lead
from tests.browser.test_paste import PASTE
from tests.richtext import pastes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def surroundings(editor, salesperson):
    """What an article refers to: a live service, a channel, a tag, a source, a picture."""
    builders.service("內容行銷", slug="content", live=True, by=editor)
    builders.page("首頁", kind="home", slug="home", live=True, by=editor)
    builders.channel("運營方法")
    Tag.objects.create(name="留存")
    Source.objects.create(name="編輯部")
    builders.picture(by=editor, alt="松綠的山脊")


def choose(page, field, name):
    """Pick from an autocomplete field with the mouse."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field:visible").last.press_sequentially(name[:2])
    page.locator(".select2-results__option", has_text=name).click()


def in_editor(page):
    return page.frame_locator(".cke_wysiwyg_frame").locator("body")


def write_body(page):
    """A heading, a paragraph, a quote, a table and a picture, with the toolbar; then a paste from Word."""
    in_editor(page).click()
    page.locator(".cke_combo__format .cke_combo_button").click()
    page.frame_locator(".cke_combopanel iframe").get_by_role("option").filter(has_text=re.compile("2")).first.click()
    page.keyboard.type("一、先看第七天")
    page.keyboard.press("Enter")
    page.keyboard.type("看首次使用後第七天還回來的人。")
    page.keyboard.press("Enter")
    page.locator(".cke_button__blockquote").click()
    page.keyboard.type("留不住的人，拉再多也沒有用。")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator(".cke_button__table").click()
    page.locator(".cke_dialog_ui_button_ok").click()
    page.keyboard.press("Control+End")
    page.locator(".cke_button__ridgelinepicture").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="松綠的山脊").check()
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    page.keyboard.press("Control+End")
    paste = pastes.WORD["word: bullets on three levels"]
    page.evaluate(PASTE, {"html": paste.html, "rtf": paste.rtf})
    page.wait_for_function("window.isPasted")


def test_from_writing_to_the_enquiry(page, browser, live_server, surroundings, editor, salesperson):
    base = live_server.url
    page.goto(f"{base}/admin/")
    page.fill("#id_username", "EDITOR@example.com")
    page.fill("#id_password", "a long pass phrase")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/admin/")

    # She writes, and looks at the draft as the public would see it.
    page.goto(f"{base}/admin/articles/article/add/")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.fill("#id_title", "留存怎麼量")
    page.fill("#id_summary", "一個數字就夠了。")
    write_body(page)
    for field, name in {"channel": "運營方法", "tags": "留存", "services": "內容行銷"}.items():
        choose(page, field, name)
    page.get_by_text("Who and whence").first.click()
    choose(page, "source", "編輯部")
    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("iframe[name=look]")
    expect(shown.locator("h1")).to_have_text("留存怎麼量")
    expect(shown.locator(".preview")).to_be_visible()
    page.get_by_role("button", name="Back to the form").click()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/change/")
    public = Article.objects.get().get_absolute_url()
    visitor = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    assert visitor.goto(base + public).status == 404

    # She publishes. A visitor with a phone and no JavaScript finds it from three places and reads it.
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published.").wait_for()
    for start in ("/", "/news/", "/services/content/"):
        visitor.goto(base + start)
        visitor.get_by_role("link", name="留存怎麼量").first.click()
        expect(visitor.locator("h1")).to_have_text("留存怎麼量")
    prose = visitor.locator(".prose")
    expect(prose.get_by_role("heading", name="先看第七天")).to_be_visible()
    expect(prose.locator("blockquote")).to_contain_text("拉再多也沒有用")
    expect(prose.locator(".table table")).to_be_visible()
    expect(prose.locator("figure img")).to_have_attribute("alt", "松綠的山脊")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 390
    assert not re.search(r"mso|style=", prose.inner_html(), re.IGNORECASE)

    # She changes it; the public page stays as it was until she publishes again.
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.fill("#id_title", "留存應該怎麼量")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("The public page stays as it is").wait_for()
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("留存怎麼量")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published.").wait_for()
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("留存應該怎麼量")

    # A prospect sends the form in it; the first try misses a digit, and nothing that was typed is lost.
    form = visitor.locator("form#ask")
    form.locator("[name=name]").fill("方小姐")
    form.locator("[name=contact]").fill("1380013")
    form.locator("[name=message]").fill("想聊聊留存。")
    form.locator("[name=consent]").check()
    form.get_by_role("button").click()
    expect(visitor.locator("[name=message]")).to_have_value("想聊聊留存。")
    visitor.locator("[name=contact]").fill("13800138000")
    visitor.locator("form#ask").get_by_role("button").click()
    visitor.wait_for_url("**/contact/thanks/")

    # The salesperson gets the mail.
    worker.run_once()
    lead = Lead.objects.get()
    assert lead.name == "方小姐"
    [message] = [message for message in mail.outbox if message.to == [salesperson.email]]
    assert public in message.body


@pytest.mark.parametrize("width", [390, 1440])
def test_the_editors_part_by_keyboard_alone(page, live_server, sign_in, surroundings, editor, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.locator("#id_title").focus()
    page.keyboard.type("只用鍵盤")
    page.keyboard.press("Tab")
    page.keyboard.type("摘要")
    page.keyboard.press("Tab")
    for _stop in range(4):  # the toolbar is one stop of its own in some builds of the editor
        if page.evaluate("CKEDITOR.instances.id_body.focusManager.hasFocus"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("正文。")
    page.locator("#id_channel + .select2 .select2-selection").focus()
    page.keyboard.press("Enter")
    page.locator(".select2-search__field:visible").last.press_sequentially("運營")
    page.locator(".select2-results__option", has_text="運營方法").wait_for()
    page.keyboard.press("Enter")
    # Enter in a text field saves the draft; it must never publish.
    page.locator("#id_title").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    article = Article.objects.get()
    assert (article.title, article.state) == ("只用鍵盤", "draft")
    assert "正文。" in article.body
    page.get_by_role("button", name="Publish", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Published.").wait_for()
    assert Article.objects.live().count() == 1


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_fit_their_screen_without_javascript(browser, live_server, demo_site_live, width, scheme):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    for url in demo_site_live:
        assert page.goto(live_server.url + url).status == (404 if "nothing" in url else 200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
