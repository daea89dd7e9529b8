"""How a cell of a client's sheet is painted: hairlines, the formula's corner, the ring, text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cfpdesk.model.sheet import Cell, CellKind
from cfpdesk.ui.theme import color, font, theme
from cfpdesk.ui.widgets.sheet_cells import AnyIndex, SheetModel, shown_text

PAD = 6  # pixels between a cell's edge and its text
_PAINTED = ("hair", "select2", "raised", "accent", "focus")
_FIGURES = frozenset({CellKind.NUMBER, CellKind.DATE, CellKind.TIME})
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HELD_TEXTS = 8192


@dataclass(frozen=True)
class _Tools:
    """What cells are painted with; looked up once for a theme, since a screen has hundreds."""

    hair: QColor
    header: QColor
    named: QColor
    accent: QColor
    focus: QColor
    words: Mapping[str, QColor]
    font: QFont

    @cached_property
    def metrics(self) -> QFontMetrics:
        """Measures of the cells' font."""
        return QFontMetrics(self.font)

    @cached_property
    def cut(self) -> dict[tuple[str, int], str]:
        """Texts cut to a width in pixels."""
        return {}

    def fitting(self, text: str, width: int) -> str:
        """Return a text on one line, cut where it is wider than that many pixels."""
        found = self.cut.get((text, width))
        if found is None:
            if len(self.cut) >= _HELD_TEXTS:
                self.cut.clear()
            line = text.replace("\n", " ")
            found = self.metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            self.cut[text, width] = found
        return found


def _tools() -> _Tools:
    words = {name: color(name) for name in ("text", "muted", "bad")}
    hair, header, named, accent, focus = map(color, _PAINTED)
    return _Tools(hair, header, named, accent, focus, words, font(12))


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a view whose model is a `SheetModel`."""

    def __init__(self, view: QTableView, cells: SheetModel) -> None:
        super().__init__(view)
        self._view = view
        self._cells = cells
        self._tools = _tools()
        theme().changed.connect(self._renew)

    def _renew(self) -> None:
        self._tools = _tools()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell with its hairlines, its corner and its ring."""
        cells, tools = self._cells, self._tools
        column, row = index.column() + 1, index.row() + 1
        cell, box = cells.cell(column, row), QRect(option.rect)
        top, bottom = cells.header
        painter.save()
        if bottom and top <= row <= bottom:
            painter.fillRect(box, tools.header)
        elif column in cells.words:
            painter.fillRect(box, tools.named)
        painter.setPen(tools.hair)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        if (column, row) in cells.formulas:
            corner = [box.topLeft(), box.topLeft() + QPoint(6, 0), box.topLeft() + QPoint(0, 6)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tools.accent)
            painter.drawPolygon(QPolygon(corner))
        self._words(painter, box, cell, hidden=cells.is_hidden(column, row))
        if index == self._view.currentIndex():
            state: QStyle.StateFlag = option.state
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(tools.focus if focused else tools.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, cell: Cell, *, hidden: bool) -> None:
        text = shown_text(cell)
        if not text:
            return
        token = "bad" if cell.kind is CellKind.ERROR else "muted" if hidden else "text"
        painter.setPen(self._tools.words[token])
        painter.setFont(self._tools.font)
        inside = box.adjusted(PAD, 0, -PAD, 0)
        flags = _RIGHT if cell.kind in _FIGURES else _LEFT
        painter.drawText(inside, flags, self._tools.fitting(text, inside.width()))
