"""Allocation between co-products: avoided, physical or economic, sums kept (ISO 14067 6.4.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.recalculation import EXACT
from cfpdesk.model.record import Record


class AllocationMethod(StrEnum):
    """How shared emissions are divided, in the order in which a method is to be preferred."""

    NONE = ""
    SUBDIVISION = "subdivision"
    PHYSICAL = "physical"
    ECONOMIC = "economic"


@dataclass(frozen=True, kw_only=True)
class Allocation(Record):
    """How the client divides what several products share.

    Attributes:
        reason: why no better method could be used; needed for physical, more so for economic.
    """

    TABLE: ClassVar[str] = "allocation"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "allocation"
    method: AllocationMethod = AllocationMethod.NONE
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CoProduct(Record):
    """One of the products that share emissions.

    Attributes:
        main: the product of this engagement.
        amount, unit: the physical quantity it is divided by (mass, energy …).
        price: of one unit, in any currency; all products in the same.
        share_pct: of a process that was subdivided, as measured.
        claimed_pct: the share that the client used.
    """

    TABLE: ClassVar[str] = "co_product"

    order: str = ""
    name: str = ""
    main: bool = False
    amount: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    share_pct: Decimal | None = None
    claimed_pct: Decimal | None = None


# Parts are cut here, so that they add up exactly whoever adds them, at any usual precision.
_FINE = Decimal("1e-12")

ALLOCATION_WORD: dict[AllocationMethod, Message] = {
    AllocationMethod.NONE: msg("No allocation"),
    AllocationMethod.SUBDIVISION: msg("Subdivision"),
    AllocationMethod.PHYSICAL: msg("Physical relation"),
    AllocationMethod.ECONOMIC: msg("Economic value"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one product takes: of the whole in percent, unrounded."""

    product: CoProduct
    pct: Decimal


def shares(method: AllocationMethod, products: Sequence[CoProduct]) -> tuple[Share, ...]:
    """Return each product's share; they add up to exactly 100 %, the last takes what is left.

    Raises:
        UserError: if a figure is missing, negative, of another unit, or all are zero.
    """
    if method is AllocationMethod.NONE or not products:
        return ()
    weights = [_weight(method, product) for product in products]
    if method is AllocationMethod.PHYSICAL and len({p.unit.strip() for p in products}) > 1:
        raise UserError(msg("Give the quantities of all products in one unit."))
    whole = sum(weights, Decimal(0))
    if not whole:
        raise UserError(msg("All products have a share of zero; check the figures."))
    if method is AllocationMethod.SUBDIVISION and whole != 100:
        raise UserError(msg("The measured shares add up to {sum} %, not 100 %.", sum=str(whole)))
    with localcontext(EXACT):
        parts = [(weight / whole * 100).quantize(_FINE) for weight in weights[:-1]]
        parts.append(100 - sum(parts, Decimal(0)))
    return tuple(Share(product, pct) for product, pct in zip(products, parts, strict=True))


def _weight(method: AllocationMethod, product: CoProduct) -> Decimal:
    name = product.name or "–"
    if method is AllocationMethod.SUBDIVISION:
        return _figure(product.share_pct, msg("{name}: the measured share is missing.", name=name))
    amount = _figure(product.amount, msg("{name}: the quantity is missing.", name=name))
    if method is AllocationMethod.PHYSICAL:
        return amount
    return amount * _figure(product.price, msg("{name}: the price is missing.", name=name))


def _figure(value: Decimal | None, missing: Message) -> Decimal:
    if value is None:
        raise UserError(missing)
    if value < 0:
        raise UserError(msg("Quantities, prices and shares cannot be negative."))
    return value


def divided(total: Decimal, found: Sequence[Share]) -> tuple[Decimal, ...]:
    """Return the total divided by the shares; the parts add up to exactly the total."""
    if not found:
        return ()
    with localcontext(EXACT):
        parts = [(total * share.pct / 100).quantize(_FINE) for share in found[:-1]]
        return (*parts, total - sum(parts, Decimal(0)))
