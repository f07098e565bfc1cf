"""`manage.py serve`: the web server and the worker side by side, which live and die together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

logger = logging.getLogger(__name__)

GRACE = 25  # seconds for finishing what is in hand


class Command(BaseCommand):
    help = "Run the web server (Granian) on 127.0.0.1:$PORT and the worker, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args, port, **options):
        if is_taken(port):
            raise CommandError(f"Something already listens on port {port}; choose another, as in PORT={port + 1}.")
        self.is_stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        children = {"The web server": start(web(port)), "The worker": start(worker())}
        try:
            ended = self.wait_for_an_end(children)
        finally:
            stop_all(children.values())
        if ended:
            raise CommandError(f"{ended} ended by itself (exit code {children[ended].returncode}); all is stopped.")

    def stop(self, *_signal):
        self.is_stopping = True

    def wait_for_an_end(self, children) -> str | None:
        """The name of the child that ended unasked, or None when we were told to stop."""
        while not self.is_stopping:
            for name, child in children.items():
                if child.poll() is not None:
                    return name
            time.sleep(0.2)
        return None


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was closed a moment ago is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def web(port: int) -> list[str]:
    options = "--interface wsgi --host 127.0.0.1 --workers 1 --runtime-mode mt --runtime-threads 2 --blocking-threads 4"
    return [sys.executable, "-m", "granian", *options.split(), "--port", str(port), "cms.wsgi:application"]


def worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]


def start(command: list[str]) -> subprocess.Popen:
    """A session of its own, so that Ctrl-C reaches this process alone and the children are stopped in order."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603  ours


def stop_all(children) -> None:
    """Ask, wait, and only then insist, with what a child killed from outside left behind too."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("Process %s did not stop in %s seconds and is killed.", child.pid, GRACE)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
