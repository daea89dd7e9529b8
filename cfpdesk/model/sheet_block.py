"""Rows of a sheet on their way: some hundred rows as one piece of JSON, cells made when looked at.

A record for each cell, or a `Cell` for each value read, would cost more than reading the workbook
does. So rows travel from the process that reads to the cache as blocks of bytes, and a block is
only taken apart where somebody looks.

Each row is a list; text is text, empty is the empty text, numbers and truth values are themselves;
`{"d": "2025-01-03"}` is a date (with a `T` and a time: a moment), `{"t": 30600}` seconds of a time,
`{"e": "#REF!"}` an error, `{"n": "0.10"}` a number with its exact digits.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import orjson

from cfpdesk.model.sheet import EMPTY_CELL, Cell, CellKind, Row, SheetInfo, number_of

CELLS_IN_BLOCK = 4_096
MOST_ROWS_IN_BLOCK = 256

RawRow: TypeAlias = list[Any]
"""One row as in the JSON of a block, not looked at yet."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Neighbouring rows.

    Attributes:
        first: number of the first row, from 1.
        count, columns: how many rows, and cells in each.
        data: the rows as JSON.
    """

    first: int
    count: int
    columns: int
    data: bytes

    def raw(self) -> list[RawRow]:
        """Return the rows as in the JSON.

        Raises:
            ValueError: if these are not so many rows of so many cells.
        """
        found = orjson.loads(self.data)
        if not isinstance(found, list) or len(found) != self.count:
            raise ValueError(self.first)
        for row in found:
            if not isinstance(row, list) or len(row) != self.columns:
                raise ValueError(self.first)
        return found

    def rows(self) -> tuple[Row, ...]:
        """Return the rows.

        Raises:
            ValueError: if the block holds no such rows.
        """
        return tuple(row_of(raw) for raw in self.raw())


class SheetSink(Protocol):
    """Where a workbook is read into, sheet by sheet, block by block."""

    def begin_sheet(self, info: SheetInfo) -> None:
        """A sheet comes; all its blocks follow, in order."""

    def rows(self, block: RowBlock) -> None:
        """Take the next rows."""

    def end_sheet(self) -> None:
        """The sheet is complete."""


def rows_in_block(columns: int) -> int:
    """Return how many rows a block holds, all but the last one of a sheet."""
    return max(1, min(MOST_ROWS_IN_BLOCK, CELLS_IN_BLOCK // max(columns, 1)))


def encode(rows: Sequence[RawRow]) -> bytes:
    """Return rows of plain Python values as the JSON of a block; dates and times are tagged."""
    return orjson.dumps(rows, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _tagged(value: object) -> dict[str, object]:
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return {"t": seconds + value.microsecond / 1e6 if value.microsecond else seconds}
    if isinstance(value, timedelta):
        return {"t": value.total_seconds()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    raise TypeError(type(value))


def row_of(raw: RawRow) -> Row:
    """Return the cells of a row.

    Raises:
        ValueError: if a value is none that a cell can hold.
    """
    try:
        return tuple([EMPTY_CELL if v == "" else _MAKE[v.__class__](v) for v in raw])
    except KeyError as error:
        raise ValueError(raw) from error


def cells_at(raw: RawRow, columns: Iterable[int]) -> Row:
    """Return only the cells of these columns, counted from 1; beyond the last they are empty."""
    width = len(raw)
    return tuple([cell(raw[c - 1]) if 0 < c <= width else EMPTY_CELL for c in columns])


def cell(value: object) -> Cell:
    """Return the cell of one value in a block's JSON.

    Raises:
        ValueError: if it is none that a cell can hold.
    """
    make = _MAKE.get(type(value))
    if make is None:
        raise ValueError(value)
    return make(value)


@lru_cache(4_096)  # a ledger says the same words in every row
def _text(value: str) -> Cell:
    return Cell(CellKind.TEXT, value) if value else EMPTY_CELL


def _number(value: float) -> Cell:
    return Cell(CellKind.NUMBER, number_of(value))


def _bool(value: bool) -> Cell:
    return Cell(CellKind.BOOL, value)


def _nothing(value: None) -> Cell:
    del value  # what JSON has no number for: infinity, and no number at all
    return EMPTY_CELL


def _tag(value: dict[str, Any]) -> Cell:
    try:
        ((tag, held),) = value.items()
        return _TAGS[tag](held)
    except (TypeError, KeyError, OverflowError, InvalidOperation) as error:
        raise ValueError(value) from error


def _date(text: str) -> Cell:
    read = datetime.fromisoformat if "T" in text else date.fromisoformat
    return Cell(CellKind.DATE, read(text))


def _time(seconds: float) -> Cell:
    return Cell(CellKind.TIME, timedelta(seconds=seconds))


def _error(code: str) -> Cell:
    return Cell(CellKind.ERROR, str(code))


def _exact(digits: str) -> Cell:
    return Cell(CellKind.NUMBER, Decimal(digits))


_MAKE: dict[type, Callable[[Any], Cell]] = {
    str: _text,
    float: _number,
    int: _number,
    bool: _bool,
    type(None): _nothing,
    dict: _tag,
}
_TAGS: dict[str, Callable[[Any], Cell]] = {"d": _date, "t": _time, "e": _error, "n": _exact}
