"""A page's address never belongs to another part of the site."""

import pytest

from cms.publishing.addresses import reference_of
from cms.richtext import links
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


@pytest.mark.parametrize("count", [1, 6])
def test_stamping_the_links_of_a_text_costs_one_query_a_kind(count, db, django_assert_num_queries):
    builders.page("首頁", kind="home", slug="home", live=True)
    things = [
        make(f"{kind}{number}", slug=f"{kind}-{number}", live=True)
        for number in range(count)
        for kind, make in (("article", builders.article), ("service", builders.service), ("page", builders.page))
    ]
    paths = [thing.get_absolute_url() for thing in things]
    with django_assert_num_queries(4):  # articles, services, pages, home
        stamped = links.stamp("".join(f'<a href="{path}#x">見</a>' for path in [*paths, "/", "/news/", "/nowhere/"]))
    refs = links.refs(stamped)
    assert {f"{thing._meta.label_lower}:{thing.pk}" for thing in things} < refs
    assert len(refs) == len(things) + 1
