"""A photo or a page, large: zoom, turn the view, move about. The original is never touched."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGestureEvent,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
)

from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, font

STEP = 1.25
SMALLEST, LARGEST = 0.05, 8.0


class PhotoView(QGraphicsView):
    """Emits `zoomed` with the share of the original's pixels that is shown, in percent.

    Keys: + and − zoom, 0 fits, Space shows every pixel (and back), Shift R turns the view,
    arrows move.
    """

    zoomed = Signal(int)
    detail_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        role(self, box="paper")
        self.setScene(QGraphicsScene(self))
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.scene().addItem(self._item)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its proxy takes this over, too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._angle = 0
        self._scale = 1.0
        self._fits = True
        self._full = 0
        self._sentence = ""

    # What is shown ----------------------------------------------------------------------------

    def show_picture(self, picture: QPixmap | None, full_width: int, sentence: str = "") -> None:
        """Show a picture; a sharper one of the same photo keeps zoom and place.

        Args:
            picture: None while there is none; then the sentence is shown instead.
            full_width: width of the original in pixels, as it is seen upright; 0 if not known.
            sentence: shown where there is no picture.
        """
        self._sentence = sentence
        if picture is None:
            self._item.setPixmap(QPixmap())
            self.viewport().update()
            return
        before = self._item.pixmap().width()
        same = before and full_width == self._full and before != picture.width()
        middle = self.mapToScene(self.viewport().rect().center())
        self._full = full_width or picture.width()
        self._item.setPixmap(picture)
        self.scene().setSceneRect(self._item.boundingRect())
        if same and not self._fits:
            ratio = picture.width() / before
            self._scale /= ratio
            self._apply()
            self.centerOn(middle * ratio)
        else:
            self.fit()

    def clear(self) -> None:
        """Show nothing, turned as it was taken."""
        self._angle = 0
        self._fits = True
        self._full = 0
        self.show_picture(None, 0)

    def is_empty(self) -> bool:
        """Tell whether there is no picture."""
        return self._item.pixmap().isNull()

    # Zooming ----------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture, never larger than it is."""
        self._fits = True
        picture = self._item.pixmap()
        if picture.isNull():
            return
        wide, high = picture.width(), picture.height()
        if self._angle % 180:
            wide, high = high, wide
        room = self.viewport().size()
        share = min((room.width() - 40) / wide, (room.height() - 40) / high)
        biggest = max(1.0, self._full / picture.width())
        self._scale = min(max(share, SMALLEST), biggest)
        self._apply()

    def zoom(self, factor: float) -> None:
        """Zoom about the pointer, or the middle."""
        if self.is_empty():
            return
        self._fits = False
        self._scale = min(max(self._scale * factor, SMALLEST), LARGEST)
        self._apply()

    def loupe(self) -> None:
        """Show every pixel of the original, or the whole picture again."""
        if self.is_empty():
            return
        if not self._fits:
            self.fit()
            return
        self._fits = False
        self._scale = self._full / self._item.pixmap().width()
        self._apply()

    def turn(self) -> None:
        """Turn the view a quarter to the right; the file stays as it is."""
        self._angle = (self._angle + 90) % 360
        if self._fits:
            self.fit()
        else:
            self._apply()

    def _apply(self) -> None:
        self.setTransform(QTransform().rotate(self._angle).scale(self._scale, self._scale))
        self.zoomed.emit(self.percent())
        if self._scale > 1.0:
            self.detail_wanted.emit()

    def percent(self) -> int:
        """Return the share of the original's pixels that is shown, in percent."""
        picture = self._item.pixmap()
        if picture.isNull() or not self._full:
            return 0
        return round(self._scale * picture.width() / self._full * 100)

    # Qt ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew where it fitted before."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom(STEP if turned > 0 else 1 / STEP)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Loupe."""
        self.loupe()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom, fit, loupe, turn; arrows move."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_Space:
                self.loupe()
            case Qt.Key.Key_R if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.turn()
            case _:
                super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Zoom by pinching."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom(pinch.scaleFactor())
                return True
        return super().viewportEvent(event)

    def drawForeground(self, painter: QPainter, _rect: object) -> None:  # noqa: N802 - Qt's name
        """Write the sentence, where there is no picture; ring the view in focus."""
        painter.resetTransform()
        box = self.viewport().rect()
        if self.is_empty() and self._sentence:
            painter.setFont(font(13))
            painter.setPen(color("text2"))
            room = box.adjusted(40, 20, -40, -20)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._sentence)
        if self.hasFocus():
            painter.setPen(color("focus"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))

    def drawBackground(self, painter: QPainter, _rect: object) -> None:  # noqa: N802 - Qt's name
        """Paint the neutral ground a photo lies on."""
        painter.save()
        painter.resetTransform()
        painter.fillRect(self.viewport().rect(), color("window"))
        painter.restore()

    def place(self) -> QPointF:
        """Return the point of the picture in the middle of the view."""
        return self.mapToScene(self.viewport().rect().center())
