"""Things on a table, drawn with few strokes: covers for articles and cases, quick to make."""

import math

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
    area,
    block,
    hand,
    lay,
    mix,
    oval,
    patch,
    pressed,
    trace,
    wash,
)

WOOD = mix(SAND, INK, 0.42)
GREY = mix(MIST, INK, 0.3)
DEEP = mix(PINE, INK, 0.4)


def _table(line: float = 760, *, warm: bool = True):
    """A sheet with a table's edge, the light coming from the upper left."""
    wall = mix(SAND if warm else MIST, PAPER, 0.68)
    canvas = wash(mix(wall, PAPER, 0.5), wall)
    block(canvas, mix(wall, SAND if warm else MIST, 0.55), (0, line, WIDTH, HEIGHT), 0)
    trace(canvas, mix(INK, wall, 0.45), [(0, line), (WIDTH, line)], 5)
    return canvas


def sieve() -> bytes:
    """A round sieve held up: much falls through, a little stays."""
    rng = hand("sieve")
    canvas = wash(mix(MIST, PAPER, 0.7), mix(PAPER, SAND, 0.4))
    for _ in range(150):
        depth = rng.random() ** 0.8
        x, y = 800 + rng.gauss(0, 190 + 60 * depth), 470 + depth * 470
        oval(canvas, mix(MIST, INK, 0.2), x, y, 9 - depth * 3, 9 - depth * 3, 0.9 - depth * 0.6)
    for radius, colour in ((470, WOOD), (446, mix(SAND, PAPER, 0.35))):
        oval(canvas, colour, 800, 400, radius, radius * 0.36)
    for step in range(-14, 15):
        half = 440 * math.sqrt(1 - (step / 15) ** 2)
        x, y = 800 + step * 29.5, 400 + step * 10.6
        trace(canvas, mix(WOOD, PAPER, 0.35), [(x, 400 - half * 0.36), (x, 400 + half * 0.36)], 2)
        trace(canvas, mix(WOOD, PAPER, 0.35), [(800 - half, y), (800 + half, y)], 2)
    for index in range(9):
        turn = index * 2.4
        oval(
            canvas, CINNABAR, 800 + math.cos(turn) * (40 + 22 * index), 392 + math.sin(turn) * (12 + 8 * index), 25, 21
        )
    block(canvas, mix(WOOD, INK, 0.3), (1255, 372, 1540, 408), 16)
    return pressed(canvas)


def relay() -> bytes:
    """Lanes of a running track seen from above, and one baton between two of them."""
    canvas = wash(mix(PINE, PAPER, 0.55), mix(PINE, PAPER, 0.3))
    for lane in range(9):
        radius = 1500 - lane * 150
        arc = [(math.cos(step / 90 * math.tau), math.sin(step / 90 * math.tau) * 0.86) for step in range(90)]
        colour = mix(mix(EMBER, SAND, 0.45), CINNABAR, 0.12 if lane % 2 else 0.2) if lane < 7 else mix(PINE, INK, 0.2)
        for ink, reach in ((PAPER, radius + 4), (colour, radius)):
            lay(canvas, ink, area([(250 + x * reach, 1350 + y * reach) for x, y in arc]))
    for x, y in ((560, 330), (940, 500)):
        oval(canvas, mix(INK, PINE, 0.3), x + 10, y + 16, 84, 70, 0.2)
        oval(canvas, mix(PAPER, SAND, 0.3), x, y, 84, 72)
        oval(canvas, mix(SAND, INK, 0.2), x, y, 46, 40)
    trace(canvas, mix(INK, SAND, 0.4), [(616, 376), (900, 500)], 34, 0.3)
    trace(canvas, CINNABAR, [(610, 356), (895, 478)], 34)
    trace(canvas, PAPER, [(700, 394), (712, 399)], 34)
    return pressed(canvas)


