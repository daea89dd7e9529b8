"""Factor libraries of the engagement: lists that a client or a database hands over (rule 6.2).

A list is a file; it comes in as evidence and is read into a cache. Only the factor that a line uses
becomes a row of the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.exchange.factor_list import factors_of_sheet, read_factor_sheet
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.factor import Factor
from cfpdesk.model.order import between
from cfpdesk.model.record import row_of
from cfpdesk.store.cached_table import CachedWorkbook
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.factor_library import shipped_factors
from cfpdesk.store.inventory_query import (
    datasets,
    factors_key,
    library_factors,
)
from cfpdesk.store.record_edit import existing
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class ListFound:
    """What a file holds.

    Attributes:
        sheet: the sheet with the list.
        factors: how many it has; `problems` rows that are none; `identical` rows that repeat.
    """

    sheet: str
    factors: int
    problems: int
    identical: int


def find_list(book: CachedWorkbook, name: str) -> ListFound:
    """Find the list of factors in a file that was read (`inventory_import.read_file`); for a job.

    Raises:
        UserError: if no sheet holds a list of factors.
    """
    why: UserError | None = None
    for sheet in book.sheets():
        try:
            found = read_factor_sheet(sheet, name)
        except UserError as error:
            why = why or error
            continue
        if found.factors:
            counts = (len(found.factors), len(found.problems), len(found.identical))
            return ListFound(sheet.info.name, *counts)
    raise why or UserError(msg("No factor was found in {name}.", name=name))


def use_list(session: Session, evidence: str, name: str, sheet: str) -> Dataset:
    """Take a list in as a library, so that its factors can be searched and compared with.

    Raises:
        UserError: if the evidence has no file.
    """
    file = existing(session, Evidence, evidence).file
    if file is None:
        raise UserError(msg("{number} has no file.", number=name))
    others = session.all(Dataset)
    order = between(others[-1].order if others else "", "")
    with session.transact(msg("Take in the factor list {name}", name=name)) as change:
        return change.put(
            Dataset(
                name=name,
                kind=DatasetKind.FACTORS,
                order=order,
                file=file,
                sheet=sheet,
                evidence=evidence,
            )
        )


def unread_lists(session: Session) -> tuple[Dataset, ...]:
    """Return the libraries whose factors are not at hand yet; `prepare` makes them."""
    lists = datasets(session, DatasetKind.FACTORS)
    return tuple(found for found in lists if not session.tables.is_kept(factors_key(found)))


def prepare(tables: ClientTables, lists: Sequence[Dataset]) -> None:
    """Make the factors of libraries whose files were read, so that they are found; for a job."""
    for found in lists:
        sheet = tables.sheet(found)
        factors = factors_of_sheet(sheet, found.name) if sheet is not None else ()
        tables.add(factors_key(found), factors)


def all_factors(session: Session) -> tuple[Factor, ...]:
    """Return the engagement's own factors, those of its libraries, and those of the program."""
    return (
        *session.all(Factor),
        *library_factors(session, factors_of_sheet),
        *shipped_factors(),
    )


def keep_factor(session: Session, factor: Factor) -> Factor:
    """Make a factor a row of the engagement, so that a line can name it; the same one only once."""
    if session.get(Factor, factor.row) is not None:
        return factor
    value = str(factor.value)
    key = (factor.library, factor.library_id, factor.name, str(factor.year), factor.unit, value)
    kept = factor.but(row=row_of(Factor.TABLE, *key))
    if session.get(Factor, kept.row) is None:
        with session.transact(msg("Take over the factor {name}", name=factor.name)) as change:
            change.put(kept)
    return kept
