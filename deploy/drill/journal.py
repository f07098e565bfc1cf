"""What the other side has taken, one line each, on the disk before it answers: so a kill takes back nothing it said."""

import json
import os
import threading
import time
from pathlib import Path


class Journal:
    """Lines of JSON that only grow; any thread may write."""

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("ab")

    def write(self, **said) -> None:
        line = json.dumps({"at": time.time(), **said}, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())


def read(path: Path) -> list[dict]:
    """Every whole line, as it was written; what a kill cut off was never answered."""
    if not path.exists():
        return []
    found = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
