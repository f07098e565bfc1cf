"""An editor's walk: edit, look before saving, save, compare, bring an old version back; the public page stays."""

import pytest
from playwright.sync_api import expect

from cms.publishing.models import Draft, Revision
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(editor):
    builders.page("首頁", kind="home", slug="home", live=True, by=editor)
    return builders.article("公開的標題", live=True, by=editor, body="<p>公開的正文。</p>")


def framed(page):
    return page.frame_locator("iframe[name=look]")


def test_an_editors_walk_through_preview_history_and_comparison(article, open_editor, live_server):
    page = open_editor(article)
    page.locator("#id_title").fill("改過的標題")

    page.get_by_role("button", name="Preview", exact=True).click()
    expect(framed(page).get_by_role("heading", level=1)).to_contain_text("改過的標題")
    page.get_by_label("Mobile").check(force=True)
    page.get_by_label("Dark").check(force=True)
    assert page.locator("iframe[name=look]").evaluate("frame => frame.contentWindow.innerWidth") == 390
    assert (
        page.locator("iframe[name=look]").evaluate("frame => frame.contentDocument.documentElement.dataset.theme")
        == "dark"
    )
    assert not Draft.objects.exists()

    framed(page).get_by_role("link").first.focus()
    framed(page).locator("main a[href]").first.evaluate("link => link.click()")
    expect(page.locator(".look-said")).to_contain_text("This link leads out of the preview")
    page.get_by_role("button", name="Back to the form").click()

    page.get_by_placeholder("What changed").fill("換了標題")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.get_by_role("link", name="Compare with what is live").click()
    expect(page.locator("ins.diff", has_text="改過").first).to_be_visible()
    expect(page.locator("del.diff", has_text="公開").first).to_be_visible()

    page.get_by_role("link", name="History", exact=True).first.click()
    expect(page.get_by_text("換了標題")).to_be_visible()
    page.get_by_role("button", name=f"Bring back #{article.live_revision_id}").click()
    expect(page.locator("#id_title")).to_have_value("公開的標題")
    assert Revision.objects.of(article).first().data["fields"]["title"] == "公開的標題"
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("公開的標題")
