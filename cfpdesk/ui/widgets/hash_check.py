"""Whether an original is still what came in, worked out off the window's thread."""

from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cfpdesk.errors import UserError
from cfpdesk.model.record import Blob
from cfpdesk.steps.evidence import hash_of
from cfpdesk.ui.pools import Worker


class HashState(Enum):
    """What is known of an original."""

    CHECKING = "checking"
    GOOD = "good"
    CHANGED = "changed"
    MISSING = "missing"


def _check(sha256: str, path: Path) -> tuple[str, HashState]:
    try:
        same = hash_of(path) == sha256
    except UserError:
        return sha256, HashState.MISSING
    return sha256, HashState.GOOD if same else HashState.CHANGED


class HashCheck(QObject):
    """Hashes each original once while the window is open; `known` tells that one is."""

    known = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, HashState] = {}
        self._worker = Worker()

    def state(self, blob: Blob | None, path: Path | None) -> HashState:
        """Return what is known, and begin to find out where nothing is."""
        if blob is None or path is None:
            return HashState.GOOD
        found = self._found.get(blob.sha256)
        if found is None:
            self._found[blob.sha256] = found = HashState.CHECKING
            self._worker.start(self, partial(_check, blob.sha256, path), self._take)
        return found

    def _take(self, checked: tuple[str, HashState]) -> None:
        sha256, found = checked
        self._found[sha256] = found
        self.known.emit(sha256)
