"""Contact data in text: how to find it, and what to show in its place.

What has a shape is found anywhere: an e-mail address, a mobile number, a number in international form, a landline with
its area code. A WeChat id has none and is known only by whoever knows the person; `veil` takes such words beside.
"""

import re
from collections.abc import Iterable

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
SEPARATOR = r"[ \u00a0().\-–—]{0,2}"
PHONE = re.compile(
    r"(?<![\w.:/-])(?:"
    rf"(?:\+|00)[1-9](?:{SEPARATOR}\d){{6,14}}"  # international
    rf"|1[3-9](?:{SEPARATOR}\d){{9}}"  # mainland mobile
    rf"|0\d{{1,3}}(?:{SEPARATOR}\d){{6,9}}"  # landline, Taiwanese mobile
    r")(?!\d)"
)
DIGIT = re.compile(r"\d")


def mask_email(text: str) -> str:
    """`a***@example.com`."""
    local, _at, domain = text.rpartition("@")
    return f"{local[:1]}***@{domain}"


def mask_phone(text: str) -> str:
    """`138****1234`; only the last two digits of a short number."""
    digits = DIGIT.findall(text)
    national = digits[2:] if len(digits) == 13 and digits[:2] == ["8", "6"] else digits
    first, last = (3, 4) if len(national) >= 10 else (0, 2)
    return f"{''.join(national[:first])}****{''.join(national[-last:])}"


def mask_word(text: str) -> str:
    """`w***`, for an id of any other kind."""
    return f"{text[:1]}***"


def mask(kind: str, text: str) -> str:
    """A way to reach somebody, by its kind."""
    return {"email": mask_email, "phone": mask_phone}.get(kind, mask_word)(text)


def veil(text: str, words: Iterable[tuple[str, str]] = ()) -> str:
    """The text with everything masked by which somebody could be reached; `words` are (kind, text) known beside."""
    for kind, word in sorted(words, key=lambda pair: -len(pair[1])):
        if len(word) > 2 and word.casefold() in text.casefold():  # a pattern for each would cost more than all else
            text = re.sub(re.escape(word), lambda found, kind=kind: mask(kind, found[0]), text, flags=re.I)
    text = EMAIL.sub(lambda found: mask_email(found[0]), text)
    return PHONE.sub(lambda found: mask_phone(found[0]), text)
