"""What a merge would bring, in figures and as a bar; or what has been merged so far."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.store.preview import Came, MergePreview
from cfpdesk.ui.widgets.share_bar import Part, ShareBar, Swatch
from cfpdesk.ui.widgets.text import label, row


class MergeCounts(QWidget):
    """Figures with swatches above a thin bar."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(9)
        line = QHBoxLayout()
        line.setSpacing(22)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(20)
        self._note = label("", "label")
        line.addLayout(self._figures)
        line.addStretch(1)
        line.addWidget(self._note)
        column.addLayout(line)
        self._bar = ShareBar(_("What the package brings"), 8)
        column.addWidget(self._bar)

    def show_state(self, preview: MergePreview | None, *, merged: int, conflicts: int) -> None:
        """Show a preview's counts; without one, what is in."""
        while (item := self._figures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if preview is None:
            self._bar.hide()
            parts = [
                (merged, str(msg("{n:package|packages} merged", n=merged)), "accent", 100),
                (conflicts, str(msg("{n:conflict|conflicts} open", n=conflicts)), "conf", 100),
            ]
            self._note.setText("")
        else:
            parts = [
                (preview.count(Came.NEW), _("new"), "accent", 100),
                (preview.count(Came.CHANGED), _("changed"), "accent", 55),
                (preview.count(Came.SAME), _("same"), "line", 100),
                (preview.count(Came.CONFLICT), _("in conflict"), "conf", 100),
                (preview.count(Came.DELETED), _("gone"), "bad", 100),
            ]
            self._bar.show()
            self._bar.set_parts([Part(n, token, f"{n:,} {w}", s) for n, w, token, s in parts])
            self._note.setText(_("nothing is written yet; look first"))
        for n, words, token, strength in parts:
            pair = QWidget()
            figure = label(f"{n:,}", "card")
            pair.setLayout(row(Swatch(token, strength), figure, label(words, "label"), spacing=6))
            self._figures.addWidget(pair)
