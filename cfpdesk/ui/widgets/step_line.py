"""Steps in one low line, each with its mark beside its word; the one that comes next stands out."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font, px
from cfpdesk.ui.widgets.stepper import Stepper, Stop

_ICON = 15
_LEAST_GAP, _MOST_GAP = 14, 34
_MARKS = {"done": ("conform", "ok"), "locked": ("sealed", "text2"), "now": ("open", "accent")}
_INKS = {"later": "muted", "now": "accent"}


class StepLine(Stepper):
    """A `Stepper` for narrow places; marks are done, locked (done for good), now and later."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of all steps at their widest gaps."""
        widths = self._widths()
        gaps = _MOST_GAP * max(len(widths) - 1, 0)
        return QSize(sum(widths) + gaps + 8, max(px(12) + 14, density().target))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink the gaps, not the words."""
        widths = self._widths()
        gaps = _LEAST_GAP * max(len(widths) - 1, 0)
        return QSize(sum(widths) + gaps + 8, self.sizeHint().height())

    def _widths(self) -> list[int]:
        strong = QFontMetrics(font(12, 600))
        return [_ICON + 5 + strong.horizontalAdvance(stop.word) for stop in self._stops]

    def _lefts(self) -> list[int]:
        """Return where each step begins; what is left of the line stays empty at its end."""
        widths = self._widths()
        between = max(len(widths) - 1, 1)
        gap = min(max((self.width() - 8 - sum(widths)) // between, _LEAST_GAP), _MOST_GAP)
        lefts, left = [], 4
        for width in widths:
            lefts.append(left)
            left += width + gap
        return lefts

    def _hit(self, x: int) -> int:
        if not self._stops:
            return -1
        lefts, widths = self._lefts(), self._widths()
        distances = [abs(left + width // 2 - x) for left, width in zip(lefts, widths, strict=True)]
        return distances.index(min(distances))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say what a step needs, or when it was done."""
        hit = self._hit(int(event.position().x()))
        self.setToolTip(self._stops[hit].why or self._stops[hit].word if hit >= 0 else "")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint marks, words and the line between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lefts, widths, middle = self._lefts(), self._widths(), self.height() // 2
        for index, stop in enumerate(self._stops):
            if index:
                begun = stop.mark != "later"
                painter.setPen(QPen(color("control" if begun else "line"), 1))
                start = lefts[index - 1] + widths[index - 1] + 4
                painter.drawLine(QPointF(start, middle), QPointF(lefts[index] - 4, middle))
            self._paint_word(painter, QRect(lefts[index], 0, widths[index], self.height()), stop)
            if self.hasFocus() and index == self._at:
                painter.setPen(QPen(color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRect(lefts[index] - 3, 2, widths[index] + 6, self.height() - 4)
                painter.drawRoundedRect(ring, 4, 4)
        painter.end()

    def _paint_word(self, painter: QPainter, box: QRect, stop: Stop) -> None:
        name, token = _MARKS.get(stop.mark, ("open", "control"))
        at = box.center().y() - _ICON // 2
        painter.drawPixmap(box.x(), at, pixmap(name, token, _ICON))
        painter.setFont(font(12, 600 if stop.mark == "now" else 400))
        painter.setPen(color(_INKS.get(stop.mark, "text2")))
        words = box.adjusted(_ICON + 5, 0, 8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, stop.word)
