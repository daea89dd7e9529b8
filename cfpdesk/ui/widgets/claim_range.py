"""The claim with its materiality threshold: the range in which a misstatement is not material.

Usable alone:

    claim = ClaimRange()
    claim.set_range(Decimal("2808.56"), Decimal(5))

A picture of two numbers; its accessible description says them. Values are in the claim's unit.
"""

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.model.quantity import MINUS, figure
from cfpdesk.ui.theme import color, font, px, theme

_SHARE = 0.77  # of the width lies between the two thresholds


class ClaimRange(QWidget):
    """Paints the track with the threshold on both sides of the claim."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._claim: Decimal | None = None
        self._pct: Decimal | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_range(self, claim: Decimal | None, pct: Decimal | None) -> None:
        """Show a claim and a threshold in percent; nothing is drawn where one is not known."""
        self._claim, self._pct = claim, pct
        self.setAccessibleDescription(" – ".join(self._ends()))
        self.setToolTip(" – ".join(self._ends()))
        self.update()

    def _ends(self) -> tuple[str, ...]:
        if self._claim is None or self._pct is None:
            return ()
        half = abs(self._claim) * self._pct / 100
        return figure(self._claim - half, 2), figure(self._claim + half, 2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Track, and a line of figures below it."""
        return QSize(340, 26 + px(11) + 6)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the track, the thresholds and the claim."""
        ends = self._ends()
        if not ends or self._pct is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = 8.0, self.width() - 8.0
        middle = (left + right) / 2
        half = (right - left) * _SHARE / 2
        painter.setPen(QPen(color("hair"), 1))
        painter.setBrush(color("bad_t"))
        painter.drawRoundedRect(QRectF(left, 12, right - left, 8), 4, 4)
        painter.setBrush(color("ok_t"))
        painter.drawRect(QRectF(middle - half, 12, 2 * half, 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("text"))
        tip = QPolygonF([QPointF(middle - 5, 3), QPointF(middle + 5, 3), QPointF(middle, 10)])
        painter.drawPolygon(tip)
        painter.setPen(QPen(color("text2"), 1.6))
        for x in (middle - half, middle + half):
            painter.drawLine(QPointF(x, 8), QPointF(x, 24))
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(QPointF(middle, 12), QPointF(middle, 22))
        pct = f"{self._pct:f}"
        painter.setFont(font(11))
        for x, share, value in (
            (middle - half, f"{MINUS}{pct} %", ends[0]),
            (middle, "0", ""),
            (middle + half, f"+{pct} %", ends[1]),
        ):
            words = f"{share}   {value}".rstrip()
            wide = painter.fontMetrics().horizontalAdvance(words) + 2
            start = min(max(x - wide / 2, 0.0), self.width() - wide)
            painter.setPen(color("text2"))
            box = QRectF(start, 26, wide, px(11) + 5)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, share)
            painter.setPen(color("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, value)
        painter.end()
