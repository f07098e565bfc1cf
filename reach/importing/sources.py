"""What is read, and by whom: a file with its options, and the readers that registered themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django import forms
from django.utils.translation import gettext as _

from reach.entries import Entry


class Unreadable(Exception):
    """A source that is not read at all, with the sentence that says why and what to do."""


@dataclass
class Source:
    """One file that somebody brought. `file` can be sought in; `media` is a zip of pictures beside it, or None.

    `options` are what the reader's form answered, as JSON. `notes` gets sentences about the source as a whole.
    """

    name: str
    file: IO[bytes]
    options: dict[str, Any] = field(default_factory=dict)
    media: IO[bytes] | None = None
    notes: list[str] = field(default_factory=list)


class Reader:
    """A kind of source: a subclass says how it is known and what is in it, and is registered by `@reader`.

    `read` yields entries one by one, in flat memory, and raises `Unreadable` for a source that cannot be read or is
    dangerous; what is wrong with one item stands in that entry's notes. It must be the same whenever it is read. It
    touches no database and asks no other site.
    """

    name = ""
    label: Any = ""
    about: Any = ""
    suffixes: tuple[str, ...] = ()

    def recognises(self, source: Source) -> bool:
        """Whether this source is for this reader, by its name and its first bytes."""
        return source.name.lower().endswith(self.suffixes)

    def form(self, source: Source) -> type[forms.Form] | None:
        """What must be said before it can be read, such as which column holds what; None if nothing."""
        return None

    def read(self, source: Source) -> Iterator[Entry]:
        raise NotImplementedError

    def origin(self, source: Source) -> str:
        """By which the same source is known when it comes again, such as the address of a site; "" for its name."""
        return ""

    def open(self, source: Source, ref: str) -> IO[bytes] | None:
        """The bytes of a picture or document that the source holds itself, by its REF; None if it has none so named."""
        return None


READERS: dict[str, Reader] = {}


def reader(cls: type[Reader]) -> type[Reader]:
    """Let people bring this kind of source; the first that recognises one reads it."""
    READERS[cls.name] = cls()
    return cls


def reader_of(source: Source) -> Reader:
    """Who reads this; raises `Unreadable` for what nobody knows."""
    for one in READERS.values():
        source.file.seek(0)
        if one.recognises(source):
            source.file.seek(0)
            return one
    labels = "、".join(str(one.label) for one in READERS.values())
    raise Unreadable(_("This kind of file is not known here. What can be read: %(kinds)s.") % {"kinds": labels})
