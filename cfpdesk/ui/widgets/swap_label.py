"""A text in the other language; a tap or Enter swaps the two."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel

from cfpdesk.i18n import _
from cfpdesk.ui.style import role


class SwapLabel(QLabel):
    """The question in the other language; a tap or Enter swaps the two."""

    swapped = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, text="muted")
        self.setWordWrap(True)
        self.setMinimumHeight(24)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Swap the languages"))

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Swap."""
        self.swapped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Swap on Enter and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.swapped.emit()
        else:
            super().keyPressEvent(event)
