"""Background work: one loop over what apps have registered, and one beside it for each lane that waits for others.

A kind of work is a question and a verb: `due()` says what is to be done, `do(pk)` does one of them. Nothing is kept
in a queue, so nothing is lost with the process: what was not done is due again, and found again. An app registers its
work in `tasks.py`, imported in `AppConfig.ready()`.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, close_old_connections, connections

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)  # locked, restarting, unreachable: nobody's fault, try later


@dataclass(frozen=True)
class Work:
    """`due` gives the keys of what waits (a batch, not all of it); `do` handles one and may run twice for the same.

    `every` is in seconds: about 1 for what a person waits for, 60 for a sweep. What keeps failing should keep out of
    `due` for a while, as deliveries do; here it is logged and skipped until the next round. What asks other servers,
    and may wait seconds for each, names a `lane`: each lane is a thread of its own, and holds up no other.
    """

    name: str
    due: Callable[[], Iterable[Hashable]]
    do: Callable
    every: float = 60
    lane: str = ""


_works: list[Work] = []


def register(work: Work) -> Work:
    """Let the worker do this from now on."""
    if any(known.name == work.name for known in _works):
        raise ValueError(f"Two kinds of work are called {work.name!r}.")
    _works.append(work)
    return work


def run(work: Work, keys: Iterable[Hashable], *, stopping: Callable[[], bool] = bool) -> int:
    """Do one kind of work for these keys; how many were done. Only a database that is away comes out of it."""
    done = 0
    for pk in keys:
        if stopping():
            break
        try:
            work.do(pk)
        except DATABASE_AWAY:
            raise
        except Exception:
            logger.exception("%s failed for %s", work.name, pk)
        else:
            done += 1
    return done


def run_once() -> int:
    """Do everything that is due, and what becomes due by it, and return; how many were done."""
    total = 0
    tried: set[tuple[str, Hashable]] = set()
    while True:
        fresh = 0
        for work in _works:
            batch = [pk for pk in work.due() if (work.name, pk) not in tried]
            tried.update((work.name, pk) for pk in batch)
            fresh += len(batch)
            total += run(work, batch)
        if not fresh:
            return total


class Loop:
    """The worker's life: rounds until somebody says stop, through failures of the database."""

    def __init__(self, works: Iterable[Work] = _works, *, patience: float = 2):
        self._lanes: dict[str, list[Work]] = {"": []}
        for work in works:
            self._lanes.setdefault(work.lane, []).append(work)
        self._next: dict[str, float] = {}
        self._patience = patience  # seconds before asking a failed database again
        self._stop = threading.Event()

    def stop(self, *_signal) -> None:
        """Finish what is in hand, then leave."""
        self._stop.set()

    def run(self) -> None:
        lanes = {name: works for name, works in self._lanes.items() if name}
        beside = [threading.Thread(target=self._live, args=[works], name=name) for name, works in lanes.items()]
        for thread in beside:
            thread.start()
        self._live(self._lanes[""])
        for thread in beside:
            thread.join()

    def _live(self, works: list[Work]) -> None:
        while not self._stop.is_set():
            close_old_connections()
            pause = self._round(works)
            self._stop.wait(pause)
        connections.close_all()

    def _round(self, works: list[Work]) -> float:
        """Run what has its turn; how many seconds until the next has."""
        for work in works:
            if self._stop.is_set():
                return 0
            if time.monotonic() < self._next.get(work.name, 0):
                continue
            try:
                done = run(work, list(work.due()), stopping=self._stop.is_set)
            except DATABASE_AWAY as error:
                logger.warning("%s waits for the database: %s", work.name, error)
                connections.close_all()
                self._next[work.name] = time.monotonic() + self._patience
            except Exception:
                logger.exception("%s could not say what is due", work.name)
                self._next[work.name] = time.monotonic() + max(work.every, self._patience)
            else:
                self._next[work.name] = time.monotonic() + (0.05 if done else work.every)
        soonest = min((self._next[work.name] for work in works), default=time.monotonic() + 1)
        return max(0.02, soonest - time.monotonic())
