"""The forms behind the admin's change form when it shows a working copy instead of the row."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from cms.desk.choosing import ChoosesRows

HIDDEN = ["draft_token", "form_key"]  # what every form carries beside what is written in it
SHOWN = "_shown"  # in what is posted: show this text in the form, and save nothing


class DraftForm(forms.ModelForm):
    """Carries the version that was opened, and refuses to save over a newer one.

    Who has been told of the newer one may put theirs in its place: `_instead`, or `_merge` with a choice for each
    difference, names the version that it replaces, which stays among the revisions. `_sent` are versions that this
    very form has sent and of which no answer arrived. `form_key` stays the same as long as the form is open.
    """

    draft_token = forms.CharField(widget=forms.HiddenInput, required=False, label="")
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, label="", max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The form for a new thing carries the uuid that it will have, by which a second sending is known.
        self.initial["draft_token"] = getattr(self.instance, "shown_token", str(self.instance.uuid))
        self.initial["form_key"] = uuid.uuid4().hex
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def is_valid(self):
        return super().is_valid() and SHOWN not in self.data

    def clean(self):
        super().clean()
        if self.instance.trashed_at and "_untrash" not in self.data:
            raise ValidationError(_("This is in the trash. Take it out before you go on with it."), code="trashed")
        known = {self.cleaned_data.get("draft_token"), *self.sent_before(), *self.replaced()}
        if self.instance.pk and self.instance.shown_token not in known:
            raise ValidationError(self.explain_conflict(), code="conflict")

    def sent_before(self) -> list[str]:
        return self.data.getlist("_sent") if hasattr(self.data, "getlist") else []

    def replaced(self) -> set[str]:
        """The newer versions of others in whose place this is put on purpose."""
        return {self.data[name] for name in ("_instead", "_merge") if name in self.data}

    def explain_conflict(self):
        """Who was faster, and what to do; the typed text stays in the form below."""
        draft = self.instance.shown_draft
        advice = _(
            "Nothing was overwritten, and what you typed is still below. Look at the differences, choose for each, "
            "and press “Save merged”."
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
        rows = [form.instance for form in self.initial_forms if form not in gone]
        self._name_again([form for form in self.initial_forms if form not in gone and form.instance._state.adding])
        for form in self.extra_forms:
            if form.has_changed() and form not in gone:
                self._name_new(form)
                rows.append(form.instance)
        rows.sort(key=lambda row: (row.position is None, row.position or 0))
        for position, row in enumerate(rows):
            row.position = position
        return rows

    def _name_again(self, forms_):
        """Rows that the working copy lost since the form was opened: the writer has them still, or has them back."""
        posted = {form: form.cleaned_data.get("id") for form in forms_ if hasattr(form, "cleaned_data")}
        if not posted:
            return
        live = self.model._base_manager.filter(pk__in=posted.values(), **{self.fk.name: self.instance.pk})
        known = set(live.values_list("pk", flat=True))
        for form, key in posted.items():
            if key:
                form.instance.pk = key if key in known else uuid.uuid5(self.instance.uuid, str(key))

    def _name_new(self, form):
        """A new row has the same id in every save of one open form, and no row of another thing can have it."""
        if key := self.data.get("form_key"):
            form.instance.pk = uuid.uuid5(self.instance.uuid, f"{key}:{form.prefix}")


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
