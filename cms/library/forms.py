"""What a person may say about a picture, and the form in which pictures are uploaded."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.library import documents
from cms.library.models import Document, Picture


class PictureForm(forms.ModelForm):
    """A picture's words; each says what it shows, or that it shows nothing of importance."""

    class Meta:
        model = Picture
        fields = [
            "alt",
            "is_decorative",
            "focal_x",
            "focal_y",
            "credit",
            "licence",
            "licence_note",
            "licence_ends_on",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"focal_x", "focal_y"} & set(self.fields):
            self.fields[name].required = False
            self.fields[name].help_text = _("In per cent; a click on the picture fills it in.")

    def clean_focal_x(self):
        return self.or_as_before("focal_x")

    def clean_focal_y(self):
        return self.or_as_before("focal_y")

    def or_as_before(self, name):
        said = self.cleaned_data[name]
        return self.initial.get(name, 50) if said is None else said

    def clean(self):
        said = super().clean()
        alt, is_decorative = said.get("alt", "").strip(), said.get("is_decorative")
        if not alt and not is_decorative and "alt" not in self.errors:
            raise ValidationError({"alt": _("Say what the picture shows, or tick “decorative” if it shows nothing.")})
        if alt and is_decorative:
            raise ValidationError(
                {"alt": _("A decorative picture has no alternative text: untick “decorative” or empty this.")}
            )
        return said


class WordsForm(forms.ModelForm):
    """The words of one picture among many; nothing at all may be said, and then it goes on waiting."""

    class Meta:
        model = Picture
        fields = ["alt", "is_decorative"]

    @property
    def says_something(self) -> bool:
        return bool(self.cleaned_data["alt"] or self.cleaned_data["is_decorative"])

    def clean(self):
        said = super().clean()
        if said.get("alt") and said.get("is_decorative"):
            raise ValidationError(
                {"alt": _("A decorative picture has no alternative text: untick “decorative” or empty this.")}
            )
        return said


class DocumentForm(forms.ModelForm):
    """A document's words; when it is new, also the file, which comes in through its gate."""

    upload = forms.FileField(
        label=_("file"), help_text=_("PDF, Word, Excel, PowerPoint, plain text or CSV; at most 20 MB.")
    )

    class Meta:
        model = Document
        fields = ["title", "credit", "licence", "licence_note", "licence_ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("upload", None)
        elif "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text = _("What the reader sees as the link; left empty, the name of the file.")

    def clean_upload(self):
        self.admitted = documents.admit(self.cleaned_data["upload"])
        if known := Document.objects.known(self.admitted.sha256):
            sentence = _('This file is in the library already: <a href="{}">{}</a>.')
            raise ValidationError(format_html(sentence, known.edit_url, known))
        return self.cleaned_data["upload"]
