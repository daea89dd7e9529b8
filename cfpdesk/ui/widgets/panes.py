"""Panes of a work page, divided by hairlines that can be dragged; sizes are remembered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
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
        if kept.isEmpty() or not self.restoreState(kept):
            self.setSizes(self._sizes)
        self.splitterMoved.connect(lambda *_: settings.put_bytes(self._key, self.saveState()))

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        """Return our own line."""
        return _Handle(self.orientation(), self)

    def reset(self) -> None:
        """Give every pane its designed size."""
        self.setSizes(self._sizes)
        self._settings.put_bytes(self._key, self.saveState())
