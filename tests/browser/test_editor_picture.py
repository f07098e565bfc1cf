"""The picture button: choose from the library or upload, describe or mark as decorative, with mouse or keyboard."""

import base64
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.library.models import Picture
from cms.richtext.pictures import picture_ids
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def png(colour="#b5371f"):
    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def ridge(editor):
    return Picture.objects.receive(SimpleUploadedFile("ridge.png", png()), by=editor, alt="清晨的山脊")


@pytest.fixture
def dialog(open_editor, ridge):
    """The dialog, open over an article of one paragraph, with the cursor at its end."""
    page = open_editor(builders.article(body="<p>前</p>"))
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Control+End")
    page.locator(".cke_button__ridgelinepicture").click()
    return page.get_by_role("dialog")


def data(page):
    return page.evaluate("CKEDITOR.instances.id_body.getData()").replace("\n", "")


def test_a_picture_of_the_library_is_inserted_with_its_description(dialog, page, ridge):
    dialog.get_by_role("radio", name="清晨的山脊").check()
    assert dialog.get_by_label("What the picture shows").input_value() == "清晨的山脊"
    dialog.get_by_label("Caption").fill("清晨 <六點>")
    dialog.get_by_role("button", name="Insert").click()
    assert data(page) == (
        f'<p>前</p><figure class="picture"><img alt="清晨的山脊" data-picture="{ridge.pk}" src="{ridge.staff_url}" />'
        "<figcaption>清晨 &lt;六點&gt;</figcaption></figure><p></p>"  # the line to go on; storing drops it
    )
    assert dialog.count() == 0


def test_what_is_typed_next_stands_below_the_picture(dialog, page):
    dialog.get_by_role("radio", name="清晨的山脊").check()
    dialog.get_by_role("button", name="Insert").click()
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-picture')")
    page.keyboard.type("後")
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('後')")
    assert re.search(r"<p>前</p><figure.*</figure><p>後</p>$", data(page))


def test_without_a_description_it_is_not_inserted_unless_decorative(dialog, page):
    dialog.get_by_role("radio").check()
    dialog.get_by_label("What the picture shows").fill(" ")
    dialog.get_by_role("button", name="Insert").click()
    assert "decorative" in dialog.get_by_role("alert").inner_text()
    assert "<img" not in data(page)
    dialog.get_by_label("Decorative").check()
    dialog.get_by_role("button", name="Insert").click()
    assert 'alt=""' in data(page)
    assert "<figcaption" not in data(page)


def test_searching_narrows_the_choice(dialog, page):
    dialog.get_by_role("radio").wait_for()
    dialog.get_by_label("Search the library").fill("沒有這張")
    dialog.get_by_text("No picture found").wait_for()
    dialog.get_by_label("Search the library").fill("山脊")
    dialog.get_by_role("radio", name="清晨的山脊").wait_for()


def test_a_new_picture_is_uploaded_and_must_be_described(dialog, page, editor):
    file = {"name": "新.png", "mimeType": "image/png", "buffer": png("#2f5d50")}
    dialog.get_by_label("Upload a picture").set_input_files(file)
    dialog.locator(":focus[name=alt]").wait_for()
    page.keyboard.type("松綠")
    page.keyboard.press("Enter")
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('松綠')")
    uploaded = Picture.objects.exclude(alt="清晨的山脊").get()
    assert picture_ids(data(page)) == [uploaded.pk]
    assert uploaded.uploaded_by == editor


def test_a_file_that_is_no_picture_is_refused_with_a_reason(dialog, page):
    file = {"name": "x.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"}
    dialog.get_by_label("Upload a picture").set_input_files(file)
    page.wait_for_function("document.querySelector('.picture-dialog-message').textContent.length > 15")
    assert Picture.objects.count() == 1


def test_by_keyboard_alone(open_editor, ridge, page):
    open_editor(builders.article(body="<p>前</p>"))
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Alt+F10")
    for _tool in range(30):
        if "ridgelinepicture" in page.evaluate("document.activeElement.className"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("radio").wait_for()
    for key in ("Tab", "Tab", "Space", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-picture')")


def test_escape_leaves_everything_as_it_was(dialog, page):
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert data(page) == "<p>前</p>"


def test_a_picture_in_the_text_can_be_described_anew(open_editor, ridge, page):
    body = f'<figure class="picture"><img data-picture="{ridge.pk}" alt="舊" src="{ridge.staff_url}"></figure>'
    open_editor(builders.article(body=body))
    page.frame_locator(".cke_wysiwyg_frame").locator("img[data-picture]").dblclick()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What the picture shows").fill("新")
    dialog.get_by_label("Caption").fill("圖說")
    dialog.get_by_role("button", name="Apply").click()
    assert 'alt="新"' in data(page)
    assert "<figcaption>圖說</figcaption>" in data(page)


def test_a_picture_dropped_into_the_text_is_uploaded(open_editor, page):
    open_editor(builders.article(body="<p>前</p>"))
    page.evaluate(
        """bytes => {
          const editor = CKEDITOR.instances.id_body;
          editor.focus();
          const clipboardData = new editor.window.$.DataTransfer();
          const content = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
          clipboardData.items.add(new File([content], "a.png", { type: "image/png" }));
          const paste = new editor.window.$.ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          editor.editable().$.dispatchEvent(paste);
        }""",
        base64.b64encode(png()).decode(),
    )
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-picture')")
    assert picture_ids(data(page)) == [Picture.objects.get().pk]
