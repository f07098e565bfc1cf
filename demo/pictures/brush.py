"""The brushes every demo picture is drawn with: paper, washes, ridges, mist, grain and the seal.

Everything is drawn from a seeded `random.Random`, so a picture is the same on every machine. Shapes are drawn
at twice the size and halved, which smooths their edges; colour is laid through masks, as a printer lays ink.
"""

import io
import math
import random
from collections.abc import Callable, Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Points = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Placing = Callable[[Points], list[tuple[float, float]]]
Stroke = Callable[[ImageDraw.ImageDraw, Placing], None]

WIDTH, HEIGHT = SIZE = (1600, 1000)
FINE = 2  # the factor by which shapes are drawn larger than they are shown

PAPER: Colour = (250, 248, 244)
SAND: Colour = (226, 212, 188)
INK: Colour = (28, 36, 48)
CINNABAR: Colour = (181, 55, 31)
PINE: Colour = (47, 93, 80)
MIST: Colour = (143, 163, 173)
NIGHT: Colour = (18, 22, 28)
EMBER: Colour = (255, 138, 107)


def hand(name: str) -> random.Random:
    """The hand that draws one picture: its chances come from the picture's name."""
    return random.Random(name)  # noqa: S311 (nothing here is a secret)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with `share` (0 to 1) of the second in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def wash(*colours: Colour, height: int = HEIGHT) -> Image.Image:
    """A sheet that runs from the first colour at the top through the others to the last at the bottom."""
    strip = Image.new("RGB", (1, 256))
    for step in range(256):
        place = step / 255 * (len(colours) - 1)
        index = min(int(place), len(colours) - 2)
        strip.putpixel((0, step), mix(colours[index], colours[index + 1], place - index))
    return strip.resize((1, height), Image.Resampling.BILINEAR).resize((WIDTH, height), Image.Resampling.NEAREST)


def mask(draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    """What `draw(pen, scale)` paints in 0–255, with smooth edges."""
    sheet = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    draw(ImageDraw.Draw(sheet), FINE)
    return sheet.reduce(FINE)


def scaled(points: Points, scale: float) -> list[tuple[float, float]]:
    return [(x * scale, y * scale) for x, y in points]


def area(points: Points, value: int = 255) -> Image.Image:
    """The mask of one polygon."""
    return mask(lambda pen, scale: pen.polygon(scaled(points, scale), fill=value))


def rounded(box: Sequence[float], radius: float) -> Image.Image:
    """The mask of one rectangle (left, top, right, bottom) with round corners."""
    return mask(lambda pen, scale: pen.rounded_rectangle([side * scale for side in box], radius * scale, fill=255))


def disc(x: float, y: float, radius: float, value: int = 255) -> Image.Image:
    """The mask of one filled circle."""
    box = (x - radius, y - radius, x + radius, y + radius)
    return mask(lambda pen, scale: pen.ellipse([side * scale for side in box], fill=value))


def lay(canvas: Image.Image, ink: Colour | Image.Image, through: Image.Image, strength: float = 1.0) -> None:
    """Print a colour, or a whole sheet, through a mask."""
    if strength < 1:
        through = through.point(lambda value: int(value * strength))
    canvas.paste(ink, (0, 0), through) if isinstance(ink, Image.Image) else canvas.paste(ink, (0, 0, *SIZE), through)


def patch(canvas: Image.Image, ink: Colour, points: Points, strength: float = 1.0) -> None:
    """Print one polygon, smoothing only the corner of the sheet that it covers: for pictures of hundreds of parts."""
    left, top = (int(min(place[axis] for place in points)) - 1 for axis in (0, 1))
    right, bottom = (int(max(place[axis] for place in points)) + 2 for axis in (0, 1))
    corner = Image.new("L", ((right - left) * 4, (bottom - top) * 4))
    ImageDraw.Draw(corner).polygon([((x - left) * 4, (y - top) * 4) for x, y in points], fill=round(255 * strength))
    canvas.paste(ink, (left, top), corner.reduce(4))


def stamp(canvas: Image.Image, ink: Colour, box: Box, draw: Stroke, strength: float = 1.0) -> None:
    """Print what `draw(pen, place)` paints inside one box; `place` turns points of the sheet into points of the box."""
    left, top, right, bottom = (round(side) + shift for side, shift in zip(box, (-2, -2, 2, 2), strict=True))
    corner = Image.new("L", ((right - left) * 3, (bottom - top) * 3))
    draw(ImageDraw.Draw(corner), lambda points: [((x - left) * 3, (y - top) * 3) for x, y in points])
    through = corner.reduce(3)
    canvas.paste(ink, (left, top), through.point(lambda value: int(value * strength)) if strength < 1 else through)


def oval(canvas: Image.Image, ink: Colour, x: float, y: float, wide: float, tall: float, strength: float = 1.0) -> None:
    """Print one filled ellipse by its middle and its two radii."""
    box = (x - wide, y - tall, x + wide, y + tall)
    stamp(canvas, ink, box, lambda pen, place: pen.ellipse([*place([box[:2]])[0], *place([box[2:]])[0]], 255), strength)


def block(canvas: Image.Image, ink: Colour, box: Box, radius: float = 4, strength: float = 1.0) -> None:
    """Print one rectangle with round corners."""

    def draw(pen: ImageDraw.ImageDraw, place: Placing) -> None:
        pen.rounded_rectangle([*place([box[:2]])[0], *place([box[2:]])[0]], radius * 3, 255)

    stamp(canvas, ink, box, draw, strength)


def trace(canvas: Image.Image, ink: Colour, points: Points, width: float, strength: float = 1.0) -> None:
    """Print one line with round joints and ends."""
    half = width / 2
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)

    def draw(pen: ImageDraw.ImageDraw, place: Placing) -> None:
        pen.line(place(points), 255, round(width * 3), joint="curve")
        for x, y in place([points[0], points[-1]]):
            pen.ellipse([x - half * 3, y - half * 3, x + half * 3, y + half * 3], 255)

    stamp(canvas, ink, box, draw, strength)


