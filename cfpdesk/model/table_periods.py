"""The lines of a row whose figures stand side by side, one for each month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetKind
from cfpdesk.model.mapped_value import MappedValue
from cfpdesk.model.month_text import is_month, period_code
from cfpdesk.model.period_columns import labels_of
from cfpdesk.model.sheet import EMPTY_CELL, Cell, CellKind, Row, SheetRows, column_letters
from cfpdesk.model.table_line import TableShape

# What names a line, so that the period has to stand in it.
_NAMES = (ColumnRole.SOURCE, ColumnRole.ITEM_ID)
# What a row may state once for the whole year, of which no month has a known part.
_OF_THE_YEAR = (ColumnRole.ACTIVITY, ColumnRole.EMISSIONS, ColumnRole.AMOUNT)


@dataclass(frozen=True, slots=True)
class Period:
    """One month of a row.

    Attributes:
        label: as the client writes it; empty for a row that is one line.
        columns: the columns of its figures by role.
        at: address of the header's cell that names it, and `cell` what that holds.
        whole_year: roles whose figure holds for the whole row, so that no month has it.
    """

    label: str = ""
    columns: Mapping[ColumnRole, int] = field(default_factory=dict)
    at: str = ""
    cell: Cell = EMPTY_CELL
    whole_year: frozenset[ColumnRole] = frozenset()

    def named(self, values: dict[ColumnRole, MappedValue]) -> dict[ColumnRole, MappedValue]:
        """Return the values of the line with the period in its names, and as its date."""
        if not self.label:
            return values
        found = {role: value for role, value in values.items() if role not in self.whole_year}
        for role in _NAMES:
            value = found.get(role)
            if value is not None and value.text:
                found[role] = replace(value, value=f"{value.text} {self.label}")
        number = found.get(ColumnRole.ID)
        if number is not None and number.text:
            found[ColumnRole.ID] = replace(number, value=f"{number.text}-{period_code(self.label)}")
        if ColumnRole.AMOUNT in self.columns and ColumnRole.DATE not in found:
            found[ColumnRole.DATE] = MappedValue(self.at, self.cell, self.label)
        return found


WHOLE = Period()


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a table; none where its figures stand below each other."""

    periods: tuple[Period, ...] = ()

    @classmethod
    def of(cls, shape: TableShape, dataset: Dataset, sheet: SheetRows) -> "Periods":
        """Return the periods of a table: those of its first role by place, others by their name."""
        places: dict[str, dict[ColumnRole, int]] = {}
        for role, numbers in shape.beside.items():
            for label, number in zip(labels_of(numbers, shape.header), numbers, strict=True):
                places.setdefault(label, {}).setdefault(role, number)
        once = frozenset(
            role for role in _OF_THE_YEAR if role in shape.roles and role not in shape.beside
        )
        kept = once if dataset.kind is DatasetKind.INVENTORY else frozenset()
        return cls(
            tuple(
                Period(label, columns, *_head(sheet, dataset, min(columns.values())), kept)
                for label, columns in places.items()
            )
        )

    @property
    def columns(self) -> frozenset[int]:
        """All columns with figures of periods."""
        return frozenset(c for period in self.periods for c in period.columns.values())

    def in_row(self, row: Row) -> Iterable[Period]:
        """Return the periods for which a row holds a figure; the whole row where there are none.

        A row that is empty in all months stays a line: it would be gone without a word otherwise.
        """
        return tuple(p for p in self.periods if _is_filled(p, row)) or (WHOLE,)


def _is_filled(period: Period, row: Row) -> bool:
    cells = (row[c - 1] for c in period.columns.values() if c <= len(row))
    return any(cell.kind is not CellKind.EMPTY and cell.text.strip() for cell in cells)


def _head(sheet: SheetRows, dataset: Dataset, column: int) -> tuple[str, Cell]:
    """Return address and content of the header's cell that names the period of a column."""
    top, bottom = dataset.header
    for number in range(bottom, max(top, 1) - 1, -1):
        row = sheet.row(number)
        if column <= len(row) and is_month(row[column - 1].text):
            return f"{column_letters(column)}{number}", row[column - 1]
    return "", EMPTY_CELL
