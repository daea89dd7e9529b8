"""The table behind a picture, as a popover: every cell can be read and walked to."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.chart.drawing import Chart
from cfpdesk.ui.theme import density, font
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label

_LEAST, _MOST = 320, 760
_WIDEST = 300  # column
_PADDING = 28
_ROWS = 12  # seen at once; more are scrolled to


class TablePopover(Popover):
    """Opens over the picture with the cursor in the table; Esc closes it."""

    def __init__(self, over: QWidget, chart: Chart) -> None:
        source = chart.table()
        head = [str(text) for text in source.head]
        rows = [[str(cell) for cell in row] for row in source.rows]
        widths = [_width([title, *(row[n] for row in rows)]) for n, title in enumerate(head)]
        name = str(chart.title)
        super().__init__(over, name, min(max(sum(widths) + 60, _LEAST), _MOST))
        self._over = over
        self.table = _table(name, head, rows, widths)
        self.body.addWidget(label(name, "card", wrap=True))
        self.body.addWidget(label(str(chart.sentence()), "label", wrap=True))
        self.body.addWidget(self.table)
        self.body.addWidget(label(_("Esc closes"), "muted"))
        self._open()

    def _open(self) -> None:
        """Open over the middle of the picture, on the screen."""
        self.adjustSize()
        middle = self._over.mapToGlobal(self._over.rect().center())
        at = middle - QPoint(self.width() // 2, self.height() // 2)
        room = self._over.screen().availableGeometry()
        left = max(room.left(), min(at.x(), room.right() - self.width()))
        top = max(room.top(), min(at.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)
        self.table.setCurrentCell(0, 0)


def _width(texts: list[str]) -> int:
    metrics = QFontMetrics(font(13, 600))
    return min(max(metrics.horizontalAdvance(text) for text in texts) + _PADDING, _WIDEST)


def _table(name: str, head: list[str], rows: list[list[str]], widths: list[int]) -> QTableWidget:
    table = QTableWidget(len(rows), len(head))
    table.setAccessibleName(name)
    table.setObjectName("chart-table")
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(density().row)
    titles = table.horizontalHeader()
    titles.setHighlightSections(False)
    for column, title in enumerate(head):
        table.setHorizontalHeaderItem(column, _item(title, column))
        titles.resizeSection(column, widths[column])
    titles.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(number, column, _item(text, column))
    table.setFixedHeight(density().row * (min(len(rows), _ROWS) + 1) + 4)
    return table


def _item(text: str, column: int) -> QTableWidgetItem:
    """Return a cell: names left, figures right."""
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
