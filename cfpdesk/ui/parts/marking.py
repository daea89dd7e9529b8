"""Marks between the picture, their list and the journal: each stroke is one operation."""

from PySide6.QtCore import QObject

from cfpdesk.i18n import _, msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.photo_mark import VERSION_WORD, PictureVersion, Point
from cfpdesk.steps import photo_mark
from cfpdesk.steps.photo_mark import MarkColour, MarkKind, PhotoMark
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.parts.mark_list import MarkList
from cfpdesk.ui.widgets.evidence_viewer import EvidenceViewer


class Marking(QObject):
    """See the module text; a page shows a piece, the rest follows from what people do."""

    def __init__(self, desk: Desk, viewer: EvidenceViewer, marks: MarkList) -> None:
        super().__init__(viewer)
        self._desk, self._viewer, self._list = desk, viewer, marks
        self._piece: Evidence | None = None
        view = viewer.view()
        view.drawn.connect(self._draw)
        view.reshaped.connect(self._reshape)
        view.removed.connect(self._remove)
        view.recoloured.connect(self._recolour)
        marks.removed.connect(self._remove)
        marks.chosen.connect(viewer.choose_mark)

    def show(self, piece: Evidence) -> None:
        """Show the marks of a piece, on the picture and in the list."""
        self._piece = piece
        session = self._desk.session
        marks = photo_mark.marks_of(session, piece.row)
        may = photo_mark.can_be_marked(piece) and not session.read_only
        self._viewer.show_marks(marks, photo_mark.versions_of(session, piece.row), may_mark=may)
        self._list.show_marks(marks)

    def _draw(self, kind: MarkKind, points: tuple[Point, ...], words: str) -> None:
        piece = self._piece
        if piece is None:
            return
        colour, page = self._viewer.view().colour, self._viewer.page
        made: list[PhotoMark] = []

        def draw() -> None:
            made.append(
                photo_mark.draw(
                    self._desk.session,
                    piece.row,
                    kind,
                    points,
                    page=page,
                    colour=colour,
                    text=words,
                )
            )

        if self._desk.attempt(draw):
            self._viewer.choose_mark(made[0].row)

    def _reshape(self, row: str, points: tuple[Point, ...]) -> None:
        self._desk.attempt(lambda: photo_mark.reshape(self._desk.session, row, points))

    def _recolour(self, row: str, colour: MarkColour) -> None:
        self._desk.attempt(lambda: photo_mark.recolour(self._desk.session, row, colour))

    def _remove(self, row: str) -> None:
        if self._desk.attempt(lambda: photo_mark.remove(self._desk.session, row)):
            self._desk.say(msg("The mark is removed"), undo=True)

    # Leaving ----------------------------------------------------------------------------------

    def save_copy(self) -> None:
        """Write the derived picture that is seen as a file of its own, made in a job."""
        piece, version = self._piece, self._viewer.version
        if piece is None or piece.file is None:
            return
        if version is PictureVersion.ORIGINAL:
            self._desk.say(msg("Choose a derived version first; the original stays here."))
            return
        name = f"{piece.number}-{VERSION_WORD[version].text('en').lower()}.jpg"
        path = self._desk.save_file(_("Save the picture"), name, "*.jpg")
        if path is None:
            return
        session = self._desk.session
        original, page = session.evidence.path(piece.file), self._viewer.page
        marks = photo_mark.marks_of(session, piece.row)

        def work(_progress: Progress) -> None:
            from cfpdesk.documents.evidence_picture import derived_file

            path.write_bytes(derived_file(original, marks, version, page))

        self._desk.run_job(
            msg("Save the picture"),
            work,
            done=lambda _nothing: self._desk.say(msg("Written: {name}", name=path.name)),
        )
