"""How to reach somebody, read from one field: a phone number, a WeChat id or an e-mail address.

People write what they always write: `１３８ 1234 5678`, `微信同號`, `0571-8888 8888 轉 801`, `me+ads@例子.公司`. What
they typed is kept elsewhere as it is; here it becomes a kind and one spelling that can be compared and dialled.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

REGIONS = ("CN", "HK", "TW", "MO")  # whose national numbers are understood without a country code, in this order
MAINLAND_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
EXTENSION = re.compile(r"(?:(?:分機|分机|內線|内线|[轉转])接?[:#]?|#|(?<=\d{7})-(?=\d{1,5}$))")
NUMBER = re.compile(r"[+(\d][\d\s().\-–—/]*(?: ext\. *\d{1,7})?")
WECHAT_WORD = r"(?:我?的?加?微信(?:號碼|号码|號|号|id)?|wechat(?: ?id)?|weixin|wx|vx|[加+]v|v信|[薇威]信)"
LABEL = re.compile(rf"{WECHAT_WORD}(?:[是為为])?[\s:@-]*", re.I)
LABEL_AFTER = re.compile(rf"[\s(]*{WECHAT_WORD}\)?", re.I)
MAIL_WORD = re.compile(r"^(?:電子|电子)?(?:郵箱|邮箱|信箱|郵件|邮件|電郵|电邮)(?:是|為|为)?")
WECHAT_ID = re.compile(r"[A-Za-z][\w-]{5,19}", re.A)
LABELLED_ID = re.compile(r"[\w-]{5,20}", re.A)
EMAIL = re.compile(r"[^\s@,;<>()\[\]\"，；、：:]+@[^\s@,;<>()\[\]\"，；、：:/]+")
HOST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
SEPARATORS = re.compile(r"[\s().\-–—_/·・]")


@dataclass(frozen=True)
class Contact:
    """`kind` is phone, email or wechat; `value` is E.164 (with `;ext=`), a lower-case address or an id."""

    kind: str
    value: str


def read(typed: str) -> Contact:
    """What a person meant, or a ValidationError that says what to look at."""
    text = _plain(typed)
    found = (_email(text) if "@" in text else None) or _phone(text) or _wechat(text)
    if not found:
        raise ValidationError(*_complaint(text))
    return found


def _plain(typed: str) -> str:
    """Full-width to half-width, nothing invisible, one kind of space."""
    folded = unicodedata.normalize("NFKC", typed)
    kept = "".join(character for character in folded if unicodedata.category(character) not in {"Cf", "Cc"})
    return " ".join(kept.split())


def _email(text: str) -> Contact | None:
    """The first address in the text whose host could exist; an international one in its ASCII form."""
    for candidate in EMAIL.findall(re.sub(r"(?<=\w) ?@ ?(?=\w)", "@", text)):
        local, _at, domain = candidate.partition("@")
        local = MAIL_WORD.sub("", local)
        host = _host(domain)
        labels = host.split(".")
        is_host = len(labels) > 1 and not labels[-1].isdigit() and all(HOST_LABEL.fullmatch(label) for label in labels)
        if is_host and len(local) <= 64 and "" not in local.split("."):
            return Contact("email", f"{local.lower()}@{host}")
    return None


def _host(domain: str) -> str:
    """The ASCII form of a domain, "" if it has none. Python's own turns ß and ς into other letters, as of 2003."""
    plain = domain.replace("。", ".").strip(".").lower()
    try:
        if not re.search("[ßς]", plain):
            return plain.encode("idna").decode("ascii")
        parts = (
            part if part.isascii() else f"xn--{part.encode('punycode').decode('ascii')}" for part in plain.split(".")
        )
        return ".".join(parts)
    except UnicodeError:
        return ""


def _phone(text: str) -> Contact | None:
    if bare := MAINLAND_MOBILE.fullmatch(SEPARATORS.sub("", text)):  # newer than the tables of any library
        return Contact("phone", f"+86{bare[1]}")
    text = EXTENSION.sub(" ext. ", text)
    whole = [number for region in REGIONS if (number := _parse(text, region))]
    within = (match.number for region in REGIONS for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID))
    number = whole[0] if whole else next(within, None)
    if number is None:
        return None
    spelled = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Contact("phone", f"{spelled};ext={number.extension}" if number.extension else spelled)


def _parse(text: str, region: str):
    """The whole text as a number: any that may exist with a country code, a valid one without."""
    if not NUMBER.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    is_abroad = text.startswith(("+", "00"))
    known = phonenumbers.is_possible_number if is_abroad else phonenumbers.is_valid_number
    return number if known(number) else None


def _wechat(text: str) -> Contact | None:
    """An id by itself, or whatever could be one after a word for WeChat."""
    if WECHAT_ID.fullmatch(text):
        return Contact("wechat", text.lower())
    label = LABEL.match(text)
    named = LABELLED_ID.match(text[label.end() :]) if label else LABELLED_ID.match(text)
    if not named or not (label or LABEL_AFTER.fullmatch(text[named.end() :])):
        return None
    return Contact("wechat", named[0].lower())


def _complaint(text: str) -> tuple:
    """What is most likely wrong with it."""
    if "@" in text:
        return _("This e-mail address is not complete. Please check it again."), "email"
    digits = re.sub(r"\D", "", text)
    if digits and re.fullmatch(r"[+\d\s().\-–—/#]+", text):
        national = digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits
        fewest, most = (11, 11) if national.startswith("1") else (10, 12) if national.startswith("0") else (8, 15)
        if len(national) < fewest:
            return _("This number is a few digits short. Please check it again."), "short"
        if len(national) > most:
            return _("This number has too many digits. Please check it again."), "long"
        return _("We do not know this number. Please check it. From abroad, begin with + and the country."), "number"
    if re.fullmatch(r"[\w-]+", text, re.A):
        return _("A WeChat id has 6 to 20 letters or digits and begins with a letter. Please check it."), "wechat"
    return _("Please leave a mobile number, a WeChat id or an e-mail address, so that we can answer."), "unknown"
