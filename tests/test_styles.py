"""Style sheets are whole: a brace too few hides every rule after it, and no browser says so."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parent.parent / "static" / "css").glob("*.css"))
GROUPS = ("@media", "@supports", "@layer", "@container", "@starting-style", "@keyframes", "@scope")


def bare(text: str) -> str:
    """Without comments and strings, with their line breaks."""
    return re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def faults(text: str) -> list[str]:
    """Every place where blocks do not close or nest as they should."""
    found, standing, said = [], [], ""
    line = 1
    for sign in bare(text):
        line += sign == "\n"
        if sign == "{":
            if not said.strip():
                found.append(f"{line}: a block without a selector")
            # A rule inside a rule is nesting only where it says so; else the rule above was not closed.
            if standing and not standing[-1].startswith(GROUPS) and not said.strip().startswith(("&", "@")):
                found.append(f"{line}: “{said.strip()}” stands inside “{standing[-1]}”")
            standing.append(said.strip())
            said = ""
        elif sign == "}":
            if not standing:
                found.append(f"{line}: closes nothing")
            else:
                standing.pop()
            said = ""
        else:
            said = "" if sign == ";" else said + sign
    return found + [f"“{selector}” is never closed" for selector in standing]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_block_closes_and_none_stands_in_another_by_accident(sheet):
    assert faults(sheet.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "a { color: red; b { color: blue; }",
        "a { color: red; } }",
        "@media print { a { color: red; }",
        "{ color: red; }",
        "a { color: red; b { color: blue; } }",
    ],
)
def test_what_is_broken_is_found(text):
    assert faults(text)


@pytest.mark.parametrize("text", ["a { &:hover { color: red; } }", "@media print { a { content: '}'; } /* { */ }"])
def test_what_is_whole_is_not(text):
    assert faults(text) == []
