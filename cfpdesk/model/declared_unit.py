"""The declared unit as others can read it: one of ten units and an amount (PACT v3, 3.2.4)."""

from decimal import Decimal
from enum import StrEnum


class DeclaredUnit(StrEnum):
    """Units a product footprint may be declared in; the values are the words of the PACT format."""

    LITER = "liter"
    KILOGRAM = "kilogram"
    CUBIC_METER = "cubic meter"
    KILOWATT_HOUR = "kilowatt hour"
    MEGAJOULE = "megajoule"
    TON_KILOMETER = "ton kilometer"
    SQUARE_METER = "square meter"
    PIECE = "piece"
    HOUR = "hour"
    MEGABIT_SECOND = "megabit second"


# Products without a mass: energy, transport and services; their mass is stated as 0.
WITHOUT_MASS = frozenset(
    {
        DeclaredUnit.KILOWATT_HOUR,
        DeclaredUnit.MEGAJOULE,
        DeclaredUnit.TON_KILOMETER,
        DeclaredUnit.HOUR,
        DeclaredUnit.MEGABIT_SECOND,
    }
)


def mass_of(unit: DeclaredUnit, amount: Decimal) -> Decimal | None:
    """Return the product's mass in kg where the unit alone says it; None where it must be asked.

    Units without a mass (energy, transport, services) have 0.
    """
    if unit is DeclaredUnit.KILOGRAM:
        return amount
    return Decimal(0) if unit in WITHOUT_MASS else None