def candles() -> bytes:
    """Seven candles burning down in turn, the last one out."""
    canvas = _table(800)
    for index in range(7):
        x, tall = 250 + index * 183, 470 - index * 62
        top = 800 - tall
        body = mix(PAPER, SAND, 0.35) if index < 6 else mix(MIST, PAPER, 0.3)
        oval(canvas, mix(INK, SAND, 0.5), x + 8, 806, 74, 15, 0.4)
        block(canvas, body, (x - 46, top, x + 46, 806), 12)
        block(canvas, mix(body, SAND, 0.5), (x + 14, top + 8, x + 46, 804), 10, 0.8)
        trace(canvas, INK, [(x, top), (x + 3, top - 24)], 5)
        if index == 6:
            smoke = [(x + 3 + math.sin(step / 2.4) * (6 + step * 3), top - 30 - step * 16) for step in range(18)]
            trace(canvas, mix(MIST, INK, 0.2), smoke, 6, 0.55)
            continue
        flame = [(math.sin(t / 20 * math.tau) * 24 * (t % 20) / 20, t) for t in range(0, 21)]
        shape = [(x + 3 + dx, top - 96 + t * 4.2) for dx, t in flame]
        patch(canvas, CINNABAR if index == 0 else EMBER, [*shape, *[(2 * (x + 3) - a, b) for a, b in shape[::-1]]])
        oval(canvas, mix(PAPER, EMBER, 0.25), x + 3, top - 36, 9, 17)
    return pressed(canvas)


def tea() -> bytes:
    """Two cups and one sheet of paper between them: an hour of talk."""
    canvas = _table(640)
    patch(canvas, mix(INK, SAND, 0.4), [(560, 742), (1075, 742), (1170, 930), (470, 930)], 0.16)
    patch(canvas, PAPER, [(552, 728), (1060, 728), (1150, 912), (458, 912)])
    for line in range(6):
        y, inset = 754 + line * 24, line * 11
        trace(canvas, mix(MIST, INK, 0.1), [(590 - inset, y), (1010 + inset - line % 3 * 90, y)], 4, 0.8)
    trace(canvas, CINNABAR, [(575, 826), (760, 826)], 7)
    for x, glaze in ((330, PINE), (1280, mix(MIST, INK, 0.15))):
        oval(canvas, mix(INK, SAND, 0.4), x + 16, 806, 190, 34, 0.35)
        bowl = [
            (x + math.cos(t / 24 * math.pi) * 176, 556 + math.sin(t / 24 * math.pi) ** 0.62 * 236) for t in range(25)
        ]
        patch(canvas, glaze, bowl)
        patch(canvas, mix(glaze, PAPER, 0.22), [(x + (a - x) * 0.5 - 66, 556 + (b - 556) * 0.9) for a, b in bowl], 0.5)
        oval(canvas, mix(glaze, PAPER, 0.5), x, 556, 176, 44)
        oval(canvas, mix(WOOD, EMBER, 0.25), x, 562, 158, 36)
        for curl in range(3):
            start = x - 60 + curl * 60
            wisp = [(start + math.sin(s / 3 + curl) * (8 + s), 500 - s * 15) for s in range(17)]
            trace(canvas, PAPER, wisp, 9 - curl, 0.75)
    return pressed(canvas)


def abacus() -> bytes:
    """An abacus with one bead that counts."""
    canvas = _table(900)
    block(canvas, mix(INK, SAND, 0.4), (166, 186, 1466, 846), 26, 0.2)
    block(canvas, WOOD, (150, 160, 1450, 820), 26)
    block(canvas, mix(SAND, PAPER, 0.55), (196, 206, 1404, 774), 10)
    values = (2, 0, 5, 1, 7, 3, 8, 4, 6)
    for rod, value in enumerate(values):
        x = 266 + rod * 134
        trace(canvas, mix(WOOD, INK, 0.3), [(x, 206), (x, 774)], 8)
        upper = [258 + 24 * (value >= 5)]
        lower = [448 + 58 * bead + (0 if bead < value % 5 else 64) for bead in range(4)]
        for bead, y in enumerate(upper + lower):
            colour = CINNABAR if (rod, bead) == (4, 0) else mix(PINE, INK, 0.12 * (bead % 3))
            oval(canvas, mix(INK, SAND, 0.5), x + 5, y + 8, 56, 26, 0.3)
            oval(canvas, colour, x, y, 56, 26)
            oval(canvas, mix(colour, PAPER, 0.4), x - 16, y - 9, 20, 6, 0.8)
    block(canvas, WOOD, (170, 340, 1430, 380), 6)
    return pressed(canvas)


