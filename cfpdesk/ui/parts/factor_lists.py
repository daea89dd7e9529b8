"""Lists of factors as libraries: their files are read in jobs, with a password where locked."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cfpdesk.exchange.client_workbook.refusal import WorkbookError
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.evidence_view import Source
from cfpdesk.model.record import Blob
from cfpdesk.steps import inventory_factors, inventory_import
from cfpdesk.steps.evidence import Taken
from cfpdesk.steps.inventory_factors import ListFound
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.parts.password_popover import PasswordPopover


class FactorLists:
    """Takes lists in, and has those that are here ready.

    Args:
        show: opens what the factors are looked up in.
    """

    def __init__(self, desk: Desk, show: Callable[[], None]) -> None:
        self._desk, self._show = desk, show

    def show(self, password: str = "") -> None:
        """Read the lists that are not at hand on this computer, then show their factors."""
        session = self._desk.session
        waiting = inventory_factors.unread_lists(session)
        if not waiting:
            self._show()
            return
        self._desk.run_job(
            msg("Read the factor libraries"),
            partial(_prepare, session.tables, waiting, password),
            done=lambda _none: self._show(),
            failed=partial(self._failed, waiting[0].name, self.show),
        )

    def choose(self) -> None:
        """Choose a file with factors; it comes in as evidence and becomes a library."""
        paths = self._desk.open_files(msg("Choose a factor list"))
        intake.take(self._desk, paths, Source.FILE, None, self._take)

    def _take(self, taken: Sequence[Taken]) -> None:
        for each in taken:
            if each.evidence.file is not None:
                self._read(each.evidence.row, each.evidence.file)

    def _read(self, evidence: str, file: Blob, password: str = "") -> None:
        name = Path(file.name).stem
        self._desk.run_job(
            msg("Read {name}", name=file.name),
            partial(_found_in, self._desk.session.tables, file, name, password),
            done=partial(self._use, evidence, name),
            failed=partial(self._failed, file.name, partial(self._read, evidence, file)),
        )

    def _use(self, evidence: str, name: str, found: ListFound) -> None:
        session = self._desk.session
        if self._desk.attempt(
            lambda: inventory_factors.use_list(session, evidence, name, found.sheet)
        ):
            self._desk.say(
                msg(
                    "{n} {n:factor|factors} of {name}; {bad} {bad:row|rows} could not be read",
                    n=found.factors,
                    name=name,
                    bad=found.problems,
                )
            )
            self.show()

    def _failed(self, name: str, again: Callable[[str], object], error: Exception) -> None:
        if isinstance(error, WorkbookError) and error.asks_password:
            PasswordPopover(self._desk.window, name, error.message, again).open_centred()
        else:
            self._desk.report(error)


def _found_in(
    tables: ClientTables, file: Blob, name: str, password: str, progress: Progress
) -> ListFound:
    book = inventory_import.read_file(tables, file, lambda _at: progress.check(), password)
    return inventory_factors.find_list(book, name)


def _prepare(
    tables: ClientTables, lists: Sequence[Dataset], password: str, progress: Progress
) -> None:
    for found in lists:
        if found.file is not None:
            inventory_import.read_file(tables, found.file, lambda _at: progress.check(), password)
    inventory_factors.prepare(tables, lists)
