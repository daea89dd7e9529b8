"""Charts of rows: a name, a bar, and figures at the right; one under the other.

Where there is width enough a row is one line: name, bar, figures. On a narrow surface name and
figures share a line and the bar lies below it, over the whole width. Rows that do not fit into the
height are taken together by whoever makes the rows; see `arranged`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from cfpdesk.model.chart.drawing import Box, Rule, Spot, Surface
from cfpdesk.model.chart.sketch import ELLIPSIS, Scale, Sketch, bar, fitted, hatched, wrapped

Look: TypeAlias = Literal["strong", "middle", "pale", "hatched", "none"]
_SHARES = {"strong": 100, "middle": 55, "pale": 32}
_LEAST_BAR = 150.0  # a bar shorter than this is put below its name
_NAME = 0.42  # of the width a name may take
_FIGURES = 0.7  # of the width figures may take
_GAP = 14.0
_ROW, _HEADING = 26.0, 28.0
_THICK, _THIN = 12.0, 8.0
_INDENT = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        key: what is activated with it; empty where there is nothing to open.
        name, note: its name, and what stands quiet before it (a code).
        figures: what stands in the columns at the right, one for each head.
        words: what is said of it in full.
        start, end: the values between which its bar lies.
        heading: bold, on a band of its own; the others are indented below it.
    """

    key: str
    name: str
    figures: tuple[str, ...]
    words: str
    start: Decimal = Decimal(0)
    end: Decimal = Decimal(0)
    look: Look = "strong"
    note: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: its top and height, and the top and height of its bar."""

    row: Row
    number: int
    top: float
    height: float
    bar_top: float
    bar_height: float

    @property
    def bottom(self) -> float:
        """Return where the row ends."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a chart of rows.

    Attributes:
        heads: titles of the columns of figures.
        columns: numbers of the columns of figures that there is room for.
        left, right: between them lie the bars.
        edges: where the columns of figures end, from left to right.
        name: width of the names.
        narrow: whether bars lie below their names.
        lines: how many lines a name may take.
        top: where the first row begins.
    """

    surface: Surface
    heads: tuple[str, ...]
    columns: tuple[int, ...]
    left: float
    right: float
    edges: tuple[float, ...]
    name: float
    narrow: bool
    lines: int
    top: float

    def height_of(self, row: Row) -> float:
        """Return the height of one row."""
        surface = self.surface
        if self.narrow:
            return max(surface.line(12) + _THIN + 12, surface.target)
        lines = len(self._name_lines(row))
        least = _HEADING if row.heading else _ROW
        return max(least, surface.target, lines * surface.line(12) + 8)

    def _name_lines(self, row: Row) -> tuple[str, ...]:
        room = self.name - _before(self.surface, row)
        return wrapped(self.surface, row.name, room, self.lines, 12, bold=row.heading)

    def places(self, rows: Sequence[Row]) -> list[Place]:
        """Return where the rows lie, one under the other."""
        made, y = [], self.top
        for number, row in enumerate(rows):
            height = self.height_of(row)
            thick = _THIN if self.narrow else _THICK
            bar_top = y + height - thick - 5 if self.narrow else y + (height - thick) / 2
            made.append(Place(row, number, y, height, bar_top, thick))
            y += height
        return made

    def put_row(self, sketch: Sketch, place: Place) -> None:
        """Put a row's band, name and figures, and its mark."""
        row, surface = place.row, self.surface
        middle = place.top + place.height / 2
        if row.heading:
            sketch.put(Box(0, place.top, surface.width, place.height, "raised"))
        elif place.number:
            sketch.put(Rule(0, place.top, surface.width, place.top, "hair"))
        if self.narrow:
            middle = place.top + 4 + surface.line(12) / 2
        if row.note:
            sketch.words(_indent(row), middle, row.note, size=11, colour="muted")
        for number, line in enumerate(names := self._names(row)):
            y = middle + (number - (len(names) - 1) / 2) * surface.line(12)
            sketch.words(_before(surface, row), y, line, bold=row.heading)
        main = (1,) if len(row.figures) == 3 else (0, 1)  # the amount, or both ends
        for edge, number in zip(self.edges, self.columns, strict=True):
            colour = "text" if row.heading or number in main else "text2"
            text = fitted(surface, row.figures[number], edge, 12, bold=row.heading)
            sketch.words(edge, middle, text, bold=row.heading, colour=colour, anchor="end")
        spot = Spot(row.key, row.words, 0, place.top, surface.width, place.height, place.number)
        sketch.spot(spot)

    def _names(self, row: Row) -> tuple[str, ...]:
        if not self.narrow:
            return self._name_lines(row)
        taken = [
            edge - self.surface.wide(row.figures[number], 12, bold=row.heading)
            for edge, number in zip(self.edges, self.columns, strict=True)
            if row.figures[number]
        ]
        before = _before(self.surface, row)
        room = min([*taken, self.surface.width + 10]) - 10 - before
        return (fitted(self.surface, row.name, max(room, 0.0), 12, bold=row.heading),)

    def put_heads(self, sketch: Sketch) -> None:
        """Put the titles of the columns of figures."""
        y = self.surface.line(11) / 2
        for edge, number in zip(self.edges, self.columns, strict=True):
            head = fitted(self.surface, self.heads[number], edge, 11)
            sketch.words(edge, y, head, size=11, colour="muted", anchor="end")


