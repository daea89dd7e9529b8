"""Data sampling: draw fairly, check, and say what the sample means (ISO 14064-3 6.1.3)."""

from dataclasses import dataclass
from datetime import datetime

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.meeting import Meeting, MeetingKind, spoken_digits
from cfpdesk.model.opinion import opinion_blockers
from cfpdesk.model.population import (
    FROM_INVENTORY,
    SampleExtension,
    SamplingSettings,
    drawn_with,
)
from cfpdesk.model.population_gate import (
    evaluation_blockers,
    population_blockers,
    why_not_draw,
    why_not_extend,
    why_not_freeze,
    why_not_seed,
)
from cfpdesk.model.sample_plan import significant_from
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.model.team import Person
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.inventory_query import columns_of
from cfpdesk.store.opinion_query import opinion_state
from cfpdesk.store.record_edit import put_if_changed
from cfpdesk.store.sampling_query import Tell, table_frame
from cfpdesk.store.sampling_state import sampling_state
from cfpdesk.store.session import Session

NOUN = "sampling"


@dataclass(frozen=True, slots=True)
class TableToRead:
    """A table whose items are not at hand; `read` where its file was read already."""

    dataset: Dataset
    columns: tuple[DatasetColumn, ...]
    read: bool


def state(session: Session) -> SamplingState:
    """Return everything the sampling page shows."""
    return sampling_state(session)


def tables_to_read(session: Session) -> tuple[TableToRead, ...]:
    """Return the tables of populations whose items are not at hand; a job reads them."""
    waiting = {one.population.dataset for one in state(session).populations if one.waits}
    inventory = FROM_INVENTORY in waiting
    return tuple(
        TableToRead(table, columns_of(session, table), read=session.tables.has(table))
        for table in session.all(Dataset)
        if table.row in waiting or (inventory and table.kind is DatasetKind.INVENTORY)
    )


def unread_tables(session: Session) -> tuple[TableToRead, ...]:
    """Return all tables that papers and figures follow from and that are not at hand yet.

    What `tables_to_read` names is among them, and the tables of the inventory.
    """
    found = {table.dataset.row: table for table in tables_to_read(session)}
    for table in session.all(Dataset):
        if table.kind is not DatasetKind.FACTORS and not session.tables.has(table):
            found.setdefault(table.row, TableToRead(table, columns_of(session, table), read=False))
    return tuple(found.values())


def unit_of(session: Session, dataset: Dataset) -> str:
    """Return the unit that a table states for its amounts; empty where it states none."""
    columns = columns_of(session, dataset)
    return next((c.unit for c in columns if c.role is ColumnRole.AMOUNT), "")


def split_items(tables: ClientTables, table: TableToRead, tell: Tell) -> None:
    """Split a long table into the items of its population; for a job, after its file was read.

    Args:
        tables: `session.tables`, taken on the window's thread.
        table: from `tables_to_read`.
        tell: told how many rows are done, of how many; what it raises ends the work and comes out.
    """
    table_frame(tables, table.dataset, table.columns, tell=tell)


