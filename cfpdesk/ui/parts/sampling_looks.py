"""What is looked at over the sampling page: how a size came about, conditions, firmness."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import sampling_ledger
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.evaluation_popover import EvaluationPopover, FirmnessPopover
from cfpdesk.ui.parts.misstatement_view import AddPopover
from cfpdesk.ui.parts.plan_card import PlanPopover
from cfpdesk.ui.parts.sampling_settings import SettingsPopover


class SamplingLooks:
    """Opens popovers about the current population, and about the claim."""

    def __init__(self, desk: Desk, now: Callable[[], PopulationState | None]) -> None:
        self._desk, self._now = desk, now

    def plan(self, under: QWidget) -> None:
        """Show every step that led to confidence and size."""
        one = self._now()
        if one is not None:
            PlanPopover(self._desk.window, one.plan).open_under(under)

    def reasons(self, _under: QWidget) -> None:
        """Show conditions, other methods and what else could have been chosen."""
        one = self._now()
        if one is None or one.evaluation is None or one.conclusion is None:
            return
        variants = sampling_ledger.variants(self._desk.session)
        EvaluationPopover(
            self._desk.window, one.evaluation, one.conclusion, variants, finished=self._finished()
        ).open_centred()

    def settings(self) -> None:
        """Show the settings of sampling, to be changed."""
        SettingsPopover(self._desk.window, self._desk).open_centred()

    def firmness(self) -> None:
        """Show what becomes of the conclusion with one choice changed at a time."""
        variants = sampling_ledger.variants(self._desk.session)
        FirmnessPopover(self._desk.window, variants, finished=self._finished()).open_centred()

    def _finished(self) -> bool:
        return not sampling_ledger.state(self._desk.session).ledger.unfinished

    def enter_misstatement(self, then: Callable[[str], object]) -> None:
        """Ask for a misstatement that is computed nowhere; `then` is told its row."""

        def take(what: str, kg: Decimal | None) -> None:
            then(sampling_ledger.add(self._desk.session, what, kg).row)

        AddPopover(self._desk.window, take).open_centred()
