"""Points of an agenda: a tick, the title, what is read aloud below it, the clause.

Space ticks, ↓ and ↑ go to the next point. A person's own points can be reworded in place, moved
and taken out.

Usable alone: `show_points` puts the state in; the signals tell what a person did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.text import Hairline, label


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One point as it is shown; `done` is the time it was ticked, empty while it is open."""

    key: str
    title: str
    fact: str
    clause: str
    done: str
    own: bool = False


_GAP, _CLAUSE_GAP = 8, 10


class AgendaRow(QFrame):
    """One point."""

    ticked = Signal(bool)
    moved_focus = Signal(int)
    renamed = Signal(str)
    shifted = Signal(int)
    removed = Signal()

    def __init__(self, *, own: bool) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 1, 6, 2)
        layout.setSpacing(_GAP)
        self.tick = QCheckBox()
        self.tick.installEventFilter(self)
        self.tick.clicked.connect(self._tell)
        self._number = label("", "label")
        self._number.setFixedWidth(14)
        self._title = label("", "strong", wrap=True)
        self._fact = label("", "muted", wrap=True)
        self._clause = label("", "small")
        self._below = label("", "small")  # the clause, where the title needs the whole line
        words = QVBoxLayout()
        words.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._edit: QLineEdit | None = None
        if own:
            head.addWidget(self._own_field(), 1)
        else:
            head.addWidget(self._title, 1)
        head.addWidget(self._clause, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(head)
        if not own:
            foot = QHBoxLayout()
            foot.setSpacing(8)
            foot.addWidget(self._fact, 1)
            foot.addWidget(self._below, 0, Qt.AlignmentFlag.AlignTop)
            words.addLayout(foot)
        layout.addWidget(self.tick)
        layout.addWidget(self._number)
        layout.addLayout(words, 1)
        if own:
            layout.addWidget(self._own_menu())

    def _tell(self, on: bool) -> None:
        self.ticked.emit(on)

    def _own_field(self) -> QLineEdit:
        self._edit = QLineEdit()
        role(self._edit, cell=True)
        self._edit.editingFinished.connect(self._rename)
        return self._edit

    def _own_menu(self) -> QWidget:
        self._more = tool("more", _("Point"), token="text2")
        self._more.setPopupMode(self._more.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        menu.addAction(_("Up")).triggered.connect(lambda _on=False: self.shifted.emit(-1))
        menu.addAction(_("Down")).triggered.connect(lambda _on=False: self.shifted.emit(1))
        menu.addSeparator()
        menu.addAction(_("Take out")).triggered.connect(lambda _on=False: self.removed.emit())
        self._more.setMenu(menu)
        return self._more

    def _rename(self) -> None:
        if self._edit is not None and self._edit.isModified():
            self._edit.setModified(False)
            self.renamed.emit(self._edit.text())

    def show_line(self, number: int, line: AgendaLine) -> None:
        """Show a point."""
        self._number.setText(str(number))
        self.tick.setChecked(bool(line.done))
        self.tick.setObjectName(f"point-{line.key}")
        self.tick.setAccessibleName(line.title)
        spoken = "，".join(part for part in (line.fact, line.clause, line.done) if part)
        self.tick.setAccessibleDescription(spoken)
        self.tick.setToolTip(_("Explained at {time}").format(time=line.done) if line.done else "")
        self._title.setText(line.title)
        self._fact.setText(line.fact)
        self._fact.setVisible(bool(line.fact) and not line.own)
        self._clause.setText(line.clause)
        self._below.setText(line.clause)
        self._place_clause()
        if self._edit is not None and not self._edit.isModified():
            self._edit.setText(line.title)
            self._edit.setCursorPosition(0)
            self._edit.setAccessibleName(_("Words of point {n}").format(n=number))
            self._more.setAccessibleName(_("Menu of point {n}").format(n=number))

    def _place_clause(self) -> None:
        """Put the clause beside the title where both fit on one line, else beside the fact."""
        needed = (
            self._title.fontMetrics().horizontalAdvance(self._title.text())
            + self._clause.sizeHint().width()
            + _CLAUSE_GAP
        )
        taken = self.tick.sizeHint().width() + self._number.width() + 2 * _GAP + 10
        room = self.width() - taken
        beside = needed <= room or self._edit is not None
        self._clause.setVisible(beside and bool(self._clause.text()))
        self._below.setVisible(not beside and bool(self._below.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the clause anew."""
        super().resizeEvent(event)
        self._place_clause()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows go to the next point; the row in focus is tinted."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.moved_focus.emit(step)
                return True
        if event.type() == QEvent.Type.FocusIn:
            role(self, box="focus-row")
        if event.type() == QEvent.Type.FocusOut:
            role(self, box="")
        return super().eventFilter(watched, event)


class AgendaList(QWidget):
    """All points in order; rows of the same point stay, so that focus stays."""

    ticked = Signal(str, bool)
    renamed = Signal(str, str)
    shifted = Signal(str, int)
    removed = Signal(str)
    left_end = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, AgendaRow] = {}
        self._lines: dict[str, Hairline] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_points(self, points: Sequence[AgendaLine]) -> None:
        """Show these points in this order."""
        wanted = [point.key for point in points]
        if wanted != list(self._rows):
            self._arrange(points)
        for number, point in enumerate(points, 1):
            self._rows[point.key].show_line(number, point)

    def focus_point(self, key: str) -> bool:
        """Put the focus on a point; False if it is not there."""
        if key in self._rows:
            self._rows[key].tick.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return key in self._rows

    def _arrange(self, points: Sequence[AgendaLine]) -> None:
        wanted = {point.key for point in points}
        for key in [key for key in self._rows if key not in wanted]:
            self._rows.pop(key).deleteLater()
            self._lines.pop(key).deleteLater()
        for point in points:
            if point.key not in self._rows:
                self._rows[point.key] = self._make(point)
                self._lines[point.key] = Hairline()
            for part in (self._lines[point.key], self._rows[point.key]):
                self._layout.removeWidget(part)
                self._layout.addWidget(part)
        self._rows = {point.key: self._rows[point.key] for point in points}

    def _make(self, point: AgendaLine) -> AgendaRow:
        key = point.key
        made = AgendaRow(own=point.own)
        made.ticked.connect(lambda on: self.ticked.emit(key, on))
        made.renamed.connect(lambda text: self.renamed.emit(key, text))
        made.shifted.connect(lambda step: self.shifted.emit(key, step))
        made.removed.connect(lambda: self.removed.emit(key))
        made.moved_focus.connect(lambda step: self._step(key, step))
        return made

    def _step(self, key: str, step: int) -> None:
        keys = list(self._rows)
        at = keys.index(key) + step
        if 0 <= at < len(keys):
            self.focus_point(keys[at])
        elif at == len(keys):
            self.left_end.emit()
