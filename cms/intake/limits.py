"""How much one address may send, without ever keeping the address.

Counters are keyed by a hash of the address under a secret that changes daily, so that yesterday's cannot be joined
with today's. They live in Redis when REDIS_URL is set and in the database otherwise. When Redis is away the database
counts; when that is away too nothing can be stored anyway, so the limit is never simply open.
"""

import hashlib
import hmac
import ipaddress
import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from cms.intake.models import Counter

logger = logging.getLogger(__name__)


class Limit(NamedTuple):
    """At most `most` in each window of so many seconds."""

    most: int
    seconds: int


LETTERS = [Limit(most=10, seconds=600), Limit(most=30, seconds=86400)]


def is_within(scope: str, request, limits: Iterable[Limit]) -> bool:
    """Count one for this visitor under every limit; whether none is exceeded."""
    who = digest(client_address(request))
    counts = [(count(f"{scope}:{who}", limit.seconds), limit.most) for limit in limits]
    return all(counted <= most for counted, most in counts)


def may_cause_letters(request) -> bool:
    """Whether this visitor may still ask for letters to the people of the desk: enough for an office that moves in."""
    return is_within("letter", request, LETTERS)


def count(name: str, seconds: int) -> int:
    """Count one more of `name` in the window of so many seconds that we are in; how many there are now."""
    key = f"{name}:{seconds}:{int(time.time() // seconds)}"
    if settings.REDIS_URL:
        try:
            cache.add(key, 0, timeout=2 * seconds)
            return cache.incr(key)
        except Exception as error:  # each way for a cache to be away has an error of its own
            logger.warning("The cache does not count (%s); the database does.", type(error).__name__)
    return _count_in_database(key, seconds)


def count_all(names: list[str], seconds: int) -> dict[str, int]:
    """As `count`, for several names at once; where the database counts, in one transaction and always in one order."""
    if settings.REDIS_URL:
        return {name: count(name, seconds) for name in names}
    with transaction.atomic():
        return {name: count(name, seconds) for name in sorted(set(names))}


def peek(name: str, seconds: int) -> int:
    """How many there are in this window, without counting one."""
    key = f"{name}:{seconds}:{int(time.time() // seconds)}"
    if settings.REDIS_URL:
        try:
            return int(cache.get(key) or 0)
        except Exception as error:
            logger.warning("The cache does not count (%s); the database does.", type(error).__name__)
    return Counter.objects.filter(key=key).values_list("count", flat=True).first() or 0


def _count_in_database(key: str, seconds: int) -> int:
    mine = Counter.objects.filter(key=key)
    with transaction.atomic():
        if not mine.update(count=models.F("count") + 1):
            try:
                with transaction.atomic():
                    Counter.objects.create(key=key, count=1, ends_at=timezone.now() + timedelta(seconds=2 * seconds))
            except IntegrityError:  # another request was first
                mine.update(count=models.F("count") + 1)
        return mine.values_list("count", flat=True).get()


def digest(text: str) -> str:
    """A name for a text that cannot be turned back, and is another one tomorrow."""
    secret = f"{settings.SECRET_KEY}:{timezone.now():%Y-%m-%d}".encode()
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def address_to_lock(request) -> str | None:
    """The same for the lockout at sign-in, whose table holds plain addresses: of a /64, the first one."""
    address = client_address(request).partition("/")[0]
    return None if address == "unknown" else address


def client_address(request) -> str:
    """Where a request comes from: as many proxies as are ours are believed, counted from the right.

    One IPv6 subscriber has a whole /64, so the rest of the address is left out.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    claimed = told[-proxies].strip() if 0 < proxies <= len(told) else ""
    for candidate in (claimed, request.META.get("REMOTE_ADDR", "")):
        try:
            address = ipaddress.ip_address(candidate.strip("[]"))
        except ValueError:
            continue
        address = getattr(address, "ipv4_mapped", None) or address
        if address.version == 6:
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)
    return "unknown"
