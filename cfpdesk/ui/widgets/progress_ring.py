"""A ring that turns or fills, for short waits at a button or in the header."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cfpdesk.ui.theme import color


class ProgressRing(QWidget):
    """Fills to a percent; with a negative percent it turns."""

    def __init__(self, size: int = 16) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self._percent = -1
        self._angle = 0
        self._timer = QTimer(self, interval=60)
        self._timer.timeout.connect(self._turn)

    def show_percent(self, percent: int) -> None:
        """Show 0 to 100, or turn for a negative number."""
        self._percent = percent
        self.setAccessibleName(f"{percent} %" if percent >= 0 else "…")
        if percent < 0 and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _turn(self) -> None:
        self._angle = (self._angle + 30) % 360
        self.update()
        if not self.isVisible():
            self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(color("line"), 2))
        painter.drawEllipse(box)
        pen = QPen(color("accent"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._percent >= 0:
            painter.drawArc(box, 90 * 16, -int(self._percent * 3.6 * 16))
        else:
            painter.drawArc(box, (90 - self._angle) * 16, -90 * 16)
        painter.end()
