"""What size comes of a population's recipe, and every step that led there."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.population_gate import why_not_freeze
from cfpdesk.model.sample_plan import SamplePlan
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.parts.sample_rows import ASIDE_WORD
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import Hairline, empty, label, row


class PlanSteps(QWidget):
    """Every step that led to confidence and size: what, how much, the clause or setting."""

    def __init__(self, plan: SamplePlan) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        language, top = current_language(), Qt.AlignmentFlag.AlignTop
        for number, step in enumerate(plan.steps):
            last = number == len(plan.steps) - 1
            name = label(step.name.text(language), "label", wrap=True)
            value = label(text_in(step.value, language), "strong" if last else "", wrap=True)
            grid.addWidget(name, number, 0, top)
            grid.addWidget(value, number, 1, top)
            if not last:
                words = text_in(clause_text(step.clause), language) if step.clause else ""
                grid.addWidget(label(words or _("setting"), "small"), number, 2, top)


class PlanPopover(Popover):
    """The same over the strip of a frozen population."""

    def __init__(self, parent: QWidget, plan: SamplePlan) -> None:
        super().__init__(parent, _("How the size came about"), 540)
        self.body.addWidget(label(_("How the size came about"), "card"))
        self.body.addWidget(PlanSteps(plan))
        self.body.addWidget(label(_("Esc closes"), "muted"))


class PlanCard(QFrame):
    """What size comes of the recipe, and every step that led there.

    Emits `settings_wanted` for what the standards leave to the body.
    """

    settings_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(8)
        self._size = label("", "hero")
        self._size.setObjectName("plan-size")
        self._why = label("", "label", wrap=True)
        self._not_yet = label("", "warn", wrap=True)
        self._not_yet.setObjectName("not-yet")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._size, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self._why, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(label(_("Sample size"), "label"))
        column.addLayout(head)
        column.addWidget(self._not_yet)
        self._room = label("", "warn", wrap=True)
        self._room.setObjectName("room-left")
        column.addWidget(self._room)
        column.addWidget(Hairline())
        change = button(
            _("Settings …"), self.settings_wanted.emit, kind="link", name="sampling-settings"
        )
        column.addLayout(row(label(_("How the size came about"), "card"), None, change))
        self._steps = QVBoxLayout()
        column.addLayout(self._steps)
        self._aside = label("", "label", wrap=True)
        column.addWidget(self._aside)
        column.addStretch(1)

    def show_state(self, one: PopulationState) -> None:
        """Show the plan of a population."""
        self._size.setText(str(one.plan.size))
        self._why.setText(str(one.plan.steps[-1].value))
        missing = why_not_freeze(one.population, one.facts)
        self._not_yet.setVisible(missing is not None)
        self._not_yet.setText(_("Not to be frozen yet: {why}").format(why=missing))
        self._room.setVisible(one.room is not None)
        self._room.setText(str(one.room or ""))
        empty(self._steps)
        self._steps.addWidget(PlanSteps(one.plan))
        parts = _aside_parts(one)
        self._aside.setVisible(bool(parts))
        self._aside.setText(_("Set aside, to be looked at apart: {what}").format(what=parts))


def _aside_parts(one: PopulationState) -> str:
    counted = Counter(part.kind for part in one.frame.set_aside) if one.frame else {}
    return " · ".join(f"{ASIDE_WORD[kind]} {n}" for kind, n in counted.items())
