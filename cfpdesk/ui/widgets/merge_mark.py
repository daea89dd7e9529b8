"""The small corner of a field that a merge touched; hovering shows both values, and whose."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QWidget

from cfpdesk.ui.theme import color, theme

_SIDE = 10  # px


class MergeMark(QWidget):
    """Sits in the upper right corner of a widget; hidden while there is nothing to say."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("merge-mark")
        self.setFixedSize(_SIDE, _SIDE)
        self.hide()
        owner.installEventFilter(self)
        theme().changed.connect(self.update)

    def say(self, sentence: str) -> None:
        """Show the corner with these words; none hides it."""
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self._place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the corner in the colour of what stands against each other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("conf"))
        side = self.width()
        painter.drawPolygon(QPolygon([QPoint(0, 0), QPoint(side, 0), QPoint(side, side)]))
        painter.end()

    def _place(self) -> None:
        owner = self.parentWidget()
        if owner is not None:
            self.move(owner.width() - self.width() - 1, 1)
