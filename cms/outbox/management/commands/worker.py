import signal

from django.core.management.base import BaseCommand

from cms.outbox.worker import Loop, run_once


class Command(BaseCommand):
    help = "Do the background work: send mail, make pictures, sweep. Runs until SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now and leave.")

    def handle(self, *args, once, **options):
        if once:
            self.stdout.write(f"{run_once()} done")
            return
        loop = Loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, loop.stop)
        loop.run()
