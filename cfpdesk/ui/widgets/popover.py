"""A framed piece over the window, for what is looked at and left: not modal, closed by Esc."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOption, QVBoxLayout, QWidget

from cfpdesk.errors import BugError
from cfpdesk.ui.style import role


class Popover(QFrame):
    """A framed piece over the window; Esc closes it, it is not modal."""

    def __init__(self, parent: QWidget, name: str, width: int = 420) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        role(self, box="popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(width)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 14, 18, 14)
        self.body.setSpacing(8)

    def open_under(self, widget: QWidget) -> None:
        """Open under a widget of the header, inside the window."""
        self.adjustSize()
        window = widget.window()
        at = widget.mapToGlobal(
            QPoint(widget.width() // 2 - self.width() // 2, widget.height() + 6)
        )
        right = window.mapToGlobal(QPoint(window.width() - self.width() - 12, 0)).x()
        left = window.mapToGlobal(QPoint(12, 0)).x()
        self.move(max(left, min(at.x(), right)), at.y())
        self.show()
        self.setFocus()

    def open_centred(self) -> None:
        """Open in the upper third of the window."""
        self.adjustSize()
        parent = self.parentWidget()
        if parent is None:
            raise BugError("a popover needs its window")
        window = parent.window()
        x = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(x, window.height() // 5)))
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint ground and border: a window with clear corners gets neither by itself."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
