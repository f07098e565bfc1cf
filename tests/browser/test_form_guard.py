"""The forms of the admin lose nothing that was typed, and do once what was asked for twice."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from cms.richtext import sanitiser
from cms.richtext.text import plain
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def warnings(page):
    """The questions that the browser asked before it left a page; it always leaves."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def write(page, words):
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def save(page):
    page.get_by_role("button", name="Save draft").click()


def new_article(page, live_server, title):
    builders.channel("運營方法")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.fill("#id_title", title)
    page.locator(".field-channel .select2-selection").click()
    page.locator(".select2-results__option", has_text="運營方法").click()


def test_a_double_click_on_save_makes_one_article(page, live_server, sign_in, editor):
    sign_in(editor)
    new_article(page, live_server, "雙擊")
    page.get_by_role("button", name="Save draft").dblclick()
    page.wait_for_url("**/change/")
    page.get_by_text("Draft saved.").wait_for()
    assert Article.objects.count() == 1


def test_a_double_click_on_publish_is_no_conflict(open_editor):
    page = open_editor(builders.article("雙擊"))
    page.get_by_role("button", name="Publish", exact=True).dblclick()
    page.get_by_text("Published.").wait_for()


def test_leaving_at_once_after_typing_in_the_text_is_asked_about(open_editor, live_server, warnings):
    page = open_editor(builders.article())
    write(page, "字")
    page.goto(f"{live_server.url}/admin/")
    assert warnings == ["beforeunload"]


def test_leaving_after_choosing_another_channel_is_asked_about(open_editor, live_server, warnings):
    article = builders.article()
    builders.channel("別的頻道")
    page = open_editor(article)
    page.locator(".field-channel .select2-selection").click()
    page.locator(".select2-results__option", has_text="別的頻道").click()
    page.goto(f"{live_server.url}/admin/")
    assert warnings == ["beforeunload"]


def test_leaving_or_saving_what_was_not_changed_is_not_asked_about(open_editor, live_server, warnings):
    page = open_editor(builders.article(body="<h2>一</h2><p>字</p><ul><li>點</li></ul>"))
    page.locator("#id_title").click()  # browsers ask only where somebody clicked or typed
    page.goto(f"{live_server.url}/admin/")
    page.go_back()
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    write(page, "字")
    save(page)
    page.get_by_text("Draft saved.").wait_for()
    assert warnings == []


def test_a_refused_form_is_not_left_without_asking(open_editor, live_server, warnings):
    page = open_editor(builders.article())
    page.fill("#id_title", "")
    save(page)
    page.locator(".field-title.errors, .errorlist, #id_title-error").first.wait_for()
    page.locator("#id_summary").click()
    page.goto(f"{live_server.url}/admin/")
    assert warnings == ["beforeunload"]


def test_what_is_typed_survives_being_signed_out(open_editor, context, sign_in, editor, warnings):
    article = builders.article()
    page = open_editor(article)
    page.fill("#id_title", "登出前打的標題")
    write(page, "登出前打的字")
    context.clear_cookies()
    save(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("You are signed out")
    with context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in in a new tab").click()
    elsewhere = opened.value
    elsewhere.fill("#id_username", editor.email)
    elsewhere.fill("#id_password", "a long pass phrase")
    elsewhere.keyboard.press("Enter")
    elsewhere.wait_for_url("**/admin/")
    dialog.get_by_role("button", name="Back to the form").click()
    save(page)
    page.get_by_text("Draft saved.").wait_for()
    saved = article.draft().data["fields"]
    assert (saved["title"], plain(saved["body"])) == ("登出前打的標題", "登出前打的字")
    assert warnings == []


def test_a_text_that_the_server_would_refuse_for_its_length_is_not_sent(open_editor, monkeypatch):
    monkeypatch.setattr(sanitiser, "MOST_CHARACTERS", 40)
    article = builders.article()
    page = open_editor(article)
    write(page, "字" * 50)
    save(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("too long")
    expect(dialog).not_to_contain_text("signed out", use_inner_text=True)
    expect(dialog.get_by_role("link", name="Sign in in a new tab")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.frame_locator(".cke_wysiwyg_frame").locator("body")).to_contain_text("字" * 50)
    assert article.draft() is None


def test_what_is_typed_survives_a_server_that_does_not_answer(open_editor, context):
    article = builders.article()
    page = open_editor(article)
    page.fill("#id_title", "斷線時打的標題")
    context.set_offline(True)
    save(page)
    expect(page.get_by_role("dialog")).to_contain_text("The server does not answer")
    context.set_offline(False)
    page.keyboard.press("Escape")
    save(page)
    page.get_by_text("Draft saved.").wait_for()
    assert article.draft().data["fields"]["title"] == "斷線時打的標題"
