"""Charts for the articles: the figures are labelled with digits, the words stand in the caption."""

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

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
    Points,
    area,
    block,
    hand,
    lay,
    mix,
    oval,
    png,
    seal,
    trace,
)

MUTED = mix(INK, PAPER, 0.38)
LINE = mix(PAPER, INK, 0.14)


def _sheet() -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), PAPER)


def _write(canvas: Image.Image, x: float, y: float, text: str, size: int, colour: Colour = INK, anchor: str = "mm"):
    """Digits and Latin letters in Pillow's own face, which every machine has."""
    ImageDraw.Draw(canvas).text((x, y), text, font=ImageFont.load_default(size), fill=colour, anchor=anchor)


def _stroke(canvas: Image.Image, points: Points, colour: Colour, width: float, dash: tuple[int, int] | None = None):
    for part in [points] if dash is None else _dashes(points, *dash):
        trace(canvas, colour, part, width)


def _dashes(points: Points, long: int, gap: int) -> Iterable[Points]:
    for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        place = 0.0
        while place < length:
            end = min(place + long, length)
            yield [(x + (to_x - x) * at / length, y + (to_y - y) * at / length) for at in (place, end)]
            place += long + gap


def _bar(canvas: Image.Image, box: tuple[float, float, float, float], colour: Colour, radius: int = 6) -> None:
    block(canvas, colour, box, radius)


def funnel() -> bytes:
    """Four steps from readers to orders, each width the square root of its number so that the last is visible."""
    canvas = _sheet()
    steps = [(10_000, mix(MIST, PAPER, 0.45)), (3_400, mix(MIST, PINE, 0.35)), (136, PINE), (17, CINNABAR)]
    widths = [1150 * (number / 10_000) ** 0.36 for number, _ in steps]
    for index, (number, colour) in enumerate(steps):
        top, bottom = 110 + index * 205, 110 + index * 205 + 168
        upper = widths[index] / 2
        lower = (widths[index] * 0.45 + widths[min(index + 1, 3)] * 0.55) / 2
        middle = 690
        lay(
            canvas,
            colour,
            area([(middle - upper, top), (middle + upper, top), (middle + lower, bottom), (middle - lower, bottom)]),
        )
        _write(canvas, middle, (top + bottom) / 2, f"{number:,}", 60, INK if index == 0 else PAPER)
        if index:
            share = f"{number / steps[index - 1][0]:.1%}"
            _stroke(canvas, [(1300, top - 105), (1330, top - 105), (1330, top + 68), (1300, top + 68)], LINE, 3)
            _write(canvas, 1356, top - 18, share, 44, CINNABAR if index == 3 else MUTED, "lm")
    seal(canvas, x=60)
    return png(canvas)


def bars() -> bytes:
    """Three pairs, before in mist and after in pine, with the change above each."""
    canvas = _sheet()
    base, top = 850, 190
    for share in range(5):
        y = base - share * (base - top) / 4
        _stroke(canvas, [(150, y), (1480, y)], LINE, 2)
        _write(canvas, 128, y, str(share * 25), 30, MUTED, "rm")
    pairs = [(32, 71), (18, 46), (54, 63)]
    for index, (before, after) in enumerate(pairs):
        x = 290 + index * 430
        for shift, value, colour in ((0, before, mix(MIST, PAPER, 0.25)), (132, after, PINE)):
            y = base - value / 100 * (base - top)
            _bar(canvas, (x + shift, y, x + shift + 112, base), colour)
            _write(canvas, x + shift + 56, y - 30, str(value), 42, MUTED if shift == 0 else INK)
        _write(canvas, x + 122, base + 56, f"+{after - before}", 46, CINNABAR)
    _stroke(canvas, [(150, base), (1480, base)], INK, 3)
    seal(canvas, x=1500, y=56)
    return png(canvas)


