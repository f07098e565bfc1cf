"""Whether other sites still answer where we link to: asked seldom, slowly, and in our own name.

One address of a host in a second, HEAD and only where that is no answer GET of the first byte; again after 1, 7 and
30 days while all is well. An address is called broken after it failed on three different days; a site that does not let
us look (401, 403, 405, 429 and the like) is not broken.
"""

from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.linking.models import Address, Host, Link
from cms.outbox.fetch import FetchError, Forbidden, TooLarge, fetch

AT_ONCE = 2  # each may take TIMEOUT seconds, and a worker that is told to stop finishes what is in hand
TIMEOUT = 5
MOST_BYTES = 64 * 1024
LEASE = timedelta(minutes=10)
BETWEEN = timedelta(seconds=1)
SENT_AWAY = timedelta(hours=1)  # how long a host rests that said "too many requests"
INTERVALS = [timedelta(days=days) for days in (1, 7, 30)]
DAYS_TO_BREAK = 3
CLOSED = {401, 402, 403, 405, 406, 407, 418, 429, 451, 999}  # 999 is how one large network says "no robots"


class Verdict(NamedTuple):
    state: str
    problem: str = ""
    status: int = 0


def due():
    """Keys of addresses to ask now, one of each host."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return []
    is_linked = Exists(Link.objects.filter(address=OuterRef("pk")))
    hosts: dict[str, int] = {}
    for pk, host in islice(Address.objects.due().filter(is_linked, is_own=False).values_list("pk", "host"), 50):
        hosts.setdefault(host, pk)
    return list(hosts.values())[:AT_ONCE]


def check(pk) -> None:
    """Ask one address, if nobody else asks its host now, and write down what came of it."""
    now = timezone.now()
    row = Address.objects.filter(pk=pk, due_at__lte=now, is_own=False).first()
    if row is None or not Host.objects.claim(row.host, rest=BETWEEN):
        return
    if not Address.objects.filter(pk=pk, due_at=row.due_at).update(due_at=now + LEASE):
        return
    verdict = ask(row.url, by_get=row.by_get)
    if verdict.status == 429:
        Host.objects.filter(name=row.host).update(next_at=timezone.now() + SENT_AWAY)
    elif not row.by_get and verdict.state != Address.State.FINE and verdict.status not in {401, 407}:
        row.by_get, row.due_at = True, timezone.now() + BETWEEN
        row.save(update_fields=["by_get", "due_at"])
        return
    record(row, verdict)


def ask(url: str, *, by_get: bool) -> Verdict:
    """What the other site says, without a byte more than needed."""
    sent = {"User-Agent": f"Ridgeline link check (+{settings.SITE_URL})", "Accept": "*/*"}
    if by_get:
        sent["Range"] = "bytes=0-0"
    try:
        answer = fetch(url, method="GET" if by_get else "HEAD", headers=sent, max_bytes=MOST_BYTES, timeout=TIMEOUT)
    except TooLarge:
        return Verdict(Address.State.FINE)
    except Forbidden as error:
        return Verdict(Address.State.UNSURE, str(error)[:300])
    except FetchError as error:
        return Verdict(Address.State.FAILING, str(error)[:300])
    said = f"HTTP {answer.status}"
    if answer.status < 400 or answer.status == 416:  # 416: no such range, of something that is there
        return Verdict(Address.State.FINE, "", answer.status)
    return Verdict(Address.State.UNSURE if answer.status in CLOSED else Address.State.FAILING, said, answer.status)


def record(row: Address, verdict: Verdict) -> None:
    """Count successes and the days of failures, and say when to ask again."""
    today, now = timezone.localdate(), timezone.now()
    row.state, row.problem, row.checked_at, row.by_get = verdict.state, verdict.problem, now, False
    if verdict.state == Address.State.FAILING:
        if row.failed_on != today:
            row.failed_days, row.failed_on = row.failed_days + 1, today
        row.fine_in_a_row = 0
        is_broken = row.failed_days >= DAYS_TO_BREAK
        row.state = Address.State.BROKEN if is_broken else Address.State.FAILING
        row.due_at = now + INTERVALS[1 if is_broken else 0]
    else:
        row.failed_days, row.failed_on = 0, None
        row.due_at = now + INTERVALS[min(row.fine_in_a_row, len(INTERVALS) - 1)]
        row.fine_in_a_row += 1
    row.save()
