"""Ink of a drawn signature: the kept strokes, and their geometry for the pad and for paper.

Kept as canonical JSON `{"height":int,"strokes":[[[x,y,t_ms,pressure_permille],…],…],"width":int}`:
x to the right, y downwards, in pixels of the pad it was drawn on; t since the first contact.
Everything here is pure, so that the pad, the page and the PDF draw the very same line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json, parse_canonical
from cfpdesk.model.record import JsonValue

MAX_SIDE = 20_000
MAX_STROKES = 2_000
MAX_POINTS = 60_000
FULL_PRESSURE = 1_000
EVEN_PRESSURE = 500  # what a device without pressure reports
SLIGHT_STROKES = 3
SLIGHT_LENGTH = 200.0
_LEVELS = 8  # steps of thickness; neighbours of one step are drawn as one path


class InkPoint(NamedTuple):
    """One contact: pixels of the pad, milliseconds, pressure 0…1000."""

    x: int
    y: int
    t: int
    pressure: int = EVEN_PRESSURE


class Point(NamedTuple):
    """A place in the plane."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the horizontal extent."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the vertical extent."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature as it was drawn; `width` and `height` are the pad's, in pixels."""

    width: int
    height: int
    strokes: tuple[tuple[InkPoint, ...], ...]

    def to_bytes(self) -> bytes:
        """Return the canonical JSON that is kept and hashed."""
        strokes: list[JsonValue] = [[list(point) for point in stroke] for stroke in self.strokes]
        return canonical_json({"height": self.height, "strokes": strokes, "width": self.width})


@dataclass(frozen=True, slots=True)
class Curve:
    """A piece of smooth line of one thickness.

    Attributes:
        start: where it begins.
        beziers: cubic pieces as (first control, second control, end).
        weight: thickness in units of the chosen pen; 1 at middle pressure.
    """

    start: Point
    beziers: tuple[tuple[Point, Point, Point], ...]
    weight: float


def parse_ink(data: bytes) -> Ink:
    """Return the ink that was kept.

    Raises:
        UserError: if the bytes are not canonical, or are no ink within the limits above.
    """
    value = parse_canonical(data)
    try:
        return _ink_of(value)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(msg("A drawn signature is damaged and cannot be shown.")) from error


def _ink_of(value: JsonValue) -> Ink:
    if not isinstance(value, dict) or set(value) != {"height", "strokes", "width"}:
        raise ValueError("an ink has height, strokes and width")
    width, height = _whole(value["width"], 1, MAX_SIDE), _whole(value["height"], 1, MAX_SIDE)
    raw = value["strokes"]
    if not isinstance(raw, list) or len(raw) > MAX_STROKES:
        raise ValueError("strokes are a list within the limit")
    strokes: list[tuple[InkPoint, ...]] = []
    left = MAX_POINTS
    for stroke in raw:
        if not isinstance(stroke, list) or not 0 < len(stroke) <= left:
            raise ValueError("a stroke is a list of points within the limit")
        left -= len(stroke)
        strokes.append(tuple(_point_of(point) for point in stroke))
    return Ink(width, height, tuple(strokes))


def _point_of(value: JsonValue) -> InkPoint:
    if not isinstance(value, list) or len(value) != len(InkPoint._fields):
        raise ValueError("a point is [x, y, t, pressure]")
    x, y, t, pressure = value
    return InkPoint(
        _whole(x, -MAX_SIDE, 2 * MAX_SIDE),
        _whole(y, -MAX_SIDE, 2 * MAX_SIDE),
        _whole(t, 0, 2**31),
        _whole(pressure, 0, FULL_PRESSURE),
    )


def _whole(value: JsonValue, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a whole number within its limits is needed")
    return value


def bounding_box(ink: Ink) -> Box | None:
    """Return the smallest box around the drawn points; None where nothing was drawn."""
    points = [point for stroke in ink.strokes for point in stroke]
    if not points:
        return None
    xs, ys = [p.x for p in points], [p.y for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def drawn_length(ink: Ink) -> float:
    """Return the length of all strokes, in pixels of the pad."""
    return sum(hypot(b.x - a.x, b.y - a.y) for stroke in ink.strokes for a, b in pairwise(stroke))


def is_slight(ink: Ink) -> bool:
    """Tell whether so little was drawn that the signer is asked once whether this is it."""
    return len(ink.strokes) < SLIGHT_STROKES and drawn_length(ink) < SLIGHT_LENGTH


def fitted(ink: Ink, width: float, height: float) -> tuple[Curve, ...]:
    """Return smooth curves that fill a box from (0, 0) to (width, height), y downwards.

    Proportions are kept and the drawing is centred. It is never enlarged beyond what the whole
    pad would be in that box times three, so that a single dot stays a dot.
    """
    box = bounding_box(ink)
    if box is None:
        return ()
    most = 3 * min(width / ink.width, height / ink.height)
    scale = min(
        most,
        width / box.width if box.width else most,
        height / box.height if box.height else most,
    )
    dx = (width - box.width * scale) / 2 - box.left * scale
    dy = (height - box.height * scale) / 2 - box.top * scale
    return tuple(_curves(ink, scale, dx, dy))


def as_drawn(ink: Ink) -> tuple[Curve, ...]:
    """Return the smooth curves in pixels of the pad."""
    return tuple(_curves(ink, 1.0, 0.0, 0.0))


def _curves(ink: Ink, scale: float, dx: float, dy: float) -> Iterator[Curve]:
    for stroke in ink.strokes:
        points = [(Point(p.x * scale + dx, p.y * scale + dy), p.pressure) for p in _thinned(stroke)]
        if len(points) == 1:
            place, pressure = points[0]
            yield Curve(place, ((place, place, place),), _weight(pressure))
            continue
        yield from _smooth(points)


def _thinned(stroke: tuple[InkPoint, ...]) -> list[InkPoint]:
    """Return the stroke without points that stand where the one before stands."""
    kept = [stroke[0]]
    kept += [b for a, b in pairwise(stroke) if (a.x, a.y) != (b.x, b.y)]
    return kept


def _smooth(points: list[tuple[Point, int]]) -> Iterator[Curve]:
    """Yield a Catmull-Rom line through all points as cubic pieces, split where thickness steps."""
    start = points[0][0]
    weight = _weight((points[0][1] + points[1][1]) // 2)
    pieces: list[tuple[Point, Point, Point]] = []
    last = len(points) - 1
    for at in range(last):
        before, here = points[max(at - 1, 0)][0], points[at][0]
        there, after = points[at + 1][0], points[min(at + 2, last)][0]
        now = _weight((points[at][1] + points[at + 1][1]) // 2)
        if now != weight:
            yield Curve(start, tuple(pieces), weight)
            start, weight, pieces = here, now, []
        first = Point(here.x + (there.x - before.x) / 6, here.y + (there.y - before.y) / 6)
        second = Point(there.x - (after.x - here.x) / 6, there.y - (after.y - here.y) / 6)
        pieces.append((first, second, there))
    yield Curve(start, tuple(pieces), weight)


def _weight(pressure: int) -> float:
    """Return thickness for a pressure: 0.55 at none, 1 in the middle, 1.45 at full."""
    step = round(pressure * _LEVELS / FULL_PRESSURE) / _LEVELS
    return 0.55 + 0.9 * step