def keys() -> bytes:
    """A ring of keys, one of them of another colour."""
    canvas = wash(mix(MIST, PAPER, 0.66), mix(PAPER, SAND, 0.35))
    trace(canvas, mix(INK, MIST, 0.3), [(800, 0), (800, 150)], 12)
    turns = [step / 60 * math.tau for step in range(61)]
    for index in range(7):
        lean = math.radians(-54 + index * 18)
        colour = CINNABAR if index == 4 else mix(GREY, (PINE, SAND, INK)[index % 3], 0.3)
        length = 470 + index % 3 * 46

        def at(along: float, across: float, lean=lean):
            x, y = 800 + math.sin(lean) * 128, 268 + math.cos(lean) * 128
            return x + math.sin(lean) * along + math.cos(lean) * across, y + math.cos(lean) * along - math.sin(
                lean
            ) * across

        patch(
            canvas,
            mix(INK, MIST, 0.4),
            [(x + 12, y + 16) for x, y in (at(0, -14), at(length, -14), at(length, 14))],
            0.18,
        )
        trace(canvas, colour, [at(60, 0), at(length, 0)], 24)
        for tooth in range(2 + index % 2):
            trace(canvas, colour, [at(length - 14 - tooth * 44, 0), at(length - 14 - tooth * 44, 52 - tooth * 8)], 20)
        trace(canvas, colour, [at(60 + math.cos(t) * 62, math.sin(t) * 54) for t in turns], 26)
    trace(canvas, mix(INK, MIST, 0.35), [(800 + math.cos(t) * 128, 268 + math.sin(t) * 128) for t in turns], 15)
    return pressed(canvas)


def pencils() -> bytes:
    """A row of pencils worn to different lengths."""
    rng = hand("pencils")
    canvas = wash(mix(SAND, PAPER, 0.6), mix(SAND, PAPER, 0.4))
    shades = (PINE, GREY, mix(PINE, PAPER, 0.35), DEEP, mix(MIST, PAPER, 0.15), mix(SAND, INK, 0.25))
    for index in range(13):
        x, top = 142 + index * 110, 120 + rng.randrange(0, 430)
        colour = CINNABAR if index == 8 else shades[rng.randrange(len(shades))]
        block(canvas, mix(INK, SAND, 0.45), (x - 30, top + 120, x + 50, HEIGHT + 20), 0, 0.16)
        block(canvas, colour, (x - 40, top + 110, x + 40, HEIGHT + 20), 0)
        block(canvas, mix(colour, PAPER, 0.22), (x - 40, top + 110, x - 14, HEIGHT + 20), 0)
        block(canvas, mix(colour, INK, 0.2), (x + 14, top + 110, x + 40, HEIGHT + 20), 0)
        patch(canvas, mix(SAND, PAPER, 0.3), [(x - 40, top + 112), (x, top), (x + 40, top + 112)])
        patch(canvas, colour if index == 8 else INK, [(x - 13, top + 36), (x, top), (x + 13, top + 36)])
    return pressed(canvas)


def vials() -> bytes:
    """A rack of test tubes, one of them with something to report."""
    canvas = _table(800, warm=False)
    levels = (0.62, 0.48, 0.7, 0.55, 0.4, 0.66, 0.52)
    for index, level in enumerate(levels):
        x = 290 + index * 172
        liquid = CINNABAR if index == 4 else mix(PINE, MIST, 0.2 + 0.1 * (index % 4))
        block(canvas, mix(PAPER, MIST, 0.25), (x - 48, 190, x + 48, 790), 46)
        block(canvas, mix(PAPER, MIST, 0.08), (x - 40, 190, x + 40, 782), 40)
        top = 782 - 560 * level
        block(canvas, liquid, (x - 40, top, x + 40, 782), 38)
        block(canvas, liquid, (x - 40, top, x + 40, top + 60), 0)
        oval(canvas, mix(liquid, PAPER, 0.35), x, top, 40, 11)
        block(canvas, PAPER, (x - 28, 230, x - 16, 700), 6, 0.5)
        block(canvas, mix(MIST, INK, 0.1), (x - 56, 178, x + 56, 200), 10)
    for top, bottom in ((388, 438), (742, 830)):
        block(canvas, WOOD, (150, top, 1464, bottom), 10, 0.94)
        block(canvas, mix(WOOD, PAPER, 0.2), (150, top, 1464, top + 10), 6)
    return pressed(canvas)


