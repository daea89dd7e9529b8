"""A sheet of the client's workbook as the client sees it: letters above, numbers at the left.

Usable alone; nothing can be written:

    view = SheetView("清单")
    view.set_sheet(sheet, formulas)         # any `SheetRows`; formulas by (column, row)
    view.mark((4, 6), {8: "排放量"})          # rows of the header, words below the letters
    view.show_cell(8, 13)
    view.moved.connect(tell)                # column and row of the cell one stands on

Cells with a formula have a small corner; rows and columns that the client hid say so.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from cfpdesk.i18n import _
from cfpdesk.model.quantity import figure
from cfpdesk.model.sheet import (
    EMPTY_CELL,
    Cell,
    CellKind,
    SheetRows,
    Span,
    address,
    column_letters,
)
from cfpdesk.ui.theme import color, density, font, theme

AnyIndex = QModelIndex | QPersistentModelIndex
FormulasAt = Mapping[tuple[int, int], str]
_WIDEST, _NARROWEST, _COLUMNS, _LOOK = 260, 44, 200, 80
_PAD = 6


class SheetModel(QAbstractTableModel):
    """The cells of a sheet, read as the view asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: SheetRows | None = None
        self.formulas: FormulasAt = {}
        self.header: Span = (0, 0)
        self.words: Mapping[int, str] = {}

    def show(self, sheet: SheetRows | None, formulas: FormulasAt) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet, self.formulas = sheet, formulas
        self.header, self.words = (0, 0), {}
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
        cells = self.sheet.row(row)
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


class SheetView(QTableView):
    """See the module text."""

    moved = Signal(int, int)
    opened = Signal(int, int)
    header_pressed = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.cells = SheetModel()
        self.setModel(self.cells)
        self._delegate = _CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(True)
            header.setMinimumSectionSize(20)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(lambda n: self.header_pressed.emit(n + 1))
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda at: self.opened.emit(at.column() + 1, at.row() + 1))
        self._measure()
        theme().changed.connect(self._measure)

    def set_sheet(self, sheet: SheetRows | None, formulas: FormulasAt | None = None) -> None:
        """Show a sheet from its first cell."""
        self.cells.show(sheet, formulas or {})
        self._fit_columns()
        self.scrollToTop()

    def mark(self, header: Span, words: Mapping[int, str]) -> None:
        """Mark the rows of the header, and say below the letters what columns mean."""
        if header != self.cells.header:
            self._fit_columns(max(header[0], 1))  # titles above a table are wide
        self.cells.mark(header, dict(words))
        high = density().row + (16 if words else 0)
        self.horizontalHeader().setFixedHeight(high)
        metrics = QFontMetrics(font(12))
        for column, text in words.items():
            needed = metrics.horizontalAdvance(text) + 3 * _PAD
            if column <= self.cells.columnCount() and self.columnWidth(column - 1) < needed:
                self.setColumnWidth(column - 1, needed)

    def show_cell(self, column: int, row: int) -> None:
        """Stand on a cell, with what is around it."""
        index = self.cells.index(row - 1, column - 1)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def current_cell(self) -> tuple[int, int]:
        """Return column and row of the cell one stands on; (0, 0) where there is none."""
        index = self.currentIndex()
        return (index.column() + 1, index.row() + 1) if index.isValid() else (0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the cell."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            column, row = self.current_cell()
            if column:
                self.opened.emit(column, row)
        else:
            super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.moved.emit(now.column() + 1, now.row() + 1)

    def _fit_columns(self, first: int = 1) -> None:
        """Give each column the width of what stands in the first rows from one on."""
        metrics = QFontMetrics(font(12))
        sheet = self.cells.sheet
        rows = sheet.window(first, _LOOK) if sheet is not None else ()
        for column in range(self.cells.columnCount()):
            widths = [
                metrics.horizontalAdvance(shown_text(row[column])[:60])
                for row in rows
                if column < len(row) and row[column].kind is not CellKind.EMPTY
            ]
            wide = max(widths, default=0) + 2 * _PAD + 2
            self.setColumnWidth(column, min(max(wide, _NARROWEST), _WIDEST))
        digits = len(str(self.cells.rowCount()))
        self.verticalHeader().setFixedWidth(metrics.horizontalAdvance("0" * digits) + 18)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(density().row - 6, 24))
        self.viewport().update()


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, view: SheetView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell with its hairlines, its corner and its ring."""
        cells = self._view.cells
        column, row = index.column() + 1, index.row() + 1
        cell, box = cells.cell(column, row), QRect(option.rect)
        state: QStyle.StateFlag = option.state
        current = index == self._view.currentIndex()
        top, bottom = cells.header
        painter.save()
        if bottom and top <= row <= bottom:
            painter.fillRect(box, color("select2"))
        elif column in cells.words:
            painter.fillRect(box, color("raised"))
        painter.setPen(color("hair"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        if (column, row) in cells.formulas:
            corner = [box.topLeft(), box.topLeft() + QPoint(6, 0), box.topLeft() + QPoint(0, 6)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawPolygon(QPolygon(corner))
        self._words(painter, box, cell, hidden=cells.is_hidden(column, row))
        if current:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(color("focus" if focused else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, cell: Cell, *, hidden: bool) -> None:
        text = shown_text(cell)
        if not text:
            return
        token = "bad" if cell.kind is CellKind.ERROR else "muted" if hidden else "text"
        painter.setPen(color(token))
        painter.setFont(font(12))
        right = cell.kind in (CellKind.NUMBER, CellKind.DATE, CellKind.TIME)
        inside = box.adjusted(_PAD, 0, -_PAD, 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, text)


def shown_text(cell: Cell) -> str:
    """Return a cell's value as the client's program would show it, numbers with commas."""
    return figure(cell.value) if isinstance(cell.value, Decimal) else cell.text
