"""What a reader may ask."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models.questions import Asked
from cms.intake import contacts
from cms.intake.forms import IntakeForm
from cms.intake.texts import TypedField

LONGEST_QUESTION = 1000


class QuestionForm(IntakeForm):
    """A question; a name and an address if the reader likes."""

    prefix_of_ids = "question"

    question = TypedField(
        label=_("Your question"),
        lines=True,
        longest=LONGEST_QUESTION,
        error_messages={"required": _("Please write your question.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = TypedField(
        label=_("Name to show (if you like)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = TypedField(
        label=_("E-mail (if you want to be told of the answer)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )

    def __init__(self, data=None, *, article):
        self.article = article
        super().__init__(data)

    def clean_email(self):
        """In the spelling to which mail can be sent; nothing is fine too."""
        typed = self.cleaned_data["email"]
        if not typed:
            return ""
        reached = contacts.read(typed)
        if reached.kind != "email":
            raise ValidationError(_("This is not an e-mail address. Please check it, or leave it empty."), "email")
        return reached.value

    def submission(self) -> Asked:
        typed = self.cleaned_data
        return Asked(self.article, typed["question"], typed["name"].strip(), typed["email"], typed["browser"])
