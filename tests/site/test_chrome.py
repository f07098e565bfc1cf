"""What stands around every page comes from one place, follows what it points to, and is kept until it changes."""

import pytest
from django.core.exceptions import ValidationError

from cms.site.models import ContactChannel, Identity, MenuItem
from demo import builders
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_a_menu_entry_follows_a_page_that_moves(client):
    page = builders.page("關於", slug="about", live=True)
    MenuItem.objects.create(label="認識我們", address="/about/")
    data = page.working_copy()
    data["fields"]["slug"] = "who-we-are"
    page.publish(page.save_revision(data, by=None, token=page.edit_token(None)), by=None)
    assert 'href="/who-we-are/"' in words_of(client.get("/news/"))


def test_a_menu_entry_whose_target_is_not_live_has_no_link(client):
    page = builders.page("關於", slug="about", live=True)
    MenuItem.objects.create(label="認識我們", address="/about/")
    page.unpublish(by=None)
    html = words_of(client.get("/news/"))
    assert "認識我們" in html
    assert 'href="/about/"' not in html


@pytest.mark.django_db(transaction=True)
def test_a_changed_phone_number_is_new_everywhere_at_once(client):
    channel = ContactChannel.objects.create(kind="phone", label="電話", value="000-0000-0000")
    assert "000-0000-0000" in words_of(client.get("/news/"))
    channel.value = "000-1111-1111"
    channel.save()
    html = words_of(client.get("/news/"))
    assert "000-1111-1111" in html
    assert "000-0000-0000" not in html


def test_the_years_are_computed_from_the_founding(client, time_machine):
    Identity.objects.create(name="嶺上創意", speciality="專注品牌策劃", founded_year=2008)
    time_machine.move_to("2026-06-01")
    assert "18" in words_of(client.get("/news/")).partition("<main")[0]
    time_machine.move_to("2031-06-01")
    assert "23" in words_of(client.get("/news/")).partition("<main")[0]


def test_there_is_one_identity():
    Identity.objects.create(name="甲")
    Identity(name="乙").save()
    assert [row.name for row in Identity.objects.all()] == ["乙"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "about", "/no/such/page/at/all/"])
def test_an_address_that_leads_nowhere_or_somewhere_bad_is_refused(address):
    with pytest.raises(ValidationError):
        MenuItem(label="壞", address=address).full_clean()


def test_the_site_opens_before_anybody_has_written_anything(client):
    for url in ("/", "/news/", "/services/", "/cases/", "/search/"):
        assert client.get(url).status_code == 200


def test_a_menu_entry_keeps_the_place_on_the_page_that_it_leads_to(client):
    page = builders.page("關於", slug="about", live=True)
    MenuItem.objects.create(label="團隊", address="/about/?from=menu#team")
    assert 'href="/about/?from=menu#team"' in words_of(client.get("/news/"))
    data = page.working_copy()
    data["fields"]["slug"] = "who-we-are"
    page.publish(page.save_revision(data, by=None, token=page.edit_token(None)), by=None)
    assert 'href="/who-we-are/?from=menu#team"' in words_of(client.get("/news/"))


def test_a_menu_entry_follows_a_page_that_has_moved_even_when_it_is_saved_again_and_leaves_it_for_a_list(client):
    page = builders.page("關於", slug="about", live=True)
    entry = MenuItem.objects.create(label="認識我們", address="/about/")
    data = page.working_copy()
    data["fields"]["slug"] = "who-we-are"
    page.publish(page.save_revision(data, by=None, token=page.edit_token(None)), by=None)
    entry.save()
    assert entry.target_ref == f"pages.page:{page.pk}"
    entry.address = "/news/"
    entry.save()
    assert entry.target_ref == ""


def test_no_page_links_to_a_contact_page_that_is_not_live_and_all_follow_one_that_moves(client):
    assert 'href="/contact/' not in words_of(client.get("/"))
    page = builders.page("聯繫", slug="contact", live=True)
    assert 'href="/contact/' in words_of(client.get("/"))
    data = page.working_copy()
    data["fields"]["slug"] = "reach-us"
    page.publish(page.save_revision(data, by=None, token=page.edit_token(None)), by=None)
    html = words_of(client.get("/"))
    assert 'href="/reach-us/' in html
    assert 'href="/contact/' not in html
