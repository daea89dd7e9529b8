"""What papers need to show pictures of evidence: where originals lie, and the marks on them."""

from collections.abc import Mapping

from cfpdesk.model.evidence import Evidence
from cfpdesk.model.evidence_view import EvidencePicture
from cfpdesk.model.photo_mark import PhotoMark, can_be_marked
from cfpdesk.store.session import Session


def evidence_pictures(session: Session) -> Mapping[str, EvidencePicture]:
    """Return every piece that has a picture, by its row, in the order of their numbers."""
    return session.remember("evidence_pictures", lambda: _pictures(session))


def _pictures(session: Session) -> Mapping[str, EvidencePicture]:
    marks: dict[str, list[PhotoMark]] = {}
    for mark in session.all(PhotoMark):
        marks.setdefault(mark.evidence, []).append(mark)
    pieces = sorted(session.all(Evidence), key=lambda piece: piece.number)
    return {
        piece.row: EvidencePicture(
            piece, session.evidence.path(piece.file), tuple(marks.get(piece.row, ()))
        )
        for piece in pieces
        if piece.file is not None and can_be_marked(piece)
    }
