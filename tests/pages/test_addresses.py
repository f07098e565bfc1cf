"""A page's address never belongs to another part of the site."""

import pytest

from cms.publishing.addresses import reference_of
from demo import builders
from pages.models import Page
from tests.forms import opened

ADD = "/admin/pages/page/add/"


@pytest.mark.parametrize("typed", [{"title": "News", "slug": ""}, {"title": "x", "slug": "admin"}])
def test_a_reserved_address_is_refused_even_when_it_is_made_from_the_title(client, editor, typed):
    client.force_login(editor)
    response = client.post(ADD, opened(client, ADD) | typed)
    assert response.status_code == 200
    assert not Page.objects.exists()


def test_the_home_page_has_no_second_address(client, db):
    builders.page("首頁", kind="home", slug="welcome", live=True)
    assert client.get("/").status_code == 200
    assert client.get("/welcome/").status_code == 404
    assert reference_of("/welcome/") is None
