"""Addresses in the menu: checked with a sentence, never a traceback."""

import pytest
from django.core.exceptions import ValidationError

from cms.site.models import MenuItem
from demo import builders
from tests.forms import opened

ADD = "/admin/site/menuitem/add/"


@pytest.mark.parametrize(
    "address",
    [
        "https://[",
        "http://a[b@host/",
        "http://℀@host/",
        "https://x]/",
        "https://",
        "javascript:alert(1)",
        "//evil.test",
    ],
)
def test_an_address_that_leads_nowhere_is_refused_with_a_sentence(client, editor, address):
    client.force_login(editor)
    response = client.post(ADD, opened(client, ADD) | {"label": "x", "address": address})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["address"]


@pytest.mark.parametrize("address", ["/news/", "https://例子.公司/路?x=1#y", "http://example.com:8080"])
def test_an_address_of_this_site_or_another_is_taken(client, editor, address):
    client.force_login(editor)
    assert client.post(ADD, opened(client, ADD) | {"label": "x", "address": address}).status_code == 302


def test_a_menu_entry_that_leads_nowhere_is_reported_in_the_list_and_on_the_desk(client, editor):
    page, channel = builders.page("關於", slug="about", live=True), builders.channel("頻道", slug="ideas")
    MenuItem.objects.create(label="認識我們", address="/about/")
    MenuItem.objects.create(label="點子", address="/news/channel/ideas/")
    MenuItem.objects.create(label="新聞", address="/news/")
    MenuItem.objects.create(label="別人", address="https://example.com/")
    client.force_login(editor)
    assert "The menu leads nowhere" not in client.get("/admin/").content.decode()
    page.unpublish(by=editor)
    channel.delete()
    assert {item.label for item in MenuItem.objects.all().broken()} == {"認識我們", "點子"}
    assert "The menu leads nowhere" in client.get("/admin/").content.decode()
    listed = client.get("/admin/site/menuitem/").content.decode()
    assert "not public now" in listed
    assert "no page is there" in listed


def test_an_entry_with_others_below_it_stays_in_the_first_row(db):
    above, other = (MenuItem.objects.create(label=name, address="/news/") for name in ("上", "另"))
    MenuItem.objects.create(label="下", address="/cases/", parent=above)
    above.parent = other
    with pytest.raises(ValidationError, match="parent"):
        above.full_clean()
