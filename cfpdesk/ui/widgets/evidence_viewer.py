"""The middle of the evidence page: tools, the photo or page with its marks, and its versions."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.evidence import Evidence, EvidenceKind
from cfpdesk.model.photo_mark import PhotoMark, PictureVersion, VersionState, shown_in
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.evidence_strip import Thumb
from cfpdesk.ui.widgets.mark_bar import MarkBar
from cfpdesk.ui.widgets.mark_view import MarkView
from cfpdesk.ui.widgets.photo_view import STEP
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.text import Hairline, label
from cfpdesk.ui.widgets.version_cards import VersionCards

SCREEN_SIDE = 1600
TEXT_BYTES = 300_000
FULL_SIDE = 8000


class EvidenceViewer(QWidget):
    """See the module text. The original is never written: marks are kept beside it."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._thumb: Thumb | None = None
        self._page = 0
        self._sharp = False
        self._marks: tuple[PhotoMark, ...] = ()
        self._versions: tuple[VersionState, ...] = ()
        self._may_mark = False
        self._version = PictureVersion.ORIGINAL
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._view = MarkView(_("Picture"))
        self._view.zoomed.connect(self._zoomed)
        self._view.detail_wanted.connect(self._sharpen)
        column.addWidget(self._bar())
        column.addWidget(Hairline())
        self._frame = QFrame()
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._view)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Text of the file"))
        self._text.hide()
        inside.addWidget(self._text)
        column.addWidget(self._frame, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot())
        pictures.ready.connect(self._ready)

    def _bar(self) -> QWidget:
        bar = QFrame()
        role(bar, box="base")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 5, 16, 5)
        line.setSpacing(4)
        view = self._view
        self._percent = button("", view.fit, kind="quiet", name="fit")
        self._percent.setMinimumWidth(54)  # 100 % is no wider
        others = (
            tool("rotate", _("Turn the view"), view.turn, key="Shift R"),
            tool("zoom-in", _("Larger"), lambda: view.zoom(STEP), key="+"),
            self._percent,
        )
        self._tools = MarkBar(view, others)
        line.addWidget(self._tools)
        return bar

    def _foot(self) -> QWidget:
        foot = QFrame()
        role(foot, box="base")
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 7, 16, 7)
        line.setSpacing(8)
        self._cards = VersionCards(self._pictures)
        self._cards.chosen.connect(self.show_version)
        line.addWidget(self._cards)
        line.addStretch(1)
        self._before = tool("chevron-left", _("Previous page"), lambda: self._turn_page(-1))
        self._after = tool("chevron-right", _("Next page"), lambda: self._turn_page(1))
        self._pages = label("", "muted")
        for widget in (self._before, self._pages, self._after):
            line.addWidget(widget)
        self._foot_box = foot
        return foot

    # Showing ----------------------------------------------------------------------------------

    def show_piece(self, thumb: Thumb, *, damaged: bool) -> None:
        """Show a piece; the same one again keeps zoom, page and place."""
        before = self._thumb.evidence.row if self._thumb else ""
        if thumb.evidence.row != before:
            self._page, self._sharp = 0, False
            self._marks, self._version = (), PictureVersion.ORIGINAL
            self._view.clear()
            self._view.choose("")
        self._thumb = thumb
        self._foot_box.setVisible(thumb.evidence.file is not None)
        self.show_damage(damaged=damaged)
        self._draw()

    def show_marks(
        self, marks: Sequence[PhotoMark], versions: Sequence[VersionState], *, may_mark: bool
    ) -> None:
        """Show the marks of the piece that is shown; a new one brings up its version.

        Args:
            marks: on all its pages.
            versions: which pictures there are of it.
            may_mark: whether it has a picture, and may be written.
        """
        known = {mark.row for mark in self._marks}
        fresh = [mark for mark in marks if mark.row not in known]
        self._marks, self._versions = tuple(marks), tuple(versions)
        self._may_mark = may_mark
        self._tools.set_may_mark(may=may_mark)
        hidden = any(mark not in self._shown_marks() for mark in fresh if mark.page == self._page)
        if fresh and (hidden or self._version is PictureVersion.ORIGINAL):
            self._version = PictureVersion.REPORT
        if self._version not in [state.version for state in versions]:
            self._version = PictureVersion.ORIGINAL
        self._show_marks()

    def _shown_marks(self) -> tuple[PhotoMark, ...]:
        return shown_in(self._marks, self._version, self._page)

    def _show_marks(self) -> None:
        self._view.show_marks(self._shown_marks(), may_mark=self._may_mark)
        if self._thumb is not None and self._thumb.evidence.file is not None:
            self._cards.show_versions(self._thumb, self._versions, self._marks, self._version)

    def show_version(self, version: PictureVersion) -> None:
        """Show the original or a picture that is derived from it."""
        self._version = version
        self._view.choose("")
        self._show_marks()

    @property
    def version(self) -> PictureVersion:
        """Which picture of the piece is seen."""
        return self._version

    @property
    def page(self) -> int:
        """Which page is seen, counted from 0."""
        return self._page

    def choose_mark(self, row: str) -> None:
        """Show the handles of a mark, on its page."""
        mark = next((mark for mark in self._marks if mark.row == row), None)
        if mark is not None and mark.page != self._page:
            self._turn_page(mark.page - self._page)
        if mark is not None and mark not in self._shown_marks():
            self._version = PictureVersion.REPORT
            self._show_marks()
        self._view.choose(row)

    def _zoomed(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        fit = _("Fit")
        self._percent.setAccessibleName(f"{fit} {percent} %")
        self._percent.setToolTip(f"{fit}  0")

    def show_damage(self, *, damaged: bool) -> None:
        """Ring the view in red where the original is not what came in."""
        self._frame.setStyleSheet("")
        role(self._frame, box="tint-bad" if damaged else "base")
        margin = 3 if damaged else 0
        layout = self._frame.layout()
        if layout is not None:
            layout.setContentsMargins(margin, margin, margin, margin)

    def clear(self) -> None:
        """Show nothing."""
        self._thumb = None
        self._view.clear()
        self._foot_box.hide()
        self._show_pages(0)

    def _draw(self) -> None:
        thumb = self._thumb
        if thumb is None:
            return
        self._text.hide()
        self._view.show()
        piece = thumb.evidence
        if piece.file is None or thumb.path is None:
            self._view.show_picture(
                None, 0, _("An interview has no picture; its notes are beside.")
            )
            self._show_pages(0)
            return
        if piece.file.mime == "text/plain" and piece.file.size <= TEXT_BYTES:
            self._show_text(thumb.path)
            return
        sha, path = piece.file.sha256, thumb.path
        side = FULL_SIDE if self._sharp else SCREEN_SIDE
        picture = self._pictures.get(sha, path, side, self._page)
        if picture is None and self._sharp:
            picture = self._pictures.get(sha, path, SCREEN_SIDE, self._page)
        why = self._pictures.why(sha, side, self._page)
        if picture is None and why is None:
            if self._view.is_empty():
                self._view.show_picture(None, 0, _("The picture is being prepared …"))
        else:
            self._view.show_picture(picture, _width(piece), str(why) if why else "")
        pages = self._pictures.pages(sha)
        self._show_pages(pages if piece.kind is EvidenceKind.DOCUMENT else 0)

    def _show_text(self, path: Path) -> None:
        """Show a text file as it is; notes of an interview mostly come as one."""
        try:
            data = path.read_bytes()
        except OSError:
            data = b""  # the hash check says that the original is missing
        for encoding in ("utf-8-sig", "gb18030"):
            with suppress(UnicodeDecodeError):
                self._text.setPlainText(data.decode(encoding))
                break
        self._view.hide()
        self._text.show()
        self._show_pages(0)

    def _ready(self, sha256: str) -> None:
        file = self._thumb.evidence.file if self._thumb else None
        if file is not None and file.sha256 == sha256:
            self._draw()

    def _sharpen(self) -> None:
        if not self._sharp and self._thumb is not None:
            self._sharp = True
            self._draw()

    def _show_pages(self, pages: int) -> None:
        several = pages > 1
        for widget in (self._before, self._pages, self._after):
            widget.setVisible(several)
        self._pages.setText(f"{self._page + 1} / {pages}")
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page + 1 < pages)

    def _turn_page(self, by: int) -> None:
        self._page += by
        self._sharp = False
        self._view.clear()
        self._draw()
        self._show_marks()

    def turn(self) -> None:
        """Turn the view a quarter."""
        self._view.turn()

    def view(self) -> MarkView:
        """Return the view itself."""
        return self._view

    def focus_view(self) -> None:
        """Put the focus on the picture, so that its keys work."""
        self._view.setFocus()


def _width(piece: Evidence) -> int:
    width = piece.pixels.partition("x")[0]
    return int(width) if width.isdecimal() else 0
