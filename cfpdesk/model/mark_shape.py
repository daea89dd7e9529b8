"""How marks look on a picture of some size: lines, areas and words in pixels; and touching them.

Screen and paper draw the same shapes, so that they cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from cfpdesk.model.photo_mark import (
    MarkColour,
    MarkKind,
    PhotoMark,
    Point,
    box_of,
    numbers_of,
    points_of,
)

# Ink, casing, ink of words and of a number on its ground, as red, green, blue. White is cased in
# black, the others in white: a mark stands out on any ground, and in a print in grey.
INK: Mapping[MarkColour, tuple[int, int, int]] = {
    MarkColour.RED: (222, 28, 28),
    MarkColour.YELLOW: (240, 180, 0),
    MarkColour.WHITE: (255, 255, 255),
}
CASING: Mapping[MarkColour, tuple[int, int, int]] = {
    MarkColour.RED: (255, 255, 255),
    MarkColour.YELLOW: (255, 255, 255),
    MarkColour.WHITE: (20, 24, 24),
}
WORDS: Mapping[MarkColour, tuple[int, int, int]] = {
    MarkColour.RED: (160, 16, 16),
    MarkColour.YELLOW: (20, 24, 24),
    MarkColour.WHITE: (20, 24, 24),
}
ON_INK: Mapping[MarkColour, tuple[int, int, int]] = {
    MarkColour.RED: (255, 255, 255),
    MarkColour.YELLOW: (20, 24, 24),
    MarkColour.WHITE: (20, 24, 24),
}
BAR = (0, 0, 0)
PAPER = (255, 255, 255)
_PEN = 0.0042  # shares of the longer side of the picture
_WORD = 0.025
_BADGE = 0.017
_HEAD = 0.042
_SMALLEST = 0.006
_ROUND = 72  # sides of what is drawn for an ellipse


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured on a picture of some size, in its pixels."""

    width: float
    height: float

    @property
    def side(self) -> float:
        """The longer side."""
        return max(self.width, self.height, 1.0)

    @property
    def pen(self) -> float:
        """Width of a line."""
        return max(self.side * _PEN, 1.5)

    @property
    def casing(self) -> float:
        """Width of the line with its casing."""
        return self.pen * 1.9

    @property
    def word(self) -> float:
        """Size of words."""
        return max(self.side * _WORD, 8.0)

    @property
    def badge(self) -> float:
        """Radius of a number's ground."""
        return max(self.side * _BADGE, 7.0)

    def at(self, point: Point) -> Point:
        """Return a point in pixels."""
        return Point(point.x * self.width, point.y * self.height)


@dataclass(frozen=True, slots=True)
class Shape:
    """What one mark draws, in pixels.

    Attributes:
        lines: ways of the pen.
        area: left, top, right, bottom of what is filled black; None but for a redaction.
        words: what is written, and its upper left; None where nothing is.
        badge: the number and its middle; None where the mark has no note.
    """

    mark: PhotoMark
    lines: tuple[tuple[Point, ...], ...] = ()
    area: tuple[float, float, float, float] | None = None
    words: tuple[str, Point] | None = None
    badge: tuple[int, Point] | None = None


def shapes_of(marks: Sequence[PhotoMark], measures: Measures) -> tuple[Shape, ...]:
    """Return what marks draw, redactions first: nothing drawn is hidden, what they hide is."""
    numbers = numbers_of(marks)
    ordered = sorted(marks, key=lambda mark: mark.kind is not MarkKind.BAR)
    return tuple(_shape(mark, measures, numbers.get(mark.row)) for mark in ordered)


def _shape(mark: PhotoMark, measures: Measures, number: int | None) -> Shape:
    points = [measures.at(point) for point in points_of(mark)]
    if not points or mark.kind is MarkKind.CROP:
        return Shape(mark)
    if mark.kind is MarkKind.TEXT:
        return Shape(mark, words=(mark.text, points[0]))
    if len(points) < 2:
        return Shape(mark)
    if mark.kind is MarkKind.BAR:
        return Shape(mark, area=box_of(points))
    lines = _lines(mark.kind, points, measures)
    badge = None if number is None else (number, _badge_at(mark.kind, points, measures))
    return Shape(mark, lines=lines, badge=badge)


def _lines(
    kind: MarkKind, points: list[Point], measures: Measures
) -> tuple[tuple[Point, ...], ...]:
    if kind is MarkKind.PEN:
        return (tuple(points),)
    if kind is MarkKind.ARROW:
        return _arrow(points[0], points[1], measures)
    left, top, right, bottom = box_of(points)
    if kind is MarkKind.RECTANGLE:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        return (tuple(Point(x, y) for x, y in corners),)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    turns = (2 * pi * n / _ROUND for n in range(_ROUND + 1))
    wide, high = (right - left) / 2, (bottom - top) / 2
    return (tuple(Point(middle_x + wide * cos(t), middle_y + high * sin(t)) for t in turns),)


