"""Small scenes out of doors and indoors, drawn with few strokes: covers and figures that are quick to make."""

import math

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
    block,
    hand,
    mix,
    oval,
    patch,
    pressed,
    ridge,
    trace,
    wash,
)

FAR = mix(MIST, PAPER, 0.4)


def _hill(canvas, rng, base: float, height: float, colour, peaks: int = 3) -> list:
    """One flat range from edge to edge; its line."""
    line = ridge(rng, base, height, peaks=peaks, rough=0.4)[::6]
    patch(canvas, colour, [(0, HEIGHT), *line, (WIDTH, line[-1][1]), (WIDTH, HEIGHT)])
    return line


def kites() -> bytes:
    """Kites over a low ridge, all on strings that come from below."""
    rng = hand("kites-2")
    canvas = wash(mix(MIST, PAPER, 0.42), PAPER, mix(PAPER, SAND, 0.3))
    for index, (x, y, size) in enumerate(
        ((330, 240, 92), (690, 410, 66), (960, 190, 120), (1240, 370, 74), (520, 560, 44), (1400, 180, 50))
    ):
        colour = CINNABAR if index == 2 else mix((PINE, MIST, SAND)[index % 3], INK, 0.2)
        string = [(x + (800 - x) * (t / 20) ** 2 * 0.5, y + size + (940 - y) * t / 20) for t in range(21)]
        trace(canvas, mix(INK, PAPER, 0.45), string, 3, 0.7)
        corners = [(x, y - size), (x + size * 0.7, y), (x, y + size), (x - size * 0.7, y)]
        patch(canvas, colour, corners)
        patch(canvas, mix(colour, PAPER, 0.25), [corners[0], (x, y), corners[3]])
        patch(canvas, mix(colour, INK, 0.18), [(x, y), corners[1], corners[2]])
        tail = [(x + math.sin(t * 0.9) * 15 - t * 4, y + size + t * size * 0.11) for t in range(14)]
        trace(canvas, colour, tail, 6)
    _hill(canvas, rng, 900, 150, mix(PINE, PAPER, 0.35))
    _hill(canvas, rng, 985, 110, mix(PINE, INK, 0.25), 4)
    return pressed(canvas)


def doors() -> bytes:
    """Three doors in one wall, the middle one ajar with light behind it."""
    canvas = wash(mix(SAND, PAPER, 0.5), mix(SAND, PAPER, 0.32))
    block(canvas, mix(SAND, INK, 0.28), (0, 880, WIDTH, HEIGHT), 0)
    patch(canvas, mix(EMBER, PAPER, 0.55), [(690, 880), (905, 880), (1130, HEIGHT), (560, HEIGHT)], 0.75)
    for index, x in enumerate((320, 800, 1280)):
        block(canvas, mix(SAND, INK, 0.5), (x - 172, 196, x + 172, 884), 10)
        inner = mix(EMBER, PAPER, 0.45) if index == 1 else mix(PINE, INK, 0.25 + 0.1 * index)
        block(canvas, inner, (x - 150, 218, x + 150, 884), 4)
        if index == 1:
            patch(canvas, CINNABAR, [(x - 150, 218), (x - 28, 262), (x - 28, 928), (x - 150, 884)])
            oval(canvas, PAPER, x - 52, 590, 8, 12)
            continue
        for top, bottom in ((256, 520), (560, 840)):
            block(canvas, mix(inner, PAPER, 0.14), (x - 112, top, x + 112, bottom), 6)
            block(canvas, inner, (x - 98, top + 14, x + 98, bottom - 14), 6)
        oval(canvas, mix(SAND, PAPER, 0.3), x + 124, 560, 13, 13)
    return pressed(canvas)


def wave() -> bytes:
    """A voice as bars: loud, quiet, and one word that stands out."""
    rng = hand("wave")
    canvas = wash(PAPER, mix(PAPER, SAND, 0.4))
    for index in range(58):
        x = 100 + index * 24.4
        swell = 0.5 + 0.5 * math.sin(index / 4.1) * math.sin(index / 11 + 1)
        tall = 26 + 300 * swell * rng.uniform(0.45, 1)
        loud = 33 <= index <= 37
        colour = CINNABAR if loud else mix(PINE, MIST, 0.3 + 0.5 * (1 - swell))
        block(canvas, colour, (x, 490 - (tall + 70 * loud), x + 13, 490 + tall * 0.72 + 50 * loud), 6)
    trace(canvas, mix(INK, PAPER, 0.5), [(80, 490), (1520, 490)], 3, 0.6)
    return pressed(canvas)


