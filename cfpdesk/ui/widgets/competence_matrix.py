"""What is asked of the team down, members across; each cell a shape with a word of its own.

↓ ↑ ← → move, Enter opens the paper behind a cell, Space says whether a person knows a topic.
Usable alone:

    matrix = CompetenceMatrix(_("Competence"))
    matrix.show_matrix([("row", "苏晓岚")], rows)       # rows of `model/competence_view.py`
    matrix.moved.connect(lambda code, person: …)
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip

from cfpdesk.i18n import current_language, text_in
from cfpdesk.model.competence_view import CellState, MatrixRow
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font
from cfpdesk.ui.widgets.people_matrix import PeopleMatrix

SHAPES: dict[CellState, tuple[str, str]] = {
    CellState.HELD: ("conform", "ok"),
    CellState.PARTLY: ("warning", "warn"),
    CellState.MISSING: ("not-conform", "bad"),
    CellState.NONE: ("minus", "muted"),
    CellState.NOT_ASKED: ("not-applicable", "na"),
}
_SHAPE = 17


class CompetenceMatrix(PeopleMatrix):
    """Paints the matrix; signals carry the row's code and the person's row."""

    moved = Signal(str, str)
    opened = Signal(str, str)
    toggled = Signal(str, str)

    TITLES = 210

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._rows: tuple[MatrixRow, ...] = ()

    def show_matrix(self, people: Sequence[tuple[str, str]], rows: Sequence[MatrixRow]) -> None:
        """Show members (row, name) and rows; the cursor stays on person and row."""
        code, person = self.current()
        changed = len(rows) != len(self._rows)
        self._people, self._rows = tuple(people), tuple(rows)
        if not self.select(code, person):
            self.keep_inside()
        if changed:
            self.updateGeometry()
        self.tell()
        self.update()

    def current(self) -> tuple[str, str]:
        """Return code and person under the cursor; empty texts where there is nothing."""
        if not self._rows or not self._people:
            return ("", "")
        return (self._rows[self._row].code, self._people[self._column][0])

    def select(self, code: str, person: str) -> bool:
        """Put the cursor on a cell without telling; False if it is not there."""
        codes, people = [r.code for r in self._rows], self.people()
        if code in codes:
            self._row = codes.index(code)
        if person in people:
            self._column = people.index(person)
        self.tell()
        self.update()
        return code in codes and person in people

    def cell_box(self, code: str, person: str) -> QRect:
        """Return where a cell is painted; empty if it is not there."""
        codes, people = [r.code for r in self._rows], self.people()
        if code not in codes or person not in people:
            return QRect()
        return self.box(codes.index(code), people.index(person))

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def spoken(self) -> Sequence[str]:
        """Return row, person and the word of the cell."""
        if not self.current()[0]:
            return ()
        row = self._rows[self._row]
        return (str(row.title), self._people[self._column][1], str(row.cells[self._column].word))

    def moved_to(self) -> None:
        """Tell where the cursor is."""
        self.moved.emit(*self.current())

    # Hands ------------------------------------------------------------------------------------

    def key_pressed(self, key: Qt.Key) -> bool:
        """Enter opens, Space gives or takes a topic."""
        if not self.current()[0]:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(*self.current())
        elif key == Qt.Key.Key_Space:
            self._toggle()
        else:
            return False
        return True

    def _toggle(self) -> None:
        if self._rows[self._row].topic:
            self.toggled.emit(*self.current())
        else:
            self.opened.emit(*self.current())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click shows what stands behind a cell; a second one on a topic gives or takes it."""
        hit = self.hit(event.position().toPoint())
        if hit is None or event.button() != Qt.MouseButton.LeftButton:
            return
        again = hit == (self._row, self._column)
        self.go(*hit)
        if again and self._rows[self._row].topic:
            self._toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A double click opens the paper."""
        hit = self.hit(event.position().toPoint())
        if hit is not None and not self._rows[hit[0]].topic:
            self.opened.emit(*self.current())

    def event(self, event: QEvent) -> bool:
        """Tell the word of a cell, and the whole title of a row."""
        if isinstance(event, QHelpEvent):
            row = (event.pos().y() - self.head_height()) // self.line_height()
            if 0 <= row < len(self._rows):
                found, hit = self._rows[row], self.hit(event.pos())
                word = str(found.cells[hit[1]].word) if hit else str(found.title)
                QToolTip.showText(event.globalPos(), word, self)
                return True
        return super().event(event)

    # Picture ----------------------------------------------------------------------------------

    def paint_head(self, painter: QPainter) -> None:
        """Paint the names of the members."""
        painter.setFont(font(12, 600))
        painter.setPen(color("text"))
        for column, (_row, name) in enumerate(self._people):
            left = self.left() + column * self.cell_width()
            box = QRect(left, 0, self.cell_width(), self.head_height() - 4)
            elide = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(name, elide, box.width() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def paint_row(self, painter: QPainter, number: int) -> None:
        """Paint the title of a row, with a mark where nobody covers it, and its shapes."""
        row, line, top = self._rows[number], self.line_height(), self.top_of(number)
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
        room = QRect(start, top, self.left() - start - 6, line)
        title = painter.fontMetrics().elidedText(
            text_in(row.title, current_language()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        for column, cell in enumerate(row.cells):
            icon, token = SHAPES[cell.state]
            centre = QPointF(self.box(number, column).center()) + QPointF(0.5, 0.5)
            corner = centre - QPointF(_SHAPE / 2, _SHAPE / 2)
            painter.drawPixmap(corner, pixmap(icon, token, _SHAPE))
