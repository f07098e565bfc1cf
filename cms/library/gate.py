"""The one way in for pictures.

What comes out of `admit()` is made anew from the decoded pixels: no EXIF, GPS, XMP, comment, profile or hidden
second file survives, and nothing of it is named by the uploader. docs/decisions/0008-pictures.md says which formats
are taken, why the others are not, and what the limits cost.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20 * 1024 * 1024
ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.avif,.bmp"
DECODER = Path(__file__).with_name("decoder.py")
PATIENCE = 10  # seconds by the clock; the decoder may use two of the processor

TAKEN = _("Use JPEG, PNG, WebP, GIF, AVIF or BMP.")
REFUSALS = {
    "empty": _("This file is empty. Choose it again, or export it anew."),
    "heavy": _("This file has %(megabytes)s MB; at most 20 MB are taken. Save it as JPEG or in a smaller size."),
    "svg": _("SVG can carry scripts, so it is not taken. Export the drawing as PNG, at twice the size it is shown."),
    "heic": _(
        "HEIC cannot be shown by most browsers. Save it as JPEG, or set the phone's camera to “most compatible”."
    ),
    "tiff": _("TIFF is made for printing. Save the picture as PNG or JPEG and upload that."),
    "psd": _("This is a Photoshop file. Export it as PNG or JPEG and upload that."),
    "foreign": format_lazy("{} {}", _("This is not a picture that can be shown on the site."), TAKEN),
    "broken": format_lazy("{} {}", _("This picture cannot be read; it may be damaged."), TAKEN),
    "truncated": _("This picture ends too early; part of it got lost. Copy or export it again, then upload that."),
    "pixels": _(
        "This picture is %(width)s × %(height)s pixels; for %(kind)s at most %(limit)s million are taken. "
        "Save it in a smaller size, or as JPEG."
    ),
    "progressive": _(
        "This progressive JPEG is %(width)s × %(height)s pixels, too much to open at once. "
        "Save it without “progressive”, or in a smaller size."
    ),
    "memory": _("This picture needs too much memory to open. Save it in a smaller size, or as JPEG."),
    "slow": _("This picture takes too long to open. Save it anew as JPEG or PNG and upload that."),
}
NOTES = {
    "known": _("This picture is in the library already, so no second one was made of it."),
    "still": _("Only the first picture of the animation was kept."),
    "smaller": _("The picture was larger than the site ever shows, so it was made smaller."),
}


@dataclass(frozen=True)
class Admitted:
    """A picture as we keep it. `sha256` is of the bytes that were uploaded, to recognise the same upload again."""

    content: bytes
    format: str
    width: int
    height: int
    sha256: str
    notes: list[str]

    @property
    def extension(self) -> str:
        return {"jpeg": "jpg", "png": "png"}[self.format]


def refuse(code: str, **values) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params=values or None)


def admit(upload: File) -> Admitted:
    """The upload as a clean picture, within 2 s and 200 MB; raises ValidationError with a sentence that helps."""
    if not upload.size:
        raise refuse("empty")
    if upload.size > MAX_BYTES:
        raise refuse("heavy", megabytes=round(upload.size / 1024 / 1024, 1))
    upload.seek(0)
    if code := foreign(upload.read(4096)):
        raise refuse(code)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        digest = hashlib.sha256()
        upload.seek(0)
        with source.open("wb") as file:
            for chunk in upload.chunks():
                digest.update(chunk)
                file.write(chunk)
        answer = decode(source, target)
        if code := answer.pop("refused", None):
            raise refuse(code, **answer)
        return Admitted(content=target.read_bytes(), sha256=digest.hexdigest(), **answer)


def digest_of(upload: File) -> str:
    """By which the same file is known again, whatever its name; "" for what is too heavy to be looked at."""
    if not upload.size or upload.size > MAX_BYTES:
        return ""
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def decode(source: Path, target: Path) -> dict:
    """What the decoder says; a death by its limits or by a bug of a library is an answer too."""
    command = [sys.executable, "-P", str(DECODER), str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603  our own paths
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}
    if done.returncode == 0:
        return json.loads(done.stdout)
    return {"refused": "slow" if -done.returncode in {9, 24} else "broken"}  # SIGKILL, SIGXCPU: its time was over


def foreign(head: bytes) -> str | None:
    """The code of the sentence for what is often tried and never taken."""
    text = head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if text.startswith(b"<") or text.startswith(b"\x1f\x8b"):  # svgz is gzip
        return "svg" if b"<svg" in text or text.startswith(b"\x1f\x8b") else "foreign"
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}:
        return None if b"avif" in head[8:64] else "heic"
    if head[:4] in {b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"}:
        return "tiff"
    if head[:4] == b"8BPS":
        return "psd"
    known = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8", b"BM")
    return None if head.startswith(known) or head[4:8] == b"ftyp" else "foreign"
