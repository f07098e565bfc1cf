"""Composing a page in the admin: each section shows the fields of its kind, and is saved with the page's draft."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import CHECKBOX_CLASSES, INPUT_CLASSES, SELECT_CLASSES, TEXTAREA_CLASSES

from cms.library.widgets import PictureChooser
from cms.publishing.drafting import PartFormSet, PartStacked
from cms.richtext.fields import RichTextFormField
from cms.richtext.widgets import RichTextWidget
from pages.fields import PickedWidget
from pages.models import Section
from pages.sections import KINDS

LOOKS = {
    forms.TextInput: INPUT_CLASSES,
    forms.NumberInput: INPUT_CLASSES,
    forms.Textarea: TEXTAREA_CLASSES,
    forms.Select: SELECT_CLASSES,
    forms.CheckboxInput: CHECKBOX_CLASSES,
}


class SectionForm(forms.ModelForm):
    """A section: which kind was chosen for it, and the form of that kind."""

    kind = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Section
        fields = ["position"]

    def __init__(self, *args, wanted="", **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        name = wanted
        if not self.is_new:
            name = self.instance.content.get("kind")
        elif self.is_bound:
            name = self.data.get(self.add_prefix("kind"))
        self.chosen = KINDS.get(name)
        self.initial["kind"] = name
        self.shape = self._shape() if self.chosen else None

    def _shape(self):
        data, files = (self.data, self.files) if self.is_bound else (None, None)
        shape = self.chosen(data, files, initial=self.instance.content, prefix=f"{self.prefix}-c")
        for form in [shape, *([*shape.rows.forms, shape.rows.empty_form] if shape.rows is not None else [])]:
            dress(form)
        return shape

    @property
    def heading(self) -> str:
        return self.chosen.heading_of(self.instance.content) if self.chosen else ""

    def has_changed(self):
        """A section that was added counts even when nothing is written in it yet."""
        return (
            bool(self.chosen) if self.is_new else super().has_changed() or bool(self.shape and self.shape.has_changed())
        )

    def _post_clean(self):
        super()._post_clean()
        if self.shape is None:
            return
        if self.shape.is_valid():
            self.instance.content = {"kind": self.chosen.name, **self.shape.content()}
        else:
            self.add_error(None, _("“%(kind)s”: look at the marked fields.") % {"kind": self.chosen.label})


class SectionFormSet(PartFormSet):
    """The sections of a page, in the order in which they were put."""

    wanted = ""  # the kind of a blank section that was asked for by address, without a script

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"wanted": self.wanted}

    def blanks(self):
        """An empty form of each kind, which a script copies."""
        for name in KINDS:
            form = self.form(
                auto_id=self.auto_id, prefix=self.add_prefix("__prefix__"), wanted=name, use_required_attribute=False
            )
            self.add_fields(form, None)
            yield form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.can_delete and "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["data-gone"] = ""
            form.fields["DELETE"].label = _("Take this section out")
        form.fields["position"].widget.attrs |= {"data-place": "", "class": " ".join(INPUT_CLASSES)}

    def clean(self):
        super().clean()
        kept = [form.chosen for form in self.forms if form.chosen and form not in self.deleted_forms]
        for kind in {kind for kind in kept if kind.is_once and kept.count(kind) > 1}:
            raise ValidationError(_("A page has room for one “%(kind)s”. Take one out."), params={"kind": kind.label})


class SectionInline(PartStacked):
    """The composer: an ordered list of sections, each folded to a line until it is opened."""

    model = Section
    form = SectionForm
    formset = SectionFormSet
    template = "admin/pages/composer.html"
    fields = ["kind", "position"]

    @property
    def media(self):
        own = forms.Media(css={"all": ["css/composer.css"]}, js=[forms.Script("js/composer.js", type="module")])
        return super().media + RichTextWidget().media + PictureChooser().media + own

    def get_formset(self, request, obj=None, **kwargs):
        wanted = request.GET.get("section", "")
        return type("Sections", (super().get_formset(request, obj, **kwargs),), {"wanted": wanted})

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if request.GET.get("section") in KINDS else 0


def dress(form):
    """Let the fields of a plain form look like those of the admin."""
    for field in form.fields.values():
        widget = field.widget
        if type(field) is forms.CharField or isinstance(field, RichTextFormField):
            widget.attrs["data-words"] = ""  # counted by js/desk-measure.js
        if isinstance(widget, RichTextWidget | PickedWidget):
            continue
        looks = next((LOOKS[look] for look in type(widget).__mro__ if look in LOOKS), [])
        widget.attrs["class"] = " ".join(looks)
