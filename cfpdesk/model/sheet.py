"""Sheets of foreign workbooks as everything above the reader sees them: cells with addresses.

A cell holds its value as the file holds it, nothing guessed: a number typed as text stays text
(`model.cell_value` reads those and says what it assumed). Rows and columns count from 1, as in the
address that the client's program shows: column 8, row 13 is `H13`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeAlias

from cfpdesk.i18n import Message

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    TIME = "time"
    ERROR = "error"


class Visibility(StrEnum):
    """Whether a person sees the sheet; `very hidden` ones are not even offered by the menu."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


CellValue: TypeAlias = str | Decimal | bool | date | datetime | timedelta | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: `str` of TEXT and of ERROR (`#REF!`); `Decimal` of NUMBER, the shortest decimal that
            is the file's binary number, integers without a point; `bool`; `date` or `datetime`
            (without zone) of DATE; `timedelta` of TIME (time of day since midnight, or a
            duration); None of EMPTY.
    """

    kind: CellKind
    value: CellValue = None

    @property
    def text(self) -> str:
        """The value as plain text, in no language: for searching, comparing and showing."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        if isinstance(self.value, datetime):
            return self.value.isoformat(" ")
        return str(self.value)


EMPTY_CELL = Cell(CellKind.EMPTY)
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells; both corners belong to it."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __contains__(self, place: object) -> bool:
        """Tell whether a `(column, row)` lies in it."""
        if not isinstance(place, tuple):
            return False
        column, row = place
        inside = self.first_column <= column <= self.last_column
        return bool(inside and self.first_row <= row <= self.last_row)

    def __str__(self) -> str:
        first = address(self.first_column, self.first_row)
        last = address(self.last_column, self.last_row)
        return first if first == last else f"{first}:{last}"


Span: TypeAlias = tuple[int, int]
"""First and last of neighbouring rows or columns, both included."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """What is known about a sheet without its rows.

    Attributes:
        index: place in the workbook, from 0; hidden sheets count.
        rows, columns: up to the last cell that holds something; every row has so many cells.
        merged: ranges of merged cells; only the first cell of each holds the value.
        hidden_rows, hidden_columns: spans; None where the format does not let us know.
        formulas: cells with a formula; None where the format does not let us know.
        without_value: formulas for which the file holds no result, because nothing that
            calculates ever saved it; their cells are empty here. None as above.
        plain_text: of a csv, whose numbers are all texts, so that this says nothing about them.
    """

    name: str
    index: int
    rows: int
    columns: int
    visibility: Visibility = Visibility.VISIBLE
    merged: tuple[CellRange, ...] = ()
    hidden_rows: tuple[Span, ...] | None = None
    hidden_columns: tuple[Span, ...] | None = None
    formulas: int | None = None
    without_value: int | None = None
    plain_text: bool = False


class WorkbookForm(StrEnum):
    """The formats that can be read."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


WITH_FORMULAS = frozenset(WorkbookForm) - {WorkbookForm.CSV}
"""The formats that have formulas, told cell by cell."""
UNSHOWN = "=…"
"""The text of a formula that is there but not shown: of xlsb, and of xls where it is unusual."""


