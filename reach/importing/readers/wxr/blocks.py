"""The blocks of the block editor, whose names and settings stand in comments: `<!-- wp:image {"id":12} -->`."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

_DELIMITER = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)(?=\s)")
DEEPEST = 50  # each level is written once more


class Block(NamedTuple):
    """A block that is complete: what it says of itself, and its HTML with that of the blocks in it."""

    name: str
    said: dict
    html: str
    is_void: bool


class Piece(NamedTuple):
    """A stretch of a text; `is_classic` where it stands in no block."""

    text: str
    is_classic: bool


def pieces(text: str, answer: Callable[[Block], str]) -> list[Piece]:
    """The text without the delimiters, each block replaced by what `answer` makes of it."""
    frames: list[tuple[str, dict, list[str]]] = [("", {}, [])]
    done: list[Piece] = []
    place, too_deep = 0, 0

    def add(html: str, is_classic=False):
        if len(frames) > 1:
            frames[-1][2].append(html)
        elif html.strip():
            done.append(Piece(html, is_classic))

    for start, end, is_end, name, said, is_void in _delimiters(text):
        add(text[place:start], is_classic=True)
        place = end
        if is_void:
            add(answer(Block(name, said, "", is_void=True)))
        elif not is_end and (too_deep or len(frames) > DEEPEST):
            too_deep += 1
        elif not is_end:
            frames.append((name, said, []))
        elif too_deep:
            too_deep -= 1
        elif frames[-1][0] == name:
            _name, settings, inner = frames.pop()
            add(answer(Block(name, settings, "".join(inner), is_void=False)))
    last = text[place:]
    while len(frames) > 1:  # never closed
        name, said, inner = frames.pop()
        add(answer(Block(name, said, "".join(inner) + last, is_void=False)))
        last = ""
    add(last, is_classic=True)
    return done


def _delimiters(text: str):
    place = 0
    while found := _DELIMITER.search(text, place):
        place = text.find("-->", found.end())
        if place < 0:
            return
        said = text[found.end() : place].strip()
        place += 3
        is_void = said.endswith("/")
        yield found.start(), place, bool(found[1]), found[2].removeprefix("core/"), _settings(said.rstrip("/")), is_void


def _settings(said: str) -> dict:
    try:
        found = json.loads(said) if said.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
