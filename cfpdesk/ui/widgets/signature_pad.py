"""Where a person signs by pen, finger, touchpad or mouse; keeps the strokes as `model.ink`.

Palms are left out (a touch wider than a fingertip, or a touch while a pen is near). The line is
drawn by the same curves as on paper, never thinner than 1.6 px.
"""

import time
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QFrame

from cfpdesk.i18n import _
from cfpdesk.model.ink import EVEN_PRESSURE, FULL_PRESSURE, Curve, Ink, InkPoint, as_drawn
from cfpdesk.ui.theme import color, font

PEN_WIDTH = 3.2
MIN_WIDTH = 1.6
PALM_PX = 60.0


class SignaturePad(QFrame):
    """Emits `changed` after each stroke and `began` at the first touch."""

    changed = Signal()
    began = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Signature pad"))
        self.setAccessibleDescription(_("Sign with finger, pen, touchpad or mouse"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._strokes: list[list[InkPoint]] = []
        self._began = 0.0
        self._drawing = False
        self._pen_seen = 0.0
        self._touch = -1
        self.hint = _("With finger, pen or touchpad")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a broad pad."""
        return QSize(530, 410)

    def ink(self) -> Ink | None:
        """Return what was drawn; None if nothing was."""
        strokes = tuple(tuple(stroke) for stroke in self._strokes if stroke)
        return Ink(max(self.width(), 1), max(self.height(), 1), strokes) if strokes else None

    def clear(self) -> None:
        """Take everything away."""
        self._strokes.clear()
        self._drawing = False
        self._began = 0.0
        self.update()
        self.changed.emit()

    # Strokes ----------------------------------------------------------------------------------

    def _begin(self, at: QPointF, pressure: float) -> None:
        if not self._strokes:
            self._began = time.monotonic()
            self.began.emit()
        self._drawing = True
        self._strokes.append([])
        self._point(at, pressure)

    def _point(self, at: QPointF, pressure: float) -> None:
        x = min(max(round(at.x()), 0), self.width())
        y = min(max(round(at.y()), 0), self.height())
        when = round((time.monotonic() - self._began) * 1000)
        force = min(max(round(pressure * FULL_PRESSURE), 0), FULL_PRESSURE)
        self._strokes[-1].append(InkPoint(x, y, when, force))
        self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    # Devices ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a stroke by mouse or touchpad."""
        if event.button() == Qt.MouseButton.LeftButton and not self._synthetic(event):
            self._begin(event.position(), EVEN_PRESSURE / FULL_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with the stroke."""
        if self._drawing and not self._synthetic(event):
            self._point(event.position(), EVEN_PRESSURE / FULL_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the stroke."""
        if not self._synthetic(event):
            self._end()

    @staticmethod
    def _synthetic(event: QMouseEvent) -> bool:
        """Tell whether this is a touch or a pen coming a second time as a mouse."""
        return event.source() != Qt.MouseEventSource.MouseEventNotSynthesized

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802 - Qt's name
        """Draw with a pen, with its pressure."""
        self._pen_seen = time.monotonic()
        match event.type():
            case QEvent.Type.TabletPress:
                self._begin(event.position(), event.pressure())
            case QEvent.Type.TabletMove if self._drawing:
                self._point(event.position(), event.pressure())
            case QEvent.Type.TabletRelease:
                self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Draw with one finger; further fingers and palms are left out."""
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._touch = -1
            self._end()
            return
        for point in event.points():
            state = point.state()
            if state == QEventPoint.State.Pressed and self._touch < 0 and not self._is_palm(point):
                self._touch = point.id()
                self._begin(point.position(), self._force(event, point))
            elif point.id() == self._touch and state == QEventPoint.State.Updated:
                self._point(point.position(), self._force(event, point))
            elif point.id() == self._touch and state == QEventPoint.State.Released:
                self._touch = -1
                self._end()

    def _is_palm(self, point: QEventPoint) -> bool:
        size = point.ellipseDiameters()
        wide = max(size.width(), size.height()) > PALM_PX
        return wide or time.monotonic() - self._pen_seen < 1.0

    @staticmethod
    def _force(event: QTouchEvent, point: QEventPoint) -> float:
        device: Any = event.pointingDevice()
        able = QPointingDevice.Capability.Pressure
        if device is not None and device.hasCapability(able) and point.pressure() > 0:
            return point.pressure()
        return EVEN_PRESSURE / FULL_PRESSURE

    # Painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint pad, line and ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = color("focus") if self.hasFocus() else color("control")
        painter.setPen(QPen(edge, 2.0 if self.hasFocus() else 1.2))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        base = self.height() * 0.72
        painter.setPen(QPen(QColor("#CDD2CE"), 1))
        painter.drawLine(QPointF(30, base), QPointF(self.width() - 30, base))
        painter.setPen(QColor("#5F6A69"))
        painter.setFont(font(13))
        painter.drawText(QPointF(30, base + 22), "×")
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(self.rect().adjusted(16, 14, -20, 0), corner, self.hint)
        drawn = self.ink()
        if drawn is not None:
            for curve in as_drawn(drawn):
                draw_curve(painter, curve, PEN_WIDTH, QColor("#141B1C"))
        painter.end()


def draw_curve(painter: QPainter, curve: Curve, width: float, ink: QColor) -> None:
    """Draw one piece of ink; `width` is that of middle pressure, in pixels."""
    pen = QPen(ink, max(width * curve.weight, MIN_WIDTH))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(QPointF(curve.start.x, curve.start.y))
    for first, second, end in curve.beziers:
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
    painter.drawPath(path)
