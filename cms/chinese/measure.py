"""How long a text is, counted as Chinese readers count."""

import math
import re
import unicodedata

HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")

# What stands as wide as a Chinese character; the last row are signs that are wide in Chinese fonts alone.
WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    r"\U0001f300-\U0001faff\U00020000-\U0003fffd"
    r"—…‘’“”·]"
)

CHARACTERS_A_MINUTE = 400  # an adult reading Chinese on a screen, at ease


def count_characters(text: str) -> int:
    """Chinese characters, plus every word or number in another script as one; punctuation is not counted."""
    characters = len(HAN.findall(text))
    return characters + len(LATIN_WORD.findall(HAN.sub(" ", text)))


def ems(text: str) -> float:
    """About how wide the text stands in one line: a Chinese character is one em, a Latin letter half of one."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def reading_minutes(text: str) -> int:
    """Whole minutes that reading takes, at least one."""
    return max(1, math.ceil(count_characters(text) / CHARACTERS_A_MINUTE))


def width(text: str) -> int:
    """How wide the text stands in a line: two for a Chinese character or sign, one for any other."""
    return len(text) + len(WIDE.findall(text))
