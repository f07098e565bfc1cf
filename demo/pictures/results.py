"""Pictures of results, for the galleries of cases: each takes its figures, so a new case needs no new drawing.

Before is drawn in mist, after in pine, what matters most in cinnabar. Chinese words stand in the caption.
"""

from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageDraw

from demo.pictures.brush import (
    CINNABAR,
    HEIGHT,
    INK,
    MIST,
    PAPER,
    PINE,
    SAND,
    WIDTH,
    Colour,
    area,
    disc,
    hand,
    lay,
    mask,
    mix,
    oval,
    png,
    rounded,
    seal,
)
from demo.pictures.charts import LINE, MUTED, _sheet, _stroke, _write

BEFORE = mix(MIST, PAPER, 0.3)
Box = tuple[float, float, float, float]


def _boxes(canvas: Image.Image, boxes: Iterable[Box], colour: Colour, radius: float = 6) -> None:
    """Many rectangles of one colour, printed at once."""
    boxes = list(boxes)

    def draw(pen: ImageDraw.ImageDraw, scale: int) -> None:
        for box in boxes:
            pen.rounded_rectangle([side * scale for side in box], radius * scale, fill=255)

    lay(canvas, colour, mask(draw))


def _arrow(canvas: Image.Image, x: float, y: float) -> None:
    _stroke(canvas, [(x - 46, y), (x + 40, y)], CINNABAR, 7)
    lay(canvas, CINNABAR, area([(x + 28, y - 24), (x + 62, y), (x + 28, y + 24)]))


