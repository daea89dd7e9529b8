"""A read-only table over frozen rows: columns are specs, rows are fetched by pages.

    grid = Grid(_("Lines"), (Column(_("No."), lambda r: r.number), Column(_("kg"), …, right=True)),
                key=lambda r: r.key, head=lambda r: isinstance(r, StageHead))
    grid.chosen.connect(self._show)      # key, when the person moves to a row
    grid.opened.connect(self._enter)     # key, on Enter or double click
    grid.set_rows(rows)                  # a tuple, or any Sequence that fetches by slices

`set_rows` keeps the current row and the scroll by key. Head rows stand out and cannot be chosen;
`head_span` is the column their words begin in, and over how many columns they run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cfpdesk.ui.theme import density, theme
from cfpdesk.ui.widgets.cell_delegate import CellDelegate, CellLook

R = TypeVar("R")
AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 500
LOOK_ROLE = int(Qt.ItemDataRole.UserRole)  # what `CellDelegate` paints


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column.

    Attributes:
        text: what stands in the cell.
        tip: what hovering says; the text where not given.
        unit: small text behind it.
        token: colour token of the text; None for the usual.
        icon: name and token of a status shape behind the text, or before it with `lead`.
        share: length of a bar before the text, 0 to 1; None for none.
        order: what to sort by; None leaves the column unsorted.
        right: figures are right-aligned.
        strong: drawn bold.
        width: pixels at the start; 0 takes what is left.
    """

    title: str
    text: Callable[[R], str]
    tip: Callable[[R], str] | None = None
    unit: Callable[[R], str] | None = None
    token: Callable[[R], str] | None = None
    icon: Callable[[R], tuple[str, str]] | None = None
    share: Callable[[R], float | None] | None = None
    order: Callable[[R], Any] | None = None
    right: bool = False
    strong: bool = False
    width: int = 100
    lead: bool = False


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows appear a page at a time as the view asks, so that 100 000 open as fast as 100."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        speak: Callable[[R], str] | None = None,
        head: Callable[[R], bool] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: Sequence[R] = ()
        self._shown = 0
        self._speak = speak
        self._head = head

    @property
    def rows(self) -> Sequence[R]:
        """All rows, those that are not fetched yet among them."""
        return self._rows

    def set_rows(self, rows: Sequence[R]) -> bool:
        """Show other rows; the same rows again change nothing. Tells whether anything changed."""
        if rows is self._rows or (len(rows) < PAGE and tuple(rows) == tuple(self._rows)):
            return False
        self.beginResetModel()
        self._rows = rows
        self._shown = min(len(rows), PAGE)
        self.endResetModel()
        return True

    def show_up_to(self, number: int) -> None:
        """Fetch pages until a row is there."""
        while number >= self._shown and self.canFetchMore(QModelIndex()):
            self.fetchMore(QModelIndex())

    def is_head(self, number: int) -> bool:
        """Tell whether a row is a head between the others."""
        return self._head is not None and self._head(self._rows[number])

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

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if self.is_head(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == LOOK_ROLE:
            return self._look(row, column, head=self.is_head(index.row()))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip(row) if column.tip else column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                if self._speak is not None and index.column() == 0:
                    return self._speak(row)
                unit = column.unit(row) if column.unit else ""
                return f"{column.title} {column.text(row)} {unit}".strip()
        return None

    def _look(self, row: R, column: Column[R], *, head: bool) -> CellLook:
        return CellLook(
            text=column.text(row),
            unit=column.unit(row) if column.unit else "",
            token=column.token(row) if column.token else "text",
            icon=column.icon(row) if column.icon else ("", ""),
            share=column.share(row) if column.share else None,
            right=column.right,
            strong=column.strong or head,
            head=head,
            lead=column.lead,
        )

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


class Grid(QTableView, Generic[R]):
    """A table view in the house style: rows, no grid, figures right, one row at a time."""

    chosen = Signal(str)
    opened = Signal(str)
    sort_wanted = Signal(int)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        *,
        speak: Callable[[R], str] | None = None,
        head: Callable[[R], bool] | None = None,
        head_span: tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows_model: TableModel[R] = TableModel(columns, speak, head)
        self._key = key
        self._head_span = head_span
        self._quiet = False
        self._delegate = CellDelegate()
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self._set_behaviour()
        self._set_header(columns)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.key_at(index.row())))
        self._measure()
        theme().changed.connect(self._measure)

    def _set_behaviour(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()

    def _set_header(self, columns: Sequence[Column[R]]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        for number, column in enumerate(columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(number, mode.Interactive if column.width else mode.Stretch)
            if column.width:
                header.resizeSection(number, column.width)
        if any(column.order for column in columns):
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self.sort_wanted)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; the current row and the scroll stay where they were, by key."""
        key, scroll = self.current_key(), self.verticalScrollBar().value()
        self._quiet = True
        if self.rows_model.set_rows(rows):
            self._span_heads()
            self.select(key)
            self.verticalScrollBar().setValue(scroll)
        self._quiet = False

    def _span_heads(self) -> None:
        """Let the words of heads run over the columns that are empty beside them."""
        if self._head_span is None:
            return
        self.clearSpans()
        first, count = self._head_span
        for number in range(self.rows_model.rowCount()):
            if self.rows_model.is_head(number):
                self.setSpan(number, first, 1, count)

    def show_sort(self, column: int | None, *, descending: bool = False) -> None:
        """Mark the column that the rows are sorted by; they come sorted already."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)

    def current_key(self) -> str:
        """Return the key of the current row; empty if there is none."""
        index = self.currentIndex()
        return self.key_at(index.row()) if index.isValid() else ""

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the rows that can be chosen, in order."""
        model = self.rows_model
        return tuple(self._key(row) for n, row in enumerate(model.rows) if not model.is_head(n))

    def select(self, key: str) -> bool:
        """Make a row current without telling; False if it is not in the table."""
        quiet, self._quiet = self._quiet, True
        number = next((n for n, r in enumerate(self.rows_model.rows) if self._key(r) == key), -1)
        if key and number >= 0:
            self.rows_model.show_up_to(number)
            self.selectRow(number)
            self.setCurrentIndex(self.rows_model.index(number, 0))
        self._quiet = quiet
        return number >= 0 and bool(key)

    def step(self, by: int) -> bool:
        """Move to the next (1) or previous (-1) row that can be chosen; False at the end."""
        number = self.currentIndex().row() + by
        while 0 <= number < len(self.rows_model.rows):
            self.rows_model.show_up_to(number)
            if not self.rows_model.is_head(number):
                self.setCurrentIndex(self.rows_model.index(number, 0))
                return True
            number += by
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; arrows jump over heads."""
        none = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        plain = event.modifiers() in none
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.current_key():
            self.opened.emit(self.current_key())
        elif plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def key_at(self, number: int) -> str:
        """Return the key of a row by its number from 0."""
        return self._key(self.rows_model.rows[number])

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid() and not self.rows_model.is_head(now.row()):
            self.chosen.emit(self.key_at(now.row()))

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(density().row)
        self.viewport().update()
