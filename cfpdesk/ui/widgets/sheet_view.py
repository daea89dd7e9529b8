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

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cfpdesk.model.sheet import CellKind, SheetRows, Span
from cfpdesk.ui.theme import density, font, theme
from cfpdesk.ui.widgets.sheet_cells import FormulasAt, SheetModel, shown_text
from cfpdesk.ui.widgets.sheet_paint import PAD, CellDelegate

_WIDEST, _NARROWEST, _LOOK = 260, 44, 80


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
        self._delegate = CellDelegate(self, self.cells)
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
        metrics = QFontMetrics(font(12, 600))  # the current column's head is strong
        for column, text in words.items():
            needed = metrics.horizontalAdvance(text) + 3 * PAD
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
            wide = max(widths, default=0) + 2 * PAD + 2
            self.setColumnWidth(column, min(max(wide, _NARROWEST), _WIDEST))
        digits = len(str(self.cells.rowCount()))
        self.verticalHeader().setFixedWidth(metrics.horizontalAdvance("0" * digits) + 18)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(density().row - 6, 24))
        self.viewport().update()
