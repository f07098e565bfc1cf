"""Lists whose order is changed in place, which two people may do at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.desk.seen import version

SEEN = "SEEN"


def arrangement(rows, fields) -> str:
    """A stamp of what these rows hold in these fields, however they are sorted."""
    return version(sorted((row.pk, *(getattr(row, name) for name in fields)) for row in rows))


class SeenFormSet(forms.BaseModelFormSet):
    """Carries, beside the counts that Django's formsets carry, a stamp of what was seen when the list was opened."""

    @cached_property
    def management_form(self):
        form = super().management_form
        stamp = arrangement(self.get_queryset(), self.form._meta.fields)
        form.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, initial=stamp)
        return form


class ArrangesRows:
    """For an admin class: refuses to arrange rows that a colleague arranged after they were shown."""

    ordering_field: str | None
    model: Any
    _get_edited_object_pks: Any

    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(request, **{"formset": SeenFormSet} | kwargs)

    def changelist_view(self, request, extra_context=None):
        """Django's; a second person waits for the first, and is shown the list as it is now."""
        is_arranging = self.ordering_field and request.method == "POST" and "_save" in request.POST
        if not is_arranging or not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            rows = self.model._base_manager.filter(pk__in=self.shown_keys(request)).select_for_update().order_by("pk")
            if arrangement(rows, [self.ordering_field]) == request.POST.get(f"form-{SEEN}"):
                return super().changelist_view(request, extra_context)
        sentence = _(
            "Somebody changed this list after you had opened it, so your order was not saved. "
            "This is the list as it is now; please arrange it again."
        )
        messages.warning(request, sentence)
        return redirect(request.get_full_path())

    def shown_keys(self, request) -> list[int]:
        """The keys of the rows that were sent, those left out that no row can have."""
        keys = self._get_edited_object_pks(request, "form")
        return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
