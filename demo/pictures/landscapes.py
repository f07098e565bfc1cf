"""Landscapes: ridges at several hours, in the house colours."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from demo.pictures.brush import (
    CINNABAR,
    EMBER,
    HEIGHT,
    INK,
    MIST,
    NIGHT,
    PAPER,
    PINE,
    SAND,
    WIDTH,
    Colour,
    Points,
    area,
    birds,
    disc,
    grain,
    hand,
    jpeg,
    lay,
    mask,
    mist,
    mix,
    mountain,
    pines,
    ridge,
    scaled,
    seal,
    wash,
)


def _ranges(canvas: Image.Image, rng: random.Random, far: Colour, near: Colour, air: Colour, *, count=5, start=0.46):
    """Ranges from the far pale one to the near dark one, with mist between; returns the nearest line."""
    line: list = []
    for index in range(count):
        depth = index / (count - 1)
        base = HEIGHT * (start + 0.12 + depth * (0.94 - start - 0.12))
        line = ridge(rng, base, HEIGHT * (0.34 - depth * 0.13), peaks=2 + index, rough=0.44 + depth * 0.08)
        crest = mix(far, near, depth**1.15)
        mountain(canvas, rng, line, crest, mix(crest, air, 0.72 - depth * 0.45), strokes=0.08 + depth * 0.2)
        if index < count - 1:
            mist(canvas, rng, base + 12, air, depth=80 - depth * 30, strength=0.62 - depth * 0.3)
    return line


def _sun(canvas: Image.Image, x: float, y: float, radius: float, colour: Colour = CINNABAR, glow: float = 0.3) -> None:
    halo = disc(x, y, radius * 1.7).reduce(8).filter(ImageFilter.GaussianBlur(radius / 12)).resize(canvas.size)
    lay(canvas, mix(colour, PAPER, 0.55), halo, glow)
    lay(canvas, colour, disc(x, y, radius), 0.92)


def dawn() -> bytes:
    rng = hand("dawn")
    canvas = wash(mix(PAPER, MIST, 0.22), PAPER, mix(PAPER, CINNABAR, 0.13), PAPER)
    _sun(canvas, 1105, 300, 92)
    line = _ranges(canvas, rng, mix(MIST, PAPER, 0.42), mix(PINE, INK, 0.45), PAPER)
    pines(canvas, rng, line, mix(PINE, INK, 0.62), every=60, tall=58)
    birds(canvas, [(470, 236), (512, 214), (548, 240), (604, 206)])
    seal(canvas)
    return jpeg(grain(canvas))


def valley() -> bytes:
    rng = hand("valley-2")
    canvas = wash(mix(MIST, PAPER, 0.62), mix(MIST, PAPER, 0.86), PAPER)
    air = mix(PAPER, MIST, 0.12)
    line = _ranges(canvas, rng, mix(MIST, PAPER, 0.5), mix(INK, MIST, 0.22), air, count=6, start=0.34)
    for height in (560, 690, 800):
        mist(canvas, rng, height, air, depth=90, strength=0.5)
    x, y = 402.0, line[100][1] - 2
    roof = [(x - 40, y - 30), (x - 12, y - 48), (x, y - 62), (x + 12, y - 48), (x + 40, y - 30)]
    lay(canvas, INK, area([(x - 22, y + 8), (x - 22, y - 32), (x + 22, y - 32), (x + 22, y + 8)]), 0.85)
    lay(canvas, mix(air, EMBER, 0.5), area([(x - 13, y + 8), (x - 13, y - 26), (x + 13, y - 26), (x + 13, y + 8)]))
    lay(canvas, CINNABAR, area(roof))
    pines(canvas, rng, line, mix(INK, PINE, 0.25), every=74, tall=62)
    birds(canvas, [(1010, 250), (1046, 232), (1088, 254)])
    seal(canvas)
    return jpeg(grain(canvas))


def slope() -> bytes:
    """One long slope with firs, where everything else keeps its distance."""
    rng = hand("slope-3")
    canvas = wash(mix(PINE, PAPER, 0.74), mix(PAPER, SAND, 0.28), PAPER)
    _sun(canvas, 420, 268, 74, mix(CINNABAR, PAPER, 0.12), 0.4)
    far = mix(PINE, PAPER, 0.62)
    for index, base in enumerate((600, 700)):
        line = ridge(rng, base, 250 - index * 40, peaks=3 + index)
        crest = mix(far, PINE, index * 0.35)
        mountain(canvas, rng, line, crest, mix(crest, PAPER, 0.7), strokes=0.12)
        mist(canvas, rng, base + 20, PAPER, depth=90, strength=0.6)
    sway = noise_line(rng)
    for index in range(3):
        crest = mix(mix(PINE, PAPER, 0.3), mix(PINE, INK, 0.55), index / 2)
        tilt = [(x, 980 - index * -70 - (x / WIDTH) ** 1.5 * (560 - index * 120) + y * 34) for x, y in sway]
        mountain(canvas, rng, tilt, crest, mix(crest, PAPER, 0.28), strokes=0.16)
        pines(canvas, rng, tilt, mix(crest, INK, 0.3), every=46 + index * 22, tall=70 + index * 56)
    seal(canvas, x=60)
    return jpeg(grain(canvas))


def noise_line(rng: random.Random) -> list[tuple[float, float]]:
    """A gently uneven line, one step every four pixels, values about 0."""
    phases = [rng.uniform(0, math.tau) for _ in range(3)]
    return [
        (x, sum(math.sin(x / WIDTH * (3 + 7 * k) + phase) / (k + 1) for k, phase in enumerate(phases)))
        for x in range(0, WIDTH + 4, 4)
    ]


def night() -> bytes:
    rng = hand("night-5")
    sky = (38, 50, 66)
    canvas = wash(NIGHT, sky, mix(sky, MIST, 0.4), mix(sky, MIST, 0.5))
    stars = [(rng.uniform(0, WIDTH), rng.uniform(0, 1) ** 1.4 * 460, rng.uniform(0.7, 1.9)) for _ in range(150)]

    def specks(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for x, y, radius in stars:
            pen.ellipse([side * scale for side in (x - radius, y - radius, x + radius, y + radius)], fill=210)

    lay(canvas, PAPER, mask(specks), 0.7)
    _sun(canvas, 1180, 236, 66, mix(PAPER, SAND, 0.4), 0.16)
    lines = []
    for index in range(4):
        line = ridge(rng, 640 + index * 110, 300 - index * 55, peaks=2 + index, rough=0.46)
        crest = mix(mix(sky, MIST, 0.3), NIGHT, (index + 0.6) / 3.8)
        mountain(canvas, rng, line, crest, mix(crest, mix(sky, MIST, 0.4), 0.5 - index * 0.14), strokes=0.3)
        lines.append(line)
        if index < 3:
            mist(canvas, rng, 660 + index * 105, mix(sky, MIST, 0.45), depth=60, strength=0.36)
    pines(canvas, rng, lines[-1], NIGHT, every=44, tall=66)
    for x, y, side in ((690, 850, 9), (716, 858, 7), (742, 848, 10), (782, 862, 7), (668, 868, 6)):
        glow = disc(x, y, side * 3.4).reduce(4).filter(ImageFilter.GaussianBlur(3)).resize(canvas.size)
        lay(canvas, EMBER, glow, 0.35)
        lay(
            canvas,
            mix(EMBER, PAPER, 0.4),
            area(
                [
                    (x - side / 2, y - side / 2),
                    (x + side / 2, y - side / 2),
                    (x + side / 2, y + side / 2),
                    (x - side / 2, y + side / 2),
                ]
            ),
        )
    seal(canvas)
    return jpeg(grain(canvas, 0.04))


def dusk() -> bytes:
    rng = hand("dusk-4")
    canvas = wash(mix(CINNABAR, INK, 0.3), mix(CINNABAR, PAPER, 0.22), mix(EMBER, PAPER, 0.5), mix(PAPER, SAND, 0.3))
    _sun(canvas, 880, 372, 104, mix(PAPER, SAND, 0.2), 0.5)
    air = mix(EMBER, PAPER, 0.6)
    line = _ranges(canvas, rng, mix(CINNABAR, PAPER, 0.52), mix(CINNABAR, INK, 0.86), air, count=5, start=0.5)
    pines(canvas, rng, line, mix(CINNABAR, INK, 0.93), every=90, tall=54)
    birds(canvas, [(330, 232), (372, 210), (416, 238), (462, 216), (500, 244)], mix(CINNABAR, INK, 0.8))
    seal(canvas)
    return jpeg(grain(canvas, 0.045))


def river() -> bytes:
    """A river that narrows towards the pass it comes from."""
    rng = hand("river-2")
    canvas = wash(mix(MIST, PAPER, 0.5), PAPER, mix(PAPER, SAND, 0.4))
    _sun(canvas, 800, 322, 62, glow=0.35)
    for index in range(3):
        line = ridge(rng, 560 + index * 40, 300 - index * 70, peaks=3 + index, rough=0.46)
        dip = [(x, y + 190 * math.exp(-(((x - 800) / 230) ** 2))) for x, y in line]
        crest = mix(mix(MIST, PAPER, 0.35), PINE, index * 0.3)
        mountain(canvas, rng, dip, crest, mix(crest, PAPER, 0.75), strokes=0.14)
    mist(canvas, rng, 600, PAPER, depth=90, strength=0.7)
    lay(
        canvas,
        wash(*[PAPER] * 4, mix(SAND, PINE, 0.3), mix(SAND, PINE, 0.5)),
        area([(0, 606), (WIDTH, 606), (WIDTH, HEIGHT), (0, HEIGHT)]),
    )
    mist(canvas, rng, 600, PAPER, depth=46, strength=0.9)
    middle = [(t, 800 + math.sin(t * 5.2 + 0.5) * (60 + 330 * t) - 30) for t in [step / 60 for step in range(61)]]
    left = [(x - (7 + 210 * t**2.1), 606 + 394 * t**1.45) for t, x in middle]
    right = [(x + (7 + 210 * t**2.1), 606 + 394 * t**1.45) for t, x in middle]
    lay(canvas, wash(PAPER, PAPER, PAPER, mix(MIST, PAPER, 0.55), mix(MIST, PAPER, 0.25)), area(left + right[::-1]))

    def ripples(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for t, x in middle[14:]:
            for _ in range(3):
                half = (8 + 150 * t**2) * rng.uniform(0.2, 0.6)
                shift, y = rng.uniform(-0.6, 0.6) * 180 * t**2, 606 + 394 * t**1.45 + rng.uniform(-4, 4)
                pen.line(scaled([(x + shift - half, y), (x + shift + half, y)], scale), fill=170, width=3)

    lay(canvas, mix(MIST, INK, 0.25), mask(ripples), 0.4)
    for edge, start in ((0, 690), (WIDTH, 640)):
        sway = noise_line(rng)
        bank = [(x, start + 900 * (abs(x - edge) / WIDTH) ** 1.25 + y * 16) for x, y in sway]
        crest = mix(PINE, INK, 0.35)
        mountain(canvas, rng, bank, crest, mix(crest, PINE, 0.3), strokes=0.2)
        pines(canvas, rng, bank, mix(PINE, INK, 0.6), every=46, tall=96)
    seal(canvas, x=774, y=910, side=46)
    return jpeg(grain(canvas))


def terraces() -> bytes:
    """Terraced fields: each step follows the one above it, no two the same width."""
    rng = hand("terraces-2")
    canvas = wash(mix(SAND, PAPER, 0.5), PAPER)
    _sun(canvas, 1240, 210, 70, glow=0.35)
    far = ridge(rng, 420, 220, peaks=3)
    mountain(canvas, rng, far, mix(PINE, PAPER, 0.55), PAPER, strokes=0.1)
    mist(canvas, rng, 430, PAPER, depth=80, strength=0.7)
    phases = [rng.uniform(0, math.tau) for _ in range(4)]
    y, index = 400.0, 0
    while y < HEIGHT + 160:
        reach = (y - 380) / 620
        edge = [
            (
                x,
                y
                + math.sin(x / 330 + phases[0] + reach * 0.9) * (30 + 46 * reach)
                + math.sin(x / 137 + phases[1] - reach * 1.7) * (9 + 15 * reach)
                + math.sin(x / 61 + phases[2] + index * 0.6) * 4 * reach,
            )
            for x in range(0, WIDTH + 8, 8)
        ]
        bank = mix(mix(PINE, PAPER, 0.4 - 0.3 * min(reach, 1)), INK, 0.1 + rng.uniform(0, 0.18))
        water = rng.choice(
            [mix(MIST, PAPER, 0.6), mix(SAND, PAPER, 0.35), mix(PINE, PAPER, 0.45), mix(PINE, SAND, 0.5)]
        )
        if index == 7:
            water = mix(EMBER, SAND, 0.45)
        lip = 5 + 15 * max(reach, 0)
        lay(canvas, water, area([*edge, (WIDTH, HEIGHT), (0, HEIGHT)]))
        lay(canvas, bank, area(edge + [(x, below - lip) for x, below in edge[::-1]]))
        y += (22 + 62 * max(reach, 0)) * rng.uniform(0.75, 1.25)
        index += 1
    seal(canvas)
    return jpeg(grain(canvas))


def _terrain(rng: random.Random) -> Image.Image:
    """Heights of about 0 to 1 with two summits, one number a pixel."""
    waves = [(rng.uniform(0.012, 0.05), rng.uniform(0.012, 0.05), rng.uniform(0, math.tau)) for _ in range(5)]
    heights = Image.new("F", (160, 100))
    for y in range(100):
        for x in range(160):
            first = math.exp(-(((x - 52) / 37) ** 2) - ((y - 58) / 27) ** 2) * 0.8
            second = math.exp(-(((x - 119) / 30) ** 2) - ((y - 39) / 25) ** 2)
            rough = sum(math.sin(x * a * 2.4 + p) * math.cos(y * b * 2.4 - p) for a, b, p in waves)
            heights.putpixel((x, y), first + second + rough * 0.034)
    return heights.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def contours() -> bytes:
    """A map of two summits with one chosen path: what a strategy looks like from above."""
    rng = hand("contours-6")
    low, high = mix(PAPER, SAND, 0.22), mix(PINE, PAPER, 0.22)
    canvas = wash(low, low)
    heights = _terrain(rng)
    levels = 13
    for index in range(levels):
        level = 0.08 + index * 0.068
        higher = heights.point(lambda height, level=level: height * 60_000 - level * 60_000 + 128).convert("L")
        lay(canvas, mix(low, high, ((index + 1) / levels) ** 1.2), higher)
        rim = ImageOps.expand(ImageOps.crop(higher.filter(ImageFilter.FIND_EDGES), 2), 2)  # no line round the sheet
        lay(canvas, mix(PINE, INK, 0.3), rim, 0.9 if index % 4 == 0 else 0.4)
    knots = [
        (150, 890),
        (330, 800),
        (430, 690),
        (600, 640),
        (760, 700),
        (880, 600),
        (985, 490),
        (1100, 450),
        (1190, 386),
    ]
    path = smooth(knots)

    def dashes(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for index in range(0, len(path) - 5, 9):
            pen.line(scaled(path[index : index + 6], scale), fill=255, width=9 * scale // 2, joint="curve")

    lay(canvas, CINNABAR, mask(dashes))
    for (x, y), radius in ((knots[0], 13), (knots[3], 9), (knots[5], 9)):
        lay(canvas, CINNABAR, disc(x, y, radius))
        lay(canvas, PAPER, disc(x, y, radius * 0.45))
    x, y = knots[-1]
    lay(canvas, CINNABAR, area([(x - 3, y), (x - 3, y - 78), (x + 52, y - 60), (x + 3, y - 42), (x + 3, y)]))
    seal(canvas)
    return jpeg(grain(canvas))


def smooth(knots: Points) -> list[tuple[float, float]]:
    """A curve through all the knots (Catmull–Rom), twenty steps between two."""
    ends = [knots[0], *knots, knots[-1]]
    curve = []
    for before, here, there, beyond in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(20):
            along = step / 20
            x, y = (_between(before[i], here[i], there[i], beyond[i], along) for i in (0, 1))
            curve.append((x, y))
    return curve


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (2 * b + (c - a) * t + bend) / 2
