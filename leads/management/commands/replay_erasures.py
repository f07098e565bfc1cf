import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.library.storage import private
from leads.forgetting import replay


class Command(BaseCommand):
    help = "After a backup was put back: forget once more who was forgotten since, from a folder of certificates."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", help="where E-….json files are; the private storage if left out")

    def handle(self, *args, folder=None, **options):
        try:
            records = [json.loads(text) for text in (in_folder(folder) if folder else in_storage())]
        except (OSError, ValueError) as error:
            raise CommandError(f"These are no erasure records: {error}") from error
        done = replay(records)
        self.stdout.write(f"{len(records)} erasures read, {done} persons forgotten again.")


def in_folder(folder):
    return [path.read_text() for path in sorted(Path(folder).glob("E-*.json"))]


def in_storage():
    names = sorted(private.listdir("erasures")[1]) if private.exists("erasures") else []
    return [private.open(f"erasures/{name}").read().decode() for name in names if name.startswith("E-")]
