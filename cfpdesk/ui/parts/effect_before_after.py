"""Below a finding's effect: the limit of its direction without it and with it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.claim_effect import claim_effect
from cfpdesk.model.finding import Finding
from cfpdesk.steps import sampling_ledger
from cfpdesk.store.session import Session
from cfpdesk.ui.widgets.effect_bar import EffectBar
from cfpdesk.ui.widgets.text import label


class EffectBeforeAfter(QWidget):
    """Hidden where the finding has no effect of its own to count."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(10)
        self._words = label("", "small")
        self.bar = EffectBar()
        line.addWidget(self._words)
        line.addWidget(self.bar, 1)
        self.hide()

    def show_finding(self, session: Session, finding: Finding) -> None:
        """Show what a finding does to where the claim stands, as far as it counts by itself."""
        found = None
        if finding.effect:
            state = sampling_ledger.state(session)
            found = claim_effect(state.ledger, state.case.lines, finding)
        self.setVisible(found is not None)
        if found is not None:
            self._words.setText("\n".join((_("Without it, with it"), str(found.title))))
            self.bar.show_effect(found)