@dataclass(frozen=True, slots=True)
class WorkbookInfo:
    """What is known about a workbook as a whole.

    Attributes:
        sheets: all of them, in their order, hidden ones too.
        encoding, delimiter: of a csv, as found; empty for others.
        from_1904: whether plain numbers that are dates count from 1904 (`model.cell_date`).
        links: other files that formulas look into, as written in the file; None where the format
            does not let us know.
        notes: what a person should know, such as values that are missing.
    """

    form: WorkbookForm
    sheets: tuple[SheetInfo, ...]
    encoding: str = ""
    delimiter: str = ""
    from_1904: bool = False
    links: tuple[str, ...] | None = None
    notes: tuple[Message, ...] = ()

    @property
    def has_formulas(self) -> bool:
        """Whether this format has formulas at all."""
        return self.form in WITH_FORMULAS


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of one cell.

    Attributes:
        text: as the client's program shows it, with the equals sign, in English function names;
            shared formulas are written out for their cell. Empty where the file contradicts itself,
            `UNSHOWN` where it is not taken apart.
        array: the range an array formula fills; None for a plain one.
    """

    column: int
    row: int
    text: str
    array: CellRange | None = None


class SheetRows(Protocol):
    """A sheet that can be looked at; 100 000 rows as quickly as 100."""

    @property
    def info(self) -> SheetInfo:
        """What is known about the sheet."""

    def row(self, number: int) -> Row:
        """Return a row by its number from 1; rows beyond the last are of empty cells."""

    def window(self, first: int, count: int) -> tuple[Row, ...]:
        """Return the rows from number `first` on, at most `count`, fewer at the end."""

    def __iter__(self) -> Iterator[Row]:
        """Go through all rows, from row 1."""


@dataclass(frozen=True, slots=True)
class SheetInMemory:
    """A small sheet held in memory; for lists typed in, and for tests."""

    info: SheetInfo
    cells: tuple[Row, ...]

    @classmethod
    def of(cls, name: str, values: Sequence[Sequence[object]], index: int = 0) -> "SheetInMemory":
        """Return a sheet of plain Python values, as `cell_of` takes them; rows may be ragged."""
        width = max((len(line) for line in values), default=0)
        cells = tuple(
            tuple(cell_of(value) for value in line) + (EMPTY_CELL,) * (width - len(line))
            for line in values
        )
        return cls(SheetInfo(name, index, len(cells), width), cells)

    def row(self, number: int) -> Row:
        """Return a row by its number from 1."""
        inside = 1 <= number <= len(self.cells)
        return self.cells[number - 1] if inside else (EMPTY_CELL,) * self.info.columns

    def window(self, first: int, count: int) -> tuple[Row, ...]:
        """Return the rows from number `first` on, at most `count`."""
        return self.cells[max(first, 1) - 1 : max(first - 1 + count, 0)]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.cells)


def cell_of(value: object) -> Cell:
    """Return the cell for a plain value; a text that begins with # and is an error is ERROR.

    Raises:
        TypeError: if a cell cannot hold it.
    """
    if value is None or value == "":
        return EMPTY_CELL
    if isinstance(value, bool):
        return Cell(CellKind.BOOL, value)
    if isinstance(value, int | float | Decimal):
        return Cell(CellKind.NUMBER, number_of(value))
    if isinstance(value, str):
        return Cell(CellKind.ERROR if value in ERRORS else CellKind.TEXT, value)
    if isinstance(value, date):
        return Cell(CellKind.DATE, value)
    if isinstance(value, timedelta):
        return Cell(CellKind.TIME, value)
    raise TypeError(type(value))


ERRORS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
    }
)
"""What a cell holds where its formula failed."""


def number_of(value: float | Decimal) -> Decimal:
    """Return the shortest decimal that is the binary number; 5.0 is 5."""
    if isinstance(value, float):
        return Decimal(int(value)) if value.is_integer() and abs(value) < 1e15 else _short(value)
    return Decimal(value)


def _short(value: float) -> Decimal:
    return Decimal(repr(value))


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA.

    Raises:
        ValueError: if there is no such column.
    """
    if column < 1:
        raise ValueError(column)
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column from 1: A is 1, AA is 27.

    Raises:
        ValueError: if these are no letters of a column.
    """
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not number:
        raise ValueError(letters)
    return number


def address(column: int, row: int) -> str:
    """Return the address of a cell, both counted from 1: column 8, row 13 is `H13`."""
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """Return column and row of an address such as `H13` or `$H$13`.

    Raises:
        ValueError: if it is none, or lies outside of any sheet.
    """
    match = _ADDRESS.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError(text)
    column, row = column_number(match[1]), int(match[2])
    if column > MAX_COLUMNS or row > MAX_ROWS:
        raise ValueError(text)
    return column, row


def parse_range(text: str) -> CellRange:
    """Return the rectangle of `B2:D4` or of one address.

    Raises:
        ValueError: if it is none.
    """
    first, _, last = text.partition(":")
    column, row = parse_address(first)
    to_column, to_row = parse_address(last or first)
    return CellRange(
        min(column, to_column), min(row, to_row), max(column, to_column), max(row, to_row)
    )
