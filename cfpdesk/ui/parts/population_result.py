"""What a sample says: the sentence, the gauge, which test stands behind each side, what to do."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.claim_basis import basis_sentence
from cfpdesk.model.conclusion import WAY_TEXT, Way, omission_sentence
from cfpdesk.model.estimate import NOTHING
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.quantity import figure, short_figure
from cfpdesk.model.sample_plan import percent, tolerable_rate
from cfpdesk.model.sampling_pictures import evaluation_gauge
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.parts.population_rows import shape_of
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.status_icon import StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

WAY_WORD: dict[Way, Callable[[], str]] = {
    Way.EXTEND: lambda: _("Extend the sample …"),
    Way.CORRECT: lambda: _("Let it be corrected"),
    Way.FINDING: lambda: _("Raise a finding"),
}


class PopulationResult(QFrame):
    """Emits `way_wanted` with a `Way`, `reasons_wanted` for conditions, `folded` with whether."""

    way_wanted = Signal(object)
    reasons_wanted = Signal(QWidget)
    folded = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="base")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 12, 6)
        column.setSpacing(2)
        self._icon = StatusIcon(size=18)
        self._icon.setContentsMargins(0, 3, 0, 0)
        self.sentence = label("", "question", wrap=True)
        self.sentence.setObjectName("conclusion")
        self._of = label("", "muted")
        self._more = label(_("incl. known elsewhere"), "muted")
        self._fold = tool("chevron-up", _("Hide the picture"), self._toggle, token="text2")
        self._fold.setObjectName("fold-gauge")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sentence, 1)
        head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self.gauge = ChartView()
        column.addWidget(self.gauge)
        self._facts = _Facts()
        column.addWidget(self._facts)
        self._over = ElidedLabel("", "muted")
        self._under = ElidedLabel("", "muted")
        self.reasons = button("", self._ask_reasons, kind="link", name="reasons")
        sources = QVBoxLayout()
        sources.setSpacing(0)
        sources.addWidget(self._over)
        sources.addWidget(self._under)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(sources, 1)
        aside = QVBoxLayout()
        aside.setSpacing(0)
        aside.addWidget(self._of, 0, Qt.AlignmentFlag.AlignRight)
        aside.addWidget(self.reasons, 0, Qt.AlignmentFlag.AlignRight)
        foot.addLayout(aside)
        column.addLayout(foot)
        self._ways, self._way_buttons = self._make_ways()
        column.addWidget(self._ways)
        self._is_folded = False
        self._has_gauge = False

    def _make_ways(self) -> tuple[QWidget, dict[Way, QPushButton]]:
        made: dict[Way, QPushButton] = {}
        for way in Way:
            made[way] = button(WAY_WORD[way](), self._teller(way), name=f"way-{way}")
            made[way].setToolTip(str(WAY_TEXT[way]))
        box = QWidget()
        line = row(label(_("What can be done"), "label"), *made.values(), None)
        line.setContentsMargins(0, 4, 0, 2)
        box.setLayout(line)
        return box, made

    def _teller(self, way: Way) -> Callable[[], None]:
        return lambda: self.way_wanted.emit(way)

    def _ask_reasons(self) -> None:
        self.reasons_wanted.emit(self.reasons)

    def _toggle(self) -> None:
        self.set_folded(folded=not self._is_folded)
        self.folded.emit(self._is_folded)

    def set_folded(self, *, folded: bool) -> None:
        """Hide or show the picture; the sentence stays."""
        self._is_folded = folded
        self.gauge.setVisible(not folded and self._has_gauge)
        self._of.setVisible(not folded and bool(self._of.text()))
        for words in (self._over, self._under):
            words.setVisible(not folded and bool(words.full_text()))
        name = _("Show the picture") if folded else _("Hide the picture")
        self._fold.setAccessibleName(name)
        self._fold.setToolTip(name)
        set_icon(self._fold, "chevron-down" if folded else "chevron-up", "text2", 18)

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, one: PopulationState, context: ClaimContext, *, sealed: bool) -> None:
        """Show what a drawn population says."""
        shape = shape_of(one)
        self._icon.show_shape(shape)
        if one.evaluation is not None and one.conclusion is not None:
            self._show_evaluation(one, context, sealed=sealed)
        else:
            self._show_omission(one)
        self._fold.setVisible(self._has_gauge)
        self.set_folded(folded=self._is_folded and self._has_gauge)

    def _show_of(self, evaluation: Evaluation, context: ClaimContext) -> None:
        if evaluation.attribute is not None:
            text = ""
        elif context.claim_kg is None:
            text = _("the claim is not known")
        else:
            text = _("of the claim, {kg} kg").format(kg=figure(context.claim_kg, 0))
        self._of.setText(text)
        self._of.setToolTip(_what_of(evaluation, context) if text else "")

    def _show_evaluation(
        self, one: PopulationState, context: ClaimContext, *, sealed: bool
    ) -> None:
        evaluation, conclusion = one.evaluation, one.conclusion
        if evaluation is None or conclusion is None:
            return
        self.sentence.setText(str(conclusion.sentence))
        self._show_of(evaluation, context)
        chart = evaluation_gauge(evaluation, context)
        self._has_gauge = chart is not None
        self.gauge.set_chart(chart)
        self._facts.show_attribute(evaluation)
        rates = evaluation.attribute is not None
        dashed = _("Dashed: performance materiality {pct} %.").format(
            pct=short_figure(context.performance_pct)
        )
        over = str(conclusion.over)
        over = f"{over}  ·  {dashed}" if chart is not None else over
        self._over.setText("" if rates else over)
        self._under.setText("" if rates else str(conclusion.under))
        self._more.setVisible(chart is not None and evaluation.context.elsewhere != NOTHING)
        self._more.setToolTip(_what_of(evaluation, context))
        met = sum(condition.met for condition in conclusion.conditions)
        total = len(conclusion.conditions)
        words = _("Conditions {met}/{total}, other methods").format(met=met, total=total)
        self._show_reasons("" if rates and met == total else words, unmet=met < total)
        self._ways.setVisible(bool(conclusion.ways) and not sealed)
        for way, made in self._way_buttons.items():
            made.setVisible(way in conclusion.ways)

    def _show_omission(self, one: PopulationState) -> None:
        test = one.omission
        self._has_gauge = False
        self._more.hide()
        self.gauge.set_chart(None)
        self._of.setText("")
        self._facts.show_omission(one)
        self._ways.hide()
        self._over.setText("")
        if test is None:
            self.sentence.setText(_("The table is not read yet."))
            self._under.setText("")
            self._show_reasons("", unmet=False)
            return
        self.sentence.setText(str(omission_sentence(test)))
        self._under.setText("; ".join(str(c.sentence) for c in test.conditions))
        self._show_reasons("", unmet=False)

    def _show_reasons(self, words: str, *, unmet: bool) -> None:
        self.reasons.setVisible(bool(words))
        self.reasons.setText(words)
        self.reasons.setAccessibleName(words)
        set_icon(self.reasons, "warning" if unmet else "info", "warn" if unmet else "accent", 14)


class _Facts(QWidget):
    """A few figures beside each other, for samples that say rates rather than amounts."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(28, 6, 0, 8)
        line.setSpacing(18)
        self._cells = [(label("", "label"), label("", "value")) for _n in range(4)]
        for number, (title, value) in enumerate(self._cells):
            if number:
                line.addWidget(Hairline(standing=True))
            column = QVBoxLayout()
            column.setSpacing(1)
            column.addWidget(title)
            column.addWidget(value)
            line.addLayout(column)
        line.addStretch(1)

    def show_attribute(self, evaluation: Evaluation) -> None:
        """Show deviations, likely rate, limit and what is tolerable."""
        found = evaluation.attribute
        self.setVisible(found is not None)
        if found is None:
            return
        tolerable = tolerable_rate(evaluation.population, evaluation.context.materiality_pct)
        confidence = percent(evaluation.sampled.confidence)
        limit = percent(found.limit) if not evaluation.unchecked else "–"
        self._put(
            (_("Deviations"), f"{found.deviations} / {found.size}"),
            (_("Likely rate"), percent(found.likely)),
            (_("Upper limit, {confidence}").format(confidence=confidence), limit),
            (_("Tolerable"), percent(tolerable)),
        )

    def show_omission(self, one: PopulationState) -> None:
        """Show records traced, missing and short, and the limit of what is missing."""
        test = one.omission
        self.setVisible(test is not None)
        if test is None:
            return
        rate: Decimal | None = test.rate
        confidence = percent(test.confidence)
        self._put(
            (_("Traced"), f"{test.checked} / {test.size}"),
            (_("Missing"), str(test.missing)),
            (_("Too little"), str(test.short)),
            (
                _("At most missing, {confidence}").format(confidence=confidence),
                "–" if rate is None else percent(rate),
            ),
        )

    def _put(self, *facts: tuple[str, str]) -> None:
        for (title, value), (words, text) in zip(self._cells, facts, strict=True):
            title.setText(words)
            value.setText(text)
            value.setAccessibleName(f"{words} {text}")


def _what_of(evaluation: Evaluation, context: ClaimContext) -> str:
    """Return which claim the percentages are of, and what else than the sample is in them."""
    parts = []
    more = evaluation.context.elsewhere
    if more != NOTHING:
        words = _("Known elsewhere and not corrected: over {over} kg, under {under} kg.")
        parts.append(words.format(over=figure(more.over, 0), under=figure(more.under, 0)))
    sentence = None if context.basis is None else basis_sentence(context.basis)
    if sentence is not None:
        parts.append(str(sentence))
    return "\n".join(parts)
