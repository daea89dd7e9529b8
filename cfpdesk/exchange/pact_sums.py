"""Whether the figures of a PACT footprint add up: total and parts, mass and carbon.

After the PACT Technical Specifications 3.0, whose schema says nothing of this. A figure whose own
form is wrong is passed over; the form check has said so.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal

from cfpdesk.exchange.pact_problem import Gravity, Problem
from cfpdesk.exchange.pact_shape import decimal_of, text_of
from cfpdesk.i18n import msg
from cfpdesk.model.declared_unit import WITHOUT_MASS, DeclaredUnit
from cfpdesk.model.product_footprint import decimal_text

# A stated total may differ by 1 % from the sum of its parts: official examples differ by rounding.
TOLERANCE = Decimal("0.01")
# Where emissions and removals nearly cancel, rounding shows in the small rest: 0.1 % of the parts.
_CANCELLING = Decimal("0.001")
_CARBON_TOLERANCE = Decimal("0.05")
_EXACT = Context(prec=100)

_ADDED = (
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "technologicalCO2Removals",
    "ccsTechnologicalCO2Capture",
    "biogenicNonCO2Emissions",
)
# The text says that fossil emissions contain these; the official examples add them. Either is read.
_CONTAINED = "landManagementFossilGhgEmissions"
_EXCLUDING, _INCLUDING = "pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake"
_OF_WHICH = ("aircraftGhgEmissions", "packagingGhgEmissions")
_CARBON = ("fossilCarbonContent", "biogenicCarbonContent")

Fields = Mapping[str, object]


def check_sums(path: str, pcf: Fields) -> Iterator[Problem]:
    """Yield which figures of a `CarbonFootprint` contradict each other.

    Args:
        path: where it stands in the file, ending with a dot.
        pcf: as JSON gives it.
    """
    yield from _totals(path, pcf)
    yield from _of_which(path, pcf)
    yield from _mass(path, pcf)
    yield from _carbon(path, pcf)


def sum_of_parts(pcf: Fields) -> Decimal:
    """Return what the stated parts add up to, without biogenic uptake, in kgCO2e.

    Fossil emissions of land management are contained in fossil emissions and not added.
    """
    return _sum(_figures(pcf, _ADDED))


def _figures(pcf: Fields, names: Sequence[str]) -> list[Decimal]:
    return [decimal_of(pcf.get(name)) or Decimal(0) for name in names]


def _sum(parts: Sequence[Decimal]) -> Decimal:
    whole = Decimal(0)
    for part in parts:
        whole = _EXACT.add(whole, part)
    return whole


def _agree(stated: Decimal, whole: Decimal, parts: Sequence[Decimal]) -> bool:
    size = _sum([abs(part) for part in parts])
    allowed = max(_EXACT.multiply(abs(stated), TOLERANCE), _EXACT.multiply(size, _CANCELLING))
    return abs(_EXACT.subtract(stated, whole)) <= allowed


def _totals(path: str, pcf: Fields) -> Iterator[Problem]:
    excluding, including = decimal_of(pcf.get(_EXCLUDING)), decimal_of(pcf.get(_INCLUDING))
    if excluding is None:
        return
    parts, contained = _figures(pcf, _ADDED), _figures(pcf, (_CONTAINED,))
    if decimal_of(pcf.get(_ADDED[0])) is not None:
        readings = (_sum(parts), _sum([*parts, *contained]))
        if not any(_agree(excluding, whole, parts) for whole in readings):
            yield _apart(path + _EXCLUDING, excluding, readings[0])
    if including is not None:
        parts = [excluding, *_figures(pcf, ("biogenicCO2Uptake",))]
        if not _agree(including, _sum(parts), parts):
            yield _apart(path + _INCLUDING, including, _sum(parts))


def _apart(field: str, stated: Decimal, whole: Decimal) -> Problem:
    said = msg(
        "{field} is {value}, but its parts add up to {other}: more than 1 % apart.",
        field=field,
        value=decimal_text(stated),
        other=decimal_text(whole),
    )
    return Problem(field, said)


def _of_which(path: str, pcf: Fields) -> Iterator[Problem]:
    emitted = _sum([part for part in _figures(pcf, (*_ADDED, _CONTAINED)) if part > 0])
    limit = _EXACT.multiply(emitted, 1 + TOLERANCE)
    for name in _OF_WHICH:
        part = decimal_of(pcf.get(name))
        if part is not None and decimal_of(pcf.get(_ADDED[0])) is not None and part > limit:
            said = msg(
                "{field} is {value}, more than all emissions together, {other}.",
                field=path + name,
                value=decimal_text(part),
                other=decimal_text(emitted),
            )
            yield Problem(path + name, said)


def _mass(path: str, pcf: Fields) -> Iterator[Problem]:
    field = f"{path}productMassPerDeclaredUnit"
    mass = decimal_of(pcf.get("productMassPerDeclaredUnit"))
    amount = decimal_of(pcf.get("declaredUnitAmount"))
    unit = text_of(pcf.get("declaredUnitOfMeasurement"))
    if mass is None or unit not in set(DeclaredUnit):
        return
    value = decimal_text(mass)
    if unit == DeclaredUnit.KILOGRAM and amount is not None and mass != amount:
        said = msg(
            "{field} is {value}, but the declared unit is {other} kg; both must be the same.",
            field=field,
            value=value,
            other=decimal_text(amount),
        )
        yield Problem(field, said)
    elif unit in WITHOUT_MASS and mass:
        said = msg(
            "{field} is {value}; for a declared unit of {unit} it must be 0.",
            field=field,
            value=value,
            unit=unit,
        )
        yield Problem(field, said)
    elif unit not in WITHOUT_MASS and not mass:
        said = msg(
            "{field} is {value}; for a declared unit of {unit} it must be above 0.",
            field=field,
            value=value,
            unit=unit,
        )
        yield Problem(field, said)


def _carbon(path: str, pcf: Fields) -> Iterator[Problem]:
    mass = decimal_of(pcf.get("productMassPerDeclaredUnit"))
    carbon = _sum(_figures(pcf, _CARBON))
    if mass and carbon > mass:
        field = path + _CARBON[0]
        said = msg(
            "{field} and biogenicCarbonContent are together {value} kg, more than the product,"
            " {other} kg.",
            field=field,
            value=decimal_text(carbon),
            other=decimal_text(mass),
        )
        yield Problem(field, said)
    uptake = decimal_of(pcf.get("biogenicCO2Uptake"))
    held = decimal_of(pcf.get("biogenicCarbonContent"))
    if uptake is None or held is None:
        return
    taken = _EXACT.divide(_EXACT.multiply(held, 44), Decimal(12))
    apart = abs(_EXACT.subtract(abs(uptake), taken))
    if apart > _EXACT.multiply(max(abs(uptake), taken), _CARBON_TOLERANCE):
        field = f"{path}biogenicCO2Uptake"
        said = msg(
            "{field} is {value}; the biogenic carbon in the product stands for {other} kg of CO2"
            " taken up.",
            field=field,
            value=decimal_text(uptake),
            other=decimal_text(taken),
        )
        yield Problem(field, said, Gravity.NOTICE)
