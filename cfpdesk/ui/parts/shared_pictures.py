"""The previews of the engagement that is open: one maker for all pages of a window."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication

from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.store.session import Session
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.evidence_strip import Thumb
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


def thumbs_of(session: Session, target: str, evidence: Sequence[str]) -> list[Thumb]:
    """Return the thumbnails of what is linked to a record, each with the row of its link.

    Args:
        session: the engagement.
        target: row of the record.
        evidence: rows of the evidence.
    """
    links = {link.evidence: link.row for link in session.all(Link) if link.target == target}
    found = []
    for row in evidence:
        piece = session.get(Evidence, row)
        if piece is not None:
            path = session.evidence.path(piece.file) if piece.file else None
            found.append(Thumb(piece, path, links.get(row, "")))
    return found
