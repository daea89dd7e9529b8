"""A client's table as lines: a mapping applied, each value with its cell, sums kept apart.

Lines come one after the other, so that 200 000 of them need no more memory than one. A line is
named by its number, else by the name of its source, else by its row; the name stays the same when
the client moves the line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cfpdesk.i18n import msg
from cfpdesk.model.dataset import (
    KEY_ROLES,
    NAME_ROLE,
    NUMBER_ROLES,
    ColumnRole,
    Dataset,
    DatasetColumn,
    DatasetKind,
)
from cfpdesk.model.mapped_value import NO_VALUE, MappedValue, comma_of, read_cell
from cfpdesk.model.period_columns import numbers_of
from cfpdesk.model.sheet import (
    EMPTY_CELL,
    Cell,
    CellKind,
    CellRange,
    Row,
    SheetRows,
    column_letters,
    column_number,
)
from cfpdesk.model.table_header import header_parts
from cfpdesk.model.table_line import LineKind, TableShape
from cfpdesk.model.table_periods import WHOLE, Period, Periods
from cfpdesk.model.table_sums import Formulas, SumRow, find_sums, numbered

_SAMPLE = 500
_OF_THE_LINE = ("单位", "unit", "Unit", "UNIT")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line.

    Attributes:
        key: its name within the table, for ever: number, else name of the source, else `row 17`;
            the second with the same name has `#2` behind it.
        row: its row in the sheet, from 1.
        values: by role; roles that are not mapped are left out.
        hidden: the client hid the row.
    """

    key: str
    row: int
    values: Mapping[ColumnRole, MappedValue]
    hidden: bool = False

    def value(self, role: ColumnRole) -> MappedValue:
        """Return the value of a role; an empty one where it is not mapped."""
        return self.values.get(role, NO_VALUE)

    def name(self, kind: DatasetKind) -> str:
        """Return what the client calls the line, else its key."""
        return self.value(NAME_ROLE[kind]).text or self.key

    @property
    def problems(self) -> tuple[tuple[ColumnRole, MappedValue], ...]:
        """The values about which a person should know something."""
        return tuple((role, value) for role, value in self.values.items() if value.problem)


@dataclass(frozen=True, slots=True)
class TableReading:
    """A whole table, held in memory: for inventories and lists of factors."""

    rows: tuple[TableRow, ...]
    sums: tuple[SumRow, ...]


def read_table(
    sheet: SheetRows,
    dataset: Dataset,
    columns: Iterable[DatasetColumn],
    formulas: Formulas | None = None,
) -> TableReading:
    """Return all lines of a table and its rows of sums with whether they add up."""
    reader = _Reader(sheet, dataset, tuple(columns), formulas)
    return TableReading(tuple(reader.rows()), reader.sums)


def rows_of(
    sheet: SheetRows,
    dataset: Dataset,
    columns: Iterable[DatasetColumn],
    formulas: Formulas | None = None,
) -> Iterator[TableRow]:
    """Go through the lines of a table, rows of sums left out if the dataset says so."""
    return _Reader(sheet, dataset, tuple(columns), formulas).rows()


def sums_of(
    sheet: SheetRows,
    dataset: Dataset,
    columns: Iterable[DatasetColumn],
    formulas: Formulas | None = None,
) -> tuple[SumRow, ...]:
    """Return the rows of sums of a table, each figure beside what its lines add up to."""
    return _Reader(sheet, dataset, tuple(columns), formulas).sums


def shape_of(sheet: SheetRows, dataset: Dataset, columns: Iterable[DatasetColumn]) -> TableShape:
    """Return which columns of the sheet a dataset takes; columns that are no letters are left."""
    roles: dict[ColumnRole, int] = {}
    beside: dict[ColumnRole, tuple[int, ...]] = {}
    for column in columns:
        if column.column:
            try:
                roles[column.role] = column_number(column.column)
            except ValueError:
                continue
            if numbers := numbers_of(column.beside):
                beside[column.role] = numbers
    top, bottom = dataset.header
    header = header_parts(sheet.window(1, bottom), top, bottom, sheet.info.merged) if bottom else {}
    taken = [*header, *roles.values(), *(c for columns in beside.values() for c in columns)]
    left, right = min(taken, default=1), max(taken, default=1)
    return TableShape(dataset.kind, left, right, roles, header, beside)


