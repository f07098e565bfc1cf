"""The page of components: for staff, with every state, whatever is in the database."""

from cms.people.models import User
from tests.reading import words_of


def test_staff_sees_every_component_even_before_there_is_any_content(client, editor):
    client.force_login(editor)
    response = client.get("/preview/components/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    for part in ("button quiet", "results-band", "faq-row", "errors", "<pre", "pages"):
        assert part in words_of(response), part


def test_staff_sees_them_with_content(client, demo_site):
    client.force_login(User.objects.get(username="editor"))
    assert "teaser" in words_of(client.get("/preview/components/"))


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/preview/components/").status_code == 302
