"""What is asked of the team down, members across; each cell a shape with a word of its own.

↓ ↑ ← → move, Enter opens the paper behind a cell, Space says whether a person knows a topic.
Usable alone:

    matrix = CompetenceMatrix(_("Competence"))
    matrix.show_matrix([("row", "苏晓岚")], rows)       # rows of `model/competence_view.py`
    matrix.moved.connect(lambda code, person: …)
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cfpdesk.i18n import current_language, text_in
from cfpdesk.model.competence_view import CellState, MatrixRow
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font, px, theme

SHAPES: dict[CellState, tuple[str, str]] = {
    CellState.HELD: ("conform", "ok"),
    CellState.PARTLY: ("warning", "warn"),
    CellState.MISSING: ("not-conform", "bad"),
    CellState.NONE: ("minus", "muted"),
    CellState.NOT_ASKED: ("not-applicable", "na"),
}
_SHAPE = 17


class CompetenceMatrix(QWidget):
    """Paints the matrix; signals carry the row's code and the person's row."""

    moved = Signal(str, str)
    opened = Signal(str, str)
    toggled = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._people: tuple[tuple[str, str], ...] = ()
        self._rows: tuple[MatrixRow, ...] = ()
        self._row, self._column = 0, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_matrix(self, people: Sequence[tuple[str, str]], rows: Sequence[MatrixRow]) -> None:
        """Show members (row, name) and rows; the cursor stays on person and row."""
        code, person = self.current()
        changed = len(rows) != len(self._rows)
        self._people, self._rows = tuple(people), tuple(rows)
        if not self.select(code, person):
            self._row = min(self._row, max(len(rows) - 1, 0))
            self._column = min(self._column, max(len(people) - 1, 0))
        if changed:
            self.updateGeometry()
        self._tell()
        self.update()

    def current(self) -> tuple[str, str]:
        """Return code and person under the cursor; empty texts where there is nothing."""
        if not self._rows or not self._people:
            return ("", "")
        return (self._rows[self._row].code, self._people[self._column][0])

    def people(self) -> tuple[str, ...]:
        """Return the rows of the people, in the order of the columns."""
        return tuple(row for row, _name in self._people)

    def select(self, code: str, person: str) -> bool:
        """Put the cursor on a cell without telling; False if it is not there."""
        codes, people = [r.code for r in self._rows], [row for row, _name in self._people]
        if code in codes:
            self._row = codes.index(code)
        if person in people:
            self._column = people.index(person)
        self._tell()
        self.update()
        return code in codes and person in people

    def cell_box(self, code: str, person: str) -> QRect:
        """Return where a cell is painted; empty if it is not there."""
        codes, people = [r.code for r in self._rows], [row for row, _name in self._people]
        if code not in codes or person not in people:
            return QRect()
        return self._box(codes.index(code), people.index(person))

    # Measures ---------------------------------------------------------------------------------

    def _line(self) -> int:
        return max(26, density().target if theme().large else 26, px(12) + 10)

    def _head(self) -> int:
        return self._line() + 4

    def _cell(self) -> int:
        room = max(self.width() - 210, 60)
        return max(min(room // max(len(self._people), 1), 64), 44)

    def _left(self) -> int:
        return self.width() - self._cell() * len(self._people)

    def _box(self, row: int, column: int) -> QRect:
        top = self._head() + row * self._line()
        return QRect(self._left() + column * self._cell(), top, self._cell(), self._line())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A head and a line for each row."""
        return QSize(400, self._head() + self._line() * len(self._rows) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(max(300, 130 + 44 * len(self._people)), self.sizeHint().height())

    # Hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move, Enter opens, Space gives or takes a topic."""
        moves = {
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.current()[0]:
            super().keyPressEvent(event)
        elif key in moves:
            down, right = moves[key]
            self._go(self._row + down, self._column + right)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(*self.current())
        elif key == Qt.Key.Key_Space:
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        if self._rows[self._row].topic:
            self.toggled.emit(*self.current())
        else:
            self.opened.emit(*self.current())

    def _go(self, row: int, column: int) -> None:
        self._row = min(max(row, 0), len(self._rows) - 1)
        self._column = min(max(column, 0), len(self._people) - 1)
        self._tell()
        self.update()
        self.moved.emit(*self.current())

    def _hit(self, x: float, y: float) -> tuple[int, int] | None:
        row, column = int(y - self._head()) // self._line(), int(x - self._left()) // self._cell()
        inside = 0 <= row < len(self._rows) and 0 <= column < len(self._people)
        return (row, column) if inside and y >= self._head() and x >= self._left() else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click shows what stands behind a cell; a second one on a topic gives or takes it."""
        hit = self._hit(event.position().x(), event.position().y())
        if hit is None or event.button() != Qt.MouseButton.LeftButton:
            return
        again = hit == (self._row, self._column)
        self._go(*hit)
        if again and self._rows[self._row].topic:
            self._toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A double click opens the paper."""
        hit = self._hit(event.position().x(), event.position().y())
        if hit is not None and not self._rows[hit[0]].topic:
            self.opened.emit(*self.current())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the cursor."""
        self._tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the cursor."""
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the word of a cell, and the whole title of a row."""
        if isinstance(event, QHelpEvent):
            row = int(event.pos().y() - self._head()) // self._line()
            if event.pos().y() >= self._head() and 0 <= row < len(self._rows):
                found, hit = self._rows[row], self._hit(event.pos().x(), event.pos().y())
                word = str(found.cells[hit[1]].word) if hit else str(found.title)
                QToolTip.showText(event.globalPos(), word, self)
                return True
        return super().event(event)

    def _tell(self) -> None:
        words = [self._name]
        if self.current()[0]:
            row = self._rows[self._row]
            words += [str(row.title), self._people[self._column][1]]
            words.append(str(row.cells[self._column].word))
        self.setAccessibleName(" ".join(words))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # Picture ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint names, rows, shapes and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12, 600))
        painter.setPen(color("text"))
        for column, (_row, name) in enumerate(self._people):
            box = QRect(self._left() + column * self._cell(), 0, self._cell(), self._head() - 4)
            elide = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(name, elide, box.width() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        if self.hasFocus() and self.current()[0]:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self._box(self._row, self._column).adjusted(3, 2, -3, -2)
            painter.drawRoundedRect(QRectF(box), 5, 5)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int, row: MatrixRow) -> None:
        line, left = self._line(), self._left()
        top = self._head() + number * line
        if number == self._row:
            painter.fillRect(QRect(0, top, self.width(), line), color("select2"))
        painter.fillRect(QRect(0, top, self.width(), 1), color("hair"))
        start = 4
        if not row.covered and row.topic and row.level is not None:
            shape = ("blocks", "bad") if row.level.blocks else ("warning", "warn")
            painter.drawPixmap(QPointF(start, top + (line - 15) / 2), pixmap(*shape, 15))
            start += 20
        painter.setFont(font(12))
        painter.setPen(color("text"))
        room = QRect(start, top, left - start - 6, line)
        title = painter.fontMetrics().elidedText(
            text_in(row.title, current_language()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        for column, cell in enumerate(row.cells):
            icon, token = SHAPES[cell.state]
            centre = QPointF(self._box(number, column).center()) + QPointF(0.5, 0.5)
            corner = centre - QPointF(_SHAPE / 2, _SHAPE / 2)
            painter.drawPixmap(corner, pixmap(icon, token, _SHAPE))
