"""Draws the parts of a picture with the theme's colours, sharp at every resolution."""

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from cfpdesk.model.chart.drawing import Box, Drawing, Hatch, Polygon, Rule, Surface, Words
from cfpdesk.ui.theme import color, density, font, px, tokens

_BASELINE = 0.36  # how far below the middle of a line its baseline lies, in type sizes
_DASH = (3.0, 3.0)


def surface_of(width: float, height: float) -> Surface:
    """Return the room of a widget as a surface, in the window's language, type and density."""
    return Surface(
        width, height, _measured, step=density().type_step, target=float(density().target)
    )


def _measured(text: str, size: int, bold: bool) -> float:
    return _width(text, size, bold, density().type_step)


@lru_cache(maxsize=4096)
def _width(text: str, size: int, bold: bool, _step: int) -> float:
    """Return the width of a text; layouts ask for the same ones again and again."""
    return QFontMetricsF(font(size, 600 if bold else 400)).horizontalAdvance(text)


def paint_drawing(painter: QPainter, drawing: Drawing) -> None:
    """Paint all parts; the painter's origin is the drawing's top-left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ratio = painter.device().devicePixelRatio()
    for part in drawing.parts:
        match part:
            case Box():
                _box(painter, part, ratio)
            case Hatch():
                _hatch(painter, part, ratio)
            case Rule():
                _rule(painter, part, ratio)
            case Polygon():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(part.fill))
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in part.points]))
            case Words():
                painter.setFont(font(part.size, 600 if part.bold else 400))
                painter.setPen(color(part.colour))
                painter.drawText(QPointF(part.x, part.y + _BASELINE * px(part.size)), part.text)


def _snapped(value: float, ratio: float) -> float:
    """Return a length on the edge of a pixel."""
    return round(value * ratio) / ratio


def _sharp(x: float, y: float, width: float, height: float, ratio: float) -> QRectF:
    left, top = _snapped(x, ratio), _snapped(y, ratio)
    right, bottom = _snapped(x + width, ratio), _snapped(y + height, ratio)
    least = 1 / ratio
    return QRectF(
        left,
        top,
        max(right - left, least if width > 0 else 0.0),
        max(bottom - top, least if height > 0 else 0.0),
    )


def _box(painter: QPainter, box: Box, ratio: float) -> None:
    rect = _sharp(box.x, box.y, box.width, box.height, ratio)
    if box.fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().mix(box.fill, box.share)))
        painter.drawRoundedRect(rect, box.radius, box.radius)
    if box.line:
        weight = max(1.0, round(box.weight * ratio)) / ratio
        pen = QPen(color(box.line), weight)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if box.dashed:
            pen.setDashPattern(_DASH)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = weight / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), box.radius, box.radius)


def _hatch(painter: QPainter, hatch: Hatch, ratio: float) -> None:
    painter.save()
    painter.setClipRect(_sharp(hatch.x, hatch.y, hatch.width, hatch.height, ratio))
    shade = color(hatch.colour)
    shade.setAlphaF(hatch.share / 100)
    painter.setPen(QPen(shade, hatch.weight))
    painter.drawLines([QLineF(*line) for line in hatch.lines()])
    painter.restore()


def _rule(painter: QPainter, rule: Rule, ratio: float) -> None:
    weight = max(1.0, round(rule.weight * ratio)) / ratio
    standing, lying = rule.x1 == rule.x2, rule.y1 == rule.y2
    if not (standing or lying):
        painter.setPen(QPen(color(rule.colour), rule.weight))
        painter.drawLine(QPointF(rule.x1, rule.y1), QPointF(rule.x2, rule.y2))
        return
    x1, y1, x2, y2 = (_snapped(v, ratio) for v in (rule.x1, rule.y1, rule.x2, rule.y2))
    if standing:
        x1 = x2 = _snapped(rule.x1 - weight / 2, ratio) + weight / 2
    else:
        y1 = y2 = _snapped(rule.y1 - weight / 2, ratio) + weight / 2
    pen = QPen(color(rule.colour), weight)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if rule.dashed:
        pen.setDashPattern(_DASH)
    painter.setPen(pen)
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