def ledger() -> bytes:
    """An open account book, its last line stamped."""
    rng = hand("ledger")
    canvas = _table(40)
    block(canvas, mix(INK, SAND, 0.35), (176, 176, 1456, 886), 18, 0.22)
    block(canvas, mix(PINE, INK, 0.3), (150, 150, 1450, 860), 18)
    for left, right in ((176, 800), (800, 1424)):
        block(canvas, PAPER, (left, 168, right, 842), 8)
        for column in (0.5, 0.72):
            x = left + (right - left) * column
            trace(canvas, mix(CINNABAR, PAPER, 0.55), [(x, 190), (x, 820)], 3)
        for row in range(15):
            y = 222 + row * 41
            trace(canvas, mix(MIST, PAPER, 0.5), [(left + 26, y + 14), (right - 26, y + 14)], 2)
            if rng.random() < 0.86:
                trace(canvas, mix(INK, PAPER, 0.25), [(left + 40, y), (left + 40 + rng.randrange(90, 250), y)], 8, 0.85)
                trace(
                    canvas, mix(INK, PAPER, 0.25), [(right - 46 - rng.randrange(30, 110), y), (right - 46, y)], 8, 0.85
                )
    for step in range(24):
        block(canvas, INK, (776 + step, 168, 777 + step, 842), 0, 0.012 * step)
        block(canvas, INK, (823 - step, 168, 824 - step, 842), 0, 0.008 * step)
    block(canvas, CINNABAR, (1196, 690, 1336, 830), 14, 0.9)
    block(canvas, PAPER, (1212, 706, 1320, 814), 8, 0.95)
    trace(canvas, CINNABAR, [(1234, 762), (1258, 788), (1302, 734)], 15)
    return pressed(canvas)


def sheets() -> bytes:
    """A pile of drafts, the top one cut by three strokes."""
    rng = hand("sheets")
    canvas = _table(30, warm=False)
    for layer in range(7):
        lean = math.radians(7 - layer * 2.1 + rng.uniform(-2, 2))
        x, y = 800 - layer * 7, 520 - layer * 6

        def at(across: float, down: float, lean=lean, x=x, y=y):
            return x + math.cos(lean) * across - math.sin(lean) * down, y + math.sin(lean) * across + math.cos(
                lean
            ) * down

        corners = [at(-500, -390), at(500, -390), at(500, 390), at(-500, 390)]
        patch(canvas, mix(INK, MIST, 0.3), [(a + 9, b + 12) for a, b in corners], 0.16)
        patch(canvas, PAPER if layer == 6 else mix(PAPER, SAND, 0.4 - layer * 0.05), corners)
    trace(canvas, INK, [at(-420, -320), at(-60, -320)], 20)
    for row in range(12):
        end = 420 if row % 4 != 3 else 40
        trace(canvas, mix(MIST, INK, 0.15), [at(-420, -250 + row * 48), at(end, -250 + row * 48)], 9)
    for row, left, right in ((2, -300, 260), (5, -420, 420), (6, -420, 120)):
        trace(canvas, CINNABAR, [at(left, -244 + row * 48), at(right, -258 + row * 48)], 12)
    return pressed(canvas)


