"""Relations in the forms of the admin, which anybody may fill in with anything."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class PossibleKeys:
    """For a field that chooses rows: what no row can have as its key is a wrong choice, and is not looked for."""

    queryset: Any
    to_field_name: str | None
    empty_values: list

    def is_possible(self, value) -> bool:
        key = self.queryset.model._meta.get_field(self.to_field_name or self.queryset.model._meta.pk.name)
        try:
            key.run_validators(key.to_python(getattr(value, "pk", value)))
        except ValidationError:
            return False
        return True

    def clean(self, value):
        for one in value if isinstance(value, list | tuple) else [value]:
            if one not in self.empty_values and not self.is_possible(one):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": one})
        return super().clean(value)

    def prepare_value(self, value):
        """Django's widgets ask the database for every key that they show."""
        if isinstance(value, list):
            return super().prepare_value([one for one in value if self.is_possible(one)])
        return super().prepare_value(value if not isinstance(value, str) or self.is_possible(value) else None)


class OneRow(PossibleKeys, forms.ModelChoiceField):
    """A foreign key in a form."""


class SomeRows(PossibleKeys, forms.ModelMultipleChoiceField):
    """A many-to-many relation in a form."""


class ChoosesRows:
    """What forms and inlines share: relations are chosen by fields that know which keys are possible."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **({"form_class": OneRow} | kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **({"form_class": SomeRows} | kwargs))