def _arrow(tail: Point, tip: Point, measures: Measures) -> tuple[tuple[Point, ...], ...]:
    turn = atan2(tail.y - tip.y, tail.x - tip.x)
    long = min(measures.side * _HEAD, hypot(tail.x - tip.x, tail.y - tip.y) * 0.6)
    ends = [
        Point(tip.x + long * cos(turn + side), tip.y + long * sin(turn + side))
        for side in (0.5, -0.5)
    ]
    return ((tail, tip), (ends[0], tip, ends[1]))


def _badge_at(kind: MarkKind, points: list[Point], measures: Measures) -> Point:
    """Return where a number stands: at the beginning of a line, the upper left of a box."""
    if kind in (MarkKind.ARROW, MarkKind.PEN):
        at = points[0]
    else:
        left, top, _right, _bottom = box_of(points)
        at = Point(left, top)
    room = measures.badge
    return Point(
        min(max(at.x, room), max(measures.width - room, room)),
        min(max(at.y, room), max(measures.height - room, room)),
    )


def words_box(at: Point, wide: float, measures: Measures) -> tuple[float, float, float, float]:
    """Return the ground that words stand on, kept on the picture as far as it is wide enough.

    Args:
        at: upper left as it was drawn, in pixels.
        wide: of the words, in pixels.
        measures: of the picture.
    """
    across, down = wide + measures.word, measures.word * 1.7
    left = max(min(at.x, measures.width - across), 0.0)
    top = max(min(at.y, measures.height - down), 0.0)
    return left, top, left + across, top + down


# Touching and changing ------------------------------------------------------------------------


def is_drawn(kind: MarkKind, points: Sequence[Point]) -> bool:
    """Tell whether points are a mark, or only a click that slipped."""
    if kind is MarkKind.TEXT:
        return len(points) == 1
    if len(points) < 2:
        return False
    left, top, right, bottom = box_of(points)
    if kind in (MarkKind.ARROW, MarkKind.PEN):
        return max(right - left, bottom - top) >= _SMALLEST
    return min(right - left, bottom - top) >= _SMALLEST


def touched(mark: PhotoMark, at: Point, measures: Measures, near: float) -> bool:
    """Tell whether a place in pixels lies on a mark, or at most `near` pixels from it."""
    shape = _shape(mark, measures, None)
    if shape.area is not None:
        left, top, right, bottom = shape.area
        return left - near <= at.x <= right + near and top - near <= at.y <= bottom + near
    if shape.words is not None:
        start = shape.words[1]
        size = measures.word
        wide = sum(size if ord(char) > 0x2E80 else size * 0.6 for char in shape.words[0])
        return start.x <= at.x <= start.x + wide + size and start.y <= at.y <= start.y + size * 1.8
    if mark.kind is MarkKind.CROP:
        points = [measures.at(point) for point in points_of(mark)]
        lines = _lines(MarkKind.RECTANGLE, points, measures) if len(points) > 1 else ()
    else:
        lines = shape.lines
    return any(
        _distance(at, start, end) <= near + measures.pen
        for line in lines
        for start, end in pairwise(line)
    )


def _distance(at: Point, start: Point, end: Point) -> float:
    wide, high = end.x - start.x, end.y - start.y
    length = wide * wide + high * high
    share = ((at.x - start.x) * wide + (at.y - start.y) * high) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return hypot(at.x - start.x - share * wide, at.y - start.y - share * high)


def handles(mark: PhotoMark) -> tuple[Point, ...]:
    """Return the places a mark is reshaped by: both ends of an arrow, four corners of a box."""
    points = points_of(mark)
    if len(points) < 2 or mark.kind in (MarkKind.TEXT, MarkKind.PEN):
        return ()
    if mark.kind is MarkKind.ARROW:
        return points[:2]
    left, top, right, bottom = box_of(points)
    return (Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


def reshaped(mark: PhotoMark, handle: int, to: Point) -> tuple[Point, ...]:
    """Return a mark's points after one of its handles was drawn to a place."""
    places = handles(mark)
    if mark.kind is MarkKind.ARROW:
        return (to, places[1]) if handle == 0 else (places[0], to)
    return (places[(handle + 2) % 4], to)


def moved(mark: PhotoMark, across: float, down: float) -> tuple[Point, ...]:
    """Return a mark's points moved by shares of the picture, no farther than its edges."""
    points = points_of(mark)
    if not points:
        return ()
    left, top, right, bottom = box_of(points)
    across = min(max(across, -left), 1 - right)
    down = min(max(down, -top), 1 - bottom)
    return tuple(Point(p.x + across, p.y + down) for p in points)


def smoothed(points: Sequence[Point], grain: float = 0.0015) -> tuple[Point, ...]:
    """Return the way of a pen without the points that lie on the line between others.

    Args:
        points: as they were drawn, any number of them.
        grain: how far a point may lie beside the line that is left, in shares of the picture.
    """
    if len(points) < 3:
        return tuple(points)
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        inside = range(first + 1, last)
        far = max(
            inside, key=lambda n: _distance(points[n], points[first], points[last]), default=None
        )
        if far is not None and _distance(points[far], points[first], points[last]) > grain:
            kept.add(far)
            open_parts += [(first, far), (far, last)]
    return tuple(points[n] for n in sorted(kept))
