"""The demo's pictures are real files, small, quick and always the same."""

import io
import time
from functools import cache

import pytest
from PIL import Image

from demo.pictures import CREDIT, PICTURES, draw

pytestmark = pytest.mark.xdist_group("pictures")  # so that one process alone draws them
each_picture = pytest.mark.parametrize("key", PICTURES)


@cache
def drawn(key: str) -> tuple[bytes, float]:
    """The picture's bytes and the seconds of work they took, drawn once for all tests."""
    started = time.process_time()
    return draw(key), time.process_time() - started


@each_picture
def test_a_picture_is_a_small_file_of_full_size_drawn_within_a_few_seconds_of_work(key):
    data, seconds = drawn(key)
    assert seconds < 5
    assert len(data) < 250_000
    picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
    picture.load()
    assert picture.size == (1600, 1000)
    assert picture.format == {"jpg": "JPEG", "png": "PNG"}[PICTURES[key]["name"].rsplit(".")[-1]]


@each_picture
def test_a_picture_is_described_credited_and_never_blank(key):
    about = PICTURES[key]
    assert len(about["alt"]) >= 8
    assert about["credit"] == CREDIT
    colours = Image.open(io.BytesIO(drawn(key)[0])).convert("RGB").resize((40, 25)).getcolors(1000)
    assert len(colours) > 20


def test_the_same_key_always_draws_the_same_picture():
    assert draw("bread") == drawn("bread")[0]


def test_no_two_pictures_are_alike():
    assert len({drawn(key)[0] for key in PICTURES}) == len(PICTURES)
