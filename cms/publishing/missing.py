"""What readers asked for and did not find: noted cheaply by the web, counted by the worker.

The web writes a line into a small file, or into Redis where there is one: no query, no wait, and no failure when the
database is away or may only be read. Of the reader nothing is noted, of the address only the path, and of where the
link stood only a path of our own. What does not fit is dropped: this is a hint for editors, not an account.
"""

import json
import logging
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from cms.publishing.models import Missing

logger = logging.getLogger(__name__)

LONGEST = 300
SPOOL_BYTES, SPOOL_LINES = 500_000, 5000
SPOOL = "missing"
LEFT_OUT = ("/admin/", "/static/", "/media/", "/preview/", "/review/", "/api/")


def note(request) -> None:
    """Remember that nothing was found; never raises, never waits for a database."""
    path = request.path
    if len(path) > LONGEST or path.startswith(LEFT_OUT) or "@" in path or not path.isprintable():
        return
    line = json.dumps([path, int(timezone.now().timestamp()), own_path(request.headers.get("Referer", ""))])
    try:
        put(line)
    except Exception as error:  # a full disk, a Redis that is away: the reader gets the page all the same
        logger.warning("An address that was not found could not be noted (%s).", type(error).__name__)


def own_path(referrer: str) -> str:
    """The path of our page that had the link; "" for any other site, and never a query."""
    try:
        parts = urlsplit(referrer)
    except ValueError:
        return ""
    is_ours = parts.netloc and parts.netloc == urlsplit(settings.SITE_URL).netloc
    return parts.path[:LONGEST] if is_ours and parts.path.isprintable() else ""


def put(line: str) -> None:
    if settings.REDIS_URL:
        client = redis()
        if client.llen(SPOOL) < SPOOL_LINES:
            client.rpush(SPOOL, line)
        return
    path = spool_file()
    if not path.exists() or path.stat().st_size < SPOOL_BYTES:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())  # one short write: lines of several processes do not mix
        finally:
            os.close(handle)


def due() -> list[str]:
    """Whether anything waits; the worker asks each minute."""
    waits = redis().llen(SPOOL) if settings.REDIS_URL else spool_file().exists()
    return [SPOOL] if waits else []


def count(_key=SPOOL) -> None:
    """Bring what was noted into the table, one row for each path."""
    seen: dict[str, tuple[int, datetime, str]] = {}
    for line in taken():
        try:
            path, at, referrer = json.loads(line)
            at = datetime.fromtimestamp(at, UTC)
        except (ValueError, TypeError, OverflowError):  # half a line, after a fall
            continue
        times, last, linked = seen.get(path, (0, at, ""))
        seen[path] = (times + 1, max(last, at), referrer or linked)
    Missing.objects.add(seen)


def taken() -> Iterable[str]:
    """What was noted, which is then no longer there: a worker that dies now loses a minute of hints."""
    if settings.REDIS_URL:
        lines = redis().lpop(SPOOL, SPOOL_LINES) or []
        return [line.decode() for line in lines]
    waiting = spool_file()
    taking = waiting.with_suffix(".taken")
    try:
        os.replace(waiting, taking)
        return taking.read_text().splitlines()
    except FileNotFoundError:
        return []


def spool_file() -> Path:
    return Path(settings.DATA_DIR, f"{SPOOL}.log")


def redis():
    """The client that Django's cache holds, for what a cache cannot do."""
    return cache._cache.get_client(SPOOL, write=True)
