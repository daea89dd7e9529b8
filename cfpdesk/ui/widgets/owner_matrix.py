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

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font, px, theme

_NUMBER = 34


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """One group: code, title, number of items, row of the owner or empty."""

    key: str
    title: str
    items: int
    owner: str = ""


class OwnerMatrix(QWidget):
    """Paints the matrix; emits `owned` with group and person."""

    owned = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._people: tuple[tuple[str, str], ...] = ()
        self._groups: tuple[MatrixGroup, ...] = ()
        self._row, self._column = 0, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Name the columns: row and name of those who may own groups."""
        self._people = tuple(people)
        self._column = min(self._column, max(len(people) - 1, 0))
        self._tell()
        self.update()

    def set_groups(self, groups: Sequence[MatrixGroup]) -> None:
        """Show these groups in this order; the cursor stays."""
        changed = len(groups) != len(self._groups)
        self._groups = tuple(groups)
        self._row = min(self._row, max(len(groups) - 1, 0))
        if changed:
            self.updateGeometry()
        self._tell()
        self.update()

    def current(self) -> str:
        """Return the group under the cursor; empty if there are none."""
        return self._groups[self._row].key if self._groups else ""

    def select(self, group: str) -> bool:
        """Put the cursor on a group; False if it is not there."""
        for number, each in enumerate(self._groups):
            if each.key == group:
                self._go(number, self._column)
                return True
        return False

    def cell_box(self, group: str, person: str) -> QRect:
        """Return where a cell is painted; empty if it is not there."""
        rows = [each.key for each in self._groups]
        columns = [row for row, _name in self._people]
        if group not in rows or person not in columns:
            return QRect()
        return self._box(rows.index(group), columns.index(person))

    # Measures ---------------------------------------------------------------------------------

    def _line(self) -> int:
        return max(26, density().target if theme().large else 26, px(12) + 10)

    def _head(self) -> int:
        return self._line() + 4

    def _cell(self) -> int:
        room = max(self.width() - 190, 60)
        return max(min(room // max(len(self._people), 1), 84), 40)

    def _left(self) -> int:
        return self.width() - self._cell() * len(self._people)

    def _box(self, row: int, column: int) -> QRect:
        top = self._head() + row * self._line()
        return QRect(self._left() + column * self._cell(), top, self._cell(), self._line())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A head and a line for each group."""
        return QSize(420, self._head() + self._line() * len(self._groups) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(280, self.sizeHint().height())

    # Hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move; digits, Space, Enter, 0 and Delete give and take."""
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._groups:
            super().keyPressEvent(event)
        elif key in moves:
            down, right = moves[key]
            self._go(self._row + down, self._column + right)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = key - Qt.Key.Key_1
            if number < len(self._people):
                self._column = number
                self._give(self._people[number][0])
                self._go(self._row + 1, number)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._give("")
            self._go(self._row + 1, self._column)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._people:
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        person = self._people[self._column][0]
        self._give("" if self._groups[self._row].owner == person else person)

    def _give(self, person: str) -> None:
        group = self._groups[self._row]
        if group.owner != person:
            self.owned.emit(group.key, person)

    def _go(self, row: int, column: int) -> None:
        self._row = min(max(row, 0), max(len(self._groups) - 1, 0))
        self._column = min(max(column, 0), max(len(self._people) - 1, 0))
        self._tell()
        self.update()

    def _hit(self, x: float, y: float) -> tuple[int, int] | None:
        row = int(y - self._head()) // self._line()
        column = int(x - self._left()) // self._cell()
        inside = 0 <= row < len(self._groups) and 0 <= column < len(self._people)
        return (row, column) if inside and y >= self._head() else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click gives the group to that person, or takes it away."""
        hit = self._hit(event.position().x(), event.position().y())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(*hit)
            self._toggle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be clicked."""
        hit = self._hit(event.position().x(), event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the cursor."""
        self._tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the cursor."""
        self.update()
        super().focusOutEvent(event)

    def _tell(self) -> None:
        words = [self._name]
        if self._groups:
            group = self._groups[self._row]
            owner = dict(self._people).get(group.owner, "") or _("nobody")
            words += [group.key, group.title, owner]
        self.setAccessibleName(" ".join(words))
        if self.hasFocus():
            event = QAccessibleEvent(self, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)

    # Picture ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint heads, lines, dots and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for number, group in enumerate(self._groups):
            self._paint_group(painter, number, group)
        if self.hasFocus() and self._groups and self._people:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self._box(self._row, self._column).adjusted(4, 2, -4, -2)
            painter.drawRoundedRect(QRectF(box), 5, 5)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        head = self._head()
        for number, (_row, name) in enumerate(self._people):
            box = QRect(self._left() + number * self._cell(), 0, self._cell(), head - 4)
            painter.setFont(font(12, 600))
            painter.setPen(color("text"))
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, self._cell() - 16
            )
            wide = painter.fontMetrics().horizontalAdvance(shown)
            middle = Qt.AlignmentFlag.AlignVCenter
            start = box.x() + (box.width() - wide - 11) // 2
            painter.drawText(QRect(start, box.y(), wide + 2, box.height()), middle, shown)
            painter.setFont(font(11))
            painter.setPen(color("muted"))
            digit = QRect(start + wide + 4, box.y(), 12, box.height())
            painter.drawText(digit, middle, str(number + 1))

    def _paint_group(self, painter: QPainter, number: int, group: MatrixGroup) -> None:
        line, left = self._line(), self._left()
        top = self._head() + number * line
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
            centre = QPointF(self._box(number, column).center()) + QPointF(0.5, 0.5)
            if group.owner == person:
                size = 16
                picture = pixmap("conform", "accent", size)
                painter.drawPixmap(centre - QPointF(size / 2, size / 2), picture)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("line"))
                painter.drawEllipse(centre, 2.2, 2.2)
