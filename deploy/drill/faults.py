"""How the other side answers while the drill goes on, by dice; once it is calm, as it should."""

import random
from pathlib import Path

CALM = "calm"  # a file of this name ends all of it

FINE = "fine"
REFUSES = "refuses"  # an error, and nothing was taken
ERRS_AFTERWARDS = "errs afterwards"  # takes it and answers an error: a lie
DROPS = "drops"  # says that it took it, and breaks off
HALF = "half"  # takes it and breaks off in the middle of its answer
MUTE = "mute"  # takes it and breaks off without one
STALLS = "stalls"  # takes it and says nothing for longer than anybody waits

TAKEN = frozenset({FINE, ERRS_AFTERWARDS, DROPS, HALF, MUTE, STALLS})
ACKNOWLEDGED = frozenset({FINE, DROPS})

USUAL = {FINE: 880, REFUSES: 50, ERRS_AFTERWARDS: 15, DROPS: 30, HALF: 12, MUTE: 12, STALLS: 1}
WITHOUT_STALLS = {**USUAL, STALLS: 0}
STALL = 30  # seconds, longer than the site waits for a mail server or a program


class Faults:
    """The dice of one receiver."""

    def __init__(self, folder: Path, seed: str, weights: dict[str, int] | None = None):
        self._calm = folder / CALM
        self._dice = random.Random(seed)
        self._weights = weights or USUAL

    @property
    def is_over(self) -> bool:
        return self._calm.exists()

    def pick(self) -> str:
        if self.is_over:
            return FINE
        return self._dice.choices(list(self._weights), list(self._weights.values()))[0]
