"""Whether an original is still what came in, worked out off the window's thread."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, Signal

from cfpdesk.errors import UserError
from cfpdesk.model.record import Blob
from cfpdesk.steps.evidence import hash_of
from cfpdesk.ui.pools import tell, worker_pool


class HashState(Enum):
    """What is known of an original."""

    CHECKING = "checking"
    GOOD = "good"
    CHANGED = "changed"
    MISSING = "missing"


class _Check(QRunnable):
    def __init__(self, owner: "HashCheck", sha256: str, path: Path) -> None:
        super().__init__()
        self._owner, self._sha256, self._path = owner, sha256, path

    def run(self) -> None:
        try:
            same = hash_of(self._path) == self._sha256
            found = HashState.GOOD if same else HashState.CHANGED
        except UserError:
            found = HashState.MISSING
        tell(lambda: self._owner.done.emit(self._sha256, found))


class HashCheck(QObject):
    """Hashes each original once while the window is open; `known` tells that one is."""

    known = Signal(str)
    done = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, HashState] = {}
        self._pool = worker_pool()
        self.done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def state(self, blob: Blob | None, path: Path | None) -> HashState:
        """Return what is known, and begin to find out where nothing is."""
        if blob is None or path is None:
            return HashState.GOOD
        found = self._found.get(blob.sha256)
        if found is None:
            self._found[blob.sha256] = found = HashState.CHECKING
            self._pool.start(_Check(self, blob.sha256, path))
        return found

    def _take(self, sha256: str, found: HashState) -> None:
        self._found[sha256] = found
        self.known.emit(sha256)
