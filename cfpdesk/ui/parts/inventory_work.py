"""The inventory as it is worked with: strip, bar, lines with the current one, and the other views.

The page owns state and selection; this puts them on the screen and tells what a person did.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.inventory_balances import InventoryBalances
from cfpdesk.ui.parts.inventory_bar import InventoryBar, View
from cfpdesk.ui.parts.inventory_charts import InventoryCharts, Simulated
from cfpdesk.ui.parts.inventory_settings import InventorySettingsView
from cfpdesk.ui.parts.line_actions import LineActions
from cfpdesk.ui.parts.line_columns import VERIFIED_COLUMN
from cfpdesk.ui.parts.line_detail import LineDetail
from cfpdesk.ui.parts.line_list import LineList
from cfpdesk.ui.parts.line_rows import LineFilter, Narrowing
from cfpdesk.ui.parts.row_drop import RowDrop
from cfpdesk.ui.parts.shared_pictures import pictures_of
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.inventory_head import InventoryHead
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.reading_order import set_reading_order
from cfpdesk.ui.widgets.text import Hairline


class InventoryWork(QWidget):
    """Emits `chosen` with a line's key, `viewed` with a view, `asked` with a place of the strip."""

    chosen = Signal(str)
    viewed = Signal(str)
    narrowed = Signal()
    asked = Signal(str)
    line_wanted = Signal(str)
    mapping_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        actions: LineActions,
        narrowing: Narrowing,
        simulated: Simulated,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._actions, self._narrowing = actions, narrowing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget(self)
        self.head = InventoryHead()
        self.bar = InventoryBar(narrowing)
        self.list = LineList(narrowing)
        self.detail = LineDetail(desk, pictures_of(desk), actions.ref_of)
        self.charts = InventoryCharts(desk, simulated)
        self.balances = InventoryBalances(desk)
        self.settings = InventorySettingsView(desk)
        self._right = QStackedWidget()
        self._right.addWidget(self.detail)
        self._right.addWidget(EmptyState(_("Choose a line in the list.")))
        parts = [(self.list, 798), (self._right, 336)]
        lines = Panes("inventory", desk.settings, parts, grow=0)
        self._views = {
            View.LINES: lines,
            View.CHARTS: self.charts,
            View.BALANCES: self.balances,
            View.SETTINGS: self.settings,
        }
        for view in self._views.values():
            self.stack.addWidget(view)
        for part in (self.head, Hairline(), self.bar, Hairline()):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.head.asked.connect(self._asked)
        self.bar.viewed.connect(self.viewed)
        self.bar.narrowed.connect(self.narrowed)
        self.list.narrowed.connect(self.narrowed)
        self.list.grid.chosen.connect(self.chosen)
        self.list.grid.opened.connect(self._opened)
        self._drop = RowDrop(self.list.grid)
        self._drop.dropped.connect(self._dropped)
        for view in (self.charts, self.balances):
            view.line_wanted.connect(self.line_wanted)
        self.settings.mapping_wanted.connect(self.mapping_wanted)
        detail, act = self.detail, self._actions
        detail.stepped.connect(self.list.grid.step)
        detail.accept_wanted.connect(act.accept)
        detail.stand_again.connect(act.object_again)
        detail.cell_wanted.connect(act.show_cell)
        detail.traced.connect(act.trace)
        detail.finding_wanted.connect(act.raise_misstatement)
        detail.finding_linked.connect(act.link_finding)
        detail.evidence_unlinked.connect(act.unlink)
        detail.evidence_wanted.connect(act.add_evidence)
        detail.evidence_dropped.connect(act.drop)
        detail.link_wanted.connect(act.link)
        detail.verified.factor_wanted.connect(act.pick_factor)
        detail.verified.series_wanted.connect(act.show_series)

    def _opened(self, _key: str) -> None:
        """Enter goes to the doubts of the line; a double click on its result to the value."""
        if self.list.grid.currentIndex().column() == VERIFIED_COLUMN:
            self.detail.focus_verified()
        else:
            self.detail.focus_first()

    def _dropped(self, key: str, paths: list[Path]) -> None:
        """Go to the line that files were dropped on, and link them to it."""
        self.list.grid.select(key)
        self.chosen.emit(key)
        self._actions.drop(paths)

    def _asked(self, what: str) -> None:
        if what == "not_traced":
            self._narrowing.filters = frozenset({LineFilter.NOT_TRACED})
            self.narrowed.emit()
            self.viewed.emit(View.LINES.value)
        elif what == "balances":
            self.viewed.emit(View.BALANCES.value)
        else:
            self.asked.emit(what)

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: InventoryState, view: View) -> tuple[str, ...]:
        """Show a state in a view; returns the keys of the lines that are shown."""
        self.head.show_state(state)
        self.bar.show_state(state, view)
        self.stack.setCurrentWidget(self._views[view])
        if view is View.CHARTS:
            self.charts.show_state(state)
        elif view is View.BALANCES:
            self.balances.show_state(state)
        elif view is View.SETTINGS:
            self.settings.show_state(state)
        return self.list.show_lines(state)

    def show_line(
        self, view: LineView | None, note: str, samples: Sequence[PopulationState] = ()
    ) -> None:
        """Show the current line at the right."""
        self._right.setCurrentIndex(0 if view is not None else 1)
        if view is not None:
            self.detail.show_line(view, self._actions.thumbs(), note, samples)
            set_reading_order(self.detail)

    def panes(self, view: View) -> tuple[QWidget, ...]:
        """Return the panes of a view in the order F6 goes through them."""
        if view is View.LINES:
            return (self.list.grid, self.detail.first_field())
        first = {
            View.CHARTS: self.charts.first_field,
            View.BALANCES: self.balances.first_field,
            View.SETTINGS: self.settings.first_field,
        }[view]
        return (self.bar.tab(view), first())

    def field(self, view: View, name: str) -> QWidget | None:
        """Return the field of a view by the name a blocker's target uses."""
        if view is View.BALANCES:
            return self.balances.field(name)
        if view is View.SETTINGS:
            return self.settings.field(name)
        return self.list.grid if view is View.LINES else self.charts.first_field()
