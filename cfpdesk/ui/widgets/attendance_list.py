"""Who takes part in a meeting, by side: name, title to fill in, signature or the place for it.

The first person who has not signed yet gets the button to hand over; everybody else has a dashed
place that does the same. ↓ and ↑ go from person to person.

Usable alone: `show_rows` puts the sheet in; the signals carry the person's row.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import _
from cfpdesk.model.attendance_sheet import SheetRow
from cfpdesk.model.meeting import NEEDS_REASON, PRESENCE_NAMES, Presence, needs_ink
from cfpdesk.model.opening_gate import waits
from cfpdesk.model.team import ROLE_NAMES, Side
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import density, px
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.ink_view import InkView
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label

_PLACE_WIDTH = 94  # so that a title of five Chinese letters has room beside it


class AttendanceRow(QFrame):
    """One person."""

    hand_over = Signal()
    presence = Signal(object)
    titled = Signal(str)
    left_out = Signal()
    moved_focus = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 3, 0, 3)
        layout.setSpacing(6)
        self._name = ElidedLabel("", "strong")
        self.title = QLineEdit()
        role(self.title, cell=True)
        self.title.editingFinished.connect(self._leave_title)
        self._note = label("", "muted")
        self.sign = button("", self.hand_over.emit)
        self._ink = InkView(size=QSize(_PLACE_WIDTH, 34))
        self._word = ElidedLabel("", "muted")
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place = QStackedWidget()
        self._place.addWidget(self.sign)
        self._place.addWidget(self._ink)
        self._place.addWidget(self._word)
        self._lock = label()
        self._time = label("", "small")
        self._time.setMinimumWidth(32)
        self.more = tool("more", "", token="text2")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        for watched in (self.title, self.sign, self.more):
            watched.installEventFilter(self)
        for widget, stretch in (
            (self._name, 0),
            (self.title, 1),
            (self._note, 0),
            (self._place, 0),
            (self._lock, 0),
            (self._time, 0),
            (self.more, 0),
        ):
            layout.addWidget(widget, stretch)

    def show_row(self, row: SheetRow, time: str, *, first: bool, read_only: bool) -> None:
        """Show a person; `first` is the one who signs next, `time` when they signed."""
        self._name.setText(row.name)
        self._name.setFixedWidth(px(13) * 5)
        self.title.setMinimumWidth(px(13) * 6)
        self.title.setObjectName(f"title-{row.person}")
        self.title.setAccessibleName(_("Title of {name}").format(name=row.name))
        self.title.setReadOnly(read_only)
        if not self.title.isModified():
            self.title.setText(row.title)
            self.title.setCursorPosition(0)
        self.title.setToolTip(row.title)
        lacks = row.side is Side.CLIENT and not row.title
        words = str(ROLE_NAMES[row.role]) if row.side is Side.TEAM else _("Title is empty")
        self.title.setPlaceholderText(words)
        role(self.title, state="warn" if lacks else "")
        elsewhere = row.presence in (Presence.REMOTE, Presence.LEFT_EARLY)
        note = str(PRESENCE_NAMES[row.presence]) if elsewhere and row.signature else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        role(self, box="focus-row" if first else "")
        self._show_place(row, first=first, read_only=read_only)
        signed = row.signature is not None
        self._lock.setVisible(signed)
        if signed:
            set_icon(self._lock, "lock", "muted", 14)
        self._time.setText(time)
        self._time.setVisible(signed)
        self.more.setObjectName(f"more-{row.person}")
        self.more.setAccessibleName(_("How {name} takes part").format(name=row.name))
        self.more.setToolTip(self.more.accessibleName())
        self.more.setEnabled(not read_only)
        self._fill_menu(row)

    def _show_place(self, row: SheetRow, *, first: bool, read_only: bool) -> None:
        signature = row.signature
        self.sign.setObjectName(f"sign-{row.person}")
        self.sign.setEnabled(not read_only)
        if signature is not None and signature.ink is not None:
            self._ink.show_ink(signature.ink)
            self._ink.setAccessibleName(_("{name} has signed").format(name=row.name))
            self._place.setCurrentWidget(self._ink)
        elif signature is not None or not needs_ink(row.presence):
            self._word.setText(stands_for(row))
            self._place.setCurrentWidget(self._word)
        else:
            hand = _("Hand over to {name}").format(name=row.name)
            self.sign.setText(hand if first else _("Not signed"))
            self.sign.setAccessibleName(hand)
            self.sign.setToolTip("" if first else hand)
            role(self.sign, kind="primary" if first else "to-sign")
            if first:
                set_icon(self.sign, "signature", "on_accent", 16)
            else:
                self.sign.setProperty("iconSpec", None)
                self.sign.setIcon(self.more.icon().__class__())
            self._place.setCurrentWidget(self.sign)
        self._place.setFixedHeight(density().sign_in + 2)
        wide = self.sign.sizeHint().width() if first else _PLACE_WIDTH
        self._place.setFixedWidth(max(wide, _PLACE_WIDTH))

    def _fill_menu(self, row: SheetRow) -> None:
        self._menu.clear()
        for presence, name in PRESENCE_NAMES.items():
            words = f"{name}…" if presence in NEEDS_REASON else str(name)
            action = QAction(words, self._menu, checkable=True)
            action.setChecked(presence is row.presence)
            action.triggered.connect(lambda _on=False, p=presence: self.presence.emit(p))
            self._menu.addAction(action)
        self._menu.addSeparator()
        if row.signature is not None:
            self._menu.addAction(_("Sign again")).triggered.connect(
                lambda _on=False: self.hand_over.emit()
            )
        else:
            self._menu.addAction(_("Take off the sheet")).triggered.connect(
                lambda _on=False: self.left_out.emit()
            )

    def _leave_title(self) -> None:
        if self.title.isModified():
            self.title.setModified(False)
            self.titled.emit(self.title.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows go from person to person in the same column."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.moved_focus.emit(step)
                return True
        return super().eventFilter(watched, event)

    def take_focus(self, column: str) -> None:
        """Put the focus on title, sign or more; on the menu where there is no button to sign."""
        at = {"title": self.title, "sign": self.sign}.get(column, self.more)
        if at is self.sign and self._place.currentWidget() is not self.sign:
            at = self.more
        at.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def column(self) -> str:
        """Return which part has the focus."""
        if self.title.hasFocus():
            return "title"
        return "sign" if self.sign.hasFocus() else "more"

    def sign_button(self) -> QPushButton | None:
        """Return the button to hand over, None where nothing is awaited."""
        return self.sign if self._place.currentWidget() is self.sign else None


class AttendanceList(QWidget):
    """Both sides, each under its head."""

    hand_over = Signal(str)
    presence = Signal(str, object)
    titled = Signal(str, str)
    left_out = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, AttendanceRow] = {}
        self._boxes: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._sides: dict[Side, QVBoxLayout] = {}
        self._heads: dict[Side, ElidedLabel] = {}
        for side in Side:
            head = ElidedLabel("", "label")
            head.setContentsMargins(6, 4, 0, 4)
            rows = QVBoxLayout()
            rows.setSpacing(0)
            self._column.addWidget(Hairline())
            self._column.addWidget(head)
            self._column.addLayout(rows)
            self._sides[side], self._heads[side] = rows, head

    def set_heads(self, team: str, client: str) -> None:
        """Name the two sides."""
        self._heads[Side.TEAM].setText(team)
        self._heads[Side.CLIENT].setText(client)

    def show_rows(
        self, rows: Sequence[SheetRow], times: Mapping[str, str], *, read_only: bool = False
    ) -> None:
        """Show these people; `times` says by person when they signed."""
        wanted = [row.person for row in rows]
        if wanted != list(self._rows):
            self._arrange(rows)
        first = next((row.person for row in rows if waits(row)), "")
        for row in rows:
            self._rows[row.person].show_row(
                row,
                times.get(row.person, ""),
                first=row.person == first,
                read_only=read_only,
            )

    def row(self, person: str) -> AttendanceRow | None:
        """Return the row of a person."""
        return self._rows.get(person)

    def focused(self) -> str:
        """Return the person whose row has the focus; empty if none has."""
        for person, row in self._rows.items():
            if row.isAncestorOf(self.focusWidget() or self):
                return person
        return ""

    def _arrange(self, rows: Sequence[SheetRow]) -> None:
        wanted = {row.person for row in rows}
        for person in [p for p in self._rows if p not in wanted]:
            self._boxes.pop(person).deleteLater()
            del self._rows[person]
        for row in rows:
            if row.person not in self._rows:
                self._boxes[row.person] = self._make(row.person)
            box = self._boxes[row.person]
            for layout in self._sides.values():
                layout.removeWidget(box)
            self._sides[row.side].addWidget(box)
        self._rows = {row.person: self._rows[row.person] for row in rows}

    def _make(self, person: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = AttendanceRow()
        made.hand_over.connect(lambda: self.hand_over.emit(person))
        made.presence.connect(lambda presence: self.presence.emit(person, presence))
        made.titled.connect(lambda text: self.titled.emit(person, text))
        made.left_out.connect(lambda: self.left_out.emit(person))
        made.moved_focus.connect(lambda step: self._step(person, step))
        column.addWidget(Hairline())
        column.addWidget(made)
        self._rows[person] = made
        return box

    def _step(self, person: str, step: int) -> None:
        people = list(self._rows)
        at = people.index(person) + step
        if 0 <= at < len(people):
            self._rows[people[at]].take_focus(self._rows[person].column())


def stands_for(row: SheetRow) -> str:
    """Return what stands where the signature would: typed name, refusal, or how they took part."""
    signature = row.signature
    if signature is not None and signature.declined:
        return _("Did not sign") + (f" · {signature.reason}" if signature.reason else "")
    if signature is not None and signature.typed:
        return signature.typed
    if signature is not None:
        return _("Drawing is missing")
    name = str(PRESENCE_NAMES[row.presence])
    return f"{name} · {row.reason}" if row.reason else name