def balance() -> bytes:
    """A pair of scales: many small stones against one."""
    rng = hand("balance")
    canvas = _table(860)
    trace(canvas, WOOD, [(800, 180), (800, 850)], 30)
    block(canvas, WOOD, (600, 836, 1000, 880), 16)
    tilt = 26
    trace(canvas, mix(WOOD, INK, 0.25), [(330, 220 - tilt), (1270, 220 + tilt)], 22)
    oval(canvas, CINNABAR, 800, 220, 30, 30)
    for x, y in ((330, 220 - tilt), (1270, 220 + tilt)):
        for side in (-190, 190):
            trace(canvas, mix(INK, SAND, 0.35), [(x, y), (x + side, y + 330)], 5)
        bowl = [(x + math.cos(t / 20 * math.pi) * 200, y + 330 + math.sin(t / 20 * math.pi) * 74) for t in range(21)]
        if x < 800:
            for index in range(26):
                across = rng.uniform(-1, 1)
                up = (1 - across**2) * rng.random() * 64
                shade = mix(GREY, PAPER, rng.uniform(0, 0.5))
                oval(canvas, shade, x + across * 150, y + 322 - up, 21 + index % 3 * 5, 17 + index % 3 * 3)
        else:
            oval(canvas, CINNABAR, x, y + 262, 108, 88)
            oval(canvas, mix(CINNABAR, PAPER, 0.3), x - 34, y + 226, 38, 20, 0.7)
        patch(canvas, mix(PINE, INK, 0.15), bowl)
    return pressed(canvas)


def signboard() -> bytes:
    """A shop's board half repainted: the old strokes still show through."""
    canvas = wash(mix(MIST, PAPER, 0.55), mix(MIST, PAPER, 0.75))
    for row in range(9):
        for column in range(10):
            x, y = column * 178 - 90 * (row % 2), row * 118
            block(
                canvas, mix(MIST, PAPER, 0.42 + (row * 7 + column * 3) % 5 * 0.05), (x + 3, y + 3, x + 175, y + 115), 4
            )
    for x in (420, 1180):
        trace(canvas, INK, [(x, 0), (x, 300)], 9)
    block(canvas, INK, (252, 304, 1372, 734), 18, 0.25)
    block(canvas, WOOD, (236, 282, 1364, 716), 18)
    block(canvas, mix(PAPER, SAND, 0.5), (262, 308, 1338, 690), 8)
    block(canvas, mix(PINE, INK, 0.2), (262, 308, 806, 690), 8)
    for index, x in enumerate((420, 650, 950, 1180)):
        colour = PAPER if index < 2 else mix(SAND, INK, 0.22)
        for a, b, c, d in (
            (-74, -80, 74, -80),
            (-84, 0, 84, 0),
            (0, -120, 0, 130),
            (-60, 110, -10, 20),
            (60, 110, 10, 20),
        ):
            shift = index * 9 % 23
            trace(canvas, colour, [(x + a, 500 + b + shift), (x + c, 500 + d - shift)], 22, 1 if index < 2 else 0.55)
    trace(canvas, CINNABAR, [(806, 300), (806, 640), (798, 700)], 16)
    return pressed(canvas)


def containers() -> bytes:
    """Containers stacked at a quay, one in the air."""
    rng = hand("containers")
    canvas = wash(mix(MIST, PAPER, 0.45), mix(PAPER, MIST, 0.15), mix(MIST, PINE, 0.2))
    block(canvas, mix(INK, MIST, 0.35), (0, 890, WIDTH, HEIGHT), 0)
    shades = (PINE, mix(PINE, PAPER, 0.3), GREY, mix(SAND, INK, 0.2), mix(MIST, PAPER, 0.1), DEEP)
    boxes = [(80 + column * 300, 770 - row * 126) for column, rows in enumerate((4, 2, 3, 1, 3)) for row in range(rows)]
    for x, y in [*boxes, (990, 300)]:
        colour = CINNABAR if (x, y) == (990, 300) else shades[rng.randrange(len(shades))]
        block(canvas, colour, (x, y, x + 286, y + 120), 5)
        for rib in range(11):
            block(canvas, mix(colour, INK, 0.22), (x + 18 + rib * 24, y + 12, x + 26 + rib * 24, y + 108), 2)
        block(canvas, mix(colour, PAPER, 0.25), (x, y, x + 286, y + 8), 2)
    trace(canvas, INK, [(1133, 60), (1133, 220)], 8)
    for x in (1010, 1256):
        trace(canvas, INK, [(1133, 220), (x, 300)], 6)
    block(canvas, mix(INK, MIST, 0.2), (0, 36, WIDTH, 66), 0)
    return pressed(canvas)