def shore() -> bytes:
    """Pebbles on a beach, some of them of one colour: a sample."""
    rng = hand("shore-2")
    canvas = wash(mix(MIST, PAPER, 0.3), mix(MIST, PAPER, 0.55), mix(SAND, PAPER, 0.25), mix(SAND, PAPER, 0.1))
    for index in range(4):
        foam = [
            (x, 236 + index * 42 + math.sin(x / 120 + index * 1.3) * (14 + 5 * index)) for x in range(-10, 1620, 24)
        ]
        trace(canvas, PAPER, foam, 5 + index * 3, 0.55 + 0.1 * index)
    for row in range(11):
        y = 440 + row * 50
        size = 14 + row * 2.6
        for column in range(int(1750 / (size * 3.1))):
            x = column * size * 3.1 + rng.uniform(-size, size) * 0.7
            pick = rng.random()
            colour = PINE if pick < 0.3 else mix(mix(MIST, SAND, rng.random()), INK, rng.uniform(0, 0.25))
            colour = CINNABAR if (row, column) == (6, 9) else colour
            oval(canvas, mix(INK, SAND, 0.4), x + 4, y + 6, size * 1.2, size * 0.8, 0.3)
            oval(
                canvas, colour, x, y + rng.uniform(-8, 8), size * rng.uniform(0.9, 1.25), size * rng.uniform(0.65, 0.9)
            )
    return pressed(canvas)


def garden() -> bytes:
    """Rows of seedlings with their labels, one label without a plant."""
    rng = hand("garden")
    canvas = wash(mix(MIST, PAPER, 0.6), PAPER, mix(SAND, PAPER, 0.2))
    _hill(canvas, rng, 330, 130, FAR)
    for row in range(4):
        y = 430 + row * 160
        scale = 0.62 + row * 0.2
        bed = [(x, y + math.sin(x / 260 + row) * 8) for x in range(-20, 1640, 40)]
        patch(canvas, mix(mix(SAND, INK, 0.45), INK, row * 0.07), [*bed, (WIDTH + 20, y + 150), (-20, y + 150)])
        for column in range(9 - row):
            x = 90 + column * (1480 / (8 - row)) + rng.uniform(-14, 14)
            empty = (row, column) == (2, 3)
            if not empty:
                for side in (-1, 1):
                    tip = (x + side * 52 * scale, y - rng.uniform(46, 84) * scale)
                    bend = (x + side * 8 * scale, y - 66 * scale)
                    patch(
                        canvas,
                        mix(PINE, PAPER, rng.uniform(0.05, 0.3)),
                        [(x, y + 4), bend, tip, (x + side * 34 * scale, y - 18 * scale)],
                    )
                trace(canvas, mix(PINE, INK, 0.2), [(x, y + 12), (x, y - 54 * scale)], 6 * scale)
            post = x + 72 * scale
            trace(canvas, mix(SAND, PAPER, 0.3), [(post, y + 18), (post, y - 40 * scale)], 6 * scale)
            label = (post - 26 * scale, y - 76 * scale, post + 26 * scale, y - 38 * scale)
            block(canvas, CINNABAR if empty else PAPER, label, 4)
    return pressed(canvas)


def lantern() -> bytes:
    """A lantern that lights three stones of a path, and no more."""
    rng = hand("lantern")
    canvas = wash(NIGHT, mix(NIGHT, MIST, 0.16), mix(NIGHT, PINE, 0.2))
    _hill(canvas, rng, 520, 220, mix(NIGHT, MIST, 0.22))
    _hill(canvas, rng, 640, 160, mix(NIGHT, PINE, 0.22), 4)
    for step in range(26):
        oval(canvas, mix(EMBER, SAND, 0.3), 560, 700, 620 - step * 22, 330 - step * 11, 0.028)
    for index in range(8):
        x, y = 560 + index * 96 + 90 * math.sin(index * 1.1), 880 - index * 46
        near = max(0.0, 1 - index / 3.4)
        size = 92 - index * 9
        oval(canvas, mix(mix(NIGHT, MIST, 0.2), mix(SAND, PAPER, 0.35), near), x, y, size, size * 0.34)
    trace(canvas, mix(INK, SAND, 0.3), [(330, 90), (560, 130), (560, 250)], 12)
    oval(canvas, CINNABAR, 560, 390, 128, 140)
    oval(canvas, mix(EMBER, PAPER, 0.3), 560, 398, 84, 104, 0.75)
    for across in (-84, -42, 0, 42, 84):
        rib = [(560 + across * math.sin(t / 12 * math.pi) ** 0.5, 252 + t * 23) for t in range(13)]
        trace(canvas, mix(CINNABAR, INK, 0.3), rib, 3, 0.6)
    for y in (248, 526):
        block(canvas, mix(INK, SAND, 0.25), (504, y - 12, 616, y + 12), 6)
    return pressed(canvas)