def status(session: Session) -> StepStatus:
    """Return what the rail shows: populations with a result of all."""
    shown = state(session)
    total, done = len(shown.populations), shown.concluded
    figure = f"{done}/{total}" if total else ""
    if shown.sealed:
        return StepStatus(Mark.SEALED, done, total, figure)
    if not total:
        return StepStatus(Mark.NOT_STARTED)
    return StepStatus(Mark.DONE if done == total else Mark.IN_PROGRESS, done, total, figure)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the sampling still lacks."""
    shown = state(session)
    if not shown.populations:
        sentence = msg("No population is drawn from yet")
        target = Target(NOUN, "", "new")
        return (
            Blocker(
                "sampling.none", Level.WARNING, "ISO14064-3:6.1.3", sentence, msg("Import"), target
            ),
        )
    found: list[Blocker] = []
    for one in shown.populations:
        found += population_blockers(one.population, one.facts)
        if one.conclusion is not None:
            found += evaluation_blockers(one.population, one.conclusion)
    concluded = opinion_state(session)
    if concluded.opinion.chosen is not None or shown.concluded == len(shown.populations):
        found += opinion_blockers(concluded.opinion, concluded.proposal)
    return tuple(found)


# In their order -------------------------------------------------------------------------------


def freeze(session: Session, row: str) -> None:
    """Fix the items by their hash, and with them the recipe.

    Raises:
        UserError: if something is missing; the sentence says what.
    """
    one = _existing(session, row)
    _refuse(why_not_freeze(one.population, one.facts))
    tolerable = state(session).context.tolerable_kg
    significant = significant_from(one.population, tolerable)
    with session.transact(msg("Freeze {name}", name=one.population.name)) as change:
        change.put(
            one.population.but(
                frozen_sha256=one.facts.sha256,
                frozen_at=change.now,
                frozen_items=one.facts.items,
                frozen_total=one.frame.total if one.frame else None,
                frozen_whole_from=significant,
            )
        )


def set_seed(session: Session, row: str, number: str, by: str) -> None:
    """Note the number that the client says now, as the seed.

    Raises:
        UserError: if it is no number, nobody said it, or the population is not frozen yet.
    """
    one = _existing(session, row)
    digits = spoken_digits(number)
    if not digits or not by.strip():
        raise UserError(msg("Write the number, and who said it."))
    _seed(session, one, digits, by.strip(), session.now())


def take_spoken(session: Session, row: str) -> None:
    """Take the number of the opening meeting as the seed.

    Raises:
        UserError: if none was said there, or it was said before the population was frozen.
    """
    one = _existing(session, row)
    meeting = session.find(Meeting, kind=MeetingKind.OPENING)
    if not meeting.spoken_number or meeting.spoken_at is None:
        raise UserError(msg("No number was said at the opening meeting."))
    speaker = session.get(Person, meeting.spoken_by)
    name = speaker.name if speaker else meeting.spoken_by
    _seed(session, one, meeting.spoken_number, name, meeting.spoken_at)


def _seed(session: Session, one: PopulationState, digits: str, by: str, at: datetime) -> None:
    _refuse(why_not_seed(one.population, at))
    title = msg("Seed of {name}: {number}", name=one.population.name, number=digits)
    after = one.population.but(seed_number=digits, seed_by=by, seed_at=at)
    put_if_changed(session, one.population, after, title)


def draw(session: Session, row: str) -> None:
    """Draw the sample in the size of the plan; which items they are follows from the seed.

    Raises:
        UserError: if something is missing; the sentence says what.
    """
    one = _existing(session, row)
    _refuse(why_not_draw(one.population, one.facts))
    with session.transact(msg("Draw the sample of {name}", name=one.population.name)) as change:
        change.put(
            one.population.but(
                drawn_size=one.plan.size,
                drawn_at=change.now,
                **drawn_with(session.find(SamplingSettings)),
            )
        )


def extend(session: Session, row: str, size: int, reason: str) -> None:
    """Take the next items with the same seed, for a reason.

    Raises:
        UserError: if nothing can be extended, or no reason is given.
    """
    one = _existing(session, row)
    _refuse(why_not_extend(one.population, one.facts, size, reason))
    title = msg("{name}: {n} more {n:item|items}", name=one.population.name, n=size)
    with session.transact(title, reason=reason.strip()) as change:
        change.put(SampleExtension(population=row, size=size, reason=reason.strip(), at=change.now))


def _existing(session: Session, row: str) -> PopulationState:
    found = state(session).find(row)
    if found is None:
        raise UserError(msg("It was deleted in the meantime."))
    return found


def _refuse(why: Message | None) -> None:
    if why is not None:
        raise UserError(msg("{why}.", why=why))