def kept(total: int, left: int) -> Callable[[], bytes]:
    """As many sheets as there were; those that were kept are dark."""

    def draw() -> bytes:
        canvas, rng = _sheet(), hand(f"kept {total} {left}")
        columns = round((total * 1.9) ** 0.5)
        rows = -(-total // columns)
        wide = min(1300 / columns, 720 / rows / 1.25)
        tall, x0, y0 = wide * 1.25, (WIDTH - wide * columns) / 2, 90.0
        chosen = set(rng.sample(range(total), left))
        boxes: dict[bool, list] = {True: [], False: []}
        for number in range(total):
            row, column = divmod(number, columns)
            x, y = x0 + column * wide, y0 + row * tall
            boxes[number in chosen].append((x, y, x + wide * 0.78, y + tall * 0.82))
        _boxes(canvas, boxes[False], mix(SAND, PAPER, 0.45), wide * 0.06)
        _boxes(canvas, boxes[True], PINE, wide * 0.06)
        _write(canvas, 700, 908, str(total), 64, MUTED, "rm")
        _arrow(canvas, 800, 910)
        _write(canvas, 900, 908, str(left), 64, PINE, "lm")
        seal(canvas, x=1500, y=40)
        return png(canvas)

    return draw


def months(values: Sequence[float], unit: str = "") -> Callable[[], bytes]:
    """What was measured each month, the last one marked."""

    def draw() -> bytes:
        canvas = _sheet()
        left, right, base, top = 150, 1400, 850, 150
        highest = max(values) * 1.08

        def place(number: int, value: float) -> tuple[float, float]:
            return left + number * (right - left) / (len(values) - 1), base - value / highest * (base - top)

        for share in (0.25, 0.5, 0.75, 1):
            y = base - share * (base - top)
            _stroke(canvas, [(left, y), (right, y)], LINE, 2)
        curve = [place(number, value) for number, value in enumerate(values)]
        lay(canvas, mix(PINE, PAPER, 0.84), area([(left, base), *curve, (right, base)]))
        _stroke(canvas, curve, PINE, 8)
        _stroke(canvas, [(left, base), (right, base)], INK, 3)
        for number, (x, y) in enumerate(curve):
            oval(canvas, PAPER, x, y, 12, 12)
            oval(canvas, PINE, x, y, 8, 8)
            _write(canvas, x, base + 42, str(number + 1), 30, MUTED)
        lay(canvas, CINNABAR, disc(*curve[-1], 17))
        _write(canvas, curve[0][0] + 6, curve[0][1] - 52, f"{values[0]:g}{unit}", 48, MUTED, "lm")
        _write(canvas, right + 34, curve[-1][1], f"{values[-1]:g}{unit}", 64, CINNABAR, "lm")
        seal(canvas, x=1500, y=890)
        return png(canvas)

    return draw


def shares(parts: Sequence[float]) -> Callable[[], bytes]:
    """One bar for each time it was measured, with the share that is told of in per cent."""

    def draw() -> bytes:
        canvas = _sheet()
        base, top, wide = 850, 120, 150
        step = 1240 / len(parts)
        for number, part in enumerate(parts):
            x = 180 + step * (number + 0.5) - wide / 2
            y = base - (base - top) * part / 100
            last = number == len(parts) - 1
            lay(canvas, mix(SAND, PAPER, 0.55), rounded((x, top, x + wide, base), 10))
            lay(canvas, PINE if last else BEFORE, rounded((x, y, x + wide, base), 10))
            colour = CINNABAR if last else INK
            _write(canvas, x + wide / 2, y - 36 if part < 90 else y + 40, f"{part:g}%", 46, colour)
            _write(canvas, x + wide / 2, base + 46, str(number + 1), 32, MUTED)
        _stroke(canvas, [(150, base), (1450, base)], INK, 3)
        seal(canvas, x=1500, y=890)
        return png(canvas)

    return draw


def hundred(before: int, after: int) -> Callable[[], bytes]:
    """A hundred people before and a hundred after; those of whom it is told are filled."""

    def draw() -> bytes:
        canvas = _sheet()
        for left, count, colour in ((130, before, mix(MIST, INK, 0.12)), (900, after, PINE)):
            for filled, hue in ((False, mix(SAND, PAPER, 0.5)), (True, colour)):
                spots = [n for n in range(100) if (n < count) == filled]

                def dots(pen: ImageDraw.ImageDraw, scale: int, left=left, spots=spots) -> None:
                    for row, column in (divmod(n, 10) for n in spots):
                        x, y = left + 28 + column * 58, 138 + row * 62
                        pen.ellipse([side * scale for side in (x - 21, y - 21, x + 21, y + 21)], fill=255)

                lay(canvas, hue, mask(dots))
            _write(canvas, left + 288, 842, f"{count}%", 84, CINNABAR if colour == PINE else MUTED)
        _arrow(canvas, 806, 420)
        seal(canvas, x=1500, y=890)
        return png(canvas)

    return draw


def fields(before: int, after: int) -> Callable[[], bytes]:
    """A form as it was and as it is: so many fields, and the button."""

    def draw() -> bytes:
        canvas = _sheet()
        for left, count, button in ((140, before, BEFORE), (900, after, CINNABAR)):
            lay(canvas, mix(PAPER, SAND, 0.35), rounded((left, 90, left + 560, 850), 26))
            pitch = min(640 / count, 130)
            tall = pitch * 0.62
            boxes = [(left + 50, 140 + n * pitch, left + 510, 140 + n * pitch + tall) for n in range(count)]
            _boxes(canvas, boxes, PAPER, 10)
            _boxes(canvas, [(x + 18, y + tall * 0.4, x + 120, y + tall * 0.6) for x, y, _, _ in boxes], LINE, 4)
            end = boxes[-1][3] + 22
            lay(canvas, button, rounded((left + 50, end, left + 230, end + 62), 31))
            _write(canvas, left + 280, 912, str(count), 64, PINE if count == after else MUTED)
        _arrow(canvas, 800, 460)
        seal(canvas, x=1500, y=40)
        return png(canvas)

    return draw


def week(before: Sequence[int], after: Sequence[int]) -> Callable[[], bytes]:
    """What went out on each day of a week, before on the left and after on the right.

    What is new stands in cinnabar on top of the fullest day.
    """

    def draw() -> bytes:
        canvas = _sheet()
        for left, counts, colour in ((120, before, BEFORE), (870, after, PINE)):
            boxes = [
                (left + day * 88, 730 - n * 150, left + day * 88 + 70, 860 - n * 150)
                for day, count in enumerate(counts)
                for n in range(count)
            ]
            empty = [(left + day * 88, 730 - n * 150, left + day * 88 + 70, 860 - n * 150)
                     for day in range(7) for n in range(max(before))]  # fmt: skip
            _boxes(canvas, empty, mix(SAND, PAPER, 0.62), 12)
            _boxes(canvas, boxes, colour, 12)
            _write(canvas, left + 299, 300, str(sum(counts)), 84, PINE if colour == PINE else MUTED)
            if colour == PINE:
                new = max(range(len(counts)), key=counts.__getitem__)
                top = 730 - (counts[new] - 1) * 150
                _boxes(canvas, [(left + new * 88, top, left + new * 88 + 70, top + 130)], CINNABAR, 12)
        _arrow(canvas, 800, 645)
        _stroke(canvas, [(110, HEIGHT - 120), (1490, HEIGHT - 120)], LINE, 3)
        seal(canvas, x=1500, y=40)
        return png(canvas)

    return draw


def mark_in_sizes() -> bytes:
    """One mark, two plates and a pin, in three sizes: on a stand, on a box, on a part of three centimetres."""
    canvas = _sheet()
    for x, base, size, sheet in (
        (110, 830, 700, mix(SAND, PAPER, 0.5)),
        (900, 830, 340, mix(MIST, PAPER, 0.62)),
        (1340, 830, 130, mix(PINE, PAPER, 0.8)),
    ):
        lay(canvas, sheet, rounded((x, base - size, x + size, base), size * 0.05))
        unit = size / 10
        for left, colour in ((1.6, PINE), (5.4, mix(MIST, INK, 0.25))):
            box = (x + left * unit, base - 7.4 * unit, x + (left + 3) * unit, base - 2.6 * unit)
            lay(canvas, colour, rounded(box, unit * 0.4))
        box = (x + 4.72 * unit, base - 8.2 * unit, x + 5.28 * unit, base - 1.8 * unit)
        lay(canvas, CINNABAR, rounded(box, unit * 0.28))
    _stroke(canvas, [(90, 848), (1500, 848)], INK, 3)
    for x, said in ((460, "3 m"), (1070, "30 cm"), (1405, "3 cm")):
        _write(canvas, x, 900, said, 44, MUTED)
    seal(canvas, x=1500, y=40)
    return png(canvas)
