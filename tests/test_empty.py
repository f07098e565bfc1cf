"""A site with nothing in it: the first day, when an administrator has signed in and nobody has written a word."""

import pytest
from django.contrib import admin
from django.urls import reverse
from lxml import html

from cms.people.models import User

pytestmark = pytest.mark.django_db

PAGES = ["/", "/services/", "/cases/", "/news/", "/news/series/", "/news/archive/", "/search/?q=行銷"]
FILES = ["/sitemap.xml", "/sitemap-lists.xml", "/robots.txt", "/llms.txt", "/feeds/news.xml", "/feeds/news.rss"]
SHOWN = "//main//*[self::p or self::ul or self::ol or self::dl] | //footer//*[self::p or self::nav or self::dl]"


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("first"))
    return client


@pytest.mark.parametrize("address", [*PAGES, *FILES, "/contact/thanks/"])
def test_visitor_may_open_everything_of_a_site_with_nothing_in_it(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_an_empty_site_stands_there_empty(client, address):
    page = html.fromstring(client.get(address).content)
    assert [part.tag for part in page.xpath(SHOWN) if not part.text_content().strip()] == []
    assert page.xpath("//button[@popovertarget]") == []  # no menu, so nothing that would open it


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_list_does_not_lead_to_itself(client, address):
    page = html.fromstring(client.get(address).content)
    assert address not in page.xpath("//*[contains(@class, 'empty')]//a/@href")


def test_administrator_of_an_empty_site_finds_every_list_and_form_in_order(administrator):
    assert administrator.get("/admin/").status_code == 200
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        # The list of what there is one of leads on to its form.
        assert administrator.get(reverse(f"{name}_changelist"), follow=True).status_code == 200, name
        expected = 200 if model_admin.has_add_permission(administrator.get("/admin/").wsgi_request) else 403
        assert administrator.get(reverse(f"{name}_add")).status_code == expected, name
