"""Adding somebody to the sheet: name with completion from those who are known, title, Enter."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row


class AttendeeField(QFrame):
    """Emits `given` with the row of a known person (or nothing), name and title. Esc closes."""

    given = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        self._known: tuple[tuple[str, str, str], ...] = ()
        self.name = QLineEdit()
        self.name.setObjectName("new-name")
        self.name.setAccessibleName(_("Name of the new person"))
        self.name.setPlaceholderText(_("Name"))
        self.title = QLineEdit()
        self.title.setObjectName("new-title")
        self.title.setAccessibleName(_("Title of the new person"))
        self.title.setPlaceholderText(_("Job title"))
        for field in (self.name, self.title):
            field.setMinimumWidth(70)
            field.returnPressed.connect(self._give)
        self.name.textEdited.connect(lambda _text: self.show_error(""))
        self.add = button(_("Join"), self._give, icon="plus")
        self.add.setAccessibleName(_("Put on the sheet"))
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addLayout(row(self.name, self.title, self.add))
        column.addWidget(self._error)

    def set_known(self, known: Sequence[tuple[str, str, str]]) -> None:
        """Offer these (row, name, title) while one types."""
        if tuple(known) == self._known:
            return
        self._known = tuple(known)
        completer = QCompleter([_shown(name, title) for _row, name, title in known], self.name)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._completed)
        self.name.setCompleter(completer)

    def take_focus(self) -> None:
        """Go to the name."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Be ready for the next one."""
        self.name.clear()
        self.title.clear()
        self.show_error("")
        self.take_focus()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong; what was typed stays."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        role(self.name, state="bad" if sentence else "")

    def _completed(self, text: str) -> None:
        for person, name, title in self._known:
            if _shown(name, title) == text:
                self.given.emit(person, name, title)
                return

    def _give(self) -> None:
        name = " ".join(self.name.text().split())
        if name and name not in [
            _shown(known, title) for _row, known, title in self._known if title
        ]:
            self.given.emit("", name, " ".join(self.title.text().split()))
        elif not name:
            self.show_error(_("Write the name first."))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _shown(name: str, title: str) -> str:
    return f"{name} · {title}" if title else name
