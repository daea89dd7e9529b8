"""A part that opens and closes below its title; closed, it says in a few words what is in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.text import ElidedLabel


class Fold(QWidget):
    """Put the content into `body`; emits `toggled` with whether it is open now."""

    toggled = Signal(bool)

    def __init__(self, title: str, name: str, *, opened: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = QPushButton(title)
        self._head.setObjectName(f"fold-{name}")
        self._head.setCheckable(True)
        self._head.setAutoDefault(False)
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        role(self._head, kind="fold")
        self._head.clicked.connect(self._pressed)
        self.summary = ElidedLabel("", "muted")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._head)
        line.addWidget(self.summary, 1)
        column.addLayout(line)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 6)
        self.body.setSpacing(8)
        column.addWidget(self._inside)
        self.set_open(opened)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self._head.isChecked()

    def set_open(self, opened: bool) -> None:
        """Open or close it without telling."""
        self._head.setChecked(opened)
        self._inside.setVisible(opened)
        self.summary.setVisible(not opened)
        set_icon(self._head, "chevron-down" if opened else "chevron-right", "text2", 14)

    def show_summary(self, text: str) -> None:
        """Say what is in it while it is closed."""
        self.summary.setText(text)
        self._head.setAccessibleName(f"{self._head.text()}，{text}" if text else self._head.text())

    def _pressed(self, checked: bool) -> None:
        self.set_open(checked)
        self.toggled.emit(checked)
