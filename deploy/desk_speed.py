"""How long the lead desk takes with many leads: time and queries of each page, in one run.

    manage.py demo --leads 200000
    python deploy/desk_speed.py [--rounds 20] [--pages "list;board"]

Runs in the process, as a salesperson, on whatever database the environment names. Told are the middle and the 95th of a
hundred, of the processor's time in this process (SQLite's work included, PostgreSQL's not) and of that on the wall,
which on a busy machine is mostly waiting. The first round, which fills what is cached, is left out.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from cms.people.models import User  # noqa: E402
from leads.models import Lead  # noqa: E402


def pages() -> dict[str, str]:
    """What a salesperson opens all day."""
    me = User.objects.get(username="salesperson").pk
    some = Lead.objects.order_by("pk")[Lead.objects.count() // 2]
    deep = Lead.objects.for_desk().count() // 50
    leads = "/admin/leads/lead/"
    return {
        "board": f"{leads}board/",
        "board, mine": f"{leads}board/?owner={me}",
        "list": leads,
        "list, page 2": f"{leads}?p=2",
        "list, last page": f"{leads}?p={deep}",
        "list, one stage": f"{leads}?stage__exact=qualified",
        "list, mine": f"{leads}?owner__id__exact={me}",
        "list, by amount": f"{leads}?o=6",
        "list, by next step": f"{leads}?o=-7",
        "list, a year": f"{leads}?received_at__year=2024",
        "search, a name": f"{leads}?q=王志明",
        "search, two signs": f"{leads}?q=烘焙",
        "search, one in all": f"{leads}?q=我們",
        "search, a phone": f"{leads}?q={some.contact.ways.all()[0].value}",
        "search, half a phone": f"{leads}?q={some.contact.ways.all()[0].value[-6:]}",
        "search, nothing": f"{leads}?q=找不到的字",
        "one lead": f"{leads}{some.pk}/change/",
        "first page": "/admin/",
    }


def measure(client, address: str, rounds: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of the processor and on the wall, and queries, of one page."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers={"host": "127.0.0.1"})
    queries = len(asked)
    used, waited = [], []
    for _round in range(rounds):
        started, began = time.perf_counter(), time.process_time()
        answer = client.get(address, headers={"host": "127.0.0.1"})
        used.append(1000 * (time.process_time() - began))
        waited.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
    return used, waited, queries


def told(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} / {statistics.quantiles(times, n=20)[-1]:.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--pages", default="", help="names of pages, apart by semicolons; all without")
    asked = parser.parse_args()
    rounds, chosen = asked.rounds, set(filter(None, asked.pages.split(";")))
    client = Client()
    client.force_login(User.objects.get(username="salesperson"))
    print(f"{Lead.objects.count():,} leads, {connection.vendor}; {rounds} rounds, middle / 95th of a hundred\n")
    print(f"| {'page':<20} | ms of the processor | ms on the wall | queries |\n|---|---:|---:|---:|")
    for name, address in pages().items():
        if not chosen or name in chosen:
            used, waited, queries = measure(client, address, rounds)
            print(f"| {name:<20} | {told(used)} | {told(waited)} | {queries} |", flush=True)


if __name__ == "__main__":
    main()
