"""Choosing, uploading and taking away a picture in a form, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from articles.models import Author
from cms.library.models import Picture
from tests.library.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portrait(page, live_server, sign_in, editor):
    """The picture field of an author's form, with two pictures in the library."""
    Picture.objects.receive(photo(640, 480, "desk.jpg"), alt="窗邊的書桌")
    Picture.objects.receive(photo(640, 480, "ridge.jpg"), alt="清晨的山脊")
    writer = Author.objects.create(name="何以寧", slug="he-yi-ning")
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/articles/author/{writer.pk}/change/")
    return page.locator(".picture-field")


def save(page) -> Author:
    page.locator("[name=_save]").click()
    page.wait_for_url("**/articles/author/")
    return Author.objects.get()


def test_a_picture_is_found_chosen_and_saved(page, portrait):
    portrait.locator("[data-choose]").click()
    dialog = page.locator(".library-dialog")
    dialog.locator("li").nth(1).wait_for()
    dialog.locator("[data-search]").fill("書桌")
    dialog.get_by_text("清晨的山脊").wait_for(state="detached")
    dialog.get_by_text("窗邊的書桌").click()
    expect(dialog).to_be_hidden()
    expect(portrait.locator("[data-name]")).to_have_text("窗邊的書桌")
    assert save(page).portrait.alt == "窗邊的書桌"


def test_the_whole_way_works_by_keyboard_and_ends_where_it_began(page, portrait):
    choose = portrait.locator("[data-choose]")
    choose.focus()
    page.keyboard.press("Enter")
    page.locator(".library-dialog li").nth(1).wait_for()
    for _ in range(2):  # from the search past the upload button to the first picture
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(portrait.locator("[data-name]")).to_have_text("清晨的山脊")
    expect(choose).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".library-dialog li").nth(1).wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".library-dialog")).to_be_hidden()
    expect(portrait.locator("[data-name]")).to_have_text("清晨的山脊")


def test_an_upload_is_asked_for_its_words_and_then_chosen(page, portrait, tmp_path):
    path = tmp_path / "new.jpg"
    path.write_bytes(photo(300, 200).read())
    portrait.locator("[data-choose]").click()
    page.locator(".library-dialog li").first.wait_for()  # the list is there, and nothing moves any more
    page.locator("[data-show-upload]").click()
    page.locator(".library-dialog [name=upload]").set_input_files(path)
    send = page.locator(".library-dialog__upload [type=submit]")
    send.click()
    assert page.locator(".library-dialog").is_visible()
    assert Picture.objects.count() == 2
    page.locator(".library-dialog [name=alt]").fill("一杯剛泡好的茶")
    send.click()
    page.locator(".library-dialog").wait_for(state="hidden")
    expect(portrait.locator("[data-name]")).to_have_text("一杯剛泡好的茶")
    assert save(page).portrait.alt == "一杯剛泡好的茶"


def test_a_refused_upload_says_why_and_keeps_what_was_typed(page, portrait, tmp_path):
    path = tmp_path / "logo.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    portrait.locator("[data-choose]").click()
    page.locator("[data-show-upload]").click()
    page.locator(".library-dialog [name=upload]").set_input_files(path)
    page.locator(".library-dialog [name=alt]").fill("標誌")
    page.locator(".library-dialog__upload [type=submit]").click()
    page.locator("[data-status]", has_text="SVG").wait_for()
    assert page.locator(".library-dialog [name=alt]").input_value() == "標誌"


def test_a_picture_is_taken_away_again(page, portrait):
    Author.objects.update(portrait=Picture.objects.last())
    page.reload()
    portrait.locator("[data-clear]").click()
    expect(portrait.locator("img")).to_be_hidden()
    assert save(page).portrait is None


@pytest.fixture
def files(tmp_path):
    """Two good pictures with a bad one between them."""
    paths = [tmp_path / name for name in ("a.jpg", "logo.svg", "b.jpg")]
    for path in paths:
        path.write_bytes(b"<svg/>" if path.suffix == ".svg" else photo(name=path.name).read())
    return paths


def test_many_are_uploaded_one_by_one_past_a_bad_one_and_then_described_in_one_form(
    page, live_server, sign_in, editor, files
):
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/library/picture/add/")
    page.locator("[name=upload]").set_input_files(files)
    expect(page.locator(".library-file.is-good")).to_have_count(2)
    bad = page.locator(".library-file.is-bad")
    expect(bad).to_contain_text("logo.svg")
    expect(bad).to_contain_text("SVG can carry scripts")
    expect(page.locator("[data-status]")).to_contain_text("2")
    page.get_by_role("link", name="Now say what they show").press("Enter")
    fields = page.locator(".library-words [type=text]")
    expect(fields).to_have_count(2)
    fields.nth(0).fill("第一張")
    fields.nth(1).fill("第二張")
    fields.nth(1).press("Enter")
    page.locator(".library-card").nth(1).wait_for()
    assert set(Picture.objects.values_list("alt", flat=True)) == {"第一張", "第二張"}


def test_what_is_here_already_is_said_and_not_taken_twice(page, live_server, sign_in, editor, files):
    Picture.objects.receive(photo(name="a.jpg"), alt="早就有了")
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/library/picture/add/")
    page.locator("[name=upload]").set_input_files(files[0])
    expect(page.locator(".library-file")).to_contain_text("already")
    assert Picture.objects.count() == 1


def test_the_dialog_offers_the_one_that_is_here_already(page, portrait, tmp_path):
    path = tmp_path / "again.jpg"
    path.write_bytes(photo(640, 480, "desk.jpg").read())
    portrait.locator("[data-choose]").click()
    page.locator("[data-show-upload]").click()
    page.locator(".library-dialog [name=upload]").set_input_files(path)
    page.locator(".library-dialog [name=alt]").fill("別的說法")
    page.locator(".library-dialog__upload [type=submit]").click()
    expect(page.locator(".library-dialog [data-status]")).to_contain_text("already")
    page.keyboard.press("Enter")  # the focus is on it
    expect(portrait.locator("[data-name]")).to_have_text("窗邊的書桌")
    assert Picture.objects.count() == 2


def test_the_focal_point_is_set_by_a_click_and_moved_by_keys(page, live_server, sign_in, editor):
    picture = Picture.objects.receive(photo(640, 480), alt="山稜")
    sign_in(editor)
    page.goto(f"{live_server.url}{picture.edit_url}")
    whole = page.locator("[data-whole]")
    box = whole.bounding_box()
    whole.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    expect(page.locator("#id_focal_x")).to_have_value("25")
    expect(page.locator("#id_focal_y")).to_have_value("75")
    expect(page.locator("[data-mark]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/library/picture/")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (26, 65)
