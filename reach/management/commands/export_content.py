"""`manage.py export_content --format markdown OUT`: everything, written down; whoever is interrupted goes on."""

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.core.management.base import BaseCommand, CommandError

from reach.exporting.everything import models_of
from reach.exporting.formats import FORMATS, Different, gone_on, prepared, put_together, said_of
from reach.exporting.pieces import Bench
from reach.exporting.site import Unmade, is_root

STDOUT = "-"


class Command(BaseCommand):
    help = "Write the content of the site down, or the public site as static files."

    def add_arguments(self, parser):
        parser.add_argument("out", metavar="OUT", help="A file; for a site a folder or a .zip; - for the output.")
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument(
            "--kinds", nargs="+", default=[], metavar="KIND", help="Such as articles.article; else all."
        )
        parser.add_argument("--drafts", action="store_true", help="Take along what is not published.")
        parser.add_argument("--base", default="", metavar="URL", help="For a site: the address where it will stand.")

    def handle(self, *, out, format, kinds, drafts, base, **options):
        known = {model._meta.label_lower for model in models_of()}
        if wrong := sorted(set(kinds) - known):
            raise CommandError(f"Not known: {', '.join(wrong)}. There are: {', '.join(sorted(known))}.")
        if base and (format != "site" or not is_root(base)):
            raise CommandError("--base is the root of a domain, with https://, where a copy of the site will stand.")
        if format == "site" and (kinds or drafts):
            raise CommandError("A site is what the public sees: neither --kinds nor --drafts go with it.")
        asked = {"base": base} if format == "site" else {"kinds": sorted(kinds), "with_drafts": drafts}
        try:
            with tempfile.TemporaryDirectory() as folder:
                self.make(out, format, asked, Path(folder) if out == STDOUT else Path(f"{out.rstrip('/')}.parts"))
        except Unmade as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{said_of(error)} What is done is kept beside it; ask again to go on.") from error

    def make(self, out, format, asked, folder: Path) -> None:
        bench = Bench(FileSystemStorage(folder), "")
        try:
            made = prepared(format, asked, bench)
        except Different:
            raise CommandError(f"{folder} holds another export. Delete it, or ask for the same again.") from None
        if bench.state["parts"]:
            self.stderr.write("Going on where it was interrupted.")
        for done, total in gone_on(made, bench):
            self.stderr.write(f"  {done:,} of {total:,}")
        self.finish(made, bench, out, folder)
        shutil.rmtree(folder, ignore_errors=True)
        self.stderr.write(f"Done: {out}" if out != STDOUT else "Done.")

    def finish(self, made, bench, out: str, folder: Path) -> None:
        """Whole or not at all: it gets its name once everything is in it."""
        part = folder / "whole"
        with part.open("w+b") as file:
            put_together(made, bench, file)
            file.seek(0)
            if out == STDOUT:
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
                return
        if made.name == "site" and not out.endswith(".zip"):
            if Path(out).exists() and any(Path(out).iterdir()):
                raise CommandError(f"{out} is there already and not empty.")
            with zipfile.ZipFile(part) as archive:
                archive.extractall(out)
            return
        part.replace(out)
