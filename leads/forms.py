"""What a prospect may send."""

import copy
import json

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.intake import contacts
from cms.intake.forms import IntakeForm
from cms.intake.models import ConsentText
from cms.intake.texts import HintField, TypedField
from cms.publishing.kinds import publishable_model
from leads import journeys
from leads.models import Circumstances, Submission, Upload
from leads.models.forms import PLAIN
from leads.questions import answered, fields_for

LONGEST_MESSAGE = 4000


def _number(text: str) -> int:
    """A whole number of up to 18 digits, which any database holds; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def told(answer: dict) -> str:
    """An answer as it makes two sendings the same or not: a file by its content, whatever it is called."""
    return json.dumps([answer["id"], answer["value"] if answer["kind"] == "file" else answer["typed"]])


class JourneyField(forms.CharField):
    """What the browser remembered, as JSON; whatever it is, it is cut and cleaned later and never refused."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def clean(self, value):
        return value if isinstance(value, str) else ""


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
    journey_consent = forms.BooleanField(required=False)
    journey_version = HintField()
    journey = JourneyField()
    form_version = HintField()
    path = HintField()
    about = HintField()

    def __init__(
        self, data=None, files=None, *, consent_text: ConsentText, journey_text=None, version=None, path="", about=""
    ):
        """`version` brings questions of its own; without a `journey_text` no journey is asked for."""
        self.consent_text, self.journey_text, self.version = consent_text, journey_text, version
        self.asked = version.form if version else None
        known = {"path": path, "about": about, "consent_version": consent_text.version}
        known["journey_version"] = journey_text.version if journey_text else ""
        known["form_version"] = version.number if version else ""
        self.questions = fields_for(version) if version else {}
        self.base_fields = {**type(self).base_fields, **self.questions}
        if version and not version.needs_message:
            self.base_fields["message"] = message = copy.copy(self.base_fields["message"])
            message.required, message.label = False, _("Anything else? (if you like)")
        super().__init__(data, files, initial=known)

    def asked_fields(self):
        """The questions of an editor, bound, in their order."""
        return [self[name] for name in self.questions]

    def renew_consent(self):
        """Before the form is shown again: nobody has agreed yet to a text that was not on the page.

        The version of the questions stays, as what was typed are answers to them; the journey is read anew on sending.
        """
        self.data = self.data.copy()
        for tick, version, text in (
            ("consent", "consent_version", self.consent_text),
            ("journey_consent", "journey_version", self.journey_text),
        ):
            if text and self.data.get(version) != str(text.version):
                self.data.pop(tick, None)
                self.data[version] = str(text.version)
        self.data["form_version"] = str(self.version.number if self.version else "")

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

    def clean_journey(self):
        """The steps of the reader's way, if they ticked the choice beside a text that there was; nothing else."""
        given = HintField().clean(self.data.get("journey_version"))
        is_ticked = forms.CheckboxInput().value_from_datadict(self.data, {}, "journey_consent")
        shown = ConsentText.objects.shown(ConsentText.Purpose.JOURNEY, _number(given)) if is_ticked else None
        steps = journeys.read(self.cleaned_data["journey"]) if shown else []
        self.agreed_to_journey = shown if steps else None
        return steps

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
            form=self.asked.key if self.asked else PLAIN,
            path=typed["path"],
            browser=typed["browser"],
            answers=tuple(told(answer) for answer in self.answers()),
        )

    def answers(self) -> list[dict]:
        """What was answered, with each question as it was asked."""
        found = (answered(field, self.cleaned_data[name]) for name, field in self.questions.items())
        return [answer for answer in found if answer]

    def uploads(self) -> list[Upload]:
        """The files that passed their gate."""
        found = (self.cleaned_data[name] for name, field in self.questions.items() if field.is_file)
        return [upload for upload in found if upload]

    def circumstances(self, found) -> Circumstances:
        """What came along, with the signs of a machine that were found."""
        return Circumstances(
            self.agreed,
            self.cleaned_data["about"],
            found,
            journey=self.cleaned_data["journey"],
            journey_consent=self.agreed_to_journey,
            version=self.version,
            answers=self.answers(),
            uploads=self.uploads(),
        )
