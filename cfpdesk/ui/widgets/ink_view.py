"""A drawn signature in a row: small, in the colour of the text, as on paper."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cfpdesk.model.ink import Ink, fitted
from cfpdesk.ui.theme import color
from cfpdesk.ui.widgets.signature_pad import draw_curve


class InkView(QWidget):
    """Shows ink fitted into its size, or nothing."""

    def __init__(self, name: str = "", size: QSize | None = None) -> None:
        super().__init__()
        self._ink: Ink | None = None
        self.setAccessibleName(name)
        self.setFixedSize(size or QSize(110, 36))

    def show_ink(self, ink: Ink | None) -> None:
        """Show other ink."""
        self._ink = ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ink."""
        if self._ink is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(3, 3)
        for curve in fitted(self._ink, self.width() - 6, self.height() - 6):
            draw_curve(painter, curve, 1.6, color("text"))
        painter.end()
