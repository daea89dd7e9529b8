"""The map of all check items: a row of shapes for each group, dotted where others' answers wait.

Usable alone:

    item_map = ItemMap(_("Checklist map"))
    item_map.set_groups([MapRow("ELEC", "电力处理", "", True, (MapMark("ELEC-01", …), …)), …])
    item_map.opened.connect(go)                    # id of the item, on Enter, Space or click

Arrows move from item to item, Home and End within a group. The accessible name is that of the item
under the cursor, so that a screen reader says id, word and question as one moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font, px, theme
from cfpdesk.ui.widgets.pointed import PointedWidget
from cfpdesk.ui.widgets.status_icon import Shape

_ICON, _LARGE_ICON = 14, 18
_LEAST_TITLE = 96
_OWNER_GAP = 10


@dataclass(frozen=True, slots=True)
class MapMark:
    """One item: its id, shape, and what is said of it (word and question)."""

    key: str
    shape: Shape
    words: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One group; `strong` for one's own, `note` at the right end (the owner's name)."""

    key: str
    title: str
    note: str
    strong: bool
    marks: tuple[MapMark, ...]


class ItemMap(PointedWidget):
    """Paints the map; one widget, so that moving over 120 items stays quick."""

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._rows: tuple[MapRow, ...] = ()
        self._at = (0, 0)
        self._most = 1  # marks in a row
        self._widest: dict[str, int] = {}  # until rows or font change; asked for each mark
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.updateGeometry)

    def set_groups(self, rows: Sequence[MapRow]) -> None:
        """Show these groups; the cursor stays on its item."""
        key = self.current()
        self._rows = tuple(row for row in rows if row.marks)
        self._most = max((len(row.marks) for row in self._rows), default=1)
        self._widest.clear()
        self._at = self._place_of(key) or (0, 0)
        self.updateGeometry()
        self.update()
        self._tell()

    def current(self) -> str:
        """Return the id of the item under the cursor; empty if there are none."""
        mark = self._mark()
        return mark.key if mark else ""

    def select(self, key: str) -> bool:
        """Put the cursor on an item; False if it is not on the map."""
        place = self._place_of(key)
        if place is not None:
            self._at = place
            self._tell()
            self.update()
        return place is not None

    def mark_box(self, key: str) -> QRect:
        """Return where an item is painted; empty if it is not on the map."""
        place = self._place_of(key)
        return self._box(*place) if place else QRect()

    # Measures ---------------------------------------------------------------------------------

    def _least_row(self) -> int:
        return px(12) + (18 if theme().large else 6)

    def _row_height(self) -> int:
        if not self._rows:
            return self._least_row()
        return min(max(self._least_row(), self.height() // len(self._rows)), self._least_row() + 8)

    def _pitch(self) -> int:
        room = self.width() - self._title_width() - self._note_width()
        return max(self._icon() + 2, min(self._least_row() + 1, room // self._most))

    def _icon(self) -> int:
        return _LARGE_ICON if theme().large else _ICON

    def _width_of(self, part: str) -> int:
        """Return the width of the widest title or note."""
        if part not in self._widest:
            metrics = self.fontMetrics()
            widths = (metrics.horizontalAdvance(getattr(row, part)) for row in self._rows)
            self._widest[part] = max(widths, default=0)
        return self._widest[part]

    def _note_width(self) -> int:
        widest = self._width_of("note")
        return min(widest, 96) + _OWNER_GAP if widest else 0

    def _title_width(self) -> int:
        wanted = self._width_of("title") + 18
        room = self.width() - self._note_width() - self._most * (self._icon() + 3)
        return max(_LEAST_TITLE, min(wanted, room))

    def _box(self, row: int, column: int) -> QRect:
        height, pitch = self._row_height(), self._pitch()
        return QRect(self._title_width() + column * pitch, row * height, pitch, height)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a line for each group."""
        return QSize(410, self._least_row() * max(len(self._rows), 1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never be lower than the lines need."""
        return QSize(280, self.sizeHint().height())

    # Where the cursor is ----------------------------------------------------------------------

    def _mark(self) -> MapMark | None:
        row, column = self._at
        return self._rows[row].marks[column] if row < len(self._rows) else None

    def _place_of(self, key: str) -> tuple[int, int] | None:
        for number, row in enumerate(self._rows):
            for column, mark in enumerate(row.marks):
                if mark.key == key:
                    return number, column
        return None

    def _hit(self, x: int, y: int) -> tuple[int, int] | None:
        row = y // self._row_height()
        column = (x - self._title_width()) // self._pitch()
        if 0 <= row < len(self._rows) and 0 <= column < len(self._rows[row].marks):
            return row, column
        return None

    def _tell(self) -> None:
        mark = self._mark()
        self.setAccessibleName(f"{self._name} {mark.key} {mark.words}" if mark else self._name)
        if self.hasFocus():
            from PySide6.QtGui import QAccessible, QAccessibleEvent

            event = QAccessibleEvent(self, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)

    # Hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, Home and End move; Enter and Space open."""
        row, column = self._at
        last = len(self._rows[row].marks) - 1 if self._rows else 0
        moves = {
            Qt.Key.Key_Left: (row, column - 1),
            Qt.Key.Key_Right: (row, column + 1),
            Qt.Key.Key_Up: (row - 1, column),
            Qt.Key.Key_Down: (row + 1, column),
            Qt.Key.Key_Home: (row, 0),
            Qt.Key.Key_End: (row, last),
        }
        key = Qt.Key(event.key())
        if key in moves and self._rows:
            self._go(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current():
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                super().keyPressEvent(event)
                return
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _go(self, row: int, column: int) -> None:
        row = min(max(row, 0), len(self._rows) - 1)
        column = min(max(column, 0), len(self._rows[row].marks) - 1)
        self._at = (row, column)
        self._tell()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the cursor where one presses."""
        hit = self._hit(int(event.position().x()), int(event.position().y()))
        if hit is not None:
            self._go(*hit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was clicked."""
        hit = self._hit(int(event.position().x()), int(event.position().y()))
        if hit is not None and hit == self._at and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.current())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure the texts anew in another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widest.clear()
        super().changeEvent(event)

    def hint_at(self, at: QPointF) -> str:
        """Return id, word and question of the item, or the whole title of the group."""
        hit = self._hit(int(at.x()), int(at.y()))
        if hit is not None:
            mark = self._rows[hit[0]].marks[hit[1]]
            return f"{mark.key}  {mark.words}"
        row = int(at.y()) // self._row_height()
        titled = 0 <= row < len(self._rows) and at.x() < self._title_width()
        return self._rows[row].title if titled else ""

    def can_press(self, at: QPointF) -> bool:
        """Tell whether there is an item."""
        return self._hit(int(at.x()), int(at.y())) is not None

    def focused(self) -> None:
        """Say the item under the cursor."""
        self._tell()

    # Picture ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint titles, shapes and owners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        if self.hasFocus() and self._rows:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self._box(*self._at)
            size = min(box.height(), box.width(), self._icon() + 6) - 1
            ring = QRect(0, 0, size, size)
            ring.moveCenter(box.center())
            painter.drawRoundedRect(ring, 5, 5)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int, row: MapRow) -> None:
        height = self._row_height()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(12, 600 if row.strong else 400))
        painter.setPen(color("text" if row.strong else "text2"))
        room = QRect(0, number * height, self._title_width() - 12, height)
        elided = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(row.title, elided, room.width())
        painter.drawText(room, middle, title)
        size = self._icon()
        for column, mark in enumerate(row.marks):
            box = self._box(number, column)
            picture = pixmap(mark.shape.icon, mark.shape.token, size)
            at = box.center()
            painter.drawPixmap(at.x() - size // 2, at.y() - size // 2 + 1, picture)
        if row.note:
            painter.setFont(font(11))
            painter.setPen(color("muted"))
            wide = self._note_width()
            room = QRect(self.width() - wide, number * height, wide, height)
            note = painter.fontMetrics().elidedText(row.note, elided, wide)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, note)
