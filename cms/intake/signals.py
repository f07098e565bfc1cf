"""Signs that a machine sent it. No single one condemns: they are weighed, kept with the enquiry, and shown.

What weighs too much is quarantined, where a person decides; nothing is thrown away. A page is the same for everybody
and may come from a cache, so its time stamp says little: it is as old as the copy, rounded to the hour so that the
page does not change with every second.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_noop as _

from cms.intake import wording
from cms.intake.limits import Limit, client_address, count, count_all, digest, peek
from cms.intake.signs import Signal

QUARANTINE_AT = 60
HOUR, DAY = 3600, 86400
OLDEST_PAGE = 30 * DAY
A_FEW_SECONDS = 4  # nobody reads the form, types a name, a number and a sentence, and ticks in less
PROGRAMS = re.compile(
    r"curl|wget|python|aiohttp|httpx|scrapy|okhttp|axios|node|java/|go-http|libwww|perl|ruby|php", re.I
)
MANY_TEXTS = 6  # of one contact in a day, before they count
CROWD = Limit(most=20, seconds=600)
SALT = "cms.intake.signals"


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


@dataclass(frozen=True)
class Sending:
    """What is weighed. `name` names this sending, so that a double click is not taken for a repetition."""

    name: str
    message: str
    honeypot: str = ""
    page_stamp: str = ""
    has_run_script: bool = False
    seconds_taken: int | None = None
    short_texts: tuple[str, ...] = ()  # name, company: where nobody writes an address of the web
    contact: str = ""


def weigh(request, sending: Sending) -> list[Signal]:
    """Everything that speaks for a machine."""
    is_again = count(f"sent:{digest(sending.name)}", DAY) > 1
    found = [
        Signal("honeypot", 100, _("A field that people cannot see was filled in.")) if sending.honeypot else None,
        _about_stamp(sending.page_stamp),
        _about_origin(request),
        _about_browser(request),
        None if sending.has_run_script else Signal("no_script", 15, _("No JavaScript ran.")),
        _about_haste(sending.seconds_taken),
        None
        if request.headers.get("Accept-Language")
        else Signal("no_language", 10, _("The browser named no language.")),
        *wording.about(sending.message, sending.short_texts),
        *([] if is_again else _about_repetition(sending)),
        None if is_again else _about_neighbours(request),
    ]
    return [signal for signal in found if signal]


def score(signals: list[Signal]) -> int:
    return min(100, sum(signal.points for signal in signals))


def _about_stamp(page_stamp: str) -> Signal | None:
    if not page_stamp:
        return Signal("no_stamp", 45, _("The form was not one of our pages."))
    try:
        made = int(signing.Signer(salt=SALT).unsign(page_stamp)) * HOUR
    except (signing.BadSignature, ValueError):
        return Signal("bad_stamp", 50, _("The form's time stamp was forged."))
    if time.time() - made > OLDEST_PAGE:
        return Signal("old_page", 15, _("The page was more than a month old."))
    return None


def _about_origin(request) -> Signal | None:
    if request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin", "null") != "null":
        return None
    return Signal("no_origin", 15, _("The browser did not say which page sent it."))


def _about_browser(request) -> Signal | None:
    """Every browser names itself, and says with each form that it expects a page."""
    agent = request.headers.get("User-Agent", "")
    if not agent:
        return Signal("no_browser", 30, _("It did not say which browser it is."))
    if PROGRAMS.search(agent):
        return Signal("program", 45, _("It says itself that it is a program and no browser."))
    return None


def _about_haste(seconds: int | None) -> Signal | None:
    if seconds is None or seconds >= A_FEW_SECONDS:
        return None
    return Signal("haste", 45, _("The form was filled in within seconds."))


def _about_repetition(sending: Sending) -> list[Signal]:
    """The same text, nearly the same text, or ever other texts from one contact, today."""
    found = []
    sketch = wording.sketch(sending.message)
    names = [f"near:{digest(mark)}" for mark in sketch]
    contact = "".join(sending.contact.split()).casefold()
    counts = count_all([*names, *([f"from:{digest(contact)}"] if contact else [])], DAY)
    times = max((counts[name] for name in names), default=0)
    if times >= 3:
        points = 25 if times < 4 else 50 if times < 8 else 65
        found.append(Signal("repeated", points, _("The same text, or nearly the same, came several times today.")))
    texts = counts[f"from:{digest(contact)}"] if contact else 0
    if texts > MANY_TEXTS:
        points = 30 if texts <= 2 * MANY_TEXTS else 45
        found.append(Signal("insistent", points, _("The same contact sent many texts today.")))
    return found


def _about_neighbours(request) -> Signal | None:
    """An address that many write from, and more so where machines were caught today; weak, as offices share one."""
    who = digest(client_address(request))
    if peek(f"caught:{who}", DAY) >= 3:
        return Signal("neighbour", 20, _("Machines wrote from the same address today."))
    if count(f"pace:{who}", CROWD.seconds) > CROWD.most:
        return Signal("pace", 10, _("Many messages came from the same address within minutes."))
    return None


def remember_caught(request) -> None:
    """A machine's work came from this address: whatever follows from there today is looked at more closely."""
    count(f"caught:{digest(client_address(request))}", DAY)
