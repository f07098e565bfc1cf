"""What stands above a Markdown text: YAML between `---`, TOML between `+++`, or JSON, as Hugo, Jekyll and Hexo read it.

YAML values are taken as the words that stand there, so that a title such as `no` or `2019` stays one; what they mean
is decided by whoever knows the name. Aliases, by which a few lines become gigabytes, are refused, and so is depth.
"""

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import yaml
from django.utils.translation import gettext as _

LONGEST, DEEPEST = 12 * 1024 * 1024, 40
TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OPENINGS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CLOSINGS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
PAIR = re.compile(r"([^\s:#][^:]*):[ \t]+(.+)")
FENCES = {"---": "---", "+++": "+++", ";;;": ";;;"}


class Matter(NamedTuple):
    """The mapping, the text below it, and what was wrong with the first."""

    values: dict[str, Any]
    text: str
    notes: list[str]


def split(content: str) -> Matter:
    """A file's front matter and its text; what cannot be read as a mapping is noted, and the text is kept."""
    content = content.lstrip("\n")
    first = content.partition("\n")[0].rstrip()
    if first in FENCES:
        raw, text = between(content, FENCES[first])
        if raw is None:
            return Matter({}, content, [])
        return read({"---": "yaml", "+++": "toml", ";;;": "json"}[first], raw, text)
    if first.startswith("{") and not first.startswith(("{{", "{%")):
        try:
            values, end = json.JSONDecoder().raw_decode(content[:LONGEST])
        except (ValueError, RecursionError):
            return Matter({}, content, [])
        if isinstance(values, dict):
            return Matter(values, content[end:].lstrip("\n"), [])
    if hexo := re.match(
        r"(?:[^\s:#\-*>`][^:\n]{0,40}: .*\n|- .*\n)+---[ \t]*\n", content
    ):  # Hexo's, without a first line
        return read("yaml", hexo[0].rstrip().removesuffix("---"), content[hexo.end() :])
    return Matter({}, content, [])


def between(content: str, fence: str) -> tuple[str | None, str]:
    end = re.compile(rf"\n{re.escape(fence)}[ \t]*(?:\n|$)|\n\.\.\.[ \t]*(?:\n|$)").search(content, len(fence))
    if not end:
        return None, content
    return content[content.index("\n") + 1 : end.start() + 1], content[end.end() :]


def read(kind: str, raw: str, text: str) -> Matter:
    if len(raw) > LONGEST:
        return Matter({}, text, [_("The front matter is too long and was left out.")])
    try:
        values = READ[kind](raw)
    except Refused as error:
        return Matter({}, text, [str(error)])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = _("The front matter is not valid, and was read line by line: %s.")
        return Matter(line_by_line(raw), text, [said % str(error).partition("\n")[0]])
    if not isinstance(values, dict):
        return Matter({}, f"{raw}\n{text}" if values else text, [])  # a rule above a text that goes on
    return Matter({str(key): value for key, value in values.items()}, text, [])


class Refused(Exception):
    """A front matter made to do harm."""


def read_yaml(raw: str) -> Any:
    raw = raw.replace("\t", "  ")
    hold_to_limits(raw)
    values = yaml.load(raw, Loader=TEXTS)  # noqa: S506 (makes texts, lists and mappings only)
    if isinstance(values, dict) and "ridgeline" in values:  # our own export says numbers and None as such
        values["ridgeline"] = yaml.load(raw, Loader=VALUES).get("ridgeline")  # noqa: S506 (safe)
    return values


def hold_to_limits(raw: str) -> None:
    depth = 0
    for event in yaml.parse(raw, Loader=TEXTS):
        depth += isinstance(event, OPENINGS) - isinstance(event, CLOSINGS)
        if isinstance(event, yaml.AliasEvent):
            raise Refused(_("The front matter repeats parts of itself by aliases, which is not read; it was left out."))
        if depth > DEEPEST:
            raise Refused(_("The front matter is nested too deeply and was left out."))


def line_by_line(raw: str) -> dict[str, Any]:
    """`name: words` of each line, for titles with a colon or an @ that YAML does not take."""
    pairs = (PAIR.fullmatch(line.rstrip()) for line in raw.split("\n"))
    return {pair[1].strip(): pair[2].strip().strip("\"'") for pair in pairs if pair}


READ: dict[str, Callable[[str], Any]] = {"yaml": read_yaml, "toml": tomllib.loads, "json": json.loads}


# --- What values mean ------------------------------------------------------------------------------------------------


def words(value: Any) -> str:
    """A value as words; empty for what is a list, a mapping or nothing."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) and value != "~" else ""


def listed(value: Any) -> list[str]:
    """One or several words: a list, lists in it, or one text with commas between them."""
    if isinstance(value, list | tuple):
        return list(
            dict.fromkeys(
                word for one in value for word in (listed(one) if isinstance(one, list) else [words(one)]) if word
            )
        )
    if isinstance(value, dict):
        return listed(list(value))
    pieces = re.split(r"[,，、;；]", words(value).strip("[]"))
    return list(dict.fromkeys(piece.strip().strip("\"'") for piece in pieces if piece.strip()))


def is_true(value: Any) -> bool:
    return words(value).lower() in {"true", "yes", "on", "1", "y"}


def is_false(value: Any) -> bool:
    return words(value).lower() in {"false", "no", "off", "0", "n"}
