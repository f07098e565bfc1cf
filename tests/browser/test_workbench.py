"""In a real browser: lengths as the server counts them, keys in the form and in the text, places ticked together."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from cms.chinese import measure
from cms.richtext.text import plain
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = [
    "",
    "讓好內容，長成好生意。",
    "用 AI 寫 3.4 倍的 content-marketing 文章",
    "𠮷野家 don't stop 1,234.5",
    "Ⅷ ½ x² é naïve — … “引號” ·",
    "日本語のかな 한글 ＡＢＣ",
]
RICH = [
    "<p>甲<strong>乙</strong>丙</p><p>one</p><p>two</p>",
    "<ul><li>a</li><li>b</li></ul><table><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
    "<p><ruby>漢<rt>hàn</rt></ruby>字 &amp; <code>x = 1</code></p>",
]


@pytest.fixture
def article(editor):
    return builders.article("標題", by=editor, summary="摘要", body="<p>一二三四五</p>")


def test_the_browser_counts_as_the_server_does(open_editor, article):
    page = open_editor(article)
    for text in TEXTS:
        counted = page.evaluate("t => [ridgelineMeasure.countCharacters(t), ridgelineMeasure.widthOf(t)]", text)
        assert counted == [measure.count_characters(text), measure.width(text)], text
    for html in RICH:
        counted = page.evaluate("h => ridgelineMeasure.countCharacters(ridgelineMeasure.plain(h))", html)
        assert counted == measure.count_characters(plain(html)), html


def test_lengths_follow_what_is_typed(open_editor, article):
    page = open_editor(article)
    expect(page.locator(".desk-count-text")).to_contain_text("5 characters")
    expect(page.locator(".desk-count-whole")).to_contain_text("9 characters")
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.insert_text("六")
    expect(page.locator(".desk-count-text")).to_contain_text("6 characters")
    page.fill("#id_title", "字" * 31)
    expect(page.locator(".desk-count-title")).to_contain_text("Width 62 of 60")


def test_a_key_saves_the_draft_from_within_the_text(open_editor, article):
    page = open_editor(article)
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.insert_text("六")
    page.keyboard.press("Control+s")
    page.get_by_text("Draft saved.").wait_for()
    assert "六" in Article.objects.get().body


def test_a_key_publishes_only_after_a_question(open_editor, article):
    page = open_editor(article)
    page.locator("#id_title").focus()
    page.keyboard.press("Control+Shift+Enter")
    question = page.get_by_role("dialog", name="Publish this now?")
    question.get_by_role("button", name="No, take me back").click()
    assert Article.objects.live().count() == 0
    page.keyboard.press("Control+Shift+Enter")
    question.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published.").wait_for()
    assert Article.objects.live().count() == 1


def test_the_list_of_keys_opens_and_closes(open_editor, article):
    page = open_editor(article)
    page.locator("#id_title").focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).not_to_be_visible()
    page.keyboard.press("Control+/")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()


def test_all_places_of_a_thing_are_ticked_at_once(page, live_server, sign_in, editor):
    builders.article("舊字舊", live=True, by=editor, body="<p>舊</p>")
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/replace/?words=舊&replacement=新")
    page.locator("[data-thing] [data-all]").check()
    page.get_by_role("button", name="Replace what is ticked").click()
    page.get_by_text("Changed, as a draft").wait_for()
    article = Article.objects.get()
    assert article.as_of(article.working_copy()).title == "新字新"
