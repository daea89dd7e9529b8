"""The cells of a client's sheet as a table view asks for them: read when shown, kept a while.

Rows of a sheet of any length are read one by one; the last few screens of them are kept, so that a
row costs its reading once while one scrolls.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cfpdesk.i18n import _
from cfpdesk.model.quantity import figure
from cfpdesk.model.sheet import EMPTY_CELL, Cell, Row, SheetRows, Span, address, column_letters

AnyIndex = QModelIndex | QPersistentModelIndex
FormulasAt = Mapping[tuple[int, int], str]
_COLUMNS = 200
_HELD_ROWS = 512


class SheetModel(QAbstractTableModel):
    """The cells of a sheet, read as the view asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: SheetRows | None = None
        self.formulas: FormulasAt = {}
        self.header: Span = (0, 0)
        self.words: Mapping[int, str] = {}
        self._rows: dict[int, Row] = {}

    def show(self, sheet: SheetRows | None, formulas: FormulasAt) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet, self.formulas = sheet, formulas
        self.header, self.words = (0, 0), {}
        self._rows.clear()
        self.endResetModel()

    def mark(self, header: Span, words: Mapping[int, str]) -> None:
        """Mark the rows of the header, and say what columns mean."""
        if (header, words) == (self.header, self.words):
            return
        self.header, self.words = header, words
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))
        self.layoutChanged.emit()

    def cell(self, column: int, row: int) -> Cell:
        """Return a cell, both counted from 1."""
        if self.sheet is None:
            return EMPTY_CELL
        cells = self._rows.get(row)
        if cells is None:
            if len(self._rows) >= _HELD_ROWS:
                self._rows.clear()
            cells = self._rows[row] = self.sheet.row(row)
        return cells[column - 1] if column <= len(cells) else EMPTY_CELL

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many rows the sheet has."""
        return 0 if parent.isValid() or self.sheet is None else self.sheet.info.rows

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many columns are shown."""
        if parent.isValid() or self.sheet is None:
            return 0
        return min(self.sheet.info.columns, _COLUMNS)

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        """Return what a cell shows."""
        column, row = index.column() + 1, index.row() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_text(self.cell(column, row))
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (address(column, row), self.cell(column, row).text,
                     self.formulas.get((column, row), ""))  # fmt: skip
            return "\n".join(part for part in parts if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{address(column, row)} {self.cell(column, row).text}".strip()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """Return letters with what the column means, and row numbers."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            if not across:
                return str(section + 1)
            letters = column_letters(section + 1)
            words = self.words.get(section + 1, "")
            return f"{letters}\n{words}" if self.words else letters
        if role == Qt.ItemDataRole.ToolTipRole and self._hidden(section + 1, across=across):
            return _("hidden in the workbook")
        if role == Qt.ItemDataRole.TextAlignmentRole and not across:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _hidden(self, number: int, *, across: bool) -> bool:
        if self.sheet is None:
            return False
        info = self.sheet.info
        spans = info.hidden_columns if across else info.hidden_rows
        return any(first <= number <= last for first, last in spans or ())

    def is_hidden(self, column: int, row: int) -> bool:
        """Tell whether the client hid the cell's row or column."""
        return self._hidden(column, across=True) or self._hidden(row, across=False)


def shown_text(cell: Cell) -> str:
    """Return a cell's value as the client's program would show it, numbers with commas."""
    return figure(cell.value) if isinstance(cell.value, Decimal) else cell.text
