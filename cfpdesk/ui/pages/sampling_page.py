"""Data sampling: draw fairly, check, and say what the sample means for the whole."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.dataset import DatasetKind
from cfpdesk.model.gate import Target
from cfpdesk.model.misstatement_ledger import Source
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.model.team import Person, Side
from cfpdesk.steps import sampling, sampling_ledger
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.mapping_view import MappingView
from cfpdesk.ui.parts.misstatement_view import MisstatementView
from cfpdesk.ui.parts.opinion_card import OpinionCard
from cfpdesk.ui.parts.population_facts import stops_of
from cfpdesk.ui.parts.population_import import PopulationImport
from cfpdesk.ui.parts.population_list import PopulationList
from cfpdesk.ui.parts.population_rows import LEDGER
from cfpdesk.ui.parts.population_view import PopulationView
from cfpdesk.ui.parts.reading_view import ReadingView
from cfpdesk.ui.parts.sample_grid import Outcome
from cfpdesk.ui.parts.sample_rows import SampleRow
from cfpdesk.ui.parts.sample_table import TableView
from cfpdesk.ui.parts.sampling_actions import SamplingActions
from cfpdesk.ui.parts.sampling_guidance import guidance_of
from cfpdesk.ui.parts.sampling_looks import SamplingLooks
from cfpdesk.ui.parts.sampling_offers import about_item, about_population, extending, printing
from cfpdesk.ui.parts.table_changes import TableChanges
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.reading_order import set_reading_order


class SamplingPage(Page):
    """See the module text."""

    NOUN = "sampling"
    WATCHES = frozenset(
        {
            *("population", "sample_item", "sample_extension", "sampling_settings", "dataset"),
            *("dataset_column", "misstatement", "opinion", "finding", "line_review", "engagement"),
            *("evidence", "link", "meeting", "person", "seal", "answer"),
        }
    )
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._current = ""
        self._tables: dict[str, TableView] = {}
        self._view = TableView()
        self._state = sampling.state(desk.session)
        self._act = SamplingActions(desk, self._one, self._item)
        self._look = SamplingLooks(desk, self._one)
        self._importing = PopulationImport(desk)
        self._importing.changed.connect(self._moved_on)
        self._importing.table_ready.connect(self._add)
        self._importing.loaded.connect(self._loaded)

    # Building ---------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the populations at the left, and at the right what is worked with."""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        settings = self.desk.settings
        self._left = PopulationList()
        self._list = self._left.list
        self._pane = PopulationView(self.desk, self._view)
        self._ledger = MisstatementView(self.desk)
        self._opinion = OpinionCard(self.desk)
        both = [(self._ledger, 580), (self._opinion, 330)]
        self._right = QStackedWidget()
        self._right.addWidget(self._pane)
        self._right.addWidget(Panes("sampling-ledger", settings, both, grow=0))
        clause = clause_text("ISO14064-3:6.1.3").text(current_language())
        self._nothing = EmptyState(
            _("There is no population. First import receipt slips, invoices or meter readings."),
            _("Import population …"), self._import, icon="upload", clause=clause,
        )  # fmt: skip
        self._reading = ReadingView(self.desk.jobs)
        self._mapping = MappingView(settings)
        work = Panes("sampling", settings, [(self._left, 224), (self._right, 912)])
        self._work = work
        self._stack = QStackedWidget()
        self._changes = TableChanges(DatasetKind.POPULATION)
        for part in (work, self._nothing, self._reading, self._mapping, self._changes):
            self._stack.addWidget(part)
        outer.addWidget(self._stack)
        self._connect()

    def _connect(self) -> None:
        left, pane, importing = self._left, self._pane, self._importing
        left.chosen.connect(self._choose)
        left.entered.connect(self._enter)
        left.import_wanted.connect(self._import)
        left.reverse_wanted.connect(lambda: importing.offer(left.reverse, self._current))
        self._reading.retry_wanted.connect(importing.retry)
        self._reading.left.connect(importing.leave)
        self._mapping.used.connect(importing.use)
        self._mapping.left.connect(importing.leave)
        self._changes.left.connect(importing.leave)
        self._changes.mapping_wanted.connect(importing.map_anew)
        self._changes.taken.connect(importing.take_version)
        pane.go.connect(self._go_on)
        pane.plan_wanted.connect(self._look.plan)
        pane.reading.retry_wanted.connect(lambda said: importing.load(again=True, password=said))
        pane.reading.left.connect(self._import)
        pane.plan.settings_wanted.connect(self._look.settings)
        pane.steps.pressed.connect(self._say_why)
        pane.form.items_wanted.connect(self._act.look_at_items)
        pane.form.table_wanted.connect(self._map_anew)
        pane.seed.said.connect(self._say_number)
        pane.seed.spoken_taken.connect(self._act.take_spoken)
        pane.result.way_wanted.connect(self._act.go_way)
        pane.result.reasons_wanted.connect(self._look.reasons)
        pane.table.found.connect(self._record)
        pane.table.wanted.connect(self._do)
        pane.table.evidence_opened.connect(self._act.open_evidence)
        pane.table.dropped.connect(self._act.drop)
        pane.table.moved.connect(self.desk.page_changed)
        self._ledger.opened.connect(self._open_entry)
        self._ledger.add_wanted.connect(lambda: self._look.enter_misstatement(self._ledger.go))
        self._ledger.remove_wanted.connect(self._act.remove_misstatement)
        self._opinion.chosen.connect(self._act.choose_opinion)
        self._opinion.firmness_wanted.connect(self._look.firmness)

    # Showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show populations and what is worked with; long tables are read first."""
        self._state = sampling.state(self.session)
        self._show_part()
        opinion = sampling_ledger.state(self.session)
        read_only = self.session.read_only
        self._current = self._left.show_state(
            self._state, opinion, self._current, read_only=read_only
        )
        self._show_current()
        self._importing.load()

    def _show_part(self) -> None:
        """Show reading or mapping while a workbook comes in, else the populations or nothing."""
        importing = self._importing
        if importing.showing == "reading":
            if importing.problem:
                self._reading.show_problem(importing.problem, asks_password=importing.asks_password)
            else:
                self._reading.show_reading(importing.reading)
            part: QWidget = self._reading
        elif importing.book is not None:
            part = self._changes if importing.book.version is not None else self._mapping
            if self._stack.currentWidget() is not part:
                part.show_book(importing.book)
        else:
            begun = self._state.populations or sampling_ledger.state(self.session).ledger.entries
            part = self._work if begun else self._nothing
        self._stack.setCurrentWidget(part)

    def _moved_on(self) -> None:
        if self._built:
            self._show_part()
            self.desk.page_changed()

    def _loaded(self) -> None:
        if self._built:
            self.refresh()
            if self._importing.load_problem:
                self._pane.reading.show_problem(
                    self._importing.load_problem,
                    asks_password=self._importing.load_asks_password,
                )
            self.desk.page_changed()
            self.desk.status_changed()

    def _show_current(self) -> None:
        read_only = self.session.read_only
        one = self._one()
        if one is None:
            opinion = sampling_ledger.state(self.session)
            unchecked = sum(p.facts.unchecked for p in self._state.populations)
            self._ledger.show_state(opinion, unchecked, read_only=read_only)
            self._opinion.show_state(opinion, read_only=read_only)
            self._right.setCurrentIndex(1)
        else:
            people = self._client_people()
            self._pane.show_state(one, self._state, people, self.desk.now(), read_only=read_only)
            self._right.setCurrentIndex(0)
        set_reading_order(self)

    def _client_people(self) -> list[str]:
        people = self.session.all(Person)
        return [person.name for person in people if person.side is Side.CLIENT and person.name]

    def _one(self) -> PopulationState | None:
        return self._state.find(self._current)

    def _item(self) -> SampleRow | None:
        return self._pane.table.current_row() if self._one() is not None else None

    # Going ------------------------------------------------------------------------------------

    def _choose(self, key: str) -> None:
        if key == self._current:
            return
        self.desk.leave_fields()
        self._tables[self._current] = TableView(**vars(self._view))
        self._current = key
        kept = self._tables.get(key, TableView())
        vars(self._view).update(vars(kept))
        self._left.show_lack(self._state, key)
        self._show_current()
        self.desk.page_changed()

    def _enter(self) -> None:
        if self._one() is None:
            self._ledger.grid.setFocus()
        else:
            self._pane.take_focus()

    def _go_on(self, stage: PopulationStage) -> None:
        """Do the one next thing of the population."""
        if stage is PopulationStage.CHECK:
            self._next_open(1)
        elif stage is PopulationStage.DRAW:
            self._act.draw()
            self._pane.take_focus()
        elif stage in (PopulationStage.RECONCILE, PopulationStage.FREEZE):
            self._act.freeze()
            self._pane.take_focus()

    def _say_why(self, stage: str) -> None:
        """Say why a step is not possible yet, or when it was done."""
        one = self._one()
        why = next((s.why for s in stops_of(one) if s.key == stage), "") if one else ""
        if why:
            self.desk.say(why)

    def _next_open(self, by: int) -> None:
        self.desk.leave_fields()
        if self._one() is not None and not self._pane.table.next_open(by):
            self.desk.say(msg("Every item of this population has a result."))

    # Writing ----------------------------------------------------------------------------------

    def _record(self, key: str, outcome: Outcome, going: str) -> None:
        before = self._one()
        if not self._act.record(key, outcome):
            return
        if going:
            self._pane.table.go(going)
        one = self._one()
        if before is not None and one is not None and one.done and not before.done:
            sentence = one.conclusion.sentence if one.conclusion is not None else ""
            self.desk.say(msg("{name}: everything is checked. {sentence}",
                              name=one.population.name, sentence=sentence))  # fmt: skip

    def _do(self, what: str) -> None:
        {
            "evidence": self._act.add_evidence,
            "link": self._act.link,
            "note": self._act.note,
            "finding": self._act.finding_of_item,
            "open_finding": self._act.finding_of_item,
        }[what]()

    def _say_number(self, digits: str, by: str) -> None:
        self._pane.seed.show_error(self._act.say_number(digits, by))
        if self._stage() is PopulationStage.DRAW:
            self._pane.take_focus()

    def _stage(self) -> PopulationStage | None:
        one = self._one()
        return one.stage if one is not None else None

    def _import(self) -> None:
        shown = self._stack.currentWidget() is self._nothing
        self._importing.offer(self._nothing.button if shown else self._left.add)

    def _map_anew(self) -> None:
        one = self._one()
        if one is not None:
            self._importing.map_again(one.population.dataset)

    def _add(self, table: str, reverse_of: str) -> None:
        made = self._act.add(table, reverse_of)
        if made is not None:
            self._current = made.row
            self.refresh()
            self.desk.page_changed()
            self._pane.form.focus_field("ledger_total")

    def _open_entry(self, source: Source, row: str) -> None:
        if source is Source.SAMPLE:
            self._list.set_current(row)
        else:
            page = "inventory" if source is Source.RECALCULATION else "finding"
            self.desk.go(page, row)

    # What the window asks ---------------------------------------------------------------------

    def state_line(self) -> str:
        """Return how many populations there are, and how many have a result of all items."""
        state = self._state
        if not state.populations:
            return ""
        parts = [str(msg("{n} {n:population|populations}", n=len(state.populations)))]
        parts.append(_("{n} checked").format(n=state.concluded))
        return " · ".join(parts)

    def page_actions(self) -> Sequence[PageAction]:
        """Return what can be done here, with the keys of the design."""
        read_only = self.session.read_only
        importing = PageAction(
            "import", _("Import population …"), self._import, shortcut="Ctrl+I", in_title=False,
            enabled=not read_only and self._importing.showing != "reading",
        )  # fmt: skip
        if not self._built or self._stack.currentWidget() is not self._work:
            return (importing,)
        one = self._one()
        return (
            printing(one, lambda code: self.desk.go("document", code)),
            *extending(one, self._act.extend, read_only=read_only),
            *about_item(self._act, self._pane.table, self._item()),
            *about_population(one, self._next_open, self._act.remove, read_only=read_only),
            importing,
            PageAction("ledger", _("Misstatements and opinion"), self._to_ledger, in_title=False),
            PageAction("settings", _("Settings of sampling"), self._look.settings, in_title=False),
        )

    def _to_ledger(self) -> None:
        self._list.set_current(LEDGER)
        self._ledger.grid.setFocus()

    def focus_on(self, target: Target) -> None:
        """Go to a population, to an item of one, to the opinion, or to a field."""
        if not target.row:
            self._focus_field(target.field)
            return
        one = self._state.find(target.row)
        if one is not None:
            self._list.set_current(target.row)
            self._pane.take_focus(target.field)
            if target.field == "reverse_of":
                self._left.reverse.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        for other in self._state.populations:
            key = other.item_of(target.row)
            if key:
                self._list.set_current(other.population.row)
                self._pane.table.go(key)
                return

    def _focus_field(self, field: str) -> None:
        if field == "new":
            (self._nothing.button if not self._state.populations else self._list).setFocus()
        elif field in ("chosen", "reason", "matters"):
            self._to_ledger()
            found = self._opinion.findChild(QWidget, field)
            if found is not None:
                found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def guidance(self) -> Guidance:
        """Say what the step at hand asks for."""
        return guidance_of(self._one())

    def panes(self) -> Sequence[QWidget]:
        """Return populations and what is worked with."""
        shown = self._stack.currentWidget()
        if shown is not self._work:
            for mapping in (self._mapping, self._changes):
                if shown is mapping:
                    return mapping.panes()
            return (self._nothing,)
        grid = self._pane.table.grid
        if self._one() is None:
            return (self._list, self._ledger.grid, self._opinion)
        return (
            (self._list, grid)
            if grid is not None and grid.isVisible()
            else (self._list, self._pane)
        )

    def paste(self) -> bool:
        """Take the clipboard in as evidence of the current item."""
        return self._act.paste() if self._item() is not None else False

    def receive(self, paths: Sequence[Path]) -> bool:
        """Take the client's lists that were dropped or opened."""
        return self._importing.take(paths)
