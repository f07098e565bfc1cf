"""The editor starts, wears the admin's colours, and changes nothing by being opened."""

import re

import pytest

from cms.richtext import vocabulary
from cms.richtext.storing import storable
from cms.richtext.text import plain
from cms.richtext.tree import parse
from demo import builders
from tests.richtext import honest, vectors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def written_in_the_editor():
    """The honest pieces but those with pictures, which are not there to be loaded, and loose text, which the editor
    puts into a paragraph."""
    left_out = {name for name, piece in honest.PIECES.items() if "<img" in piece} | {"text without a paragraph"}
    return storable("\n".join(piece for name, piece in honest.PIECES.items() if name not in left_out))


def structure(html):
    """Elements with their attributes and words; the editor sets blocks on lines of their own."""
    return [(element.tag, dict(element.attrib), (element.text or "").strip()) for element in parse(html).iter()]


def test_it_becomes_ready_under_our_policy_with_every_tool(open_editor):
    page = open_editor(builders.article())
    shown = page.locator(".cke_button, .cke_combo").count()
    assert shown == sum(len(group) for group in vocabulary.TOOLBAR)


def test_two_editors_share_a_form(open_editor):
    page = open_editor(builders.case_study(), field="problem")
    page.wait_for_function("CKEDITOR.instances.id_action?.status === 'ready'")


def test_a_row_that_is_added_later_gets_its_editor(open_editor):
    page = open_editor(builders.article())
    page.evaluate("""() => {
      const row = document.querySelector("[data-field-id=id_body]").cloneNode(true);
      row.querySelectorAll(".cke").forEach((editor) => editor.remove());
      Object.assign(row.querySelector("textarea"), { id: "id_added", name: "added", value: "<p>新</p>" });
      row.querySelector("textarea").dataset.processed = "0";
      document.querySelector("form").append(row);
      row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
    }""")
    page.wait_for_function("CKEDITOR.instances.id_added?.status === 'ready'")


def test_opening_and_saving_changes_nothing(open_editor):
    body = written_in_the_editor()
    page = open_editor(builders.article(body=body))
    after = storable(page.evaluate("CKEDITOR.instances.id_body.getData()"))
    assert structure(after) == structure(body)
    assert plain(after) == plain(body)


def test_what_is_typed_is_saved(open_editor):
    article = builders.article()
    page = open_editor(article)
    text = page.frame_locator(".cke_wysiwyg_frame").locator("body")
    text.click()
    page.keyboard.type("好內容")
    page.keyboard.press("Control+b")
    page.keyboard.type("長成好生意")
    with page.expect_navigation():
        page.locator("button[name=_continue]:visible").click()
    assert article.draft().data["fields"]["body"] == "<p>好內容<strong>長成好生意</strong></p>"


def test_the_form_hears_of_changes_at_once(open_editor):
    page = open_editor(builders.article())
    page.evaluate("document.querySelector('#id_body').addEventListener('input', () => { window.heard = true })")
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type("字")
    page.wait_for_function("window.heard")
    assert page.locator("#id_body").input_value().strip() == "<p>字</p>"


def test_the_surface_follows_the_admin_into_the_dark(open_editor):
    page = open_editor(builders.article(body="<p>字</p>"))
    body = page.frame_locator(".cke_wysiwyg_frame").locator("body")
    brightness = "body => Math.max(...getComputedStyle(body).backgroundColor.match(/\\d+/g).slice(0, 3))"
    page.evaluate("document.documentElement.classList.remove('dark')")
    assert body.evaluate(brightness) > 200
    page.evaluate("document.documentElement.classList.add('dark')")
    page.wait_for_function("CKEDITOR.instances.id_body.document.getDocumentElement().hasClass('dark')")
    assert body.evaluate(brightness) < 60


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "粗體"), ("zh-hans", "加粗"), ("en", "Bold")])
def test_it_speaks_the_editors_language(open_editor, editor, language, words):
    editor.language = language
    editor.save()
    page = open_editor(builders.article())
    assert words in page.locator(".cke_button__bold").get_attribute("title")


def test_no_vector_runs_in_a_browser_once_cleaned_nor_in_the_editor(open_editor):
    """The judge is Chromium itself: nothing alerts, and what the editor gives back is as harmless."""
    body = "".join(vectors.ALL.values())
    page = open_editor(builders.article())
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.evaluate("() => { window.alert = () => { window.alarm = true } }")
    for markup in [*vectors.ALL.values(), body]:
        cleaned = re.sub(r"<img[^>]*>", "", storable(markup))
        page.evaluate(
            "html => { const box = document.createElement('div'); document.body.append(box); "
            "box.innerHTML = html; box.innerHTML = box.innerHTML; box.remove() }",
            cleaned,
        )
        page.evaluate("html => CKEDITOR.instances.id_body.setData(html)", cleaned)
    page.wait_for_function("CKEDITOR.instances.id_body.status === 'ready'")
    assert page.evaluate("window.alarm") is None
