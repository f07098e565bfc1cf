"""What Hugo, Jekyll, Hexo and Obsidian add to Markdown, as Markdown and HTML that everybody reads.

What has no counterpart, such as a shortcode of somebody's theme, is taken out, and its name is kept for the report.
Code stays as it stands, since much of what is written about these programs shows their tags.
"""

import re
from collections.abc import Iterator
from html import escape

from cms.richtext import videos
from reach.importing.references import PICTURES, Folder, address, ref

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
TOKEN = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|(?P<embed>!?)\[\[(?P<wiki>[^\[\]\n]{1,300})\]\]"
    r"|\{\{[<%]\s*(?P<hugo>/?[\w-]+)(?P<hugo_said>[^{}\n]{0,1000}?)\s*/?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>[\w-]+)(?P<liquid_said>[^{}\n]{0,1000}?)\s*-?%\}"
    r"|\{\{\s*(?P<output>(?:site\.\w+|[\"'][^\"'\n]{1,200}[\"']\s*\|)[^{}\n]{0,200}?)\s*\}\}"
    r"|(?P<kramdown>\{:[^{}\n]{1,200}\})"
    r"|(?P<task>^[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]+)\[(?P<done>[ xX])\](?=[ \t])",
    re.MULTILINE,
)
ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""")
HOSTS = {"youtube": "youtube", "bilibili": "bilibili", "bili": "bilibili", "vimeo": "vimeo"}


def plain(text: str, folder: Folder, lost: set[str]) -> str:
    """The text without its dialect; `lost` gets the names of what was taken out."""
    dialect = Dialect(folder, lost)
    return "".join(piece if is_code else TOKEN.sub(dialect.replaced, piece) for is_code, piece in pieces(text, dialect))


def pieces(text: str, dialect: "Dialect") -> Iterator[tuple[bool, str]]:
    """The text in runs of lines inside and outside of fences, and whether each is code."""
    fence, run = "", []
    for line in text.splitlines(keepends=True):
        opened = FENCE.match(line)
        if fence:
            run.append(line)
            if opened and opened[1].startswith(fence) and not line.strip().strip(fence[0]):
                yield True, "".join(run)
                fence, run = "", []
        elif opened:
            yield False, "".join(run)
            fence, run = opened[1], [line]
        else:
            run.append(line)
    yield bool(fence), "".join(run)


class Dialect:
    """Each tag of the four, by its name."""

    def __init__(self, folder: Folder, lost: set[str]):
        self.folder, self.lost = folder, lost

    def replaced(self, found: re.Match) -> str:
        if found["code"]:
            return found[0]
        if found["wiki"]:
            return self.wiki(found["wiki"], bool(found["embed"]))
        if found["hugo"]:
            return self.tag(found["hugo"], found["hugo_said"])
        if found["liquid"]:
            return self.tag(found["liquid"], found["liquid_said"])
        if found["output"]:
            return "".join(
                re.findall(r"[\"']([^\"']+)[\"']\s*\|\s*(?:relative_url|absolute_url|relURL|absURL)", found[0])
            )
        if found["task"]:
            return f"{found['task']}{'☐' if found['done'] == ' ' else '☑'}"
        return ""

    def tag(self, name: str, said: str) -> str:
        made = getattr(self, f"tag_{name.lower().replace('-', '_').replace('/', 'end')}", None)
        if made:
            return made(said)
        if name.lower() in HOSTS:
            return self.video(HOSTS[name.lower()], said)
        if not name.startswith(("/", "end")):
            self.lost.add(name)
        return ""

    # --- Links ---------------------------------------------------------------------------------------------------

    def wiki(self, said: str, is_embedded: bool) -> str:
        target, _bar, words = said.partition("|")
        target, _sign, heading = target.strip().partition("#")
        archive = self.folder.archive
        path = self.folder.found(target) or (archive and (archive.named(target) or archive.named(f"{target}.md")))
        if is_embedded and target.lower().endswith(PICTURES):
            alt = "" if re.fullmatch(r"[\d x]*", words) else words
            return f"![{alt}](<{ref(path or target)}>)"
        shown = words.strip() or heading or target
        if is_embedded:
            self.lost.add(f"![[{said}]]")
        return f"[{shown}](<{address(path)}>)" if path else shown

    def _path(self, said: str) -> str:
        """The address of the text that a link tag names, by its path or by its name."""
        name = next(iter(positional(said)), "")
        name, _sign, fragment = name.partition("#")
        archive = self.folder.archive
        path = None
        for candidate in (name, f"{name}.md", f"{name}/index.md"):
            path = path or self.folder.found(candidate) or (archive and archive.named(candidate.rpartition("/")[2]))
        found = address(path) if path else name
        return f"{found}#{fragment}" if fragment else found

    def tag_ref(self, said):
        return self._path(said)

    tag_relref = tag_link = tag_post_url = tag_post_path = tag_asset_path = tag_ref

    def tag_post_link(self, said):
        words = " ".join(positional(said)[1:]) or next(iter(positional(said)), "")
        return f"[{words}](<{self._path(said)}>)"

    # --- Pictures and videos -------------------------------------------------------------------------------------

    def tag_figure(self, said):
        given = named(said)
        source = given.get("src") or next(iter(positional(said)), "")
        caption = " ".join(filter(None, (given.get("title"), given.get("caption"))))
        image = f'<img src="{escape(source)}" alt="{escape(given.get("alt", ""))}">'
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        return f"\n\n<figure>{image}{below}</figure>\n\n" if source else ""

    def tag_asset_img(self, said):
        words = [word for word in positional(said) if not word.isdigit()]
        source = next((word for word in words if word.lower().endswith(PICTURES)), "")
        alt = " ".join(words[words.index(source) + 1 :]) if source else ""
        return f"![{alt}](<{source}>)" if source else ""

    tag_img = tag_image = tag_asset_img

    def video(self, host: str, said: str) -> str:
        identity = named(said).get("id") or next(iter(positional(said)), "")
        found = videos.known(f"{host}:{identity}")
        if found is None:
            self.lost.add(host)
        return f'\n\n<figure data-video="{escape(found)}"></figure>\n\n' if found else ""

    # --- Blocks --------------------------------------------------------------------------------------------------

    def tag_highlight(self, said):
        return f"\n```{next(iter(positional(said)), '')}\n"

    def tag_codeblock(self, said):
        language = re.search(r"lang[:=]\s*(\S+)", said)
        return f"\n```{language[1] if language else ''}\n"

    def tag_endhighlight(self, said):
        return "\n```\n"

    tag_endcodeblock = tag_endhighlight

    def tag_blockquote(self, said):
        return "\n<blockquote>\n\n"

    def tag_endblockquote(self, said):
        return "\n\n</blockquote>\n"

    tag_quote, tag_endquote = tag_blockquote, tag_endblockquote

    def nothing(self, said):
        return ""

    tag_raw = tag_endraw = tag_note = tag_endnote = tag_comment = tag_toc = nothing


def arguments(said: str) -> list[tuple[str, str]]:
    return [(name, double or single or bare) for name, double, single, bare in ARGUMENT.findall(said)]


def positional(said: str) -> list[str]:
    return [value for name, value in arguments(said) if not name]


def named(said: str) -> dict[str, str]:
    return {name.lower(): value for name, value in arguments(said) if name}
