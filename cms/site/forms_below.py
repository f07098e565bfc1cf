"""Which form stands below a text, by its address: chosen where the text is written, offered by the room above that has
forms. Empty is what the site usually shows there."""

from collections.abc import Callable, Iterable

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

NONE = "(none)"  # no address of a form looks like this
ANCHOR = "#ask"  # where it stands on the page
LONGEST = 20

_offered: list[Callable[[], Iterable[tuple[str, str]]]] = []


def offer(forms: Callable[[], Iterable[tuple[str, str]]]) -> None:
    """Let editors choose among what `forms()` gives as (address, name); called when the site starts."""
    _offered.append(forms)


def choices() -> list:
    """What an editor may choose, as pairs of value and words."""
    own = [one for forms in _offered for one in forms()]
    return [("", _("as usual: the short form")), (NONE, _("no form")), *own]


class FormBelowField(models.CharField):
    """The form that stands below a text; one that is gone meanwhile is the usual one, and stops no publication.

    It has no choices as Django knows them, which are asked for before there is a database.
    """

    flatchoices = property(lambda field: choices())  # by which two versions are told apart in words

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST, "blank": True} | kwargs)

    def formfield(self, **kwargs):
        """A choice, whatever widget the admin would give a line of text."""
        about = {"label": capfirst(str(self.verbose_name)), "help_text": self.help_text}
        return forms.ChoiceField(choices=choices, required=False, widget=UnfoldAdminSelectWidget, **about)
