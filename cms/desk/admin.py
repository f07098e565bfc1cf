"""The base of every admin class: Unfold's, with a place in the menu."""

from functools import cache

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from unfold.admin import ModelAdmin as UnfoldModelAdmin
from unfold.admin import checkbox

from cms.desk.arranging import ArrangesRows
from cms.desk.choosing import ChoosesRows
from cms.desk.seen import SeenForm


def state_badge(state: str, word):
    """A state as lists and forms show it: the word, in the colour that css/admin.css gives `state`."""
    return format_html('<span class="state state-{}">{}</span>', state, word)


@cache
def box_to_tick(language: str):
    """What stands before and behind the key in the box of a row; `language` is the one that is on."""
    before, _key, after = checkbox.render(ACTION_CHECKBOX_NAME, "KEY").partition("KEY")
    return mark_safe(before), mark_safe(after)  # noqa: S308 (a widget's)


class ModelAdmin(ArrangesRows, ChoosesRows, UnfoldModelAdmin):
    """What every list and form of the admin shares.

    `menu` names the section of the side menu, `icon` a Material symbol, `place` the order within the section.
    A class with `menu = None` is reachable, but not listed. What is public on save is guarded against a colleague who
    saves at the same time by `SeenForm`, which a class with a form of its own may leave out.
    """

    form: type[forms.ModelForm] = SeenForm

    menu: str | None = None
    icon = "article"
    place = 50
    list_per_page = 50
    compressed_fields = False

    @admin.display(description=UnfoldModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj):
        """Unfold's box to tick, which is a template; drawn once, since a list has one in each row."""
        before, after = box_to_tick(get_language())
        return format_html("{}{}{}", before, obj.pk, after)

    def get_fieldsets(self, request, obj=None):
        """Django's, with the hidden version at the end of the first group for whoever may save."""
        if not issubclass(self.form, SeenForm):
            return super().get_fieldsets(request, obj)
        groups = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        first, *others = groups
        fields = [name for name in first[1]["fields"] if name != "seen"]
        may_save = obj is not None and self.has_change_permission(request, obj)
        return [(first[0], first[1] | {"fields": [*fields, "seen"] if may_save else fields}), *others]

    def get_object(self, request, object_id, from_field=None):
        """Django's; while one saves, another waits, and then sees what was saved."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not issubclass(self.form, SeenForm):
            return row
        if connection.in_atomic_block:
            self.model._base_manager.select_for_update().filter(pk=row.pk).first()
            row = super().get_object(request, object_id, from_field)
        return row

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's, naming fields as the catalogue knows them; Django's capital letter is in no catalogue."""
        message = super().construct_change_message(request, form, formsets, add)
        with override(None):
            for entry in message[:1] if form.changed_data and not add else []:
                entry["changed"]["fields"] = [self.name_of(field, form) for field in form.changed_data]
        return message

    def name_of(self, field: str, form) -> str:
        try:
            return str(self.opts.get_field(field).verbose_name)
        except FieldDoesNotExist:
            return str(form.fields[field].label or field)

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
