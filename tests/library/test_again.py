"""The same file twice is one picture, whichever way it comes in, and whoever sends it is told."""

import io

import pytest
from django.utils import translation
from PIL import Image

from cms.library.models import Document, Picture
from cms.library.storage import private
from tests.library.pictures import encoded, gradient, pdf, photo, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_the_same_bytes_under_another_name_give_the_picture_that_is_here(picture):
    again = Picture.objects.receive(upload(photo(2000, 1000).read(), "another name.jpg"))
    assert (again.pk, again.is_known, again.alt) == (picture.pk, True, "山稜上的晨霧")
    assert "already" in str(again.notes[0])
    assert Picture.objects.count() == 1


def test_the_same_picture_with_other_hidden_notes_is_recognised_by_what_is_kept(picture):
    same_pixels = encoded(gradient(100, 80), "PNG")
    marked = io.BytesIO()
    Image.open(io.BytesIO(same_pixels)).save(marked, "PNG", dpi=(300, 300))
    first = Picture.objects.receive(upload(same_pixels, "a.png"))
    again = Picture.objects.receive(upload(marked.getvalue(), "b.png"))
    assert (again.pk, again.is_known) == (first.pk, True)


def test_our_own_copy_uploaded_again_is_recognised(picture):
    with private.open(picture.file.name) as file:
        again = Picture.objects.receive(upload(file.read(), "downloaded.jpg"))
    assert again.pk == picture.pk


def test_words_given_with_the_second_upload_count_only_where_nobody_had_said_anything(picture):
    bare = Picture.objects.receive(photo(name="bare.jpg"))
    Picture.objects.receive(photo(name="bare.jpg"), alt="一張空桌")
    Picture.objects.receive(photo(2000, 1000), alt="別的說法")
    bare.refresh_from_db()
    picture.refresh_from_db()
    assert (bare.alt, picture.alt) == ("一張空桌", "山稜上的晨霧")


def test_another_picture_is_another_row(picture):
    other = Picture.objects.receive(photo(2000, 1001))
    assert not other.is_known
    assert Picture.objects.count() == 2


def test_rows_from_before_digests_were_kept_match_nothing():
    Picture.objects.create(file="old.jpg")
    assert not Picture.objects.receive(photo()).is_known


def test_whoever_was_faster_between_look_and_write_wins_and_no_file_is_left_over(picture, monkeypatch):
    monkeypatch.setattr("cms.library.gate.digest_of", lambda upload: "")  # the look before decoding came too early
    again = Picture.objects.receive(photo(2000, 1000))
    assert again.pk == picture.pk
    assert len(private.listdir(f"pictures/{picture.token[:2]}")[1]) == 1


def test_the_same_document_twice_is_one():
    first, again = (Document.objects.receive(upload(pdf(), name)) for name in ("a.pdf", "b.pdf"))
    assert first.pk == again.pk
