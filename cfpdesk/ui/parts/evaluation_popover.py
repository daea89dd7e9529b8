"""Why a sample says what it says: conditions, other methods, how firm the conclusion is."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.conclusion import Conclusion
from cfpdesk.model.estimate import Condition
from cfpdesk.model.evaluation import Evaluation
from cfpdesk.model.quantity import figure
from cfpdesk.model.sensitivity import Variant, sensitivity_text
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import px
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.status_icon import Shape, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label

MET = Shape("conform", "ok", msg("met"))
UNMET = Shape("warning", "warn", msg("not met"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EvaluationPopover(Popover):
    """Conditions, the other methods on the same items, and how firm the conclusion is."""

    def __init__(
        self,
        parent: QWidget,
        evaluation: Evaluation,
        conclusion: Conclusion,
        variants: Sequence[Variant],
        *,
        finished: bool,
    ) -> None:
        super().__init__(parent, _("Conditions and other methods"), 640)
        inside = _scrolled(self)
        inside.addWidget(label(_("What the method asks for"), "card"))
        inside.addLayout(conditions(conclusion.conditions))
        if evaluation.quantified:
            inside.addWidget(Hairline())
            inside.addWidget(label(_("Other methods on the same items"), "card"))
            inside.addLayout(_methods(evaluation))
        if variants:
            inside.addWidget(Hairline())
            inside.addWidget(label(_("How firm the conclusion is"), "card"))
            inside.addWidget(label(firmness_text(variants, finished=finished), "label", wrap=True))
            inside.addLayout(variants_grid(variants, finished=finished))
        inside.addWidget(label(_("Esc closes"), "muted"))


class FirmnessPopover(Popover):
    """What becomes of the conclusion about the claim with one choice changed at a time."""

    def __init__(self, parent: QWidget, variants: Sequence[Variant], *, finished: bool) -> None:
        super().__init__(parent, _("How firm the conclusion is"), 620)
        self.body.addWidget(label(_("How firm the conclusion is"), "card"))
        self.body.addWidget(label(firmness_text(variants, finished=finished), "label", wrap=True))
        self.body.addLayout(variants_grid(variants, finished=finished))
        self.body.addWidget(label(_("Esc closes"), "muted"))


def _scrolled(popover: Popover) -> QVBoxLayout:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(popover.accessibleName())
    inside = QWidget()
    role(inside, box="scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(8)
    area.setWidget(inside)
    area.setMinimumHeight(px(13) * 32)
    popover.body.addWidget(area)
    return column


def conditions(found: Sequence[Condition]) -> QGridLayout:
    """Return conditions as rows: met or not, the sentence, the clause."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, condition in enumerate(found):
        icon = StatusIcon(MET if condition.met else UNMET, 15)
        grid.addWidget(icon, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(str(condition.sentence), wrap=True), number, 1)
        if condition.clause:
            words = text_in(clause_text(condition.clause), current_language())
            grid.addWidget(label(words, "small"), number, 2, Qt.AlignmentFlag.AlignTop)
    return grid


def _methods(evaluation: Evaluation) -> QGridLayout:
    unit = evaluation.population.unit or "kg"
    grid = _table(
        (_("Method"), _("Projected over {unit}").format(unit=unit), _("under"),
         _("Limit over {unit}").format(unit=unit), _("under"), "")
    )  # fmt: skip
    for number, found in enumerate((evaluation.estimate, *evaluation.alternatives), start=1):
        cells = (
            figure(found.projected.over, 2),
            figure(found.projected.under, 2),
            _limit(found.limits.over),
            _limit(found.limits.under),
        )
        grid.addWidget(label(str(found.method), "strong" if number == 1 else ""), number, 0)
        for column, text in enumerate(cells, start=1):
            grid.addWidget(_figure(text), number, column)
        words = _("used") if number == 1 else ("" if found.valid else _("conditions not met"))
        grid.addWidget(label(words, "small"), number, 5)
    return grid


def _limit(value: Decimal | None) -> str:
    return "–" if value is None else figure(value, 2)


def firmness_text(variants: Sequence[Variant], *, finished: bool) -> str:
    """Return in one sentence how firm the conclusion is, or that there is none yet."""
    if finished:
        return str(sensitivity_text(variants))
    return _("Items are still unchecked: no conclusion yet; the limits may be compared.")


def variants_grid(variants: Sequence[Variant], *, finished: bool) -> QGridLayout:
    """Return what becomes of the conclusion with one choice changed, as rows."""
    grid = _table((_("One choice changed"), _("Limit over %"), _("under %"), ""))
    for number, variant in enumerate(variants, start=1):
        kind = "strong" if number == 1 else ""
        grid.addWidget(label(str(variant.name), kind, wrap=True), number, 0)
        for column, share in ((1, variant.over_pct), (2, variant.under_pct)):
            grid.addWidget(_figure("–" if share is None else figure(share, 2)), number, column)
        if not finished:
            continue
        words = _("supported") if variant.supported else _("not supported")
        if variant.flips:
            words = _("turns round: {what}").format(what=words)
        grid.addWidget(label(words, "warn" if variant.flips else "label"), number, 3)
    return grid


def _table(heads: Sequence[str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(0, 1)
    for column, words in enumerate(heads):
        made = label(words, "small")
        if column:
            made.setAlignment(_RIGHT)
        grid.addWidget(made, 0, column)
    return grid


def _figure(text: str) -> QLabel:
    made = label(text)
    made.setAlignment(_RIGHT)
    return made
