"""Pasting an article of WeChat and cells of Excel by paste events: pictures arrive in the library, tables in order."""

import base64

import pytest

from cms.library.models import Picture
from cms.richtext.storing import storable
from demo import builders
from tests.browser.test_paste import PASTE, data_after
from tests.richtext import loopback, pastes
from tests.richtext.test_foreign import WECHAT, figure
from tests.richtext.test_tables import BODY, EXCEL, HEAD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(monkeypatch):
    loopback.opened(monkeypatch)
    with loopback.running() as server:
        yield server


def test_an_article_of_wechat_arrives_with_its_pictures_in_the_library(open_editor, site, editor):
    page = open_editor(builders.article())
    data = storable(data_after(page, pastes.Paste(WECHAT.format(site.url), "")))
    green, red = Picture.objects.order_by("format")[::-1]
    data = data.replace(f'alt="山脊" data-picture="{red.pk}"', f'data-picture="{red.pk}" alt="山脊"').replace("\n", "")
    assert data == f"<p>第一段</p>{figure(green)}<p>第二段</p>{figure(red, '山脊')}"
    assert green.uploaded_by == editor
    assert page.locator(".cke_notification").count() == 0
    for url in (
        page.frame_locator(".cke_wysiwyg_frame").locator("img[data-picture]").evaluate_all("all => all.map(i => i.src)")
    ):
        assert "/admin/library/picture/" in url


def test_a_picture_that_cannot_be_fetched_is_said_and_the_words_are_there(open_editor, site):
    page = open_editor(builders.article())
    data = data_after(page, pastes.Paste(f'<p>甲</p><p><img data-src="{site.url}/gone.jpg"></p><p>乙</p>', ""))
    assert [sign in data for sign in ("甲", "乙", "404", "<mark>")] == [True] * 4
    assert ": 1." in page.locator(".cke_notification_message").inner_text()


def test_a_picture_that_stands_whole_in_the_text_is_uploaded(open_editor):
    page = open_editor(builders.article())
    picture = base64.b64encode(loopback.picture()).decode()
    page.evaluate(PASTE, {"html": f'<p>甲</p><p><img src="data:image/png;base64,{picture}"></p>', "rtf": ""})
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-picture')")
    assert "data:" not in page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert Picture.objects.get().width == 64


def test_cells_of_excel_arrive_as_a_table_with_its_head(open_editor):
    page = open_editor(builders.article())
    data = storable(data_after(page, pastes.Paste(EXCEL.format(rows=HEAD + BODY), "")))
    assert data.count('<th scope="col">') == 3
    assert 'rowspan="2"' in data
    assert "xl6" not in data
