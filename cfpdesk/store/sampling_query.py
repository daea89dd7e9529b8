"""Items of populations: from a client's table, row by row, or from the lines of the inventory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.population import FROM_INVENTORY, Population
from cfpdesk.model.population_frame import Frame, PopulationItem, population_sha256, split
from cfpdesk.model.table_rows import TableRow, place, rows_of
from cfpdesk.store.cached_table import CachedSheet
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.inventory_query import columns_of, inventory_tables, recalculation
from cfpdesk.store.kept_frame import frame_from_bytes, frame_to_bytes, kept_name
from cfpdesk.store.session import Session

# A table up to here is split into items while a page is shown; a longer one in a job.
QUICK_ROWS = 3000
_TELL_EVERY = 500
Tell = Callable[[int, int], object]
_NEEDED = (
    ColumnRole.ITEM_ID,
    ColumnRole.AMOUNT,
    ColumnRole.UNIT,
    ColumnRole.PARTNER,
    ColumnRole.DATE,
)


@dataclass(frozen=True, eq=False)
class HashedFrame:
    """The items of a population with the hash that freezes them, computed once."""

    frame: Frame
    sha256: str

    @classmethod
    def of(cls, frame: Frame) -> "HashedFrame":
        """Hash a frame."""
        return cls(frame, population_sha256(frame))


def frame_of(session: Session, population: Population) -> HashedFrame | None:
    """Return the items of a population; None while its table has to be read first."""
    if population.dataset == FROM_INVENTORY:
        return _of_inventory(session)
    dataset = session.get(Dataset, population.dataset)
    if dataset is None:
        return None
    return table_frame(session.tables, dataset, columns_of(session, dataset), most=QUICK_ROWS)


def table_frame(
    tables: ClientTables,
    dataset: Dataset,
    columns: Sequence[DatasetColumn],
    *,
    most: int | None = None,
    tell: Tell | None = None,
) -> HashedFrame | None:
    """Return the items of a table; None where its file has to be read first.

    Args:
        tables: `session.tables`; may be asked on any thread.
        dataset: the table.
        columns: what its columns mean.
        most: None is returned for a longer table that was not split before; for the window.
        tell: told how many rows are done, of how many; what it raises ends the work and comes out.
    """
    key = ("frame", dataset, tuple(columns))
    sheet = tables.sheet(dataset)
    if sheet is None or (most is not None and sheet.info.rows > most and not tables.is_kept(key)):
        return None

    def make() -> HashedFrame:
        needed = [column for column in columns if column.role in _NEEDED]
        if tell is not None:
            return _kept(tables, dataset, needed, lambda: _split(sheet, dataset, needed, tell))
        return HashedFrame.of(_split(sheet, dataset, needed, tell))

    if tell is not None and not tables.is_kept(key):
        tables.add(key, make())  # made before it is kept: others need not wait for it
    return tables.keep(key, make)


def _split(
    sheet: CachedSheet, dataset: Dataset, columns: Sequence[DatasetColumn], tell: Tell | None
) -> Frame:
    rows = rows_of(sheet, dataset, columns)
    return split(_items(dataset, _told(rows, sheet.info.rows, tell)))


def _kept(
    tables: ClientTables,
    dataset: Dataset,
    columns: Sequence[DatasetColumn],
    make: Callable[[], Frame],
) -> HashedFrame:
    """Return a long table's items from the cache; split and kept there where they are not."""
    file, name = dataset.file, kept_name(dataset, columns)
    data = tables.made(file, name) if file is not None else None
    frame = frame_from_bytes(data) if data is not None else None
    if frame is None:
        frame = make()
        if file is not None:
            tables.keep_made(file, name, frame_to_bytes(frame))
    return HashedFrame.of(frame)


def _told(rows: Iterable[TableRow], total: int, tell: Tell | None) -> Iterator[TableRow]:
    for number, row in enumerate(rows):
        if tell is not None and number % _TELL_EVERY == 0:
            tell(number, total)
        yield row


def _items(dataset: Dataset, rows: Iterable[TableRow]) -> Iterator[PopulationItem]:
    for row in rows:
        amount = row.value(ColumnRole.AMOUNT)
        partner, when = row.value(ColumnRole.PARTNER).text, row.value(ColumnRole.DATE).text
        yield PopulationItem(
            id=row.value(ColumnRole.ITEM_ID).text or row.key,
            amount=amount.number,
            group=partner or when[:7],
            place=place(dataset.sheet, amount.address),
        )


def _of_inventory(session: Session) -> HashedFrame | None:
    if any(not table.state.read for table in inventory_tables(session)):
        return None

    def make() -> HashedFrame:
        lines = (result.line for result in recalculation(session).lines)
        return HashedFrame.of(
            split(
                PopulationItem(line.key, line.emissions.value, line.stage, line.emissions.cell)
                for line in lines
            )
        )

    return session.remember(("frame", session.tables.reads), make)
