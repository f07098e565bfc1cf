"""Draw the icons and the site's share picture anew: `.venv/bin/python deploy/icons.py`, after a change of the mark.

The files are committed, so that nothing draws when the site is installed.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

import django  # noqa: E402  (found by the path above)

django.setup()

from PIL import Image, ImageDraw  # noqa: E402  (what follows needs Django set up)

from cms import theme  # noqa: E402
from reach import drawing  # noqa: E402

FINE = 4
FAR = [(0, 31), (13.5, 13), (20, 21.5), (26, 11), (40, 31)]
NEAR = [(0, 40), (0, 36), (16.5, 22), (22.5, 29), (29, 20), (40, 33), (40, 40)]
CINNABAR = "#b5371f"
IMAGES = ROOT / "static" / "img"


def mark(size: int) -> Image.Image:
    """The mark alone: the shapes of templates/partials/mark.html, on nothing."""
    scale = size * FINE / 40
    mask = Image.new("L", (size * FINE, size * FINE), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse([0.5 * scale, 0.5 * scale, 39.5 * scale, 39.5 * scale], fill=255)
    inside = mask.copy()
    draw.polygon([(x * scale, y * scale) for x, y in FAR], fill=0)
    draw.polygon([(x * scale, y * scale) for x, y in NEAR], fill=255)
    mask.paste(0, mask=inside.point(lambda light: 255 - light))
    icon = Image.new("RGBA", (size, size), CINNABAR)
    icon.putalpha(mask.resize((size, size), Image.Resampling.LANCZOS))
    return icon


def on_paper(size: int, share: float) -> Image.Image:
    """The mark on paper, filling this share of the square: what systems may cut to a shape of theirs."""
    paper = Image.new("RGB", (size, size), theme.PAPER)
    shown = mark(round(size * share))
    place = (size - shown.width) // 2
    paper.paste(shown, (place, place), shown)
    return paper


if __name__ == "__main__":
    for size in (192, 512):
        mark(size).save(IMAGES / f"icon-{size}.png", optimize=True)
    on_paper(512, 0.6).save(IMAGES / "icon-maskable.png", optimize=True)
    on_paper(180, 0.74).save(IMAGES / "apple-touch-icon.png", optimize=True)
    mark(48).save(IMAGES / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    share = drawing.hills("ridgeline", None).quantize(128, dither=Image.Dither.NONE)
    share.save(IMAGES / "share.png", optimize=True)
