"""Rows of sums in a table: found by their words and by their figures, and checked.

A row that says 小计 or Total is one. So is a row that lacks what every line has (activity data and
factor, item number) and whose figures are the sums of the lines above or below it. Each sum is then
compared with its lines, and both figures are kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.model.column_facts import number_in
from cfpdesk.model.dataset import KEY_ROLES, SUM_ROLES, ColumnRole, DatasetKind
from cfpdesk.model.sheet import CellKind, Row, SheetRows, column_letters
from cfpdesk.model.sum_check import Figures, Mark, Part, Run, SumCheck, check_sums
from cfpdesk.model.table_line import SUMS, LineKind, TableShape, kind_of

Formulas: TypeAlias = Mapping[tuple[int, int], str]
"""Formulas of a sheet by (column, row)."""
_LEAST_LINES = 2
_MOST_CANDIDATES = 1000
_BATCH = 500
_ZERO = Decimal(0)
_SUM_LIKE = SUMS | {LineKind.PER_UNIT}


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of sums or of a result per unit, which is no line of the table.

    Attributes:
        by_figures: found by its figures, not by its words.
        checks: one for each column that is added up; empty for a result per unit.
    """

    row: int
    kind: LineKind
    label: str
    by_figures: bool
    checks: tuple[SumCheck, ...]

    @property
    def agrees(self) -> bool:
        """Whether all figures of the row are the sums of their lines."""
        return all(check.agrees for check in self.checks)


@dataclass(frozen=True, slots=True)
class TableSums:
    """What a pass over a table found.

    Attributes:
        kinds: row by row what is no data; rows not named are data.
        sums: the rows of sums, from the top down.
        lines: number of rows of data.
        first_row, last_row: of the data; 0 where there are none.
    """

    kinds: Mapping[int, LineKind]
    sums: tuple[SumRow, ...]
    lines: int
    first_row: int
    last_row: int


@dataclass(slots=True)
class _Builder:
    """The parts of a table while it is read."""

    parts: list[Part] = field(default_factory=list)
    first: int = 0
    last: int = 0
    lines: int = 0
    figures: dict[ColumnRole, Decimal] = field(default_factory=dict)

    def add(self, number: int, figures: Figures) -> None:
        """Count a line of data."""
        self.first = self.first or number
        self.last = number
        self.lines += 1
        for role, value in figures.items():
            self.figures[role] = self.figures.get(role, Decimal(0)) + value

    def mark(self, mark: Mark) -> None:
        """End the run of data with a row that may be a sum."""
        self.close()
        self.parts.append(mark)

    def close(self) -> None:
        """End the run of data."""
        if self.lines:
            self.parts.append(Run(self.first, self.last, self.lines, self.figures))
        self.first = self.last = self.lines = 0
        self.figures = {}


def numbered(sheet: SheetRows, first: int, last: int) -> Iterator[tuple[int, Row]]:
    """Go through rows with their numbers, fetched in batches.

    Args:
        last: the last row; 0 is the end of the sheet.
    """
    end = min(last or sheet.info.rows, sheet.info.rows)
    number = max(first, 1)
    while number <= end:
        window = sheet.window(number, min(_BATCH, end - number + 1))
        if not window:
            return
        for row in window:
            yield number, row
            number += 1


