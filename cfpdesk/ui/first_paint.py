"""For the benchmark of the start: says when an opened engagement's page is painted, and quits."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

PAINTED = "painted"


class FirstPaint(QObject):
    """Waits for the paint event of the page; everything under the window is painted with it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._said = False
        page = window.page
        if page is None:
            raise ValueError("no engagement was opened")
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the event through; what comes after it runs when painting is done."""
        if event.type() == QEvent.Type.Paint and not self._said:
            self._said = True
            QTimer.singleShot(0, self._quit)
        return super().eventFilter(watched, event)

    def _quit(self) -> None:
        sys.stdout.write(f"{PAINTED}\n")
        sys.stdout.flush()
        self._window.close()