def bridge() -> bytes:
    """One stone bridge, and every path of the near bank leading to it."""
    rng = hand("bridge")
    canvas = wash(mix(MIST, PAPER, 0.5), PAPER, mix(MIST, PAPER, 0.5))
    _hill(canvas, rng, 420, 240, FAR)
    _hill(canvas, rng, 540, 150, mix(PINE, PAPER, 0.45), 4)
    block(canvas, mix(MIST, PAPER, 0.3), (0, 660, WIDTH, HEIGHT), 0)
    for row in range(9):
        y = 700 + row * 34
        trace(canvas, PAPER, [(540 + row * 31 % 170, y), (720 + row * 53 % 240, y)], 5, 0.8)
    stone = mix(SAND, INK, 0.3)
    road = [(x, 560 - 120 * math.sin((x - 380) / 840 * math.pi)) for x in range(380, 1221, 20)]
    holes = [(800 + math.cos(t / 24 * math.pi) * 260, 790 - math.sin(t / 24 * math.pi) * 270) for t in range(25)]
    patch(canvas, stone, [*road, (1220, 800), *holes, (380, 800)])
    for t in range(25):
        turn = t / 24 * math.pi
        ends = [(800 + math.cos(turn) * r, 790 - math.sin(turn) * (r + 10)) for r in (262, 306)]
        trace(canvas, mix(stone, PAPER, 0.35), ends, 3)
    trace(canvas, mix(stone, INK, 0.35), road, 14)
    trace(canvas, mix(stone, PAPER, 0.3), [(x, y - 34) for x, y in road], 7)
    for edge, sign in ((0, 1), (WIDTH, -1)):
        bank = [(edge + sign * (470 - d * 0.42 + 26 * math.sin(d / 40)), 560 + d) for d in range(0, 460, 20)]
        patch(canvas, mix(PINE, INK, 0.12), [(edge, 540), (edge + sign * 400, 552), *bank, (edge, HEIGHT)])
    for index, start in enumerate((600, 690, 790, 900)):
        path = [(400 * (t / 16), start + (560 - start) * (t / 16) ** 1.6) for t in range(17)]
        trace(canvas, CINNABAR if index == 2 else mix(SAND, PAPER, 0.35), path, 15)
    trace(canvas, mix(SAND, PAPER, 0.35), [(1200, 560), (1330, 600), (1600, 610)], 15)
    return pressed(canvas)


def cottage() -> bytes:
    """A guest house high on a slope in the rain season, one window lit."""
    rng = hand("cottage-2")
    canvas = wash(mix(MIST, INK, 0.12), mix(MIST, PAPER, 0.45), mix(PAPER, MIST, 0.2))
    _hill(canvas, rng, 480, 260, mix(MIST, PAPER, 0.25))
    _hill(canvas, rng, 640, 220, mix(PINE, MIST, 0.5), 4)
    for _ in range(170):
        x, y, long = rng.uniform(0, WIDTH), rng.uniform(0, 820), rng.uniform(24, 60)
        trace(canvas, PAPER, [(x, y), (x - long * 0.22, y + long)], 2, 0.4)
    slope = [(x, 900 - 250 * (x / WIDTH) + 12 * math.sin(x / 90)) for x in range(0, 1620, 40)]
    patch(canvas, mix(PINE, INK, 0.3), [*slope, (WIDTH, HEIGHT), (0, HEIGHT)])
    x, y = 1010, 738
    block(canvas, mix(PAPER, SAND, 0.5), (x - 180, y - 170, x + 180, y + 20), 2)
    block(canvas, mix(SAND, INK, 0.35), (x + 60, y - 170, x + 180, y + 20), 2)
    patch(canvas, INK, [(x - 240, y - 158), (x - 150, y - 288), (x + 150, y - 288), (x + 240, y - 158)])
    patch(canvas, mix(INK, MIST, 0.3), [(x - 240, y - 158), (x - 150, y - 288), (x - 40, y - 288), (x - 110, y - 158)])
    for left, lit in ((-138, False), (-46, True), (88, False)):
        block(
            canvas,
            mix(EMBER, PAPER, 0.35) if lit else mix(INK, MIST, 0.3),
            (x + left, y - 118, x + left + 62, y - 44),
            3,
        )
    block(canvas, CINNABAR, (x - 150, y - 26, x - 108, y + 20), 3)
    for index in range(7):
        foot = 880 - index * 33
        reach = 170 + index * 92
        patch(canvas, mix(PINE, INK, 0.45), [(reach - 30, foot), (reach, foot - 120 + index * 6), (reach + 30, foot)])
    return pressed(canvas)