def calendar() -> bytes:
    """Four weeks of seven days: long pieces in pine, short ones in mist, the review in cinnabar."""
    canvas = _sheet()
    left, top, wide, tall, gap = 110, 127, 184, 176, 14
    long, short, review = {1, 8, 15, 22}, {3, 5, 10, 12, 17, 19, 24, 26}, {28}
    for day in range(1, 29):
        row, column = divmod(day - 1, 7)
        x, y = left + column * (wide + gap), top + row * (tall + gap)
        weekend = column > 4
        colour = mix(SAND, PAPER, 0.72) if weekend else mix(SAND, PAPER, 0.42)
        colour = PINE if day in long else mix(MIST, PAPER, 0.25) if day in short else colour
        colour = CINNABAR if day in review else colour
        _bar(canvas, (x, y, x + wide, y + tall), colour, 14)
        strong = day in long or day in review
        _write(canvas, x + 26, y + 38, str(day), 34, PAPER if strong else INK if day in short else MUTED, "lm")
        marks = 4 if day in long else 2 if day in short else 0
        for mark in range(marks):
            length = (wide - 52) * (0.55 if mark == marks - 1 else 1)
            under = y + 84 + mark * 22
            shade = mix(PINE, PAPER, 0.6) if day in long else mix(MIST, INK, 0.45)
            _bar(canvas, (x + 26, under, x + 26 + length, under + 7), shade, 3)
        if day in review:
            _stroke(canvas, [(x + 62, y + 112), (x + 86, y + 136), (x + 128, y + 82)], PAPER, 10)
    seal(canvas, x=WIDTH - 84, y=40, side=44)
    return png(canvas)


def triangle() -> bytes:
    """Three corners, three kinds of decision, and one point that shows where a product stands."""
    canvas = _sheet()
    corners = [(800, 130), (330, 840), (1270, 840)]
    centre = (sum(x for x, _ in corners) / 3, sum(y for _, y in corners) / 3)
    for share in (1, 0.78, 0.56, 0.34):
        inner = [(centre[0] + (x - centre[0]) * share, centre[1] + (y - centre[1]) * share) for x, y in corners]
        lay(canvas, mix(mix(MIST, PAPER, 0.78), PINE, (1 - share) * 0.55), area(inner))
        _stroke(canvas, [*inner, inner[0]], mix(PINE, PAPER, 0.35), 2.5)
    for corner in corners:
        _stroke(canvas, [centre, corner], mix(PINE, PAPER, 0.35), 2.5, dash=(14, 10))
    for (x, y), number, colour in zip(corners, "123", (INK, PINE, mix(MIST, INK, 0.3)), strict=True):
        oval(canvas, PAPER, x, y, 76, 76)
        oval(canvas, colour, x, y, 64, 64)
        _write(canvas, x, y - 1, number, 62, PAPER)
    place = (700, 505)
    _stroke(canvas, [centre, place], CINNABAR, 5)
    oval(canvas, PAPER, *place, 30, 30)
    oval(canvas, CINNABAR, *place, 22, 22)
    oval(canvas, CINNABAR, *centre, 8, 8)
    seal(canvas)
    return png(canvas)


def lines() -> bytes:
    """Twelve months: what is paid for stays where it is, what is written adds up and crosses it in the eighth."""
    canvas = _sheet()
    left, right, base, top = 150, 1440, 850, 140
    paid = [41, 43, 40, 42, 44, 41, 43, 42, 40, 43, 42, 41]
    earned = [2, 4, 7, 11, 16, 23, 33, 46, 58, 69, 81, 92]

    def place(month: int, value: float) -> tuple[float, float]:
        return left + month * (right - left) / 11, base - value / 100 * (base - top)

    for value in (25, 50, 75, 100):
        y = place(0, value)[1]
        _stroke(canvas, [(left, y), (right, y)], LINE, 2)
        _write(canvas, left - 24, y, str(value), 30, MUTED, "rm")
    for month in range(12):
        _write(canvas, place(month, 0)[0], base + 42, str(month + 1), 30, MUTED)
    curve = [place(month, value) for month, value in enumerate(earned)]
    lay(canvas, mix(PINE, PAPER, 0.82), area([(left, base), *curve, (right, base)]))
    _stroke(canvas, [place(month, value) for month, value in enumerate(paid)], mix(MIST, INK, 0.25), 6, dash=(18, 12))
    _stroke(canvas, curve, PINE, 8)
    _stroke(canvas, [(left, base), (right, base)], INK, 3)
    for x, y in curve:
        oval(canvas, PAPER, x, y, 11, 11)
        oval(canvas, PINE, x, y, 7, 7)
    cross = place(7, 46)
    oval(canvas, PAPER, *cross, 26, 26)
    oval(canvas, CINNABAR, *cross, 19, 19)
    _write(canvas, right + 26, curve[-1][1], "92", 44, PINE, "lm")
    _write(canvas, right + 26, place(11, 41)[1], "41", 44, mix(MIST, INK, 0.35), "lm")
    seal(canvas, x=1500, y=40)
    return png(canvas)


