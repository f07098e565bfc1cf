"""Zips as people bring them, and as they should not."""

import io
import zipfile

from reach.importing.sources import Source


def packed(files: dict[str, bytes | str], method=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    made.seek(0)
    return made


def renamed(made: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """The same zip with another name, of the same length, wherever it stands; zipfile itself would not write it."""
    assert len(old) == len(new)
    return io.BytesIO(made.getvalue().replace(old, new))


def source_of(files: dict[str, bytes | str], name="folder.zip") -> Source:
    return Source(name, packed(files))
