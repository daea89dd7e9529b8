"""Balances that check an inventory from a second side: mass, energy, electricity."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.recalculation import EXACT
from cfpdesk.model.record import Record


class BalanceKind(StrEnum):
    """What is balanced."""

    MASS = "mass"
    ENERGY = "energy"
    ELECTRICITY = "electricity"


@dataclass(frozen=True, kw_only=True)
class Balance(Record):
    """One balance: what the inventory says against what a second source says.

    Attributes:
        inventory, other: both in `unit`; for mass: all that goes in, all that comes out.
        inventory_text, other_text: what they are, for example "12 invoices", "meter 2#".
        tolerance_pct: up to which difference it counts as balanced.
        reason: what explains a larger difference.
    """

    TABLE: ClassVar[str] = "balance"
    KEY: ClassVar[tuple[str, ...]] = ("kind",)

    kind: BalanceKind = BalanceKind.MASS
    inventory: Decimal | None = None
    inventory_text: str = ""
    other: Decimal | None = None
    other_text: str = ""
    unit: str = ""
    tolerance_pct: Decimal = Decimal(2)
    reason: str = ""


BALANCE_WORD: dict[BalanceKind, Message] = {
    BalanceKind.MASS: msg("Mass"),
    BalanceKind.ENERGY: msg("Energy"),
    BalanceKind.ELECTRICITY: msg("Electricity"),
}


def difference_pct(balance: Balance) -> Decimal | None:
    """Return inventory − other in percent of other; None while it cannot be told."""
    if balance.inventory is None or not balance.other:
        return None
    with localcontext(EXACT):
        return (balance.inventory - balance.other) / abs(balance.other) * 100


def is_balanced(balance: Balance) -> bool | None:
    """Tell whether the difference lies within the tolerance; None while it cannot be told."""
    found = difference_pct(balance)
    return None if found is None else abs(found) <= balance.tolerance_pct
