"""A field for a number that is said aloud: a box for each digit, and the next one to be filled."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit

from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, font, px

_LEAST_BOXES = 4
_GAP = 5


class DigitBoxes(QLineEdit):
    """A line field painted as boxes; typing, deleting and the input method are those of a line."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__()
        role(self, kind="digits")
        self.setAccessibleName(name)
        self.setMaxLength(most + 8)  # what is no digit is refused with a sentence, not swallowed
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._most = most

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for what was said, at least four digits."""
        boxes = min(max(_LEAST_BOXES, len(self.text())), 8)
        return QSize(boxes * (self._side() + _GAP), self._side() + 5)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same: the boxes do not shrink."""
        return self.sizeHint()

    def _side(self) -> int:
        return px(21) + 11

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the boxes, the digits, and a ring around the one to be filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = self.text()
        boxes = max(_LEAST_BOXES, len(text))
        side = float(self._side())
        width = min(side, (self.width() - 2) / boxes - _GAP)
        painter.setFont(font(21, 600))
        cursor = min(self.cursorPosition(), boxes - 1)
        for number in range(boxes):
            box = QRectF(1 + number * (width + _GAP), 2, width, side)
            here = self.hasFocus() and number == cursor and not self.isReadOnly()
            painter.setPen(QPen(color("focus"), 2) if here else QPen(color("control"), 1))
            if self.property("state") == "bad":
                painter.setPen(QPen(color("bad"), 2))
            painter.setBrush(color("raised"))
            painter.drawRoundedRect(box, 5, 5)
            if number < len(text):
                painter.setPen(color("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text[number])
        painter.end()