def stairs() -> bytes:
    """A stairwell seen from the side, with a door on each landing."""
    canvas = wash(mix(MIST, PAPER, 0.62), mix(PAPER, SAND, 0.3))
    for step in range(18):
        x, y = 90 + step * 80, 930 - step * 46
        shade = mix(mix(MIST, PAPER, 0.2), PINE, 0.15 + step * 0.03)
        block(canvas, shade, (x, y, WIDTH, HEIGHT), 0)
        block(canvas, mix(shade, PAPER, 0.4), (x, y, WIDTH, y + 9), 0)
    for index, step in enumerate((3, 8, 13)):
        x, y = 90 + step * 80, 930 - step * 46
        colour = CINNABAR if index == 1 else mix(PINE, INK, 0.35)
        block(canvas, mix(SAND, PAPER, 0.2), (x - 12, y - 252, x + 142, y), 6)
        block(canvas, colour, (x, y - 240, x + 130, y), 4)
        oval(canvas, PAPER, x + 108, y - 118, 8, 8)
    rail = [(60 + step * 80, 800 - step * 46) for step in range(20)]
    trace(canvas, mix(INK, MIST, 0.2), rail, 11)
    for x, y in rail:
        trace(canvas, mix(INK, MIST, 0.2), [(x, y), (x, y + 130)], 4, 0.8)
    return pressed(canvas)


def orchard() -> bytes:
    """An orchard on a hillside, one tree ripe before the others."""
    rng = hand("orchard")
    canvas = wash(mix(MIST, PAPER, 0.55), PAPER)
    oval(canvas, CINNABAR, 270, 210, 60, 60, 0.9)
    _hill(canvas, rng, 400, 180, FAR)
    for row in range(5):
        y = 420 + row * 125
        land = [(x, y + 26 * math.sin(x / 300 + row * 0.8)) for x in range(0, 1640, 40)]
        patch(
            canvas,
            mix(mix(PINE, SAND, 0.55 - row * 0.06), PAPER, 0.42 - row * 0.08),
            [*land, (WIDTH, HEIGHT), (0, HEIGHT)],
        )
        size = 32 + row * 13
        for column in range(11 - row):
            x = 40 + row * 26 + column * (size * 3.5)
            foot = y + 26 * math.sin(x / 300 + row * 0.8)
            trace(canvas, mix(SAND, INK, 0.6), [(x, foot + 12), (x, foot - size)], size * 0.18)
            leaf = mix(PINE, INK, rng.uniform(0.05, 0.35))
            for dx, dy, r in ((-0.5, -1.1, 0.7), (0.5, -1.15, 0.68), (0, -1.65, 0.78)):
                oval(canvas, leaf, x + dx * size, foot + dy * size, r * size, r * size * 0.92)
            if (row, column) == (3, 4):
                for turn in range(14):
                    reach = size * (0.25 + 0.055 * turn)
                    oval(
                        canvas,
                        EMBER if turn % 3 else CINNABAR,
                        x + math.cos(turn * 2.4) * reach,
                        foot - size * 1.3 + math.sin(turn * 2.4) * reach * 0.75,
                        10,
                        10,
                    )
    return pressed(canvas)


def boats() -> bytes:
    """Paper boats on still water, one of another colour."""
    rng = hand("boats")
    canvas = wash(mix(MIST, PAPER, 0.35), mix(MIST, PINE, 0.2), mix(PINE, MIST, 0.3))
    for _ in range(60):
        x, y = rng.uniform(0, WIDTH), rng.uniform(120, HEIGHT)
        half = 20 + (y / HEIGHT) ** 2 * 130
        trace(canvas, PAPER, [(x - half, y), (x + half, y)], 3, 0.28)
    places = (
        (1180, 250, 0.5),
        (520, 300, 0.55),
        (820, 420, 0.72),
        (300, 520, 0.85),
        (1260, 570, 0.95),
        (760, 720, 1.2),
    )
    for index, (x, y, size) in enumerate(places):
        colour = CINNABAR if index == 3 else PAPER
        oval(canvas, INK, x + 6, y + 56 * size, 170 * size, 16 * size, 0.2)
        patch(canvas, mix(colour, MIST, 0.28), [(x - 62 * size, y), (x, y - 128 * size), (x + 62 * size, y)])
        patch(canvas, colour, [(x - 62 * size, y), (x, y - 128 * size), (x, y)])
        hull = [
            (x - 190 * size, y - 44 * size),
            (x - 104 * size, y + 58 * size),
            (x + 104 * size, y + 58 * size),
            (x + 190 * size, y - 44 * size),
            (x, y + 22 * size),
        ]
        patch(canvas, mix(colour, SAND, 0.2), hull)
        patch(canvas, mix(colour, INK, 0.12), [(x, y + 22 * size), hull[3], hull[2], (x, y + 58 * size)])
    return pressed(canvas)
