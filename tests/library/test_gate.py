"""Which pictures come in, how they are when they are in, and what stays outside."""

import io
import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops

from cms.library import gate
from tests.library.pictures import (
    bomb,
    chunk,
    encoded,
    exif_with_place,
    gradient,
    png_that_claims,
    swapped_profile,
    upload,
)


def admitted(content: bytes, name: str = "photo.jpg") -> tuple[gate.Admitted, Image.Image]:
    taken = gate.admit(upload(content, name))
    image = Image.open(io.BytesIO(taken.content))
    image.load()
    assert image.size == (taken.width, taken.height)
    assert image.format == taken.format.upper()
    return taken, image


def refusal(content: bytes, name: str = "photo.jpg") -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        gate.admit(upload(content, name))
    assert len(caught.value.messages[0]) > 12  # a sentence, in whichever language
    return caught.value


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are, as the mean of 0 to 255."""
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).resize((1, 1), Image.Resampling.BOX)
    return sum(apart.getpixel((0, 0))) / 3


@contextmanager
def within(seconds: float):
    """Fails when decoders take more time: of the processor, so that a busy machine does not fail the test."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < seconds


# --- Honest pictures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options", "becomes"),
    [
        ("JPEG", {}, "jpeg"),
        ("JPEG", {"progressive": True}, "jpeg"),
        ("JPEG", {"subsampling": 0, "quality": 100}, "jpeg"),
        ("PNG", {}, "png"),
        ("WEBP", {"quality": 95}, "jpeg"),
        ("WEBP", {"lossless": True}, "jpeg"),
        ("AVIF", {"quality": 95}, "jpeg"),
        ("GIF", {}, "png"),
        ("BMP", {}, "png"),
    ],
)
def test_every_usual_format_comes_in_looking_the_same(kind, options, becomes):
    taken, image = admitted(encoded(gradient(320, 240), kind, **options))
    assert taken.format == becomes
    assert difference(image, gradient(320, 240)) < 4
    assert taken.notes == []


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_comes_in(mode):
    source = gradient(64, 48, "L")
    if mode == "I;16":
        png = encoded(source.convert("I").point(lambda value: value * 257).convert("I;16"), "PNG")
    else:
        png = encoded(source.convert(mode), "PNG")
    taken, image = admitted(png)
    assert difference(image, source.convert(mode) if mode in {"1", "P"} else source) < 4


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_jpeg_from_the_printer_or_in_grey_comes_in_for_the_screen(mode):
    _taken, image = admitted(encoded(gradient(64, 48).convert(mode), quality=95))
    assert image.mode in {"RGB", "L"}
    assert difference(image, gradient(64, 48).convert(mode)) < 6


def test_transparency_survives_in_true_colour_and_in_palettes():
    source = gradient(64, 48, "RGBA")
    source.putalpha(Image.linear_gradient("L").resize((64, 48)))
    for image in (source, source.quantize(64)):
        _taken, kept = admitted(encoded(image, "PNG"))
        assert kept.mode == "RGBA"
        assert kept.getpixel((5, 0))[3] < 20
        assert kept.getpixel((5, 47))[3] > 235
    _taken, kept = admitted(encoded(gradient(64, 48, "RGB"), "PNG", transparency=(250, 10, 10)))
    assert kept.getpixel((0, 0))[3] == 0


def test_a_channel_that_hides_nothing_is_dropped():
    _taken, image = admitted(encoded(gradient(64, 48, "RGBA"), "WEBP"))
    assert image.mode == "RGB"


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_held_sideways_comes_in_upright(turn):
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the Transpose that gives what the camera stored
    upright = gradient(80, 40)
    stored = upright.transpose(Image.Transpose(undo[turn])) if turn > 1 else upright
    taken, image = admitted(encoded(stored, quality=95, exif=exif_with_place(turn)))
    assert (taken.width, taken.height) == (80, 40)
    assert difference(image, upright) < 4


def test_a_stereo_photo_of_a_phone_comes_in_as_one_picture():
    mpo = encoded(gradient(320, 240), "MPO", save_all=True, append_images=[gradient(320, 240, "L").convert("RGB")])
    taken, image = admitted(mpo)
    assert taken.format == "jpeg"
    assert taken.notes == []
    assert difference(image, gradient(320, 240)) < 4


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_kept_and_the_uploader_told(kind):
    frames = [gradient(64, 48), Image.new("RGB", (64, 48), "blue")]
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    taken, image = admitted(moving)
    assert taken.notes == ["still"]
    assert difference(image, frames[0]) < 4


def test_colours_of_another_space_are_brought_to_srgb():
    source = Image.new("RGB", (32, 32), (200, 60, 60))
    _taken, plain = admitted(encoded(source, "PNG"))
    _taken, image = admitted(encoded(source, "PNG", icc_profile=swapped_profile()))
    assert "icc_profile" not in image.info
    red, green, _blue = image.getpixel((5, 5))
    assert green > red, "the profile says that its first channel is green"
    assert plain.getpixel((5, 5)) == (200, 60, 60)


def test_a_broken_profile_is_left_out_and_the_picture_taken():
    _taken, image = admitted(encoded(gradient(), "PNG", icc_profile=b"no profile at all"))
    assert difference(image, gradient()) < 2


def test_a_tall_picture_with_text_stays_wide_enough_to_read():
    taken, _image = admitted(encoded(gradient(1080, 9000), "PNG"))
    assert (taken.width, taken.height) == (1080, 9000)


def test_a_photo_of_48_megapixels_is_taken_and_made_smaller_in_time():
    content = encoded(gradient(8000, 6000), quality=80)
    with within(2):
        taken, image = admitted(content)
    assert (taken.width, taken.height) == (2560, 1920)
    assert taken.notes == ["smaller"]
    assert difference(image, gradient(2560, 1920)) < 4


