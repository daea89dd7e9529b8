"""People of a meeting with their signatures; Enter hands over, the menu says how they take part."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.attendance_sheet import SheetRow
from cfpdesk.model.meeting import PRESENCE_NAMES, needs_ink
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.ink_view import InkView
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label


class SignInRow(QWidget):
    """One person: name, title, and the signature or what stands in its place."""

    hand_over = Signal()
    presence = Signal(object)
    left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(8)
        self._name = label("", "strong")
        self._title = ElidedLabel("", "muted")
        self.sign = button("", self.hand_over.emit)
        role(self.sign, kind="to-sign")  # dashed: a place to sign
        self._ink = InkView()
        self._word = label("", "muted")
        self._word.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self._place = QStackedWidget()
        for part in (self.sign, self._ink, self._word):
            self._place.addWidget(part)
        self._place.setFixedSize(96, 34)
        self.more = tool("more", "")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        layout.addWidget(self._name)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._place)
        layout.addWidget(self.more)

    def show_row(self, row: SheetRow, time: str) -> None:
        """Show a person; `time` is when they signed, as text."""
        self._name.setText(row.name)
        self._title.setText(
            " · ".join(part for part in (row.title or row.organisation, time) if part)
        )
        self.sign.setObjectName(f"sign-{row.person}")
        self.sign.setText(_("To sign"))
        self.sign.setAccessibleName(_("Hand over to {name}").format(name=row.name))
        self.sign.setToolTip(self.sign.accessibleName())
        self.more.setAccessibleName(_("How {name} takes part").format(name=row.name))
        self.more.setToolTip(self.more.accessibleName())
        signature = row.signature
        if signature is not None and signature.ink is not None:
            self._ink.show_ink(signature.ink)
            self._ink.setAccessibleName(_("{name} has signed").format(name=row.name))
            self._place.setCurrentWidget(self._ink)
        elif signature is not None or not needs_ink(row.presence):
            self._word.setText(_word(row))
            self._word.setToolTip(row.reason or (signature.reason if signature else ""))
            self._place.setCurrentWidget(self._word)
        else:
            self._place.setCurrentWidget(self.sign)
        self._fill_menu(row)

    def _fill_menu(self, row: SheetRow) -> None:
        self._menu.clear()
        for presence, name in PRESENCE_NAMES.items():
            action = QAction(str(name), self._menu, checkable=True)
            action.setChecked(presence is row.presence)
            action.triggered.connect(lambda _on=False, p=presence: self.presence.emit(p))
            self._menu.addAction(action)
        self._menu.addSeparator()
        if row.signature is not None:
            self._menu.addAction(_("Sign again")).triggered.connect(self.hand_over.emit)
        else:
            self._menu.addAction(_("Take off the sheet")).triggered.connect(self.left_out.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The menu key opens the menu."""
        if event.key() == Qt.Key.Key_Menu:
            self.more.showMenu()
            return
        super().keyPressEvent(event)


class SignInList(QWidget):
    """All people; emits the person's row."""

    hand_over = Signal(str)
    presence = Signal(str, object)
    left_out = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, SignInRow] = {}
        self._boxes: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_rows(self, rows: Sequence[SheetRow], times: dict[str, str]) -> None:
        """Show these people; `times` says by person when they signed."""
        wanted = [row.person for row in rows]
        if wanted != list(self._rows):
            for person in [p for p in self._rows if p not in wanted]:
                self._boxes.pop(person).deleteLater()
                del self._rows[person]
            for person in wanted:
                if person not in self._rows:
                    self._boxes[person] = self._make(person)
                self._layout.removeWidget(self._boxes[person])
                self._layout.addWidget(self._boxes[person])
            self._rows = {person: self._rows[person] for person in wanted}
        for row in rows:
            self._rows[row.person].show_row(row, times.get(row.person, ""))

    def row(self, person: str) -> SignInRow | None:
        """Return the row of a person."""
        return self._rows.get(person)

    def _make(self, person: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = SignInRow()
        made.hand_over.connect(lambda: self.hand_over.emit(person))
        made.presence.connect(lambda presence: self.presence.emit(person, presence))
        made.left_out.connect(lambda: self.left_out.emit(person))
        column.addWidget(Hairline())
        column.addWidget(made)
        self._rows[person] = made
        return box


def _word(row: SheetRow) -> str:
    signature = row.signature
    if signature is not None and signature.declined:
        return _("declined")
    if signature is not None and signature.typed:
        return signature.typed
    return str(PRESENCE_NAMES[row.presence])
