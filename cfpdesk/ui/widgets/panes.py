"""Panes of a work page, divided by hairlines that can be dragged; sizes are remembered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from cfpdesk.ui.settings import Settings
from cfpdesk.ui.theme import color


class _Handle(QSplitterHandle):
    """One visible pixel, seven to grab; a double click resets."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.fillRect(0, 0, 1, self.height(), color("hair"))
        else:
            painter.fillRect(0, 0, self.width(), 1, color("hair"))
        painter.end()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        splitter = self.splitter()
        if isinstance(splitter, Panes):
            splitter.reset()


class Panes(QSplitter):
    """Widgets beside each other with given widths; the rest goes to the last or to `grow`."""

    def __init__(
        self,
        name: str,
        settings: Settings,
        parts: Sequence[tuple[QWidget, int]],
        *,
        grow: int = -1,
        standing: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if standing else Qt.Orientation.Horizontal)
        self._key = f"panes/{name}"
        self._settings = settings
        self._sizes = [size for _, size in parts]
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for widget, _ in parts:
            self.addWidget(widget)
        grown = grow if grow >= 0 else len(parts) - 1
        for index in range(len(parts)):
            self.setStretchFactor(index, 1 if index == grown else 0)
        kept = settings.bytes(self._key)
        self._grown = grown
        self._fresh = kept.isEmpty() or not self.restoreState(kept)
        self.splitterMoved.connect(lambda *_: settings.put_bytes(self._key, self.saveState()))

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        """Return our own line."""
        return _Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the panes their designed widths once the room is known."""
        super().resizeEvent(event)
        if self._fresh and self.isVisible():
            self._fresh = False
            self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """As at a change of size."""
        super().showEvent(event)
        if self._fresh:
            self._fresh = False
            self._lay_out()

    def _lay_out(self) -> None:
        sizes = list(self._sizes)
        room = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        others = sum(size for n, size in enumerate(sizes) if n != self._grown)
        sizes[self._grown] = max(room - others - (len(sizes) - 1), 100)
        self.setSizes(sizes)

    def reset(self) -> None:
        """Give every pane its designed size."""
        self._lay_out()
        self._settings.put_bytes(self._key, self.saveState())
