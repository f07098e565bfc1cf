"""What Word and Google Docs put on the clipboard, pasted into the editor by paste events."""

import re

import pytest

from cms.library.models import Picture
from cms.richtext.storing import storable
from demo import builders
from tests.richtext import pastes
from tests.richtext.test_paste import on_one_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """({ html, rtf }) => {
  const editor = CKEDITOR.instances.id_body;
  const { DataTransfer, ClipboardEvent } = editor.window.$;
  editor.focus();
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "x");
  if (rtf) clipboardData.setData("text/rtf", rtf);
  window.isPasted = false;
  editor.once("afterPaste", () => { window.isPasted = true });
  editor.editable().$.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def data_after(page, paste):
    page.evaluate(PASTE, {"html": paste.html, "rtf": paste.rtf})
    page.wait_for_function("window.isPasted")
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def without_ids(html):
    return re.sub(r' id="s-[a-z0-9-]+"', "", html)


@pytest.mark.parametrize("name", [name for name, paste in pastes.ALL.items() if not paste.pictures])
def test_the_paste_comes_out_as_structure(open_editor, name):
    paste = pastes.ALL[name]
    data = data_after(open_editor(builders.article()), paste)
    for residue in pastes.RESIDUE:
        assert residue not in data
    assert on_one_line(without_ids(storable(data))) == paste.expected


def test_pictures_that_word_keeps_in_rtf_are_uploaded_to_the_library(open_editor, editor):
    paste = pastes.WORD["word: a VML picture with its bytes in RTF"]
    page = open_editor(builders.article())
    data_after(page, paste)
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-picture')")
    data = page.evaluate("CKEDITOR.instances.id_body.getData()")
    picture = Picture.objects.get()
    assert on_one_line(storable(data)) == paste.expected.format(picture.pk)
    assert (picture.width, picture.height, picture.uploaded_by) == (4, 3, editor)
    assert "data:" not in data


def test_a_picture_that_cannot_be_read_is_said_to_be_lost(open_editor):
    paste = pastes.WORD["word: a VML picture with its bytes in RTF"]
    page = open_editor(builders.article())
    data = data_after(page, pastes.Paste(paste.html, "", rtf=""))
    assert "<img" not in data
    assert ": 1." in page.locator(".cke_notification_message").inner_text()


def test_without_an_answer_of_the_server_nothing_is_pasted_and_the_writer_told(open_editor):
    page = open_editor(builders.article(body="<p>字</p>"))
    page.route("**/admin/richtext/pasted/", lambda route: route.abort())
    page.evaluate(PASTE, {"html": "<b>粗</b>", "rtf": ""})
    page.locator(".cke_notification_message", has_text="paste again").wait_for()
    assert page.evaluate("CKEDITOR.instances.id_body.getData()").strip() == "<p>字</p>"


def test_words_copied_within_the_editor_stay_as_they_are(open_editor):
    page = open_editor(builders.article(body="<p>甲<strong>乙</strong></p>"))
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    for keys in ("Control+a", "Control+c", "ArrowRight", "Control+v"):
        page.keyboard.press(keys)
    page.wait_for_function("CKEDITOR.instances.id_body.getData().split('乙').length === 3")
    assert page.evaluate("CKEDITOR.instances.id_body.getData()").count("<strong>乙</strong>") == 2


def test_a_vector_on_the_clipboard_does_not_run(open_editor):
    page = open_editor(builders.article())
    vector = '<p>甲<img src="/x" onerror="top.alarm = true"><a href="javascript:top.alarm = true">乙</a></p>'
    data = data_after(page, pastes.Paste(vector, ""))
    assert "onerror" not in data
    assert "javascript" not in data
    assert page.evaluate("window.alarm") is None
