"""Two people at one form: the second is told before anything of the first is overwritten."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

MOST_QUOTED = 400  # characters of what is stored, in the sentence


def version(value) -> str:
    """A stamp of what a field holds, a relation to many rows by their keys."""
    words = str([getattr(row, "pk", row) for row in value] if isinstance(value, list) else value)
    return sha256(words.encode()).hexdigest()[:16]


class SeenForm(forms.ModelForm):
    """Refuses once to save over what a colleague wrote after this was opened; sent again, it takes its place."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            stored = forms.model_to_dict(self.instance, self._meta.fields, self._meta.exclude)
            self.versions = {name: version(value) for name, value in stored.items()}
            self.initial["seen"] = " ".join(f"{name}:{stamp}" for name, stamp in self.versions.items())

    def clean(self):
        super().clean()
        if self.instance.pk and (others := self.written_meanwhile()):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.initial["seen"]
            sentence = _(
                "Somebody wrote here after you had opened this: “%(stored)s”. Nothing was overwritten, and what you "
                "typed is still below. Take over what is missing, then save again to put yours in its place."
            )
            quoted = Truncator("; ".join(others)).chars(MOST_QUOTED)
            raise ValidationError(sentence % {"stored": quoted}, code="conflict")

    def written_meanwhile(self) -> list[str]:
        """What is stored in the fields that were changed since this was opened, and of which it says otherwise."""
        known = set(self.cleaned_data.get("seen", "").split())
        return [
            f"{self.fields[name].label}: {self.stored(name)}"
            for name in self.changed_data
            if name in self.versions and f"{name}:{self.versions[name]}" not in known
            if self.cleaned_data.get(name) != getattr(self.instance, name)
        ]

    def stored(self, name: str) -> str:
        value = getattr(self.instance, name)
        if hasattr(value, "all"):
            return ", ".join(str(row) for row in value.all()) or "—"
        display = getattr(self.instance, f"get_{name}_display", None)
        return " ".join(strip_tags(str(display() if display else "" if value is None else value)).split()) or "—"
