"""The one way to open a zip that somebody brought.

Nothing is ever unpacked to the disk. Before a member is looked at, the list of members is held to its limits, by what
the archive says of itself; while one is read, its real bytes are held to them again. Names are decoded as Chinese
Windows, macOS and Info-ZIP write them, and what points out of the archive refuses the whole of it.
"""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from posixpath import basename
from typing import IO
from urllib.parse import unquote

from django.utils.translation import gettext as _

from cms.intake.decoding import best_guess
from reach.importing.sources import Source, Unreadable

MOST_MEMBERS = 200_000
MOST_LIST = 32 * 1024 * 1024  # bytes of the list of members, which is read whole
MOST_UNPACKED = 20 * 1024**3  # of all members together; they are read one by one
MOST_EACH = 100 * 1024 * 1024
MOST_RATIO, SMALL = 250, 1024 * 1024  # real texts and sheets stay below 100; small members cannot hurt
LONGEST_NAME, DEEPEST = 1_000, 40
CHUNK = 64 * 1024

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED, IN_UTF_8 = 0x1, 0x800
UNICODE_PATH = 0x7075  # Info-ZIP's extra field
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OSError, EOFError)
IGNORED = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.git/|\.obsidian/)", re.I)


class Archive:
    """The members of a zip by their paths, in the order of the paths. Raises Unreadable for what is dangerous."""

    def __init__(self, file: IO[bytes]):
        self.notes: list[str] = []
        hold_list_to_limits(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGED:
            raise Unreadable(_("This zip is damaged or incomplete. Pack it again and bring that.")) from None
        found = dict(sorted(self._members()))
        if sum(member.file_size for member in found.values()) > MOST_UNPACKED:
            raise Unreadable(
                _("Unpacked, this zip would be larger than %d GB. Bring it in parts.") % (MOST_UNPACKED >> 30)
            )
        self.members: dict[str, zipfile.ZipInfo] = found
        self._blind: dict[str, list[str]] | None = None
        self._named: dict[str, list[str]] | None = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __contains__(self, path: str) -> bool:
        return path in self.members

    def ending(self, *suffixes: str) -> list[str]:
        """The paths with one of these endings, whatever their case."""
        return [path for path in self.members if path.lower().endswith(suffixes)]

    # --- The list ----------------------------------------------------------------------------------------------

    def _members(self) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        seen = set()
        left_out: Counter[str] = Counter()
        for member in self._zip.infolist():
            path = safe_path(name_of(member))
            if IGNORED.search(path) or path.endswith("/") or member.is_dir():
                continue
            if path in seen:
                raise Unreadable(_("This zip holds two files called “%s”. Pack it again and bring that.") % path)
            seen.add(path)
            if reason := refused(member):
                left_out[reason] += 1
                continue
            yield path, member
        for reason, count in left_out.items():
            self.notes.append(f"{reason} ({count})")

    def find(self, path: str) -> str | None:
        """The member that a reference means: as written, else decoded, else whatever its case if only one fits."""
        for wanted in dict.fromkeys(normal(one) for one in (path, unquote(path))):
            if wanted in self.members:
                return wanted
            if self._blind is None:
                self._blind = grouped(self.members, str.casefold)
            if len(fitting := self._blind.get(wanted.casefold(), [])) == 1:
                return fitting[0]
        return None

    def named(self, name: str) -> str | None:
        """The member with this name in whatever folder, the one nearest to the top; None if there is none."""
        if self._named is None:
            self._named = grouped(self.members, lambda path: basename(path).casefold())
        fitting = self._named.get(normal(name).casefold(), [])
        return min(fitting, key=lambda path: (path.count("/"), path), default=None)

    def tailed(self, path: str) -> str | None:
        """The member whose path ends as this one does, with as many pieces as possible; None if no name is equal."""
        pieces = normal(path).casefold().strip("/").split("/")
        if self._named is None:
            self._named = grouped(self.members, lambda path: basename(path).casefold())
        return max(self._named.get(pieces[-1], []), key=lambda one: common_end(one, pieces), default=None)

    # --- What is in them ---------------------------------------------------------------------------------------

    def open(self, path: str, most: int = MOST_EACH) -> IO[bytes]:
        """A stream of at most `most` bytes, which raises Unreadable where the member is larger or damaged."""
        member = self.members[path]
        if member.file_size > most:
            raise too_large(path, most)
        if member.file_size > SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
            raise Unreadable(_("“%s” is packed as only files made to do harm are; it was not opened.") % path)
        try:
            stream = self._zip.open(member)
        except (*DAMAGED, RuntimeError):
            raise damaged(path) from None
        return io.BufferedReader(Held(stream, path, most), CHUNK)

    def read(self, path: str, most: int = MOST_EACH) -> bytes:
        with self.open(path, most) as stream:
            return stream.read()


class Held(io.RawIOBase):
    """A member that is counted while it is read, since what the archive says of it may be a lie."""

    def __init__(self, stream: IO[bytes], path: str, most: int):
        self.stream, self.path, self.most, self.left = stream, path, most, most

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            content = self.stream.read(min(len(buffer), CHUNK))
        except DAMAGED:
            raise damaged(self.path) from None
        self.left -= len(content)
        if self.left < 0:
            raise too_large(self.path, self.most)
        buffer[: len(content)] = content
        return len(content)

    def close(self):
        self.stream.close()
        super().close()


def damaged(path: str) -> Unreadable:
    return Unreadable(_("“%s” is damaged in the zip and cannot be read.") % path)


def too_large(path: str, most: int) -> Unreadable:
    size = f"{most / 1024 / 1024:.0f} MB" if most >= 1024 * 1024 else f"{most / 1024:.0f} KB"
    return Unreadable(_("“%(path)s” is larger than %(size)s and was not read.") % {"path": path, "size": size})


# --- Names -----------------------------------------------------------------------------------------------------------


def normal(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def name_of(member: zipfile.ZipInfo) -> str:
    """The name as whoever packed it saw it: said to be UTF-8, or told by Info-ZIP, or guessed."""
    if member.flag_bits & IN_UTF_8:
        return member.orig_filename
    if told := told_name(member.extra):
        return told
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # decoded by a newer zipfile already
        return member.orig_filename
    return best_guess(raw) or member.orig_filename


def told_name(extra: bytes) -> str | None:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == UNICODE_PATH and length > 5:
            try:
                return extra[9 : 4 + length].decode()
            except UnicodeDecodeError:
                return None
        extra = extra[4 + length :]
    return None


def safe_path(name: str) -> str:
    """The path within the archive; Unreadable for one that points elsewhere, which no honest program writes."""
    path = normal(name).replace("\\", "/")
    pieces = path.rstrip("/").split("/")
    if (
        not path.strip("/")
        or path.startswith("/")
        or re.match(r"[A-Za-z]:", path)
        or any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in path)
        or ".." in pieces
        or len(path) > LONGEST_NAME
        or len(pieces) > DEEPEST
    ):
        shown = "".join(sign if sign.isprintable() else "�" for sign in name[:80])
        said = _("This zip holds a name that points out of it, or is no name: “%s”. It was not opened.")
        raise Unreadable(said % shown)
    kept = "/".join(piece for piece in pieces if piece not in {"", "."})
    return f"{kept}/" if path.endswith("/") else kept


def refused(member: zipfile.ZipInfo) -> str:
    """Why this one is left out; empty if it is not."""
    if member.flag_bits & ENCRYPTED:
        return _("Files with a password were left out. Pack them again without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("Links to other files were left out.")
    if member.compress_type not in METHODS:
        return _("Files packed in an unusual way were left out. Pack them as an ordinary zip.")
    return ""


def grouped(paths: Iterable[str], by) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(by(path), []).append(path)
    return groups


def common_end(path: str, pieces: list[str]) -> int:
    """How many pieces, counted from the end, are equal."""
    own = path.casefold().split("/")
    equal = (one == other for one, other in zip(reversed(own), reversed(pieces), strict=False))
    return sum(1 for _one in takewhile(bool, equal))


# --- Before it is opened ---------------------------------------------------------------------------------------------

END, END_64, MEMBER = b"PK\5\6", b"PK\6\6", b"PK\1\2"
LONGEST_END = 22 + 65_535 + 20 + 56


def hold_list_to_limits(file: IO[bytes]) -> None:
    """zipfile makes an object of each member at once, so the list is measured before zipfile sees it."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    end = tail.rfind(END)
    if end < 0 or len(tail) - end < 22:
        raise Unreadable(_("This zip is damaged or incomplete. Pack it again and bring that."))
    length = struct.unpack_from("<I", tail, end + 12)[0]
    if length == 0xFFFFFFFF or tail[max(0, end - 20) : end].startswith(b"PK\6\7"):
        large = tail.rfind(END_64, 0, end)
        length = struct.unpack_from("<Q", tail, large + 40)[0] if 0 <= large <= len(tail) - 56 else size
    if length > MOST_LIST:
        raise too_many()
    begin = max(0, size - len(tail) + end - length - 76)
    file.seek(begin)
    if file.read(size - len(tail) + end - begin).count(MEMBER) > MOST_MEMBERS:
        raise too_many()
    file.seek(0)


def too_many() -> Unreadable:
    return Unreadable(_("This zip holds more than %s files. Bring it in parts.") % f"{MOST_MEMBERS:,}")


def is_zip(source: Source) -> bool:
    """By its first bytes, whatever it is called."""
    source.file.seek(0)
    return source.file.read(4) in {b"PK\3\4", END}


def archive_of(source: Source) -> Archive:
    """The source as an archive, whose list is read once however often its pictures are asked for."""
    kept = vars(source)
    if "archive" not in kept:
        kept["archive"] = Archive(source.file)
    return kept["archive"]