@dataclass(slots=True)
class _Line:
    """The state that goes from line to line while reading."""

    keys: dict[str, int] = field(default_factory=dict)
    stage: MappedValue = NO_VALUE
    section: MappedValue = NO_VALUE


class _Reader:
    """A mapping that is applied to a sheet."""

    def __init__(
        self,
        sheet: SheetRows,
        dataset: Dataset,
        columns: tuple[DatasetColumn, ...],
        formulas: Formulas | None,
    ) -> None:
        self._sheet = sheet
        self._dataset = dataset
        self._shape = shape_of(sheet, dataset, columns)
        self._units = {column.role: column.unit for column in columns}
        found = find_sums(sheet, self._shape, dataset.data_from, dataset.last_row, formulas)
        self._kinds: Mapping[int, LineKind] = found.kinds
        self.sums = found.sums
        self._order = sorted(self._shape.roles, key=lambda role: _READ_LAST.get(role, 0))
        self._periods = Periods.of(self._shape, dataset, sheet)
        taken = {*self._shape.roles.values(), *self._periods.columns}
        self._merged = _Merged(sheet.info.merged, taken)
        self._commas = self._comma_of_columns()

    def rows(self) -> Iterator[TableRow]:
        """Go through the lines."""
        line = _Line()
        hidden = Spans(self._sheet.info.hidden_rows)
        kept = {LineKind.DATA} if self._dataset.skip_totals else _WITH_SUMS
        for number, row in numbered(self._sheet, self._dataset.data_from, self._dataset.last_row):
            kind = self._kinds.get(number, LineKind.DATA)
            if kind is LineKind.SECTION:
                line.section = self._section(number, row)
                line.stage = NO_VALUE
            elif kind in kept:
                yield from self._lines(number, row, line, hidden=number in hidden)

    def _lines(self, number: int, row: Row, line: _Line, *, hidden: bool) -> Iterator[TableRow]:
        """Return the line of a row, or one for each month that holds a figure."""
        for period in self._periods.in_row(row):
            values: dict[ColumnRole, MappedValue] = {}
            for role in self._order:
                column = period.columns.get(role, self._shape.roles[role])
                values[role] = self._value(role, column, number, row, values)
            if self._dataset.kind is DatasetKind.INVENTORY:
                self._carry_stage(values, line)
            values = period.named(values)
            yield TableRow(self._key(number, values, line, period), number, values, hidden)

    def _value(
        self,
        role: ColumnRole,
        column: int,
        number: int,
        row: Row,
        values: Mapping[ColumnRole, MappedValue],
    ) -> MappedValue:
        cell = row[column - 1] if column <= len(row) else EMPTY_CELL
        unit = self._unit(role, values)
        address = f"{column_letters(column)}{number}"
        if cell.kind is CellKind.EMPTY and (start := self._merged.origin(column, number)):
            return self._from_merged(role, cell, address, unit, start)
        return read_cell(
            role,
            cell,
            address,
            unit,
            comma_is_decimal=self._commas.get(role),
            plain_text=self._sheet.info.plain_text,
        )

    def _from_merged(
        self, role: ColumnRole, cell: Cell, address: str, unit: str, start: tuple[int, int]
    ) -> MappedValue:
        column, number = start
        first = f"{column_letters(column)}{number}"
        above = self._sheet.row(number)
        if role in NUMBER_ROLES:
            problem = msg("merged with {cell}, whose figure counts once, there", cell=first)
            return MappedValue(address, cell, None, unit, problem)
        held = above[column - 1] if column <= len(above) else EMPTY_CELL
        return read_cell(role, held, first, "")

    def _unit(self, role: ColumnRole, values: Mapping[ColumnRole, MappedValue]) -> str:
        """Return the unit that the line, else its column states for a figure."""
        stated = values.get(_UNIT_OF[role], NO_VALUE).text if role in _UNIT_OF else ""
        unit = stated or self._units.get(role, "")
        return _of_this_line(unit, values) if role is ColumnRole.FACTOR else unit

    def _carry_stage(self, values: dict[ColumnRole, MappedValue], line: _Line) -> None:
        """Let a stage that is written once hold for the lines below it."""
        stage = values.get(ColumnRole.STAGE, NO_VALUE)
        if stage.value is None:
            carried = line.stage if line.stage.value is not None else line.section
            if carried.value is not None:
                values[ColumnRole.STAGE] = carried
        else:
            line.stage = stage

    def _section(self, number: int, row: Row) -> MappedValue:
        for column, cell in enumerate(row, start=1):
            inside = self._shape.left <= column <= self._shape.right
            if inside and cell.text.strip():
                address = f"{column_letters(column)}{number}"
                return MappedValue(address, cell, cell.text.strip())
        return NO_VALUE

    def _key(
        self,
        number: int,
        values: Mapping[ColumnRole, MappedValue],
        line: _Line,
        period: Period = WHOLE,
    ) -> str:
        texts = (values[role].text for role in KEY_ROLES[self._dataset.kind] if role in values)
        unnamed = f"row {number} {period.label}".strip()
        key = " ".join(next((text for text in texts if text), unnamed).split())
        count = line.keys[key] = line.keys.get(key, 0) + 1
        name = key
        while count > 1 and (name := f"{key}#{count}") in line.keys:
            count = line.keys[key] = count + 1
        line.keys.setdefault(name, 1)
        return name

    def _comma_of_columns(self) -> dict[ColumnRole, bool | None]:
        rows = self._sheet.window(self._dataset.data_from, _SAMPLE)
        found = {}
        for role in NUMBER_ROLES & set(self._shape.roles):
            found[role] = comma_of(cell for row in rows for cell in self._shape.cells(row, role))
        return found


