"""What a prospect may send."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.intake import contacts
from cms.intake.forms import IntakeForm
from cms.intake.models import ConsentText
from cms.intake.texts import HintField, TypedField
from cms.publishing.kinds import publishable_model
from leads.models import Submission

LONGEST_MESSAGE = 4000


def _number(text: str) -> int:
    """A whole number of up to 18 digits, which any database holds; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


class LeadForm(IntakeForm):
    """Name, contact, company, message, and the tick beside the consent text."""

    template_name = "leads/form.html"

    name = TypedField(
        label=_("How may we call you?"),
        max_length=200,
        error_messages={"required": _("Please tell us how to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = TypedField(
        label=_("Mobile number, WeChat or e-mail"),
        max_length=200,
        error_messages={"required": _("Please leave a way to reach you, so that we can answer.")},
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}),
    )
    company = TypedField(
        label=_("Company (if you like)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = TypedField(
        label=_("What would you like to solve?"),
        lines=True,
        longest=LONGEST_MESSAGE,
        error_messages={"required": _("Please write a few words, so that the right person answers.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Please tick this, so that we may use your details to answer you.")}
    )
    consent_version = HintField()
    path = HintField()
    about = HintField()

    def __init__(self, data=None, *, consent_text: ConsentText, path: str = "", about: str = ""):
        self.consent_text = consent_text
        super().__init__(data, initial={"consent_version": consent_text.version, "path": path, "about": about})

    def renew_consent(self):
        """Before the form is shown again: nobody has agreed yet to a text that was not on the page."""
        if self.data.get("consent_version") != str(self.consent_text.version):
            shown = {name: value for name, value in self.data.items() if name != "consent"}
            self.data = {**shown, "consent_version": self.consent_text.version}

    def clean_contact(self):
        """Kept as typed; `reached` is what it means."""
        self.reached = contacts.read(self.cleaned_data["contact"])
        return self.cleaned_data["contact"]

    def clean_consent(self):
        """The text that was on the page, which may be an older copy, but not one that never was."""
        given = HintField().clean(self.data.get("consent_version"))
        shown = ConsentText.objects.shown(ConsentText.Purpose.ENQUIRY, _number(given))
        if shown is None:
            raise ValidationError(_("The text beside this tick has changed. Please read it and tick again."), "changed")
        self.agreed = shown
        return True

    def clean_path(self):
        path = self.cleaned_data["path"]
        return path if path.startswith("/") else ""

    def clean_about(self):
        """`services.service:4` as (content type, id); anything else is nothing."""
        label, _colon, number = self.cleaned_data["about"].partition(":")
        model, pk = publishable_model(label), _number(number)
        return (ContentType.objects.get_for_model(model), pk) if model and pk else None

    def submission(self) -> Submission:
        typed = self.cleaned_data
        return Submission(
            name=typed["name"],
            contact=typed["contact"],
            message=typed["message"],
            company=typed["company"],
            path=typed["path"],
            browser=typed["browser"],
        )
