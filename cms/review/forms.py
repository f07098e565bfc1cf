"""What a client without an account may send from the page of a review link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.intake.texts import TypedField, one_line

LONGEST = 4000


def name_field():
    return TypedField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ClientForm(forms.Form):
    """Shared: ids that no form of the page itself has, and errors tied to their fields."""

    use_required_attribute = False

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id=f"{self.prefix_of_ids}-%s", **options)
        self.prepare()
        for name in self.errors if self.is_bound else ():
            described = f"{self.prefix_of_ids}-{name}-error"
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": described}

    def prepare(self):
        """What must be known before anything is checked."""

    def clean_name(self):
        return one_line(self.cleaned_data["name"], 80)


class CommentForm(ClientForm):
    """A remark about one paragraph, or about the whole."""

    prefix_of_ids = "remark"

    name = name_field()
    about = forms.ChoiceField(label=_("About"), required=False)
    text = TypedField(
        label=_("Your comment"),
        lines=True,
        longest=LONGEST,
        error_messages={"required": _("Please write your comment.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, paragraphs, **options):
        self.paragraphs = paragraphs
        super().__init__(data, **options)

    def prepare(self):
        quoted = [(paragraph.anchor, one_line(paragraph.words, 36)) for paragraph in self.paragraphs]
        self.fields["about"].choices = [("", _("The page as a whole")), *quoted]


class SignOffForm(ClientForm):
    """Yes, or what is to change."""

    prefix_of_ids = "signoff"

    name = name_field()
    text = TypedField(
        label=_("What should change (if anything)"),
        lines=True,
        longest=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, is_approval=False, **options):
        self.is_approval = is_approval
        super().__init__(data, **options)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text and not self.is_approval:
            raise forms.ValidationError(_("Please say what should change."), "required")
        return text
