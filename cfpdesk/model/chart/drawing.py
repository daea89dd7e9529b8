"""What a picture is made of: rectangles, lines, hatches and words at places, for any painter.

Lengths are design pixels, y downwards from the top-left corner. Colours are token names of the
window's theme; a painter on paper has its own values for them. A description of a chart turns
itself into a `Drawing` for a `Surface`; painters only draw what stands in it, so that screen and
paper show the same picture.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from cfpdesk.i18n import Message, Text

Anchor: TypeAlias = Literal["start", "middle", "end"]
# Width in pixels of one line of text at a design size, regular or bold.
Measure: TypeAlias = Callable[[str, int, bool], float]
LINE = 1.36  # height of a line of text, in type sizes


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a picture is to be drawn.

    Attributes:
        width, height: the room; nothing is drawn outside of it.
        measure: how wide a text is there, see `Measure`.
        speak: how texts become words there: in the window's language, or in both on paper.
        step: what the surface adds to every type size (the large density).
        target: least height of what can be pressed; smaller is allowed on paper.
    """

    width: float
    height: float
    measure: Measure
    speak: Callable[[Text], str] = str
    step: int = 0
    target: float = 24.0

    def line(self, size: int) -> float:
        """Return the height of a line of text of a design size."""
        return (size + self.step) * LINE

    def wide(self, text: str, size: int = 12, *, bold: bool = False) -> float:
        """Return the width of one line of text of a design size."""
        return self.measure(text, size, bold)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `share` is how many percent of the fill lie over the ground."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    share: int = 100
    line: str = ""
    weight: float = 1.0
    dashed: bool = False
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanting lines that fill a rectangle; `pitch` is their distance along x."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    pitch: float = 6.0
    weight: float = 1.0
    share: int = 100

    def lines(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield the lines as x1, y1, x2, y2, each within the rectangle.

        They hang on the surface's own grid, so that neighbouring hatches go on in each other.
        """
        right, bottom = self.x + self.width, self.y + self.height
        first = int((self.x + self.y) // self.pitch) + 1
        last = int((right + bottom) // self.pitch)
        for number in range(first, last + 1):
            total = number * self.pitch  # x + y on this line
            top, foot = max(self.y, total - right), min(bottom, total - self.x)
            if foot - top > 0.01:
                yield (total - foot, foot, total - top, top)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "line"
    weight: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `x` its left end, `y` the middle of the line, `size` a design size.

    Attributes:
        width, height: what it takes on its surface.
    """

    x: float
    y: float
    text: str
    size: int
    bold: bool
    colour: str
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.x + self.width


Primitive: TypeAlias = Box | Hatch | Rule | Polygon | Words


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark that can be pointed at and moved to.

    Attributes:
        key: what is activated with it; empty where there is nothing to open.
        words: what is said of it, in full.
        row, column: its place in the order of keys; rows from top to bottom.
    """

    key: str
    words: str
    x: float
    y: float
    width: float
    height: float
    row: int
    column: int = 0

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies on the mark."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, laid out: what to draw in this order, and the marks in it."""

    width: float
    height: float
    parts: tuple[Primitive, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """What a picture shows, as a table; every row has as many cells as the head.

    Attributes:
        head: titles of the columns; the first column names the row, the others hold figures.
    """

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


class Chart(Protocol):
    """A picture: what it is called, what it says, the table behind it, and how it is laid out."""

    @property
    def title(self) -> Text:
        """Return what is shown, in a few words."""

    def sentence(self) -> Message:
        """Return what the picture says, in one sentence."""

    def table(self) -> ChartTable:
        """Return all that is shown, as a table."""

    def height(self, surface: Surface) -> float:
        """Return the height that suits a surface of that width; its own height is not looked at."""

    def draw(self, surface: Surface) -> Drawing:
        """Return the picture, laid out on a surface."""
