"""Smaller copies: made in the background, all or none, never for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from PIL import Image

from cms.library import renditions
from cms.library.models import Picture, Rendition
from cms.library.storage import private, put
from cms.outbox.worker import run_once
from cms.pagecache.models import TagVersion
from tests.library.pictures import encoded, gradient, photo, upload

pytestmark = pytest.mark.django_db


def sizes(picture) -> list[tuple]:
    return [(made.format, made.width, made.height) for made in picture.renditions.order_by("format", "width")]


THREE = [(480, 240), (960, 480), (1600, 800)]


def test_the_worker_makes_avif_and_webp_in_three_widths_and_one_fallback(picture):
    run_once()
    avif, webp = ([(kind, *size) for size in THREE] for kind in ("avif", "webp"))
    assert sizes(picture) == [*avif, ("jpeg", 1200, 600), *webp]
    for made in picture.renditions.all():
        with private.open(made.private_name) as file, Image.open(file) as image:
            assert (image.format.lower(), image.size) == (made.format, (made.width, made.height))
            assert file.size == made.byte_size
    assert not renditions.due()


@pytest.mark.parametrize(
    ("width", "made"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600]), (5000, [480, 960, 1600])],
)
def test_nothing_is_made_larger_than_it_is(width, made):
    assert renditions.widths(width) == made


def test_a_picture_with_transparency_falls_back_to_png():
    image = gradient(600, 300, "RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    picture = Picture.objects.receive(upload(encoded(image, "PNG")))
    renditions.make(picture.pk)
    assert ("png", 600, 300) in sizes(picture)
    made = picture.renditions.get(format="webp", width=480)
    with private.open(made.private_name) as file, Image.open(file) as small:
        assert small.mode == "RGBA"
        assert small.getpixel((10, 2))[3] < 20


def test_no_rendition_carries_anything_but_pixels(picture):
    renditions.make(picture.pk)
    for made in picture.renditions.all():
        content = private.open(made.private_name).read()
        assert not any(word in content for word in (b"Exif", b"EXIF", b"XMP", b"ICCP"))


def test_pages_that_show_the_picture_become_old_when_its_renditions_are_there(picture):
    before = TagVersion.objects.get(tag=f"picture:{picture.pk}").version
    renditions.make(picture.pk)
    assert TagVersion.objects.get(tag=f"picture:{picture.pk}").version > before


class Killed(BaseException):
    """Stands for `kill -9`: nothing of ours catches it."""


def test_a_worker_killed_between_two_files_loses_nothing(picture, monkeypatch):
    written = []

    def killed_at_the_third(storage, name, content):
        if len(written) == 2:
            raise Killed
        written.append(name)
        put(storage, name, content)

    monkeypatch.setattr(renditions, "put", killed_at_the_third)
    with pytest.raises(Killed):
        renditions.make(picture.pk)
    monkeypatch.undo()
    assert len(written) == 2
    assert not Rendition.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert run_once()
    assert len(sizes(picture)) == 7


def test_avif_that_saves_too_little_or_needs_too_much_memory_is_not_kept(picture, monkeypatch):
    monkeypatch.setattr(renditions, "WORTHWHILE", 0)
    renditions.make(picture.pk)
    assert {kind for kind, *_size in sizes(picture)} == {"jpeg", "webp"}
    monkeypatch.undo()
    tall = Picture.objects.receive(upload(encoded(gradient(1000, 9000))))
    renditions.make(tall.pk)
    assert {kind for kind, *_size in sizes(tall)} == {"jpeg", "webp"}


def test_made_again_in_fewer_formats_leaves_no_file_of_the_others(
    picture, monkeypatch, django_capture_on_commit_callbacks
):
    renditions.make(picture.pk)
    Picture.objects.filter(pk=picture.pk).mark(rendered_at=None, attempts=0)
    monkeypatch.setattr(renditions, "WORTHWHILE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        renditions.make(picture.pk)
    _folders, files = private.listdir("renditions")
    assert sorted(files) == sorted(made.name for made in picture.renditions.all())
    assert len(files) == 4


def test_a_process_killed_while_it_writes_leaves_no_half_file_under_the_name(monkeypatch):
    put(private, "renditions/a.webp", b"whole")

    def killed(*args):
        raise Killed

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(Killed):
        put(private, "renditions/a.webp", b"half")
    assert private.open("renditions/a.webp").read() == b"whole"


def test_a_picture_that_cannot_be_rendered_is_tried_five_times_ever_more_rarely_and_then_shown_to_a_person(picture):
    put(private, picture.file.name, b"the disk lost it")
    now, attempts = timezone.now(), []
    for minute in range(0, 200):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            if picture.pk in renditions.due():
                attempts.append(minute)
                renditions.make(picture.pk)
    assert attempts == [0, 1, 3, 7, 15]
    picture.refresh_from_db()
    assert picture.failed_at
    assert "UnidentifiedImageError" in picture.problem


def test_a_picture_that_kills_the_worker_each_time_is_given_up_as_well(picture, monkeypatch):
    def killed(picture):
        raise Killed

    monkeypatch.setattr(renditions, "render", killed)
    deaths = 0
    for minute in range(0, 200, 5):
        with time_machine.travel(timezone.now() + timedelta(minutes=minute)):
            for pk in renditions.due():
                try:
                    renditions.make(pk)
                except Killed:
                    deaths += 1
    picture.refresh_from_db()
    assert deaths == renditions.ATTEMPTS
    assert picture.failed_at
    assert "died" in picture.problem


def test_two_workers_do_not_make_the_same_picture_at_once(picture):
    assert renditions.due() == [picture.pk]
    Picture.objects.filter(pk=picture.pk).mark(attempts=1, try_after=timezone.now() + timedelta(minutes=1))
    renditions.make(picture.pk)
    assert not Rendition.objects.exists()


def test_after_a_person_asks_again_it_is_tried_again(picture):
    Picture.objects.filter(pk=picture.pk).mark(attempts=5, failed_at=timezone.now(), problem="the disk was full")
    assert not renditions.due()
    renditions.try_again(Picture.objects.all())
    run_once()
    picture.refresh_from_db()
    assert picture.rendered_at
    assert not picture.problem


def test_a_long_text_picture_keeps_its_height():
    picture = Picture.objects.receive(upload(encoded(Image.new("RGB", (1000, 9000), "white"), "PNG")))
    renditions.make(picture.pk)
    assert ("webp", 1000, 9000) in sizes(picture)


def test_what_is_uploaded_last_does_not_wait_behind_what_fails(picture):
    put(private, picture.file.name, b"lost")
    second = Picture.objects.receive(photo(500, 500, "second.jpg"))
    assert run_once()
    assert {("jpeg", 500, 500), ("webp", 480, 480), ("webp", 500, 500)} <= set(sizes(second))
