"""The words of a text that say what it is about."""

from functools import lru_cache

import rjieba

from cms.chinese.breaks import TO_SIMPLIFIED

# Said in any text, whatever it is about; in the simplified script, like the dictionary.
SAID_ANYWHERE = (
    "一个、一篇、一句、一次、一年、一天、三个、两个、几个、什么、怎么、怎样、为什么、多少、哪里、哪个、哪些、那些、这些、这样、"
    "这个、那个、我们、你们、他们、自己、大家、没有、还是、就是、不是、不会、不要、不用、可以、可能、应该、需要、如果、因为、"
    "所以、但是、而且、以后、以前、之前、之后、时候、现在、先看、其实、只是、只有、还有、已经、开始、最后、第一、第二、东西、"
    "事情、问题、方法、做法、文章、内容"
)
EVERYWHERE = frozenset(SAID_ANYWHERE.split("、"))


@lru_cache(maxsize=2048)
def content_words(text: str) -> frozenset[str]:
    """Words of two characters or more, in the simplified script, without those that are in every text."""
    words = rjieba.cut(TO_SIMPLIFIED.convert(text.lower()))
    return frozenset(word for word in words if len(word) > 1 and word.isalnum()) - EVERYWHERE


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of words have in common: 0 for nothing, 1 for everything."""
    return len(one & other) / (len(one) * len(other)) ** 0.5 if one and other else 0.0
