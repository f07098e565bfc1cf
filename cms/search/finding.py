"""The question: which of these things say this?

    found = find("搜尋 優化", among=[Article.objects.live(), Service.objects.live()])
    found.count(), found.by_kind, found[0:20]

Words apart by white space must all occur, in any order; each counts in either script and in the wording of either
region. Who asks has already narrowed each queryset to what the reader may see, and search never widens it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db import models

from cms.chinese.folding import place_of, wordings
from cms.search.engines import Asked
from cms.search.models import SearchDocument
from cms.search.walking import Place, walked

LONGEST = 60  # characters of a query that are looked at
WORDS = 8  # words of a query that are looked for
COUNTED = 100  # things that are counted: a first page need not know more
DEEPEST = 10_000  # things that anybody can page through
AROUND = 40  # characters of an extract before the match; three times as many behind it
SENTENCE_END = re.compile(r"[。！？\n]\s*")
FIRST_WORD, LAST_WORD = re.compile(r"\w+", re.ASCII), re.compile(r"\w+\Z", re.ASCII)


def tidy(query: str) -> str:
    """What was typed, without control characters and outer white space, and no longer than is sensible."""
    visible = "".join(sign for sign in query if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(visible.split())[:LONGEST].strip()


def find(query: str, among, depth: int = COUNTED) -> "Found":
    """What says all the words of the query: those with all of them in the title first, then the newest.

    `depth` is how many are counted and can be cut into pages; it is what a common word costs.
    """
    asked = tuple(filter(None, map(wordings, tidy(query).split()[:WORDS])))
    return Found(asked, list(among), max(COUNTED, min(depth, DEEPEST)))


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was asked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing that says what was asked."""

    model: type[models.Model]
    pk: int
    text: str
    asked: Asked

    def marked(self, title: str) -> list[Piece]:
        return mark(title, self.asked)

    @property
    def extract(self) -> list[Piece]:
        return extract(self.text, self.asked)


class Found:
    """What was found, newest first behind what says it in the title; a paginator takes it for a list.

    Of each kind, and of all together, the first are looked for and counted, as many as `depth` says; `has_more` says
    that there are others. So a word that every article contains costs no more than one that some dozens do.
    """

    def __init__(self, asked: Asked, among, depth: int):
        self.asked, self.depth = asked, depth
        self.among = {rows.model: rows.noted() for rows in among}

    @cached_property
    def _places(self) -> dict[type[models.Model], list[Place]]:
        """For each kind the best places, and one more than are counted if there are more; one query."""
        found: dict[type[models.Model], list[Place]] = {model: [] for model in self.among}
        kinds = {ContentType.objects.get_for_model(model).pk: model for model in self.among}
        if self.asked:
            for place in walked({key: self.among[model] for key, model in kinds.items()}, self.asked, self.depth + 1):
                found[kinds[place.kind]].append(place)
        return {model: sorted(places, reverse=True)[: self.depth + 1] for model, places in found.items()}

    @cached_property
    def by_kind(self) -> dict[type[models.Model], int]:
        """How many of each kind, as far as they are counted."""
        return {model: min(len(places), self.depth) for model, places in self._places.items()}

    @property
    def has_more(self) -> bool:
        """Whether there are others than those that are counted."""
        return sum(map(len, self._places.values())) > self.depth

    def has_more_of(self, model) -> bool:
        return len(self._places[model]) > self.depth

    def count(self) -> int:
        return min(sum(self.by_kind.values()), self.depth)

    def __getitem__(self, cut: slice) -> list[Hit]:
        chosen = sorted(chain(*self._places.values()), reverse=True)[: self.depth][cut]
        texts = dict(SearchDocument.objects.filter(pk__in=[place.key for place in chosen]).values_list("pk", "text"))
        models = {ContentType.objects.get_for_model(model).pk: model for model in self.among}
        return [
            Hit(models[place.kind], place.object_id, texts[place.key], self.asked)
            for place in chosen
            if place.key in texts
        ]


def places(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Where the words stand in this composed text, in order and without overlaps."""
    spans = []
    for wording in {wording for word in asked for wording in word}:
        span = place_of(wording, text)
        while span:
            spans.append(span)
            span = place_of(wording, text, span[1])
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def mark(text: str, asked: Asked) -> list[Piece]:
    """The whole text, cut into pieces at every match."""
    text = unicodedata.normalize("NFC", text)
    pieces, done = [], 0
    for start, end in places(text, asked):
        pieces += [Piece(text[done:start]), Piece(text[start:end], is_match=True)]
        done = end
    return [piece for piece in (*pieces, Piece(text[done:])) if piece.text]


def extract(text: str, asked: Asked) -> list[Piece]:
    """What stands around the first match, every match in it marked; without one, the beginning.

    It begins with a sentence where one begins near enough, and cuts no Latin word.
    """
    text = unicodedata.normalize("NFC", text)
    firsts = [span for word in asked for wording in word if (span := place_of(wording, text))]
    start, end = min(firsts, default=(0, 0))
    begin, stop = max(0, start - AROUND), end + 3 * AROUND
    before, after = "…" if begin else "", "…" if stop < len(text) else ""
    if before and (ended := SENTENCE_END.search(text, begin, start)):
        begin, before = ended.end(), ""
    elif before and (word := FIRST_WORD.match(text, begin, start)):
        begin = word.end()
    if after and (word := LAST_WORD.search(text, end, stop)):
        stop = word.start()
    cut = text[begin:stop].replace("\n", " ")
    return mark(f"{before}{cut}{after}", asked)
