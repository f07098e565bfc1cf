"""Code in texts: the languages that a block may name, and its colours, made on the server when a page is shown.

Stored is `<pre><code class="language-python">` with plain text in it. Pygments gives the words classes and nothing
else; the style sheets give those classes their colours.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from lxml.html import HtmlElement
from pygments import format as formatted
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

LANGUAGES = {
    "bash": "Bash",
    "c": "C",
    "cpp": "C++",
    "csharp": "C#",
    "css": "CSS",
    "diff": "Diff",
    "go": "Go",
    "html": "HTML",
    "http": "HTTP",
    "ini": "INI",
    "java": "Java",
    "javascript": "JavaScript",
    "json": "JSON",
    "kotlin": "Kotlin",
    "markdown": "Markdown",
    "nginx": "nginx",
    "php": "PHP",
    "python": "Python",
    "ruby": "Ruby",
    "rust": "Rust",
    "sql": "SQL",
    "swift": "Swift",
    "toml": "TOML",
    "typescript": "TypeScript",
    "xml": "XML",
    "yaml": "YAML",
}
"""What a block may be written in: Pygments' name, and what people call it."""

ALIASES = {
    "c++": "cpp",
    "cs": "csharp",
    "golang": "go",
    "htm": "html",
    "js": "javascript",
    "md": "markdown",
    "py": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "shell": "bash",
    "ts": "typescript",
    "yml": "yaml",
    "zsh": "bash",
}
PREFIX = "language-"
MOST, LONGEST_LINE = 30_000, 2000
"""Characters that are coloured, in all and in a line; what is longer stays plain, since a page waits for it."""
PATIENCE = 0.5
"""Seconds of the processor for one block: some texts that are no code take Pygments the square of their length."""
PATIENCE_IN_ALL = 1.0
"""Seconds for all blocks of one text, however many there are."""


class _TookTooLong(Exception):
    pass


def language_class(name: str) -> str | None:
    """The class as it may be stored, such as `language-python` for `lang-py`; None for every other class."""
    prefix, dash, language = name.lower().partition("-")
    if not dash or prefix not in {"language", "lang"}:
        return None
    language = ALIASES.get(language, language)
    return f"{PREFIX}{language}" if language in LANGUAGES else None


def language_of(element: HtmlElement) -> str:
    """What the block says it is written in; empty when it says nothing."""
    return (element.get("class") or "").removeprefix(PREFIX)


@lru_cache(maxsize=128)
def coloured(text: str, language: str) -> str:
    """The code as HTML, with a class on each word that means something; about 1 ms for 40 lines, once.

    Plain where it is too much, or takes longer than `PATIENCE`.
    """
    text = text.rstrip()
    if len(text) <= MOST and max(map(len, text.split("\n"))) <= LONGEST_LINE:
        lexer = get_lexer_by_name(language, stripnl=False)
        try:
            return formatted(_in_time(lexer.get_tokens(text)), HtmlFormatter(nowrap=True)).removesuffix("\n")
        except _TookTooLong:
            pass
    return escape(text, quote=False)


@dataclass
class Patience:
    """What the blocks of one text may take together; the blocks after it is used up stay plain."""

    left: float = PATIENCE_IN_ALL

    def coloured(self, text: str, language: str) -> str:
        if self.left <= 0:
            return escape(text.rstrip(), quote=False)
        begun = time.thread_time()
        html = coloured(text, language)
        self.left -= time.thread_time() - begun
        return html


def _in_time(tokens: Iterable) -> Iterator:
    ends = time.thread_time() + PATIENCE
    for token in tokens:
        yield token
        if time.thread_time() > ends:
            raise _TookTooLong
