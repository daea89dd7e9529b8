"""A line of steps with a mark each, such as the six moves of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font, px


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: key, word, mark (done, now, disputed or later), and why it is not possible."""

    key: str
    word: str
    mark: str = "later"
    why: str = ""


class Stepper(QWidget):
    """Draws the steps and emits `pressed` with the key of the one that was clicked or entered."""

    pressed = Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._stops: tuple[Stop, ...] = ()
        self._at = 0
        self._name = name
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stops(self, stops: Sequence[Stop]) -> None:
        """Show these steps."""
        self._stops = tuple(stops)
        self._at = next((n for n, s in enumerate(stops) if s.mark in ("now", "disputed")), 0)
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._stops:
            stop = self._stops[self._at]
            self.setAccessibleName(f"{self._name} {stop.word}")
            self.setAccessibleDescription(stop.why)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of mark and word."""
        return QSize(420, 30 + px(12) + 8)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(200, self.sizeHint().height())

    def _x(self, index: int) -> int:
        step = (self.width() - 70) / max(len(self._stops) - 1, 1)
        return int(11 + index * step)

    def _hit(self, x: int) -> int:
        distances = [abs(self._x(n) + 14 - x) for n in range(len(self._stops))]
        return distances.index(min(distances)) if distances else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press the nearest step."""
        hit = self._hit(int(event.position().x()))
        if hit >= 0:
            self._at = hit
            self._tell()
            self.update()
            self.pressed.emit(self._stops[hit].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say what the next move needs."""
        hit = self._hit(int(event.position().x()))
        self.setToolTip(self._stops[hit].why or self._stops[hit].word if hit >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right choose, Enter and Space press."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._stops:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._at = min(max(self._at + step, 0), len(self._stops) - 1)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._stops:
            self.pressed.emit(self._stops[self._at].key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint line, marks and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(len(self._stops) - 1):
            done = self._stops[index + 1].mark != "later"
            painter.setPen(QPen(color("ok" if done else "line"), 2))
            painter.drawLine(QPointF(self._x(index) + 12, 13), QPointF(self._x(index + 1) - 12, 13))
        for index, stop in enumerate(self._stops):
            self._paint_stop(painter, index, stop)
        painter.end()

    def _paint_stop(self, painter: QPainter, index: int, stop: Stop) -> None:
        x = self._x(index)
        name, token = {
            "done": ("conform", "ok"),
            "now": ("open", "accent"),
            "disputed": ("disputed", "conf"),
        }.get(stop.mark, ("open", "control"))
        painter.drawPixmap(x - 9, 4, pixmap(name, token, 18))
        if self.hasFocus() and index == self._at:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, 13), 12, 12)
        bold = stop.mark in ("now", "disputed")
        painter.setFont(font(12, 600 if bold else 400))
        ink = {"later": "muted", "disputed": "conf", "now": "accent"}.get(stop.mark, "text2")
        painter.setPen(color(ink))
        following = self._x(index + 1) if index + 1 < len(self._stops) else self.width() + 9
        room = QRect(x - 9, 28, following - x - 6, px(12) + 8)
        word = painter.fontMetrics().elidedText(
            stop.word, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, word)
