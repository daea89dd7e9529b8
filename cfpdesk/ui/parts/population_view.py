"""One population at the step it stands: its recipe, its seed, or what its sample says and shows."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.population import SEEDED
from cfpdesk.model.population_gate import (
    STAGE_WORD,
    PopulationStage,
    why_not_draw,
    why_not_freeze,
)
from cfpdesk.model.quantity import short_figure
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.plan_card import PlanCard
from cfpdesk.ui.parts.population_facts import facts_of, stops_of
from cfpdesk.ui.parts.population_form import PopulationForm
from cfpdesk.ui.parts.population_result import PopulationResult
from cfpdesk.ui.parts.reading_view import ReadingView
from cfpdesk.ui.parts.sample_rows import ItemTab
from cfpdesk.ui.parts.sample_table import SampleTable, TableView
from cfpdesk.ui.parts.seed_card import SeedCard
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.recipe_strip import RecipeStrip
from cfpdesk.ui.widgets.step_bar import StepBar
from cfpdesk.ui.widgets.text import Hairline

LOW = 540  # pixels of the page below which the picture gives way to the table
_ASKED = (PopulationStage.SEED, PopulationStage.DRAW)
_RECIPE = (PopulationStage.IMPORT, PopulationStage.RECONCILE, PopulationStage.FREEZE)


class PopulationView(QFrame):
    """Emits `go` with the stage whose next thing is wanted, and `plan_wanted` with a widget."""

    go = Signal(object)
    plan_wanted = Signal(QWidget)

    def __init__(self, desk: Desk, view: TableView) -> None:
        super().__init__()
        role(self, box="base")
        self._desk = desk
        self._stage = PopulationStage.IMPORT
        self._fold_said = desk.settings.text("sampling/gauge")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.steps = StepBar(_("Steps of the population"))
        self.steps.go.connect(lambda: self.go.emit(self._stage))
        self.strip = RecipeStrip(_("Recipe"))
        how = tool("help", _("How the size came about"), self._ask_plan, token="text2")
        how.setObjectName("plan")
        self.strip.foot.addWidget(how)
        self._how = how
        self.form = PopulationForm(desk)
        self.plan = PlanCard()
        self.seed = SeedCard()
        self.seed.draw_wanted.connect(lambda: self.go.emit(PopulationStage.DRAW))
        self.result = PopulationResult()
        self.result.folded.connect(self._folded)
        self.table = SampleTable(view)
        self._line = Hairline()
        head: tuple[QWidget, ...] = (self.steps, Hairline(), self.strip, self._line)
        for part in head:
            column.addWidget(part)
        self._stack = QStackedWidget()
        self._work = self._recipe(desk)
        self._drawn = self._sampled()
        self.reading = ReadingView(desk.jobs)
        for shown in (self._work, self.seed, self._drawn, self.reading):
            self._stack.addWidget(shown)
        column.addWidget(self._stack, 1)

    def _recipe(self, desk: Desk) -> QWidget:
        right = QScrollArea()
        right.setWidgetResizable(True)
        right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setWidget(self.plan)
        return Panes("sampling-recipe", desk.settings, [(self.form, 520), (right, 390)], grow=0)

    def _sampled(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.result)
        column.addWidget(self.table, 1)
        return box

    def _ask_plan(self) -> None:
        self.plan_wanted.emit(self._how)

    # Showing ----------------------------------------------------------------------------------

    def show_state(
        self,
        one: PopulationState,
        state: SamplingState,
        people: Sequence[str],
        now: datetime,
        *,
        read_only: bool,
    ) -> None:
        """Show a population with what is to be done next."""
        self._stage = one.stage
        frozen = one.population.frozen
        self.strip.setVisible(frozen)
        self._line.setVisible(frozen)
        if frozen:
            self.strip.set_facts(facts_of(one, acceptable(state)))
        self._show_steps(one, read_only=read_only)
        if one.waits:
            if self._stack.currentWidget() is not self.reading:
                self.reading.show_reading(one.population.name)
            self._stack.setCurrentWidget(self.reading)
        elif one.stage in _RECIPE:
            self.form.show_state(one, state, read_only=read_only)
            self.plan.show_state(one)
            self._stack.setCurrentWidget(self._work)
        elif one.stage in _ASKED:
            self.seed.show_state(one, state, people, read_only=read_only)
            self._stack.setCurrentWidget(self.seed)
        else:
            self.result.show_state(one, state.context, sealed=state.sealed)
            self._show_folded()
            self.table.show_items(one, now, read_only=read_only)
            self._stack.setCurrentWidget(self._drawn)

    def _show_steps(self, one: PopulationState, *, read_only: bool) -> None:
        finished = one.stage is PopulationStage.EVALUATE
        self.steps.setVisible(not finished)
        why, verb, ready = "", "", True
        if one.waits:
            why, ready = _("The table has to be read first."), False
        elif one.stage in (PopulationStage.RECONCILE, PopulationStage.FREEZE):
            found = why_not_freeze(one.population, one.facts)
            why, verb = str(found or ""), str(STAGE_WORD[PopulationStage.FREEZE])
            ready = found is None
        elif one.stage is PopulationStage.DRAW:
            found = why_not_draw(one.population, one.facts)
            why, verb = str(found or ""), str(STAGE_WORD[one.stage])
            ready = found is None
        elif one.stage is PopulationStage.CHECK:
            why = _("{n} left").format(n=one.facts.unchecked)
            verb = _("Next unchecked")
        if one.stage is PopulationStage.DRAW and one.population.method in SEEDED:
            verb = ""  # the card below asks for it
        self.steps.show_steps(stops_of(one), verb, why, enabled=ready and not read_only)

    # The picture ------------------------------------------------------------------------------

    def _folded(self, folded: bool) -> None:
        self._fold_said = "folded" if folded else "open"
        self._desk.settings.put("sampling/gauge", self._fold_said)

    def _show_folded(self) -> None:
        low = self.height() < LOW
        folded = self._fold_said == "folded" or (low and self._fold_said != "open")
        self.result.set_folded(folded=folded)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the room to the table where the page is low."""
        super().resizeEvent(event)
        self._show_folded()

    def take_focus(self, field: str = "") -> None:
        """Go to what is worked with now, and to a field by the name that blockers use."""
        if self._stack.currentWidget() is self._work and self.form.focus_field(field):
            return
        if field == "set_aside":
            self.table.show_tab(ItemTab.ASIDE)
        if self._stack.currentWidget() is self.seed:
            self.seed.take_focus()
        elif self._stack.currentWidget() is self._drawn and self.table.grid is not None:
            self.table.grid.setFocus()
        else:
            self.form.focus_field("ledger_total")


def acceptable(state: SamplingState) -> str:
    """Return the acceptable risk of the level, in percent."""
    settings = state.settings
    reasonable = state.context.level is AssuranceLevel.REASONABLE
    return short_figure(settings.reasonable_risk_pct if reasonable else settings.limited_risk_pct)