def test_large_pictures_with_transparency_are_made_smaller_without_a_seam():
    source = gradient(6000, 3500, "RGBA")
    source.putalpha(Image.linear_gradient("L").resize(source.size))
    taken, image = admitted(encoded(source, "PNG", compress_level=1))
    assert (taken.width, taken.height) == (2560, 1493)
    assert difference(image, source.resize(image.size)) < 3


def test_bytes_after_the_picture_do_not_matter_and_do_not_stay():
    taken, _image = admitted(encoded() + b"PK\x03\x04 and a program")
    assert b"program" not in taken.content


# --- What is taken out -------------------------------------------------------------------------------------------

SECRETS = [
    b"PhoneMakerMarker",
    b"<script>",
    b"Exif",
    b"http://ns.adobe.com/xap",
    b"XML:com.adobe.xmp",
    b"iCCP",
    b"tEXt",
]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_place_maker_or_comment_stays_in_what_we_keep(kind):
    options = {"exif": exif_with_place(), "xmp": b"<x:xmpmeta>25,2N PhoneMakerMarker</x:xmpmeta>"}
    content = encoded(gradient(320, 240), kind, **options)
    assert b"PhoneMakerMarker" in content
    taken, image = admitted(content)
    assert not [secret for secret in SECRETS if secret in taken.content]
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_page_hidden_in_a_picture_does_not_survive():
    script = b"<html><script>alert(1)</script>"
    for content in (
        encoded(comment=script),
        encoded(exif=exif_with_place()) + script,
        encoded(gradient(), "GIF", comment=script),
        encoded(gradient(), "PNG")[:33] + chunk(b"tEXt", b"x\0" + script) + encoded(gradient(), "PNG")[33:],
    ):
        taken, _image = admitted(content, "harmless.html")
        assert b"script" not in taken.content
        assert taken.extension in {"jpg", "png"}


# --- What stays outside ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"hello", "foreign"),
        (b"<html><script>alert(1)</script></html>", "foreign"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg onload="alert(1)"/>', "svg"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file\n", "foreign"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        (b"II*\x00\x08\x00\x00\x00", "tiff"),
        (b"8BPS\x00\x01", "psd"),
        (b"MZ\x90\x00\x03", "foreign"),
        (b"\xff\xd8\xff\xe0 no more", "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 \x00", "broken"),
        (b"BM" + b"\xff" * 60, "broken"),
        (png_that_claims(50_000, 50_000), "pixels"),
        (png_that_claims(100_000, 1), "pixels"),
        (png_that_claims(0, 10), "broken"),
        (png_that_claims(4000, 4000), "truncated"),
        (encoded(gradient(320, 240))[:2000], "truncated"),
        (encoded(gradient(320, 240), "PNG")[:400], "truncated"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_a_sentence_that_helps(content, code):
    assert refusal(content).code == code


def test_a_webp_larger_than_its_decoder_can_hold_is_refused_by_its_header():
    for options in ({"lossless": True}, {"quality": 10}, {"quality": 10, "exif": exif_with_place()}):
        error = refusal(encoded(Image.new("RGB", (6000, 4000)), "WEBP", method=0, **options))
        assert error.code == "pixels"
        assert "6000 × 4000" in error.messages[0].replace(",", "")


def test_more_than_twenty_megabytes_are_refused_before_they_are_read():
    class Heavy:
        size = gate.MAX_BYTES + 1
        name = "heavy.jpg"

    with pytest.raises(ValidationError) as caught:
        gate.admit(Heavy())
    assert caught.value.code == "heavy"


def test_a_huge_progressive_jpeg_is_refused_by_its_header():
    assert refusal(encoded(Image.new("RGB", (8000, 6000)), progressive=True, subsampling=0)).code == "progressive"


def test_a_text_in_a_png_that_unpacks_to_gigabytes_does_no_harm():
    text = b"zip\0\0" + bomb(300)
    png = encoded(gradient(), "PNG")
    with within(2), pytest.raises(ValidationError):
        gate.admit(upload(png[:33] + chunk(b"zTXt", text) + png[33:]))


def test_a_jpeg_of_endless_scans_is_stopped_by_the_clock():
    """Each further pass over a progressive picture costs a few bytes and a walk over all of its pixels."""
    content = encoded(Image.new("RGB", (4800, 4800), "white"), progressive=True, quality=50)
    last = content.rindex(b"\xff\xda")
    bomb_of_scans = content[:-2] + content[last:-2] * 4000 + b"\xff\xd9"
    with within(2.3):
        assert refusal(bomb_of_scans).code == "slow"


@pytest.mark.parametrize(("greed", "dies_of"), [("bytearray(220_000_000)", b"MemoryError"), ("while True: pass", b"")])
def test_the_kernel_holds_the_decoder_to_its_time_and_memory(greed, dies_of):
    program = f"import sys; sys.path.insert(0, {str(gate.DECODER.parent)!r}); import decoder; decoder.bind()\n{greed}"
    with within(2.3):
        done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, check=False)
    assert done.returncode != 0
    assert dies_of in done.stderr


def test_a_decoder_that_dies_is_a_refusal_and_nothing_more(monkeypatch, tmp_path):
    killer = tmp_path / "decoder.py"
    killer.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setattr(gate, "DECODER", killer)
    assert refusal(encoded()).code == "broken"


def test_nothing_is_left_in_the_temporary_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    admitted(encoded())
    refusal(encoded()[:200])
    assert not list(tmp_path.iterdir())
