"""Marks on photos and pages: drawn one by one, each undone by itself (rules 9.6.2, 9.8.3).

The original stays as it came. What goes into the report and to the client is derived from it and
from the marks kept here.
"""

from collections.abc import Sequence

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.mark_shape import is_drawn, smoothed
from cfpdesk.model.photo_mark import (
    HIDING,
    MARK_WORD,
    MarkColour,
    MarkKind,
    PhotoMark,
    PictureVersion,
    Point,
    VersionState,
    can_be_marked,
    points_text,
)
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Session

__all__ = [
    "MarkColour",
    "MarkKind",
    "PhotoMark",
    "PictureVersion",
    "VersionState",
    "can_be_marked",
    "draw",
    "marks_of",
    "recolour",
    "remove",
    "reshape",
    "versions_of",
    "write",
]


def marks_of(session: Session, evidence: str) -> tuple[PhotoMark, ...]:
    """Return the marks on all pages of a piece, in the order of drawing."""
    return tuple(mark for mark in session.all(PhotoMark) if mark.evidence == evidence)


def versions_of(session: Session, evidence: str) -> tuple[VersionState, ...]:
    """Return the pictures there are of a piece: the original first, then what is derived."""
    found = [VersionState(PictureVersion.ORIGINAL)]
    marks = marks_of(session, evidence)
    for version, inside in (
        (PictureVersion.REPORT, marks),
        (PictureVersion.CLIENT, tuple(mark for mark in marks if mark.kind in HIDING)),
    ):
        if inside:
            found.append(_version(session, version, inside))
    return tuple(found)


def _version(session: Session, version: PictureVersion, marks: Sequence[PhotoMark]) -> VersionState:
    written = [session.provenance(PhotoMark.TABLE, mark.row, "points") for mark in marks]
    last = max((entry for entry in written if entry), key=lambda entry: entry.hlc, default=None)
    if last is None:
        return VersionState(version, len(marks))
    return VersionState(version, len(marks), last.person, last.at)


def draw(
    session: Session,
    evidence: str,
    kind: MarkKind,
    points: Sequence[Point],
    *,
    page: int = 0,
    colour: MarkColour = MarkColour.RED,
    text: str = "",
) -> PhotoMark:
    """Draw one mark and return it; a page has one crop, which the next one replaces.

    Args:
        session: the engagement.
        evidence: row of the piece.
        kind: what is drawn.
        points: as `PhotoMark.points` says, as shares of the upright picture.
        page: counted from 0.
        colour: of lines and words.
        text: of words; of others a note.

    Raises:
        UserError: if the piece has no picture, or nothing is drawn.
    """
    piece = existing(session, Evidence, evidence)
    if not can_be_marked(piece):
        raise UserError(msg("There is no picture to draw on."))
    if kind is MarkKind.PEN:
        points = smoothed(points)
    if not is_drawn(kind, points) or (kind is MarkKind.TEXT and not text.strip()):
        raise UserError(msg("Nothing was drawn: draw from one corner to the other."))
    before = _crop(session, evidence, page) if kind is MarkKind.CROP else None
    fresh = (before or PhotoMark(evidence=evidence, page=page, kind=kind, colour=colour)).but(
        points=points_text(points), text=text.strip()
    )
    with session.transact(_title(piece, fresh)) as change:
        return change.put(fresh)


def _crop(session: Session, evidence: str, page: int) -> PhotoMark | None:
    crops = (m for m in marks_of(session, evidence) if m.kind is MarkKind.CROP and m.page == page)
    return next(crops, None)


def reshape(session: Session, row: str, points: Sequence[Point]) -> None:
    """Move a mark, or draw its ends or corners elsewhere.

    Raises:
        UserError: if nothing would be left of it.
    """
    before = existing(session, PhotoMark, row)
    if not is_drawn(before.kind, points):
        raise UserError(msg("Nothing was drawn: draw from one corner to the other."))
    after = before.but(points=points_text(points))
    put_if_changed(session, before, after, _change_title(session, before))


def write(session: Session, row: str, text: str) -> None:
    """Write the words of a mark, or the note that its number leads to.

    Raises:
        UserError: if words would be left empty; they are taken away by removing them.
    """
    before = existing(session, PhotoMark, row)
    if before.kind is MarkKind.TEXT and not text.strip():
        raise UserError(msg("Words on a picture cannot be empty; remove them instead."))
    after = before.but(text=text.strip())
    put_if_changed(session, before, after, _change_title(session, before))


def recolour(session: Session, row: str, colour: MarkColour) -> None:
    """Give a mark another of the three colours."""
    before = existing(session, PhotoMark, row)
    put_if_changed(session, before, before.but(colour=colour), _change_title(session, before))


def remove(session: Session, row: str) -> None:
    """Take one mark away; one that is gone already stays gone."""
    found = session.get(PhotoMark, row)
    if found is None:
        return
    piece = session.record(Evidence, found.evidence)
    title = msg("{number}: remove {kind}", number=piece.number, kind=MARK_WORD[found.kind])
    with session.transact(title) as change:
        change.remove(found)


def _title(piece: Evidence, mark: PhotoMark) -> Message:
    return msg("{number}: draw {kind}", number=piece.number, kind=MARK_WORD[mark.kind])


def _change_title(session: Session, mark: PhotoMark) -> Message:
    number = session.record(Evidence, mark.evidence).number
    return msg("{number}: change {kind}", number=number, kind=MARK_WORD[mark.kind])
