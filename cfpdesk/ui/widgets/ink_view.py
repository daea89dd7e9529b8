"""A kept signature, drawn small: the same curves that the PDF draws."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cfpdesk.model.ink import Curve, Ink, fitted
from cfpdesk.ui.theme import color


class InkView(QWidget):
    """Shows ink fitted into its size; nothing where there is none."""

    def __init__(self, width: int = 96, height: int = 30) -> None:
        super().__init__()
        self._ink: Ink | None = None
        self.setFixedSize(QSize(width, height))

    def show_ink(self, ink: Ink | None) -> None:
        """Show these strokes."""
        self._ink = ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the curves in the colour of text."""
        if self._ink is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(3, 3)
        for curve in fitted(self._ink, self.width() - 6, self.height() - 6):
            pen = QPen(color("text"), 1.3 * curve.weight)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPath(_path(curve))
        painter.end()


def _path(curve: Curve) -> QPainterPath:
    path = QPainterPath(QPointF(*curve.start))
    for first, second, end in curve.beziers:
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
    return path
