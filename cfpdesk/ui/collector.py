"""Looking for garbage in the window's own thread only.

Python looks for cycles in whatever thread happens to ask for memory. In the thread of a job that
would take widgets and layouts apart which only the window's thread may touch, and now and then the
program would crash long afterwards. So it is switched off, and a timer looks instead.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 700


class Collector(QObject):
    """Collects as Python would, but when the window's thread is between two events."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect the oldest generation that is due; returns which one, or -1."""
        limits = gc.get_threshold()
        for generation in reversed(range(len(limits))):
            if limits[generation] and gc.get_count()[generation] > limits[generation]:
                gc.collect(generation)
                return generation
        return -1
