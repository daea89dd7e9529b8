"""Who answers which checklist group: groups down, people across, one dot in each row.

Fast by keyboard: ↓ ↑ go through the groups, a digit gives the group to that person and goes on,
← → move across, Space or Enter gives or takes away, 0 or Delete takes away.

Usable alone:

    matrix = OwnerMatrix(_("Owners of the checklist groups"))
    matrix.set_people([("row", "苏晓岚"), …])
    matrix.set_groups([MatrixGroup("ELEC", "电力处理", 4, owner="row"), …])
    matrix.owned.connect(lambda group, person: …)      # person empty where it was taken away
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from cfpdesk.i18n import _
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font
from cfpdesk.ui.widgets.people_matrix import PeopleMatrix

_NUMBER = 34


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """One group: code, title, number of items, row of the owner or empty."""

    key: str
    title: str
    items: int
    owner: str = ""


class OwnerMatrix(PeopleMatrix):
    """Paints the matrix; emits `owned` with group and person."""

    owned = Signal(str, str)

    TITLES = 190
    CELL = (40, 84)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._groups: tuple[MatrixGroup, ...] = ()
        self.setMouseTracking(True)

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Name the columns: row and name of those who may own groups."""
        self._people = tuple(people)
        self.keep_inside()
        self.tell()
        self.update()

    def set_groups(self, groups: Sequence[MatrixGroup]) -> None:
        """Show these groups in this order; the cursor stays."""
        changed = len(groups) != len(self._groups)
        self._groups = tuple(groups)
        self.keep_inside()
        if changed:
            self.updateGeometry()
        self.tell()
        self.update()

    def current(self) -> str:
        """Return the group under the cursor; empty if there are none."""
        return self._groups[self._row].key if self._groups else ""

    def select(self, group: str) -> bool:
        """Put the cursor on a group; False if it is not there."""
        for number, each in enumerate(self._groups):
            if each.key == group:
                self.go(number, self._column)
                return True
        return False

    def cell_box(self, group: str, person: str) -> QRect:
        """Return where a cell is painted; empty if it is not there."""
        rows, columns = [each.key for each in self._groups], self.people()
        if group not in rows or person not in columns:
            return QRect()
        return self.box(rows.index(group), columns.index(person))

    def row_count(self) -> int:
        """Return how many groups there are."""
        return len(self._groups)

    def spoken(self) -> Sequence[str]:
        """Return code and title of the group, and who owns it."""
        if not self._groups:
            return ()
        group = self._groups[self._row]
        return (group.key, group.title, dict(self._people).get(group.owner, "") or _("nobody"))

    # Hands ------------------------------------------------------------------------------------

    def key_pressed(self, key: Qt.Key) -> bool:
        """Digits, Space, Enter, 0 and Delete give and take."""
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = key - Qt.Key.Key_1
            if number < len(self._people):
                self._column = number
                self._give(self._people[number][0])
                self.go(self._row + 1, number)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._give("")
            self.go(self._row + 1, self._column)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._people:
            self._toggle()
        else:
            return False
        return True

    def _toggle(self) -> None:
        person = self._people[self._column][0]
        self._give("" if self._groups[self._row].owner == person else person)

    def _give(self, person: str) -> None:
        group = self._groups[self._row]
        if group.owner != person:
            self.owned.emit(group.key, person)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click gives the group to that person, or takes it away."""
        hit = self.hit(event.position().toPoint())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go(*hit)
            self._toggle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be clicked."""
        hit = self.hit(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)

    # Picture ----------------------------------------------------------------------------------

    def paint_head(self, painter: QPainter) -> None:
        """Paint the names, each with its digit."""
        for number, (_row, name) in enumerate(self._people):
            left, head = self.left() + number * self.cell_width(), self.head_height() - 4
            box = QRect(left, 0, self.cell_width(), head)
            painter.setFont(font(12, 600))
            painter.setPen(color("text"))
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, self.cell_width() - 16
            )
            wide = painter.fontMetrics().horizontalAdvance(shown)
            middle = Qt.AlignmentFlag.AlignVCenter
            start = box.x() + (box.width() - wide - 11) // 2
            painter.drawText(QRect(start, box.y(), wide + 2, box.height()), middle, shown)
            painter.setFont(font(11))
            painter.setPen(color("muted"))
            digit = QRect(start + wide + 4, box.y(), 12, box.height())
            painter.drawText(digit, middle, str(number + 1))

    def paint_row(self, painter: QPainter, number: int) -> None:
        """Paint the title of a group, its number of items, and a dot for its owner."""
        group, line, left = self._groups[number], self.line_height(), self.left()
        top = self.top_of(number)
        if self.hasFocus() and number == self._row:
            painter.fillRect(QRect(0, top, self.width(), line), color("select2"))
        painter.fillRect(QRect(0, top, self.width(), 1), color("hair"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(12))
        painter.setPen(color("text" if group.owner else "warn"))
        room = QRect(6, top, left - _NUMBER - 12, line)
        title = painter.fontMetrics().elidedText(
            group.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, title)
        painter.setFont(font(11))
        painter.setPen(color("muted"))
        figure = QRect(left - _NUMBER - 4, top, _NUMBER - 6, line)
        painter.drawText(figure, middle | Qt.AlignmentFlag.AlignRight, str(group.items))
        for column, (person, _name) in enumerate(self._people):
            centre = QPointF(self.box(number, column).center()) + QPointF(0.5, 0.5)
            if group.owner == person:
                size = 16
                picture = pixmap("conform", "accent", size)
                painter.drawPixmap(centre - QPointF(size / 2, size / 2), picture)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("line"))
                painter.drawEllipse(centre, 2.2, 2.2)
