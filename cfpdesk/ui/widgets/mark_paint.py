"""Marks painted over a picture on the screen, from the shapes that paper draws, too."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from cfpdesk.i18n import _
from cfpdesk.model.mark_shape import (
    BAR,
    CASING,
    INK,
    ON_INK,
    PAPER,
    WORDS,
    Measures,
    Shape,
    shapes_of,
    words_box,
)
from cfpdesk.model.photo_mark import PhotoMark, Point, crop_of
from cfpdesk.ui.theme import color, font

_Rgb = tuple[int, int, int]
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_SMALLEST_WORD = 7


def paint_marks(painter: QPainter, marks: Sequence[PhotoMark], measures: Measures) -> None:
    """Paint marks onto a picture whose upper left is at 0, 0."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes_of(marks, measures):
        if shape.area is not None:
            _bar(painter, shape.area, measures)
        _lines(painter, shape, measures)
        _words(painter, shape, measures)
    painter.restore()


def paint_crop(
    painter: QPainter, marks: Sequence[PhotoMark], measures: Measures, *, strength: int
) -> None:
    """Cover what a crop cuts off, whole or so that it can still be seen (`strength` of 255)."""
    crop = crop_of(marks)
    if crop is None:
        return
    start, end = measures.at(crop[0]), measures.at(crop[1])
    cover = QPainterPath()
    cover.addRect(QRectF(0, 0, measures.width, measures.height))
    cover.addRect(QRectF(start.x, start.y, end.x - start.x, end.y - start.y))
    ground = color("window")
    ground.setAlpha(strength)
    painter.fillPath(cover, QBrush(ground))


def _bar(painter: QPainter, area: tuple[float, float, float, float], measures: Measures) -> None:
    left, top, right, bottom = area
    box = QRectF(left, top, right - left, bottom - top)
    painter.fillRect(box, QColor(*BAR))
    size = min(measures.word * 0.8, box.height() * 0.7)
    face = _face(size)
    words = _("redacted")
    if size >= _SMALLEST_WORD and QFontMetricsF(face).horizontalAdvance(words) < box.width():
        painter.setFont(face)
        painter.setPen(QColor(*PAPER))
        painter.drawText(box, int(_MIDDLE), words)


def _lines(painter: QPainter, shape: Shape, measures: Measures) -> None:
    ink, casing = QColor(*INK[shape.mark.colour]), QColor(*CASING[shape.mark.colour])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((measures.casing, casing), (measures.pen, ink)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for line in shape.lines:
            painter.drawPolyline(QPolygonF([QPointF(p.x, p.y) for p in line]))
    if shape.badge is None:
        return
    number, at = shape.badge
    painter.setPen(QPen(casing, measures.badge * 0.15))
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(at.x, at.y), measures.badge, measures.badge)
    painter.setFont(_face(measures.badge * 1.3))
    painter.setPen(QColor(*ON_INK[shape.mark.colour]))
    painter.drawText(_around(at, measures.badge), int(_MIDDLE), str(number))


def _words(painter: QPainter, shape: Shape, measures: Measures) -> None:
    if shape.words is None:
        return
    words, at = shape.words
    size = measures.word
    face = _face(size)
    wide = QFontMetricsF(face).horizontalAdvance(words)
    left, top, right, bottom = words_box(at, wide, measures)
    box = QRectF(left, top, right - left, bottom - top)
    colour = QColor(*WORDS[shape.mark.colour])
    painter.setPen(QPen(colour, measures.pen * 0.6))
    painter.setBrush(QColor(*PAPER))
    painter.drawRoundedRect(box, size * 0.3, size * 0.3)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(box, int(_MIDDLE), words)


def _face(size: float) -> QFont:
    made = font(13, 600)
    made.setPixelSize(max(round(size), 1))
    return made


def _around(at: Point, radius: float) -> QRectF:
    return QRectF(at.x - radius * 2, at.y - radius, radius * 4, radius * 2)
