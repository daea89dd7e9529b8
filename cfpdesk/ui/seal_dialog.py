"""The one page before the seal: what will be fixed, in figures and words. Then the passphrase."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.closing_gate import ClosingState
from cfpdesk.model.finding import POSITION_WORD
from cfpdesk.ui.dialogs import Question
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import FINDINGS, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, label

COUNTED: dict[str, Message] = {
    "answer": msg("answers"),
    "evidence": msg("pieces of evidence"),
    "finding": msg("findings"),
    "signature": msg("signatures"),
    "attendance": msg("people on the sheets"),
}


class SealDialog(Question):
    """Shows the page; Enter leaves without sealing."""

    def __init__(self, parent: QWidget, state: ClosingState) -> None:
        super().__init__(
            parent,
            _("This will be sealed"),
            _("Nothing is lost afterwards: edits stay possible, with a reason, as amendments."),
        )
        self.setMinimumWidth(620)
        self.body.addWidget(_findings(state))
        self.body.addWidget(_facts(state))
        figures = " · ".join(
            f"{count} {COUNTED[table]}" for table, count in state.counts if table in COUNTED
        )
        self.body.addWidget(label(figures, "label", wrap=True))
        seal = button(_("Seal"), self.accept, icon="lock", kind="primary", name="answer-do")
        leave = button(_("Not yet"), self.reject, name="answer-leave")
        self.add_buttons(leave, seal)
        leave.setDefault(True)
        leave.setFocus()

    def ask(self) -> bool:
        """Return whether the person wants to seal."""
        return self.exec() == QDialog.DialogCode.Accepted


def _findings(state: ClosingState) -> Card:
    card = Card(_("Findings"), str(len(state.told)))
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    for line, finding in enumerate(state.told):
        grid.addWidget(StatusIcon(FINDINGS[finding.kind], 16), line, 0)
        grid.addWidget(label(finding.number, "strong"), line, 1)
        grid.addWidget(ElidedLabel(finding.title), line, 2)
        disputed = finding.position == "disputed"
        grid.addWidget(
            label(str(POSITION_WORD[finding.position]), "conf" if disputed else "ok"), line, 3
        )
    card.body.addLayout(grid)
    return card


def _facts(state: ClosingState) -> Card:
    card = Card(_("Key data of certificate and report"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for line, fact in enumerate(state.facts):
        grid.addWidget(label(str(fact.label), "label"), line, 0)
        grid.addWidget(label(str(fact.said), "strong"), line, 1)
    card.body.addLayout(grid)
    return card
