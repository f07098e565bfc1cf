"""Posting to an address that a person has typed: through the outbound client, no redirect, no private network."""

import json
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.utils import timezone

from cms.outbox.deliveries import Later, Refused
from cms.outbox.fetch import Address, Answer, Forbidden, fetch, is_public

TIMEOUT = 10  # seconds
LONGEST_WAIT = timedelta(hours=1)  # that another server may ask of us
SHORTEST_WAIT = timedelta(seconds=5)
SHOWN = 200  # characters of what the other side says


class Failed(Exception):
    """The other side did not take it, and may take it another time."""


def may_be_asked(address: Address) -> bool:
    return is_public(address) or (settings.OUTBOUND_LOOPBACK and address.is_loopback)


def post(
    url: str, said: dict, headers: Mapping[str, str] | None = None, *, max_bytes=16_384, cut_short=False, body=None
) -> Answer:
    """The answer to `said` as JSON, whatever its status; `body` is the same, where it was needed before."""
    body = encoded(said) if body is None else body
    told = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    options = {"max_bytes": max_bytes, "cut_short": cut_short, "is_allowed": may_be_asked}
    try:
        return fetch(url, method="POST", body=body, headers=told, timeout=TIMEOUT, **options)
    except Forbidden as error:
        raise Refused(str(error)) from error


def encoded(said: dict) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def failure(answer: Answer, sentence: str) -> Exception:
    """What to raise for an answer that is none of success; heeds how long the other side asks to be left alone."""
    wait = wait_asked_for(answer)
    return Later(sentence, wait) if wait else Failed(sentence)


def wait_asked_for(answer: Answer) -> timedelta | None:
    """What `Retry-After` says, in seconds or as a date, within bounds; None without one that can be read."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        wait = timedelta(seconds=int(told[:6]))
    else:
        try:
            wait = parsedate_to_datetime(told) - timezone.now()
        except (TypeError, ValueError):
            return None
    return min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def beginning(answer: Answer) -> str:
    """A little of what the other side says, in one line."""
    return " ".join(answer.body[: 4 * SHOWN].decode("utf-8", "replace").split())[:SHOWN]
