"""The sample's own ledgers as populations, brought as far as a test needs them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.population import Conformity, Population
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import sampling, sampling_edit
from cfpdesk.store.session import Session
from tests import builders, client_files
from tests.client_files import CLIENT

D = Decimal
SLIPS = CLIENT / "带钢入库单_2025.xlsx"
WAYBILLS = CLIENT / "原料运单_2025.xlsx"


def agreed(session: Session) -> Engagement:
    """Fill in what the claim of the sample is."""
    filled = builders.an_engagement(session).but(
        output_quantity=D(12000),
        claimed_value=D("2808.56"),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
    )
    with session.transact(msg("Edit the engagement")) as change:
        return change.put(filled)


@contextmanager
def agreed_session(folder: Path) -> Iterator[Session]:
    """Open a new engagement with the claim of the sample; it is closed afterwards."""
    with builders.a_session(folder) as opened:
        agreed(opened)
        yield opened


def take_in(session: Session, path: Path, number: str = "E-1-001") -> Dataset:
    """Take a client's file in as the table the program takes it for."""
    return client_files.take_in(session, path, number, kind=DatasetKind.POPULATION)


def slips_population(session: Session) -> Population:
    """The receipt slips of the strip, 412 of 12,600 t, with their factor."""
    table = take_in(session, SLIPS)
    made = sampling_edit.add_population(session, "带钢入库单 2025", table.row, unit="t")
    sampling_edit.edit_recipe(session, made.row, factor=D(2310), line="R1")
    return made


def reverse_test(session: Session, of: str) -> Population:
    """The waybills, traced back to the slips."""
    table = take_in(session, WAYBILLS, "E-1-002")
    return sampling_edit.add_population(
        session, "原料运单 → 入库单", table.row, unit="t", reverse_of=of
    )


def shown(session: Session, row: str) -> PopulationState:
    """Return a population as it stands."""
    found = sampling.state(session).find(row)
    assert found is not None
    return found


def frozen(session: Session, row: str) -> PopulationState:
    """Bring a population up to its freezing."""
    total = shown(session, row).facts.imported_total
    sampling_edit.edit_recipe(session, row, ledger_total=total)
    sampling.freeze(session, row)
    return shown(session, row)


def drawn(session: Session, row: str, number: str = "4827") -> PopulationState:
    """Bring a population up to its draw."""
    frozen(session, row)
    sampling.set_seed(session, row, number, "王建华")
    sampling.draw(session, row)
    return shown(session, row)


def checked(
    session: Session, row: str, wrong: Mapping[int, Decimal] | None = None, leave: int = 0
) -> tuple[str, ...]:
    """Check the drawn items as claimed but for some differences; returns them in order.

    Args:
        wrong: what is added to the claimed amount, by place in the sample.
        leave: how many are left unchecked at the end.
    """
    one = shown(session, row)
    assert one.sample is not None
    items = one.sample.items[: len(one.sample.items) - leave]
    for place, part in enumerate(items):
        amount = part.item.amount
        assert amount is not None
        if one.population.completeness:
            sampling_edit.judge(session, row, part.item.id, Conformity.YES)
        else:
            more = (wrong or {}).get(place, D(0))
            sampling_edit.verify(session, row, part.item.id, amount + more)
    return tuple(part.item.id for part in items)