def noise(rng: random.Random, steps: int) -> Callable[[float], float]:
    """A smooth random curve over 0–1 with `steps` knots and values in 0–1."""
    knots = [rng.random() for _ in range(steps + 2)]

    def at(place: float) -> float:
        whole = min(int(place * steps), steps)
        part = place * steps - whole
        ease = part * part * (3 - 2 * part)
        return knots[whole] + (knots[whole + 1] - knots[whole]) * ease

    return at


def ridge(rng: random.Random, base: float, height: float, *, peaks: int = 3, rough: float = 0.5) -> list:
    """The line of one ridge from the left edge to the right; `rough` is how much each finer octave keeps."""
    octaves = [(noise(rng, peaks * 2**level), rough**level, level < 3) for level in range(6)]
    total = sum(weight for _, weight, _ in octaves)
    line = []
    for x in range(0, WIDTH + 4, 4):
        place = min(x / WIDTH, 1)
        rise = sum(weight * ((1 - abs(2 * at(place) - 1)) if folded else at(place)) for at, weight, folded in octaves)
        line.append((x, base - height * rise / total))
    return line


def mountain(
    canvas: Image.Image, rng: random.Random, line: Points, crest: Colour, foot: Colour, *, strokes: float = 0.2
) -> None:
    """One range: dark along its crest, dissolving towards its foot, with ink strokes that run down its slopes."""
    body = area([(0, HEIGHT), *line, (WIDTH, HEIGHT)])
    top = min(y for _, y in line)
    sheet = Image.new("RGB", SIZE, foot)
    sheet.paste(wash(crest, mix(crest, foot, 0.75), foot, height=max(int(HEIGHT - top), 1)), (0, int(top)))
    lay(canvas, sheet, body)
    if strokes:
        lay(canvas, mix(crest, INK, 0.55), ImageChops.multiply(_slopes(rng, line), body), strokes)


