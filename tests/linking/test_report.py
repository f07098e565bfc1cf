"""What leads nowhere is known at once, in the form and in the report; so is what nothing leads to."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import Channel
from cms.linking import inside
from cms.linking.models import Address, Link, orphans
from cms.site.models import MenuItem
from demo import builders

pytestmark = pytest.mark.django_db
REPORT = "/admin/linking/link/"


def words_of(response) -> str:
    return unescape(" ".join(strip_tags(response.text).split()))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def linking_to(target, **fields):
    href = target if isinstance(target, str) else target.get_absolute_url()
    made = builders.article("來源", body=f'<p><a href="{href}">這幾個字</a></p>', **fields)
    if made.state == "draft":
        made.save_draft(made.working_copy(), by=None, token=made.edit_token(None))
    return made


def broken():
    return [link.words for link in Link.objects.broken_inside()]


def test_a_link_to_something_live_is_whole_and_one_to_the_trash_is_not(editor):
    target = builders.article("去處", live=True)
    linking_to(target, live=True)
    assert broken() == []
    target.trash(by=editor)
    assert broken() == ["這幾個字"]


@pytest.mark.parametrize("deed", ["unpublish", "expire", "purge"])
def test_what_was_taken_back_or_expired_or_deleted_breaks_its_links(editor, deed):
    target = builders.article("去處", live=True, at=timezone.now() - timedelta(days=3))
    linking_to(target, live=True)
    if deed == "unpublish":
        target.unpublish(by=editor)
    elif deed == "expire":
        target.expire_at(timezone.now() - timedelta(days=1), by=editor)
    else:
        target.trash(by=editor).purge()
    assert broken() == ["這幾個字"]


def test_a_link_to_a_draft_is_broken_and_one_to_what_will_be_public_is_not(editor):
    target = builders.article("去處")
    linking_to(target, live=True)
    assert broken() == ["這幾個字"]
    target.publish_working_copy(by=editor, at=timezone.now() + timedelta(days=1))
    assert broken() == []


def test_a_path_at_which_nothing_is_is_broken_as_soon_as_it_is_saved():
    linking_to("/news/channel/no-such-channel/", live=True)
    assert broken() == ["這幾個字"]


def test_deleting_a_channel_breaks_the_links_to_its_list_at_once(editor):
    channel = Channel.objects.create(name="舊頻道", slug="old")
    linking_to(channel, live=True)
    assert broken() == []
    channel.delete()
    assert broken() == ["這幾個字"]


def test_an_address_that_nothing_links_to_is_forgotten_after_a_while():
    link = Link.objects.of(linking_to("/news/", live=True)).get()
    Address.objects.update(checked_at=timezone.now() - timedelta(days=1))
    assert list(inside.forgettable()) == []
    link.delete()
    for key in inside.forgettable():
        inside.forget(key)
    assert not Address.objects.exists()


@pytest.mark.parametrize("path", ["/", "/news/", "/services/", "/search/", "/contact/", "/admin/", "/news/?page=2"])
def test_pages_of_the_site_itself_are_there(path):
    builders.page("聯絡", slug="contact", live=True)
    builders.page("首頁", kind="home", live=True)
    linking_to(path, live=True)
    assert broken() == []


def test_the_form_warns_with_the_words_of_the_link(desk, editor):
    target = builders.article("去處", live=True)
    source = linking_to(target, live=True)
    assert "Links that lead nowhere" not in words_of(desk.get(source.get_edit_url()))
    target.trash(by=editor)
    page = words_of(desk.get(source.get_edit_url()))
    assert "Links that lead nowhere" in page
    assert "“這幾個字”" in page
    assert "lies in the trash" in page


def test_the_form_of_the_target_lists_who_links_there_live_ones_first(desk, editor):
    target = builders.article("去處", live=True)
    linking_to(target)
    builders.case_study("案例", action=f'<p><a href="{target.get_absolute_url()}">成果</a></p>', live=True)
    page = words_of(desk.get(target.get_edit_url()))
    assert "Linked from 2 in all, 1 public" in page
    assert page.index("案例 Published") < page.index("來源 Draft")


def test_an_author_is_not_told_the_name_of_a_colleagues_draft(client, author, editor):
    target = builders.article("去處", by=author, live=False)
    linking_to(target, by=editor)
    client.force_login(author)
    page = words_of(client.get(target.get_edit_url()))
    assert "a colleague's draft" in page
    assert "來源" not in page


def test_hostile_words_are_shown_as_words(desk, editor):
    body = '<p><a href="/news/gone/">&lt;script&gt;alert(1)&lt;/script&gt;</a></p>'
    source = builders.article('<img src=x onerror="x">', body=body, live=True)
    for address in (source.get_edit_url(), REPORT):
        assert "<script>alert(1)" not in desk.get(address).text
        assert "&lt;script&gt;alert(1)" in desk.get(address).text
        assert "<img src=x" not in desk.get(address).text


def test_the_report_shows_broken_links_and_where_they_stand(desk, editor):
    target = builders.article("去處", live=True)
    linking_to(target, live=True)
    target.unpublish(by=editor)
    page = words_of(desk.get(REPORT))
    assert "Broken inside 1" in page
    assert "來源 Published" in page
    assert "was taken back from the public" in page


def test_a_live_thing_that_nothing_leads_to_is_an_orphan_until_something_does(desk):
    target = builders.article("孤兒", live=True)
    draft = linking_to(target)
    assert "孤兒" in words_of(desk.get(f"{REPORT}?show=orphans"))
    draft.publish_working_copy(by=None)
    assert list(orphans(type(target))) == [draft]


def test_an_entry_of_the_menu_is_a_link_too_and_the_home_page_needs_none():
    builders.page("首頁", kind="home", live=True)
    page = builders.page("關於", slug="about", live=True)
    item = MenuItem.objects.create(label="關於", address="/about/")
    assert list(orphans(type(page))) == []
    item.delete()
    assert list(orphans(type(page))) == [page]


@pytest.mark.parametrize("query", ["", "?show=outside", "?show=unsure", "?show=orphans", "?show=all", "?page=-1"])
def test_the_report_asks_as_much_for_a_hundred_rows_as_for_ten(desk, editor, query, django_assert_max_num_queries):
    for number in range(12):
        linking_to(f"https://h{number}.example/", live=True)
        linking_to(builders.article(f"稿{number}"), live=True)
    Address.objects.update(state="broken")
    desk.get(REPORT)
    with django_assert_max_num_queries(28):
        assert desk.get(REPORT + query).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("salesperson", 403), ("outsider", 403), ("editor", 200)])
def test_the_report_is_for_editors(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(REPORT).status_code == status


def test_the_report_cannot_be_posted_to(desk):
    assert desk.post(REPORT, {"action": "delete_selected"}).status_code == 405
    assert reverse("admin:linking_link_changelist") == REPORT


def test_the_first_page_says_how_many_links_lead_nowhere_and_leads_to_the_report(desk, editor):
    target = builders.article("去處", live=True)
    linking_to(target, live=True)
    assert "readers do not find" not in words_of(desk.get(reverse("admin:index")))
    target.trash(by=editor)
    page = desk.get(reverse("admin:index"))
    assert "Links to pages that readers do not find" in words_of(page)
    assert f'href="{REPORT}?show=inside"' in page.text
