"""The client's lines, and what their factors are compared with; asked by steps and documents."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.errors import UserError
from cfpdesk.i18n import Text, msg
from cfpdesk.model.claim_basis import ClaimBasis, claim_basis
from cfpdesk.model.claimed_line import ClaimedLine
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.factor import Factor
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.factor_use import FactorContext
from cfpdesk.model.finding import claim_total
from cfpdesk.model.inventory import InventorySettings, LineReview, Methane
from cfpdesk.model.inventory_lines import claimed_line
from cfpdesk.model.inventory_view import TableState
from cfpdesk.model.misstatement import LineDifference
from cfpdesk.model.recalculation import GwpOf, Recalculation, per_unit, recalculate
from cfpdesk.model.sheet import SheetRows
from cfpdesk.model.table_rows import TableReading
from cfpdesk.model.units import kg_of_texts
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.factor_library import (
    burning_factors,
    load_electricity,
    load_gwp,
    shipped_factors,
)
from cfpdesk.store.session import Session

# A list up to here is read while a page is shown.
QUICK_FACTORS = 500
# Makes factors of a sheet of the library of this name.
ReadFactors: TypeAlias = Callable[[SheetRows, str], tuple[Factor, ...]]


@dataclass(frozen=True, slots=True)
class InventoryTable:
    """A table of the client with its lines; `lines` empty where it has to be read first."""

    state: TableState
    lines: tuple[ClaimedLine, ...]


def datasets(session: Session, kind: DatasetKind) -> tuple[Dataset, ...]:
    """Return the client's tables of a kind, in their order."""
    return tuple(found for found in session.all(Dataset) if found.kind is kind)


def columns_of(session: Session, dataset: Dataset) -> tuple[DatasetColumn, ...]:
    """Return which column of a table means what, by role."""
    found = [column for column in session.all(DatasetColumn) if column.dataset == dataset.row]
    order = list(ColumnRole)
    return tuple(sorted(found, key=lambda column: order.index(column.role)))


def inventory_tables(session: Session) -> tuple[InventoryTable, ...]:
    """Return the tables of the inventory with their lines."""
    return tuple(_table(session, dataset) for dataset in datasets(session, DatasetKind.INVENTORY))


def recalculation(session: Session) -> Recalculation:
    """Return the claim recalculated with the judgements that stand."""

    def make() -> Recalculation:
        reviews = {(review.dataset, review.line): review for review in session.all(LineReview)}
        lines = [line for table in inventory_tables(session) for line in table.lines]
        settings = session.find(InventorySettings)
        last: list[Recalculation] = session.tables.keep("recalculation before", list)
        found = recalculate(
            lines, reviews, kg_of_texts, gwp_of(settings), last[0] if last else None
        )
        last[:] = [found]
        return found

    return session.remember(("recalculation", session.tables.reads), make)


def line_differences(session: Session) -> tuple[LineDifference, ...]:
    """Return the counted lines whose recalculation differs from the claim."""
    return tuple(
        LineDifference(
            line=result.line.key,
            name=" ".join(part for part in (result.line.code, result.line.name) if part),
            claimed_kg=result.claimed_kg or Decimal(0),
            verified_kg=result.verified_kg or Decimal(0),
            finding=result.review.finding,
        )
        for result in recalculation(session).lines
        if result.counts and result.differs
    )


def claim_of(session: Session) -> ClaimBasis:
    """Return the claim over the period; by the lines where they are all read and agree with it."""
    found = recalculation(session)
    whole = all(
        session.tables.reading(table, columns_of(session, table)) is not None
        for table in datasets(session, DatasetKind.INVENTORY)
    )
    lines = found.totals.claimed_kg if whole and found.lines else None
    return claim_basis(session.find(Engagement), lines, found.totals.excluded_kg)


def verified_unit(session: Session) -> Decimal | None:
    """Return the recalculated value per declared unit; None without lines or output."""
    found = recalculation(session)
    engagement = session.find(Engagement)
    claim, value = claim_total(engagement), engagement.claimed_value
    output = engagement.output_quantity
    # The amount of the declared unit in units of the output: 1 for "1 t" of t.
    declared = value * output / claim if claim and value and output else Decimal(1)
    return per_unit(found.totals.verified_kg, output, declared) if found.lines else None


