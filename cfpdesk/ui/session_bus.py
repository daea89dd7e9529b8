"""After each commit, one signal to whoever watches one of its tables."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from cfpdesk.store.session import Session


class SessionBus(QObject):
    """Carries `Changes` of the session that is open to the window's thread, in order."""

    changed = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._leave = session.subscribe(self.changed.emit)

    def close(self) -> None:
        """Stop listening; called before the session is closed."""
        self._leave()
