"""After each commit, one signal to whoever watches one of its tables."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from cfpdesk.store.session import Session


class SessionBus(QObject):
    """Carries `Changes` of the session that is open to the window's thread, in order."""

    changed = Signal(object)

    def __init__(self, session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._leave = session.subscribe(self.changed.emit)

    def close(self) -> None:
        """Stop listening; called before the session is closed, perhaps by who was told just now.

        So it goes later: an object that emits must not be gone when that returns.
        """
        self._leave()
        self.deleteLater()
