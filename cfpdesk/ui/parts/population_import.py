"""Where populations come from: files, evidence, tables that are here, the inventory; read in jobs.

A controller, because it outlives a click and a language. It tells the page what to show:

    importing.changed.connect(…)        # `showing` is "", "reading" or "mapping" now
    importing.table_ready.connect(…)    # row of a table (or `FROM_INVENTORY`), and what it tests
    importing.loaded.connect(…)         # items of long tables are at hand
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cfpdesk.errors import UserError
from cfpdesk.exchange.client_workbook.refusal import WorkbookError
from cfpdesk.i18n import _, msg
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.population import FROM_INVENTORY
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.steps import inventory_import, sampling
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.parts.table_reading import TableReading, load_table
from cfpdesk.ui.parts.workbook_book import Book
from cfpdesk.ui.parts.workbook_import import WORKBOOKS, WorkbookImport


class PopulationImport(QObject):
    """See the module text."""

    changed = Signal()
    table_ready = Signal(str, str)
    loaded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.book: Book | None = None
        self.reading = ""
        self.problem = ""
        self.load_problem = ""
        self.load_asks_password = False
        self._tests = ""
        self._tried: frozenset[object] = frozenset()
        self._others = TableReading(desk, self.loaded.emit)
        self._import = WorkbookImport(desk, DatasetKind.POPULATION)
        self._import.reading.connect(self._reading)
        self._import.failed.connect(self._failed)
        self._import.book.connect(self._read)

    @property
    def showing(self) -> str:
        """What stands in place of the populations: reading, mapping, or nothing."""
        if self.reading or self.problem:
            return "reading"
        return "mapping" if self.book is not None else ""

    # Choosing ---------------------------------------------------------------------------------

    def offer(self, under: QWidget, tests: str = "") -> None:
        """Offer the sources in a menu over a button.

        Args:
            under: the button.
            tests: row of the population whose completeness the new one tests; empty for none.
        """
        menu = QMenu(under)
        menu.addAction(_("A file …"), lambda: self._choose_file(tests))
        here = self._import.here()
        tables = self._desk.session.all(Dataset)
        own = [table for table in tables if table.kind is DatasetKind.POPULATION]
        if own:
            menu.addSeparator()
            for table in own:
                menu.addAction(table.name, self._taking(table.row, tests))
        if not tests and any(table.kind is DatasetKind.INVENTORY for table in tables):
            menu.addSeparator()
            menu.addAction(_("The inventory's lines"), self._taking(FROM_INVENTORY, ""))
        if here:
            menu.addSeparator()
            for piece in here:
                name = piece.file.name if piece.file else ""
                menu.addAction(f"{piece.number}  {name}", self._opening(piece.row, tests))
        at = under.mapToGlobal(QPoint(0, 0))
        above = at.y() - menu.sizeHint().height() - 4
        menu.popup(QPoint(at.x(), above if above > 0 else at.y() + under.height() + 4))

    def _choose_file(self, tests: str) -> None:
        self._tests = tests
        self._import.choose_file()

    def _taking(self, table: str, tests: str) -> Callable[[], None]:
        return lambda: self.table_ready.emit(table, tests)

    def _opening(self, evidence: str, tests: str) -> Callable[[], None]:
        def run() -> None:
            self._tests = tests
            self._import.open_evidence(evidence)

        return run

    def take(self, paths: Sequence[Path]) -> bool:
        """Take files that were dropped or opened; False if none is a workbook."""
        books = [path for path in paths if path.suffix.casefold() in WORKBOOKS]
        self._tests = ""
        self._import.take(books)
        return bool(books)

    def map_again(self, dataset: str) -> None:
        """Say again what the columns of a table mean."""
        self._tests = ""
        self._import.map_again(dataset)

    # Reading and mapping ----------------------------------------------------------------------

    def _reading(self, name: str) -> None:
        self.reading, self.problem, self.book = name, "", None
        self.changed.emit()

    def _failed(self, sentence: str) -> None:
        self.reading, self.problem = "", sentence
        self.changed.emit()

    def _read(self, book: Book) -> None:
        # A test from independent records is a table of its own, whatever the file looks like.
        self.reading, self.problem = "", ""
        self.book = book.alone() if self._tests else book
        self.changed.emit()

    @property
    def asks_password(self) -> bool:
        """Whether the workbook that was not read may be opened with a password."""
        return self._import.asks_password

    def retry(self, password: str = "") -> None:
        """Read once more what failed, with the password of a locked workbook where one is said."""
        self._import.retry(password)

    def leave(self) -> None:
        """Go back to the populations; nothing is written."""
        self.reading, self.problem, self.book = "", "", None
        self.changed.emit()

    def map_anew(self) -> None:
        """Take a newer version of a table for a table of its own."""
        if self.book is not None:
            self.book = self.book.alone()
            self.changed.emit()

    def take_version(self, renamed: list[tuple[str, str]]) -> None:
        """Let the newer file stand for the table it is a version of."""
        if self.book is not None and self._import.take_version(self.book, renamed):
            self.leave()

    def use(self, guess: TableGuess) -> None:
        """Take the table in as it is mapped, or change the mapping of the one that is here."""
        book = self.book
        if book is None:
            return
        if book.again is not None:
            if self._import.use(book, guess):
                self.leave()
            return
        session = self._desk.session
        name = guess.sheet if len(book.sheets) > 1 else Path(book.file.name).stem
        made: list[Dataset] = []
        if self._desk.attempt(
            lambda: made.append(inventory_import.use_table(session, book.evidence, guess, name))
        ):
            self.leave()
            self.table_ready.emit(made[0].row, self._tests)

    # Long tables ------------------------------------------------------------------------------

    def load(self, *, again: bool = False, password: str = "") -> None:
        """Read the tables whose items are not at hand, in one job; each is tried once.

        Args:
            again: those too that failed before.
            password: of a locked workbook; kept nowhere.
        """
        session = self._desk.session
        tables = sampling.tables_to_read(session)
        keys = frozenset((table.dataset, table.columns, table.read) for table in tables)
        if not tables or (keys <= self._tried and not again):
            # What is known elsewhere, and the claim, follow from the inventory.
            self._others.look(left={table.dataset.row for table in tables})
            return
        self._tried |= keys
        self.load_problem, self.load_asks_password = "", False
        at_hand = session.tables

        def work(progress: Progress) -> None:
            for table in tables:
                load_table(at_hand, table, progress, password)

        self._desk.run_job(
            msg("Read {name}", name=tables[0].dataset.name),
            work,
            lambda _nothing: self.loaded.emit(),
            self._not_loaded,
            lambda: self._say_not_loaded(_("Reading was cancelled. Nothing was changed.")),
        )

    def _not_loaded(self, error: Exception) -> None:
        self.load_asks_password = isinstance(error, WorkbookError) and error.asks_password
        if isinstance(error, UserError):
            self._say_not_loaded(str(error.message))
        else:
            self._say_not_loaded(_("The file could not be read."))
            self._desk.report(error)

    def _say_not_loaded(self, sentence: str) -> None:
        self.load_problem = sentence
        self.loaded.emit()
