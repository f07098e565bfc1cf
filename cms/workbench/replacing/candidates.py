"""Which things may hold the words: the index of what is published narrows them, then the database.

What is answered is more than what holds the words, never less; the texts themselves decide.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from html import escape
from operator import and_, or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from cms.chinese.folding import fold
from cms.publishing import contents, snapshots
from cms.publishing.models import Draft, Publishable, State
from cms.publishing.shapes import ShapedField
from cms.search.models import SearchDocument
from cms.workbench.replacing.leaves import SEO
from cms.workbench.replacing.searching import Search

WORDS, SIGNS = 8, 8  # of which the index, and the database, are asked


@dataclass(frozen=True)
class Looked:
    """A thing, its working copy if there is one, and its content."""

    thing: Publishable
    draft: Draft | None
    data: dict

    @property
    def token(self) -> str:
        return self.thing.edit_token(self.draft)

    @property
    def ref(self) -> str:
        return f"{self.thing._meta.label_lower}:{self.thing.pk}"


class Candidates:
    """What may hold the words, kind by kind, the newest first; counted and cut into pages by the database."""

    def __init__(self, search: Search, kinds):
        self.rows = [may_hold(search, model) for model in kinds]
        self.counts = [rows.count() for rows in self.rows]

    def __len__(self):
        return sum(self.counts)

    def __getitem__(self, cut: slice) -> list[Looked]:
        found: list[Looked] = []
        before = 0
        for rows, count in zip(self.rows, self.counts, strict=True):
            start, stop = max(0, cut.start - before), min(count, cut.stop - before)
            if start < stop:
                found += loaded(rows.order_by("-pk")[start:stop])
            before += count
        return found


def loaded(rows) -> Iterator[Looked]:
    """These rows with what an editor would see of each; as many queries for one as for fifty."""
    model = rows.model
    things = list(rows.prefetch_related(*(relation.get_accessor_name() for relation in model.part_relations())))
    kind = ContentType.objects.get_for_model(model)
    drafts = Draft.objects.filter(content_type=kind, object_id__in=[thing.pk for thing in things])
    drafts_by_key = {draft.object_id: draft for draft in drafts}
    for thing in things:
        draft = drafts_by_key.get(thing.pk)
        yield Looked(thing, draft, draft.data if draft else as_stored(thing))


def as_stored(thing) -> dict:
    """The words of a row and its parts in the shape of a snapshot, without asking the gates again."""
    parts = {}
    for relation in type(thing).part_relations():
        name, fields = relation.get_accessor_name(), snapshots.part_fields(relation)
        rows = getattr(thing, name).all()
        parts[name] = [_values(row, fields) | {"id": str(row.pk)} for row in rows]
    return {"fields": _values(thing, snapshots.content_fields(type(thing))), "parts": parts}


def _values(row, fields) -> dict:
    return {field.name: field.value_from_object(row) for field in fields}


def may_hold(search: Search, model):
    """The rows of a kind, the trash apart, whose working copy may hold the words."""
    kind = ContentType.objects.get_for_model(model)
    drafts = Draft.objects.filter(content_type=kind)
    holding = drafts.alias(text=Cast("data", models.TextField())).filter(_holds("text", in_json, search))
    here = Q(Exists(drafts.filter(object_id=OuterRef("pk"))))
    rows = model.objects.kept()
    if model.has_page and not search.is_beyond_the_index:
        published = Q(state=State.PUBLISHED)
        indexed = Q(pk__in=documents(search, model).values("object_id"))
        row = (published & indexed) | (~published & in_columns(search, model))
    else:
        row = in_columns(search, model)
    return rows.filter((here & Q(pk__in=holding.values("object_id"))) | (~here & row))


def documents(search: Search, model):
    """What the index knows of this kind that holds the words, whatever script and case they are in."""
    found = SearchDocument.objects.about(model)
    for word in search.words.split()[:WORDS]:
        if folded := fold(word):
            found = found.holding(folded)
    return found


def in_columns(search: Search, model) -> Q:
    """Rows one of whose columns, or those of its parts, may hold the words."""
    found = _in_fields(search, snapshots.content_fields(model), model)
    for relation in model.part_relations():
        part = relation.related_model
        fields = snapshots.part_fields(relation)
        text = {field.name: Cast(field.name, models.TextField()) for field in fields if isinstance(field, ShapedField)}
        rows = part._base_manager.alias(**{f"{name}_text": cast for name, cast in text.items()})
        found |= Q(pk__in=rows.filter(_in_fields(search, fields, part)).values(relation.field.attname))
    return found


def _in_fields(search, fields, model) -> Q:
    plain = {field.name for field in contents.worded(model, fields)} | set(SEO)
    found = Q(pk__in=[])
    for field in fields:
        if isinstance(field, ShapedField):
            found |= _holds(f"{field.name}_text", in_json, search)
        elif field.name in plain or isinstance(field, models.URLField):
            found |= _holds(field.name, in_html, search)
    return found


def in_html(sign: str) -> set[str]:
    """A sign as plain text and as rich text hold it."""
    return {sign, escape(sign, quote=False).replace("\xa0", "&nbsp;")}


def in_json(sign: str) -> set[str]:
    """The same inside JSON, of which one database writes Chinese as codes and the other as it is."""
    return {json.dumps(text, ensure_ascii=is_ascii)[1:-1] for text in in_html(sign) for is_ascii in (True, False)}


def _holds(column: str, written, search: Search) -> Q:
    """The column has every sign of the words: tags may stand between them, which only the text itself can say."""
    if is_undecidable(search):
        return ~Q(pk__in=[])
    lookup = f"{column}__icontains" if search.is_any_case else f"{column}__contains"
    signs = [sign for sign in dict.fromkeys(search.words) if not sign.isspace()][:SIGNS]
    return reduce(and_, (reduce(or_, (Q(**{lookup: text}) for text in written(sign))) for sign in signs))


def is_undecidable(search: Search) -> bool:
    """Case is asked not to count, and a letter has one that databases do not know."""
    return search.is_any_case and any(not sign.isascii() and sign.lower() != sign.upper() for sign in search.words)
