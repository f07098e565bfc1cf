"""Where a line of Chinese may break without cutting a word in two.

Browsers break Chinese after any character, which in a large heading leaves halves of words at line ends. Here a text
is cut into phrases; a template puts `<wbr>` between them and CSS forbids every other break.
"""

import re
from functools import lru_cache

import rjieba
from opencc import OpenCC

TO_SIMPLIFIED = OpenCC("t2s")  # the dictionary of words is a simplified one; the boundaries are the same
LONGEST = 6  # a phrase of more characters would leave ragged lines on a phone

CLOSING = set("，。、；：！？…—～」』）》〉】〕”’·,.;:!?)]}%×")
OPENING = set("「『（《〈【〔“‘([{#$")
# One-character words that end a phrase: particles, places, and the common suffixes of nouns and counts.
ENDINGS = set("的了嗎吗呢吧啊們们著着過过得地上下裡里中內内外後后前時时者家商號号性化率度量力感版型類类期篇條条個个次")
SPACED = re.compile(r"\s")
LATIN = re.compile(r"[\w.,%+×−–-]*[A-Za-z0-9][\w.,%+×−–-]*", re.ASCII)


@lru_cache(maxsize=2048)
def phrases(text: str) -> tuple[str, ...]:
    """The text cut into phrases, whole when joined again.

    >>> phrases("讓好內容，長成好生意")
    ('讓好', '內容，', '長成', '好生意')
    """
    found: list[str] = []
    for word in words(text):
        if found and _belongs_to(word, found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return tuple(_without_orphans(found))


def words(text: str) -> list[str]:
    """Words of the original text, cut where its simplified form has boundaries."""
    simplified = TO_SIMPLIFIED.convert(text)
    if len(simplified) != len(text):
        simplified = text
    words, start = [], 0
    for word in rjieba.cut(simplified):
        words.append(text[start : start + len(word)])
        start += len(word)
    return words


def _without_orphans(cut: list[str]) -> list[str]:
    """A single character at the end of a clause joins what stands before it."""
    whole: list[str] = []
    for phrase in cut:
        alone = len(phrase.rstrip("".join(CLOSING))) == 1
        before = whole[-1] if whole else ""
        if alone and before and before[-1].isalpha() and len(before) < LONGEST:
            whole[-1] += phrase
        else:
            whole.append(phrase)
    return whole


def _belongs_to(word: str, phrase: str) -> bool:
    """Whether no line may begin with this word after that phrase."""
    last = phrase[-1]
    if last in CLOSING or SPACED.match(last):
        return word[0] in CLOSING or bool(SPACED.match(word))
    if word[0] in CLOSING or SPACED.match(word) or last in OPENING:
        return True
    if LATIN.fullmatch(word) and LATIN.fullmatch(phrase):
        return True
    if len(phrase) + len(word) > LONGEST or word[0] in OPENING:
        return False
    return word in ENDINGS or (len(phrase) == 1 and phrase not in ENDINGS)
