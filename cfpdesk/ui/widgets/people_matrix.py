"""The grid of a matrix: rows down, people across, one cell under the cursor.

A subclass keeps its rows in whatever form it likes, says how many there are (`row_count`) and what
the cursor stands on (`spoken`), paints one row, and does something at keys and clicks.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.ui.theme import color, density, px, theme

MOVES = {
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
}


class PeopleMatrix(QWidget):
    """See the module text."""

    TITLES = 200  # px at least for the titles of the rows
    CELL = (44, 64)  # px: the narrowest and the widest cell

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._people: tuple[tuple[str, str], ...] = ()
        self._row, self._column = 0, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    # What a subclass says ---------------------------------------------------------------------

    def row_count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def spoken(self) -> Sequence[str]:
        """Return what a screen reader says of the cursor's place; empty where there is none."""
        raise NotImplementedError

    def key_pressed(self, key: Qt.Key) -> bool:
        """Do something at a key that moves nothing; False if it means nothing here."""
        raise NotImplementedError

    def paint_head(self, painter: QPainter) -> None:
        """Paint the names of the people."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, number: int) -> None:
        """Paint one row."""
        raise NotImplementedError

    def moved_to(self) -> None:
        """Be told that a person moved the cursor."""

    # The cursor -------------------------------------------------------------------------------

    def people(self) -> tuple[str, ...]:
        """Return the rows of the people, in the order of the columns."""
        return tuple(row for row, _name in self._people)

    def keep_inside(self) -> None:
        """Put the cursor on a cell that is there."""
        self._row = min(max(self._row, 0), max(self.row_count() - 1, 0))
        self._column = min(max(self._column, 0), max(len(self._people) - 1, 0))

    def go(self, row: int, column: int) -> None:
        """Move the cursor as a person does."""
        self._row, self._column = row, column
        self.keep_inside()
        self.tell()
        self.update()
        self.moved_to()

    def tell(self) -> None:
        """Say the cursor's place to a screen reader."""
        self.setAccessibleName(" ".join([self._name, *self.spoken()]))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # Measures ---------------------------------------------------------------------------------

    def line_height(self) -> int:
        """Return the height of a row."""
        return max(26, density().target if theme().large else 26, px(12) + 10)

    def head_height(self) -> int:
        """Return the height of the line of names."""
        return self.line_height() + 4

    def cell_width(self) -> int:
        """Return the width of a cell."""
        least, most = self.CELL
        room = max(self.width() - self.TITLES, 60)
        return max(min(room // max(len(self._people), 1), most), least)

    def left(self) -> int:
        """Return where the cells begin."""
        return self.width() - self.cell_width() * len(self._people)

    def top_of(self, row: int) -> int:
        """Return where a row begins."""
        return self.head_height() + row * self.line_height()

    def box(self, row: int, column: int) -> QRect:
        """Return where a cell is painted."""
        left = self.left() + column * self.cell_width()
        return QRect(left, self.top_of(row), self.cell_width(), self.line_height())

    def hit(self, place: QPoint) -> tuple[int, int] | None:
        """Return row and column under a point; None beside the cells."""
        row = (place.y() - self.head_height()) // self.line_height()
        column = (place.x() - self.left()) // self.cell_width()
        inside = 0 <= row < self.row_count() and 0 <= column < len(self._people)
        return (row, column) if inside else None

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A head and a line for each row."""
        return QSize(410, self.top_of(self.row_count()) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(max(280, 130 + self.CELL[0] * len(self._people)), self.sizeHint().height())

    # Hands and picture ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move; what another key does is the subclass's."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self.row_count() and key in MOVES:
            down, right = MOVES[key]
            self.go(self._row + down, self._column + right)
        elif not (plain and self.row_count() and self.key_pressed(key)):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the cursor."""
        self.tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the cursor."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint names, rows and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_head(painter)
        for number in range(self.row_count()):
            painter.save()
            self.paint_row(painter, number)
            painter.restore()
        if self.hasFocus() and self.row_count() and self._people:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self.box(self._row, self._column).adjusted(3, 2, -3, -2)
            painter.drawRoundedRect(QRectF(box), 5, 5)
        painter.end()
