"""The program that opens uploaded pictures: `python decoder.py SOURCE TARGET`, apart from the web process.

Decoders are where malicious pictures strike, so they run here, under limits of time and memory that the kernel
enforces, and a crash costs one upload. It writes TARGET, which holds nothing but pixels, and prints one line of JSON:
`{"format", "width", "height", "notes"}`, or `{"refused": code, …}`. It knows Pillow, not Django.

Peak memory, measured per pixel of the source, decides the limits below: the promise is 200 MB for any upload.
"""

import io
import json
import math
import resource
import sys

from PIL import AvifImagePlugin, Image, ImageCms, PngImagePlugin

SECONDS = 2
MEMORY = 200 * 1024 * 1024

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP"]
MILLION = 1_000_000
PIXELS: dict[str, float] = {"JPEG": 120 * MILLION, "PNG": 34 * MILLION, "GIF": 34 * MILLION, "BMP": 34 * MILLION}
PIXELS |= {"WEBP": 12.2 * MILLION, "AVIF": 16 * MILLION}  # their decoders hold up to three more copies
LONGEST = 60_000
COEFFICIENTS = 150 * MILLION  # bytes that a progressive JPEG needs before its first row is there

KEPT_WIDTH, KEPT_HEIGHT, KEPT_PIXELS = 2560, 16_000, 12 * MILLION  # tall pictures with text stay readable
WORKING_PIXELS = 18 * MILLION

PNG_EFFORT = 2  # of 9: the most costs three times the time for a tenth of the size

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedError(Exception):
    """Not a picture that we take; `args` are the code and what the sentence needs."""


def main(source: str, target: str) -> dict:
    """What became of SOURCE, in the form of the module's promise."""
    bind()
    Image.MAX_IMAGE_PIXELS = None  # ours are stricter and depend on the format
    PngImagePlugin.MAX_TEXT_CHUNK = 16 * MILLION  # photo editors write their whole history into a PNG
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    try:
        return take(source, target)
    except RefusedError as refusal:
        code, values = refusal.args
        return {"refused": code, **values}
    except MemoryError:
        return {"refused": "memory"}
    except Exception as error:  # each decoder has its own: struct.error, SyntaxError, EOFError, ValueError…
        return {"refused": "truncated" if "truncated" in str(error) else "broken"}


