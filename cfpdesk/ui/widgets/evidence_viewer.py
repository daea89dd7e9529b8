"""The middle of the evidence page: tools of the view, the photo or page, the original's facts."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.evidence import Evidence, EvidenceKind
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.evidence_strip import Thumb
from cfpdesk.ui.widgets.photo_view import STEP, PhotoView
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import Hairline, label

SCREEN_SIDE = 1600
TEXT_BYTES = 300_000
FULL_SIDE = 8000


class EvidenceViewer(QWidget):
    """See the module text. Only the view turns and zooms; the original is never written."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._thumb: Thumb | None = None
        self._page = 0
        self._sharp = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._view = PhotoView(_("Picture"))
        self._view.zoomed.connect(lambda percent: self._percent.setText(f"{percent} %"))
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
        self._before = tool("chevron-left", _("Previous page"), lambda: self._turn_page(-1))
        self._after = tool("chevron-right", _("Next page"), lambda: self._turn_page(1))
        self._pages = label("", "muted")
        for widget in (self._before, self._pages, self._after):
            line.addWidget(widget)
        line.addStretch(1)
        view = self._view
        line.addWidget(tool("rotate", _("Turn the view"), view.turn, key="R"))
        line.addSpacing(8)
        line.addWidget(tool("zoom-out", _("Smaller"), lambda: view.zoom(1 / STEP), key="−"))
        self._percent = label("", "muted")
        self._percent.setMinimumWidth(42)
        line.addWidget(self._percent)
        line.addWidget(tool("zoom-in", _("Larger"), lambda: view.zoom(STEP), key="+"))
        line.addWidget(tool("fullscreen", _("Fit"), view.fit, key="0"))
        return bar

    def _foot(self) -> QWidget:
        foot = QFrame()
        role(foot, box="base")
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 7, 16, 7)
        line.setSpacing(8)
        from cfpdesk.ui.icons import set_icon

        icon = label()
        set_icon(icon, "lock", "text2", 15)
        self._original = label("", "label")
        self._note = label("", "small")
        line.addWidget(icon)
        line.addWidget(self._original)
        line.addStretch(1)
        line.addWidget(self._note)
        self._foot_box = foot
        return foot

    # Showing ----------------------------------------------------------------------------------

    def show_piece(self, thumb: Thumb, *, damaged: bool) -> None:
        """Show a piece; the same one again keeps zoom, page and place."""
        before = self._thumb.evidence.row if self._thumb else ""
        if thumb.evidence.row != before:
            self._page, self._sharp = 0, False
            self._view.clear()
        self._thumb = thumb
        file = thumb.evidence.file
        self._foot_box.setVisible(file is not None)
        if file is not None:
            self._original.setText(" · ".join((_("Original"), size_text(file.size), _("locked"))))
            self._note.setText(_("Zooming and turning change the view only"))
        self.show_damage(damaged=damaged)
        self._draw()

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

    def turn(self) -> None:
        """Turn the view a quarter."""
        self._view.turn()

    def view(self) -> PhotoView:
        """Return the view itself."""
        return self._view

    def focus_view(self) -> None:
        """Put the focus on the picture, so that its keys work."""
        self._view.setFocus()


def _width(piece: Evidence) -> int:
    width = piece.pixels.partition("x")[0]
    return int(width) if width.isdecimal() else 0
