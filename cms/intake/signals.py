"""Signs that a machine sent it. No single one condemns: they are weighed, kept with the enquiry, and shown.

What weighs too much is quarantined, where a person decides; nothing is thrown away. A page is the same for everybody
and may come from a cache, so its time stamp says little: it is as old as the copy, rounded to the hour so that the
page does not change with every second.
"""

import re
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_noop as _

from cms.intake.limits import count, digest

QUARANTINE_AT = 60
HOUR, DAY = 3600, 86400
OLDEST_PAGE = 30 * DAY
SHORTEST_TELLING_TEXT = 20  # shorter ones are alike among honest people
LINK = re.compile(r"https?:|www\.|\[url|<a\s|\bhref\b", re.I)
SALT = "cms.intake.signals"


@dataclass(frozen=True)
class Signal:
    """One sign: a name for code, points, and a reason for people (an English msgid, translated where it is shown)."""

    name: str
    points: int
    reason: str

    def as_dict(self) -> dict:
        return asdict(self)


def stamp() -> str:
    """The signed hour in which a page was made."""
    return signing.Signer(salt=SALT).sign(str(int(time.time() // HOUR)))


def is_from_elsewhere(request) -> bool:
    """Whether the browser itself says that another site's page sent this. Saying nothing is only a sign."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "cross-site"
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return False
    try:
        sender = urlsplit(origin).netloc
    except ValueError:  # no browser writes that
        return True
    return sender not in {request.get_host(), urlsplit(settings.SITE_URL).netloc}


def weigh(
    request, *, submission: str, message: str, honeypot: str, page_stamp: str, has_run_script: bool
) -> list[Signal]:
    """Everything that speaks for a machine.

    `submission` names this sending, so that a double click is not taken for a repetition of the text.
    """
    found = [
        Signal("honeypot", 100, _("A field that people cannot see was filled in.")) if honeypot else None,
        _about_stamp(page_stamp),
        _about_origin(request),
        None if has_run_script else Signal("no_script", 15, _("No JavaScript ran.")),
        None
        if request.headers.get("Accept-Language")
        else Signal("no_language", 10, _("The browser named no language.")),
        _about_links(message),
        _about_repetition(message, submission),
    ]
    return [signal for signal in found if signal]


def score(signals: list[Signal]) -> int:
    return min(100, sum(signal.points for signal in signals))


def _about_stamp(page_stamp: str) -> Signal | None:
    if not page_stamp:
        return Signal("no_stamp", 30, _("The form was not one of our pages."))
    try:
        made = int(signing.Signer(salt=SALT).unsign(page_stamp)) * HOUR
    except (signing.BadSignature, ValueError):
        return Signal("bad_stamp", 40, _("The form's time stamp was forged."))
    if time.time() - made > OLDEST_PAGE:
        return Signal("old_page", 15, _("The page was more than a month old."))
    return None


def _about_origin(request) -> Signal | None:
    if request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin", "null") != "null":
        return None
    return Signal("no_origin", 15, _("The browser did not say which page sent it."))


def _about_links(message: str) -> Signal | None:
    links = len(LINK.findall(message))
    if not links:
        return None
    return Signal("links", 10 if links == 1 else 25 if links == 2 else 50, _("The text holds links."))


def _about_repetition(message: str, submission: str) -> Signal | None:
    plain = "".join(message.split()).casefold()
    if len(plain) < SHORTEST_TELLING_TEXT or count(f"sent:{digest(submission)}", DAY) > 1:
        return None
    times = count(f"text:{digest(plain)}", DAY)
    if times < 3:
        return None
    return Signal("repeated", 20 if times < 6 else 50, _("The same text came several times today."))