class _Merged:
    """Merged cells in the columns of a table: where the value of a covered cell stands."""

    def __init__(self, areas: Iterable[CellRange], columns: set[int]) -> None:
        self._areas: dict[int, list[CellRange]] = {}
        for area in sorted(areas, key=lambda a: a.first_row):
            if area.last_row > area.first_row:
                for column in columns:
                    if area.first_column <= column <= area.last_column:
                        self._areas.setdefault(column, []).append(area)

    def origin(self, column: int, row: int) -> tuple[int, int] | None:
        """Return column and row of the cell with the value; None where the cell is its own."""
        areas = self._areas.get(column)
        if not areas:
            return None
        at = bisect_right(areas, row, key=lambda area: area.first_row) - 1
        if at < 0 or row > areas[at].last_row:
            return None
        first = (areas[at].first_column, areas[at].first_row)
        return None if first == (column, row) else first


_WITH_SUMS = {LineKind.DATA, LineKind.SUBTOTAL, LineKind.TOTAL, LineKind.PER_UNIT}
_UNIT_OF = {
    ColumnRole.ACTIVITY: ColumnRole.ACTIVITY_UNIT,
    ColumnRole.FACTOR: ColumnRole.FACTOR_UNIT,
    ColumnRole.AMOUNT: ColumnRole.UNIT,
}
# A figure is read after the cell of its unit, a factor after the activity data whose unit it takes.
_READ_LAST = {
    **dict.fromkeys(NUMBER_ROLES, 1),
    ColumnRole.FACTOR: 2,
}


def _of_this_line(unit: str, values: Mapping[ColumnRole, MappedValue]) -> str:
    """Return a factor's unit with the line's own unit for the word 单位 in it."""
    top, slash, below = unit.replace("／", "/").partition("/")
    if not slash or below.strip() not in _OF_THE_LINE:
        return unit
    activity = values.get(ColumnRole.ACTIVITY) or NO_VALUE
    own = activity.unit or values.get(ColumnRole.UNIT, NO_VALUE).text
    if not own:
        return unit
    return f"{top}/({own})" if _COMPOUND & set(own) else f"{top}/{own}"


_COMPOUND = frozenset("/·*×.- ")


class Spans:
    """Rows or columns that lie in spans, such as hidden ones; asked 100 000 times."""

    def __init__(self, spans: Iterable[tuple[int, int]] | None) -> None:
        self._spans = sorted(spans or ())
        self._firsts = [first for first, _last in self._spans]

    def __contains__(self, number: object) -> bool:
        """Tell whether a number lies in one of them."""
        if not self._spans or not isinstance(number, int):
            return False
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._spans[at][1]


def place(sheet: str, address: str) -> str:
    """Return sheet and address as the client's program writes them: 清单!H13, 'A b'!C2."""
    plain = sheet.replace("_", "").isalnum() and not sheet[:1].isdigit()
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{address}" if address else ""
