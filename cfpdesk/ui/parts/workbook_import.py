"""Taking in the client's workbook: chosen, dropped or here already; read in a job, then mapped.

A controller, because it outlives a click. It tells the page what to show:

    importing.reading.connect(...)   # name of the file that is being read
    importing.failed.connect(...)    # sentence; `asks_password` says whether one may open it
    importing.book.connect(...)      # a `Book`: mapping, or the changes of a newer version
    importing.read.connect(...)      # the tables of the engagement are at hand again
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cfpdesk.errors import UserError
from cfpdesk.exchange.client_workbook.refusal import WorkbookError
from cfpdesk.i18n import _, msg
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.population import Population
from cfpdesk.model.population_gate import frozen_with
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.steps import inventory_import
from cfpdesk.steps.evidence import Source, Taken
from cfpdesk.store.inventory_query import columns_of, datasets
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.parts.workbook_book import Book, Mapped, read_book

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv"})
PATTERN = " ".join(f"*{suffix}" for suffix in sorted(WORKBOOKS))
_MOST_OFFERED = 12
_MOST_COMPARED = 20_000


class WorkbookImport(QObject):
    """See the module text."""

    reading = Signal(str)
    failed = Signal(str)
    book = Signal(object)
    read = Signal()

    def __init__(self, desk: Desk, kind: DatasetKind = DatasetKind.INVENTORY) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self._again: Callable[[str], object] | None = None
        self.busy = False
        self.asks_password = False
        self.file = ""  # that is being read, or was last

    # Choosing ---------------------------------------------------------------------------------

    def choose(self, under: QWidget) -> None:
        """Offer the workbooks that are evidence already, and files; files at once if none are."""
        here = self.here()
        if not here:
            self.choose_file()
            return
        menu = QMenu(under)
        menu.addAction(_("A file …"), self.choose_file)
        menu.addSeparator()
        for piece in here:
            name = piece.file.name if piece.file else ""
            menu.addAction(f"{piece.number}  {name}", self._opening(piece.row))
        menu.popup(under.mapToGlobal(QPoint(under.width() - menu.sizeHint().width() - 20, 4)))

    def choose_file(self) -> None:
        """Ask for a workbook and take it in."""
        self.take(self._desk.open_files(msg("Choose the client's workbook"), PATTERN)[:1])

    def take(self, paths: Sequence[Path]) -> None:
        """Take workbooks in as evidence, and open the last of them."""
        books = [path for path in paths if path.suffix.casefold() in WORKBOOKS]
        if books:
            intake.take(self._desk, books, Source.FILE, None, self._came_in)

    def _came_in(self, taken: Sequence[Taken]) -> None:
        if taken:
            self.open_evidence(taken[-1].evidence.row)

    def here(self) -> list[Evidence]:
        """Return the workbooks that are evidence already, the newest first."""
        found = [
            piece
            for piece in self._desk.session.all(Evidence)
            if piece.file and Path(piece.file.name).suffix.casefold() in WORKBOOKS
        ]
        newest = sorted(found, key=lambda piece: piece.number, reverse=True)
        return newest[:_MOST_OFFERED]

    def _opening(self, row: str) -> Callable[[], None]:
        return lambda: self.open_evidence(row)

    # Reading ----------------------------------------------------------------------------------

    def map_again(self, dataset: str) -> None:
        """Open the file of a table, so that it can be mapped again."""
        session = self._desk.session
        found = session.get(Dataset, dataset)
        if found is not None:
            self.open_evidence(found.evidence, Mapped(found, columns_of(session, found)))

    def open_evidence(self, row: str, again: Mapped | None = None, password: str = "") -> None:
        """Read a workbook that is evidence, and tell what is in it.

        Args:
            row: of the evidence.
            again: the table that is to be mapped again in it.
            password: of a locked workbook; it lives as long as the reading does.
        """
        session = self._desk.session
        piece = session.get(Evidence, row)
        if piece is None or piece.file is None or self.busy:
            return
        file, tables = piece.file, session.tables
        kind, known = self._kind, self._known() if again is None else []

        def work(progress: Progress) -> Book:
            return read_book(tables, row, file, kind, known, progress, again, password)

        self._run(
            file.name, work, self.book.emit, lambda said: self.open_evidence(row, again, said)
        )

    def _known(self) -> list[Mapped]:
        """Return the tables that the workbook may be a newer version of.

        The lines of both are held in memory; a very long population is not compared.
        """
        session = self._desk.session
        found = []
        for dataset in datasets(session, self._kind):
            sheet = session.tables.sheet(dataset)
            long = sheet is not None and sheet.info.rows > _MOST_COMPARED
            if self._kind is DatasetKind.INVENTORY or not long:
                locked = frozen_with(session.all(Population), dataset.row)
                found.append(Mapped(dataset, columns_of(session, dataset), locked))
        return found

    def read_tables(self, names: Sequence[Dataset], password: str = "") -> None:
        """Read the files of tables whose cells are not at hand on this computer."""
        tables = self._desk.session.tables
        files = {d.file.sha256: d.file for d in names if d.file is not None}
        if not files or self.busy:
            return
        first = next(iter(files.values())).name

        def work(progress: Progress) -> None:
            for number, file in enumerate(files.values()):
                progress.at(number, len(files), msg("Read {name}", name=file.name))
                self.file = file.name
                inventory_import.read_file(tables, file, lambda _at: progress.check(), password)

        def done(_nothing: None) -> None:
            self.read.emit()

        self._run(first, work, done, lambda said: self.read_tables(names, said))

    def retry(self, password: str = "") -> None:
        """Read once more what failed, with the password of a locked workbook where one is said."""
        if self._again is not None:
            self._again(password)

    def _run(
        self,
        name: str,
        work: Callable[[Progress], object],
        done: Callable[..., object],
        again: Callable[[str], object],
    ) -> None:
        self.busy, self._again = True, again
        self.asks_password = False

        def ended(result: object) -> None:
            self.busy = False
            done(result)

        def failed(error: Exception) -> None:
            self.busy = False
            self.asks_password = isinstance(error, WorkbookError) and error.asks_password
            if isinstance(error, UserError):
                self.failed.emit(str(error.message))
            else:
                self.failed.emit(_("The file could not be read."))
                self._desk.report(error)

        def cancelled() -> None:
            self.busy = False
            self.failed.emit(_("Reading was cancelled. Nothing was changed."))

        self.file = name
        self.reading.emit(name)
        self._desk.run_job(msg("Read {name}", name=name), work, ended, failed, cancelled)

    # Writing ----------------------------------------------------------------------------------

    def use(self, book: Book, guess: TableGuess) -> bool:
        """Take a table of a workbook in, as it is mapped; or change one that is mapped again."""
        if book.again is not None:
            before = book.again.dataset
            return self._desk.attempt(
                lambda: inventory_import.take_version(
                    self._desk.session, before.row, book.evidence,
                    guess.dataset(before.row), guess.records(before.row),
                )
            )  # fmt: skip
        name = guess.sheet if len(book.sheets) > 1 else Path(book.file.name).stem
        return self._desk.attempt(
            lambda: inventory_import.use_table(self._desk.session, book.evidence, guess, name)
        )

    def take_version(self, book: Book, renamed: Sequence[tuple[str, str]]) -> bool:
        """Let the newer version stand for its table; judgements follow renamed lines."""
        version = book.version
        if version is None:
            return False
        pairs = dict.fromkeys([*version.renumbered, *renamed])
        return self._desk.attempt(
            lambda: inventory_import.take_version(
                self._desk.session,
                version.before.dataset.row,
                book.evidence,
                version.found.dataset,
                version.found.columns,
                tuple(pairs),
            )
        )
