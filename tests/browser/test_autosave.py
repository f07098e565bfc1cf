"""What is typed is not lost: the form saves itself, the browser keeps the rest, and two people hear of each other."""

import pytest
from playwright.sync_api import expect

from cms.publishing.models import Revision
from cms.richtext.text import plain
from demo import builders
from tests.browser.test_form_guard import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VECTOR = '<p>ok</p><img src=x onerror="window.struck = 1"><script>window.struck = 2</script>'


def state(page, name):
    """Wait until the bar says so."""
    page.locator(f".autosave-state[data-state={name}]").wait_for()


def kept_in_browser(page, words):
    """Wait until the browser itself has these words."""
    page.wait_for_function(
        """async (words) => {
            const writer = document.querySelector(".autosave").dataset;
            return JSON.stringify(await keptTexts.of(writer.writer, writer.kind)).includes(words);
        }""",
        arg=words,
    )


def meanwhile(article, by, **fields):
    """A colleague saves these fields."""
    data = article.working_copy()
    data["fields"] |= fields
    article.save_revision(data, by=by, token=article.edit_token(article.draft()))


def test_the_form_saves_itself_into_the_draft_without_a_revision(open_editor):
    article = builders.article("舊題")
    page = open_editor(article)
    page.fill("#id_title", "新題")
    write(page, "自己存下的字")
    state(page, "saved")
    assert article.draft().data["fields"]["title"] == "新題"
    assert plain(article.draft().data["fields"]["body"]) == "自己存下的字"
    assert not Revision.objects.exists()


def test_saving_by_itself_keeps_the_cursor_and_the_next_save_is_not_stale(open_editor):
    article = builders.article()
    page = open_editor(article)
    write(page, "一")
    state(page, "saved")
    page.keyboard.type("二")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Draft saved.").wait_for()
    assert plain(article.draft().data["fields"]["body"]) == "一二"


def test_a_form_that_was_only_looked_at_saves_nothing(open_editor, page):
    article = builders.article(body="<p>一<b>粗</b></p><ul><li>點</li></ul>")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/autosave/" in request.url else None)
    page = open_editor(article)
    page.locator("#id_title").click()
    page.clock.install()
    page.clock.run_for(9000)
    assert (asked, article.draft()) == ([], None)


def test_what_was_typed_offline_is_offered_back_after_the_browser_was_killed(open_editor, context, live_server):
    article = builders.article("舊題")
    page = open_editor(article)
    context.set_offline(True)
    page.fill("#id_title", "斷線時打的")
    state(page, "silent")
    kept_in_browser(page, "斷線時打的")
    second = context.new_page()
    page.close(run_before_unload=False)
    context.set_offline(False)
    second.goto(f"{live_server.url}{article.get_edit_url()}")
    expect(second.locator(".autosave-offer")).to_contain_text("that was not saved")
    second.get_by_role("button", name="Look at it").click()
    expect(second.locator(".autosave-look")).to_contain_text("斷線時打的")
    second.get_by_role("button", name="Take it back").click()
    expect(second.locator("#id_title")).to_have_value("斷線時打的")
    state(second, "saved")
    assert article.draft().data["fields"]["title"] == "斷線時打的"
