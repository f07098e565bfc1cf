"""The base of every admin class: Unfold's, with a place in the menu."""

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.html import format_html
from unfold.admin import ModelAdmin as UnfoldModelAdmin


def state_badge(state: str, word: str):
    """A state as lists and forms show it: the word, in the colour that css/admin.css gives `state`."""
    return format_html('<span class="state state-{}">{}</span>', state, word)


class PossibleKeys:
    """For a field that chooses rows: what no row can have as its key is a wrong choice, and is not looked for."""

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


class ModelAdmin(ChoosesRows, UnfoldModelAdmin):
    """What every list and form of the admin shares.

    `menu` names the section of the side menu, `icon` a Material symbol, `place` the order within the section.
    A class with `menu = None` is reachable, but not listed.
    """

    menu: str | None = None
    icon = "article"
    place = 50
    list_per_page = 50
    compressed_fields = False

    def response_action(self, request, queryset):
        """Django's; keys that no row can have are nothing to act on."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            raise Http404
        return super().response_action(request, queryset)

    def changeform_view(self, request, *args, **kwargs):
        """Django's; what others have taken while this was being saved is found by checking again."""
        for _other in range(4):
            try:
                return super().changeform_view(request, *args, **kwargs)
            except IntegrityError:
                continue
        return super().changeform_view(request, *args, **kwargs)
