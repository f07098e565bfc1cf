"""Who is killed, and when: at moments spread at random over the posts, half of them while a message is handed over."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

LONGEST_DOWN = 1.5  # seconds until what was killed is started again
OWED = 2  # kills that may be outstanding before visitors wait for them
SHARES = {"web": 4, "worker": 5, "mail_server": 5, "database": 5, "redis": 3, "all at once": 1}
AIMED = 0.5  # of the kills
AIM = 3  # seconds to wait for a message to be handed over


@dataclass(frozen=True)
class Kill:
    """One kill, and whom it hit."""

    at: float
    whom: str
    hit: tuple[str, ...]


class Killer:
    def __init__(self, installation, kills: int, posts: int, *, seed):
        self._installation, self._dice = installation, random.Random(f"{seed} kills")
        self._moments = sorted(self._dice.uniform(0, posts * 0.97) for _kill in range(kills))
        self._reached = 0
        self.kills: list[Kill] = []
        self._changed = threading.Condition()

    def pace(self, number: int) -> None:
        """Hold a visitor while more kills are owed than may be."""
        with self._changed:
            self._reached = max(self._reached, number)
            self._changed.wait_for(lambda: self.owed() <= OWED)

    def give_up(self) -> None:
        """No more kills, and nobody waits for any."""
        with self._changed:
            self._moments = []
            self._changed.notify_all()

    def owed(self) -> int:
        return sum(moment < self._reached for moment in self._moments) - len(self.kills)

    def run(self, is_over: threading.Event) -> None:
        """Until every kill was done and the last visitor has gone; what is down is started again meanwhile."""
        while not is_over.is_set() or len(self.kills) < len(self._moments):
            self.tend()
            if self.owed() > 0 or (is_over.is_set() and len(self.kills) < len(self._moments)):
                self.strike()
            time.sleep(0.05)

    def tend(self) -> None:
        for process in self._installation.programs:
            process.tend()

    def strike(self) -> None:
        """Kill one of those that are up, now or in the moment in which something is handed over."""
        up = {
            name: processes
            for name, processes in self._installation.victims.items()
            if all(process.is_up and process.is_running for process in processes)
        }
        if not up:
            return
        whom = self._dice.choices(list(up), [SHARES[name] for name in up])[0]
        if whom in {"worker", "mail_server", "database", "all at once"} and self._dice.random() < AIMED:
            self.wait_for_a_message()
        kill = Kill(time.time(), whom, tuple(process.name for process in up[whom]))
        for process in up[whom]:
            process.kill(back_after=self._dice.uniform(0, LONGEST_DOWN))
        with self._changed:
            self.kills.append(kill)
            self._changed.notify_all()

    def wait_for_a_message(self) -> None:
        journals = [self._installation.folder / name for name in ("mail.jsonl", "calls.jsonl")]
        before, deadline = sizes(journals), time.monotonic() + AIM
        while sizes(journals) == before and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(self._dice.choice((0, 0, 0.005, 0.02)))

    def counted(self) -> Counter:
        return Counter(kill.whom for kill in self.kills)


def sizes(files: list[Path]) -> list[int]:
    return [file.stat().st_size if file.exists() else 0 for file in files]
