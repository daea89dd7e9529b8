"""The opinion: proposed from facts with every reason, set by a person, worded in both languages."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from cfpdesk.i18n import LANGUAGES, Language, _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.opinion import (
    OPINION_WORD,
    Opinion,
    OpinionType,
    Proposal,
    certificate_possible,
)
from cfpdesk.model.opinion_text import opinion_wording
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.steps import sampling_ledger
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.evaluation_popover import MET, UNMET
from cfpdesk.ui.parts.population_facts import when
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.status_icon import Shape, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label, row

OPINIONS: dict[OpinionType, Shape] = {
    OpinionType.UNMODIFIED: Shape("conform", "ok", OPINION_WORD[OpinionType.UNMODIFIED]),
    OpinionType.MODIFIED: Shape("observation", "info", OPINION_WORD[OpinionType.MODIFIED]),
    OpinionType.ADVERSE: Shape("not-conform", "bad", OPINION_WORD[OpinionType.ADVERSE]),
    OpinionType.DISCLAIMER: Shape("not-applicable", "na", OPINION_WORD[OpinionType.DISCLAIMER]),
}


class OpinionCard(ScrollColumn):
    """Emits `chosen` with an `OpinionType` or None, `firmness_wanted` to see other choices."""

    chosen = Signal(object)
    firmness_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__((18, 12, 18, 14), 8)
        role(self, box="pane")
        self._desk = desk
        self._language: Language = current_language()
        self._state: OpinionState | None = None
        self._shown: Proposal | None = None
        column = self.column
        self._icon = StatusIcon(size=20)
        self.proposed = label("", "question")
        self.proposed.setObjectName("proposed-opinion")
        self._provisional = label("", chip="warn")
        column.addLayout(row(label(_("Opinion proposed"), "card"), None, self._provisional))
        column.addLayout(row(self._icon, self.proposed, None))
        self._reasons = QWidget()
        self._reasons_grid = QGridLayout(self._reasons)
        column.addWidget(self._reasons)
        firm = button(
            _("How firm is it? …"), self.firmness_wanted.emit, kind="link", name="firmness"
        )
        column.addLayout(row(firm, None))
        column.addWidget(Hairline())
        self._make_choice()
        column.addWidget(Hairline())
        self._make_words()
        column.addStretch(1)

    def _make_choice(self) -> None:
        self.combo = QComboBox()
        self.combo.setObjectName("chosen")
        self.combo.setAccessibleName(_("Opinion set by the team"))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.addItem(_("not set yet"), "")
        for kind in OpinionType:
            self.combo.addItem(str(OPINION_WORD[kind]), kind.value)
        self.combo.activated.connect(self._choose)
        self._by = label("", "muted")
        self.column.addLayout(row(label(_("Opinion set by the team"), "card"), None, self._by))
        self.column.addWidget(self.combo)
        self.form = Form(self._desk, Opinion.TABLE, label_width=0)
        self._why = Form(self._desk, Opinion.TABLE, label_width=0)
        self._about = Form(self._desk, Opinion.TABLE, label_width=0)
        self._why.note(
            "reason", _("Why another one than proposed"), self._put(sampling_ledger.write_reason),
            lines=1, clause="RULE:9.8.1",
        )  # fmt: skip
        self._about.note(
            "matters", _("What it is about, as it stands in the opinion"),
            self._put(sampling_ledger.write_matters), lines=1, clause="RULE:9.8.1",
        )  # fmt: skip
        self.form.tags(
            "missing", _("Evidence that could not be obtained"),
            self._put(sampling_ledger.set_missing), hint=_("what, then Enter"),
        )  # fmt: skip
        self.form.check("pervasive", _("This reaches the whole claim"), self._set_pervasive)
        for form in (self._why, self._about, self.form):
            self.column.addWidget(form)
        self._certificate = label("", "muted", wrap=True)
        self.column.addWidget(self._certificate)

    def _make_words(self) -> None:
        self._tongues = Choice(_("Language of the words"), "segments")
        self._tongues.set_options([("zh", "中文"), ("en", "English")])
        self._tongues.chosen.connect(self._speak)
        self.words = label("", "", wrap=True)
        self.words.setObjectName("opinion-words")
        self.words.setAccessibleName(_("In words"))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.addWidget(label(_("In words"), "card"))
        line.addStretch(1)
        line.addWidget(self._tongues)
        self.column.addLayout(line)
        self.column.addWidget(self.words)

    def _put(self, verb: Callable[[Any, Any], object]) -> Callable[[Any], None]:
        def commit(value: Any) -> None:
            verb(self._desk.session, value)

        return commit

    def _set_pervasive(self, on: bool) -> None:
        sampling_ledger.set_pervasive(self._desk.session, pervasive=on)

    def _choose(self, index: int) -> None:
        value = str(self.combo.itemData(index))
        self._show_chosen()  # until it is written, what stands is shown
        self.chosen.emit(OpinionType(value) if value else None)

    def _speak(self, key: str) -> None:
        self._language = next(tongue for tongue in LANGUAGES if tongue == key)
        self._show_words()

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: OpinionState, *, read_only: bool) -> None:
        """Show proposal, choice and words; fields that are typed in are left alone."""
        self._state = state
        self._show_proposal(state.proposal)
        self._show_chosen()
        opinion = state.opinion
        self.combo.setEnabled(not read_only)
        values = {"missing": opinion.missing, "pervasive": opinion.pervasive}
        self.form.show_values(values, row=opinion.row)
        self._why.show_values({"reason": opinion.reason}, row=opinion.row)
        self._about.show_values({"matters": opinion.matters}, row=opinion.row)
        self._why.setVisible(state.differs or bool(opinion.reason))
        unmodified = state.shown is OpinionType.UNMODIFIED
        self._about.setVisible(not unmodified or bool(opinion.matters))
        for form in (self.form, self._why, self._about):
            form.set_read_only(read_only)
        self.form.field("pervasive").box.setVisible(bool(opinion.missing))
        self._by.setText(f"{state.chosen_by} {when(opinion.chosen_at)}".strip())
        possible = certificate_possible(state.shown, state.ledger)
        self._certificate.setText(
            _("A certificate can follow.") if possible else _("No certificate can follow.")
        )
        self._tongues.choose(self._language)
        self._show_words()

    def _show_proposal(self, proposal: Proposal) -> None:
        if proposal == self._shown:
            return
        self._shown = proposal
        shape = OPINIONS[proposal.type]
        self._icon.show_shape(shape)
        self.proposed.setText(str(shape.word))
        self._provisional.setVisible(not proposal.final)
        self._provisional.setText(_("for now"))
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, reason in enumerate(proposal.reasons):
            grid.addWidget(StatusIcon(MET if reason.met else UNMET, 15), number, 0, top)
            made = label(str(reason.sentence), "label", wrap=True)
            made.setToolTip(text_in(clause_text(reason.clause), current_language()))
            grid.addWidget(made, number, 1)
        self.column.replaceWidget(self._reasons, fresh)
        self._reasons.hide()
        self._reasons.deleteLater()
        self._reasons = fresh

    def _show_chosen(self) -> None:
        chosen = self._state.opinion.chosen if self._state is not None else None
        self.combo.setCurrentIndex(max(self.combo.findData(chosen.value if chosen else ""), 0))

    def _show_words(self) -> None:
        if self._state is None:
            return
        level = self._state.ledger.context.level
        sentences = opinion_wording(self._state.shown, level, self._state.subject)
        self.words.setText("\n".join(text_in(part, self._language) for part in sentences))
