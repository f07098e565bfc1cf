"""What changed between two snapshots of a thing, as data: fields, relations and parts, each with what was and what is.

Snapshots may be older than the model: what only one of them knows is told as such, what the model no longer knows goes
by its bare name. Nothing here is HTML; templates escape all of it. Rows are named by one query for each model.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.chinese import differences
from cms.chinese.differences import SAME, Budget, Run, kept_in_place
from cms.library.models import Picture
from cms.publishing import snapshots
from cms.publishing.shape_fields import LinkFormField, PictureFormField
from cms.publishing.shapes import ShapedField
from cms.richtext import differences as rich
from cms.richtext.fields import KnowsWhatIsInside

MISSING = object()  # a snapshot that does not know the field
ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
LONG_SAME = 160  # characters that stayed, of which only both ends are shown at first


class Names:
    """Rows by their keys, looked up together once the first of a model is asked for."""

    def __init__(self):
        self.wanted: dict[Any, set[int]] = defaultdict(set)
        self.found: dict[Any, dict] = {}

    def of(self, model, key) -> "Named | None":
        if not isinstance(key, int) or isinstance(key, bool):
            return None
        self.wanted[model].add(key)
        self.found.pop(model, None)
        return Named(self, model, key)

    def row(self, model, key):
        if model not in self.found:
            keys = [key for key in self.wanted[model] if abs(key) < 2**63]
            self.found[model] = model._base_manager.in_bulk(keys)
        return self.found[model].get(key)


@dataclass(frozen=True)
class Named:
    """A row that a snapshot names; `row` is None if it was deleted since."""

    names: Names
    model: type[models.Model]
    key: int

    @property
    def row(self):
        return self.names.row(self.model, self.key)

    def __str__(self):
        return str(self.row) if self.row else _("no. %(key)s, deleted since") % {"key": self.key}


@dataclass(frozen=True)
class Change:
    """One field that differs. `kind` says which of the others hold what: words, rich, value, picture or members."""

    kind: str
    label: str
    old: Any = ""
    new: Any = ""
    runs: tuple[Run, ...] = ()
    blocks: tuple = ()
    gone: tuple[Named, ...] = ()
    come: tuple[Named, ...] = ()
    note: str = ""

    @cached_property
    def pieces(self) -> list:
        """The blocks of a rich text, with those that stayed folded away."""
        return folded(self.blocks)

    @cached_property
    def spans(self) -> list:
        """The runs of a plain text, with long stretches that stayed folded away."""
        return shortened(self.runs)


@dataclass(frozen=True)
class Fold:
    """What stayed, between what did not: blocks of a rich text, or the middle of a long run."""

    blocks: tuple = ()
    text: str = ""
    state: str = "fold"


@dataclass(frozen=True)
class PartChange:
    """A part that was added, removed, moved or changed, or several of these."""

    states: tuple[str, ...]
    label: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class PartsChange:
    """The parts of one kind that differ."""

    label: str
    parts: tuple[PartChange, ...]
    kind: str = "parts"


@dataclass
class Comparison:
    """Everything that differs between two snapshots, and the names of what does not."""

    changes: list = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def compare(old: dict, new: dict, model) -> Comparison:
    """What would have to be done to the old snapshot to make it the new one; the work is bounded."""
    return _Comparer().compare(old, new, model)


def folded(blocks, around=1) -> list:
    """What changed with a block either side; longer stretches of what stayed become a `Fold`."""
    shown: set[int] = set()
    for index, block in enumerate(blocks):
        if block.state != SAME:
            shown.update(range(index - around, index + around + 1))
    found: list = []
    hidden: list = []
    for index, block in enumerate([*blocks, None]):
        if block is not None and index not in shown:
            hidden.append(block)
            continue
        found += [Fold(tuple(hidden))] if len(hidden) > 1 else hidden
        hidden = []
        found += [block] if block is not None else []
    return found


def shortened(runs) -> list:
    """The runs, with only the ends of long ones that stayed; what lies between is a `Fold`."""
    found: list = []
    for run in runs:
        if run.state != SAME or len(run.text) < 3 * LONG_SAME:
            found.append(run)
        else:
            head, tail = run.text[:LONG_SAME], run.text[-LONG_SAME:]
            found += [Run(SAME, head), Fold(text=run.text[LONG_SAME:-LONG_SAME]), Run(SAME, tail)]
    return found


class _Comparer:
    """One comparison: the names that it needs and the steps that it may take."""

    def __init__(self):
        self.names, self.budget = Names(), Budget()

    def compare(self, old, new, model) -> Comparison:
        found = Comparison()
        for known in snapshots.content_fields(model):
            self._put(found, known, _in(old, "fields", known.name), _in(new, "fields", known.name))
        for relation in snapshots.content_m2m(model):
            before, after = _in(old, "m2m", relation.name), _in(new, "m2m", relation.name)
            self._keep(found, str(relation.verbose_name), self._members(relation, before, after), before, after)
        for relation in model.part_relations():
            self._put_parts(found, relation, old, new)
        self._put_unknown(found, old, new, model)
        return found

    def _put(self, found, known, before, after):
        self._keep(found, _label(known), self._changes_of(known, before, after), before, after)

    @staticmethod
    def _keep(found, label, changes, before, after):
        if changes:
            found.changes += changes
        elif not (before is MISSING and after is MISSING):
            found.same.append(label)

    # --- Parts -------------------------------------------------------------------------------------------------

    def _put_parts(self, found, relation, old, new):
        name, model = relation.get_accessor_name(), relation.related_model
        before, after = _rows(_in(old, "parts", name)), _rows(_in(new, "parts", name))
        label = str(model._meta.verbose_name_plural)
        stayed = [key for key in after if key in before]
        places = {key: place for place, key in enumerate(before)}
        in_order = kept_in_place([places[key] for key in stayed])
        moved = {key for index, key in enumerate(stayed) if index not in in_order}
        parts = [self._part(relation, before[key], {}, (REMOVED,)) for key in before if key not in after]
        for key, row in after.items():
            if key not in before:
                parts.append(self._part(relation, {}, row, (ADDED,)))
                continue
            part = self._part(relation, before[key], row, (MOVED,) if key in moved else ())
            if part.states:
                parts.append(part)
        if parts:
            found.changes.append(PartsChange(label, tuple(parts)))
        elif before or after:
            found.same.append(label)

    def _part(self, relation, before, after, states) -> PartChange:
        changes: list[Change] = []
        for known in snapshots.part_fields(relation):
            if not known.primary_key and known.name != "position":
                changes += self._changes_of(known, before.get(known.name, MISSING), after.get(known.name, MISSING))
        if before and after and changes:
            states = (*states, CHANGED)
        return PartChange(states, _part_label(relation, after or before), tuple(changes))

    # --- Fields ------------------------------------------------------------------------------------------------

    def _changes_of(self, known, before, after) -> list[Change]:
        """What changed in one field; in one with a shape, what changed in each of the shape's."""
        if before == after or (_is_empty(before) and _is_empty(after)):
            return []
        if isinstance(known, ShapedField):
            return list(self._shaped(known, _dictionary(before), _dictionary(after)))
        note = ""
        if before is MISSING or after is MISSING:
            if (after if before is MISSING else before) == _default(known):
                return []
            note = _("One of the two versions was made before this field existed.")
            before, after = (None if value is MISSING else value for value in (before, after))
        return [self._change(known, before, after, note)]

    def _change(self, known, before, after, note) -> Change:
        label = _label(known)
        if isinstance(known, KnowsWhatIsInside):
            blocks = tuple(rich.compared(_text(before), _text(after), self.budget))
            if all(block.state == SAME for block in blocks):
                note = _("Only what no reader sees has changed, such as the address of a heading.")
            return Change("rich", label, blocks=blocks, note=note)
        if isinstance(known, PictureFormField) or getattr(known, "related_model", None) is Picture:
            return Change("picture", label, *(self.names.of(Picture, key) for key in (before, after)), note=note)
        picked = getattr(known, "model", None) if isinstance(known, forms.Field) else None
        if picked and isinstance(before or after, list):
            return self._member_change(label, picked, before, after, note)
        if _is_plain_text(known):
            runs = tuple(differences.compared(_text(before), _text(after), self.budget))
            return Change("words", label, runs=runs, note=note)
        return Change("value", label, self._shown(known, before), self._shown(known, after), note=note)

    def _shown(self, known, value):
        """A value that is no text, in a person's words."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        target = getattr(known, "related_model", None) or getattr(getattr(known, "queryset", None), "model", None)
        if target:
            return self.names.of(target, value) or _text(value)
        if isinstance(known, LinkFormField) and isinstance(value, dict):
            return _text(value.get("href"))
        choices = {str(key): str(label) for key, label in getattr(known, "flatchoices", ())}
        if str(value) in choices:
            return choices[str(value)]
        moment = parse_datetime(value) if isinstance(known, models.DateTimeField) and isinstance(value, str) else None
        return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment else _text(value)

    def _members(self, relation, before, after) -> list[Change]:
        before, after = (() if value is MISSING else value for value in (before, after))
        change = self._member_change(str(relation.verbose_name), relation.related_model, before, after)
        return [change] if change.gone or change.come else []

    def _member_change(self, label, model, before, after, note="") -> Change:
        """What was taken out and put in; of a list in an order of its own also that the order changed."""
        before, after = (value if isinstance(value, list | tuple) else () for value in (before, after))
        gone = tuple(filter(None, (self.names.of(model, key) for key in before if key not in after)))
        come = tuple(filter(None, (self.names.of(model, key) for key in after if key not in before)))
        note = note or ("" if gone or come else _("The order has changed."))
        return Change("members", label, gone=gone, come=come, note=note)

    # --- Shapes ------------------------------------------------------------------------------------------------

    def _shaped(self, known, before, after) -> Iterator[Change]:
        shape = known.shape_of(after or before)
        if shape is None or (before and after and before.get("kind") != after.get("kind")):
            yield from self._bare(before, after)
            return
        for name, one in shape.base_fields.items():
            yield from self._changes_of(one, before.get(name), after.get(name))
        if shape.row:
            yield from self._shape_rows(shape, _list(before.get("rows")), _list(after.get("rows")))

    def _shape_rows(self, shape, before, after) -> Iterator[Change]:
        """Rows without ids: equal ones hold the others in place, and what stands between is compared in its order."""
        old_keys, new_keys = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (before, after))
        for stretch in differences.aligned(old_keys, new_keys, self.budget):
            if stretch.is_same:
                continue
            gone, come = before[stretch.a : stretch.b], after[stretch.c : stretch.d]
            for index in range(max(len(gone), len(come))):
                old, new = (_dictionary(rows[index]) if index < len(rows) else {} for rows in (gone, come))
                place = f"{shape.row_label} {(stretch.c if new else stretch.a) + index + 1}"
                for name, one in shape.row.base_fields.items():
                    for change in self._changes_of(one, old.get(name), new.get(name)):
                        yield replace(change, label=f"{place} · {change.label}")

    def _bare(self, before, after) -> Iterator[Change]:
        """Content of a kind that is no longer known: its values as they stand in the snapshot."""
        for name in [*before, *(name for name in after if name not in before)]:
            old, new = before.get(name), after.get(name)
            if old != new:
                runs = tuple(differences.compared(_text(old), _text(new), self.budget))
                yield Change("words", str(name), runs=runs, note=_("The site no longer knows this field."))

    def _put_unknown(self, found, old, new, model):
        known = {one.name for one in snapshots.content_fields(model)}
        known_parts = {relation.get_accessor_name() for relation in model.part_relations()}
        known_m2m = {relation.name for relation in snapshots.content_m2m(model)}
        for section, names in (("fields", known), ("m2m", known_m2m), ("parts", known_parts)):
            before, after = (
                {
                    name: value
                    for name, value in _dictionary(_dictionary(data).get(section)).items()
                    if name not in names
                }
                for data in (old, new)
            )
            found.changes += self._bare(before, after)


def _in(data, section, name):
    return _dictionary(_dictionary(data).get(section)).get(name, MISSING)


def _rows(value) -> dict[str, dict]:
    """Parts by their ids, in their order."""
    return {str(row.get("id", place)): row for place, row in enumerate(_list(value)) if isinstance(row, dict)}


def _dictionary(value) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value) -> list:
    return value if isinstance(value, list) else []


def _is_empty(value) -> bool:
    return value is MISSING or value in (None, "", [], {})


def _text(value) -> str:
    """Any JSON value as text."""
    if value is None or value is MISSING:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _label(known) -> str:
    return str(getattr(known, "verbose_name", None) or getattr(known, "label", None) or "")


def _default(known):
    return known.get_default() if isinstance(known, models.Field) and known.has_default() else None


def _is_plain_text(known) -> bool:
    if getattr(known, "flatchoices", None) or getattr(known, "related_model", None):
        return False
    if isinstance(known, forms.Field):
        return type(known) is forms.CharField
    return isinstance(known, models.CharField | models.TextField)


def _part_label(relation, values) -> str:
    """What kind of part it is, and a few words by which an editor knows it."""
    name = str(relation.related_model._meta.verbose_name)
    for known in snapshots.part_fields(relation):
        value = values.get(known.name)
        if isinstance(known, ShapedField):
            shape = known.shape_of(_dictionary(value))
            name = str(getattr(shape, "label", "") or _dictionary(value).get("kind") or name)
            value = _dictionary(value).get("heading")
        if value and isinstance(value, str) and (isinstance(known, ShapedField) or _is_plain_text(known)):
            return f"{name} · {Truncator(value).chars(40)}"
    return name
