"""The site's motif, a sun behind four ridges, drawn from a seed: the same seed always gives the same picture.

Shapes only. Colours come from the style sheet, mixed from the drawing's own `color` and the paper of the theme, so
that a drawing is bright by day and dim by night.
"""

import hashlib
import math

LAYERS = 4
HUES = (165, 28, 222, 95, 345, 195)  # for things that have no channel: pine, sand, dusk, moss, rose, lake


def drawing(seed: str, hue: int | None = None, *, width: int = 480, height: int = 300, fit: str = "YMid") -> str:
    """An SVG of about 1.5 kB, decorative, in the hue (0–360) given, or in one of a few."""
    digest = hashlib.sha256(seed.encode()).digest()
    hue = HUES[digest[3] % len(HUES)] if hue is None else int(hue) % 360
    sun_x = round(width * (0.2 + digest[0] / 255 * 0.6))
    sun_y = round(height * (0.26 + digest[1] / 255 * 0.12))
    sun_r = round(height * (0.085 + digest[2] / 255 * 0.045))
    ridges = "".join(
        f'<path class="r{layer + 1}" d="{ridge(f"{seed}/{layer}", layer, width, height)}"/>' for layer in range(LAYERS)
    )
    return (
        f'<svg class="ridge" color="hsl({hue} 42% 40%)" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMid{fit} slice" aria-hidden="true" focusable="false">'
        f'<circle class="sun" cx="{sun_x}" cy="{sun_y}" r="{sun_r}"/>{ridges}</svg>'
    )


def edge(seed: str, *, width: int = 1440, height: int = 120) -> str:
    """Two low ridges as wide as the page: the upper edge of a dark part, such as the footer."""
    far = _path(_points(f"{seed}/far", width, height * 0.75, height * 0.7, every=36), height)
    near = _path(_points(f"{seed}/near", width, height * 0.95, height * 0.5, every=36), height)
    return (
        f'<svg class="edge" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><path class="far" d="{far}"/><path class="near" d="{near}"/></svg>'
    )


def ridge(seed: str, layer: int, width: int, height: int) -> str:
    """The path of one ridge, closed along the lower edge; the nearer the layer, the lower and flatter."""
    return _path(outline(seed, layer, width, height), height)


def outline(seed: str, layer: int, width: int, height: int) -> list[tuple[int, int]]:
    """The points that the line of one ridge runs along, for those who draw with something else than SVG."""
    base, tall = height * (0.62 + layer * 0.125), height * (0.36 - layer * 0.045)
    return _points(seed, width, base, tall)


def _path(points: list[tuple[int, int]], height: int) -> str:
    """A smooth line through the points, closed along the lower edge."""
    curves = []
    for (x, y), (next_x, next_y) in zip(points[1:], points[2:], strict=False):
        curves.append(f"{x} {y} {(x + next_x) // 2} {(y + next_y) // 2}")
    last_x, last_y = points[-1]
    return f"M0 {points[0][1]}Q{' '.join(curves)}L{last_x} {last_y}V{height}H0Z"


def _points(seed: str, width: int, base: float, tall: float, every: int = 20) -> list[tuple[int, int]]:
    """Three waves whose phases and paces come from the seed, sharpened into peaks."""
    digest = hashlib.sha256(seed.encode()).digest()
    phases = [byte / 255 * math.tau for byte in digest[:3]]
    paces = [1.1 + digest[3] / 255, 2.3 + digest[4] / 128, 5.1 + digest[5] / 64]
    steps = max(24, width // every)
    points = []
    for step in range(steps + 1):
        x = step / steps
        waves = [
            abs(math.sin(p + x * k * math.pi)) ** 1.3 / n for n, (p, k) in enumerate(zip(phases, paces, strict=True), 1)
        ]
        points.append((round(x * width), round(base - tall * sum(waves) / 1.83)))
    return points
