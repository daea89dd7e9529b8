"""The opinion as the closing meeting tells it: proposed or set, the figures behind it, a way there.

Usable alone: `show_state`; `opened` is emitted when a person wants to see what it rests on.
"""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.finding import FindingKind, FindingState
from cfpdesk.model.misstatement_ledger import Ledger, Standing
from cfpdesk.model.opinion import OpinionType
from cfpdesk.model.opinion_reason import joined
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.quantity import figure
from cfpdesk.ui.parts.evaluation_popover import MET, UNMET
from cfpdesk.ui.parts.opinion_card import OPINIONS
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import VERDICTS, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label, row

_TINT = {
    OpinionType.UNMODIFIED: "tint-ok",
    OpinionType.MODIFIED: "tint-warn",
    OpinionType.ADVERSE: "tint-bad",
    OpinionType.DISCLAIMER: "tint-info",
}
_MOST_REASONS = 3
UNTESTED = VERDICTS[Verdict.NOT_APPLICABLE]
"""A ring with a dash: no tick stands where nobody has looked."""


class OpinionSummary(Card):
    """See the module text."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(_("Opinion proposed"))
        self._tint = QFrame()
        inside = QVBoxLayout(self._tint)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(2)
        self._icon = StatusIcon(size=18)
        self.word = label("", "strong")
        self.word.setObjectName("opinion-word")
        inside.addLayout(row(self._icon, self.word, None))
        self._why = label("", "label", wrap=True)
        inside.addWidget(self._why)
        self.body.addWidget(self._tint)
        self._lines: list[tuple[StatusIcon, QLabel, QLabel]] = []
        for _number in range(4):
            icon, name, value = StatusIcon(size=15), label("", "label"), label("", "strong")
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(icon)
            line.addWidget(name, 1)
            line.addWidget(value, 0, Qt.AlignmentFlag.AlignRight)
            self.body.addLayout(line)
            self._lines.append((icon, name, value))
        self.body.addWidget(Hairline())
        see = button(_("What it rests on"), self.opened.emit, kind="link", name="see-opinion")
        note = label(_("Another one needs a reason"), "muted")
        self.body.addLayout(row(note, None, see))

    def show_state(self, state: OpinionState) -> None:
        """Show the opinion and its figures; hidden while nothing was tested and none is set."""
        chosen = state.opinion.chosen
        self.setVisible(state.tested or chosen is not None)
        shape = OPINIONS[state.shown]
        self._icon.show_shape(shape)
        self.title.setText(_("Opinion proposed") if chosen is None else _("Opinion"))
        for_now = chosen is None and not state.proposal.final
        words = _("for now: {opinion}") if for_now else "{opinion}"
        self.word.setText(words.format(opinion=shape.word))
        role(self._tint, box=_TINT[state.shown])
        self._why.setText(_why(state))
        self._why.setVisible(bool(self._why.text()))
        for (icon, name, value), (met, words, text) in zip(
            self._lines, _figures(state), strict=True
        ):
            icon.show_shape(UNTESTED if met is None else MET if met else UNMET)
            name.setText(words)
            value.setText(text)
            value.setAccessibleName(f"{words} {text}")


def _why(state: OpinionState) -> str:
    """Return the reason of a person, else what stands against; open work only where it is all."""
    if state.opinion.chosen is not None and state.opinion.reason.strip():
        return state.opinion.reason.strip()
    against = [reason for reason in state.proposal.reasons if not reason.met]
    hard = [reason for reason in against if not reason.waits]
    sentences = [reason.sentence for reason in (hard or against)[:_MOST_REASONS]]
    return text_in(joined(sentences), current_language())


def _figures(state: OpinionState) -> list[tuple[bool | None, str, str]]:
    """Return for each line whether it holds (None: nothing was tested), its words, its figure."""
    ledger = state.ledger
    tolerable = ledger.context.tolerable_kg
    major = sum(
        finding.kind is FindingKind.MAJOR
        and finding.state not in (FindingState.VERIFIED, FindingState.CLOSED)
        for finding in state.case.findings
    )
    net = ledger.known.net
    within = ledger.standing is not Standing.MATERIAL
    return [
        (within, _("Known misstatement, net"), _share(ledger, net)),
        _limit(ledger, _("Limit of understatement"), ledger.limits.under, tolerable),
        _limit(ledger, _("Limit of overstatement"), ledger.limits.over, tolerable),
        (not major, _("Major nonconformities open"), str(major)),
    ]


def _limit(
    ledger: Ledger, words: str, value: Decimal | None, tolerable: Decimal | None
) -> tuple[bool | None, str, str]:
    if value is None:
        return (False, words, "–") if ledger.sampled else (None, words, _("not tested"))
    return (tolerable is not None and abs(value) <= tolerable, words, _share(ledger, value))


def _share(ledger: Ledger, kg: Decimal) -> str:
    share = ledger.context.percent(kg)
    if share is None:
        return "–"
    sign = "+" if share > 0 else ""
    return f"{sign}{figure(share, 2)} %"
