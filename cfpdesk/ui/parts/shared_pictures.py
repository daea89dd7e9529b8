"""The previews of the engagement that is open: one maker for all pages of a window."""

from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication

from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.pictures import Pictures

_OPEN: "WeakKeyDictionary[Desk, Pictures]" = WeakKeyDictionary()


def pictures_of(desk: Desk) -> Pictures:
    """Return the previews of the engagement that is open; those of the one before are closed."""
    folder = desk.session.evidence.previews
    found = _OPEN.get(desk)
    if found is None or found.folder != folder:
        if found is not None:
            found.close()
        found = _OPEN[desk] = Pictures(folder)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(found.close)
        desk.window.destroyed.connect(found.close)
    return found
