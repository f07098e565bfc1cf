"""The focal point: said in the picture's form, within the picture, and seen by pages at once."""

import pytest
from django.db import IntegrityError, transaction

from cms.library.models import Picture
from cms.pagecache.models import TagVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def words(**said) -> dict:
    return {"alt": "山稜上的晨霧", "credit": "", "licence": "", "licence_note": "", **said}


def test_an_editor_sets_it_and_pages_that_show_the_picture_become_old(desk, picture):
    before = TagVersion.objects.get(tag=f"picture:{picture.pk}").version
    assert desk.post(picture.edit_url, words(focal_x="83", focal_y="0")).status_code == 302
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (83, 0)
    assert TagVersion.objects.get(tag=f"picture:{picture.pk}").version > before


@pytest.mark.parametrize("said", [{}, {"focal_x": "", "focal_y": ""}])
def test_left_empty_it_stays_where_it_was(desk, picture, said):
    Picture.objects.update(focal_x=20, focal_y=30)
    assert desk.post(picture.edit_url, words(**said)).status_code == 302
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (20, 30)


@pytest.mark.parametrize("odd", ["101", "-1", "x", "1e3", "٣٣٣", "9" * 400])
def test_outside_of_the_picture_it_is_refused_with_a_sentence(desk, picture, odd):
    response = desk.post(picture.edit_url, words(focal_x=odd, focal_y="50"))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["focal_x"]


def test_the_database_keeps_it_inside_as_well(picture):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.update(focal_x=101)
