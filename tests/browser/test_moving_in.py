"""An editor alone moves an old site in, with the report as the only guide: upload, map, run, pause, undo."""

import os
import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from demo import builders
from reach.exporting import making
from reach.importing import working
from reach.models import ContentExport, ImportRun
from tests.reach.importing.test_desk import PAGE
from tests.reach.importing.wordpress import author, category, export, item, under

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POSTS = [
    item(
        number,
        f"第 {number} 篇舊文",
        f'<p>正文。</p><p><a href="/blog/?p={number % 4 + 1}">看下一篇</a></p>[contact-form id="1"]',
        slug=f"post-{number}",
        more=under("category", "ops", "運營方法"),
    )
    for number in range(1, 5)
]
OLD = export(*POSTS, head=author() + category("ops", "運營方法"))


@pytest.fixture
def desk(page, live_server, sign_in, chief, settings):
    """The page on which a source is brought, in English."""
    settings.LANGUAGE_CODE = "en"
    sign_in(chief)
    page.goto(f"{live_server.url}/admin/reach/importrun/")
    page.get_by_role("link", name="Move content in").click()
    return page


def shot(page, name):
    """Only for whoever looks at it: SHOTS is a folder."""
    if folder := os.environ.get("SHOTS"):
        for width in (1440, 390):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 1000})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def bring(page, name, text):
    page.get_by_label("file to move in").set_input_files({"name": name, "mimeType": "", "buffer": text.encode()})
    page.get_by_role("button", name="Read it").click()


def work(page, run, slices=99):
    """What the worker does meanwhile; then the page as it looks again."""
    for _slice in range(slices):
        if ImportRun.objects.due().filter(pk=run.pk).exists():
            working.work(run.pk)
    page.reload()
    run.refresh_from_db()


def test_from_an_old_site_to_live_articles_and_back_again(desk, page, live_server, monkeypatch):
    here = builders.channel("方法")
    shot(page, "new")
    bring(page, "old.xml", OLD)
    expect(page.get_by_text("It is being read")).to_be_visible()
    shot(page, "reading")
    run = ImportRun.objects.get()
    work(page, run)
    shot(page, "ready")
    expect(page.get_by_role("rowheader", name=re.compile("article", re.IGNORECASE)).first).to_be_visible()
    page.get_by_label("運營方法").select_option(str(here.pk))
    page.get_by_label("林美").select_option("make it anew", timeout=3000)
    page.get_by_role("button", name="Store it so").click()

    monkeypatch.setattr(working, "SLICE", 0.001)
    work(page, run, 2)
    shot(page, "running")
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    expect(page.get_by_text("4 have their place")).to_be_visible()
    shot(page, "paused")
    work(page, run, 3)
    assert not Article.objects.live().exists()
    page.get_by_role("button", name="Go on").press("Enter")
    monkeypatch.setattr(working, "SLICE", 4)
    work(page, run)
    shot(page, "done")
    assert [one.channel for one in Article.objects.live()] == [here] * 4

    page.get_by_role("link", name=re.compile("with notes")).click()
    expect(page.get_by_text("[contact-form]").first).to_be_visible()
    shot(page, "noted")
    page.get_by_role("link", name="第 1 篇舊文").click()
    expect(page.locator("#id_title")).to_have_value("第 1 篇舊文")
    page.goto(f"{live_server.url}/blog/2019/05/post-1/")
    expect(page.get_by_role("heading", name="第 1 篇舊文")).to_be_visible()

    page.goto(f"{live_server.url}/admin/reach/importrun/{run.pk}/report/")
    page.get_by_text("Take the whole import back").click()
    shot(page, "undo")
    page.get_by_role("button", name="Take it back now").click()
    work(page, run)
    shot(page, "undone")
    assert not Article.objects.exists()
    expect(page.get_by_text("undone").first).to_be_visible()


def test_a_table_says_what_its_columns_mean_and_a_saved_page_is_corrected(desk, page, live_server):
    bring(page, "articles.csv", "標題,正文,點擊\n一篇,內文,3\n兩篇,內文,4\n")
    expect(page.get_by_label("標題")).to_have_value("title")
    page.get_by_label("點擊").select_option("summary")
    shot(page, "table-ask")
    page.get_by_role("button", name="Read it so").click()
    work(page, ImportRun.objects.get())
    expect(page.get_by_role("cell", name="兩篇")).to_be_visible()
    shot(page, "table-ready")

    page.goto(f"{live_server.url}/admin/reach/importrun/new/")
    bring(page, "a.html", PAGE.format("<p>一段很長的內文，說了很多次。</p>" * 9))
    shot(page, "page-ask")
    page.get_by_role("button", name="Read it so").click()
    run = ImportRun.objects.latest("pk")
    work(page, run)
    expect(page.get_by_role("cell", name="錯的")).to_be_visible()
    page.get_by_text("Correct how it is read").focus()
    page.keyboard.press("Enter")
    shot(page, "page-correct")
    page.get_by_role("textbox", name="title", exact=True).fill(".real")
    page.get_by_role("button", name="Read it again").press("Enter")
    work(page, run)
    expect(page.get_by_role("cell", name="對的標題")).to_be_visible()


def test_everything_is_taken_out_and_fetched(page, live_server, sign_in, chief, settings):
    settings.LANGUAGE_CODE = "en"
    builders.article("一篇", live=True, by=chief)
    sign_in(chief)
    page.goto(f"{live_server.url}/admin/reach/contentexport/ask/")
    shot(page, "export-ask")
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    shot(page, "export-making")
    while ContentExport.objects.due().exists():
        making.make(ContentExport.objects.get().pk)
    page.reload()
    shot(page, "export-done")
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("Fetch the file")).click()
    assert fetched.value.suggested_filename.endswith(".zip")
