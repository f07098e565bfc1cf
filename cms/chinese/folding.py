"""Texts as search compares them: one script, one width, one case, no white space; and the grams that an index holds.

Folding works sign by sign, so what is folded from a piece of a text is a piece of the folded text. That is what lets
an index promise to find every substring.
"""

import unicodedata
from functools import cache

from opencc import OpenCC

GRAM = 3  # signs; words of one or two are grams of their own

# Loaded when first used: each takes a good part of a second of a process's start.
converter = cache(OpenCC)


class _Folded(dict):
    """What each sign becomes; worked out when first met, and begun anew when MOST_KEPT are known."""

    MOST_KEPT = 50_000  # far more than texts use, and a small part of what a visitor could send on purpose

    def __missing__(self, code: int) -> str:
        signs = "" if is_nothing(chr(code)) else unicodedata.normalize("NFKC", chr(code)).casefold()
        # Once more for what this brings to light: compatibility characters of Traditional forms, circled capitals.
        signs = unicodedata.normalize("NFKC", "".join(map(converter("t2s").convert, signs))).casefold()
        if len(self) >= self.MOST_KEPT:
            self.clear()
        self[code] = folded = "".join(sign for sign in signs if not is_nothing(sign))
        return folded


_FOLDED = _Folded()


def is_nothing(sign: str) -> bool:
    """White space, control and invisible signs, which nobody types into a search on purpose."""
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Cs"}


def fold(text: str) -> str:
    """The text as search compares it.

    >>> fold("ＡＡＲＲＲ 的 優化")
    'aarrr的优化'
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def place_of(found: str, text: str, after: int = 0) -> tuple[int, int] | None:
    """Where the folded `found` stands in the original, composed `text`, as (start, end), from the sign `after` on."""
    folded = text[after:].translate(_FOLDED)
    start = folded.find(found)
    if start < 0 or not found:
        return None
    ends, length = [], 0
    for sign in text[after:]:
        length += len(_FOLDED[ord(sign)])
        ends.append(length)
        if length >= start + len(found):
            break
    first = next(at for at, end in enumerate(ends) if end > start)
    return after + first, after + len(ends)


def grams(folded: str) -> set[str]:
    """Every sign, and every two and three neighbours: what an index holds of a text."""
    lengths = range(1, GRAM + 1)
    return {folded[at : at + length] for length in lengths for at in range(len(folded) - length + 1)}


def grams_asked(folded: str) -> set[str]:
    """What a text must hold to contain this one: itself if it is no longer than a gram, else grams side by side.

    Those between them are not asked for: reading more lists of the index costs more than the few texts they rule out.
    But for those across a mark: texts share sentences, and few share two that follow each other.
    """
    last = max(0, len(folded) - GRAM)
    across = (at for at in range(last) if not folded[at + 1].isalnum())
    return {folded[at : at + GRAM] for at in (*range(0, last, GRAM), last, *across)}


def wordings(query: str) -> tuple[str, ...]:
    """The query folded, and folded as the other region would say it: 搜尋引擎最佳化 also asks for 搜索引擎优化."""
    # Whole words differ between the regions: 軟體 and 软件, 搜尋 and 搜索.
    simplified = converter("t2s").convert(query)
    asked = (query, converter("tw2sp").convert(query), converter("s2twp").convert(simplified))
    return tuple(dict.fromkeys(folded for wording in asked if (folded := fold(wording))))
