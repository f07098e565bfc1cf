"""The questions of a form as fields: what each kind takes, and what it means beside what was typed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.intake.texts import TypedField
from cms.library import documents, gate
from cms.library.models import printable
from leads.models import FormQuestion, Upload

LONGEST_LINE, LONGEST_TEXT = 200, 4000
FEW = 7  # choices that are all seen at once; more become a list that unfolds
BIGGEST_FILE = 10 * 1024 * 1024
ACCEPT = f"{documents.ACCEPT},.jpg,.jpeg,.png,.webp"
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MISSING = {"required": _("Please answer this.")}


class Answer:
    """What every kind shares: the question, and a meaning that can be compared."""

    is_group = False
    is_file = False
    question: dict

    def meaning(self, typed):
        return typed


class TextAnswer(Answer, TypedField):
    def __init__(self, question):
        is_long = question["kind"] == FormQuestion.Kind.LONG
        most = LONGEST_TEXT if is_long else LONGEST_LINE
        super().__init__(
            lines=is_long,
            longest=min(question["most"] or most, most),
            widget=forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput,
            **common(question),
        )


class OneAnswer(Answer, forms.ChoiceField):
    def __init__(self, question):
        self.is_group = len(question["choices"]) <= FEW
        choices = [(choice, choice) for choice in question["choices"]]
        if self.is_group:
            widget = forms.RadioSelect()
        else:
            widget, choices = forms.Select(), [("", "—"), *choices]
        super().__init__(choices=choices, widget=widget, **common(question))


class ManyAnswer(Answer, forms.MultipleChoiceField):
    is_group = True

    def __init__(self, question):
        choices = [(choice, choice) for choice in question["choices"]]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple(), **common(question))


class NumberAnswer(Answer, TypedField):
    def __init__(self, question):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=LONGEST_LINE, widget=widget, **common(question))

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        number = as_number(value)
        if number is None:
            raise ValidationError(_("Please write a number, such as 12 or 3.5."), "number")
        least, most = self.question["least"], self.question["most"]
        if least is not None and number < least:
            raise ValidationError(_("At least %(least)s, please."), "least", {"least": least})
        if most is not None and number > most:
            raise ValidationError(_("At most %(most)s, please."), "most", {"most": most})

    def meaning(self, typed):
        return str(as_number(typed)) if typed else ""


class DateAnswer(Answer, TypedField):
    def __init__(self, question):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(max_length=LONGEST_LINE, widget=widget, **common(question))
        del self.widget.attrs["maxlength"]  # HTML has none for dates

    def validate(self, value):
        super().validate(value)
        if value and as_date(value) is None:
            raise ValidationError(_("Please write a date, such as 2027-03-31."), "date")

    def meaning(self, typed):
        return as_date(typed).isoformat() if typed else ""


class FileAnswer(Answer, forms.FileField):
    is_file = True

    def __init__(self, question):
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), allow_empty_file=True, **common(question))
        self.max_length = None

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return self.admit(file) if file else None

    def admit(self, file) -> Upload:
        """Through the gates of the library: a picture is made anew, a document is searched for what acts."""
        if file.size > BIGGEST_FILE:
            raise ValidationError(_("This file has more than 10 MB. Send a smaller one, or a link to it."), "heavy")
        file.seek(0)
        is_picture = gate.foreign(file.read(4096)) is None
        admitted = (gate if is_picture else documents).admit(file)
        name = printable(file.name) or f"{self.question['id']}.{admitted.extension}"
        return Upload(self.question["id"], name, admitted.content, admitted.extension, admitted.sha256)

    def meaning(self, typed):
        return typed.sha256 if typed else ""


FIELDS = {
    FormQuestion.Kind.SHORT: TextAnswer,
    FormQuestion.Kind.LONG: TextAnswer,
    FormQuestion.Kind.ONE: OneAnswer,
    FormQuestion.Kind.MANY: ManyAnswer,
    FormQuestion.Kind.NUMBER: NumberAnswer,
    FormQuestion.Kind.DATE: DateAnswer,
    FormQuestion.Kind.FILE: FileAnswer,
}


def common(question) -> dict:
    texts = {"label": question["label"], "help_text": question["help"]}
    return {**texts, "required": question["is_required"], "error_messages": MISSING}


def field_for(question: dict):
    field = FIELDS[question["kind"]](question)
    field.question = question
    return field


def fields_for(version) -> dict:
    """The fields of a version by name, in its order."""
    return {f"q{question['id']}": field_for(question) for question in version.questions}


def answered(field, typed) -> dict | None:
    """What is kept of an answer: the question as it was asked, what was typed, and what it means; None for none."""
    if not typed:
        return None
    asked = {name: field.question[name] for name in ("id", "kind", "label")}
    if field.is_file:
        return {**asked, "typed": typed.name, "value": typed.sha256}
    return {**asked, "typed": typed, "value": field.meaning(typed)}


def as_number(typed: str) -> Decimal | None:
    """`１２,０００.５` as 12000.5; None for anything that is no number of at most fifteen digits."""
    plain = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,6})?", plain, re.A):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def as_date(typed: str) -> date | None:
    """`2027-3-1`, `2027/03/01` or `2027年3月1日`."""
    found = DATE.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
