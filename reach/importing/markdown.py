"""Markdown as HTML: CommonMark with tables, strikethrough, footnotes and definition lists; raw HTML stays in it."""

from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin


class Rendered(NamedTuple):
    """The HTML of a text, without the heading that was taken as its title, if one was."""

    html: str
    title: str


def _sup(self, tokens, idx, options, env):
    return f"<sup>[{tokens[idx].meta['id'] + 1}]</sup>"


_RULES = {  # nothing of ours can be jumped to but headings, so notes are numbered and stand at the end as a list
    "footnote_ref": _sup,
    "footnote_block_open": lambda *_: "<hr><ol>\n",
    "footnote_block_close": lambda *_: "</ol>\n",
    "footnote_open": lambda *_: "<li>",
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": lambda *_: "",
}


def _made() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _made()


def rendered(text: str, title: str = "") -> Rendered:
    """The text as HTML. A first heading that is alone at the top is the title: `title` again, or when that is empty."""
    env: dict = {}
    tokens = _PARSER.parse(text, env)
    found = ""
    if len(tokens) > 2 and tokens[0].type == "heading_open":
        words = words_of(tokens[1])
        if words == title or (not title and tokens[0].tag == "h1"):
            found, tokens = words, tokens[3:]
    return Rendered(_PARSER.renderer.render(tokens, _PARSER.options, env), found)


def words_of(inline) -> str:
    pieces = (child.content or ("\n" if child.type == "softbreak" else "") for child in inline.children or ())
    return " ".join("".join(pieces).split())
