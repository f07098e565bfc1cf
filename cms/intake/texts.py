"""Text as a stranger sent it: what can be kept, and how to show it on one line."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNREADABLE = "\ufffd"  # what Django makes of bytes that are not UTF-8
JOINER = "\u200d"  # holds the parts of an emoji together
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE and character != JOINER


def one_line(text: str, longest: int = 60) -> str:
    """Fit for a subject, a list or a log: no line breaks, nothing invisible that turns the reading around."""
    if not text.isprintable():  # of what is, nothing is invisible, and few texts are not
        text = "".join(" " if _is_invisible(character) else character for character in text)
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


class HintField(forms.CharField):
    """A hidden value that helps us and is not the sender's business: what cannot be read is simply not there."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def clean(self, value):
        return value if isinstance(value, str) and len(value) <= 500 and value.isprintable() else ""


class TypedField(forms.CharField):
    """Text kept exactly as typed, but for line breaks, which forms send as CRLF and people type as one key.

    A one-line field refuses control characters; both kinds refuse NUL (by Django) and bytes that were no text.
    `longest` is told after sending, where `max_length` would let the browser cut off a pasted text unseen.
    """

    def __init__(self, *, lines: bool = False, longest: int | None = None, **kwargs):
        self.has_lines, self.longest = lines, longest
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""

    def validate(self, value):
        super().validate(value)
        if UNREADABLE in value:
            raise ValidationError(_("Some characters did not arrive readable. Please type them again."), "unreadable")
        if self.longest and len(value) > self.longest:
            counts = {"most": self.longest, "n": len(value)}
            raise ValidationError(_("At most %(most)d characters fit; these are %(n)d."), "long", counts)
        if not self.has_lines and any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
            raise ValidationError(_("Please write this on one line, without line breaks."), "lines")
