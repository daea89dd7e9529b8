"""Inventory & recalculation: the claim computed anew line by line, and where it does not hold."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Target
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.population import Population
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.steps import finding, inventory, sampling
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.inventory_bar import View
from cfpdesk.ui.parts.inventory_charts import Simulated
from cfpdesk.ui.parts.inventory_guidance import guidance_of, state_text
from cfpdesk.ui.parts.inventory_target import view_of_field
from cfpdesk.ui.parts.inventory_work import InventoryWork
from cfpdesk.ui.parts.line_actions import LineActions
from cfpdesk.ui.parts.line_rows import Narrowing, line_code, line_key
from cfpdesk.ui.parts.mapping_view import MappingView
from cfpdesk.ui.parts.reading_view import ReadingView
from cfpdesk.ui.parts.table_changes import TableChanges
from cfpdesk.ui.parts.workbook_book import Book
from cfpdesk.ui.parts.workbook_import import WORKBOOKS, WorkbookImport
from cfpdesk.ui.widgets.empty_state import EmptyState


class InventoryPage(Page):
    """See the module text."""

    NOUN = "inventory"
    WATCHES = frozenset(
        {"dataset", "dataset_column", "line_review", "inventory_settings", "factor", "balance",
         "allocation", "co_product", "recycling", "engagement", "site", "evidence", "link",
         "finding", "seal", "population", "sample_item"}
    )  # fmt: skip
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._narrowing = Narrowing()
        self._simulated = Simulated()
        self._view = View.LINES
        self._current = ""
        self._book: Book | None = None
        self._problem = ""
        self._reads_by_itself = True
        self._state = inventory.state(desk.session)
        self._act = LineActions(desk, lambda: self._state, self._line)
        self._import = WorkbookImport(desk)
        self._import.reading.connect(self._show_reading)
        self._import.failed.connect(self._show_problem)
        self._import.book.connect(self._show_book)
        self._import.read.connect(self._tables_read)

    # Building ---------------------------------------------------------------------------------

    def build(self) -> None:
        """Make what the page shows in turn: the work, nothing yet; the rest when it is shown."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()  # in its place before it is filled, so styled once
        outer.addWidget(self._stack)
        self._late: dict[type[QWidget], QWidget] = {}
        self._work = InventoryWork(self.desk, self._act, self._narrowing, self._simulated, self)
        self._stack.addWidget(self._work)
        self._work.chosen.connect(self._choose)
        self._work.viewed.connect(self._to_view)
        self._work.narrowed.connect(self._show_work)
        self._work.line_wanted.connect(self._to_line)
        self._work.mapping_wanted.connect(self._import.map_again)
        self._work.list.read_wanted.connect(self._read_tables)
        self._work.asked.connect(lambda _what: self.desk.go("engagement", field="claimed_value"))
        self._work.detail.finding_opened.connect(lambda row: self.desk.go("finding", row))
        self._work.detail.sample_opened.connect(lambda row: self.desk.go("sampling", row))
        self._work.detail.evidence_opened.connect(lambda row: self.desk.go("evidence", row))
        clause = clause_text("RULE:6.2").text(current_language())
        self._nothing = EmptyState(
            _("The client's workbook is not here yet. Drop it on the window, or choose it."),
            _("Import workbook …"), self._choose_workbook, icon="upload", clause=clause,
        )  # fmt: skip
        self._stack.addWidget(self._nothing)
        if self._book is not None:
            self._put_book(self._book)

    @property
    def _reading(self) -> ReadingView:
        made = self._late.get(ReadingView)
        if not isinstance(made, ReadingView):
            made = self._late[ReadingView] = ReadingView(self.desk.jobs)
            made.retry_wanted.connect(self._import.retry)
            made.other_wanted.connect(self._choose_workbook)
            made.left.connect(self._leave_book)
            self._stack.addWidget(made)
        return made

    @property
    def _mapping(self) -> MappingView:
        made = self._late.get(MappingView)
        if not isinstance(made, MappingView):
            made = self._late[MappingView] = MappingView(self.desk.settings)
            made.used.connect(self._use)
            made.left.connect(self._leave_book)
            self._stack.addWidget(made)
        return made

    @property
    def _changes(self) -> TableChanges:
        made = self._late.get(TableChanges)
        if not isinstance(made, TableChanges):
            made = self._late[TableChanges] = TableChanges()
            made.taken.connect(self._take_version)
            made.mapping_wanted.connect(self._map_anew)
            made.left.connect(self._leave_book)
            self._stack.addWidget(made)
        return made

    # Showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the state; a table whose cells are not at hand is read first."""
        self._state = inventory.state(self.session)
        self._show_work()
        self._show_part()
        if self._reads_by_itself and not self._problem and self._book is None:
            self._read_tables()

    def _read_tables(self) -> None:
        """Read the tables whose cells are not at hand on this computer."""
        self._reads_by_itself = True
        unread = [t.dataset for t in self._state.tables if not t.read and not t.problems]
        if unread and not self._import.busy:
            self._import.read_tables(unread)

    def _show_part(self) -> None:
        """Show the part of the page that what is going on asks for."""
        if self._import.busy or self._problem:
            part: QWidget = self._reading
        elif self._book is not None:
            part = self._changes if self._book.version is not None else self._mapping
        else:
            part = self._work if self._state.tables else self._nothing
        if part is not self._stack.currentWidget():
            had = self._stack.isAncestorOf(QApplication.focusWidget() or self)
            self._stack.setCurrentWidget(part)
            if had or isinstance(part, MappingView | TableChanges):
                self._take_focus()

    def _take_focus(self) -> None:
        """Let a key go on: take the table as it is mapped, or begin with the lines."""
        panes = self.panes()
        going_on = isinstance(self._stack.currentWidget(), MappingView | TableChanges)
        panes[-1 if going_on else 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_work(self) -> None:
        keys = self._work.show_state(self._state, self._view)
        if self._current not in keys:
            self._current = keys[0] if keys else ""
        if self._current:
            self._work.list.grid.select(self._current)
        self._show_line()

    def _show_line(self) -> None:
        view = self._line()
        note = ""
        if view is not None and view.finding is not None:
            note = str(finding.line_of(self.session, view.finding))
        self._work.show_line(view, note, self._samples(view))

    def _samples(self, view: LineView | None) -> list[PopulationState]:
        """Return the populations whose amounts support a line."""
        key = view.result.line.key if view is not None else ""
        if not key or not self.session.all(Population):
            return []
        populations = sampling.state(self.session).populations
        return [one for one in populations if one.population.line == key]

    def _line(self) -> LineView | None:
        return next((v for v in self._state.lines if line_key(v) == self._current), None)

    # Going ------------------------------------------------------------------------------------

    def _choose(self, key: str) -> None:
        if key != self._current:
            self._current = key
            self._show_line()
            self.desk.page_changed()

    def _to_view(self, key: str) -> None:
        self.desk.leave_fields()
        self._view = View(key)
        self._show_work()
        self.desk.page_changed()

    def _to_line(self, key: str) -> None:
        """Go to a line, whatever the lines are narrowed to."""
        self._view, self._current = View.LINES, key
        view = self._line()
        if view is not None and not self._narrowing.lets_pass(view):
            self._work.list.clear()
        self._show_work()
        self._work.list.grid.setFocus()
        self.desk.page_changed()

    def _next_doubt(self, by: int) -> None:
        self.desk.leave_fields()
        doubtful = {line_key(view) for view in self._state.doubtful}
        keys = self._work.list.grid.keys()
        at = keys.index(self._current) if self._current in keys else -1
        order = [*keys[at + 1 :], *keys[: max(at, 0)]]
        if by < 0:
            order = [*reversed(keys[: max(at, 0)]), *reversed(keys[at + 1 :])]
        if found := next((key for key in order if key in doubtful), ""):
            self._work.list.grid.select(found)
            self._choose(found)
        else:
            self.desk.say(msg("No other line has a doubt that stands."))

    def _to_list(self) -> None:
        self._work.list.leave_search()
        self._work.list.grid.setFocus()

    # The client's workbook --------------------------------------------------------------------

    def _choose_workbook(self) -> None:
        self._import.choose(self)

    def _show_reading(self, name: str) -> None:
        self._problem, self._book = "", None
        if self._built:
            self._reading.show_reading(name)
            self._show_part()
            self.desk.page_changed()

    def _show_problem(self, sentence: str) -> None:
        self._problem, self._reads_by_itself = sentence, False
        if self._built:
            asks = self._import.asks_password
            self._reading.show_problem(sentence, self._import.file, asks_password=asks)
            self._show_part()
            self.desk.page_changed()

    def _show_book(self, book: Book) -> None:
        self._book = book
        if self._built:
            self._put_book(book)
            self._show_part()
            self.desk.page_changed()

    def _put_book(self, book: Book) -> None:
        if book.version is not None:
            self._changes.show_book(book)
        else:
            self._mapping.show_book(book)

    def _tables_read(self) -> None:
        if self._built:
            self.refresh()
            self.desk.page_changed()
            self.desk.status_changed()

    def _leave_book(self) -> None:
        self._book, self._problem = None, ""
        self._show_part()
        self.desk.page_changed()

    def _map_anew(self) -> None:
        if self._book is not None:
            self._book = self._book.alone()
            self._put_book(self._book)
            self._show_part()

    def _use(self, guess: TableGuess) -> None:
        book, self._book = self._book, None
        if book is None or not self._import.use(book, guess):
            self._book = book
        self.refresh()
        self.desk.page_changed()

    def _take_version(self, renamed: list[tuple[str, str]]) -> None:
        book, self._book = self._book, None
        if book is None or not self._import.take_version(book, renamed):
            self._book = book
        self.refresh()
        self.desk.page_changed()

    # What the window asks ---------------------------------------------------------------------

    def state_line(self) -> str:
        """Return the client's file with version, time and fingerprint."""
        if self._book is not None:
            return " · ".join((self._book.file.name, _("nothing is written yet")))
        return state_text(self._state)

    def page_actions(self) -> Sequence[PageAction]:
        """Return what can be done here, with the keys of the design."""
        words = _("Import new version …") if self._state.tables else _("Import workbook …")
        found = [
            PageAction("factors", _("Factors"), self._act.pick_factor, icon="book"),
            PageAction("import", words, self._choose_workbook, icon="upload", shortcut="Ctrl+I",
                       enabled=not self._import.busy, why=_("A workbook is being read"),
                       primary=not self._state.tables),
        ]  # fmt: skip
        view = self._line() if self._stack_shows_work() else None
        raising = view is not None and self._work.detail.may_raise(view)
        first = _("Choose a line first")
        hidden = (
            ("verified", _("Write the verified value"), self._to_verified, "F2", view is not None),
            ("next-doubt", _("Next doubt"), lambda: self._next_doubt(1), "Alt+Down", True),
            ("previous-doubt", _("Previous doubt"), lambda: self._next_doubt(-1), "Alt+Up", True),
            ("misstatement", _("Raise a misstatement"), self._act.raise_misstatement, "Ctrl+N",
             raising),
            ("evidence", _("Add evidence"), self._act.add_evidence, "Ctrl+E", view is not None),
            ("link", _("Link evidence"), self._act.link, "Ctrl+L", view is not None),
            ("group", _("Group the lines otherwise"), self._group, "Ctrl+G", True),
            ("simulate", _("Simulate the uncertainty"), self._simulate, "", view is not None),
            ("list", _("Back to the list"), self._to_list, "Esc", True),
        )  # fmt: skip
        if not self._stack_shows_work():
            return found
        return [
            *found,
            *(
                PageAction(name, text, run, shortcut=key, in_title=False, enabled=on, why=first)
                for name, text, run, key, on in hidden
            ),
        ]

    def _stack_shows_work(self) -> bool:
        return self._built and self._stack.currentWidget() is self._work

    def _to_verified(self) -> None:
        if self._view is not View.LINES:
            self._to_view(View.LINES.value)
        self._work.detail.focus_verified()

    def _group(self) -> None:
        if self._view is View.LINES:
            self._work.bar.next_grouping()

    def _simulate(self) -> None:
        self._to_view(View.CHARTS.value)
        self._work.charts.simulate()

    def focus_on(self, target: Target) -> None:
        """Go to a line by the row of its review or its number, and to a field or doubt of it."""
        if target.row:
            found = next(
                (v for v in self._state.lines if target.row in (line_key(v), line_code(v))), None
            )
            if found is not None:
                self._to_line(line_key(found))
                self._work.detail.focus_field(target.field)
            return
        if target.field == "none":
            self._nothing.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if target.field == "unread":
            self._read_tables()
            return
        view = view_of_field(target.field)
        self._to_view(view.value)
        field = self._work.field(view, target.field)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def guidance(self) -> Guidance:
        """Say how the current line is verified."""
        return guidance_of(self._line())

    def filter_field(self) -> QWidget | None:
        """Show the free-text filter and return it."""
        if self._view is not View.LINES or not self._stack_shows_work():
            return None
        return self._work.list.search_field()

    def panes(self) -> Sequence[QWidget]:
        """Return the panes of what is shown."""
        shown = self._stack.currentWidget()
        if isinstance(shown, MappingView | TableChanges):
            return shown.panes()
        if isinstance(shown, ReadingView):
            return (shown.first_field(),)
        return self._work.panes(self._view) if shown is self._work else (self._nothing.button,)

    def paste(self) -> bool:
        """Take the clipboard in as evidence of the current line."""
        return self._act.paste()

    def receive(self, paths: Sequence[Path]) -> bool:
        """Take the client's workbooks that were dropped or opened."""
        books = [path for path in paths if path.suffix.casefold() in WORKBOOKS]
        self._import.take(books)
        return bool(books)
