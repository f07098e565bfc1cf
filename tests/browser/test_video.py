"""A video in the editor and on the page: an address is pasted, a drawing is shown, and only a click asks the host."""

import pytest

from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = '<figure data-video="bilibili:BV1xx411c7mD"><figcaption>清晨的山脊</figcaption></figure>'

PLACE = """() => [".video", ".video figcaption"].flatMap((name) => {
  const { offsetTop, offsetWidth, offsetHeight } = document.querySelector(name);
  return [offsetTop, offsetWidth, offsetHeight];
})"""


def test_an_address_becomes_a_video_and_one_that_cannot_be_read_is_explained(open_editor):
    article = builders.article(body="<p>前</p>")
    page = open_editor(article)
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Control+End")
    page.locator(".cke_button__ridgelinevideo").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address of the video").fill("https://evil.example/v/1")
    dialog.get_by_label("What the video shows").fill("清晨的 <山脊>")
    dialog.get_by_role("button", name="Insert").click()
    dialog.get_by_role("alert").filter(has_text="Bilibili").wait_for()
    dialog.get_by_label("Address of the video").fill("https://www.bilibili.com/video/BV1xx411c7mD/?p=1")
    dialog.get_by_role("button", name="Insert").click()
    page.wait_for_function("CKEDITOR.instances.id_body.getData().includes('data-video')")
    with page.expect_navigation():
        page.locator("button[name=_continue]:visible").click()
    stored = article.draft().data["fields"]["body"].replace("\n", "")
    assert '<figure data-video="bilibili:BV1xx411c7mD"><figcaption>清晨的 &lt;山脊&gt;</figcaption></figure>' in stored


def test_nobody_is_asked_before_the_click_and_then_the_player_alone(page, live_server, context):
    asked = []
    context.route(
        "https://**/*",
        lambda route: asked.append(route.request.url) or route.fulfill(body="a player", content_type="text/html"),
    )
    article = builders.article(body=VIDEO, live=True)
    page.goto(live_server.url + article.get_absolute_url())
    page.locator(".poster").wait_for()
    assert asked == []
    before = page.evaluate(PLACE)
    page.locator(".poster").click()
    frame = page.locator(".video iframe")
    frame.wait_for()
    page.frame_locator(".video iframe").get_by_text("a player").wait_for()
    assert {url.split("?")[0] for url in asked} == {"https://player.bilibili.com/player.html"}
    assert frame.get_attribute("title") == "清晨的山脊"
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert page.evaluate(PLACE) == before
    assert page.locator(".video figcaption a").get_attribute("href") == "https://www.bilibili.com/video/BV1xx411c7mD/"


def test_without_javascript_the_poster_is_a_link(browser, live_server):
    article = builders.article(body=VIDEO, live=True)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    context.route("https://**/*", lambda route: route.fulfill(body="the page of the video", content_type="text/html"))
    page.goto(live_server.url + article.get_absolute_url())
    page.locator(".poster").click()
    page.wait_for_url("https://www.bilibili.com/video/BV1xx411c7mD/")
    context.close()
