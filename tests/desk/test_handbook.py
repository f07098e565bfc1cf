"""The handbook: whoever may enter the admin finds it in the menu; nobody else does."""

import pytest

from tests.reading import words_of


@pytest.mark.parametrize("role", ["author", "editor", "salesperson", "administrator"])
def test_everybody_who_works_here_finds_the_handbook_in_the_menu(role, client, request):
    client.force_login(request.getfixturevalue(role))
    assert "/admin/handbook/" in words_of(client.get("/admin/"))
    page = words_of(client.get("/admin/handbook/"))
    assert "<h2>線索</h2>" in page
    assert page.count("<h1") == 1


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/admin/handbook/")["Location"].startswith("/admin/login/")
