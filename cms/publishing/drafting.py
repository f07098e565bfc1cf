"""The forms behind the admin's change form when it shows a working copy instead of the row."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from cms.desk.choosing import ChoosesRows


class DraftForm(forms.ModelForm):
    """Carries the version that was opened, and refuses to save over a newer one.

    Who has been told of the newer one may put theirs in its place: `_instead` names the version that it replaces,
    which stays among the revisions.
    """

    draft_token = forms.CharField(widget=forms.HiddenInput, required=False, label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The form for a new thing carries the uuid that it will have, by which a second sending is known.
        self.initial["draft_token"] = getattr(self.instance, "shown_token", str(self.instance.uuid))
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        super().clean()
        known = {self.cleaned_data.get("draft_token"), self.data.get("_instead")}
        if self.instance.pk and self.instance.shown_token not in known:
            raise ValidationError(self.explain_conflict(), code="conflict")

    def explain_conflict(self):
        """Who was faster, and what to do; the typed text stays in the form below."""
        draft = self.instance.shown_draft
        advice = _(
            "Nothing was overwritten, and what you typed is still below. Look at what is saved, "
            "take over from it what is missing below, then press “Save mine instead”."
        )
        if draft is None:
            return _("Somebody published or discarded this draft since you opened it. %(advice)s") % {"advice": advice}
        return _("%(who)s saved this at %(when)s, after you had opened it. %(advice)s") % {
            "who": draft.by or _("Somebody"),
            "when": date_format(timezone.localtime(draft.saved_at), "Y-m-d H:i:s"),
            "advice": advice,
        }


class PartFormSet(PaginationInlineFormSet):
    """An inline form set over rows held in memory: the list as posted replaces the list of the draft."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_overlaid:
            self._queryset = list(getattr(self.instance, self.accessor).all())

    @property
    def accessor(self) -> str:
        return self.fk.remote_field.get_accessor_name()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        is_known = not form.instance._state.adding
        # Django's own field for the key asks the database for each row, and fails for rows that only the draft has.
        form.fields["id"] = forms.UUIDField(
            required=False, widget=forms.HiddenInput, initial=form.instance.pk if is_known else None
        )
        form.fields["position"].required = False
        if not is_known:  # an empty place means "at the end"; the default 0 would mean "first"
            form.fields["position"].initial = None
            form.initial.pop("position", None)

    def kept(self) -> list:
        """The rows as posted, in their order; posting them again adds nothing."""
        gone = self.deleted_forms
        rows = [form.instance for form in self.initial_forms if form not in gone and not form.instance._state.adding]
        rows += [form.instance for form in self.extra_forms if form.has_changed() and form not in gone]
        rows.sort(key=lambda row: (row.position is None, row.position or 0))
        for position, row in enumerate(rows):
            row.position = position
        return rows


class PartInline(ChoosesRows):
    """What inlines of parts share: who may edit the thing may edit its parts, and the place comes last."""

    def get_fields(self, request, obj=None):
        # Unfold draws the drag handle in the first field's cell, so the hidden place must not be first.
        return sorted(super().get_fields(request, obj), key=lambda name: name == "position")

    def _parent_allows(self, request, obj):
        parent = self.admin_site.get_model_admin(self.parent_model)
        return parent.has_change_permission(request, obj) if obj else parent.has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._parent_allows(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._parent_allows(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._parent_allows(request, obj)


class PartTabular(PartInline, TabularInline):
    """Parts as rows of a table, ordered by dragging."""

    formset = PartFormSet
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True


class PartStacked(PartInline, StackedInline):
    """Parts one below the other, for long texts."""

    formset = PartFormSet
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True
