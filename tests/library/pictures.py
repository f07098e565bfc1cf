"""Uploads of every kind, made here: no test depends on a file that somebody once found."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def gradient(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Dark at the top, light at the bottom, with a red corner at the top left."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((250, 10, 10), (0, 0, max(width // 4, 1), max(height // 4, 1)))
    return image.convert(mode)


def encoded(image: Image.Image | None = None, kind: str = "JPEG", **options) -> bytes:
    file = io.BytesIO()
    (image or gradient()).save(file, kind, **options)
    return file.getvalue()


def photo(width: int = 64, height: int = 48, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A small photo; each name stands for another picture, since the library takes each picture once."""
    image = gradient(width, height)
    image.paste(tuple(zlib.crc32(name.encode()).to_bytes(4)[:3]), (0, height // 2, max(width // 4, 1), height))
    return upload(encoded(image), name)


def exif_with_place(turn: int = 1) -> Image.Exif:
    """What a phone writes: how it was held, its maker, and where it was."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "PhoneMakerMarker"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 1.0), 3: "E", 4: (121.0, 33.0, 50.0)})
    return exif


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width: int, height: int, *, mode: int = 2) -> bytes:
    """A few bytes that promise a great many pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def swapped_profile() -> bytes:
    """sRGB with the red and the green primary exchanged, so that whoever applies it sees another colour."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"xXYZ").replace(b"gXYZ", b"rXYZ").replace(b"xXYZ", b"gXYZ")
    return swapped.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be")).replace(b"sRGB", b"swap")


def bomb(megabytes: int) -> bytes:
    """Zeros that unpack to so much, deflated."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def office(main: str = "word/document.xml", **parts: bytes | str) -> bytes:
    """A small Office package; `parts` replace or add entries by name."""
    entries: dict[str, bytes | str] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types/>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships/>',
        main: '<?xml version="1.0"?><w:document xmlns:w="w">標題</w:document>',
    } | parts
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return file.getvalue()


def pdf(objects: bytes = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n") -> bytes:
    return b"%PDF-1.7\n" + objects + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
