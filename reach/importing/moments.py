"""Dates and times as people and programs write them, as ISO 8601 with an offset; those without one are the site's."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

_DAY = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号號]?"
_COMPACT = r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_BEFORE_TIME = r"(?:[T\s,]|[(（]?[週周星期]{1,2}[一二三四五六日天][)）]?|(?P<half>上午|下午|中午|晚上|AM|PM))*"
_CLOCK = r"(?P<hour>\d{1,2})\s*[:：时時點点]\s*(?P<minute>\d{1,2})(?:\s*[:：分]\s*(?P<second>\d{1,2}))?(?:\.\d+)?"
_TIME = rf"(?:{_BEFORE_TIME}{_CLOCK}\s*[分秒]?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
_WHOLE = re.compile(_DAY + _TIME + _ZONE, re.IGNORECASE)
_WHOLE_COMPACT = re.compile(_COMPACT + r"(?:[T\s]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?)?" + _ZONE)
_STAMP = re.compile(r"1\d{9}(?:\d{3})?")
_ENGLISH = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y")
EARLIEST = 1970


def moment(text: str) -> str:
    """The time that this text begins with; empty if it begins with none that we know."""
    text = " ".join(str(text).split())
    if _STAMP.fullmatch(text):
        return written(datetime.fromtimestamp(int(text[:10]), UTC))
    for pattern in (_WHOLE, _WHOLE_COMPACT):
        if found := pattern.match(text):
            return from_pieces(found.groupdict())
    return from_english(text)


def day(text: str) -> str:
    """The day alone, in the site's zone."""
    found = moment(text)
    return found and timezone.localtime(datetime.fromisoformat(found)).date().isoformat()


def from_pieces(pieces: dict[str, str | None]) -> str:
    hour = int(pieces["hour"] or 0)
    half = (pieces.get("half") or "").upper()
    if half in {"下午", "晚上", "PM"} and hour < 12:
        hour += 12
    if half in {"上午", "AM"} and hour == 12:
        hour = 0
    try:
        found = datetime(
            *(int(pieces[name] or 0) for name in ("year", "month", "day")),  # type: ignore[arg-type]
            hour=hour,
            minute=int(pieces["minute"] or 0),
            second=int(pieces["second"] or 0),
        )
    except ValueError:
        return ""
    zone = (pieces["zone"] or "").upper()
    if not zone:
        return written(found)
    offset = "+00:00" if zone in {"Z", "UTC", "GMT"} else f"{zone[:3]}:{zone[-2:]}"
    try:
        return written(datetime.fromisoformat(found.isoformat() + offset))
    except ValueError:
        return ""


def from_english(text: str) -> str:
    for pattern in _ENGLISH:
        try:
            return written(datetime.strptime(text, pattern))
        except ValueError:
            continue
    try:
        found = parse_datetime(text) or parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return written(found)


def from_serial(number: float, *, since_1904: bool = False) -> str:
    """A spreadsheet's day number; empty for what cannot be a date."""
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    try:
        return written(epoch + timedelta(seconds=round(number * 86_400)))
    except (OverflowError, ValueError):
        return ""


def written(found: datetime) -> str:
    """ISO 8601 with an offset; empty for years that only a mistake can mean."""
    if not EARLIEST <= found.year <= 2100:
        return ""
    return (found if timezone.is_aware(found) else timezone.make_aware(found)).isoformat()
