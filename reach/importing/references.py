"""What a text of a folder refers to: pictures and files beside it, other texts, and pictures that stand in the text."""

import base64
import binascii
import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath, splitext
from urllib.parse import unquote, urlsplit

from reach.importing.archives import Archive

INLINE = "#inline-"
DATA = re.compile(r"data:image/[a-z.+-]{1,20};base64,([A-Za-z0-9+/=%\s]{16,})", re.IGNORECASE)
ROOTS = ("", "static/", "source/", "public/", "assets/", "docs/", "content/", "src/")
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg", ".heic", ".tif", ".tiff")
_QUOTED = {"%": "%25", " ": "%20", ":": "%3A", "#": "%23", "?": "%3F", '"': "%22"}


def ref(path: str) -> str:
    """The path as it stands in texts, where a sign that means something in addresses would not survive."""
    return "".join(_QUOTED.get(sign, sign) for sign in path)


def address(path: str) -> str:
    """Where a file of the folder would stand on a site made of the folder as it is."""
    return f"/{ref(path)}"


def is_elsewhere(reference: str) -> bool:
    return reference.startswith("//") or bool(re.match(r"[a-z][a-z0-9+.-]*:", reference, re.IGNORECASE))


class Folder:
    """Where a text stands, by which what it refers to is found; without an archive nothing is."""

    def __init__(self, path: str, archive: Archive | None = None):
        self.path, self.archive = path, archive

    def found(self, reference: str) -> str | None:
        """The path of the file that is meant: from the text, from the top of the site, or in Hexo's asset folder."""
        if self.archive is None or is_elsewhere(reference):
            return None
        reference = re.split(r"[?#]", reference, maxsplit=1)[0] or unquote(urlsplit(reference).path)
        for candidate in self._candidates(reference.replace("\\", "/")):
            if path := self.archive.find(candidate):
                return path
        return None

    def _candidates(self, reference: str) -> Iterator[str]:
        here = dirname(self.path)
        if not reference.startswith("/"):
            for folder in (here, splitext(self.path)[0]):
                path = normpath(join(folder, reference))
                if not path.startswith(".."):
                    yield path
        top = self.path.partition("/")[0]
        for root in ROOTS:
            yield root + reference.lstrip("/")
            yield f"{top}/{root}{reference.lstrip('/')}"

    def picture(self, reference: str) -> str:
        """The REF of a picture; what is not found keeps a name, so that it can be listed as missing."""
        if not reference or reference.startswith(("http://", "https://")) or INLINE in reference:
            return reference
        if reference.startswith("//"):
            return f"https:{reference}"
        path = self.found(reference)
        if path is None and self.archive and unquote(reference).lower().endswith(PICTURES):
            path = self.archive.named(unquote(reference).replace("\\", "/").rpartition("/")[2])
        if path:
            return ref(path)
        if is_elsewhere(reference):
            return ""
        return re.sub(r"^(?:\.*/)+", "", normpath(join(dirname(self.path), reference)))

    def link(self, reference: str) -> str:
        """The address of another text or file of the folder, with its fragment; others as they are."""
        if not reference or reference.startswith("#") or is_elsewhere(reference):
            return reference
        pieces = urlsplit(reference)
        for candidate in (pieces.path, f"{pieces.path.rstrip('/')}.md", f"{pieces.path.rstrip('/')}/index.md"):
            if pieces.path and (path := self.found(candidate)):
                return address(path) + (f"#{pieces.fragment}" if pieces.fragment else "")
        return reference


# --- Pictures that stand in the text ---------------------------------------------------------------------------------


def without_inline(text: str, name: str) -> str:
    """The text with a REF for each picture that it holds as a `data:` address."""
    numbers = iter(range(1, len(text)))
    return DATA.sub(lambda found: f"{ref(name)}{INLINE}{next(numbers)}", text) if "base64," in text else text


def inline(text: str, number: int) -> bytes | None:
    """The bytes of the picture with this number."""
    for at, found in enumerate(DATA.finditer(text), 1):
        if at == number:
            try:
                return base64.b64decode(unquote(found[1]))
            except (binascii.Error, ValueError):
                return None
    return None


def number_of(reference: str) -> tuple[str, int] | None:
    """The file and the number that a REF of `without_inline` names."""
    name, found, number = reference.rpartition(INLINE)
    return (name, int(number)) if found and number.isascii() and number.isdigit() and len(number) < 8 else None
