"""A cell of the client as it is understood: its value, its unit, its place, and what is wrong.

Nothing is guessed silently: what had to be assumed, and what cannot be read, is said in a sentence
beside the value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.i18n import Message, msg
from cfpdesk.model.cell_date import date_of_serial, read_date
from cfpdesk.model.cell_value import NumberNote, NumberReading, read_number
from cfpdesk.model.dataset import NUMBER_ROLES, ColumnRole
from cfpdesk.model.month_text import is_month
from cfpdesk.model.quantity import figure
from cfpdesk.model.sheet import EMPTY_CELL, Cell, CellKind

Value: TypeAlias = Decimal | str | date | None
_AS_TEXT = msg("the number is kept as text; sums in the workbook leave it out")
_NOTHING = frozenset(
    {"-", "–", "—", "－", "/", "／", "\\", "无", "n/a", "N/A", "na", "NA", "--", "——", "*"}
)


@dataclass(frozen=True, slots=True)
class MappedValue:
    """One value of a line.

    Attributes:
        address: of the cell that holds it, such as H13; of a merged or carried value that is the
            cell above where it stands.
        cell: what the cell holds, as the file has it.
        value: a `Decimal` in columns of numbers, a `date` (or `datetime`) where a column of dates
            holds one, otherwise text; None where there is nothing, or nothing that can be read.
        unit: of a number; empty where none is stated.
        problem: what a person should know; the value may be there nevertheless.
    """

    address: str = ""
    cell: Cell = EMPTY_CELL
    value: Value = None
    unit: str = ""
    problem: Message | None = None

    @property
    def number(self) -> Decimal | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def text(self) -> str:
        """The value as text, in no language; empty where there is none."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        if isinstance(self.value, datetime):
            return self.value.isoformat(" ")
        return str(self.value)


NO_VALUE = MappedValue()


def read_cell(
    role: ColumnRole,
    cell: Cell,
    address: str,
    unit: str,
    *,
    comma_is_decimal: bool | None = None,
    plain_text: bool = False,
) -> MappedValue:
    """Return what a cell means in a column of this role.

    Args:
        unit: what the column, or the line's cell of units, says.
        comma_is_decimal: what the rest of the column shows about commas in numbers kept as text.
        plain_text: the file knows only texts, so that a number kept as one is nothing to tell.
    """
    if cell.kind is CellKind.EMPTY:
        return MappedValue(address, cell, None, unit)
    if cell.kind is CellKind.ERROR:
        problem = msg("the cell shows the error {error}", error=cell.text)
        return MappedValue(address, cell, None, unit, problem)
    if role in NUMBER_ROLES:
        found = _number(cell, address, unit, comma_is_decimal=comma_is_decimal)
        return replace(found, problem=None) if plain_text and found.problem is _AS_TEXT else found
    if role is ColumnRole.DATE:
        return _date(cell, address)
    return MappedValue(address, cell, cell.text.strip() or None)


def _number(cell: Cell, address: str, unit: str, *, comma_is_decimal: bool | None) -> MappedValue:
    if isinstance(cell.value, Decimal):
        return MappedValue(address, cell, cell.value, unit)
    text = cell.text.strip()
    if cell.kind is not CellKind.TEXT:
        problem = msg("the cell holds {text}, which is no number", text=text)
        return MappedValue(address, cell, None, unit, problem)
    if not text or text in _NOTHING:
        return MappedValue(address, cell, None, unit)
    reading = read_number(text, comma_is_decimal=comma_is_decimal)
    if reading is None:
        problem = msg("“{text}” is no number", text=text)
        return MappedValue(address, cell, None, unit, problem)
    own = reading.unit or unit
    return MappedValue(address, cell, reading.value, own, _doubt(text, reading, unit))


def _doubt(text: str, reading: NumberReading, unit: str) -> Message:
    """Return what a person should know about a number that came as text."""
    if reading.other is not None:
        return msg(
            "“{text}” was read as {value}; it may also mean {other}",
            text=text,
            value=figure(reading.value),
            other=figure(reading.other),
        )
    if reading.unit and unit and reading.unit != unit:
        return msg("the cell says {own}, its column {unit}", own=reading.unit, unit=unit)
    if NumberNote.LEADING_ZEROS in reading.notes or NumberNote.MANY_DIGITS in reading.notes:
        return msg("“{text}” may be an identifier rather than a quantity", text=text)
    return _AS_TEXT


def _date(cell: Cell, address: str) -> MappedValue:
    if isinstance(cell.value, date):
        return MappedValue(address, cell, cell.value)
    if isinstance(cell.value, Decimal):
        found = date_of_serial(cell.value) if cell.value >= _FIRST_SERIAL else None
        if found is None:
            return MappedValue(address, cell, cell.text)
        problem = msg("the date came as the number {number}", number=cell.text)
        return MappedValue(address, cell, found, problem=problem)
    text = cell.text.strip()
    reading = read_date(text)
    if reading is None:
        known = not text or is_month(text)
        doubt = None if known else msg("“{text}” is no date", text=text)
        return MappedValue(address, cell, text or None, problem=doubt)
    if reading.other is not None:
        problem = msg(
            "“{text}” was read as {value}; it may also mean {other}",
            text=text,
            value=reading.value.isoformat(),
            other=reading.other.isoformat(),
        )
        return MappedValue(address, cell, reading.value, problem=problem)
    return MappedValue(address, cell, reading.value)


_FIRST_SERIAL = 20_000  # 1954: smaller numbers in a column of dates are years, months or days


def comma_of(cells: Iterable[Cell]) -> bool | None:
    """Return whether commas are decimal marks in a column, as its unmistakable cells show.

    None where nothing shows it, or where cells contradict each other.
    """
    seen: set[bool] = set()
    for cell in cells:
        if cell.kind is not CellKind.TEXT or "," not in cell.text:
            continue
        reading = read_number(cell.text)
        if reading is not None and not reading.ambiguous:
            seen.add(NumberNote.DECIMAL_COMMA in reading.notes)
    return seen.pop() if len(seen) == 1 else None
