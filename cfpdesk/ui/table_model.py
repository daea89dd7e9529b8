"""A read-only table over frozen rows: columns are specs, rows are fetched by pages.

model = TableModel((Column(_("No."), lambda r: r.number), Column(_("kg"), …, right=True)))
model.set_rows(rows)            # a tuple, or any Sequence that fetches by slices
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cfpdesk.ui.theme import color, density, font, theme

R = TypeVar("R")
AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 500


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column.

    Attributes:
        text: what stands in the cell.
        token: colour token of the text; None for the usual.
        icon: a picture at the left.
        order: what to sort by; the text where not given.
        right: figures are right-aligned.
        width: pixels at the start; 0 takes what is left.
    """

    title: str
    text: Callable[[R], str]
    token: Callable[[R], str] | None = None
    icon: Callable[[R], QIcon] | None = None
    order: Callable[[R], Any] | None = None
    right: bool = False
    bold: bool = False
    width: int = 100


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows appear a page at a time as the view asks, so that 100 000 open as fast as 100."""

    def __init__(
        self, columns: Sequence[Column[R]], speak: Callable[[R], str] | None = None
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: Sequence[R] = ()
        self._shown = 0
        self._speak = speak

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows; the same rows again change nothing."""
        if rows is self._rows or (len(rows) < PAGE and tuple(rows) == tuple(self._rows)):
            return
        self.beginResetModel()
        self._rows = rows
        self._shown = min(len(rows), PAGE)
        self.endResetModel()

    def row_at(self, index: AnyIndex) -> R:
        """Return the row of an index."""
        return self._rows[index.row()]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many rows are shown so far."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: AnyIndex) -> bool:  # noqa: N802 - Qt's
        """Tell whether rows are left."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, _parent: AnyIndex) -> None:  # noqa: N802 - Qt's
        """Show the next page of rows."""
        more = min(PAGE, len(self._rows) - self._shown)
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], self.columns[index.column()]
        match Qt.ItemDataRole(role):
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._speak(row) if self._speak else column.text(row)
            case Qt.ItemDataRole.ForegroundRole if column.token is not None:
                return color(column.token(row))
            case Qt.ItemDataRole.DecorationRole if column.icon is not None:
                return column.icon(row)
            case Qt.ItemDataRole.FontRole if column.bold:
                return font(13, 600)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                right = self.columns[section].right
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort all rows by a column."""
        spec = self.columns[column]
        key = spec.order or spec.text
        self.beginResetModel()
        down = order == Qt.SortOrder.DescendingOrder
        self._rows = sorted(self._rows, key=key, reverse=down)
        self._shown = min(len(self._rows), PAGE)
        self.endResetModel()


class Table(QTableView):
    """A table view in the house style: rows, no grid, figures right, one row at a time."""

    def __init__(self, name: str, model: TableModel[Any]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        for number, column in enumerate(model.columns):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(number, mode.Interactive if column.width else mode.Stretch)
            if column.width:
                head.resizeSection(number, column.width)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(density().row)
