"""What the forms for anonymous people share: hidden hints, a trap for machines, errors tied to their fields."""

from typing import Protocol

from django import forms

from cms.intake.signals import stamp
from cms.intake.texts import HintField


class Sent(Protocol):
    """What somebody has sent, of whatever form."""

    @property
    def message(self) -> str: ...

    @property
    def browser(self) -> str:
        """The random id that a script gave; empty when none ran."""

    def keys(self) -> list[str]:
        """See `cms.intake.once`."""


class IntakeForm(forms.Form):
    """One short form. What is hidden in it helps us and may be missing, old or forged: it is never refused for that."""

    use_required_attribute = False  # the browser's own bubbles would come before our sentences
    prefix_of_ids = "ask"

    stamp = HintField()
    browser = HintField()
    took = HintField()  # seconds from opening the page to sending, as a script counted them

    def __init__(self, data=None, files=None, *, initial=None):
        super().__init__(data, files, auto_id=f"{self.prefix_of_ids}-%s", initial={**(initial or {}), "stamp": stamp()})
        if self.is_bound:
            self._tie_errors_to_fields()

    def _tie_errors_to_fields(self):
        """Let a screen reader say with each field what is wrong with it; a group of choices says it as a whole."""
        for name in self.errors:
            field = self.fields.get(name)
            if field and not isinstance(field.widget, forms.RadioSelect):
                described = f"{self.prefix_of_ids}-{name}-error"
                if field.help_text:
                    described = f"{self.prefix_of_ids}-{name}_helptext {described}"
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": described}

    @property
    def seconds_taken(self) -> int | None:
        """How long somebody had the page before them; None where no script counted."""
        took = HintField().clean(self.data.get("took"))
        return int(took) if took.isascii() and took.isdigit() and len(took) < 9 else None

    @property
    def honeypot(self) -> str:
        """What somebody has put into the field that people cannot see."""
        return self.data.get("website", "")

    def clean_browser(self):
        browser = self.cleaned_data["browser"]
        return browser if browser.isascii() and browser.isalnum() and len(browser) <= 36 else ""

    def short_texts(self) -> tuple[str, ...]:
        """What stands in one-line fields, where people write no addresses of the web."""
        return tuple(self.cleaned_data.get(name) or "" for name in ("name", "company"))

    def contact_typed(self) -> str:
        """How they want to be reached; "" where nobody is asked."""
        return self.cleaned_data.get("contact") or ""

    def submission(self) -> Sent:
        """What was typed, after `is_valid()`; each form says so itself."""
        raise NotImplementedError  # abstract: the metaclass of forms leaves no room for ABC
