"""What changed between two texts: Chinese by words, Latin by words, with work that is bounded whatever is compared.

Sentences are laid beside each other, and words within those that differ, each in three steps: what is equal at both
ends is set aside; items that stand exactly once in both texts hold them together (patience); what remains between two
such is aligned by Myers' way as long as the budget lasts, and beyond it said to be replaced. So twice the text is about
twice the work.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from cms.chinese.breaks import words

SAME, OUT, IN = "same", "out", "in"
MOST_STEPS = 1_500_000  # about a second
DEEPEST = 8  # how often what lies between two held items is looked at for others
MOST_EDITS = 300  # items put in and taken out in one stretch, beyond which it is said to be replaced
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+|[^。！？!?\n]+")
SHORT = 1  # what is equal for no more than so many characters between two changes is noise to a reader


@dataclass
class Budget:
    """The steps that are left for one comparison."""

    left: int = MOST_STEPS

    def take(self, steps: int) -> bool:
        """Use up so many steps; False if there were not that many."""
        self.left -= steps
        return self.left >= 0


class Stretch(NamedTuple):
    """`old[a:b]` became `new[c:d]`; both are equal if `is_same`."""

    is_same: bool
    a: int
    b: int
    c: int
    d: int


class Run(NamedTuple):
    """A piece of text that is in both, was taken out, or was put in."""

    state: str
    text: str


def compared(old: str, new: str, budget: Budget | None = None) -> list[Run]:
    """Both texts as runs; those that are same or out make the old one, those that are same or in the new one.

    >>> [(run.state, run.text) for run in compared("內容行銷方法", "內容營銷方法")]
    [('same', '內容'), ('out', '行銷'), ('in', '營銷'), ('same', '方法')]
    """
    budget = budget or Budget()
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    runs: list[Run] = []
    for stretch in aligned(before, after, budget):
        gone, come = before[stretch.a : stretch.b], after[stretch.c : stretch.d]
        if stretch.is_same:
            runs.append(Run(SAME, "".join(gone)))
        elif len(gone) == len(come):
            for pair in zip(gone, come, strict=True):
                runs += _by_words(*pair, budget)
        else:
            runs += _by_words("".join(gone), "".join(come), budget)
    return _calmed(runs)


def _by_words(old: str, new: str, budget: Budget) -> list[Run]:
    before, after = words(old), words(new)
    runs: list[Run] = []
    for stretch in aligned(before, after, budget):
        gone, come = "".join(before[stretch.a : stretch.b]), "".join(after[stretch.c : stretch.d])
        runs += [Run(SAME, gone)] if stretch.is_same else _trimmed(gone, come)
    return runs


def aligned(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Stretch]:
    """The two sequences as stretches that are equal or not, in their order and without gaps."""
    found: list[Stretch] = []
    work = [(0, len(old), 0, len(new), 0)]
    while work:
        a, b, c, d, depth = work.pop()
        start = a
        while a < b and c < d and old[a] == new[c]:
            a, c = a + 1, c + 1
        end = b
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
        found.append(Stretch(True, start, a, c - (a - start), c))
        found.append(Stretch(True, b, end, d, d + (end - b)))
        budget.take((a - start) + (end - b) + 1)
        if a == b or c == d:
            found.append(Stretch(False, a, b, c, d))
        elif held := depth < DEEPEST and _held(old, new, a, b, c, d, budget):
            work += [(*edges, depth + 1) for edges in _between(held, a, b, c, d)]
            found += [Stretch(True, i, i + 1, j, j + 1) for i, j in held]
        else:
            found += _myers(old, new, a, b, c, d, budget)
    found = [stretch for stretch in found if stretch.a < stretch.b or stretch.c < stretch.d]
    return _joined(sorted(found, key=lambda stretch: (stretch.a, stretch.c, stretch.b, stretch.d)))


def kept_in_place(places: Sequence[int]) -> set[int]:
    """The indexes of a longest rising subsequence: what need not be moved to bring the sequence into order."""
    tops: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tops, place)
        before.append(tails[at - 1] if at else -1)
        if at == len(tops):
            tops.append(place)
            tails.append(index)
        else:
            tops[at], tails[at] = place, index
    kept, index = set(), tails[-1] if tails else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _held(old, new, a, b, c, d, budget) -> list[tuple[int, int]]:
    """Pairs of places of what stands exactly once in both stretches, as many as keep their order."""
    if not budget.take((b - a) + (d - c)):
        return []
    once_old, once_new = Counter(old[a:b]), Counter(new[c:d])
    where = {new[j]: j for j in range(c, d) if once_new[new[j]] == 1}
    pairs = [(i, where[old[i]]) for i in range(a, b) if once_old[old[i]] == 1 and old[i] in where]
    kept = kept_in_place([j for _i, j in pairs])
    return [pair for index, pair in enumerate(pairs) if index in kept]


def _between(held, a, b, c, d) -> Iterator[tuple[int, int, int, int]]:
    """What lies before, between and after the pairs."""
    for i, j in [*held, (b, d)]:
        if a < i or c < j:
            yield a, i, c, j
        a, c = i + 1, j + 1


def _myers(old, new, a, b, c, d, budget) -> list[Stretch]:
    """The shortest way from one stretch to the other by Myers, else, when that is too long, all of it replaced."""
    n, m = b - a, d - c
    reached, trail = {1: 0}, []
    for edits in range(min(n + m, MOST_EDITS) + 1):
        if not budget.take(2 * edits + 2):
            break
        trail.append(dict(reached))
        for k in range(-edits, edits + 1, 2):
            is_down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if is_down else reached[k - 1] + 1
            begun = x
            while x < n and x - k < m and old[a + x] == new[c + x - k]:
                x += 1
            reached[k] = x
            budget.left -= x - begun
            if x >= n and x - k >= m:
                return _way_back(trail, n, m, a, c)
    return [Stretch(False, a, b, c, d)]


def _way_back(trail, n, m, a, c) -> list[Stretch]:
    """The stretches of the way that was found, from its end to its beginning."""
    found, x, y = [], n, m
    for edits in range(len(trail) - 1, -1, -1):
        reached, k = trail[edits], x - y
        is_down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
        came_k = k + 1 if is_down else k - 1
        came_x = reached[came_k] if edits else 0
        came_y = came_x - came_k if edits else 0
        same = min(x - came_x, y - came_y)
        found.append(Stretch(True, a + x - same, a + x, c + y - same, c + y))
        x, y = x - same, y - same
        if edits:
            found.append(Stretch(False, a + came_x, a + x, c + came_y, c + y))
            x, y = came_x, came_y
    return found


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours of the same sort as one."""
    whole: list[Stretch] = []
    for stretch in stretches:
        if whole and whole[-1].is_same == stretch.is_same:
            last = whole.pop()
            stretch = Stretch(last.is_same, last.a, stretch.b, last.c, stretch.d)
        whole.append(stretch)
    return whole


