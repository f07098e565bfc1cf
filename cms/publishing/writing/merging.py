"""Two versions of a thing that began as one: what differs, who changed it, and one version made of both.

Versions are snapshots (`cms.publishing.snapshots`). A difference has a path: `fields:title`, `m2m:tags`,
`parts:citations:<id>` for a row that only one of them has, `parts:citations:<id>:title` for a field of a row that both
have.
"""

import copy
from typing import Any, NamedTuple

THEIRS, MINE = "theirs", "mine"
UNKNOWN = object()  # what it was before, when nobody kept that


class Difference(NamedTuple):
    """One thing that the versions say differently; None stands for a row that is not there."""

    path: str
    was: Any
    theirs: Any
    mine: Any

    @property
    def is_clash(self) -> bool:
        """Whether both changed it, or nobody can tell."""
        return self.was is UNKNOWN or (self.was not in (self.theirs, self.mine))

    @property
    def side(self) -> str:
        """The side that changed it; mine where that does not decide."""
        return THEIRS if self.was is not UNKNOWN and self.was == self.mine else MINE


def differences(base: dict | None, theirs: dict, mine: dict) -> list[Difference]:
    """Everything in which the two differ, in the order of the form."""
    found = []
    for group in ("fields", "m2m"):
        for name, value in mine[group].items():
            if name in theirs[group] and theirs[group][name] != value:
                was = base[group].get(name, UNKNOWN) if base else UNKNOWN
                found.append(Difference(f"{group}:{name}", was, theirs[group][name], value))
    for name in mine["parts"]:
        found += _differing_rows(name, base, theirs, mine)
    return found


def merged(base: dict | None, theirs: dict, mine: dict, choices: dict[str, str]) -> dict:
    """Mine, with theirs wherever that is chosen, or where only they changed it and nothing was chosen."""
    made = copy.deepcopy(mine)
    for difference in differences(base, theirs, mine):
        if choices.get(difference.path, difference.side) == THEIRS:
            _take(made, difference)
    for name in made["parts"]:
        made["parts"][name] = _in_order(name, base, theirs, mine, made["parts"][name])
    return made


def _differing_rows(name, base, theirs, mine):
    was, others, own = (_by_id(version, name) for version in (base, theirs, mine))
    for key in [*own, *(key for key in others if key not in own)]:
        before = was.get(key) if base else UNKNOWN
        if key in own and key in others:
            for column, value in _content(own[key]).items():
                other = others[key].get(column)
                if other != value:
                    old = before.get(column, UNKNOWN) if isinstance(before, dict) else UNKNOWN
                    yield Difference(f"parts:{name}:{key}:{column}", old, other, value)
        else:
            rows = (others.get(key), own.get(key))
            yield Difference(f"parts:{name}:{key}", *(_content(row) for row in (before, *rows)))


def _by_id(version, name) -> dict:
    return {row["id"]: row for row in (version or {"parts": {}})["parts"].get(name, [])}


def _content(row):
    """The row without its place, which is the order's question."""
    if not isinstance(row, dict):
        return row
    return {column: value for column, value in row.items() if column not in {"id", "position"}}


def _take(made, difference):
    group, name, *rest = difference.path.split(":")
    if group != "parts":
        made[group][name] = copy.deepcopy(difference.theirs)
        return
    rows = made["parts"][name]
    if len(rest) == 2:
        next(row for row in rows if row["id"] == rest[0])[rest[1]] = copy.deepcopy(difference.theirs)
    elif difference.theirs is None:
        rows[:] = [row for row in rows if row["id"] != rest[0]]
    else:
        rows.append({"id": rest[0], "position": 0, **copy.deepcopy(difference.theirs)})


def _in_order(name, base, theirs, mine, rows):
    """The rows in the order of the side that moved them, mine if both did; new ones stay behind what they followed."""
    was, others, own = (list(_by_id(version, name)) for version in (base, theirs, mine))
    first, second = (others, own) if base and _common(own, was) == _common(was, own) else (own, others)
    order = list(first)
    for place, key in enumerate(second):
        if key not in order:
            before = second[place - 1] if place else None
            order.insert(order.index(before) + 1 if before in order else 0 if not place else len(order), key)
    rows = sorted(rows, key=lambda row: order.index(row["id"]))
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _common(keys, others):
    return [key for key in keys if key in others]
