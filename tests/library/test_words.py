"""Many pictures at once: those that are known, those that are refused, and one form for the words of all."""

import pytest

from cms.library.models import Picture
from tests.library.pictures import photo, upload

pytestmark = pytest.mark.django_db

WORDS, ADD, UPLOAD = (f"/admin/library/picture/{name}/" for name in ("words", "add", "upload"))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def two(db):
    return [Picture.objects.receive(photo(name=f"{name}.jpg")) for name in "ab"]


def test_one_form_describes_many_and_what_is_left_empty_waits_on(desk, two, picture):
    page = desk.get(WORDS).content.decode()
    assert "a.jpg" in page
    assert picture.alt not in page
    said = {f"{two[0].pk}-alt": "一張空桌", f"{two[1].pk}-alt": ""}
    assert desk.post(WORDS, said).status_code == 302
    assert [Picture.objects.get(pk=one.pk).alt for one in two] == ["一張空桌", ""]


def test_a_mistake_in_one_keeps_what_was_typed_for_the_others(desk, two):
    said = {f"{two[0].pk}-alt": "x", f"{two[0].pk}-is_decorative": "on", f"{two[1].pk}-alt": "窗邊的椅子"}
    response = desk.post(WORDS, said)
    assert response.status_code == 400
    assert "窗邊的椅子" in response.content.decode()
    assert "untick" in response.content.decode()
    assert not Picture.objects.exclude(alt="").exists()


def test_only_the_pictures_asked_for_are_shown(desk, two):
    page = desk.get(f"{WORDS}?ids={two[0].pk}").content.decode()
    assert "a.jpg" in page
    assert "b.jpg" not in page


@pytest.mark.parametrize("query", ["ids=", "ids=x,-1,٣,99999999999999999999", "ids=%00", f"ids={'1,' * 9000}"])
def test_an_odd_list_of_pictures_gets_an_answer(desk, two, query):
    assert desk.get(f"{WORDS}?{query}").status_code == 200


def test_an_overlong_text_is_refused_and_kept_in_the_form(desk, two):
    response = desk.post(WORDS, {f"{two[0].pk}-alt": "長" * 10_000})
    assert response.status_code == 400
    assert "長長長" in response.content.decode()


def test_a_salesperson_describes_nothing(client, salesperson, two):
    client.force_login(salesperson)
    assert client.get(WORDS).status_code == 403
    assert client.post(WORDS, {f"{two[0].pk}-alt": "x"}).status_code == 403


def test_a_picture_that_is_here_already_is_offered_instead_of_a_second_one(desk, picture):
    answer = desk.post(UPLOAD, {"upload": photo(2000, 1000, "photo.jpg")})
    assert answer.status_code == 200
    assert answer.json()["known"] is True
    assert answer.json()["id"] == picture.pk
    assert "already" in answer.json()["error"]["message"]


def test_without_scripts_the_known_one_is_named_and_its_form_opened(desk, picture):
    response = desk.post(ADD, {"upload": photo(2000, 1000)}, follow=True)
    assert response.redirect_chain[-1][0].endswith(f"/{picture.pk}/change/")
    assert "in the library already" in response.content.decode()
    assert Picture.objects.count() == 1


def test_of_many_files_each_bad_one_is_named_and_the_rest_taken(desk):
    files = [photo(name="a.jpg"), upload(b"", "empty.jpg"), photo(name="b.jpg"), upload(b"<svg/>", "logo.svg")]
    page = desk.post(ADD, {"upload": files}).content.decode()
    assert "empty.jpg" in page
    assert "logo.svg" in page
    assert Picture.objects.count() == 2
