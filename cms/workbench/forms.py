"""What editors may say to the workbench."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from cms.workbench.models import LONGEST_QUERY, SavedFilter, Template


class TemplateForm(forms.Form):
    """Under which name a thing is kept as a template; the name of one that is there replaces it."""

    name = forms.CharField(
        label=Template._meta.get_field("name").verbose_name,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "As editors choose it, such as 案例採訪. The name of a template that is there puts this in its place."
        ),
    )
    description = forms.CharField(
        label=Template._meta.get_field("description").verbose_name,
        max_length=200,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=Template._meta.get_field("description").help_text,
    )


class SavedFilterForm(forms.Form):
    """A name for what the list shows now."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=UnfoldAdminTextInputWidget)
    query = forms.CharField(max_length=LONGEST_QUERY, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(
        label=SavedFilter._meta.get_field("is_shared").verbose_name, required=False, widget=UnfoldBooleanWidget
    )
