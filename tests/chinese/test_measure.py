"""Lengths are those that a Chinese editor expects."""

import pytest

from cms.chinese.measure import count_characters, reading_minutes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("讓好內容，長成好生意。", 9),
        ("用 AI 寫 3.4 倍的 content-marketing 文章", 9),
        ("𠮷野家", 3),
        ("don't stop", 2),
        ("，。！？ \n\t", 0),
    ],
)
def test_characters_and_words_count_but_punctuation_does_not(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize(("length", "minutes"), [(0, 1), (400, 1), (401, 2), (2400, 6)])
def test_reading_time_is_whole_minutes_and_never_zero(length, minutes):
    assert reading_minutes("字" * length) == minutes
