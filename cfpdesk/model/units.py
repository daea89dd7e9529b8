"""Units of activity data and factors: exact conversion, and what fits to be multiplied.

An activity and a factor that do not fit are never multiplied. Nothing is converted that needs an
assumption: litres into kilograms (a density), Nm³ into m³ (conditions), kilograms of methane into
CO2e (a GWP), pieces into sets. Definitions are kept by the units library pint, in decimals; sizes
are then fractions, so that a value is rounded at most once, to 60 digits. What a pair of units
comes to is worked out once: an inventory of thousands of lines has a dozen pairs.
"""

from collections import Counter
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.unit_names import (
    MASS_NAMES,
    NORMAL_CUBIC_METRE,
    THIRDS,
    TRADE_CUBIC_METRE,
    UNIT_NAMES,
)
from cfpdesk.model.unit_text import Part, Unit, parse_unit

if TYPE_CHECKING:
    import pint

__all__ = [
    "Unit", "convert", "fits", "gas_volume", "kg_of_texts", "parse_unit", "product",
    "same_quantity",
]  # fmt: skip

CO2E = "CO2e"
CARBON = "C"
# GWP 1 by definition.
_ITSELF = frozenset({CO2E, "CO2"})
_DIGITS = Context(prec=60)
# More digits than any product of figures has, so that multiplying never rounds.
_ALL_DIGITS = Context(prec=4_000)
# 0 °C and 20 °C at the same pressure, in kelvin: the volume of an ideal gas goes with them.
_KELVIN = {NORMAL_CUBIC_METRE: Fraction(27315, 100), TRADE_CUBIC_METRE: Fraction(29315, 100)}

Dimension = tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _registry() -> "pint.UnitRegistry[Decimal]":
    """Return the one registry, made at its first use: pint loads slowly."""
    import pint

    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal)
    for unit in UNIT_NAMES:
        registry.define(f"{unit.name} = {unit.definition}")
    return registry


@lru_cache(maxsize=256)
def _size(name: str) -> tuple[Fraction, Dimension]:
    """Return how much of its base units a unit is, and its dimension."""
    registry = _registry()
    factor, _base = registry.get_root_units(name)
    dimension = registry.get_dimensionality(name)
    exact = Fraction(str(factor)) * THIRDS.get(name, Fraction(1))
    return exact, tuple(sorted((str(k), int(str(v))) for k, v in dimension.items()))


@lru_cache(maxsize=2048)
def _measure(parts: tuple[Part, ...]) -> tuple[Fraction, Dimension]:
    size, powers = Fraction(1), Counter[str]()
    for name, power in parts:
        one, dimension = _size(name)
        size *= one**power
        for base, n in dimension:
            powers[base] += n * power
    return size, tuple(sorted((base, n) for base, n in powers.items() if n))


def same_quantity(one: Unit, other: Unit) -> bool:
    """Tell whether values in the two units can be converted into each other and compared."""
    gases = (one.of, one.per) == (other.of, other.per)
    return gases and all(
        _measure(a)[1] == _measure(b)[1]
        for a, b in ((one.above, other.above), (one.below, other.below))
    )


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Return a value in another unit of the same quantity, exact where that is a finite decimal.

    Raises:
        UserError: if the units measure different things, naming both.
    """
    if not same_quantity(source, target):
        raise UserError(
            msg(
                "{source} cannot be converted into {target}: they do not measure the same.",
                source=str(source),
                target=str(target),
            )
        )
    return _decimal(Fraction(value) * _ratio(source) / _ratio(target))


def gas_volume(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Return a volume of gas at other stated conditions: 0 °C or 20 °C, both at 101.325 kPa.

    Nm³ = m³(20 °C) × 273.15/293.15, for an ideal gas. A person asks for it; it is never part of a
    product. Units with one of the volumes in them, such as GJ/Nm³, are not taken.

    Raises:
        UserError: if the conditions of one of them are not stated.
    """
    kelvin = [_KELVIN.get(unit.above[0][0]) for unit in (source, target) if len(unit.above) == 1]
    if len(kelvin) != 2 or source.below or target.below or None in kelvin:
        raise UserError(
            msg(
                "{source} cannot be converted into {target}: state the conditions of both, such as "
                "Nm³ (0 °C) or m³(20 °C), at 101.325 kPa.",
                source=str(source),
                target=str(target),
            )
        )
    warm, cold = (Fraction(k) for k in kelvin if k is not None)
    return _decimal(Fraction(value) * source.scale / target.scale * cold / warm)