def _indent(row: Row) -> float:
    return 4.0 if row.heading else _INDENT


def _before(surface: Surface, row: Row) -> float:
    """Return where a row's name begins."""
    return _indent(row) + (surface.wide(row.note, 11) + 8 if row.note else 0.0)


def grid_for(surface: Surface, heads: tuple[str, ...], rows: Sequence[Row], lines: int = 2) -> Grid:
    """Return the columns that suit the rows on a surface.

    Where figures would take most of the width, the share goes first, then what stands before the
    amount; both are said where one points and in the table.
    """
    widths = [
        max(
            surface.wide(head, 11),
            *(surface.wide(row.figures[number], 12, bold=row.heading) for row in rows),
            0.0,
        )
        for number, head in enumerate(heads)
    ]
    columns = list(range(len(heads)))
    for dropped in (len(heads) - 1, 0):
        taken = sum(widths[number] + _GAP for number in columns)
        if len(columns) > 1 and taken > surface.width * _FIGURES:
            columns.remove(dropped)
    edges: list[float] = []
    edge = surface.width - 4
    for number in reversed(columns):
        edges.insert(0, edge)
        edge -= widths[number] + _GAP
    names = [surface.wide(row.name, 12, bold=row.heading) + _before(surface, row) for row in rows]
    name = min(max(names, default=0.0), surface.width * _NAME)
    narrow = edge - name - _GAP < _LEAST_BAR
    return Grid(
        surface,
        heads,
        tuple(columns),
        left=4.0 if narrow else name + _GAP,
        right=surface.width - 4 if narrow else edge,
        edges=tuple(edges),
        name=surface.width if narrow else name,
        narrow=narrow,
        lines=1 if narrow else lines,
        top=surface.line(11) + 4 if any(heads) else 0.0,
    )


MOST_ROWS = 40  # by themselves; no eye compares more, and the table has them all


def natural_height(
    surface: Surface, heads: tuple[str, ...], rows: Sequence[Row], foot: float = 0.0
) -> float:
    """Return the height of all rows and what stands below them."""
    grid = grid_for(surface, heads, rows)
    return grid.top + sum(grid.height_of(row) for row in rows) + foot


def arranged(
    surface: Surface,
    heads: tuple[str, ...],
    count: int,
    make: Callable[[int], Sequence[Row]],
    foot: float = 0.0,
) -> tuple[Grid, list[Place]]:
    """Return columns and places of the rows that fit into the height of a surface.

    First names lose their second line, then ever more rows are taken together, at last the rows
    that are left over become one that says ….

    Args:
        count: how many single rows there are.
        make: returns the rows when at most so many single ones are shown.
        foot: room below the rows, for an axis.
    """
    room = surface.height - foot + 0.5

    def laid(most: int, lines: int) -> tuple[Grid, list[Place]]:
        rows = make(most)
        grid = grid_for(surface, heads, rows, lines)
        return grid, grid.places(rows)

    def fits(places: list[Place]) -> bool:
        return not places or places[-1].bottom <= room

    for lines in (2, 1):
        grid, places = laid(count, lines)
        if fits(places):
            return grid, places
    low, high = 0, count - 1  # the most rows that fit lie between
    while low < high:
        middle = (low + high + 1) // 2
        if fits(laid(middle, 1)[1]):
            low = middle
        else:
            high = middle - 1
    grid, places = laid(low, 1)
    if fits(places):
        return grid, places
    kept = [place for place in places if place.bottom <= room]
    if kept:
        empty = tuple("" for _ in heads)
        words = places[len(kept)].row.name
        kept[-1] = replace(kept[-1], row=Row("", ELLIPSIS, empty, words, look="none"))
    return grid, kept


def put_rows(sketch: Sketch, grid: Grid, places: Sequence[Place]) -> None:
    """Put heads, names and figures of all rows, and their marks."""
    if places:
        grid.put_heads(sketch)
    for place in places:
        grid.put_row(sketch, place)


def put_bar(sketch: Sketch, scale: Scale, place: Place) -> None:
    """Put a row's bar."""
    row = place.row
    x1, x2 = sorted((scale.at(row.start), scale.at(row.end)))
    if row.start == row.end or row.look == "none":
        return
    if row.look == "hatched":
        sketch.put(*hatched(x1, x2, place.bar_top, place.bar_height, "accent"))
    else:
        share = _SHARES[row.look]
        sketch.put(bar(x1, x2, place.bar_top, place.bar_height, "accent", share))


def scale_of(grid: Grid, rows: Sequence[Row]) -> Scale:
    """Return an axis on which all bars lie, from or to zero at least."""
    values = [Decimal(0), *(value for row in rows for value in (row.start, row.end))]
    low, high = min(values), max(values)
    return Scale(low, high if high > low else low + 1, grid.left, grid.right)
