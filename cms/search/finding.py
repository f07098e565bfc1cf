"""The question: which of these things say this?

    found = find("搜尋 優化", among=[Article.objects.live(), Service.objects.live()])
    found.count(), found.by_kind, found[0:20]

Words apart by white space must all occur, in any order; each counts in either script and in the wording of either
region. Who asks has already narrowed each queryset to what the reader may see, and search never widens it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left, StrIndex
from django.db.models.lookups import GreaterThan

from cms.chinese.folding import place_of, wordings
from cms.search.models import SearchDocument

LONGEST = 60  # characters of a query that are looked at
WORDS = 8  # words of a query that are looked for
AROUND = 40  # characters of an extract before the match; three times as many behind it
SENTENCE_END = re.compile(r"[。！？\n]\s*")
FIRST_WORD, LAST_WORD = re.compile(r"\w+", re.ASCII), re.compile(r"\w+\Z", re.ASCII)

Asked = tuple[tuple[str, ...], ...]  # for each word its wordings, folded


def tidy(query: str) -> str:
    """What was typed, without control characters and outer white space, and no longer than is sensible."""
    visible = "".join(sign for sign in query if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(visible.split())[:LONGEST].strip()


def find(query: str, among) -> "Found":
    """What says all the words of the query: those with all of them in the title first, then the newest."""
    return Found(tuple(filter(None, map(wordings, tidy(query).split()[:WORDS]))), list(among))


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
    """What was found, counted and cut into pages by the database; a paginator takes it for a list."""

    def __init__(self, asked: Asked, among):
        self.asked = asked
        self.among = {ContentType.objects.get_for_model(rows.model).pk: rows.noted() for rows in among}
        self.models = {key: rows.model for key, rows in self.among.items()}

    def _documents(self):
        """The documents that say all words and whose thing is in its queryset, with the thing's time as `at`."""
        times = [
            When(content_type=key, then=Subquery(rows.filter(pk=OuterRef("object_id")).values("live_from")[:1]))
            for key, rows in self.among.items()
        ]
        documents = SearchDocument.objects.filter(content_type__in=self.among)
        for wording in self.asked:
            documents = documents.holding(*wording)
        return documents.alias(at=Case(*times, output_field=models.DateTimeField())).exclude(at=None)

    @cached_property
    def by_kind(self) -> dict[type[models.Model], int]:
        """How many of each kind; one query."""
        if not self.asked:
            return dict.fromkeys(self.models.values(), 0)
        rows = self._documents().order_by().values_list("content_type").annotate(models.Count("pk"))
        numbers = dict(rows)
        return {model: numbers.get(key, 0) for key, model in self.models.items()}

    def count(self) -> int:
        return sum(self.by_kind.values())

    def __getitem__(self, cut: slice) -> list[Hit]:
        if not self.asked:
            return []
        said_in_title = [reduce(or_, map(in_title, wording)) for wording in self.asked]
        rank = Case(When(reduce(and_, said_in_title), then=1), default=0)
        ordered = self._documents().alias(rank=rank).order_by("-rank", "-at", "-pk")
        rows = ordered.values_list("content_type", "object_id", "text")[cut]
        return [Hit(self.models[kind], key, text, self.asked) for kind, key, text in rows]


def in_title(folded: str) -> Q:
    title = Left("folded", F("title_length"))  # type: ignore[arg-type]  # the stubs know no fields here
    return Q(GreaterThan(StrIndex(title, Value(folded)), 0))


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
