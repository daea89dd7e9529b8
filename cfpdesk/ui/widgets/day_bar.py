"""Person-days as one bar: a segment for each part with its figure, its name below, the total.

Usable alone:

    bar = DayBar(_("Person-days"))
    bar.show_days([("文件评审", Decimal("0.75")), …])
"""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.model.quantity import figure
from cfpdesk.ui.theme import color, font, px, theme

_GAP = 2.0
# Strength of the accent, part by part; the words tell them apart, not the colours.
_STRENGTH = (38, 58, 100, 78)
_LEAST = 26.0


class DayBar(QWidget):
    """Paints the bar; what is not entered has no segment."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._parts: tuple[tuple[str, Decimal], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_days(self, parts: Sequence[tuple[str, Decimal | None]]) -> None:
        """Show names and days, in order."""
        self._parts = tuple((name, days) for name, days in parts if days is not None and days > 0)
        spoken = ", ".join(f"{name} {figure(days)}" for name, days in self._parts)
        self.setAccessibleDescription(spoken)
        self.setToolTip(spoken)
        self.update()

    def total(self) -> Decimal:
        """Return the sum of what is shown."""
        return sum((days for _name, days in self._parts), Decimal(0))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Bar and names."""
        return QSize(360, self._bar() + 6 + px(12) + 6)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(220, self.sizeHint().height())

    def _bar(self) -> int:
        return px(12) + 8

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint segments, figures, names and the total."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = figure(self.total())
        painter.setFont(font(15, 600))
        behind = painter.fontMetrics().horizontalAdvance(total) + 12
        room = self.width() - behind
        painter.setPen(color("text"))
        box = QRectF(room, 0, behind, self._bar())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, total)
        x, free = 0.0, float(room) - _GAP * max(len(self._parts) - 1, 0)
        spare = max(free - _LEAST * len(self._parts), 0.0)
        whole = self.total() or Decimal(1)
        for number, (name, days) in enumerate(self._parts):
            width = _LEAST + spare * float(days / whole)
            self._segment(painter, QRectF(x, 0, width, self._bar()), number, (name, days))
            x += width + _GAP
        painter.end()

    def _segment(
        self, painter: QPainter, box: QRectF, number: int, part: tuple[str, Decimal]
    ) -> None:
        strength = _STRENGTH[min(number, len(_STRENGTH) - 1)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(strength / 100)
        painter.setBrush(color("accent"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setOpacity(1)
        painter.setFont(font(12, 600))
        painter.setPen(color("on_accent" if strength > 60 else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, figure(part[1]))
        painter.setFont(font(12))
        painter.setPen(color("text2"))
        under = QRectF(box.x(), box.bottom() + 4, box.width(), px(12) + 6)
        words = painter.fontMetrics().elidedText(
            part[0], Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
