"""What is written about populations and their items, besides the steps in their order.

The recipe of a population can be changed until it is frozen; afterwards only its sample is extended
(`steps.sampling`). What was seen of an item can be changed at any time, and the journal keeps what
it was.
"""

from decimal import Decimal
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.order import between
from cfpdesk.model.population import (
    METHOD_WORD,
    Conformity,
    Direction,
    Population,
    SampleItem,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.population_gate import editable
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Session


def add_population(
    session: Session, name: str, dataset: str, *, unit: str = "", reverse_of: str = ""
) -> Population:
    """Add a population.

    Args:
        name: part of the seed, so it cannot change once frozen.
        dataset: row of the table its items stand in, or `FROM_INVENTORY`.
        unit: of the amounts.
        reverse_of: row of the population whose completeness it tests; empty for one of the
            inventory.

    Raises:
        UserError: without a name, or if another population has it.
    """
    plain = _free_name(session, name)
    others = session.all(Population)
    order = between(others[-1].order if others else "", "")
    method = SamplingMethod.ATTRIBUTE if reverse_of else SamplingMethod.EMISSION_UNIT
    with session.transact(msg("Add population {name}", name=plain)) as change:
        return change.put(
            Population(
                name=plain,
                order=order,
                dataset=dataset,
                unit=unit,
                method=method,
                reverse_of=reverse_of,
                direction=Direction.UNDER if reverse_of else Direction.OVER,
            )
        )


def _free_name(session: Session, name: str, row: str = "") -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UserError(msg("Give it a name."))
    if any(other.name == plain and other.row != row for other in session.all(Population)):
        raise UserError(msg("There is a population {name} already.", name=plain))
    return plain


def rename(session: Session, row: str, name: str) -> None:
    """Call a population otherwise.

    Raises:
        UserError: without a name, if another has it, or once it is frozen.
    """
    edit_recipe(session, row, name=_free_name(session, name, row))


def choose_method(session: Session, row: str, method: SamplingMethod) -> None:
    """Choose how items are drawn.

    Raises:
        UserError: once it is frozen.
    """
    edit_recipe(session, row, title=METHOD_WORD[method], method=method)


def edit_recipe(
    session: Session, row: str, *, title: Message | None = None, **changes: Any
) -> None:
    """Write fields of the recipe; the same again writes nothing.

    Args:
        row: of the population.
        title: what was done, for the journal; "recipe" where None.
        changes: fields of `Population`.

    Raises:
        UserError: once the population is frozen, or it was deleted in the meantime.
    """
    before = existing(session, Population, row)
    after = before.but(**changes)
    if after == before:
        return
    if any(not editable(before, field) for field in changes):
        raise UserError(
            msg("{name} is frozen: its recipe stays. Extend the sample instead.", name=before.name)
        )
    what = title if title is not None else msg("recipe")
    put_if_changed(session, before, after, msg("{name}: {what}", name=before.name, what=what))


def remove(session: Session, row: str, reason: str) -> None:
    """Take a population out with what was seen of its items; the journal keeps it.

    Raises:
        UserError: without a reason.
    """
    if not reason.strip():
        raise UserError(msg("Say why it is taken out."))
    found = existing(session, Population, row)
    with session.transact(msg("Take out {name}", name=found.name), reason=reason.strip()) as change:
        change.remove(found)


# Items ----------------------------------------------------------------------------------------


def item_of(session: Session, population: str, item: str) -> SampleItem:
    """Return what was seen of an item, or a fresh record that is not stored yet."""
    return session.find(SampleItem, population=population, item=item)


def verify(
    session: Session, population: str, item: str, amount: Decimal | None, *, apart: bool = False
) -> None:
    """Write the amount that the voucher shows; None takes it back.

    Args:
        amount: in the population's unit.
        apart: the item is set aside, so that its voucher may show a negative amount.

    Raises:
        UserError: for a negative amount of an item that is drawn from.
    """
    if amount is not None and amount < 0 and not apart:
        raise UserError(msg("A voucher shows an amount from 0; negative lines are tested apart."))
    title = msg("{item}: verified amount", item=item)
    done = amount is not None
    _seen(session, population, item, title, verified=amount, missing=False, checked=done)


def mark_missing(session: Session, population: str, item: str, *, missing: bool) -> None:
    """Say that no voucher was found, which counts as a full error; or take that back."""
    title = (
        msg("{item}: no voucher found", item=item)
        if missing
        else msg("{item}: unchecked", item=item)
    )
    _seen(session, population, item, title, missing=missing, verified=None, checked=missing)


def judge(session: Session, population: str, item: str, conforms: Conformity) -> None:
    """Say whether an item conforms, in a sample by attribute."""
    title = msg("{item}: attribute", item=item)
    done = conforms is not Conformity.UNCHECKED
    _seen(session, population, item, title, conforms=conforms, missing=False, checked=done)


def note(session: Session, population: str, item: str, text: str) -> None:
    """Write what was seen of an item in words."""
    _seen(session, population, item, msg("{item}: note", item=item), note=text.strip())


def _seen(session: Session, population: str, item: str, title: Message, **changes: Any) -> None:
    before = item_of(session, population, item)
    after = before.but(**changes)
    if after == before:
        return
    with session.transact(title) as change:
        if after.checked != before.checked or after.verified != before.verified:
            after = after.but(checked_at=change.now if after.checked else None)
        change.put(after)


# Settings ---------------------------------------------------------------------------------------


def edit_settings(session: Session, **changes: Any) -> None:
    """Write settings of sampling.

    Args:
        changes: fields of `SamplingSettings`.

    Raises:
        UserError: for a performance materiality beyond 50 to 75 %, or a risk beyond 0 to 50 %.
    """
    before = session.find(SamplingSettings)
    after = before.but(**changes)
    if not 50 <= after.performance_pct <= 75:
        raise UserError(msg("Performance materiality is 50 to 75 % of materiality."))
    risks = (after.reasonable_risk_pct, after.limited_risk_pct)
    if any(not 0 < risk <= 50 for risk in risks):
        raise UserError(msg("The acceptable risk is above 0 and at most 50 %."))
    if min(after.reasonable_floor, after.limited_floor) < 0:
        raise UserError(msg("A floor cannot be negative."))
    put_if_changed(session, before, after, msg("Settings of sampling"))
