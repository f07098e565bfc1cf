"""The values of a snapshot that hold words or addresses, each with its place, so that it can be read and changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cms.publishing import contents, snapshots
from cms.publishing.shape_fields import LinkFormField
from cms.publishing.shapes import ShapedField
from cms.richtext.fields import RichTextField, RichTextFormField

SEO = ("seo_title", "seo_description")


@dataclass(frozen=True)
class Leaf:
    """One value: where it stands, how the form calls it, and the dictionary that holds it."""

    path: str
    label: str
    group: str
    field: Any
    holder: dict
    key: str
    is_address: bool = False

    @property
    def value(self) -> str:
        value = self.holder.get(self.key)
        return value if isinstance(value, str) else ""

    @property
    def is_rich(self) -> bool:
        return isinstance(self.field, RichTextField | RichTextFormField)

    def problem_with(self, value: str) -> str:
        """Why the field would not take this; empty if it would."""
        most = None if self.is_rich else self.field.max_length
        if most and len(value) > most:
            return _("It would become too long: %(length)s characters, at most %(most)s.") % {
                "length": len(value),
                "most": most,
            }
        if not value.strip() and not (self.field.blank if isinstance(self.field, models.Field) else True):
            return _("Nothing would be left, and it may not be empty.")
        try:
            if self.is_address:
                self.field.clean(value, None) if isinstance(self.field, models.Field) else self.field.to_python(value)
            elif self.is_rich:
                self.field.to_python(value)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


def leaves(data: dict, model) -> Iterator[Leaf]:
    """Every value of the snapshot that readers or search engines get as words, and every address that people typed."""
    yield from _of_row(data["fields"], model, snapshots.content_fields(model), "fields", "", _group)
    for relation in model.part_relations():
        name, part = relation.get_accessor_name(), relation.related_model
        for number, row in enumerate(data["parts"].get(name, []), start=1):
            told = f"{part._meta.verbose_name} {number}: "
            yield from _of_row(
                row, part, snapshots.part_fields(relation), f"parts.{name}.{row.get('id')}", told, lambda name: "parts"
            )


def _group(name: str) -> str:
    return name if name in ("title", "summary") else "seo" if name in SEO else "text"


def _of_row(row, model, fields, path, told, group):
    words = {field.name for field in contents.worded(model, fields)} | set(SEO)
    for field in fields:
        here = f"{path}.{field.name}"
        if isinstance(field, ShapedField):
            yield from _of_shape(row.get(field.name), field, here, told)
        elif isinstance(field, models.URLField):
            yield Leaf(here, f"{told}{field.verbose_name}", group(field.name), field, row, field.name, is_address=True)
        elif field.name in words:
            yield Leaf(here, f"{told}{field.verbose_name}", group(field.name), field, row, field.name)


def _of_shape(content, field, path, told):
    shape = field.shape_of(content) if isinstance(content, dict) else None
    if shape is None:
        return
    yield from _of_fields(content, shape.base_fields, path, told)
    for number, row in enumerate(content.get("rows") or [] if shape.row else []):
        if isinstance(row, dict):
            yield from _of_fields(row, shape.row.base_fields, f"{path}.rows.{number}", f"{told}{number + 1}, ")


def _of_fields(content, fields, path, told):
    for name, field in fields.items():
        label, value = f"{told}{field.label or name}", content.get(name)
        if isinstance(field, LinkFormField):
            if isinstance(value, dict) and not value.get("to"):  # what leads to something of ours follows by itself
                yield Leaf(f"{path}.{name}", label, "parts", field, value, "href", is_address=True)
        elif type(field) is forms.CharField or isinstance(field, RichTextFormField):
            yield Leaf(f"{path}.{name}", label, "parts", field, content, name)
