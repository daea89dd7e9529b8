"""The declared unit as others can read it: one of ten units and an amount (PACT v3, 3.2.4)."""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.quantity import parse_figure
from cfpdesk.model.units import Unit, convert, parse_unit, same_quantity


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


_VOLUMES = frozenset({"normal_cubic_metre", "standard_cubic_metre", "trade_cubic_metre"})
_PIECES = frozenset(
    {
        "piece", "machine", "suite", "vehicle", "bottle", "box", "bag", "barrel", "roll", "sheet",
        "block", "rod", "strip", "pair", "head", "plant", "container", "cell_of_battery",
    }
)  # fmt: skip
# The first that measures the same and has a word of the unit's name, or none to have, is taken.
_TARGETS: tuple[tuple[DeclaredUnit, str, str], ...] = (
    (DeclaredUnit.KILOGRAM, "kg", ""),
    (DeclaredUnit.LITER, "L", "litre"),
    (DeclaredUnit.CUBIC_METER, "m³", ""),
    (DeclaredUnit.KILOWATT_HOUR, "kWh", "watt_hour"),
    (DeclaredUnit.MEGAJOULE, "MJ", ""),
    (DeclaredUnit.TON_KILOMETER, "t·km", ""),
    (DeclaredUnit.SQUARE_METER, "m²", ""),
    (DeclaredUnit.HOUR, "h", ""),
)
_AMOUNT = re.compile(r"([0-9][0-9.,\s]*)?([^\s-].*)")


def declared_unit(text: str) -> tuple[DeclaredUnit, Decimal]:
    """Return unit and amount of a declared unit as people write it: `1 t` is 1000 kilogram.

    Taken are the unit alone, `1 t`, `1000 kg`, `每吨`, `100 m²`, `1 t·km`, `1 台`. Cubic metres of
    gas keep their number; their mass says what they are.

    Raises:
        UserError: if the unit is none of those the format knows, or the amount is not above 0.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("每").removeprefix("/")
    match = _AMOUNT.fullmatch(plain.strip())
    unit = parse_unit(match[2]) if match else None
    found = _counterpart(unit) if unit is not None else None
    if match is None or found is None:
        raise UserError(
            msg(
                "The declared unit “{text}” has no counterpart in the PACT format. State it in"
                " kg, t, L, m³, kWh, MJ, t·km, m², pieces or hours.",
                text=text.strip()[:40],
            )
        )
    amount = parse_figure(match[1] or "1") or Decimal(0)
    if amount <= 0:
        raise UserError(msg("The amount of the declared unit must be above 0."))
    return found[0], amount * found[1]


def _counterpart(unit: Unit) -> tuple[DeclaredUnit, Decimal] | None:
    """Return which of the ten units it is, and how many of them."""
    names = [name for name, power in unit.above if power == 1]
    times = Decimal(unit.scale.numerator) / Decimal(unit.scale.denominator)
    if unit.below or unit.of:
        return None
    if len(unit.above) == 1 and names and names[0] in _PIECES:
        return DeclaredUnit.PIECE, times
    if len(unit.above) == 1 and names and names[0] in _VOLUMES:
        return DeclaredUnit.CUBIC_METER, times
    for target, symbol, word in _TARGETS:
        other = parse_unit(symbol)
        fits = word in "".join(names)
        if other is not None and fits and same_quantity(unit, other):
            return target, convert(Decimal(1), unit, other)
    return None
