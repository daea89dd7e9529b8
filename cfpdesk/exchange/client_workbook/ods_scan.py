"""ods: what the raw sheets say beyond their values, gathered by one walk through `content.xml`.

Rows and cells may be repeated, so that places have to be counted from the beginning.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from cfpdesk.exchange.client_workbook.package_parts import Parts, parser
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import MAX_CELLS, SheetScan, add_span
from cfpdesk.model.sheet import MAX_COLUMNS, MAX_ROWS, CellRange

_CELLS = ("table:table-cell", "table:covered-table-cell")
_LONG_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S")
_LINK = re.compile(r"'(file:[^']+|https?:[^']+)'#")
_DAY = 24
_HIDDEN = ("collapse", "filter")
_MOST_TEXT = 200
_MOST_PLACED = 2_000_000


@dataclass
class OdsBook:
    """All sheets by name, and the files that formulas look into."""

    sheets: dict[str, SheetScan] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormulaAt:
    """A formula where it stands.

    Attributes:
        sheet: its place in the workbook, from 0.
        column, row: of its first cell, from 1; `columns`, `rows`: how many cells repeat it.
        text: as the file has it.
        matrix: columns and rows an array formula fills; zeros for a plain one.
    """

    sheet: int
    column: int
    row: int
    columns: int
    rows: int
    text: str
    matrix: tuple[int, int]


def walk(
    parts: Parts,
    tell: Callable[[int], None],
    formula: Callable[[FormulaAt], None] | None = None,
) -> OdsBook:
    """Walk through the content.

    Args:
        parts: the workbook.
        tell: called with the rows seen so far.
        formula: called with each formula, in the order of the sheets and their cells.

    Raises:
        RefusedError: if it is damaged, hostile, or a sheet has too many cells.
    """
    walker = _Walk(formula)
    for data in parts.chunks("content.xml"):
        try:
            walker.parser.Parse(data, False)  # noqa: FBT003 - the library's own
        except expat.ExpatError as error:
            raise RefusedError(Refusal.DAMAGED) from error
        tell(walker.rows)
    return walker.book


class _Walk:
    """Counts rows and columns, and notes what is of interest."""

    def __init__(self, formula: Callable[[FormulaAt], None] | None) -> None:
        self.parser = parser()
        self.book = OdsBook()
        self._told = formula
        self.rows = 0
        self._name = ""
        self._sheet = SheetScan()
        self._row = self._column = self._times = 0
        self._hidden_at = 0
        self._error: list[tuple[int, int, int]] = []
        self._text: list[str] = []
        self._pushed = self._width = self._placed = 0
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _begin(self, name: str, held: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell(held)
        elif name == "table:table-row":
            self._check_room()
            self._row += self._times
            self._times = _repeats(held, "table:number-rows-repeated", MAX_ROWS)
            self._column = 0
            self.rows += 1
            if held.get("table:visibility") in _HIDDEN:
                last = min(self._row + self._times, MAX_ROWS)
                add_span(self._sheet.hidden_rows, self._row + 1, last)
        elif name == "table:table-column":
            times = _repeats(held, "table:number-columns-repeated", MAX_COLUMNS)
            if held.get("table:visibility") in _HIDDEN and self._hidden_at < MAX_COLUMNS:
                last = min(self._hidden_at + times, MAX_COLUMNS)
                add_span(self._sheet.hidden_columns, self._hidden_at + 1, last)
            self._hidden_at += times
        elif name == "table:table":
            self._name = held.get("table:name", "")
            self._sheet = self.book.sheets.setdefault(self._name, SheetScan())
            self._row = self._column = self._times = self._hidden_at = 0
            self._pushed = self._width = 0

    def _cell(self, held: dict[str, str]) -> None:
        column = self._column
        times = _repeats(held, "table:number-columns-repeated", MAX_COLUMNS)
        self._column += times
        if "table:number-columns-spanned" in held or "table:number-rows-spanned" in held:
            self._merge(held, column)
        formula = held.get("table:formula")
        if formula is None and "office:value-type" not in held:
            return
        self._width = min(self._column, MAX_COLUMNS)
        sheet = self._sheet
        sheet.reach(min(self._row + self._times, MAX_ROWS), min(self._column, MAX_COLUMNS))
        sheet.check_size(self._name)
        if formula is not None:
            self._formula(formula, held, column, times)
        if held.get("calcext:value-type") == "error":
            self._error.append((self._row, column, times))
            self._text = []
            self.parser.CharacterDataHandler = self._text.append
        elif "office:time-value" in held:
            self._time(held["office:time-value"], column, times)

    def _merge(self, held: dict[str, str], column: int) -> None:
        wide = _repeats(held, "table:number-columns-spanned", MAX_COLUMNS - column)
        high = _repeats(held, "table:number-rows-spanned", MAX_ROWS - self._row)
        if wide * high > 1:
            merged = CellRange(column + 1, self._row + 1, column + wide, self._row + high)
            self._sheet.merged.append(merged)

    def _check_room(self) -> None:
        """Count what a reader has to hold before it knows how far a sheet reaches."""
        self._pushed += self._width
        self._width = 0
        if self._pushed > MAX_CELLS:
            raise RefusedError(Refusal.HOSTILE)

    def _formula(self, formula: str, held: dict[str, str], column: int, times: int) -> None:
        sheet, many = self._sheet, times * self._times
        if self._told is not None:
            wide, high = (
                _repeats(held, f"table:number-matrix-{edge}-spanned", MAX_ROWS)
                if "table:number-matrix-rows-spanned" in held
                else 0
                for edge in ("columns", "rows")
            )
            place = list(self.book.sheets).index(self._name)
            row = self._row + 1
            self._told(FormulaAt(place, column + 1, row, times, self._times, formula, (wide, high)))
        sheet.formulas = (sheet.formulas or 0) + many
        if "office:value-type" not in held:
            sheet.without_value = (sheet.without_value or 0) + many
        if "#" in formula:
            self.book.links.update(dict.fromkeys(_LINK.findall(formula)))

    def _time(self, text: str, column: int, times: int) -> None:
        """Keep times of more than a day, which calamine gives as text."""
        match = _LONG_TIME.fullmatch(text)
        if match is None or int(match[1]) < _DAY:
            return
        seconds = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
        self._place(self._row, column, times, {"t": seconds})

    def _end(self, name: str) -> None:
        if self._error and name in _CELLS:
            self.parser.CharacterDataHandler = None
            row, column, times = self._error.pop()
            text = "".join(self._text).strip()[:_MOST_TEXT]
            self._place(row, column, times, {"e": text or "#N/A"})

    def _place(self, row: int, column: int, times: int, value: dict[str, object]) -> None:
        self._placed += times * self._times
        if self._placed > _MOST_PLACED:
            raise RefusedError(Refusal.HOSTILE)
        for r in range(row, min(row + self._times, MAX_ROWS)):
            for c in range(column, min(column + times, MAX_COLUMNS)):
                self._sheet.place(r, c, value)


def _repeats(held: dict[str, str], name: str, most: int) -> int:
    text = held.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise RefusedError(Refusal.DAMAGED)
    return min(int(text), most)
