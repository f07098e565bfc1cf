"""One sending is one thing, however often it arrives; different words are never merged."""

import hashlib
import json
import time
import unicodedata

HALF_HOUR = 1800


def keys(form: str, path: str, typed, browser: str) -> list[str]:
    """The key against double sending, and, where only the clock can tell, the half-hour before's too.

    `browser` is the random id that a script gave the form on this visit; empty when no JavaScript ran.
    """
    if browser:
        return [_key(form, path, typed, browser)]
    now = int(time.time() // HALF_HOUR)
    return [_key(form, path, typed, now), _key(form, path, typed, now - 1)]


def _key(form, path, typed, sending) -> str:
    parts = [form, path, *(" ".join(_fold(text).split()) for text in typed), sending]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _fold(text: str) -> str:
    """One spelling for what looks the same; never one for what reads differently."""
    return unicodedata.normalize("NFC", text)
