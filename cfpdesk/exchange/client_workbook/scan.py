"""What python-calamine does not tell about a sheet, gathered beside it for every format.

It reads errors as empty cells, and knows nothing of formulas, hidden rows and of results that a
file lacks. So each format has a module that looks through the raw sheet once, quickly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.model.sheet import CellRange, Span, address

MAX_CELLS = 60_000_000
MAX_SHEETS = 500

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Errors by the number they have in xls and xlsb."""


@dataclass
class SheetScan:
    """What was found in one raw sheet.

    Attributes:
        rows, columns: up to the last cell that holds anything, as far as it could be told.
        placed: values that calamine loses, by row and column from 0, as in a block's JSON.
        merged: merged cells, where calamine does not know them.
        formulas, without_value: None where the format does not let us know.
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: list[Span] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    merged: list[CellRange] = field(default_factory=list)
    formulas: int | None = 0
    without_value: int | None = 0
    placed: dict[int, dict[int, Any]] = field(default_factory=dict)

    def place(self, row: int, column: int, value: dict[str, Any]) -> None:
        """Note a value that calamine loses; row and column from 0."""
        self.placed.setdefault(row, {})[column] = value
        self.reach(row + 1, column + 1)

    def reach(self, rows: int, columns: int) -> None:
        """Note that the sheet reaches so far."""
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)

    def check_size(self, name: str) -> None:
        """Refuse a sheet that would fill the memory with empty cells.

        Raises:
            RefusedError: naming its last cell.
        """
        if self.rows * self.columns > MAX_CELLS:
            cell = address(self.columns, self.rows)
            raise RefusedError(Refusal.TOO_MANY_CELLS, sheet=name, cell=cell)


def add_span(spans: list[Span], first: int, last: int) -> None:
    """Add rows or columns to spans that come in order, joined with the neighbours before."""
    if spans and first <= spans[-1][1] + 1:
        spans[-1] = (spans[-1][0], max(spans[-1][1], last))
    else:
        spans.append((first, last))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, neighbours joined."""
    found: list[Span] = []
    for first, last in sorted(spans):
        add_span(found, first, last)
    return found
