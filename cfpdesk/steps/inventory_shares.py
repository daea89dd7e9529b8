"""Allocation between co-products, and recycling at the end of life: what is written about them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.allocation import (
    ALLOCATION_WORD,
    Allocation,
    AllocationMethod,
    CoProduct,
    Share,
    shares,
)
from cfpdesk.model.end_of_life import Recycling, credited_twice, emissions
from cfpdesk.model.order import between
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class RecyclingState:
    """One recycled material.

    Attributes:
        verified: kgCO2e per unit of material by the formula the client names; None while a figure
            is missing.
        problem: what is wrong with the figures.
        twice: the client takes both credits.
    """

    case: Recycling
    verified: Decimal | None
    problem: Text
    twice: bool


@dataclass(frozen=True, slots=True)
class SharesState:
    """Everything about allocation and recycling.

    Attributes:
        shares: of each product, in percent; empty while they cannot be told.
        problem: why not.
    """

    allocation: Allocation
    products: tuple[CoProduct, ...]
    shares: tuple[Share, ...]
    problem: Text
    recycling: tuple[RecyclingState, ...]

    def main_share(self) -> Decimal | None:
        """Return the share of the product of this engagement, in percent."""
        return next((share.pct for share in self.shares if share.product.main), None)


def shares_state(session: Session) -> SharesState:
    """Return allocation and recycling as they stand."""
    allocation = session.find(Allocation)
    products = session.all(CoProduct)
    problem: Text = ""
    found: tuple[Share, ...] = ()
    try:
        found = shares(allocation.method, products)
    except UserError as error:
        problem = error.message
    recycling = tuple(_recycling(case) for case in session.all(Recycling))
    return SharesState(allocation, products, found, problem, recycling)


def _recycling(case: Recycling) -> RecyclingState:
    try:
        return RecyclingState(case, emissions(case), "", credited_twice(case))
    except UserError as error:
        return RecyclingState(case, None, error.message, twice=False)


def choose_method(session: Session, method: AllocationMethod) -> None:
    """Say how the client divides what several products share."""
    before = session.find(Allocation)
    title = msg("Allocation: {method}", method=ALLOCATION_WORD[method])
    put_if_changed(session, before, before.but(method=method), title)


def write_reason(session: Session, reason: str) -> None:
    """Write why no better method of allocation could be used."""
    before = session.find(Allocation)
    title = msg("Reason for the allocation")
    put_if_changed(session, before, before.but(reason=reason.strip()), title)


def add_product(session: Session, name: str) -> CoProduct:
    """Add a product that shares emissions; the first is the product of this engagement.

    Raises:
        UserError: without a name.
    """
    products = session.all(CoProduct)
    order = between(products[-1].order if products else "", "")
    with session.transact(msg("Add product {name}", name=_named(name))) as change:
        return change.put(CoProduct(name=name.strip(), order=order, main=not products))


def edit_product(session: Session, row: str, **changes: Any) -> None:
    """Write fields of a `CoProduct`; of the products one is the main one.

    Raises:
        UserError: if it was deleted in the meantime.
    """
    before = existing(session, CoProduct, row)
    title = msg("Product {name}", name=before.name)
    if not changes.get("main"):
        put_if_changed(session, before, before.but(**changes), title)
        return
    with session.transact(title) as change:
        for product in session.all(CoProduct):
            change.put(product.but(**changes) if product.row == row else product.but(main=False))


def add_recycling(session: Session, material: str) -> Recycling:
    """Add a material with recycled content or recycling.

    Raises:
        UserError: without a name.
    """
    cases = session.all(Recycling)
    order = between(cases[-1].order if cases else "", "")
    with session.transact(msg("Add material {name}", name=_named(material))) as change:
        return change.put(Recycling(material=material.strip(), order=order))


def edit_recycling(session: Session, row: str, **changes: Any) -> None:
    """Write fields of a `Recycling`.

    Raises:
        UserError: if it was deleted in the meantime.
    """
    before = existing(session, Recycling, row)
    title: Message = msg("Recycling of {name}", name=before.material)
    put_if_changed(session, before, before.but(**changes), title)


def remove(session: Session, kind: type[CoProduct] | type[Recycling], row: str) -> None:
    """Take a product or a material out; what it was stays in the journal.

    Raises:
        UserError: if it was deleted in the meantime.
    """
    found: CoProduct | Recycling = existing(session, kind, row)
    name = found.name if isinstance(found, CoProduct) else found.material
    with session.transact(msg("Remove {name}", name=name)) as change:
        change.remove(found)


def _named(name: str) -> str:
    if not name.strip():
        raise UserError(msg("Give it a name."))
    return name.strip()
