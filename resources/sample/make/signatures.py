"""A signature for each person of the sample: strokes as a hand would draw them.

The thinnest weight of the typeface is reduced to its middle lines, which are walked along as a pen
would: long lines first in reading order, leaning a little, uneven, and faster where they are long.
"""

from math import hypot

from PIL import Image, ImageDraw

from resources.sample.make.fonts import face
from resources.sample.make.mill import dice

WIDTH, HEIGHT = 640, 240
_CELL = 72
_SHORTEST = 5
Pixel = tuple[int, int]
Stroke = list[list[int]]
_AROUND = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))


def signature(name: str) -> dict[str, object]:
    """Return the ink of a name in the form that is kept: x, y, milliseconds, pressure."""
    random = dice(f"hand {name}")
    scale = min(2.4, (WIDTH - 60) / (len(name) * _CELL))
    lean, clock = random.uniform(0.06, 0.2), 0
    strokes: list[Stroke] = []
    for place, sign in enumerate(name):
        lift = random.uniform(-8, 8)
        for line in _lines(sign):
            stroke: Stroke = []
            before: tuple[float, float] | None = None
            for n, (px, py) in enumerate(line):
                x = 30 + (place * _CELL * 0.94 + px + (_CELL / 2 - py) * lean) * scale
                y = (HEIGHT - _CELL * scale) / 2 + py * scale + lift
                x, y = x + random.uniform(-1.6, 1.6), y + random.uniform(-1.6, 1.6)
                if before is not None:
                    clock += max(8, round(hypot(x - before[0], y - before[1]) * 1.3))
                before = (x, y)
                press = round(620 - 260 * n / max(1, len(line) - 1) + random.uniform(-40, 40))
                stroke.append([round(x), round(y), clock, press])
            strokes.append(stroke)
            clock += random.randrange(60, 140)
    return {"height": HEIGHT, "strokes": strokes, "width": WIDTH}


def _lines(sign: str) -> list[list[Pixel]]:
    """Return the middle lines of a character, in reading order, each with few points."""
    image = Image.new("L", (_CELL * 2, _CELL * 2))
    ImageDraw.Draw(image).text((_CELL, _CELL), sign, font=face(120, 100), fill=255, anchor="mm")
    side, dark = image.width, image.tobytes()
    dots = {(n % side, n // side) for n, value in enumerate(dark) if value > 110}
    lines = _walk(_thin(dots))
    short = [[(x // 2, y // 2) for x, y in _fewer(line)] for line in lines]
    return sorted(short, key=lambda line: (line[0][1] // 14, line[0][0]))


def _neighbours(spot: Pixel, dots: set[Pixel]) -> list[Pixel]:
    x, y = spot
    return [(x + dx, y + dy) for dx, dy in _AROUND if (x + dx, y + dy) in dots]


def _thin(dots: set[Pixel]) -> set[Pixel]:
    """Take away the edges until lines of one pixel are left (Zhang and Suen 1984)."""
    left, changed = set(dots), True
    while changed:
        changed = False
        for first in (True, False):
            gone = [spot for spot in left if _removable(spot, left, first)]
            left.difference_update(gone)
            changed = changed or bool(gone)
    return left


def _removable(spot: Pixel, dots: set[Pixel], first: bool) -> bool:
    x, y = spot
    ring = [(x + dx, y + dy) in dots for dx, dy in _AROUND]
    if not 2 <= sum(ring) <= 6:
        return False
    if sum(not a and b for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) != 1:
        return False
    north, east, south, west = ring[0], ring[2], ring[4], ring[6]
    if first:
        return not (north and east and south) and not (east and south and west)
    return not (north and east and west) and not (north and south and west)


def _walk(dots: set[Pixel]) -> list[list[Pixel]]:
    """Follow the lines from their ends, straight on at crossings, until each dot is used."""
    left, lines = set(dots), []
    while left:
        ends = [spot for spot in left if len(_neighbours(spot, left)) == 1]
        spot = min(ends or left, key=lambda p: (p[0] + p[1], p))
        line = [spot]
        left.discard(spot)
        while True:
            near = _neighbours(line[-1], left)
            if not near:
                break
            ahead = _ahead(line)
            spot = max(near, key=lambda p: (_agree(line[-1], p, ahead), p))
            left.difference_update(near if len(near) > 1 and len(line) < 2 else [spot])
            line.append(spot)
        if len(line) >= _SHORTEST:
            lines.append(line)
    return lines


def _ahead(line: list[Pixel]) -> tuple[float, float]:
    back = line[max(0, len(line) - 7)]
    return line[-1][0] - back[0], line[-1][1] - back[1]


def _agree(here: Pixel, there: Pixel, ahead: tuple[float, float]) -> float:
    dx, dy = there[0] - here[0], there[1] - here[1]
    return (dx * ahead[0] + dy * ahead[1]) / hypot(dx, dy)


def _fewer(line: list[Pixel], loose: float = 1.6) -> list[Pixel]:
    """Leave out points that lie on the way (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = hypot(x2 - x1, y2 - y1)

    def off(p: Pixel) -> float:
        if not length:
            return hypot(p[0] - x1, p[1] - y1)
        return abs((x2 - x1) * (y1 - p[1]) - (x1 - p[0]) * (y2 - y1)) / length

    far = max(range(1, len(line) - 1), key=lambda n: off(line[n]))
    if off(line[far]) <= loose:
        return [line[0], line[-1]]
    return [*_fewer(line[: far + 1], loose)[:-1], *_fewer(line[far:], loose)]
