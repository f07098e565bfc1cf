"""The journey that a browser sends with a form, read without trusting a word of it: cut and cleaned, never refused.

static/js/journey.js writes it. It may be forged, so it never decides anything; it is shown, and counted later.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.intake.texts import one_line
from cms.publishing import addresses
from cms.publishing.kinds import publishable_model
from leads.models.journeys import LONGEST_TAG, Step

MOST_TOUCHES = 50
OLDEST = timedelta(days=90)
LONGEST_VIEW = 4 * 3600
LONGEST_JOURNEY = 60_000  # characters; fifty touches with all that they may say have about 40,000
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
TAGS = ("source", "medium", "campaign", "term", "content")
# What networks add to links that were paid for. The value names one click of one person, so it is not kept.
CLICKS = frozenset(
    ["gclid", "gbraid", "wbraid", "msclkid", "fbclid", "bd_vid", "ttclid", "qz_gdt", "gdt_vid", "li_fat_id"]
)


def read(text: str) -> list[Step]:
    """The steps in the order of their times: the first one, and the latest of the rest."""
    if len(text) > LONGEST_JOURNEY:
        return []
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = [step for item in (said if isinstance(said, list) else [])[-500:] if (step := read_step(item))]
    found.sort(key=lambda step: step.at)
    return with_things(found if len(found) <= MOST_TOUCHES else [found[0], *found[1 - MOST_TOUCHES :]])


def read_step(item) -> Step | None:
    """One touch; None without a page of ours or a time within the last ninety days."""
    if not isinstance(item, dict) or (at := moment(item.get("at"))) is None or not (path := page(item.get("path"))):
        return None
    tags: dict[str, Any] = {name: word(item.get(name)) for name in TAGS}
    return Step(
        at=at,
        path=path,
        seconds=min(max(number(item.get("seconds")), 0), LONGEST_VIEW),
        referrer=host(item.get("referrer")),
        click=item["click"] if isinstance(item.get("click"), str) and item["click"] in CLICKS else "",
        **tags,
    )


def number(value) -> int:
    return int(value) if isinstance(value, int | float) and abs(value) < 1e12 else 0  # NaN compares as false


def moment(value) -> datetime | None:
    """Seconds since 1970 as a time; a clock that is a little ahead is set back to ours."""
    now = timezone.now()
    at = datetime.fromtimestamp(max(number(value), 0), UTC)
    return min(at, now) if now - OLDEST <= at <= now + timedelta(days=1) else None


def page(value) -> str:
    """A path on this site without query; "" for anything else, such as `//elsewhere`."""
    if not isinstance(value, str):
        return ""
    path = value.partition("?")[0].partition("#")[0]
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and len(path) <= 500 else ""


def host(value) -> str:
    """The host of another site, whether a host or an address was said."""
    if not isinstance(value, str):
        return ""
    try:
        name = (urlsplit(value if "//" in value else f"//{value}").hostname or "").lower()
    except ValueError:
        return ""
    own = urlsplit(settings.SITE_URL).hostname
    return name if HOST.fullmatch(name) and name != own else ""


def word(value) -> str:
    return one_line(value, LONGEST_TAG) if isinstance(value, str) else ""


def with_things(steps: list[Step]) -> list[Step]:
    """The same steps, each with the object that its page is about, live or not."""
    known = things_at({step.path for step in steps})
    return [Step(**{**vars(step), "about": known.get(step.path)}) for step in steps]


def things_at(paths: Iterable[str]) -> dict[str, tuple[ContentType, int]]:
    """One query for each path that names a thing, of at most fifty paths."""
    found = {}
    for path in paths:
        label, _colon, key = (addresses.reference_of(path) or "").partition(":")
        if model := publishable_model(label):
            found[path] = (ContentType.objects.get_for_model(model), int(key))
    return found