@lru_cache(maxsize=2048)
def fits(activity: Unit, factor: Unit) -> bool:
    """Tell whether activity × factor is a mass of gas.

    The factor is a mass of gas per what the activity counts; or a bare number (a GWP) for an
    activity that is itself a mass of a named gas. A mass whose gas is not said is let through:
    "kg/kWh" is how many write it. Carbon is not CO2.
    """
    if activity.below:
        return False
    if not factor.above and not factor.below:
        return _is_mass(activity.above) and activity.of not in ("", CARBON)
    return (
        _is_mass(factor.above)
        and factor.of != CARBON
        and _measure(activity.above)[1] == _measure(factor.below)[1]
        and (not activity.of or not factor.per or activity.of == factor.per)
    )


def product(
    activity: Decimal,
    activity_unit: Unit,
    factor: Decimal,
    factor_unit: Unit,
    gwp: Decimal | None = None,
) -> Decimal:
    """Return activity × factor × GWP in kgCO2e (rule 6.2).

    Args:
        activity, factor: negative for a removal.
        gwp: multiplied in where given; needed where the mass is of another gas than CO2.

    Raises:
        UserError: if the units do not fit, or a GWP is needed and not given; naming both units.
    """
    if not fits(activity_unit, factor_unit):
        raise UserError(
            msg(
                "{activity} and a factor in {factor} do not fit; they are not multiplied.",
                activity=str(activity_unit),
                factor=str(factor_unit),
            )
        )
    gas = factor_unit.of if factor_unit.above else CO2E
    if gwp is None and gas and gas not in _ITSELF:
        raise UserError(
            msg(
                "{activity} times {factor} is a mass of {gas}: it becomes CO₂e only with its GWP.",
                activity=str(activity_unit),
                factor=str(factor_unit),
                gas=gas,
            )
        )
    size = _pair_ratio(activity_unit, factor_unit)
    with localcontext(_ALL_DIGITS):
        kg = activity * factor * size.numerator
        if gwp is not None:
            kg *= gwp
    return _DIGITS.divide(kg, Decimal(size.denominator))


def kg_of_texts(
    activity: Decimal, activity_unit: str, factor: Decimal, factor_unit: str
) -> Decimal | None:
    """Return activity × factor in kg, before any GWP, with units as the client writes them.

    A factor in "kgCO₂e/单位" is per unit of the activity. None where a unit is not known or they do
    not fit: the line then has no recalculated value and says so.
    """
    unit, per = parse_unit(activity_unit), parse_unit(factor_unit, activity_unit)
    if unit is None or per is None or not fits(unit, per):
        return None
    return product(activity, unit, factor, per, Decimal(1))


def _is_mass(parts: tuple[Part, ...]) -> bool:
    return len(parts) == 1 and parts[0][0] in MASS_NAMES and parts[0][1] == 1


def _ratio(unit: Unit) -> Fraction:
    """Return the size of a unit in base units (kg, m, s …)."""
    return unit.scale * _measure(unit.above)[0] / _measure(unit.below)[0]


@lru_cache(maxsize=2048)
def _pair_ratio(activity: Unit, factor: Unit) -> Fraction:
    """Return what the product of one of each comes to in kilograms."""
    return _ratio(activity) * _ratio(factor)


def _decimal(value: Fraction) -> Decimal:
    with localcontext(_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)