def cohorts() -> bytes:
    """Eight groups of new users, a row each, a week a column: from the fifth group on they fade more slowly."""
    rng = hand("cohorts")
    canvas = _sheet()
    for row in range(8):
        rate = (0.62 if row < 4 else 0.8) + rng.uniform(-0.035, 0.035)
        floor = (0.26 if row < 4 else 0.4) + rng.uniform(-0.02, 0.02)
        y = 120 + row * 98
        _write(canvas, 150, y + 42, str(row + 1), 34, CINNABAR if row == 4 else MUTED)
        for week in range(8):
            left = 210 + week * 158
            share = max(rate**week, floor - week * 0.004)
            colour = mix(mix(SAND, PAPER, 0.55), PINE, share**0.8)
            _bar(canvas, (left, y, left + 146, y + 86), colour, 8)
            _write(canvas, left + 73, y + 42, f"{share:.0%}", 30, PAPER if share > 0.5 else INK)
    for week in range(8):
        _write(canvas, 283 + week * 158, 82, str(week + 1), 32, MUTED)
    _stroke(canvas, [(130, 503), (1470, 503)], CINNABAR, 4, dash=(16, 12))
    seal(canvas, x=1506, y=40, side=44)
    return png(canvas)


def fields() -> bytes:
    """Three forms with eleven, five and three fields, and how many of a hundred people finish each."""
    canvas = _sheet()
    for index, (count, done) in enumerate(((11, 19), (5, 41), (3, 57))):
        left = 130 + index * 480
        tall = 74 + count * 62
        _bar(canvas, (left, 110, left + 250, 110 + tall), mix(SAND, PAPER, 0.5), 14)
        for field in range(count):
            y = 140 + field * 62
            _bar(canvas, (left + 26, y, left + 224, y + 40), PAPER, 6)
        _bar(
            canvas, (left + 26, 110 + tall - 14, left + 110, 110 + tall + 22), PINE if index else mix(MIST, INK, 0.2), 8
        )
        base, top = 892, 892 - done * 12
        _bar(canvas, (left + 290, top, left + 366, base), CINNABAR if index == 1 else mix(PINE, PAPER, 0.15), 8)
        _write(canvas, left + 328, top - 36, str(done), 46)
        _write(canvas, left + 125, 936, str(count), 46, MUTED)
    _stroke(canvas, [(100, 894), (1500, 894)], INK, 3)
    seal(canvas, x=1506, y=40, side=44)
    return png(canvas)


def waterfall() -> bytes:
    """From 41 down in five steps to a loss of 1.1."""
    canvas = _sheet()
    zero, unit = 800, 15.5
    _stroke(canvas, [(110, zero), (1490, zero)], INK, 3)
    level = 41.0
    _bar(canvas, (150, zero - level * unit, 290, zero), PINE)
    _write(canvas, 220, zero - level * unit - 36, "41", 46)
    for index, loss in enumerate((12.3, 11.1, 6.4, 5.2, 7.1)):
        left = 345 + index * 195
        _stroke(canvas, [(left - 55, zero - level * unit), (left, zero - level * unit)], MUTED, 2)
        _bar(canvas, (left, zero - level * unit, left + 140, zero - (level - loss) * unit), mix(MIST, INK, 0.12))
        _write(canvas, left + 70, zero - level * unit - 34, f"-{loss}", 42, MUTED)
        level -= loss
    _bar(canvas, (1320, zero, 1460, zero - level * unit), CINNABAR)
    _write(canvas, 1390, zero - level * unit + 40, "-1.1", 46, CINNABAR)
    seal(canvas, x=1506, y=40, side=44)
    return png(canvas)


def people() -> bytes:
    """Two hundred people, seventy-six of whom know the name."""
    canvas = _sheet()
    knowing = set(hand("people").sample(range(200), 76))
    for index in range(200):
        row, column = divmod(index, 20)
        colour = PINE if index in knowing else mix(MIST, PAPER, 0.45)
        oval(canvas, colour, 145 + column * 69, 130 + row * 79, 24, 24)
    seal(canvas, x=1506, y=40, side=44)
    return png(canvas)


def queries() -> bytes:
    """The twelve ways of asking that occur most, four of them without an answer."""
    canvas = _sheet()
    counts = (412, 356, 301, 274, 240, 198, 171, 160, 140, 122, 97, 88)
    for index, count in enumerate(counts):
        y = 90 + index * 69
        colour = CINNABAR if index in {2, 5, 8, 11} else mix(PINE, PAPER, 0.12)
        _bar(canvas, (170, y, 170 + count * 2.75, y + 46), colour, 8)
        _write(canvas, 194 + count * 2.75, y + 22, str(count), 34, colour if index in {2, 5, 8, 11} else INK, "lm")
        _write(canvas, 140, y + 22, str(index + 1), 30, MUTED, "rm")
    seal(canvas, x=1506, y=40, side=44)
    return png(canvas)
