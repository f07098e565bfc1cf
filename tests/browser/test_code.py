"""Code in the editor and on the page: entered with its language, coloured by the server, copied by one press."""

import pytest

from cms.richtext.storing import storable
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = '<pre><code class="language-python">def ridge(x):\n    return "山" if x &lt; 3 else None</code></pre>'


def test_code_is_entered_with_its_language_and_saved_as_text(open_editor):
    article = builders.article(body="<p>前</p>")
    page = open_editor(article)
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Control+End")
    page.locator(".cke_button__codesnippet").click()
    dialog = page.locator(".cke_dialog")
    dialog.locator("select").select_option("python")
    dialog.locator("textarea").fill('if a < b:\n    print("好")')
    dialog.locator(".cke_dialog_ui_button_ok").click()
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('language-python')")
    with page.expect_navigation():
        page.locator("button[name=_continue]:visible").click()
    stored = article.draft().data["fields"]["body"]
    assert stored.strip().endswith('<pre><code class="language-python">if a &lt; b:\n    print("好")</code></pre>')


def test_code_opened_and_saved_again_is_the_same(open_editor):
    page = open_editor(builders.article(body=BODY))
    assert storable(page.evaluate("CKEDITOR.instances.id_body.getData()")).strip() == BODY


def test_the_editor_brings_no_highlighter_of_its_own(open_editor, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_editor(builders.article(body=BODY))
    assert not [url for url in asked if "highlight" in url or "geshi" in url]


def test_a_reader_copies_the_code_and_nothing_else(page, live_server, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    article = builders.article(body=BODY, live=True)
    page.goto(live_server.url + article.get_absolute_url())
    button = page.locator(".code button")
    button.click()
    page.locator(".code button.done").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == 'def ridge(x):\n    return "山" if x < 3 else None'


def test_a_long_line_scrolls_inside_its_block_and_copying_needs_a_script(browser, live_server):
    line = "x = " + "1 + " * 200 + "1"
    article = builders.article(body=f'<pre><code class="language-python">{line}</code></pre>', live=True)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    assert not page.locator(".code button").is_visible()
    block = page.locator(".code pre").bounding_box()
    assert block["x"] >= 0
    assert block["x"] + block["width"] <= 390
    assert page.locator("html").bounding_box()["width"] <= 390
    context.close()
