"""Labels by role, hairlines, spacers: the small parts every page is put together from."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QWidget

from cfpdesk.ui.style import role


def label(text: str = "", kind: str = "", *, wrap: bool = False, chip: str = "") -> QLabel:
    """Return a label in a text role or as a chip (`ui/style.py` lists both)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        role(made, text=kind)
    if chip:
        role(made, chip=chip)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class ElidedLabel(QLabel):
    """A label of one line that ends in … where there is no room, and then has a tooltip."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self._full = ""
        if kind:
            role(self, text=kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Set the whole text."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def full_text(self) -> str:
        """Return the whole text."""
        return self._full

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for the room of the whole text."""
        size = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 4, size.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be content with little."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the text anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the fitted text; the font may have changed since."""
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        if shown != super().text():
            super().setText(shown)
        super().paintEvent(event)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideRight, max(self.width(), 0)
        )
        super().setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class Hairline(QFrame):
    """One pixel of `hair`, lying or standing; instead of boxes in boxes."""

    def __init__(self, *, standing: bool = False) -> None:
        super().__init__()
        role(self, box="hairline")
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


def row(*parts: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Return widgets in a row; a number is a gap in pixels, None takes all room that is left."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)
    return layout


class Dot(QWidget):
    """A small filled square in a colour, as in legends."""

    def __init__(self, color: str, size: int = 8) -> None:
        super().__init__()
        self._color = color
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the square."""
        from PySide6.QtGui import QColor

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._color))
        painter.drawRoundedRect(self.rect(), 2, 2)
        painter.end()


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout, hide it at once and delete it.

    It keeps its parent until then: a widget without one is deleted with its last Python name,
    which may be in the middle of its own event.
    """
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setObjectName("")
            widget.hide()
            widget.deleteLater()