def bind() -> None:
    """Let the kernel end this process when it takes too long, and refuse it more memory than is promised."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def take(source: str, target: str) -> dict:
    """Check what the header says, then decode, and write what we keep.

    `image` is bound again at each step, so that what came before is freed.
    """
    check_webp(source)
    image: Image.Image = Image.open(source, formats=FORMATS)
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    check_size(image.size, kind)
    check_progressive(image)
    notes = ["still"] if kind != "JPEG" and getattr(image, "is_animated", False) else []
    uploaded, profile, turn = image.size, image.info.get("icc_profile"), orientation(image)
    size = kept_size(uploaded, is_lying=turn > 4)
    factor = first_reduction(uploaded, size)
    image.draft(None, (max(image.width // factor, 1), max(image.height // factor, 1)))  # JPEG alone listens
    image = reduced(image, first_reduction(image.size, size))
    if image.width > size[0] or image.height > size[1]:
        notes.append("smaller")
        has_alpha = image.mode == "RGBA"
        image = image.convert("RGBa") if has_alpha else image
        image = image.resize(size, Image.Resampling.LANCZOS)
        image = image.convert("RGBA") if has_alpha else image
    elif image.size != uploaded:
        notes.append("smaller")
    image = to_srgb(image, profile)
    if turn in TURNS:
        image = image.transpose(TURNS[turn])
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    image.info = {}  # from here Pillow would write comments, profiles and EXIF
    is_photo = kind in {"JPEG", "WEBP", "AVIF"} and image.mode != "RGBA"
    if is_photo:
        image.save(target, "JPEG", quality=90)
    else:
        image.save(target, "PNG", compress_level=PNG_EFFORT)
    return {"format": "jpeg" if is_photo else "png", "width": image.width, "height": image.height, "notes": notes}


def check_size(size: tuple[int, int], kind: str) -> None:
    """Refuse by the header alone what could not be decoded within the limits."""
    if size[0] * size[1] > PIXELS[kind] or max(size) > LONGEST:
        limit = math.floor(PIXELS[kind] / MILLION)
        raise RefusedError("pixels", {"width": size[0], "height": size[1], "kind": kind, "limit": limit})


def check_webp(source: str) -> None:
    """WebP needs its own look at the header, since Pillow asks for all of the memory as it opens one."""
    with open(source, "rb") as file:
        head = file.read(30)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return
    if head[12:16] == b"VP8X":
        size = int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    elif head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        size = int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    check_size(size, "WEBP")


def check_progressive(image: Image.Image) -> None:
    """A progressive JPEG is kept whole, in coefficients of two bytes, before its first row is there."""
    if not image.info.get("progressive"):
        return
    layers = image.layer  # type: ignore[attr-defined]  # (id, horizontal, vertical sampling, table) of each channel
    widest, tallest = max(layer[1] for layer in layers), max(layer[2] for layer in layers)
    share = sum(layer[1] * layer[2] for layer in layers) / (widest * tallest)
    if 2 * share * image.width * image.height > COEFFICIENTS:
        raise RefusedError("progressive", {"width": image.width, "height": image.height})


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; upright when its note cannot be read."""
    try:
        turn = image.getexif().get(0x0112, 1)
    except Exception:  # a broken note is no reason to refuse a picture
        return 1
    return turn if turn in TURNS else 1


def kept_size(size: tuple[int, int], *, is_lying: bool) -> tuple[int, int]:
    """The size that we keep, in the source's own orientation; `is_lying` when it will be turned by 90°."""
    width, height = size
    widest, tallest = (KEPT_HEIGHT, KEPT_WIDTH) if is_lying else (KEPT_WIDTH, KEPT_HEIGHT)
    scale = min(1.0, widest / width, tallest / height, math.sqrt(KEPT_PIXELS / (width * height)))
    return max(math.floor(width * scale), 1), max(math.floor(height * scale), 1)


def first_reduction(size: tuple[int, int], kept: tuple[int, int]) -> int:
    """The whole number to divide by before the fine resampling, which needs several copies in memory."""
    for_memory = math.ceil(math.sqrt(size[0] * size[1] / WORKING_PIXELS))
    return max(min(size[0] // kept[0], size[1] // kept[1]), for_memory, 1)


def reduced(image: Image.Image, factor: int) -> Image.Image:
    """Plain pixels, divided by `factor` in bands, so that a large source is never copied whole."""
    if factor == 1:
        image.load()
        return plain(image)
    rows = factor * max(MILLION // (image.width * factor), 1)
    whole: Image.Image | None = None
    for top in range(0, image.height, rows):
        band = plain(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        if whole is None:
            whole = Image.new(band.mode, (band.width, math.ceil(image.height / factor)))
        whole.paste(band, (0, top // factor))
    assert whole is not None
    return whole


def plain(image: Image.Image) -> Image.Image:
    """L, RGB, RGBA or CMYK, whatever the file used."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in {"LA", "La", "PA", "RGBa"}:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as meant, in the one space that every browser assumes; a broken profile is left out."""
    if profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if image.mode == "CMYK" or "srgb" not in ImageCms.getProfileDescription(meant).lower():
                mode = "RGBA" if image.mode == "RGBA" else "RGB"
                srgb = ImageCms.createProfile("sRGB")
                image = ImageCms.profileToProfile(image, meant, srgb, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


if __name__ == "__main__":
    json.dump(main(sys.argv[1], sys.argv[2]), sys.stdout)
