"""A finding as one card with its shape, number and title, and a way to it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.model.finding import KIND_WORD, Finding
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.status_icon import FINDINGS, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel


class FindingCard(QFrame):
    """Emits `opened` with the finding's row."""

    opened = Signal(str)

    def __init__(self, finding: Finding, below: str) -> None:
        super().__init__()
        role(self, box="raised")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(StatusIcon(FINDINGS[finding.kind]))
        words = QVBoxLayout()
        words.setSpacing(1)
        title = finding.title or _("without a title yet")
        heading = f"{finding.number} {KIND_WORD[finding.kind]} · {title}"
        words.addWidget(ElidedLabel(heading, "strong"))
        if below:
            words.addWidget(ElidedLabel(below, "muted"))
        layout.addLayout(words, 1)
        row = finding.row
        opener = button(
            _("Open"), lambda: self.opened.emit(row), kind="link", name=f"open-{finding.number}"
        )
        opener.setAccessibleName(" ".join((_("Open"), finding.number)))
        layout.addWidget(opener)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two lines of text and their margins."""
        return QSize(240, 50)
