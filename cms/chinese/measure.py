"""How long a text is, counted as Chinese readers count."""

import math
import re
import unicodedata

HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")

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
