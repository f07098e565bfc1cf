"""Move content in from the command line: `manage.py import_content FILE --dry-run`, then without.

The run is the one that the admin shows: `--resume` goes on with it, `--undo` takes it back.
Exit codes: 0 everything came in, 1 some items failed, 2 the source was refused or the order makes no sense.
"""

import sys
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q

from articles.models import Channel
from cms.people.models import User
from reach.importing import running, working, writing
from reach.importing.sources import Unreadable
from reach.models import Fate, ImportRun, Standing

BAD = (Fate.FAILED, Fate.MISSING)


class Command(BaseCommand):
    help = "Read a source (WordPress, Markdown, Word, a table, a saved page) and store what is in it."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="the source")
        parser.add_argument("--media", help="a zip of the pictures beside it")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and store nothing")
        states = [writing.AS_SOURCE, writing.AS_DRAFT, writing.AS_PUBLISHED]
        parser.add_argument("--state", choices=states, default=writing.AS_SOURCE)
        parser.add_argument("--channel", help="the address (slug) of the channel for articles without one")
        parser.add_argument("--by", help="in whose name: a user name; left out, the first administrator")
        parser.add_argument("--no-fetch", action="store_true", help="ask no other site for pictures")
        parser.add_argument("--tell", action="store_true", help="tell webhooks and robots of what becomes public")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="what the reader asks")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a run that was paused or killed")
        parser.add_argument("--undo", type=int, metavar="RUN", help="take a run back")

    def handle(self, **options):
        run = self.known(options) if options["resume"] or options["undo"] else self.brought(options)
        try:
            self.finish(run)
        except KeyboardInterrupt:
            working.pause(run)
            raise CommandError(
                f"Paused. Go on with: manage.py import_content --resume {run.pk}", returncode=2
            ) from None
        run.refresh_from_db()
        self.report(run)
        is_whole = run.standing == Standing.UNDONE or not run.items.filter(fate__in=BAD).exists()
        if options["dry_run"]:
            working.discard(run)
            run.delete()
        if run.standing == Standing.REFUSED:
            raise CommandError(run.error, returncode=2)
        if not is_whole:
            sys.exit(1)

    def known(self, options) -> ImportRun:
        run = ImportRun.objects.filter(pk=options["resume"] or options["undo"]).first()
        if run is None:
            raise CommandError("There is no such run.", returncode=2)
        if options["undo"]:
            working.pause(run)
            if not working.take_back(run) and run.standing != Standing.UNDOING:
                raise CommandError(f"It cannot be taken back: it is {run.standing}.", returncode=2)
        else:
            working.resume(run)
        ImportRun.objects.filter(pk=run.pk).update(leased_until=None)  # whoever asks says that nobody else is at it
        run.refresh_from_db()
        return run if options["undo"] else self.started(run, options, run.by or self.person(options["by"]))

    def brought(self, options) -> ImportRun:
        """The source, read; started if it is to be stored."""
        if not options["file"]:
            raise CommandError("Name a source, or a run by --resume or --undo.", returncode=2)
        by = self.person(options["by"])
        with ExitStack() as files:
            try:
                file = files.enter_context(Path(options["file"]).open("rb"))
                media = files.enter_context(Path(options["media"]).open("rb")) if options["media"] else None
                run = running.bring(Path(options["file"]).name, file, by=by, media=media)
            except (OSError, Unreadable) as error:
                raise CommandError(str(error), returncode=2) from None
        if run.standing == Standing.ASKING:
            running.answer(run, dict(one.partition("=")[::2] for one in options["option"]))
        return self.started(run, options, by)

    def started(self, run: ImportRun, options, by) -> ImportRun:
        """Read to the end, and under way unless only the report is wanted."""
        self.finish(run)
        run.refresh_from_db()
        if run.standing == Standing.READY and not options["dry_run"]:
            working.start(run, self.choices(options), by=by)
        run.refresh_from_db()
        return run

    def choices(self, options) -> dict:
        channel = Channel.objects.filter(slug=options["channel"]).first() if options["channel"] else None
        if options["channel"] and channel is None:
            raise CommandError(f"There is no channel {options['channel']}.", returncode=2)
        said = {"state": options["state"], "fetch": not options["no_fetch"], "is_told": options["tell"]}
        return said | {"channel": channel.pk if channel else None}

    def person(self, name) -> User:
        people = User.objects.filter(is_active=True)
        boss = Q(is_superuser=True) | Q(groups__name="administrator")
        found = (people.filter(username=name) if name else people.filter(boss).order_by("pk")).first()
        if found is None:
            raise CommandError("There is nobody in whose name it could come in: see --by.", returncode=2)
        return found

    def finish(self, run: ImportRun) -> None:
        """Work until the run waits for a person, one line of progress on the way."""
        while ImportRun.objects.due().filter(pk=run.pk).exists():
            working.work(run.pk)
            done, total = ImportRun.objects.values_list("done", "total").get(pk=run.pk)
            if self.stderr.isatty() and total:
                self.stderr.write(f"\r{done} of {total}", ending="")
        if self.stderr.isatty():
            self.stderr.write("")

    def report(self, run: ImportRun) -> None:
        self.stdout.write(f"Run {run.pk}: {run.name}, {run.get_standing_display()}")
        for note in run.notes:
            self.stdout.write(f"  {note}")
        for row in run.items.values("kind", "fate").annotate(total=Count("pk")).order_by("kind", "fate"):
            self.stdout.write(f"  {row['kind']}: {row['total']} {row['fate']}")
        for item in run.items.exclude(notes=[]).order_by("pk")[:200]:
            self.stdout.write(f"  {item.title or item.key}: {' '.join(item.notes)}")
