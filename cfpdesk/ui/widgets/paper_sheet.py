"""After a scan of the paper sheet was chosen: who signed on it?"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.text import ElidedLabel, label, row


class PaperSheet(QFrame):
    """Emits `kept` with the file and the rows of the people who are ticked. Esc closes."""

    kept = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        self._file: Path | None = None
        self._people: tuple[tuple[str, str], ...] = ()
        self._ticks: dict[str, QCheckBox] = {}
        self._head = ElidedLabel("", "strong")
        self._box = QWidget()
        self._flow = FlowLayout(self._box, spacing=10)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(label(_("Who signed on the paper?"), "label"))
        column.addWidget(self._box)
        self._keep = button(_("Keep the sheet"), self._give, kind="primary")
        column.addLayout(row(None, button(_("Not now"), self.hide), self._keep))

    def open_for(self, file: Path) -> None:
        """Ask for the people on this scan."""
        self._file = file
        self._head.setText(file.name)
        self._arrange()
        self.show()
        first = next(iter(self._ticks.values()), self._keep)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these (row, name): the ones who have not signed on the screen."""
        if tuple(people) != self._people:
            self._people = tuple(people)
            if self.isVisible():
                self._arrange()

    def _arrange(self) -> None:
        ticked = {person for person, tick in self._ticks.items() if tick.isChecked()}
        fresh = not self._ticks
        self._flow.clear()
        self._ticks = {}
        for person, name in self._people:
            tick = QCheckBox(name)
            tick.setAccessibleName(name)
            tick.setChecked(fresh or person in ticked)
            self._flow.addWidget(tick)
            self._ticks[person] = tick
        self._box.updateGeometry()

    def _give(self) -> None:
        people = tuple(person for person, tick in self._ticks.items() if tick.isChecked())
        if self._file is not None:
            self.kept.emit(self._file, people)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