def _slopes(rng: random.Random, line: Points) -> Image.Image:
    """Brush strokes falling from a ridge along its own slope, thick at the crest and thin below."""

    def draw(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for (x, y), (_, after) in zip(line[:-4], line[4:], strict=True):
            if rng.random() < 0.35:
                continue
            lean = max(-1.6, min(1.6, (after - y) / 16))
            length, drift = rng.uniform(12, 90), rng.uniform(0.2, 0.7)
            shade = rng.randint(60, 255)
            for part in range(3):
                start, end = part / 3 * length, (part + 1) / 3 * length
                ends = [(x + lean * start * drift, y + start), (x + lean * end * drift, y + end)]
                pen.line(scaled(ends, scale), fill=shade * (3 - part) // 3, width=(5 - part) * scale // 2)

    sheet = Image.new("L", SIZE)  # at its own size: the blur hides the edges
    draw(ImageDraw.Draw(sheet), 1)
    return sheet.filter(ImageFilter.GaussianBlur(0.8))


def mist(
    canvas: Image.Image, rng: random.Random, y: float, colour: Colour, *, depth: float = 60, strength: float = 0.8
):
    """A bank of mist around one height, thicker in some places than in others."""
    small = Image.new("L", (WIDTH // 8, HEIGHT // 8))
    pen = ImageDraw.Draw(small)
    for _ in range(9):
        x, half = rng.uniform(-100, WIDTH + 100), rng.uniform(150, 420)
        tall, shift = rng.uniform(0.3, 1) * depth, rng.uniform(-0.5, 0.5) * depth
        box = [x - half, y + shift - tall / 2, x + half, y + shift + tall / 2]
        pen.ellipse([side / 8 for side in box], fill=rng.randint(150, 255))
    soft = small.filter(ImageFilter.GaussianBlur(depth / 18)).resize(SIZE, Image.Resampling.BILINEAR)
    lay(canvas, colour, soft, strength)


def pines(canvas: Image.Image, rng: random.Random, line: Points, colour: Colour, *, every: int = 26, tall: int = 70):
    """Firs standing on a ridge, each of a few boughs, none like the next."""

    def draw(pen: ImageDraw.ImageDraw, scale: int) -> None:
        x = rng.uniform(0, every)
        while x < WIDTH:
            foot = line[min(int(x / 4), len(line) - 1)][1] + 6
            if foot > HEIGHT:
                x += every
                continue
            height = tall * rng.uniform(0.45, 1)
            for bough in range(7):
                low, high = foot - height * bough / 8, foot - height * (bough + 2.1) / 8
                half = height * 0.2 * (1 - bough / 7.6) * rng.uniform(0.8, 1.1)
                sag = height * 0.03
                pen.polygon(
                    scaled([(x - half, low + sag), (x, high), (x + half, low + sag), (x, low)], scale), fill=255
                )
            pen.line(scaled([(x, foot + 8), (x, foot - height)], scale), fill=255, width=4)
            x += every * rng.uniform(0.35, 1.9)

    lay(canvas, colour, mask(draw))


def birds(canvas: Image.Image, places: Points, colour: Colour = INK) -> None:
    """A few birds far off, two strokes each."""

    def draw(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for index, (x, y) in enumerate(places):
            span = 13 - index % 3 * 3
            for side in (-1, 1):
                wing = [(x + side * span * t, y - math.sin(t * math.pi * 0.8) * span * 0.45) for t in (0, 0.3, 0.6, 1)]
                pen.line(scaled(wing, scale), fill=255, width=4, joint="curve")

    lay(canvas, colour, mask(draw), 0.8)


def seal(canvas: Image.Image, x: int = WIDTH - 112, y: int = HEIGHT - 116, side: int = 52) -> None:
    """The studio's seal, a ridge cut out of a cinnabar square, as a printmaker signs."""

    profile = [(0.14, 0.7), (0.35, 0.36), (0.48, 0.54), (0.64, 0.28), (0.86, 0.7)]
    ends = [(x + side * across, y + side * down) for across, down in profile]

    def cut(pen: ImageDraw.ImageDraw, scale: int) -> None:
        pen.line(scaled(ends, scale), fill=255, width=round(side * 0.075) * scale, joint="curve")

    lay(canvas, CINNABAR, rounded((x, y, x + side, y + side), 7), 0.94)
    lay(canvas, PAPER, mask(cut))


def grain(canvas: Image.Image, strength: float = 0.05) -> Image.Image:
    """The tooth of the paper, light enough not to be seen as noise; one sheet for all pictures, since it is costly."""
    return Image.blend(canvas, ImageChops.overlay(canvas, _tooth()), strength * 4)


@cache
def _tooth() -> Image.Image:
    rng = hand("tooth")
    specks = Image.frombytes("L", SIZE, rng.randbytes(WIDTH * HEIGHT)).filter(ImageFilter.GaussianBlur(0.9))
    fibres = Image.frombytes("L", (WIDTH // 16, HEIGHT // 4), rng.randbytes(WIDTH * HEIGHT // 64))
    return Image.merge("RGB", [Image.blend(specks, fibres.resize(SIZE, Image.Resampling.BICUBIC), 0.28)] * 3)


def pressed(canvas: Image.Image) -> bytes:
    """The signed sheet as a file, on the one paper that all quickly made pictures share."""
    seal(canvas)
    return jpeg(grain(canvas, 0.045))


def jpeg(canvas: Image.Image) -> bytes:
    """The finished sheet as JPEG bytes."""
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=84, subsampling="4:2:0")
    return out.getvalue()


def png(canvas: Image.Image) -> bytes:
    """The finished sheet as PNG bytes, for flat colours and figures that must stay crisp."""
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()
