"""A share picture drawn for what has none: the thing's own ridges and, where a Chinese font is found, its title.

Takes about a quarter of a second, so only the worker draws.
"""

import colorsys
import hashlib
import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from cms import theme
from cms.chinese.breaks import phrases
from cms.site import ridge

WIDTH, HEIGHT = 1200, 630
TWICE = 2  # drawn larger and reduced, so that slopes are smooth
MARGIN = 84
HILLS = 372  # height of the ridges, at the lower edge
INK, SUN, NEAR = "#1c2430", "#d9573b", "#0d1a1a"
SHADES = ((0.28, theme.PAPER), (0.52, theme.PAPER), (0.82, theme.PAPER), (0.58, NEAR))

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
# File name to the place of (Traditional, Simplified) in it; the first that is found is taken.
FONTS = {
    "NotoSerifCJK-Bold.ttc": (3, 2),
    "SourceHanSerif-Bold.ttc": (3, 2),
    "NotoSerifCJK-Regular.ttc": (3, 2),
    "Songti.ttc": (0, 0),
    "NotoSansCJK-Bold.ttc": (3, 2),
    "NotoSansCJK-Regular.ttc": (3, 2),
    "PingFang.ttc": (0, 0),
    "msjhbd.ttc": (0, 0),
    "msyhbd.ttc": (0, 0),
    "NotoSansTC-Bold.otf": (0, 0),
    "NotoSansSC-Bold.otf": (0, 0),
    "wqy-zenhei.ttc": (0, 0),
    "DroidSansFallbackFull.ttf": (0, 0),
}


def share_picture(seed: str, hue: int | None, title: str, name: str) -> bytes:
    """A PNG of 1200 × 630 and about 40 kB: the ridges that pages draw from this seed, the title and the site's name."""
    image = hills(seed, hue)
    if font_file():
        write(image, title, name)
    encoded = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(encoded, "PNG", optimize=True)
    return encoded.getvalue()


def hills(seed: str, hue: int | None) -> Image.Image:
    """The sun behind four ridges, with room for words above."""
    digest = hashlib.sha256(seed.encode()).digest()
    hue = ridge.HUES[digest[3] % len(ridge.HUES)] if hue is None else hue % 360
    colour = tuple(round(part * 255) for part in colorsys.hls_to_rgb(hue / 360, 0.4, 0.42))
    image = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), mixed(colour, 0.09, theme.PAPER))
    draw = ImageDraw.Draw(image)
    x, y, radius = WIDTH * (0.66 + digest[0] / 255 * 0.24), HEIGHT - HILLS * 0.74, 46 + digest[2] / 255 * 22
    draw.ellipse([(x - radius) * TWICE, (y - radius) * TWICE, (x + radius) * TWICE, (y + radius) * TWICE], fill=SUN)
    for layer, (share, ground) in enumerate(SHADES):
        points = smooth(ridge.outline(f"{seed}/{layer}", layer, WIDTH, HILLS))
        line = [(px * TWICE, (py + HEIGHT - HILLS) * TWICE) for px, py in points]
        draw.polygon([*line, (WIDTH * TWICE, HEIGHT * TWICE), (0, HEIGHT * TWICE)], fill=mixed(colour, share, ground))
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def smooth(points, steps: int = 4):
    """The curve that an SVG path draws with these as the controls of quadratic pieces."""
    line = [points[0]]
    start = points[0]
    for (x, y), (next_x, next_y) in zip(points[1:], points[2:], strict=False):
        end = ((x + next_x) / 2, (y + next_y) / 2)
        for t in (step / steps for step in range(1, steps + 1)):
            pieces = zip(start, (x, y), end, strict=True)
            line.append(tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in pieces))
        start = end
    return [*line, points[-1]]


def mixed(colour, share: float, ground: str):
    other = tuple(int(ground[place : place + 2], 16) for place in (1, 3, 5))
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(colour, other, strict=True))


@lru_cache(maxsize=1)
def font_file() -> tuple[str, int] | None:
    """A font that knows Chinese and the place of our script in it; None if this machine has none that we know."""
    there: dict[str, str] = {}
    for folder in FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*"):
            if path.name in FONTS:
                there.setdefault(path.name, str(path))
    for name, (hant, hans) in FONTS.items():
        if name in there:
            return there[name], hans if settings.DEFAULT_SCRIPT == "hans" else hant
    return None


def write(image: Image.Image, title: str, name: str) -> None:
    """The title above the hills, as large as fits in three lines, and the name on the nearest one."""
    path, index = font_file() or ("", 0)
    draw = ImageDraw.Draw(image)
    for size, most in ((72, 2), (60, 3), (50, 4)):
        font = ImageFont.truetype(path, size, index=index)
        lines = lines_of(drawable(title), font, WIDTH - 2 * MARGIN)
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    for number, line in enumerate(lines):
        draw.text((MARGIN, 70 + number * size * 1.36), line, font=font, fill=INK)
    small = ImageFont.truetype(path, 34, index=index)
    draw.text((MARGIN, HEIGHT - 44), drawable(name), font=small, fill=theme.PAPER, anchor="ls")


def drawable(text: str) -> str:
    """Without signs that fonts of words do not have, such as emoji."""
    return "".join(
        sign for sign in text if unicodedata.category(sign) not in {"So", "Sk", "Cn", "Co", "Cs", "Cc", "Cf"}
    )


def lines_of(text: str, font, width: int) -> list[str]:
    """The text in lines that break between words, or inside one that is too long for a line."""
    lines = [""]
    for phrase in phrases(text):
        if font.getlength(lines[-1] + phrase.rstrip()) <= width:
            lines[-1] += phrase
            continue
        if font.getlength(phrase) <= width:
            lines.append(phrase)
            continue
        for sign in phrase:
            if font.getlength(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return [line.strip() for line in lines if line.strip()]