def find_sums(
    sheet: SheetRows, shape: TableShape, first: int, last: int, formulas: Formulas | None = None
) -> TableSums:
    """Return what is no data in a table, its rows of sums, and whether they add up.

    Args:
        first, last: rows of the table below its header; `last` 0 is the end of the sheet.
        formulas: the sheet's formulas, where they are known.
    """
    kinds: dict[int, LineKind] = {}
    builder = _Builder()
    candidates = 0
    for number, row in numbered(sheet, first, last):
        kind = kind_of(row, shape)
        if kind in _SUM_LIKE:
            kinds[number] = kind
            builder.mark(Mark(number, kind, _label(row, shape), _figures(row, shape)))
        elif kind is not LineKind.DATA:
            kinds[number] = kind
        else:
            figures = _figures(row, shape)
            asked = bool(figures) and candidates < _MOST_CANDIDATES
            if asked and _may_be_sum(row, shape, number, formulas or {}):
                candidates += 1
                builder.mark(Mark(number, kind, _label(row, shape), figures))
            else:
                builder.add(number, figures)
    builder.close()
    verdicts = _verdicts(builder.parts) if candidates else {}
    parts = _settled(builder.parts, verdicts)
    kinds |= {part.row: part.kind for part in parts if isinstance(part, Mark)}
    runs = [part for part in parts if isinstance(part, Run)]
    return TableSums(
        kinds,
        tuple(_sum_row(mark, verdicts.get(mark.row, c)) for mark, c in check_sums(parts)),
        sum(run.lines for run in runs),
        runs[0].first if runs else 0,
        runs[-1].last if runs else 0,
    )


def _sum_row(mark: Mark, checks: tuple[SumCheck, ...]) -> SumRow:
    kept = checks if mark.kind in SUMS else ()
    return SumRow(mark.row, mark.kind, mark.label, mark.by_figures, kept)


def _figures(row: Row, shape: TableShape) -> dict[ColumnRole, Decimal]:
    found: dict[ColumnRole, Decimal] = {}
    for role in SUM_ROLES:
        for cell in shape.cells(row, role):
            if cell.kind is not CellKind.EMPTY and (value := number_in(cell)) is not None:
                found[role] = found.get(role, _ZERO) + value
    return found


def _label(row: Row, shape: TableShape) -> str:
    cells = shape.inside(row)
    return next((cell.text.strip() for cell in cells if cell.kind is CellKind.TEXT), "")


def _may_be_sum(row: Row, shape: TableShape, number: int, formulas: Formulas) -> bool:
    """Tell whether a row lacks what every line of data has."""

    def lacks(*roles: ColumnRole) -> bool:
        known = [role for role in roles if role in shape.roles]
        return bool(known) and all(shape.cell(row, r).kind is CellKind.EMPTY for r in known)

    if shape.kind is DatasetKind.INVENTORY and lacks(ColumnRole.FACTOR):
        return lacks(ColumnRole.ACTIVITY) or _is_vertical_sum(shape, number, formulas)
    if shape.kind is DatasetKind.POPULATION and lacks(ColumnRole.ITEM_ID):
        return lacks(ColumnRole.DATE) or ColumnRole.DATE not in shape.roles
    return lacks(*KEY_ROLES[shape.kind])


def _is_vertical_sum(shape: TableShape, number: int, formulas: Formulas) -> bool:
    """Tell whether a formula of the row adds up cells of its own column."""
    for role in SUM_ROLES:
        column = shape.roles.get(role, 0)
        formula = formulas.get((column, number), "")
        found = _SUM_FORMULA.fullmatch(formula.replace("$", "").replace(" ", ""))
        if found and found[1].upper() == column_letters(column):
            return True
    return False


_SUM_FORMULA = re.compile(r"=?(?:SUM|SUBTOTAL)\((?:10?9,)?([A-Z]{1,3})\d+:\1\d+\)", re.IGNORECASE)


def _verdicts(parts: Sequence[Part]) -> dict[int, tuple[SumCheck, ...]]:
    """Return the checks of the candidates that are sums by their figures."""
    return {
        mark.row: checks
        for mark, checks in check_sums(parts)
        if mark.kind is LineKind.DATA
        and checks
        and all(check.agrees and check.lines >= _LEAST_LINES for check in checks)
    }


def _settled(parts: Sequence[Part], verdicts: Mapping[int, tuple[SumCheck, ...]]) -> list[Part]:
    """Make sums of the candidates that are some, and lines of the others."""
    settled = list(parts)
    for at, part in enumerate(settled):
        if not isinstance(part, Mark) or part.kind is not LineKind.DATA:
            continue
        if part.row in verdicts:
            settled[at] = replace(part, kind=LineKind.SUBTOTAL, by_figures=True)
        else:
            settled[at] = Run(part.row, part.row, 1, part.figures)
    return settled
