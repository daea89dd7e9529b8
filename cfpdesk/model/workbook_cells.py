"""A workbook as formulas look at it: any cell of any sheet, and the formulas behind them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from cfpdesk.i18n import msg
from cfpdesk.model.formula_syntax import NotPlainError
from cfpdesk.model.formula_tree import Reference
from cfpdesk.model.sheet import EMPTY_CELL, Cell, SheetRows
from cfpdesk.model.table_sums import Formulas, numbered

Place: TypeAlias = tuple[str, int, int]
"""Sheet, column, row."""
Known: TypeAlias = tuple[Cell, tuple[str, ...]]
"""A cell recalculated, and the places that were taken as shown for it."""
_MOST_CELLS = 2_000_000


class WorkbookCells:
    """The sheets of a workbook with their formulas, which are fetched when first asked for.

    Args:
        sheets: all of them.
        formulas: returns the formulas of a sheet by its name, {(column, row): text}.
    """

    def __init__(self, sheets: Iterable[SheetRows], formulas: Callable[[str], Formulas]) -> None:
        self._sheets = {sheet.info.name.casefold(): sheet for sheet in sheets}
        self._fetch = formulas
        self._formulas: dict[str, Formulas] = {}

    @classmethod
    def of(cls, sheets: Iterable[SheetRows], formulas: Mapping[str, Formulas]) -> "WorkbookCells":
        """Return a workbook whose formulas are all known."""
        return cls(sheets, lambda name: formulas.get(name, {}))

    def sheet(self, name: str) -> SheetRows:
        """Return a sheet by its name, in which case does not count.

        Raises:
            NotPlainError: if there is none.
        """
        found = self._sheets.get(name.casefold())
        if found is None:
            raise NotPlainError(msg("there is no sheet {sheet}", sheet=name))
        return found

    def formulas(self, name: str) -> Formulas:
        """Return the formulas of a sheet; none where there is no such sheet."""
        found = self._formulas.get(name)
        if found is None:
            found = self._formulas[name] = self._fetch(name)
        return found

    def formula(self, place: Place) -> str:
        """Return the formula of a cell; empty where it has none."""
        return self.formulas(place[0]).get(place[1:], "")

    def cell(self, place: Place) -> Cell:
        """Return what a cell shows.

        Raises:
            NotPlainError: if there is no such sheet.
        """
        name, column, row = place
        cells = self.sheet(name).row(row)
        return cells[column - 1] if column <= len(cells) else EMPTY_CELL

    def area(self, reference: Reference) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
        """Go through a rectangle row by row; see `formula_value.Values`.

        Raises:
            NotPlainError: if there is no such sheet, or the rectangle is very large.
        """
        sheet = self.sheet(reference.sheet)
        left, top, right, bottom = self.bounds(reference)
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            raise NotPlainError(msg("it depends on very many cells"))
        for number, row in numbered(sheet, top, bottom):
            yield number, left, row[left - 1 : right]

    def bounds(self, reference: Reference) -> tuple[int, int, int, int]:
        """Return a rectangle's edges within its sheet: left, top, right, bottom; all from 1.

        Raises:
            NotPlainError: if there is no such sheet.
        """
        info = self.sheet(reference.sheet).info
        right = min(reference.last_column or info.columns, info.columns)
        bottom = min(reference.last_row or info.rows, info.rows)
        return max(reference.column, 1), max(reference.row, 1), right, bottom


class Shown:
    """References looked up as the cells show them."""

    def __init__(self, cells: WorkbookCells, home: str) -> None:
        self._cells = cells
        self._home = home

    def cell(self, sheet: str, column: int, row: int) -> Cell:
        """Return a cell."""
        return self._cells.cell((self._cells.sheet(sheet or self._home).info.name, column, row))

    def area(self, reference: Reference) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
        """Go through a rectangle."""
        return self._cells.area(replace(reference, sheet=reference.sheet or self._home))


class Recalculated:
    """References looked up recalculated."""

    def __init__(self, cells: WorkbookCells, home: str, known: dict[Place, Known]) -> None:
        self._shown = Shown(cells, home)
        self._cells = cells
        self._home = home
        self._known = known

    def cell(self, sheet: str, column: int, row: int) -> Cell:
        """Return a cell."""
        name = self._cells.sheet(sheet or self._home).info.name
        found = self._known.get((name, column, row))
        return found[0] if found else self._shown.cell(sheet, column, row)

    def area(self, reference: Reference) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
        """Go through a rectangle."""
        name = self._cells.sheet(reference.sheet or self._home).info.name
        for row, first, cells in self._shown.area(reference):
            places = ((name, column, row) for column in range(first, first + len(cells)))
            yield (
                row,
                first,
                tuple(
                    self._known[place][0] if place in self._known else cell
                    for place, cell in zip(places, cells, strict=True)
                ),
            )
