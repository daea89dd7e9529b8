"""What a piece of evidence is used in: a card for each link, with the way there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.evidence import LinkRole
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.population import SampleItem
from cfpdesk.steps.evidence import LinkState
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.status_icon import FINDINGS, LINE, SLIP, VERDICTS, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label, row


class UsedIn(QWidget):
    """Emits `opened` with table and row of a target, and `unlinked` with the row of a link."""

    opened = Signal(str, str)
    unlinked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._links: tuple[LinkState, ...] = ()
        self._language = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addLayout(row(label(_("Used in"), "label"), None, label("Ctrl L", "small")))
        self._list = QVBoxLayout()
        self._list.setSpacing(5)
        column.addLayout(self._list)

    def show_links(self, links: Sequence[LinkState]) -> None:
        """Show these links; nothing is rebuilt where they are the same."""
        if tuple(links) == self._links and current_language() == self._language:
            return
        self._links, self._language = tuple(links), current_language()
        empty(self._list)
        for link in links:
            self._list.addWidget(self._card(link))

    def _card(self, link: LinkState) -> QFrame:
        card = QFrame()
        role(card, box="raised")
        line = QHBoxLayout(card)
        line.setContentsMargins(8, 0, 4, 0)
        line.setSpacing(6)
        shape = FINDINGS[link.kind] if link.kind else VERDICTS[link.verdict or Verdict.OPEN]
        others = {LineReview.TABLE: LINE, SampleItem.TABLE: SLIP, Dataset.TABLE: LINE}
        shape = others.get(link.target_table, shape)
        line.addWidget(StatusIcon(shape, 16))
        title = text_in(link.title, current_language())
        if link.role is LinkRole.CORRECTION:
            title = " · ".join((_("Correction"), title))
        go = button(
            link.code,
            lambda: self.opened.emit(link.target_table, link.target),
            kind="link",
            name=f"go-{link.code}",
        )
        go.setAccessibleName(" ".join((_("Go to"), link.code)))
        line.addWidget(go)
        line.addWidget(ElidedLabel(title, "label"), 1)
        if link.row:
            away = tool("close", " ".join((_("Unlink"), link.code)), token="muted", size=14)
            away.clicked.connect(lambda: self.unlinked.emit(link.row))
            line.addWidget(away)
        return card
