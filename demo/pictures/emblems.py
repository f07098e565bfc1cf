"""Emblems of the example clients' trades: shapes, never people, never a real product."""

import math

from PIL import Image, ImageChops, ImageDraw

from demo.pictures.brush import (
    CINNABAR,
    EMBER,
    HEIGHT,
    INK,
    MIST,
    PAPER,
    PINE,
    SAND,
    WIDTH,
    Colour,
    Points,
    area,
    disc,
    grain,
    hand,
    jpeg,
    lay,
    mask,
    mix,
    patch,
    rounded,
    seal,
    wash,
)


def water() -> bytes:
    """One drop over rings that widen to the edge of the sheet, for the water purifiers."""
    canvas = wash(mix(MIST, PAPER, 0.72), mix(MIST, PAPER, 0.5), mix(MIST, PINE, 0.25))
    x, y = 980, 730
    for index in range(13, 0, -1):
        width, height = 74 * index**1.18, 17 * index**1.18
        tint = mix(mix(MIST, PAPER, 0.78), mix(MIST, PINE, 0.62), index / 14) if index % 2 else mix(PAPER, MIST, 0.14)

        def ring(pen: ImageDraw.ImageDraw, scale: int, width=width, height=height) -> None:
            pen.ellipse([side * scale for side in (x - width, y - height, x + width, y + height)], fill=255)

        lay(canvas, tint, mask(ring), 0.55)
    turns = [step / 120 * math.tau for step in range(120)]
    drop = [(math.sin(turn) * math.sin(turn / 2) ** 1.5, -math.cos(turn)) for turn in turns]
    shape = area([(x + a * 150, 360 + b * 190) for a, b in drop])
    shade = area([(x - 26 + a * 132, 348 + b * 172) for a, b in drop])
    lay(canvas, mix(PINE, INK, 0.2), shape)
    lay(canvas, mix(PINE, MIST, 0.3), ImageChops.multiply(shade, shape))
    lay(canvas, PAPER, area([(x - 62 + a * 15, 418 + b * 46) for a, b in drop]), 0.8)
    lay(canvas, CINNABAR, disc(330, 230, 64), 0.92)
    seal(canvas)
    return jpeg(grain(canvas))


