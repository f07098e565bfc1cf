"""Links, trash and deeds for many rows as an editor meets them."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server, sign_in, editor):
    sign_in(editor)
    return lambda path: page.goto(f"{live_server.url}{path}")


def choose(page, action, *titles):
    for title in titles:
        page.get_by_role("row", name=title).locator("input.action-select").check()
    page.select_option("select[name=action]", label=action)
    page.locator("#changelist-form button[name=index]").click()


def test_many_rows_are_published_after_a_look_and_a_double_click_does_it_once(page, desk):
    builders.article("第一篇")
    builders.article("第二篇")
    desk("/admin/articles/article/")
    choose(page, "Publish", "第一篇", "第二篇")
    expect(page.get_by_text("Public, as it stands.")).to_have_count(2, timeout=15_000)
    assert not Article.objects.live().exists()
    page.get_by_role("button", name="Publish (2)").dblclick()
    page.get_by_text("Done: 2 of 2").wait_for()
    assert Article.objects.live().count() == 2


def test_the_trash_by_accident_is_undone_by_one_click_and_the_warning_comes_and_goes(page, desk):
    target = builders.article("去處", live=True)
    body = f'<p><a href="{target.get_absolute_url()}">這幾個字</a></p>'
    source = builders.article("來源", body=body, live=True)
    desk(f"/admin/articles/article/{target.pk}/delete/")
    page.get_by_role("link", name="來源").wait_for()
    page.get_by_role("button", name="Move to trash").click()
    page.get_by_text("Kept for 30 days").wait_for()
    desk(source.get_edit_url())
    page.get_by_text("Links that lead nowhere").wait_for()
    page.get_by_text("“這幾個字”").wait_for()
    desk("/admin/publishing/trashed/")
    page.get_by_role("button", name="Put back, public again").click()
    page.get_by_text("Put back as it was: 去處").wait_for()
    assert Article.objects.get(pk=target.pk).is_live
    desk(source.get_edit_url())
    page.get_by_role("button", name="Save draft").wait_for()
    expect(page.get_by_text("Links that lead nowhere")).to_have_count(0)


def test_the_undo_of_the_message_leads_back_to_the_list(page, desk):
    article = builders.article("回來", live=True)
    desk(f"/admin/articles/article/{article.pk}/delete/")
    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Put back as it was: 回來").wait_for()
    assert page.url.endswith("/admin/articles/article/")
    assert Article.objects.get().is_live


def test_what_is_linked_is_taken_back_only_after_a_question(page, desk, live_server):
    target = builders.article("去處", live=True)
    builders.article("來源", body=f'<p><a href="{target.get_absolute_url()}">字</a></p>', live=True)
    desk(target.get_edit_url())
    page.get_by_role("button", name="Take back from the public").click()
    page.get_by_text("Linked from 1, 1 of them public").wait_for()
    page.get_by_label("Lead readers of its address to").fill("/nowhere/")
    page.get_by_role("button", name="Take back from the public").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Lead readers of its address to").fill("/news/")
    page.get_by_role("button", name="Take back from the public").click()
    page.get_by_text("Taken back: the public no longer sees it.").wait_for()
    desk(target.get_absolute_url())
    assert page.url == f"{live_server.url}/news/"
