"""The walk over the values of a thing, from the names of one side into those of the other."""

from collections.abc import Callable
from typing import Any, Protocol

from django.apps import apps

from cms.library.models import Picture
from cms.publishing import snapshots
from cms.publishing.shape_fields import REF, LinkFormField, PictureFormField
from cms.publishing.shapes import ShapedField
from cms.richtext.fields import RichTextField, RichTextFormField
from pages.fields import KeyField, PickedField


class Lost(Exception):
    """What a value names is not known on this side; the sentence says what."""


class Names(Protocol):
    """Who translates."""

    def named(self, model, value) -> Any:
        """Another row: a picture, a publishable thing, a channel."""

    def told(self, value) -> Any:
        """A plain text that holds a reference, such as the channel that a snippet is narrowed to."""

    def html(self, value) -> Any:
        """A rich text."""

    def link(self, value) -> Any:
        """A link of a section."""


def translated(field, value, names: Names, lost: Callable[[Exception], None]):
    """The value of a column, or of a field of a shape, in the names of the other side; raises `Lost`.

    What is lost inside a list or a section is left out there, and `lost` is told.
    """
    if value is None or value == "" or value == []:
        return value
    if isinstance(field, RichTextField | RichTextFormField):
        return names.html(value)
    if isinstance(field, ShapedField):
        return _content(field.shape_of(value) if isinstance(value, dict) else None, value, names, lost)
    if isinstance(field, LinkFormField):
        return names.link(value)
    if isinstance(field, PickedField):
        return _each(field.model, value, names, lost)
    model = _model_behind(field)
    return names.named(model, value) if model else value


def _model_behind(field):
    if isinstance(field, PictureFormField):
        return Picture
    if isinstance(field, KeyField):
        return field.queryset.model
    return getattr(field, "related_model", None)


def _each(model, values, names, lost) -> list:
    found = []
    for value in values if isinstance(values, list) else filter(None, [values]):
        try:
            found.append(names.named(model, value))
        except Lost as error:
            lost(error)
    return found


def _content(shape, content, names, lost) -> Any:
    """What a section holds; of a kind that nobody knows it stays as it is."""
    if shape is None or not isinstance(content, dict):
        return content

    def one(field, value):
        try:
            return translated(field, value, names, lost) if field else value
        except Lost as error:
            lost(error)
            return None

    def values(fields, row):
        return {name: one(fields.get(name), value) for name, value in row.items()}

    rows = content.get("rows")
    found = values(shape.base_fields, {name: value for name, value in content.items() if name != "rows"})
    if shape.row and isinstance(rows, list):
        found["rows"] = [values(shape.row.base_fields, row) for row in rows if isinstance(row, dict)]
    return found


def walk(model, data: dict, names: Names, lost: Callable[[Exception], None]) -> dict:
    """A snapshot in the names of the other side; what is lost is empty, or left out where it must not be."""
    found: dict[str, dict] = {"fields": columns(model, snapshots.content_fields(model), data["fields"], names, lost)}
    related = {one.name: one.related_model for one in snapshots.content_m2m(model)}
    found["m2m"] = {
        name: _each(related[name], keys, names, lost) for name, keys in data["m2m"].items() if name in related
    }
    found["parts"] = {}
    for relation in model.part_relations():
        name, fields = relation.get_accessor_name(), snapshots.part_fields(relation)
        needed = {one.name for one in fields if one.remote_field and not one.null}
        if name in data["parts"]:
            rows = [columns(relation.related_model, fields, row, names, lost) for row in data["parts"][name]]
            found["parts"][name] = [row for row in rows if needed <= row.keys()]
    return found


def columns(model, fields, values: dict, names: Names, lost) -> dict:
    """Those of the values that the fields know."""
    found = {}
    for one in fields:
        if one.name not in values:
            continue
        value = values[one.name]
        try:
            if one.name in getattr(model, "ref_texts", ()):
                found[one.name] = names.told(value) if value else value
            else:
                found[one.name] = translated(one, value, names, lost)
        except Lost as error:
            lost(error)
            if one.null or one.blank:
                found[one.name] = None if one.null else ""
    return found


def behind(ref) -> tuple[Any, int]:
    """The model and the key that `articles.article:42` names; (None, 0) for any other text."""
    label, _colon, key = ref.partition(":") if isinstance(ref, str) and REF.fullmatch(ref) else ("", "", "")
    try:
        return (apps.get_model(label), int(key)) if label else (None, 0)
    except LookupError:
        return None, 0


def drop(image) -> None:
    """Take a picture out of a text, with its figure."""
    figure = image.getparent()
    (figure if figure.tag == "figure" else image).drop_tree()