def bread() -> bytes:
    """A tray of loaves with their scores, one still glowing, for the neighbourhood bakery."""
    rng = hand("bread-2")
    canvas = wash(mix(SAND, PAPER, 0.55), mix(SAND, PAPER, 0.3))
    crusts = [(150, 84, 42), (196, 128, 72), (212, 158, 104), (122, 70, 40)]
    for row in range(3):
        for column in range(4):
            x, y = 250 + column * 366, 210 + row * 292
            turn = math.radians(-24 + rng.uniform(-7, 7))
            glowing = (row, column) == (1, 2)
            crust: Colour = CINNABAR if glowing else crusts[rng.randrange(4)]
            _loaf(
                canvas, x, y, turn, mix(crust, SAND, 0.08), mix(PAPER, EMBER, 0.3) if glowing else mix(SAND, PAPER, 0.3)
            )
    flour = [(rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(0.8, 2.6)) for _ in range(420)]

    def specks(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for x, y, radius in flour:
            pen.ellipse([side * scale for side in (x - radius, y - radius, x + radius, y + radius)], fill=230)

    lay(canvas, PAPER, mask(specks), 0.75)
    seal(canvas)
    return jpeg(grain(canvas))


def _loaf(canvas: Image.Image, x: float, y: float, turn: float, crust: Colour, score: Colour) -> None:
    def place(points: Points) -> list[tuple[float, float]]:
        return [
            (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
            for a, b in points
        ]

    steps = [step / 80 * math.tau for step in range(80)]
    outline = [
        (
            math.copysign(abs(math.cos(t)) ** 0.78, math.cos(t)) * 158,
            math.copysign(abs(math.sin(t)) ** 0.9, math.sin(t)) * 88,
        )
        for t in steps
    ]
    patch(canvas, mix(INK, SAND, 0.3), [(a + 10, b + 16) for a, b in place(outline)], 0.22)
    patch(canvas, crust, place(outline))
    patch(canvas, mix(crust, SAND, 0.22), place([(a * 0.9 - 6, b * 0.8 - 6) for a, b in outline]), 0.8)
    for shift in (-84, -28, 28, 84):
        upper = [(shift - 20 + 40 * t - 9 * math.sin(t * math.pi), -56 + 112 * t) for t in (0, 0.25, 0.5, 0.75, 1)]
        lower = [(shift - 20 + 40 * t + 9 * math.sin(t * math.pi), -56 + 112 * t) for t in (1, 0.75, 0.5, 0.25, 0)]
        patch(canvas, score, place(upper + lower), 0.92)


def blocks() -> bytes:
    """A plant seen as stacked modules, one of them lit, for the industrial software."""
    rng = hand("blocks-3")
    canvas = wash(mix(MIST, PAPER, 0.7), mix(PAPER, MIST, 0.2))
    side, rise = 104, 54
    for row in range(7):
        for column in range(7):
            x, y = 800 + (column - row) * side, 268 + (column + row) * rise
            lit = (row, column) == (4, 4)
            height = (
                230.0 if lit else 24 + 150 * math.exp(-(((column - 2) ** 2 + (row - 2) ** 2) / 7)) + rng.uniform(0, 46)
            )
            top: Colour = CINNABAR if lit else mix(PINE, PAPER, 0.1 + 0.13 * rng.randrange(5))
            x0, x1, roof = x - side + 4, x + side - 4, y - height
            patch(canvas, mix(top, INK, 0.3), [(x0, roof), (x, roof + rise), (x, y + rise), (x0, y)])
            patch(canvas, mix(top, INK, 0.55), [(x, roof + rise), (x1, roof), (x1, y), (x, y + rise)])
            patch(canvas, mix(top, PAPER, 0.14), [(x0, roof), (x, roof - rise), (x1, roof), (x, roof + rise)])
    seal(canvas)
    return jpeg(grain(canvas))


def joint() -> bytes:
    """Two plates meeting at one pin, for the maker of hinges."""
    canvas = wash(mix(SAND, PAPER, 0.35), mix(SAND, PAPER, 0.62))
    ink, metal = mix(INK, PINE, 0.2), mix(MIST, INK, 0.18)

    for box, colour in (((180, 190, 760, 810), mix(PINE, INK, 0.15)), ((840, 190, 1420, 810), metal)):
        lay(canvas, ink, rounded([side + shift for side, shift in zip(box, (12, 18, 12, 18), strict=True)], 26), 0.16)
        lay(canvas, colour, rounded(box, 26))
    lay(canvas, CINNABAR, rounded((764, 112, 836, 888), 26))
    for index in range(5):
        top, bottom = 194 + index * 124, 310 + index * 124
        colour, left, right = (mix(PINE, INK, 0.15), 740, 872) if index % 2 == 0 else (metal, 728, 860)
        patch(canvas, colour, [(left, top), (right, top), (right, bottom), (left, bottom)])
        patch(canvas, mix(colour, PAPER, 0.3), [(760, top), (782, top), (782, bottom), (760, bottom)])
        patch(canvas, mix(colour, INK, 0.4), [(836, top), (right, top), (right, bottom), (836, bottom)])
    for x, y in ((330, 320), (330, 680), (540, 500), (1060, 500), (1270, 320), (1270, 680)):
        lay(canvas, mix(SAND, PAPER, 0.48), disc(x, y, 46))
        lay(canvas, ink, ImageChops.subtract(disc(x, y, 46), disc(x + 5, y + 7, 44)), 0.5)
        patch(canvas, ink, [(x - 26, y - 17), (x + 22, y + 3), (x + 26, y + 17), (x - 22, y - 3)], 0.7)
    seal(canvas)
    return jpeg(grain(canvas))
