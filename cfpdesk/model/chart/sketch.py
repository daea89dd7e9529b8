"""A picture while it is laid out: parts are put down one by one, texts are fitted to their room."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from cfpdesk.model.chart.drawing import (
    Anchor,
    Box,
    Drawing,
    Hatch,
    Polygon,
    Primitive,
    Rule,
    Spot,
    Surface,
    Words,
)

ELLIPSIS = "…"
_NEVER_FIRST = frozenset("。，、；：？！）》」』】〕〉”’…%‰,.;:!?)]}·₂³²")
_EAST = 0x2E80  # from here on characters stand by themselves and a line may break between them
_FAR = Decimal(8)  # lengths of the axis; what lies further away is drawn no differently


@dataclass(slots=True)
class Sketch:
    """Collects the parts of a drawing."""

    surface: Surface
    parts: list[Primitive] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def put(self, *parts: Primitive) -> None:
        """Put parts on top of what is there."""
        self.parts.extend(parts)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int = 12,
        bold: bool = False,
        colour: str = "text",
        anchor: Anchor = "start",
    ) -> Words:
        """Put a line of text with its start, middle or end at x, and return it."""
        made = lettered(self.surface, x, y, text, size, bold=bold, colour=colour, anchor=anchor)
        if text:
            self.parts.append(made)
        return made

    def spot(self, spot: Spot) -> None:
        """Add a mark."""
        self.spots.append(spot)

    def done(self, height: float) -> Drawing:
        """Return the drawing."""
        return Drawing(self.surface.width, height, tuple(self.parts), tuple(self.spots))


def lettered(
    surface: Surface,
    x: float,
    y: float,
    text: str,
    size: int = 12,
    *,
    bold: bool = False,
    colour: str = "text",
    anchor: Anchor = "start",
) -> Words:
    """Return a line of text placed by its start, middle or end."""
    width = surface.wide(text, size, bold=bold)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Words(left, y, text, size, bold, colour, width, (size + surface.step) * 1.2)


def kept_inside(words: Words, left: float, right: float) -> Words:
    """Return words moved as little as needed to lie between two edges."""
    return replace(words, x=max(left, min(words.x, right - words.width)))


def apart(one: Words, other: Words, gap: float = 6.0) -> bool:
    """Tell whether two texts of one line stand clear of each other."""
    return one.right + gap <= other.x or other.right + gap <= one.x


def fitted(surface: Surface, text: str, width: float, size: int = 12, *, bold: bool = False) -> str:
    """Return a text that fits into a width, its end replaced by … where it is too long."""
    if surface.wide(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:  # the most characters that fit with the ellipsis
        middle = (low + high + 1) // 2
        cut = text[:middle].rstrip() + ELLIPSIS
        if surface.wide(cut, size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    if low:
        return text[:low].rstrip() + ELLIPSIS
    return ELLIPSIS if surface.wide(ELLIPSIS, size, bold=bold) <= width else ""


def wrapped(
    surface: Surface, text: str, width: float, lines: int, size: int = 12, *, bold: bool = False
) -> tuple[str, ...]:
    """Return a text in at most so many lines; what does not fit into the last ends in …."""
    made: list[str] = []
    rest = text.strip()
    while rest and len(made) < lines - 1 and surface.wide(rest, size, bold=bold) > width:
        end = _break(surface, rest, width, size, bold=bold)
        if not end:
            break
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest or not made:
        made.append(fitted(surface, rest, width, size, bold=bold))
    return tuple(made)


def _break(surface: Surface, text: str, width: float, size: int, *, bold: bool) -> int:
    """Return after how many characters a line may break so that it fits; 0 if nowhere."""
    best = 0
    for at in range(1, len(text)):
        if surface.wide(text[:at].rstrip(), size, bold=bold) > width:
            break
        before, after = text[at - 1], text[at]
        east = ord(before) >= _EAST or ord(after) >= _EAST
        if (before == " " or east) and after not in _NEVER_FIRST and after != " ":
            best = at
    return best


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: values from `low` to `high` lie between the pixels `left` and `right`."""

    low: Decimal
    high: Decimal
    left: float
    right: float

    def at(self, value: Decimal) -> float:
        """Return where a value lies; what is beyond the axis lies at its end."""
        share = (value - self.low) / (self.high - self.low)
        exact = self.left + float(max(-_FAR, min(_FAR, share))) * (self.right - self.left)
        return max(self.left, min(self.right, exact))

    def beyond(self, value: Decimal) -> bool:
        """Tell whether a value does not lie on the axis."""
        return not self.low <= value <= self.high


def zigzag(x: float, top: float, bottom: float, ground: str, colour: str) -> tuple[Primitive, ...]:
    """Return the mark of a broken bar: a slanting gap between two strokes."""
    lean, gap = 3.0, 4.0
    shape = (
        (x - gap / 2 + lean, top),
        (x + gap / 2 + lean, top),
        (x + gap / 2 - lean, bottom),
        (x - gap / 2 - lean, bottom),
    )
    out = 2.0
    return (
        Polygon(shape, ground),
        Rule(shape[3][0], bottom + out, shape[0][0], top - out, colour, 1.2),
        Rule(shape[2][0], bottom + out, shape[1][0], top - out, colour, 1.2),
    )


def plate(
    words: tuple[Words, ...], ground: str, left: float, right: float, pad: float = 4.0
) -> Box:
    """Return the ground that keeps texts legible over what lies below them, between two edges."""
    start = max(left, min(line.x for line in words) - pad)
    end = min(right, max(line.right for line in words) + pad)
    top = max(0.0, min(line.y - line.height / 2 for line in words) - 1.5)
    bottom = max(line.y + line.height / 2 for line in words) + 1.5
    return Box(start, top, end - start, bottom - top, ground)


def bar(x1: float, x2: float, y: float, height: float, fill: str, share: int = 100) -> Box:
    """Return a bar between two places, never so thin that it vanishes."""
    left, right = min(x1, x2), max(x1, x2)
    if right - left < 1.5:
        right = left + 1.5
    return Box(left, y, right - left, height, fill, share)


def hatched(x1: float, x2: float, y: float, height: float, colour: str) -> tuple[Primitive, ...]:
    """Return a hatched bar with its outline."""
    solid = bar(x1, x2, y, height, "base")
    return (
        solid,
        Hatch(solid.x, solid.y, solid.width, solid.height, colour, 5.0, 1.2),
        replace(solid, fill="", line=colour),
    )
