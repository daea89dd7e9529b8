"""Files dropped on a row of a grid: the row under them is chosen, and told with the files.

Each target of a drop has keys too: the row is reached with the arrows, Ctrl+E, Ctrl+L and Ctrl+V do
the same. What the window itself takes (client's workbooks, packages) is left to it.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from cfpdesk.ui.drop_zones import PACKAGES, are_workbooks, files_in
from cfpdesk.ui.table_model import Grid


class RowDrop(QObject):
    """Emits `dropped` with the key of the row and the files."""

    dropped = Signal(str, list)

    def __init__(self, grid: Grid[Any]) -> None:
        super().__init__(grid)
        self._grid = grid
        self._before = ""
        self._paths: list[Path] = []
        grid.viewport().setAcceptDrops(True)
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow a drag over the rows; the row under it is shown as chosen until it leaves."""
        if isinstance(event, QDragEnterEvent):
            self._paths = _evidence_in(event)
            self._before = self._grid.current_key()
            event.setAccepted(bool(self._paths))
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            key = self._row_at(event.position().toPoint())
            event.setAccepted(bool(key))
            if key and self._paths:
                self._grid.select(self._before)
                self.dropped.emit(key, self._paths)
            return True
        if isinstance(event, QDragMoveEvent):
            key = self._row_at(event.position().toPoint())
            event.setAccepted(bool(key))
            self._grid.select(key or self._before)
            return True
        if isinstance(event, QDragLeaveEvent):
            self._grid.select(self._before)
            return True
        return super().eventFilter(watched, event)

    def _row_at(self, place: QPoint) -> str:
        """Return the key of the row under a place; empty over heads and below the last row."""
        index = self._grid.indexAt(place)
        if not self._paths or not index.isValid() or self._grid.rows_model.is_head(index.row()):
            return ""
        return self._grid.key_at(index.row())


def _evidence_in(event: QDragEnterEvent) -> list[Path]:
    paths = files_in(event.mimeData())
    own = any(path.suffix.casefold() in PACKAGES for path in paths)
    return [] if own or are_workbooks(paths) else paths
