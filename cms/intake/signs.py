"""One sign that a machine sent something, as it is weighed, kept and shown."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Signal:
    """One sign: a name for code, points, and a reason for people (an English msgid, translated where it is shown)."""

    name: str
    points: int
    reason: str

    def as_dict(self) -> dict:
        return asdict(self)