def _trimmed(gone: str, come: str) -> list[Run]:
    """A replaced stretch, without what both begin or end with where that is more than a character."""
    start = 0
    while start < min(len(gone), len(come)) and gone[start] == come[start]:
        start += 1
    start = start if start > SHORT else 0
    end = 0
    while end < min(len(gone), len(come)) - start and gone[-1 - end] == come[-1 - end]:
        end += 1
    end = end if end > SHORT else 0
    middle = Run(OUT, gone[start : len(gone) - end]), Run(IN, come[start : len(come) - end])
    runs = [Run(SAME, gone[:start]), *middle, Run(SAME, gone[len(gone) - end :] if end else "")]
    return [run for run in runs if run.text]


def _calmed(runs: list[Run]) -> list[Run]:
    """Runs as a reader takes them in: a single character that stayed between two changes belongs to both of them."""
    found: list[Run] = []
    gone = come = ""
    for index, run in enumerate(runs):
        is_noise = run.state == SAME and len(run.text) <= SHORT and (gone or come) and index + 1 < len(runs)
        if run.state == SAME and not is_noise:
            found += [one for one in (Run(OUT, gone), Run(IN, come), run) if one.text]
            gone = come = ""
        else:
            gone += run.text if run.state != IN else ""
            come += run.text if run.state != OUT else ""
    found += [one for one in (Run(OUT, gone), Run(IN, come)) if one.text]
    return [
        Run(state, "".join(run.text for run in several)) for state, several in groupby(found, lambda run: run.state)
    ]
