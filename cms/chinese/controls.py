"""Characters that nobody types and no page can show."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """The text without control characters (C0, C1), which break feeds, files and terminals; tabs and lines stay."""
    return _CONTROLS.sub("", text)
