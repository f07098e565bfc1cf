"""Slugs that people can read aloud: pinyin for Chinese, Latin and digits kept as they are."""

import re
import unicodedata

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

WORD = re.compile(r"[a-z0-9]+")
TO_SIMPLIFIED = OpenCC("t2s")  # the readings of whole words (重慶 chong-qing, 乾淨 gan-jing) are known in simplified
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def pinyin_slug(text: str, max_length: int = 80) -> str:
    """Lower-case ASCII words joined by single hyphens, cut between words; empty when nothing in the text can be read.

    >>> pinyin_slug("品牌策劃 2026：B2B 怎麼做？")
    'pin-pai-ce-hua-2026-b2b-zen-me-zuo'
    """
    folded = APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)).replace("ß", "ss")
    syllables = lazy_pinyin(
        TO_SIMPLIFIED.convert(folded), style=Style.NORMAL, v_to_u=False, errors=lambda run: f" {run} "
    )
    words = WORD.findall(_without_accents(" ".join(syllables)).lower())
    return _joined(words, max_length)


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def _joined(words: list[str], max_length: int) -> str:
    """As many whole words as fit; a first word that does not fit is cut."""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:max_length]
        if len(longer) > max_length:
            break
        slug = longer
    return slug
