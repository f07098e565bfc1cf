"""One program of the drill: started, killed without being asked, and started again as a supervisor would."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

AGAIN = 0.5  # seconds until what ended by itself is started again


class Process:
    """`is_up` asks the program itself whether it works; `user` is whose it is, where we are root."""

    def __init__(self, name, command, *, log: Path, is_up: Callable[["Process"], bool], user=None, **options):
        self.name, self.command, self.log, self.user, self.options = name, list(map(str, command)), log, user, options
        self._ask, self._running, self._due = is_up, None, 0.0
        self.started, self.is_up, self.up_at = 0.0, False, 0.0
        self.ended = 0  # by itself

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """Begin, unless it has begun already."""
        if self.is_running:
            return
        as_user = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command, stdout=log, stderr=log, start_new_session=True, **as_user, **self.options
            )
        self.started = time.monotonic()

    def kill(self, *, back_after: float = 0.0) -> None:
        """As the power or the kernel does it: this process and all that it has started, at once."""
        self._due, self.is_up = time.monotonic() + back_after, False
        if not self.is_running:
            return
        groups = [self._running.pid, *children(self._running.pid)]  # those of PostgreSQL are groups of their own
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self._running.wait()

    def tend(self) -> None:
        """Start it again when its time has come, and notice when it works."""
        now = time.monotonic()
        if self._running is None:
            return
        if self.is_running:
            if not self.is_up and self._ask(self):
                self.is_up, self.up_at = True, time.time()
        elif self.is_up:  # it ended by itself
            self.is_up, self._due = False, now + AGAIN
            self.ended += 1
        elif now >= self._due:
            self._due = now + AGAIN
            self.start()


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in listed.stdout.split()]
