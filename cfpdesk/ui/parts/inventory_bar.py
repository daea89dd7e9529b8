"""The bar above the inventory's views: which view, and for the lines what they are narrowed to."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.ui.parts.line_rows import FILTERS, Grouping, LineFilter, Narrowing
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import density, theme
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.text import Hairline


class View(StrEnum):
    """What the page shows below the strip."""

    LINES = "lines"
    CHARTS = "charts"
    BALANCES = "balances"
    SETTINGS = "settings"


class InventoryBar(QFrame):
    """Emits `viewed` with the view wanted, `narrowed` after a filter or the grouping changed."""

    viewed = Signal(str)
    narrowed = Signal()

    def __init__(self, narrowing: Narrowing) -> None:
        super().__init__()
        role(self, box="base", compact=True)
        self._narrowing = narrowing
        theme().changed.connect(self._measure)
        self._measure()
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 12, 0)
        line.setSpacing(2)
        self._tabs = Choice(_("View"), "tabs")
        self._tabs.chosen.connect(self.viewed)
        line.addWidget(self._tabs)
        line.addStretch(1)
        self._chips = QWidget()
        chips = QHBoxLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(2)
        self._all = self._chip("all", lambda: self._choose(None))
        chips.addWidget(self._all)
        self._filters: dict[LineFilter, QPushButton] = {}
        for each in LineFilter:
            self._filters[each] = self._chip(each.value, self._choosing(each))
            chips.addWidget(self._filters[each])
        chips.addSpacing(6)
        chips.addWidget(Hairline(standing=True))
        chips.addSpacing(6)
        self._group = button("", self.next_grouping, icon="list", kind="quiet", name="grouping")
        chips.addWidget(self._group)
        line.addWidget(self._chips)

    def _measure(self) -> None:
        self.setFixedHeight(density().control + 6)

    def _chip(self, name: str, run: Callable[[], object]) -> QPushButton:
        made = button("", run, kind="chip", name=f"filter-{name}")
        made.setCheckable(True)
        return made

    def _choosing(self, each: LineFilter) -> Callable[[], None]:
        return lambda: self._choose(each)

    def _choose(self, each: LineFilter | None) -> None:
        chosen = self._narrowing.filters
        self._narrowing.filters = chosen ^ {each} if each is not None else frozenset()
        self.narrowed.emit()

    def next_grouping(self) -> None:
        """Put the lines in groups by the next thing (Ctrl+G)."""
        order = tuple(Grouping)
        at = order.index(self._narrowing.grouping)
        self._narrowing.grouping = order[(at + 1) % len(order)]
        self.narrowed.emit()

    def show_state(self, state: InventoryState, view: View) -> None:
        """Show the view in force, and how many lines each filter lets pass."""
        self._tabs.set_options(
            [
                (View.LINES.value, _("Lines {n}").format(n=len(state.lines))),
                (View.CHARTS.value, _("Charts")),
                (View.BALANCES.value, _("Balances and shares")),
                (View.SETTINGS.value, _("Settings")),
            ]
        )
        self._tabs.choose(view.value)
        self._chips.setVisible(view is View.LINES)
        words = {
            LineFilter.DOUBTS: _("With doubts"),
            LineFilter.CHANGED: _("Changed"),
            LineFilter.NOT_TRACED: _("Not traced"),
            LineFilter.SIGNIFICANT: _("Significant"),
        }
        self._name(self._all, _("All"), on=not self._narrowing.filters)
        for each, chip in self._filters.items():
            count = sum(FILTERS[each](line) for line in state.lines)
            self._name(chip, f"{words[each]} {count}", on=each in self._narrowing.filters)
        groupings = {
            Grouping.STAGE: _("By stage"),
            Grouping.RANK: _("By rank"),
            Grouping.OWNER: _("By owner"),
            Grouping.NONE: _("In one list"),
        }
        word = groupings[self._narrowing.grouping]
        self._group.setText(word)
        self._group.setAccessibleName(_("Groups: {how}").format(how=word))
        hint = _("Put the lines in groups by stage, rank, or who judged last, or in one list")
        self._group.setToolTip(f"{hint}  Ctrl+G")

    def tab(self, view: View) -> QWidget:
        """Return the tab of a view."""
        return self._tabs.option(view.value)

    def _name(self, chip: QPushButton, text: str, *, on: bool) -> None:
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.setChecked(on)
