"""Cells that break a column of formulas: a typed number, or another formula, among its neighbours.

A column in which most lines have the same formula, read from their own cell, was filled down. Where
one line holds a number instead, somebody pasted over the formula; what the formula of its
neighbours would give there is computed beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.cell_formula import same_value, shown_value, value_text
from cfpdesk.model.dataset import NUMBER_ROLES, Dataset, DatasetColumn
from cfpdesk.model.formula_syntax import NotPlainError, parse_formula
from cfpdesk.model.formula_tree import Node, moved, shape_of
from cfpdesk.model.formula_value import Evaluation, Scalar, evaluate
from cfpdesk.model.period_columns import numbers_of
from cfpdesk.model.sheet import Cell, address, column_number
from cfpdesk.model.table_rows import TableRow
from cfpdesk.model.workbook_cells import Shown, WorkbookCells

_LEAST_LINES = 3
_MOST_SHARE = 0.6


class BreakKind(StrEnum):
    """How a cell breaks its column."""

    TYPED = "typed"
    """A number where the others have a formula."""
    OTHER_FORMULA = "other_formula"


@dataclass(frozen=True, slots=True)
class ColumnBreak:
    """A cell that breaks a column of formulas.

    Attributes:
        formula: its own, empty for a typed number.
        pattern: the formula of a neighbour, and `pattern_at` its cell.
        lines: so many lines have that formula.
        expected: what it would give in this cell; None where it cannot be computed.
        agrees: whether the cell shows just that; None where it cannot be compared.
    """

    kind: BreakKind
    address: str
    row: int
    shown: Cell
    formula: str
    pattern: str
    pattern_at: str
    lines: int
    expected: Scalar
    agrees: bool | None

    @property
    def sentence(self) -> Message:
        """What to tell a person."""
        if self.kind is BreakKind.OTHER_FORMULA:
            return msg(
                "{cell} has another formula ({formula}) than {n} other {n:line|lines} of the "
                "column ({pattern}); theirs would give {expected}, it shows {shown}.",
                cell=self.address,
                formula=self.formula,
                n=self.lines,
                pattern=self.pattern,
                expected=value_text(self.expected) or "–",
                shown=shown_value(self.shown),
            )
        if self.agrees:
            return msg(
                "{cell} holds the typed number {shown} where {n} {n:line|lines} of the column have "
                "a formula; the formula would give the same.",
                cell=self.address,
                shown=shown_value(self.shown),
                n=self.lines,
            )
        return msg(
            "{cell} holds the typed number {shown} where {n} {n:line|lines} of the column have a "
            "formula; the formula would give {expected}.",
            cell=self.address,
            shown=shown_value(self.shown),
            n=self.lines,
            expected=value_text(self.expected) or "–",
        )


def breaks_of_table(
    cells: WorkbookCells,
    dataset: Dataset,
    columns: Iterable[DatasetColumn],
    rows: Iterable[TableRow],
) -> tuple[ColumnBreak, ...]:
    """Return what breaks the columns of figures of a client's table, column by column."""
    numbers = list(dict.fromkeys(row.row for row in rows))
    found: list[ColumnBreak] = []
    for column in columns:
        if column.role in NUMBER_ROLES and column.column:
            for number in numbers_of(column.beside) or (column_number(column.column),):
                found += breaks_of_column(cells, dataset.sheet, number, numbers)
    return tuple(found)


def breaks_of_column(
    cells: WorkbookCells, sheet: str, column: int, rows: Sequence[int]
) -> tuple[ColumnBreak, ...]:
    """Return what breaks a column of formulas; nothing where most lines have no common formula.

    Args:
        rows: the numbers of the rows of data, sums left out.
    """
    trees: dict[int, Node] = {}
    shapes: dict[int, str] = {}
    shown: dict[int, Cell] = {}
    for row in rows:
        place = (sheet, column, row)
        formula = cells.formula(place)
        if formula:
            shapes[row] = formula
            try:
                trees[row] = parse_formula(formula)
                shapes[row] = shape_of(trees[row], column, row)
            except NotPlainError:
                pass
        shown[row] = cells.cell(place)
    figures = [row for row in rows if row in shapes or isinstance(shown[row].value, Decimal)]
    if not shapes:
        return ()
    shape, count = Counter(shapes.values()).most_common(1)[0]
    if count < _LEAST_LINES or count < _MOST_SHARE * len(figures):
        return ()
    model = next(row for row in rows if shapes.get(row) == shape)
    found: list[ColumnBreak] = []
    for row in figures:
        if shapes.get(row) == shape:
            continue
        expected = _expected(cells, sheet, trees.get(model), row - model)
        found.append(
            ColumnBreak(
                BreakKind.OTHER_FORMULA if row in shapes else BreakKind.TYPED,
                address(column, row),
                row,
                shown[row],
                cells.formula((sheet, column, row)),
                cells.formula((sheet, column, model)),
                address(column, model),
                count,
                expected.value if expected else None,
                same_value(shown[row], expected) if expected else None,
            )
        )
    return tuple(found)


def _expected(
    cells: WorkbookCells, sheet: str, pattern: Node | None, rows: int
) -> Evaluation | None:
    """Return what the formula of a neighbour gives so many rows further down."""
    if pattern is None:
        return None
    try:
        return evaluate(moved(pattern, 0, rows), Shown(cells, sheet))
    except (NotPlainError, ValueError):
        return None
