"""What to look for, as an editor fills it in; all of it stands in the address, so that a search can be kept."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from cms.workbench.replacing.searching import GROUPS, USUAL, Search

LONGEST = 200


class SearchForm(forms.Form):
    """Nothing ticked among the kinds means all of them; among the places, all but the words for search engines."""

    words = forms.CharField(label=_("Find"), max_length=LONGEST, widget=UnfoldAdminTextInputWidget)
    replacement = forms.CharField(
        label=_("Replace with"),
        max_length=LONGEST,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Left empty, the words are taken out."),
    )
    kinds = forms.MultipleChoiceField(label=_("In which kinds"), required=False, widget=forms.CheckboxSelectMultiple)
    groups = forms.MultipleChoiceField(
        label=_("In which places"), required=False, choices=list(GROUPS.items()), widget=forms.CheckboxSelectMultiple
    )
    any_case = forms.BooleanField(label=_("capitals do not matter"), required=False, widget=UnfoldBooleanWidget)
    in_code = forms.BooleanField(label=_("inside code too"), required=False, widget=UnfoldBooleanWidget)
    in_addresses = forms.BooleanField(label=_("inside web addresses too"), required=False, widget=UnfoldBooleanWidget)

    def __init__(self, *args, models, **kwargs):
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in models}
        self.fields["kinds"].choices = [
            (label, model._meta.verbose_name_plural) for label, model in self.models.items()
        ]

    def search(self) -> Search:
        said = self.cleaned_data
        return Search(
            words=said["words"],
            replacement=said["replacement"],
            groups=frozenset(said["groups"]) or USUAL,
            is_any_case=said["any_case"],
            in_code=said["in_code"],
            in_addresses=said["in_addresses"],
        )

    def chosen_models(self) -> list:
        return [self.models[label] for label in self.cleaned_data["kinds"]] or list(self.models.values())
