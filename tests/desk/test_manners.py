"""What every page of the admin says in plain words."""

import pytest
from django.contrib import admin
from django.utils import timezone

from articles.models import Tag
from cms.publishing.models import AuditEntry
from cms.site.models import Identity, MenuItem
from demo import builders
from leads.models import Acknowledgement
from tests.reading import words_of


@pytest.mark.parametrize("url", ["/admin/articles/tag/", "/admin/articles/tag/add/", "/admin/"])
def test_without_javascript_the_admin_says_that_it_needs_it(client, editor, url):
    client.force_login(editor)
    page = client.get(url).content.decode()
    assert "needs JavaScript" in page[page.index("<noscript>") : page.index("</noscript>")]


def test_the_first_link_of_a_page_leads_past_the_menu(client, editor):
    client.force_login(editor)
    page = client.get("/admin/articles/tag/").content.decode()
    assert page.index('href="#content"') < page.index("<a ") + 60
    assert 'id="content"' in page


def test_who_is_signed_in_stays_in_the_admin_when_a_page_is_not_for_them(client, salesperson):
    client.force_login(salesperson)
    response = client.get("/admin/people/user/")
    assert response.status_code == 403
    assert "Your role does not include this" in words_of(response)
    assert 'id="main"' in response.content.decode()


def test_an_empty_list_offers_to_reset_filters_only_when_there_are_some(client, editor):
    client.force_login(editor)
    assert "Reset filters" not in words_of(client.get("/admin/articles/article/"))
    assert "Reset filters" in words_of(client.get("/admin/articles/article/?q=none"))


def test_before_a_menu_entry_is_deleted_those_below_it_are_named(client, editor):
    above = MenuItem.objects.create(label="關於", address="/")
    MenuItem.objects.create(label="團隊", address="/", parent=above)
    client.force_login(editor)
    words = words_of(client.get(f"/admin/site/menuitem/{above.pk}/delete/"))
    assert "團隊" in words
    assert "Delete for good" in words


def test_the_form_of_a_person_shows_no_hash(client, administrator):
    client.force_login(administrator)
    page = client.get(f"/admin/people/user/{administrator.pk}/change/").content.decode()
    assert administrator.password.partition("$")[0] not in page
    assert "../password/" in page


def test_times_in_lists_are_written_one_way_in_every_language(client, administrator):
    administrator.language = "zh-hant"
    administrator.save()
    builders.article("文章", live=True)
    client.force_login(administrator)
    said = words_of(client.get("/admin/publishing/auditentry/"))
    assert f"{timezone.localtime(AuditEntry.objects.get().at):%Y-%m-%d %H:%M}" in said


def test_a_tag_is_deleted_with_a_sentence_that_names_it(client, editor):
    tag = Tag.objects.create(name="留存")
    client.force_login(editor)
    url = f"/admin/articles/tag/{tag.pk}/delete/"
    assert "Delete the tag “留存”?" in words_of(client.get(url))
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Tag.objects.exists()


def test_every_list_says_once_in_which_zone_its_times_are(client, administrator):
    client.force_login(administrator)
    for model in admin.site._registry.keys() - {Identity, Acknowledgement}:  # their lists lead on to their forms
        said = words_of(client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/"))
        assert said.count("Times in Asia/Shanghai") == 1, model
