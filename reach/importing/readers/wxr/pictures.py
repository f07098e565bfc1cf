"""Pictures, players and frames in a text: each becomes what our texts know, or a link that says where it is."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from cms.richtext import files, videos
from reach.importing.readers.wxr.paragraphs import INSIDE_A_TAG
from reach.importing.readers.wxr.survey import Survey

IMAGE = re.compile(rf"<img(?=[\s/>]){INSIDE_A_TAG}>", re.IGNORECASE)
_LINKED_IMAGE = re.compile(rf"(<a(?=\s)[^<>]*>)\s*(<img(?=[\s/>]){INSIDE_A_TAG}>)\s*</a>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic)\Z", re.IGNORECASE)
_LATER = ("data-lazy-src", "data-src", "data-original", "data-actualsrc", "data-echo", "data-orig-file", "data-url")
_BY_ID = re.compile(r"(?:\A|\s)wp-image-(\d+)(?=\s|\Z)")
_FRAME = re.compile(rf"<iframe(?=[\s/>]){INSIDE_A_TAG}>(?:\s*</iframe\s*>)?", re.IGNORECASE)
_SOURCE = re.compile(
    r"<(?:video|audio|source|embed|a)(?=\s)[^<>]*?\s(?:src|href)\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE
)
_HREF = re.compile(r"(<a(?=\s)[^<>]*?\shref\s*=\s*)(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
_MOVIE = re.compile(r"<param(?=\s)[^<>]*\bvalue\s*=\s*[\"']?(https?://[^\"'\s<>]+)", re.IGNORECASE)
_OLD_PLAYERS = (
    (re.compile(r"youtube(?:-nocookie)?\.com/v/"), "youtube.com/embed/"),
    (
        re.compile(r"player\.youku\.com/player\.php/(?:[^\"'\s]*/)?sid/([0-9A-Za-z=]+)/v\.swf.*"),
        r"player.youku.com/embed/\1",
    ),
)


def attributes_of(tag: str) -> dict[str, str]:
    return {name.lower(): unescape("".join(values)).strip() for name, *values in _ATTRIBUTE.findall(tag)}


def image(address: str, alt: str = "") -> str:
    return f'<img src="{escape(address)}" alt="{escape(alt)}">'


def figure(inner: str, caption: str = "") -> str:
    caption = re.sub(r"\s+", " ", caption).strip()
    return (
        f"\n\n<figure>{inner}<figcaption>{caption}</figcaption></figure>\n\n"
        if caption
        else f"\n\n<figure>{inner}</figure>\n\n"
    )


def shown(address: str, caption: str = "") -> str:
    """What stands behind an address that WordPress would have shown in place: a video of a known host, or a link."""
    if not address:
        return ""
    address = unescape(address.strip())
    for pattern, instead in _OLD_PLAYERS:
        address = pattern.sub(instead, address)
    if video := videos.recognised(address):
        legend = f"<figcaption>{caption.strip()}</figcaption>" if caption.strip() else ""
        return f'\n\n<figure data-video="{escape(str(video))}">{legend}</figure>\n\n'
    whole = f"https:{address}" if address.startswith("//") else address
    if not re.match(r"(?:https?://|/)", whole):
        return f"\n\n<p>{caption}</p>\n\n" if caption.strip() else ""
    words = caption.strip() or escape(file_name(whole) or whole)
    return f'\n\n<p><a href="{escape(whole)}">{words}</a></p>\n\n'


def file_name(address: str) -> str:
    """The name of a file at the end of an address; "" where it names none."""
    last = unquote(path_of(address)).rpartition("/")[2]
    return last if re.search(r"\.[A-Za-z0-9]{2,5}\Z", last) and not last.endswith((".html", ".php")) else ""


class Pictures:
    """Rewrites the pictures of one text and its links to files, and counts what could not be taken."""

    def __init__(self, survey: Survey):
        self.survey = survey
        self.enclosed = self.frames = 0
        self.left: set[str] = set()  # files of the old site that are neither pictures nor documents

    def settled(self, html: str) -> str:
        html = _without_doubles(html)
        html = _LINKED_IMAGE.sub(self._unlinked, html)
        html = IMAGE.sub(self._image, html)
        for name in ("video", "audio", "object"):
            html = each(html, name, self._played)
        html = _FRAME.sub(self._frame, html)
        html = re.sub(r"<embed(?=\s)[^<>]*>", lambda tag: self._played(tag[0]), html, flags=re.IGNORECASE)
        return _HREF.sub(self._to_file, html)

    def _to_file(self, found) -> str:
        """A link to a document gets the address by which its file is known; what is no document is named."""
        address = unescape(found[2] if found[2] is not None else found[3]).strip()
        name = file_name(address)
        if not name or _PICTURE_FILE.search(name):
            return found[0]
        known, whole = self.survey.picture_at(address), self.survey.whole(address)
        is_own = known is not None or ("/uploads/" in whole and whole.startswith(f"{self.survey.base}/"))
        if not name.lower().endswith(files.ENDINGS):
            self.left |= {name} if is_own else set()
            return found[0]
        _address, hash, fragment = address.partition("#")
        return f'{found[1]}"{escape(known.url + hash + fragment if known else whole)}"' if is_own else found[0]

    def _unlinked(self, found) -> str:
        """A picture that opens itself in large, or its own page, needs no link here."""
        link = attributes_of(found[1])
        href = link.get("href", "")
        is_itself = _PICTURE_FILE.search(path_of(href)) or "attachment" in link.get("rel", "").split()
        return found[2] if is_itself or "attachment_id=" in href else found[0]

    def _image(self, found) -> str:
        said = attributes_of(found[0])
        classes = said.get("class", "").split()
        if {"emoji", "wp-smiley"} & set(classes):
            return escape(said.get("alt", ""))
        if {said.get("width"), said.get("height")} & {"0", "1"}:
            return ""  # made to count readers
        later = next((said[name] for name in _LATER if said.get(name, "").startswith(("http", "/", "."))), "")
        address = later or said.get("src", "")
        if not address or address.startswith("data:"):
            self.enclosed += bool(address)
            return ""
        by_id = _BY_ID.search(said.get("class", ""))
        known = self.survey.picture_at(address, by_id[1] if by_id else "")
        if known:
            return image(known.url, said.get("alt") or known.alt)
        return image(self.survey.whole(address), said.get("alt", ""))

    def _played(self, html: str) -> str:
        found = _SOURCE.search(html) or _MOVIE.search(html)
        return shown(found[1]) if found else ""

    def _frame(self, found) -> str:
        said = attributes_of(found[0])
        address = next((said[name] for name in (*_LATER, "src") if said.get(name, "").startswith(("http", "/"))), "")
        answer = shown(address)
        self.frames += "data-video" not in answer
        return answer


def path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _without_doubles(html: str) -> str:
    """What lazy loading wrote a second time for readers without scripts; where it is the only one, it stays."""
    if "<noscript" not in html.lower():
        return html
    beside = each(html, "noscript", lambda piece: "")
    there = {value for tag in IMAGE.findall(beside) for value in attributes_of(tag).values()}

    def told(piece: str) -> str:
        inner = re.sub(r"</?noscript[^<>]*>", "", piece, flags=re.IGNORECASE)
        found = IMAGE.search(inner)
        return inner if found and attributes_of(found[0]).get("src") not in there else ""

    return each(html, "noscript", told)


def each(html: str, name: str, answer) -> str:
    """Each element of this name, to its next end tag, replaced; one that never ends goes to the end of the text."""
    begin, done, place = re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE), [], 0
    end = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    while found := begin.search(html, place):
        ending = end.search(html, found.end())
        stop = ending.end() if ending else len(html)
        done += [html[place : found.start()], answer(html[found.start() : stop])]
        place = stop
    return "".join([*done, html[place:]])
