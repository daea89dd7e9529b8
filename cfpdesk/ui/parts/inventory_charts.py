"""The pictures of the inventory on one page, and the simulation behind two of them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.chart.drawing import Chart
from cfpdesk.model.inventory_pictures import (
    contribution,
    from_claim_to_result,
    histogram,
    variance,
)
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.line_spread import LineSpreads, line_spreads
from cfpdesk.model.quantity import figure
from cfpdesk.model.uncertainty import Simulation, simulate
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.text import label, row


@dataclass
class Simulated:
    """The last simulation and what it was made from; the page keeps it over a language switch."""

    key: object = None
    found: Simulation | None = None


class InventoryCharts(QScrollArea):
    """Emits `line_wanted` with the key of the line that a mark stands for."""

    line_wanted = Signal(str)

    def __init__(self, desk: Desk, kept: Simulated) -> None:
        super().__init__()
        self._desk, self._kept = desk, kept
        self._state: InventoryState | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        role(inside, box="scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(20, 12, 20, 14)
        grid.setSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._bars = _Picture(opens=True)
        self._fall = _Picture(opens=True)
        self._tornado = _Picture(opens=True)
        self._spread = _Picture(opens=False)
        for picture in (self._bars, self._fall, self._tornado):
            picture.view.activated.connect(self._activated)
        self._simulation = self._make_simulation()
        grid.addWidget(self._bars, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._fall, 0, 1)
        grid.addWidget(self._simulation, 1, 1)
        below = QWidget()
        pair = QVBoxLayout(below)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(12)
        pair.addWidget(self._spread)
        pair.addWidget(self._tornado)
        pair.addStretch(1)
        grid.addWidget(below, 2, 1)
        grid.setRowStretch(2, 1)
        self.setWidget(inside)

    def _make_simulation(self) -> Card:
        card = Card(_("How sure the result is"))
        self._said = label("", "label", wrap=True)
        self._said.setObjectName("simulation-said")
        card.body.addWidget(self._said)
        self._go = button(_("Simulate"), self.simulate, icon="dice", name="simulate")
        self._unknown = label("", "muted", wrap=True)
        line = row(self._go, spacing=12)
        line.addWidget(self._unknown, 1)
        card.body.addLayout(line)
        return card

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: InventoryState) -> None:
        """Show the pictures of a state; a simulation of other figures is no longer shown."""
        self._state = state
        self._bars.show_chart(contribution(state))
        self._fall.show_chart(from_claim_to_result(state))
        spreads = self._spreads()
        key = self._key(spreads)
        if self._kept.key != key:
            self._kept.found = None
        self._show_simulation(spreads)

    def _spreads(self) -> LineSpreads:
        lines = self._state.lines if self._state else ()
        return line_spreads(view.result for view in lines)

    def _key(self, spreads: LineSpreads) -> object:
        settings = self._state.settings if self._state else None
        return (spreads, settings.seed if settings else 0, settings.draws if settings else 0)

    def _show_simulation(self, spreads: LineSpreads) -> None:
        state, found = self._state, self._kept.found
        self._go.setEnabled(spreads.known)
        for picture in (self._tornado, self._spread):
            picture.setVisible(found is not None)
        n = len(spreads.unknown)
        self._unknown.setText(
            str(msg("{n} {n:line has|lines have} no uncertainty yet", n=n)) if n else ""
        )
        if state is None or found is None:
            self._said.setText(
                _("The figures are drawn many times within their uncertainty; the same seed gives"
                  " the same result.")
                if spreads.known
                else _("No line has an uncertainty or a rating yet; write one, then simulate.")
            )  # fmt: skip
            return
        self._spread.show_chart(histogram(state, found))
        self._tornado.show_chart(variance(state, found))
        half = found.half_width_pct
        words = _("Seed {seed}, {draws} draws: ±{half} % around the median.")
        self._said.setText(
            words.format(
                seed=found.seed, draws=figure(found.draws),
                half=figure(half, 1) if half is not None else "–",
            )
        )  # fmt: skip

    def _activated(self, key: str) -> None:
        if self._state and any(view.result.review.row == key for view in self._state.lines):
            self.line_wanted.emit(key)

    # Doing ------------------------------------------------------------------------------------

    def simulate(self) -> None:
        """Draw the result many times, in a job."""
        state, spreads = self._state, self._spreads()
        if state is None or not spreads.known:
            return
        key, settings = self._key(spreads), state.settings

        def work(progress: Progress) -> Simulation:
            return simulate(
                spreads.spreads, seed=settings.seed, draws=settings.draws,
                tick=progress.at,
            )  # fmt: skip

        def done(found: Simulation) -> None:
            self._go.setEnabled(True)
            self._kept.key, self._kept.found = key, found
            if self._state is not None:
                self.show_state(self._state)

        def over() -> None:
            self._go.setEnabled(True)
            self._show_simulation(self._spreads())

        def failed(error: Exception) -> None:
            over()
            self._desk.report(error)

        self._go.setEnabled(False)
        self._said.setText(_("Drawing …"))
        self._desk.run_job(msg("Simulation"), work, done=done, failed=failed, cancelled=over)

    def first_field(self) -> QWidget:
        """Return where F6 goes."""
        return self._bars.view


class _Picture(Card):
    """A picture with its title and what it says."""

    def __init__(self, *, opens: bool) -> None:
        super().__init__(" ")
        self._sentence = label("", "label", wrap=True)
        self.view = ChartView(opens=opens)
        self.body.setSpacing(4)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self.view, 1)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart."""
        self.title.setText(str(chart.title))
        self._sentence.setText(str(chart.sentence()))
        self.view.set_chart(chart)
