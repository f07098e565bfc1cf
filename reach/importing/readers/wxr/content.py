"""From what WordPress stores of a text to honest HTML: blocks, shortcodes, paragraphs, pictures, in this order.

The result still passes the sanitiser when it is written; what would get lost there without a word is said here.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from html import escape

from django.utils.translation import gettext as _

from cms.richtext import code, videos
from cms.richtext.sanitiser import MOST_CHARACTERS, MOST_MARKS
from reach.importing.readers.wxr import blocks, shortcodes
from reach.importing.readers.wxr.paragraphs import KEPT_BLOCK, KEPT_END, KEPT_INLINE, paragraphs
from reach.importing.readers.wxr.pictures import Pictures, each, figure, image, shown
from reach.importing.readers.wxr.survey import Survey

_CODE_TAG = re.compile(r"<(pre|code)(?=[\s>])|\[(code|sourcecode|sourcode)(?=[\s\]])([^\]]*)\]", re.IGNORECASE)
_LONE_ADDRESS = re.compile(r"^[^\S\n]*(https?://[^\s<>\"']+)[^\S\n]*$", re.MULTILINE)
_ADDRESS_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>\s*(https?://[^\s<>\"']+)\s*</p>", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption(?=[\s>])[^<>]*>", re.IGNORECASE)
_FIGURE_TAG = re.compile(r"</?figure(?=[\s>])[^<>]*>", re.IGNORECASE)
_PICTURE = re.compile(r"<img(?=[\s/>])[^<>]*>", re.IGNORECASE)
_END_OF_ONE = re.compile(r"</figure\s*>|</li\s*>", re.IGNORECASE)
_LINKED = re.compile(r"\A\s*</a>", re.IGNORECASE)
_BREAKS = re.compile(r"<!--\s*(?:more\b[^>]*|nextpage|noteaser)\s*-->")
_FILE_BUTTON = re.compile(r"<a\s[^<>]*wp-block-file__button[^<>]*>[^<]*</a>", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"<sup\s[^<>]*data-fn=[^<>]*>\s*<a\s[^<>]*>([^<]*)</a>\s*</sup>", re.IGNORECASE)
_ACTING = ("script", "form")
_SAYS_NOTHING = frozenset({"more", "nextpage", "spacer", "separator"})


class Content:
    """One text on its way; `notes` says what did not come along."""

    def __init__(self, survey: Survey, post: str = "", footnotes: str = ""):
        self.survey, self.post, self.footnotes = survey, post, footnotes
        self.kept: list[str] = []
        self.unknown: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.missing = 0
        self.acting: Counter[str] = Counter()
        self.pictures = Pictures(survey)
        self.is_whole = True

    def html(self, raw: str) -> str:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if len(raw) > MOST_CHARACTERS or raw.count("<") + raw.count("&") > MOST_MARKS:
            self.is_whole = False
            return raw  # which the sanitiser refuses with its own sentence; nothing is gained by working on it
        text = self._without_code(raw)
        for name in (*_ACTING, "style"):
            text = each(text, name, self._left_out(name))
        pieces = blocks.pieces(_BREAKS.sub("\n\n", text), self._block)
        ends = shortcodes.ends_in(text)
        text = "\n".join(self._piece(piece, ends) for piece in pieces)
        text = _ADDRESS_PARAGRAPH.sub(lambda found: shown(found[1]), _without_comments(text))
        text = _NOTE_SIGN.sub(r"<sup>\1</sup>", self.pictures.settled(text))
        text = re.sub(r"\n\s*\n", "\n", text)
        return re.sub(rf"[{KEPT_BLOCK}{KEPT_INLINE}](\d+){KEPT_END}", lambda one: self.kept[int(one[1])], text).strip()

    def notes(self) -> list[str]:
        said = []
        if self.unknown:
            names = ", ".join(f"[{name}]" for name in sorted(self.unknown))
            said.append(
                _("Shortcodes that mean nothing here; what they enclose is kept: %(names)s.") % {"names": names}
            )
        if self.made:
            names = ", ".join(sorted(self.made))
            said.append(_("Blocks that WordPress fills itself, left out: %(names)s.") % {"names": names})
        if count := self.missing:
            told = _("Pictures of galleries that are not in this export: %(count)s.")
            said.append(told % {"count": count})
        if count := self.pictures.enclosed:
            told = _("Pictures that stood inside the text itself, left out: %(count)s.")
            said.append(told % {"count": count})
        if count := self.pictures.frames:
            told = _("Frames with pages of other sites, now links: %(count)s.")
            said.append(told % {"count": count})
        if self.pictures.left:
            names = "、".join(sorted(self.pictures.left)[:20])
            told = _("Links lead to files of the old site that are not taken: %(names)s.")
            said.append(told % {"names": names})
        if self.acting:
            names = ", ".join(f"<{name}>" for name in sorted(self.acting))
            said.append(_("What acts by itself was left out of the text: %(names)s.") % {"names": names})
        return said

    # --- Code, which nothing may touch ---------------------------------------------------------------------------

    def _without_code(self, text: str) -> str:
        """Code put away, so that brackets and empty lines in it stay as they are."""
        done, place, looked = [], 0, 0
        endless: set[str] = set()  # those of which no end is left, so that nobody looks for one again
        while found := _CODE_TAG.search(text, looked):
            looked, name = found.end(), (found[1] or f"[{found[2]}").lower()
            if name in endless:
                continue
            ending = re.compile(rf"</{name}\s*>" if found[1] else rf"\[/{name[1:]}\]", re.IGNORECASE)
            stop = ending.search(text, found.end())
            if stop is None:
                endless.add(name)
                continue
            done.append(text[place : found.start()])
            place = looked = stop.end()
            inner, is_block = text[found.end() : stop.start()], (found[1] or "pre").lower() == "pre"
            kept = text[found.start() : place] if found[1] else _code(inner, shortcodes.attributes(found[3]))
            done.append(self._keep(kept, KEPT_BLOCK if is_block else KEPT_INLINE))
        return "".join([*done, text[place:]])

    def _keep(self, html: str, kind: str) -> str:
        self.kept.append(html)
        return f"{kind}{len(self.kept) - 1}{KEPT_END}"

    def _left_out(self, name: str) -> Callable[[str], str]:
        def answer(_html: str) -> str:
            self.acting[name] += name in _ACTING
            return ""

        return answer

    # --- Classic text and shortcodes -----------------------------------------------------------------------------

    def _piece(self, piece: blocks.Piece, ends) -> str:
        text = shortcodes.answered(piece.text, self._handlers(), ends, self._unknown)
        if not piece.is_classic:
            return text
        return paragraphs(_without_comments(_LONE_ADDRESS.sub(lambda found: shown(found[1]), text)))

    def _unknown(self, name: str) -> None:
        self.unknown[name] += 1

    def _handlers(self) -> dict[str, shortcodes.Handler]:
        played = self._played
        return {
            "caption": _captioned,
            "wp_caption": _captioned,
            "gallery": lambda said, inner: self._gallery(said),
            "vc_gallery": lambda said, inner: self._gallery({"ids": said.get("images", "")}),
            "vc_single_image": lambda said, inner: self._gallery({"ids": said.get("image", "")}),
            "vc_raw_html": self._unreadable,
            "embed": lambda said, inner: shown(_words(inner) or said.get("src", "") or said.get("", "")),
            "video": played,
            "audio": played,
            "playlist": lambda said, inner: self._playlist(said),
            "youtube": lambda said, inner: _by_host("https://www.youtube.com/watch?v={}", said, inner),
            "vimeo": lambda said, inner: _by_host("https://vimeo.com/{}", said, inner),
        }

    def _unreadable(self, _said: dict[str, str], _inner: str) -> str:
        """What it encloses is HTML in Base64, made for one theme."""
        self._unknown("vc_raw_html")
        return ""

    def _played(self, said: dict[str, str], inner: str) -> str:
        kinds = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "")
        address = next((said[kind] for kind in kinds if said.get(kind)), "") or _words(inner)
        return shown(address)

    def _playlist(self, said: dict[str, str]) -> str:
        files = (self.survey.attachment(key) for key in _ids(said.get("ids", "")))
        return "".join(shown(file.url) for file in files if file)

    def _gallery(self, said: dict[str, str]) -> str:
        """The pictures of a gallery, one below the other: those that are named, else those that hang on the post."""
        if named := _ids(said.get("ids") or said.get("include", "")):
            found = [self.survey.attachment(key) for key in named]
        else:
            without = set(_ids(said.get("exclude", "")))
            found = [file for key, file in self.survey.attached_to(said.get("id") or self.post) if key not in without]
        self.missing += found.count(None)
        return "".join(figure(image(one.url, one.alt), escape(one.caption)) for one in found if one)

    # --- Blocks --------------------------------------------------------------------------------------------------

    def _block(self, block: blocks.Block) -> str:
        name = block.name.rpartition("/")[2]
        if block.name.startswith("core-embed/") or block.name == "embed":
            return _embedded(block)
        if block.name == "gallery":
            return self._gallery_block(block)
        if block.name == "footnotes":
            return self._footnotes()
        if block.name == "block":
            return self._reused(block)
        if block.name in {"shortcode", "freeform", "html"}:
            return block.html if block.name == "html" else paragraphs(block.html)
        if block.name == "pullquote":
            return _FIGURE_TAG.sub("", block.html)
        if block.name == "file":
            return _FILE_BUTTON.sub("", block.html)
        if block.name == "syntaxhighlighter/code":
            return self._coloured(block)
        if block.name == "cover" and not _PICTURE.search(block.html) and isinstance(block.said.get("url"), str):
            return figure(image(block.said["url"])) + block.html
        if block.is_void and name not in _SAYS_NOTHING:
            self.made[block.name] += 1
        return block.html

    def _gallery_block(self, block: blocks.Block) -> str:
        if not _PICTURE.search(block.html):
            return self._gallery({"ids": ",".join(str(key) for key in block.said.get("ids", []) if key)})
        tags = list(_PICTURE.finditer(block.html))
        pieces: list[str] = []
        others: list[str] = []
        for place, tag in enumerate(tags):
            after = block.html[tag.end() : tags[place + 1].start() if place + 1 < len(tags) else len(block.html)]
            own, *others = _END_OF_ONE.split(after, maxsplit=1)
            pieces.append(figure(tag[0], _inner(own, _CAPTION, "</figcaption>")))
        if of_all := _inner("".join(others), _CAPTION, "</figcaption>"):
            pieces.append(f"<p>{of_all}</p>")
        return "".join(pieces)

    def _reused(self, block: blocks.Block) -> str:
        """A block that several texts share: its text, where the export has it; those inside it are only named."""
        text = self.survey.reusable(str(block.said.get("ref", "")))
        if not text:
            self.made["block"] += 1
            return ""

        def answer(inner: blocks.Block) -> str:
            if inner.name == "block":
                self.made["block"] += 1
                return ""
            return self._block(inner)

        pieces = blocks.pieces(_BREAKS.sub("\n\n", self._without_code(text)), answer)
        return "\n".join(paragraphs(one.text) if one.is_classic else one.text for one in pieces)

    def _footnotes(self) -> str:
        try:
            rows = json.loads(self.footnotes)
        except (ValueError, RecursionError):
            return ""
        rows = [row.get("content") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        items = "".join(f"<li>{row}</li>" for row in rows if isinstance(row, str))
        return f"<ol>{items}</ol>" if items else ""

    def _coloured(self, block: blocks.Block) -> str:
        """Code with its language, which is said outside of it."""
        found = re.search(rf"{KEPT_BLOCK}(\d+){KEPT_END}", block.html)
        language = code.language_class(f"{code.PREFIX}{block.said.get('language', '')}")
        if found and language:
            words = _inner(self.kept[int(found[1])], re.compile(r"<pre[^<>]*>", re.IGNORECASE), "</pre>")
            self.kept[int(found[1])] = f'<pre><code class="{language}">{words}</code></pre>'
        return block.html


def _code(words: str, said: dict[str, str]) -> str:
    name = (said.get("language") or said.get("lang") or said.get("") or "").lower()
    words = words.strip("\n")
    words = words if "<" not in words else escape(words, quote=False)
    return f'<pre><code class="{code.PREFIX}{escape(name)}">{words}</code></pre>' if name else f"<pre>{words}</pre>"


def _words(html: str) -> str:
    return re.sub(r"<[^<>]*>", "", html).strip()


def _ids(said: str) -> list[str]:
    return re.findall(r"\d{1,18}", said)


def _captioned(said: dict[str, str], inner: str) -> str:
    """A picture with its link, and the words after it."""
    found = _PICTURE.search(inner)
    if not found:
        return inner
    before, after = inner[: found.start()], inner[found.end() :]
    picture = found[0]
    if linked := _LINKED.match(after):
        opened = before.rfind("<a")
        picture = before[opened:] + picture + linked[0] if opened >= 0 else picture
        before, after = before[: max(opened, 0)], after[linked.end() :]
    return figure(picture, said.get("caption") or f"{before} {after}")


def _by_host(page: str, said: dict[str, str], inner: str) -> str:
    given = _words(inner) or said.get("", "") or said.get("id", "") or said.get("url", "")
    return shown(given if "/" in given else page.format(given))


def _embedded(block: blocks.Block) -> str:
    address = block.said.get("url")
    if not isinstance(address, str):
        found = re.search(r"https?://[^\s<>\"']+", block.html)
        address = found[0] if found else ""
    caption = _inner(block.html, _CAPTION, "</figcaption>")
    answer = shown(address, caption if videos.recognised(address) else "")
    return answer if videos.recognised(address) or not caption else f"{answer}<p>{caption}</p>"


def _inner(html: str, begin: re.Pattern, end: str) -> str:
    """What stands between the first `begin` and the `end` after it."""
    found = begin.search(html)
    stop = html.find(end, found.end()) if found else -1
    return html[found.end() : stop].strip() if found and stop >= 0 else ""


def _without_comments(html: str) -> str:
    done, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        done.append(html[place:start])
        stop = html.find("-->", start)
        place = stop + 3 if stop >= 0 else len(html)
    return "".join([*done, html[place:]])
