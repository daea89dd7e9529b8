"""A day of the plan: hours across, a line for each person; dragged, or moved by keys.

Arrows move the cursor, or the chosen block by 15 minutes; Shift with ← → changes its length, Alt
with ↑ ↓ hands it to the next person. Enter adds a block at the cursor, or opens the chosen one;
Space chooses what is under the cursor, Esc lets go, Del takes it out, Page Up and Page Down go from
block to block. Usable alone:

    view = ScheduleView(_("Schedule"))
    view.show_day([("row", "苏晓岚"), …], [Shown("b", 540, 720, ("row",), "车间"), …])
    view.placed.connect(lambda row, start, end, people: …)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.schedule import time_text
from cfpdesk.ui.theme import density, px, theme
from cfpdesk.ui.widgets.schedule_layout import (
    DAY,
    STEP,
    DayLayout,
    Shown,
    handed,
    moved,
    resized,
)
from cfpdesk.ui.widgets.schedule_paint import paint_day

_START = 9 * 60


@dataclass(slots=True)
class _Drag:
    """A drag under way: which block, by which person's line, from where, and whether its end."""

    block: Shown
    person: str
    at: QPointF
    end: bool
    now: Shown


class ScheduleView(QWidget):
    """Signals carry rows of blocks and people, and minutes after midnight."""

    chosen = Signal(str)
    added = Signal(str, int)
    opened = Signal(str)
    placed = Signal(str, int, int, object)
    removed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._people: tuple[tuple[str, str], ...] = ()
        self._blocks: tuple[Shown, ...] = ()
        self._person, self._minute, self._chosen = 0, _START, ""
        self._drag: _Drag | None = None
        self.read_only = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_day(self, people: Sequence[tuple[str, str]], blocks: Sequence[Shown]) -> None:
        """Show people (row, name) and the blocks of a day; cursor and choice stay."""
        changed = len(people) != len(self._people)
        self._people, self._blocks = tuple(people), tuple(blocks)
        self._person = min(self._person, max(len(people) - 1, 0))
        if self._block(self._chosen) is None:
            self._chosen = ""
        if changed:
            self.updateGeometry()
        self._tell()
        self.update()

    def choose(self, row: str) -> bool:
        """Choose a block without telling; False if it is not on this day."""
        block = self._block(row)
        self._chosen = row if block is not None else ""
        if block is not None:
            self._minute = block.start
            rows = [person for person, _name in self._people]
            self._person = min((rows.index(p) for p in block.people if p in rows), default=0)
        self._tell()
        self.update()
        return block is not None

    def current(self) -> str:
        """Return the block that is chosen; empty for none."""
        return self._chosen

    def cursor_place(self) -> tuple[str, int]:
        """Return person and minute of the cursor."""
        return (self._people[self._person][0] if self._people else "", self._minute)

    def geometry_of(self) -> DayLayout:
        """Return the geometry as it is painted."""
        head, line = float(px(11) + 10), float(max(density().row, px(13) + 15) + 4)
        people = tuple(row for row, _name in self._people)
        blocks = self._blocks
        if self._drag is not None:
            kept = [b for b in blocks if b.row != self._drag.now.row]
            blocks = (*kept, self._drag.now)
        return DayLayout(people, blocks, float(self.width()), 84.0, head, line)

    def _block(self, row: str) -> Shown | None:
        return next((block for block in self._blocks if block.row == row), None)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The hours and a line for each person."""
        found = self.geometry_of()
        return QSize(640, int(found.head + found.line * max(len(self._people), 1)) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(420, self.sizeHint().height())

    # Keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """See the module text."""
        key = Qt.Key(event.key())
        modifier = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        lying = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        done = bool(self._people)
        if not done:
            pass
        elif modifier == Qt.KeyboardModifier.ShiftModifier and lying:
            self._resize(arrows[key] * STEP)
        elif modifier == Qt.KeyboardModifier.AltModifier and key in arrows and not lying:
            self._hand(arrows[key])
        elif modifier:
            done = False
        elif key in arrows:
            self._arrow(arrows[key], lying=lying)
        else:
            done = self._plain(key)
        if not done:
            super().keyPressEvent(event)

    def _plain(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._chosen:
                self.opened.emit(self._chosen)
            elif not self.read_only:
                self.added.emit(*self.cursor_place())
        elif key == Qt.Key.Key_Space:
            self._choose(self._under())
        elif key == Qt.Key.Key_Escape and self._chosen:
            self._choose("")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen:
            if not self.read_only:
                self.removed.emit(self._chosen)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._step(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            return False
        return True

    def _arrow(self, by: int, *, lying: bool) -> None:
        block = self._block(self._chosen)
        if lying and block is not None:
            start, end = moved(block, by * STEP)
            self._place(block, start, end, block.people)
            self._minute = start
        elif lying:
            self._minute = min(max(self._minute + by * STEP, 0), DAY - STEP)
        else:
            self._person = min(max(self._person + by, 0), len(self._people) - 1)
            if block is not None and self.cursor_place()[0] not in block.people:
                self._choose("")
        self._tell()
        self.update()

    def _resize(self, by: int) -> None:
        block = self._block(self._chosen)
        if block is not None:
            self._place(block, *resized(block, by), block.people)

    def _hand(self, by: int) -> None:
        block = self._block(self._chosen)
        to = self._person + by
        if block is None or not 0 <= to < len(self._people):
            return
        rows = [row for row, _name in self._people]
        people = handed(rows, block, rows[self._person], rows[to])
        self._person = to
        self._place(block, block.start, block.end, people)

    def _place(self, block: Shown, start: int, end: int, people: tuple[str, ...]) -> None:
        same = (start, end, people) == (block.start, block.end, block.people)
        if not same and not self.read_only:
            self.placed.emit(block.row, start, end, people)

    def _step(self, by: int) -> None:
        ordered = sorted(self._blocks, key=lambda b: (b.start, b.end, b.row))
        rows = [block.row for block in ordered]
        at = rows.index(self._chosen) + by if self._chosen in rows else (0 if by > 0 else -1)
        if rows and (self._chosen not in rows or 0 <= at < len(rows)):
            self.choose(rows[at])
            self.chosen.emit(self._chosen)

    def _under(self) -> str:
        person, minute = self.cursor_place()
        for block in reversed(self._blocks):
            if person in block.people and block.start <= minute < block.end:
                return block.row if block.row != self._chosen else ""
        return ""

    def _choose(self, row: str) -> None:
        self._chosen = row
        self._tell()
        self.update()
        self.chosen.emit(row)

    # Mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a block and begin to drag it, or put the cursor."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found, at = self.geometry_of(), event.position()
        line = found.column(at.y())
        hit = found.hit(at.x(), at.y(), self._chosen)
        self._person = line if line >= 0 else self._person
        self._minute = min(found.minute(at.x()), DAY - STEP)
        self._choose(hit[0].row if hit else "")
        if hit is not None and line >= 0 and not self.read_only:
            block, end = hit
            self._minute = block.start
            self._drag = _Drag(block, found.people[line], at, end, block)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag, or show what can be dragged."""
        found, at = self.geometry_of(), event.position()
        drag = self._drag
        if drag is None:
            hit = found.hit(at.x(), at.y(), self._chosen)
            free = Qt.CursorShape.ArrowCursor
            grip = Qt.CursorShape.SizeHorCursor if hit and hit[1] else Qt.CursorShape.OpenHandCursor
            self.setCursor(grip if hit and not self.read_only else free)
            return
        minutes = found.minute(at.x()) - found.minute(drag.at.x())
        start, end = resized(drag.block, minutes) if drag.end else moved(drag.block, minutes)
        people, line = drag.block.people, found.column(at.y())
        if not drag.end and line >= 0 and found.people[line] != drag.person:
            people = handed(found.people, drag.block, drag.person, found.people[line])
        now = drag.block
        drag.now = Shown(
            now.row, start, end, people, now.words, now.joint, now.overlap, now.warning
        )
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the block where it was dragged to."""
        drag, self._drag = self._drag, None
        if drag is not None and event.button() == Qt.MouseButton.LeftButton:
            self._minute = drag.now.start
            self._place(drag.block, drag.now.start, drag.now.end, drag.now.people)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open a block, or add one where nothing is."""
        found, at = self.geometry_of(), event.position()
        hit = found.hit(at.x(), at.y(), self._chosen)
        if hit is not None:
            self.opened.emit(hit[0].row)
        elif found.column(at.y()) >= 0 and at.x() >= found.side and not self.read_only:
            self.added.emit(*self.cursor_place())

    # Look -------------------------------------------------------------------------------------

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
        """Tell what a block is."""
        if isinstance(event, QHelpEvent):
            hit = self.geometry_of().hit(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self.spoken(hit[0]) if hit else "", self)
            return True
        return super().event(event)

    def spoken(self, block: Shown) -> str:
        """Return what a screen reader says of a block."""
        names = [name for row, name in self._people if row in block.people]
        words = [f"{time_text(block.start)}–{time_text(block.end)}", block.words, "、".join(names)]
        words += [_("overlaps")] if block.overlap else []
        return " ".join([*words, block.warning]).strip()

    def _tell(self) -> None:
        words = [self._name]
        block = self._block(self._chosen)
        if block is not None:
            words.append(self.spoken(block))
        elif self._people:
            words += [self._people[self._person][1], time_text(self._minute)]
        self.setAccessibleName(" ".join(words))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cursor = (self._person, self._minute) if self.hasFocus() and not self._chosen else None
        names = [name for _row, name in self._people]
        paint_day(painter, self.geometry_of(), names, self._chosen, cursor)
        painter.end()
