"""Content whose shape a form declares, kept in one JSON column.

A `Shape` is a Django form: its fields say what there is to write, `clean()` what must be true, and the admin shows it
as it is. It may have one list of rows, each a form of its own. What it holds is stored as
`{"kind": "faq", "heading": "…", "rows": [{"question": "…", "answer": "<p>…"}]}` by a `ShapedField`, which passes each
value through its field's gate on every way in, so rich text inside is as clean as rich text in a column of its own.

A form field whose value holds more than words says so, by the same names as a model field does:
`words_in(value)`, `pictures_in(value)`, `refs_in(value)`, `links_in(value)` and `ids_apart(value, taken)`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from cms.publishing.contents import asked

MOST_ROWS = 40
SPARE = "__row__"


class RowSet(BaseFormSet):
    """The rows of a shape as people fill them in."""

    @property
    def empty_form(self):
        """The row that a script copies; its mark differs from the one of the form set around it."""
        form = self.form(
            auto_id=self.auto_id,
            prefix=self.add_prefix(SPARE),
            empty_permitted=True,
            use_required_attribute=False,
            renderer=self.renderer,
        )
        self.add_fields(form, None)
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].widget = forms.HiddenInput()
        form.fields["DELETE"].label = _("Take this row out")

    def kept(self) -> list[dict]:
        """What the rows hold, in their order, without the empty ones and those taken out."""
        rows = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        rows.sort(key=lambda form: (form.cleaned_data["ORDER"] is None, form.cleaned_data["ORDER"] or 0))
        return [{name: form.cleaned_data[name] for name in form.base_fields} for form in rows]

    def errors_of_kept(self):
        return [form for form in self.forms if form.errors and form not in self.deleted_forms]


class Row(forms.Form):
    """One row of a shape; a row in which nothing was written is no row."""

    def has_changed(self):
        return bool(set(self.changed_data) - {"ORDER", "DELETE"})


class Shape(forms.Form):
    """What one piece of content may hold; a subclass declares fields as any form does, and `row` for a list."""

    row: type[Row] | None = None
    row_label: Any = _("Row")
    use_required_attribute = False  # a browser would refuse to send a form for a field that lies folded away

    def __init__(self, data=None, files=None, *, initial=None, prefix=None, **options):
        super().__init__(data, files, initial=initial, prefix=prefix, **options)
        self.rows = self._rows(data, files, initial, prefix) if self.row else None

    def _rows(self, data, files, initial, prefix):
        made = formset_factory(
            self.row,
            RowSet,
            extra=1,
            can_delete=True,
            can_order=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS + 10,
            validate_max=True,
        )
        # What is posted is the whole list, so nothing is compared with what was there.
        rows = ((initial or {}).get("rows") or []) if data is None else None
        options = {"empty_permitted": True, "use_required_attribute": False}
        return made(data, files, initial=rows, prefix=f"{prefix or 'shape'}-rows", form_kwargs=options)

    def is_valid(self):
        is_whole = super().is_valid()
        return (self.rows is None or self.rows.is_valid()) and is_whole

    def has_changed(self):
        return super().has_changed() or bool(self.rows and self.rows.has_changed())

    def content(self) -> dict:
        """What was filled in, as it is stored; after `is_valid()`."""
        content = {name: self.cleaned_data[name] for name in self.base_fields}
        return content | ({"rows": self.rows.kept()} if self.rows is not None else {})

    # --- What is stored -----------------------------------------------------------------------------------------

    @classmethod
    def tidy(cls, content: dict) -> dict:
        """The content through each field's gate: every name is there, and nothing that no field knows."""
        tidied = _through_gates(cls.base_fields, content)
        if cls.row:
            rows = content.get("rows")
            kept = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            tidied["rows"] = [_through_gates(cls.row.base_fields, row) for row in kept[:MOST_ROWS]]
        return tidied

    @classmethod
    def problems(cls, content: dict) -> list[str]:
        """What a person would be told who sent this content."""
        rows = content.get("rows") or []
        data = {name: content.get(name) for name in cls.base_fields}
        data |= {"shape-rows-TOTAL_FORMS": len(rows), "shape-rows-INITIAL_FORMS": 0}
        data |= {f"shape-rows-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
        form = cls(data)
        if form.is_valid():
            return []
        wrong = [form, *(form.rows.errors_of_kept() if form.rows is not None else [])]
        return [
            f"{one.fields[name].label}: {message}" if name in one.fields else message
            for one in wrong
            for name, messages in one.errors.items()
            for message in messages
        ] or [str(message) for message in form.rows.non_form_errors()]

    @classmethod
    def leaves(cls, content: dict) -> Iterator[tuple[forms.Field, Any]]:
        """Each field with its value, those of the rows included."""
        for name, field in cls.base_fields.items():
            yield field, content.get(name)
        for row in content.get("rows") or []:
            for name, field in cls.row.base_fields.items() if cls.row else ():
                yield field, row.get(name)

    @classmethod
    def resolved(cls, content: dict, resolve) -> dict:
        """The content for a template: each value as `resolve(field, value)` answers."""

        def shown(fields, values):
            return {name: resolve(field, values.get(name)) for name, field in fields.items()}

        rows = [shown(cls.row.base_fields, row) for row in content.get("rows") or []] if cls.row else []
        return shown(cls.base_fields, content) | {"rows": rows}


def _through_gates(fields, values) -> dict:
    tidied = {}
    for name, field in fields.items():
        try:
            tidied[name] = field.to_python(values.get(name, field.initial))
        except ValidationError:
            tidied[name] = field.to_python(None)
    return tidied


class ShapedField(models.JSONField, ABC):
    """A JSON column whose content has a shape; a subclass says which, by what the content says of itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": dict, **kwargs})

    @abstractmethod
    def shape_of(self, content: dict) -> type[Shape] | None:
        """The form that declares this content; None for a kind that is not known."""

    def to_python(self, value) -> dict:
        """Only what the shape knows, each value through its gate; of an unknown kind nothing but its name."""
        content = value if isinstance(value, dict) else {}
        shape = self.shape_of(content)
        kind = {"kind": str(content.get("kind", ""))[:40]}
        return kind | shape.tidy(content) if shape else kind

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        shape = self.shape_of(value)
        if shape is None:
            raise ValidationError(_("This kind is no longer known. Take it out."))
        if problems := shape.problems(value):
            raise ValidationError(problems)

    def words_in(self, content) -> str:
        return "\n".join(words for field, value in self._leaves(content) if (words := _words(field, value)))

    def pictures_in(self, content) -> set[int]:
        return set(self._gather("pictures_in", content))

    def refs_in(self, content) -> set[str]:
        return set(self._gather("refs_in", content))

    def links_in(self, content) -> list:
        return list(self._gather("links_in", content))

    def ids_apart(self, content, taken: set[str]) -> dict:
        def apart(field, value):
            return field.ids_apart(value, taken) if value and hasattr(field, "ids_apart") else value

        shape = self.shape_of(content or {})
        return content | shape.resolved(content, apart) if shape else content

    def _gather(self, question, content) -> Iterable:
        return (found for field, value in self._leaves(content) for found in asked(field, question, value))

    def _leaves(self, content):
        shape = self.shape_of(content or {})
        return shape.leaves(content) if shape else ()


def _words(field, value) -> str:
    if said := asked(field, "words_in", value):
        return said
    return value if type(field) is forms.CharField and isinstance(value, str) else ""  # and no choice, no address
