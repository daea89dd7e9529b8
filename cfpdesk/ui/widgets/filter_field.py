"""The free-text filter of a list, shown on demand (Ctrl+F): Esc empties it and gives focus back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class FilterField(QLineEdit):
    """A line of text with a cross to clear it; hidden while it is not used."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setClearButtonEnabled(True)
        self.setObjectName("filter-text")
        self.setContentsMargins(12, 6, 12, 6)
        self.setText(text)
        if not text:
            self.hide()

    def leave(self) -> None:
        """Empty and hide it."""
        self.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.focusNextChild()
            self.hide()
        else:
            super().keyPressEvent(event)
