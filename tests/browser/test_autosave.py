"""What is typed is not lost: the form saves itself, the browser keeps the rest, and two people hear of each other."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from cms.publishing.models import Presence, Revision
from cms.richtext.text import plain
from demo import builders
from tests.browser.test_form_guard import new_article, write
from tests.conftest import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VECTOR = '<p>ok</p><img src=x onerror="window.struck = 1"><script>window.struck = 2</script>'


def state(page, name):
    """Wait until the bar says so, and of what is saved until that is all that was typed."""
    page.locator(f".autosave-state[data-state={name}]").wait_for()
    if name == "saved":
        page.wait_for_function("!formGuard.isUnsaved() && document.querySelector('[data-state=saved]')")


def kept_in_browser(page, words):
    """Wait until the browser itself has these words; `wait_for_function` would take the promise for a yes."""
    assert page.evaluate(
        """async (words) => {
            const { writer, kind } = document.querySelector(".autosave").dataset;
            const isThere = async () => JSON.stringify(await keptTexts.of(writer, kind)).includes(words);
            const until = Date.now() + 15000;
            while (!(await isThere()) && Date.now() < until) await new Promise(requestAnimationFrame);
            return isThere();
        }""",
        words,
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


def test_the_form_for_a_new_article_makes_its_draft_and_becomes_its_form(page, live_server, sign_in, editor):
    sign_in(editor)
    new_article(page, live_server, "自己存下的新文章")
    page.wait_for_url("**/change/")
    article = Article.objects.get()
    assert (article.title, Revision.objects.count()) == ("自己存下的新文章", 0)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Draft saved.").wait_for()
    assert Article.objects.count() == 1


def test_what_is_not_whole_yet_is_kept_and_opens_again(open_editor, live_server):
    article = builders.article("舊題")
    page = open_editor(article)
    page.fill("#id_title", "")
    page.fill("#id_summary", "還沒有標題")
    state(page, "unfinished")
    page.reload()
    expect(page.locator("#id_summary")).to_have_value("還沒有標題")
    expect(page.locator(".autosave-note")).to_contain_text("look at the marked fields")


def test_text_of_a_session_that_ended_is_offered_to_its_writer_and_to_nobody_else(
    open_editor, context, live_server, sign_in, editor
):
    article = builders.article("舊題")
    page = open_editor(article)
    context.clear_cookies()
    page.fill("#id_title", "登出前打的")
    state(page, "out")
    kept_in_browser(page, "登出前打的")
    page.close(run_before_unload=False)
    address = f"{live_server.url}{article.get_edit_url()}"
    sign_in(person("administrator", "somebody"))
    other = context.new_page()
    with other.expect_response("**/presence/"):
        other.goto(address)
    expect(other.locator(".autosave-offer")).to_be_hidden()
    other.close()
    sign_in(editor)
    own = context.new_page()
    own.goto(address)
    expect(own.locator(".autosave-offer")).to_be_visible()


def test_the_second_to_save_is_told_and_merges(open_editor, administrator):
    article = builders.article("舊題", summary="舊摘要")
    page = open_editor(article)
    meanwhile(article, administrator, title="同事的題")
    page.fill("#id_summary", "我的摘要")
    state(page, "stale")
    expect(page.locator(".autosave-state")).to_contain_text("administrator saved this at")
    page.get_by_role("button", name="Compare both").click()
    page.locator(".conflict").wait_for()
    expect(page.locator(".conflict")).to_contain_text("同事的題")
    page.get_by_role("button", name="Save merged").click()
    page.get_by_text("Draft saved.").wait_for()
    fields = article.draft().data["fields"]
    assert (fields["title"], fields["summary"]) == ("同事的題", "我的摘要")


def test_two_tabs_of_one_person_do_not_overwrite_each_other(open_editor, context, live_server):
    article = builders.article("舊題")
    page = open_editor(article)
    second = context.new_page()
    second.goto(f"{live_server.url}{article.get_edit_url()}")
    page.fill("#id_title", "第一個分頁")
    state(page, "saved")
    second.fill("#id_title", "第二個分頁")
    state(second, "stale")
    assert article.draft().data["fields"]["title"] == "第一個分頁"


def test_who_else_is_editing_is_named(open_editor, administrator):
    article = builders.article()
    Presence.objects.beat(article, administrator)
    page = open_editor(article)
    expect(page.locator(".autosave-others")).to_contain_text("administrator is editing this now")


def test_a_page_of_sections_saves_itself_and_stays_as_it_stands(page, live_server, sign_in, editor):
    made = builders.page("關於", by=editor, body="<p>文字</p>")
    sign_in(editor)
    page.goto(f"{live_server.url}{made.get_edit_url()}")
    page.locator("[data-add=quote]").click()
    page.locator("textarea[name$=-words]").last.fill("一句原話")
    page.locator("input[name$=-by]").last.fill("某人")
    state(page, "saved")
    assert [row["content"]["kind"] for row in made.draft().data["parts"]["sections"]] == ["text", "quote"]
    expect(page.locator("textarea[name$=-words]").last).to_have_value("一句原話")


def test_hostile_text_kept_in_the_browser_comes_out_harmless(open_editor, context, live_server):
    article = builders.article("舊題")
    page = open_editor(article)
    page.evaluate(
        """async (vector) => {
            const { writer, kind, thing } = document.querySelector(".autosave").dataset;
            const about = { key: "hostile", writer, kind, thing, at: Date.now() };
            const text = { ...about, isNew: false, token: "x", sent: [], base: [] };
            await keptTexts.put({ ...text, body: [["title", vector], ["body", vector], ["summary", vector]] });
        }""",
        VECTOR,
    )
    page.reload()
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".autosave-look")).to_contain_text("ok")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".autosave-note")).to_contain_text("not saved yet")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    assert page.evaluate("window.struck") is None
