"""The drawn items of a population: tabs, the table that is typed into, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.model.population import Conformity
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.parts.row_drop import RowDrop
from cfpdesk.ui.parts.sample_columns import Columns, amount_columns, attribute_columns, places_of
from cfpdesk.ui.parts.sample_grid import SampleGrid
from cfpdesk.ui.parts.sample_rows import (
    ItemTab,
    SampleRow,
    aside_rows,
    by_attribute,
    in_tab,
    rows_of,
    tabs_of,
)
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline


@dataclass
class TableView:
    """What the table shows; the page keeps it over a language switch.

    Attributes:
        sort: key of the column it is sorted by; empty for its own order.
    """

    tab: ItemTab = ItemTab.ALL
    current: str = ""
    sort: str = ""
    descending: bool = False


class SampleTable(QFrame):
    """Emits what is to be done with the current item.

    Signals:
        found: key, `Outcome`, key to go to afterwards.
        wanted: "evidence", "link", "finding", "open_finding" or "note".
        evidence_opened: number of a piece of evidence.
        dropped: files that were dropped on an item, which is current by then.
        moved: another row is current.
    """

    found = Signal(str, object, str)
    wanted = Signal(str)
    evidence_opened = Signal(str)
    dropped = Signal(list)
    moved = Signal()

    def __init__(self, view: TableView) -> None:
        super().__init__()
        role(self, box="base")
        self._view = view
        self._rows: dict[str, SampleRow] = {}
        self._all: tuple[SampleRow, ...] = ()
        self._shape: tuple[object, ...] = ()
        self._columns: Columns = ()
        self._read_only = self._attribute = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addLayout(self._bar())
        column.addWidget(Hairline())
        self._stack = QStackedWidget()
        self._empty = EmptyState("")
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self.grid: SampleGrid | None = None

    def _bar(self) -> QHBoxLayout:
        self._tabs = Choice(_("Show"), "tabs")
        self._tabs.chosen.connect(self._tab_chosen)
        self._hint = ElidedLabel("", "muted")
        self._hint.setObjectName("table-hint")
        line = QHBoxLayout()
        line.setContentsMargins(20, 2, 12, 0)
        line.setSpacing(4)
        line.addWidget(self._tabs)
        line.addSpacing(14)
        line.addWidget(self._hint, 1)
        self._tools = [
            tool("camera", _("Add evidence"), lambda: self.wanted.emit("evidence"), key="Ctrl+E"),
            tool("link", _("Link evidence"), lambda: self.wanted.emit("link"), key="Ctrl+L"),
            tool("note", _("Write a note"), lambda: self.wanted.emit("note")),
            tool("flag-line", _("Finding from this item"), self._finding, key="Ctrl+N"),
            tool("ban", _("No voucher found …"), self.ask_missing, key="Ctrl+⌫"),
        ]
        for made in self._tools:
            line.addWidget(made)
        return line

    def _finding(self) -> None:
        row = self.current_row()
        self.wanted.emit("open_finding" if row is not None and row.finding else "finding")

    def write(self) -> None:
        """Open the verified value of the current item; a note in a sample by attribute."""
        if self._attribute:
            self.wanted.emit("note")
        elif self.grid is not None:
            self.grid.write()

    def ask_missing(self) -> None:
        """Ask in the row whether there is no voucher."""
        if self.grid is not None:
            self.grid.ask_missing()

    # Showing ----------------------------------------------------------------------------------

    def show_items(self, one: PopulationState, now: datetime, *, read_only: bool) -> None:
        """Show the items of a population; the current row and the scroll stay by key."""
        self._read_only = read_only
        rows, aside = rows_of(one), aside_rows(one)
        self._all = (*rows, *aside)
        self._rows = {row.key: row for row in self._all}
        self._make_grid(one, now)
        words = {
            ItemTab.DIFFERING: _("Differences"),
            ItemTab.ALL: _("All"),
            ItemTab.WHOLE: _("100 %"),
            ItemTab.OPEN: _("Open items"),
            ItemTab.ASIDE: _("Set aside"),
        }
        tabs = tabs_of(rows, aside)
        if self._view.tab not in [tab for tab, _n in tabs]:
            self._view.tab = ItemTab.ALL
        self._tabs.set_options([(tab.value, f"{words[tab]}  {n}") for tab, n in tabs])
        self._tabs.choose(self._view.tab.value)
        self._attribute = by_attribute(one)
        self._show_hint("")
        self._fill()

    def _make_grid(self, one: PopulationState, now: datetime) -> None:
        population = one.population
        places = places_of(self._all)
        shape = (by_attribute(one), population.unit, population.completeness, places, now.date())
        if self.grid is not None and shape == self._shape:
            self.grid.read_only = self._read_only
            return
        self._shape = shape
        make = attribute_columns if by_attribute(one) else amount_columns
        unit = population.unit or ("kg" if population.factor is None else "")
        self._columns = make(unit, places, now, reverse=population.completeness)
        old = self.grid
        self.grid = SampleGrid(
            _("Drawn items"), self._columns, attribute=by_attribute(one), find=self._find
        )
        self.grid.read_only = self._read_only
        self.grid.found.connect(self.found)
        self.grid.chosen.connect(self._chosen)
        self.grid.problem.connect(self._show_hint)
        self.grid.menu_wanted.connect(self._menu)
        self.grid.sort_wanted.connect(self._sort)
        RowDrop(self.grid).dropped.connect(self._dropped)
        self._stack.addWidget(self.grid)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def _find(self, key: str) -> SampleRow:
        return self._rows[key]

    def _fill(self) -> None:
        grid, view = self.grid, self._view
        if grid is None:
            return
        shown = [row for row in self._all if in_tab(row, view.tab)]
        order = dict(self._columns)[view.sort].order if view.sort else None
        if order is not None:
            shown.sort(key=order, reverse=view.descending)
        self._show_sort()
        grid.set_rows(tuple(shown))
        self._stack.setCurrentWidget(grid if shown else self._empty)
        nothing = {
            ItemTab.DIFFERING: _("No difference so far."),
            ItemTab.OPEN: _("Every item has a result."),
        }
        self._empty.sentence.setText(nothing.get(view.tab, _("Nothing in this list.")))
        keys = [row.key for row in shown]
        if view.current not in keys:
            view.current = keys[0] if keys else ""
        if view.current and grid.current_key() != view.current:
            grid.select(view.current)
        self._show_tools()

    def _show_sort(self) -> None:
        if self.grid is None:
            return
        header = self.grid.horizontalHeader()
        header.setSortIndicatorShown(bool(self._view.sort))
        if self._view.sort:
            number = [key for key, _column in self._columns].index(self._view.sort)
            way = Qt.SortOrder
            order = way.DescendingOrder if self._view.descending else way.AscendingOrder
            header.setSortIndicator(number, order)

    def _show_tools(self) -> None:
        for made in self._tools:
            made.setEnabled(self.current_row() is not None and not self._read_only)

    def _show_hint(self, problem: str) -> None:
        role(self._hint, text="bad" if problem else "muted")
        keys = _("F2 or a digit writes · = as claimed · Enter next")
        if self._attribute:
            keys = _("1 yes · 2 no · 0 clears · Ctrl+⌫ not found")
        self._hint.setText(problem or ("" if self._read_only else keys))

    # What a person does -----------------------------------------------------------------------

    def _tab_chosen(self, key: str) -> None:
        self._view.tab = ItemTab(key)
        self._fill()
        if self.grid is not None:
            self.grid.scrollTo(self.grid.currentIndex())
        self.moved.emit()

    def _chosen(self, key: str) -> None:
        self._view.current = key
        self._show_tools()
        self.moved.emit()

    def _dropped(self, key: str, paths: list[Path]) -> None:
        if self.grid is not None:
            self.grid.leave_editor()
            self.go(key)
            self.dropped.emit(paths)

    def _sort(self, number: int) -> None:
        key, column = self._columns[number]
        if column.order is None:
            return
        view = self._view
        if view.sort == key and view.descending:
            view.sort, view.descending = "", False
        else:
            view.sort, view.descending = key, view.sort == key
        self._fill()

    def _menu(self, at: QPoint) -> None:
        row, grid = self.current_row(), self.grid
        if row is None or grid is None:
            return
        menu = QMenu(self)
        if not self._read_only:
            if self._attribute:
                menu.addAction(_("Conforms") + "\t1", lambda: grid.judge(Conformity.YES))
                menu.addAction(_("Deviates") + "\t2", lambda: grid.judge(Conformity.NO))
            else:
                menu.addAction(_("Write the value on the voucher") + "\tF2", grid.write)
                menu.addAction(_("As claimed") + "\t=", grid.accept)
            found = _("Found after all") if row.missing else _("Not found …")
            menu.addAction(found + "\tCtrl+⌫", grid.ask_missing)
            menu.addAction(_("Take the result back"), grid.take_back).setEnabled(row.done)
            menu.addSeparator()
            menu.addAction(_("Add evidence") + "\tCtrl+E", lambda: self.wanted.emit("evidence"))
            menu.addAction(_("Link evidence") + "\tCtrl+L", lambda: self.wanted.emit("link"))
            menu.addAction(_("Write a note …"), lambda: self.wanted.emit("note"))
        words = _("Open the finding") if row.finding else _("Finding from this item")
        menu.addAction(words + "\tCtrl+N", self._finding)
        for number in row.evidence:
            menu.addAction(_("Open {number}").format(number=number), self._opening(number))
        menu.popup(at)

    def _opening(self, number: str) -> Callable[[], None]:
        return lambda: self.evidence_opened.emit(number)

    # What the page asks -------------------------------------------------------------------------

    def current_row(self) -> SampleRow | None:
        """Return the current item."""
        key = self.grid.current_key() if self.grid is not None else ""
        shown = self.grid is not None and self._stack.currentWidget() is self.grid
        return self._rows.get(key) if shown else None

    def rows(self) -> Sequence[SampleRow]:
        """Return all items, those set aside among them."""
        return self._all

    def go(self, key: str) -> None:
        """Make an item current, in a tab that shows it, with the focus on it."""
        row = self._rows.get(key)
        if row is None or self.grid is None:
            return
        if not in_tab(row, self._view.tab):
            self._view.tab = ItemTab.ASIDE if row.aside else ItemTab.ALL
            self._tabs.choose(self._view.tab.value)
            self._fill()
        self.grid.go(key)
        self.grid.setFocus()

    def show_tab(self, tab: ItemTab) -> None:
        """Show a tab, if it has something to show."""
        if any(in_tab(row, tab) for row in self._all):
            self._view.tab = tab
            self._tabs.choose(tab.value)
            self._fill()

    def next_open(self, by: int = 1) -> bool:
        """Go to the next unchecked item; False if there is none."""
        if self.grid is None:
            return False
        going = self.grid.next_open(self._view.current, by)
        if not going:
            going = next((row.key for row in self._all if not row.done), "")
        if going:
            self.go(going)
        return bool(going)
