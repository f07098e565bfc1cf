"""`manage.py demo`: load the made-up agency once, say how to enter, and add articles and leads by the thousand."""

import json
import os
import secrets
import time
from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import growing, loading, pictures, queueing
from demo.content import people

MOST = 1_000_000
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Load the demo agency once, and print who may sign in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--articles", type=a_count, default=0, metavar="N", help="Add N generated articles, for measuring."
        )
        parser.add_argument(
            "--leads", type=a_count, default=0, metavar="N", help="Add N generated leads, for measuring."
        )

    def handle(self, **options):
        if settings.IS_PRODUCTION:
            raise CommandError("The demo is for a local trial only; SITE_URL says that this is production.")
        passwords = kept_passwords()
        if not loading.is_loaded():
            self.stdout.write("Loading the demo: drawing pictures, publishing articles…")
            loading.load(passwords, pictures.draw_all())
        loading.load_people(passwords)
        if options["articles"]:
            self.add(growing.grow, options["articles"], "articles")
        if options["leads"]:
            self.add(queueing.queue, options["leads"], "leads")
        self.stdout.write(f"\nThe admin is at {settings.SITE_URL}/admin/ . Enter as one of these:")
        for person in people.PEOPLE:
            self.stdout.write(f"  {person.username:<14} {passwords[person.role]:<20} {person.display_name}")
        self.stdout.write(f"Mail is written into {settings.DATA_DIR / 'mail'}.\n")

    def add(self, make, count: int, what: str) -> None:
        started = time.monotonic()

        def tell(made: int) -> None:
            self.stdout.write(f"  {made:,} of {count:,} {what}, {made / (time.monotonic() - started):,.0f} a second")

        make(count, tell)


def a_count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST:
        raise ArgumentTypeError(f"Say how many as a number from 1 to {MOST:,}.")
    return int(text)


def kept_passwords() -> dict[str, str]:
    """One random password for each role, kept in a file that only its owner may read."""
    path = Path(settings.DATA_DIR) / "demo_passwords.json"
    passwords: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    new = {person.role for person in people.PEOPLE} - set(passwords)
    if new:
        passwords |= {role: new_password() for role in new}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(passwords, file, indent=1)
    return passwords


def new_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _sign in range(5)) for _group in range(3))
