"""The client's tables read where they are needed: papers and the X-ray follow from them.

On a computer that took the record in with a package, nobody has opened the tables yet; what is
printed there must not say less than on the computer where they were imported.
"""

from collections.abc import Callable, Collection

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import DatasetKind
from cfpdesk.steps import inventory_import, sampling
from cfpdesk.steps.sampling import TableToRead
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress


class TableReading:
    """Reads in one job what is not at hand; each table is tried once.

    What cannot be read, such as a locked workbook, is left to the page that asks for its password;
    paper and X-ray say that it was not read.
    """

    def __init__(self, desk: Desk, done: Callable[[], object]) -> None:
        self._desk, self._done = desk, done
        self._tried: frozenset[tuple[str, bool]] = frozenset()

    def look(self, left: Collection[str] = ()) -> bool:
        """Read what is not at hand and was not tried; True if something is being read.

        Args:
            left: rows of tables that the page reads itself, or that a person kept from being read.
        """
        session = self._desk.session
        tables = [t for t in sampling.unread_tables(session) if t.dataset.row not in left]
        keys = frozenset((table.dataset.row, table.read) for table in tables)
        if keys <= self._tried:
            return False
        self._tried |= keys
        at_hand = session.tables

        def work(progress: Progress) -> None:
            for table in tables:
                try:
                    load_table(at_hand, table, progress)
                except UserError:
                    progress.check()

        self._desk.run_job(
            msg("Read {name}", name=tables[0].dataset.name), work, done=lambda _none: self._done()
        )
        return True


def load_table(
    tables: ClientTables, table: TableToRead, progress: Progress, password: str = ""
) -> None:
    """Read a table's file, and split the rows of a population into items; for a job."""
    name = table.dataset.name
    if not table.read and table.dataset.file is not None:
        words = msg("Read {name}", name=table.dataset.file.name)
        inventory_import.read_file(
            tables,
            table.dataset.file,
            lambda at: progress.at(at.rows, max(at.total, 1), words),
            password,
        )
    if table.dataset.kind is DatasetKind.POPULATION:
        words = msg("Items of {name}", name=name)
        sampling.split_items(
            tables, table, lambda done, total: progress.at(done, max(total, 1), words)
        )