def _table(session: Session, dataset: Dataset) -> InventoryTable:
    columns = columns_of(session, dataset)
    reading = session.tables.reading(dataset, columns)
    lines: tuple[ClaimedLine, ...] = ()
    if reading is not None:
        key = ("lines", dataset, columns)
        lines = session.tables.keep(key, lambda: _lines(dataset, reading))
    versions = session.history(Dataset.TABLE, dataset.row, "file")
    state = TableState(
        dataset=dataset,
        version=len(versions),
        taken_at=versions[-1].at if versions else None,
        read=reading is not None,
        lines=len(lines),
        problems=tuple(_problems(session, dataset, reading)),
    )
    return InventoryTable(state, lines)


def _lines(dataset: Dataset, reading: TableReading) -> tuple[ClaimedLine, ...]:
    return tuple(claimed_line(dataset, row) for row in reading.rows)


def _problems(session: Session, dataset: Dataset, reading: TableReading | None) -> Iterator[Text]:
    if reading is None:
        if session.tables.has(dataset):
            yield msg(
                "The file has no sheet {sheet} any more; choose the table anew.",
                sheet=dataset.sheet,
            )
        return
    for row in reading.sums:
        if not row.agrees:
            yield msg("Row {row} ({label}) does not add up", row=row.row, label=row.label)
    hidden = sum(row.hidden for row in reading.rows)
    if hidden:
        yield msg("{n} {n:line stands|lines stand} in rows that the client hid", n=hidden)


def library_factors(session: Session, read: ReadFactors) -> tuple[Factor, ...]:
    """Return the factors of all lists that were taken in and are at hand.

    A long list that was not read yet is left out: reading it is work for a job.

    Args:
        read: makes factors of a sheet; done once for each version of a list.
    """
    found: list[Factor] = []
    tables = session.tables
    for dataset in datasets(session, DatasetKind.FACTORS):
        sheet = tables.sheet(dataset)
        short = sheet is not None and sheet.info.rows <= QUICK_FACTORS
        if short or tables.is_kept(factors_key(dataset)):
            found += keep_factors(tables, dataset, read)
    return tuple(found)


def factors_key(dataset: Dataset) -> Hashable:
    """Return under what a list's factors are kept."""
    return ("factors", dataset)


def keep_factors(tables: ClientTables, dataset: Dataset, read: ReadFactors) -> tuple[Factor, ...]:
    """Return the factors of a list, read now if they were not; none while its file is unread."""
    sheet = tables.sheet(dataset)
    if sheet is None:
        return ()
    return tables.keep(factors_key(dataset), lambda: read(sheet, dataset.name))


def factor_context(
    session: Session, settings: InventorySettings, libraries: tuple[Factor, ...] = ()
) -> FactorContext:
    """Return what the factors of the lines are compared with.

    Args:
        libraries: factors of the lists that were taken in.
    """
    return FactorContext(
        gwp=load_gwp(),
        electricity=load_electricity(),
        known=_index(session, libraries),
        gwp_set=settings.gwp_set,
        age_limit=settings.factor_age,
        deviation_pct=settings.deviation_pct,
        burning=burning_factors(),
    )


def _index(session: Session, libraries: tuple[Factor, ...]) -> FactorIndex:
    own = session.all(Factor)
    key = ("factor index", own, len(libraries), session.tables.reads)
    return session.tables.keep(key, lambda: FactorIndex.of(own, libraries, shipped_factors()))


def gwp_of(settings: InventorySettings) -> GwpOf:
    """Return the function that knows the GWP of a review's gas in the chosen set."""
    table = load_gwp()

    def find(review: LineReview) -> Decimal | None:
        fossil = None if review.methane is Methane.UNKNOWN else review.methane is Methane.FOSSIL
        try:
            return table.gwp(review.gas, settings.gwp_set, fossil=fossil)
        except UserError:
            return None

    return find


def province(session: Session) -> str:
    """Return the province the sites stand in, as their addresses say; empty where they do not."""
    known = {p for provinces in load_electricity().grids.values() for p in provinces}
    found = {p for site in session.all(Site) for p in known if p in site.address}
    return found.pop() if len(found) == 1 else ""
