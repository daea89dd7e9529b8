"""Factors recognised by their value: electricity series, GWP of other sets, burning only."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.electricity import (
    ElectricityFactor,
    ElectricitySeries,
    is_electricity,
    kg_per_kwh,
)
from cfpdesk.model.factor_use import FactorContext, FactorUse, kg_per, short
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.gwp import METHANE, GwpSet
from cfpdesk.model.units import CO2E, parse_unit

_SCOPE = "ISO14067:6.4.9.4"
_GWP = "ISO14067:6.5.1"
_OWN_GAS = "CO2"


def value_flags(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    """Yield the doubts that the value of a factor or of a GWP raises."""
    if is_electricity(use.name, use.activity):
        yield from _electricity(use, context)
    else:
        yield from _burning(use, context)
    yield from _gwp(use, context)


def _electricity(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    unit, value = use.unit, use.factor.value
    kg = kg_per_kwh(value, unit) if unit is not None and value is not None else None
    if kg is None or unit is None:
        return
    table = context.electricity
    right = table.footprint_for(use.data_year)
    known = table.with_value(kg)
    own = [f for f in known if f.series is ElectricitySeries.FOOTPRINT]
    if own:
        yield from _newer(use, own[0], right)
        return
    if not known and unit.of != _OWN_GAS and "电力二氧化碳排放因子" not in use.factor.source:
        return
    sentence = msg(
        "{value} kg/kWh counts the CO₂ of generation only ({source}). A footprint needs the "
        "life-cycle factor: {right}",
        value=short(kg),
        source=_source(known, use),
        right=_footprint(right)
        if not use.place or table.covers("全国", use.place)
        else msg("that of {place}", place=use.place),
    )
    remedy = msg("Take the electricity carbon footprint factor")
    yield Flag("factor.series", Level.OVERRIDABLE, _SCOPE, sentence, remedy)


def _source(known: tuple[ElectricityFactor, ...], use: FactorUse) -> Message | str:
    if not known:
        return use.factor.source or use.factor.unit
    first = known[0]
    return msg(
        "{source}, {name} {year}", source=first.source, name=first.name, year=str(first.year)
    )


def _footprint(right: ElectricityFactor) -> Message:
    return msg(
        "{value} kgCO₂e/kWh ({name}, {year})",
        value=str(right.value),
        name=right.name,
        year=str(right.year),
    )


def _newer(use: FactorUse, own: ElectricityFactor, right: ElectricityFactor) -> Iterator[Flag]:
    if own.scope is right.scope and own.year < right.year:
        sentence = msg(
            "{value} is the life-cycle factor of {year}; for data of {data} there is {right} "
            "({newer})",
            value=str(own.value),
            year=str(own.year),
            data=str(use.data_year or "–"),
            right=str(right.value),
            newer=str(right.year),
        )
        remedy = msg("Take the newer one, or give the reason")
        yield Flag("factor.year", Level.WARNING, _SCOPE, sentence, remedy)


def _burning(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    """Tell a factor that counts the CO2 of burning alone, by its unit or by its value."""
    activity, unit = use.activity, use.unit
    if activity is None or unit is None or use.multiplies_gwp or not use.needs_upstream:
        return
    own = kg_per(activity, use.factor, use.activity_unit)
    same = [
        factor
        for factor in context.burning
        if own is not None and factor.name in use.name and kg_per(activity, factor) == own
    ]
    if not same and (unit.of != _OWN_GAS or own is None):
        return
    source = same[0].source if same else use.factor.source or unit.text
    sentence = msg(
        "The factor counts the CO₂ of burning alone ({source}): methane, nitrous oxide and the "
        "supply chain of the fuel are not in it",
        source=source,
    )
    remedy = msg("Look whether another line counts them")
    yield Flag("factor.co2", Level.INFO, "ISO14067:6.3.5", sentence, remedy)


def _gwp(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    stated = use.factor.gwp_set
    if stated and stated != context.gwp_set:
        sentence = msg(
            "The factor was made with {stated}, the engagement calculates with {set}",
            stated=stated,
            set=context.gwp_set,
        )
        remedy = msg("State the difference it makes")
        yield Flag("factor.gwp", Level.WARNING, _GWP, sentence, remedy)
    unit = use.unit
    if use.multiplies_gwp and unit is not None and unit.of == CO2E and use.factor.value != 1:
        sentence = msg(
            "The factor is in {unit} already and is multiplied by a GWP of {gwp}",
            unit=unit.text,
            gwp=short(use.gwp or Decimal(1)),
        )
        remedy = msg("Take the GWP off")
        yield Flag("factor.gwp_twice", Level.OVERRIDABLE, _GWP, sentence, remedy)
    gas = context.gwp.key_of(use.gas) or context.gwp.mentioned(use.name)
    if gas and gas != _OWN_GAS:
        yield from _gas(use, context, gas)


def _gas(use: FactorUse, context: FactorContext, gas: str) -> Iterator[Flag]:
    value = use.gwp if use.multiplies_gwp else _as_gwp(use)
    if value is None:
        return
    table = context.gwp
    right = _right(use, context, gas)
    sets = table.sets_with(gas, value)
    trap = table.trap(gas, value)
    if right is not None and (value == right or (context.gwp_set in sets and not _split(use, gas))):
        return
    if trap is not None:
        sentence = msg("{text}", text=trap)
    elif context.gwp_set in sets and right is not None:
        sentence = msg(
            "{value} is for another methane; leaks and processes of fossil methane have one value, "
            "combustion and biogenic sources another: here {right}",
            value=short(value),
            right=short(right),
        )
    elif sets:
        sentence = msg(
            "{value} is the GWP of {gas} in {set}; {chosen} has {right}",
            value=short(value),
            gas=gas,
            set=table.set_text(sets[0]),
            chosen=context.gwp_set,
            right=msg("none") if right is None else short(right),
        )
    elif use.multiplies_gwp:
        sentence = msg(
            "No report has {value} as the GWP of {gas}; {chosen} has {right}",
            value=short(value),
            gas=gas,
            chosen=context.gwp_set,
            right=msg("none") if right is None else short(right),
        )
    else:
        return
    yield Flag("factor.gwp", Level.OVERRIDABLE, _GWP, sentence, msg("Take the value of the set"))


def _split(use: FactorUse, gas: str) -> bool:
    """Tell whether the value has to be the one of the methane that was named."""
    return gas == METHANE and use.fossil is not None


def _right(use: FactorUse, context: FactorContext, gas: str) -> Decimal | None:
    """Return the GWP that the chosen set has; for methane nobody named, that of combustion."""
    table, chosen = context.gwp, GwpSet(context.gwp_set)
    parts = table.blends[gas].parts if gas in table.blends else {gas: Decimal(1)}
    if not all(chosen in table.gases[part].values for part in parts):
        return None
    return table.gwp(gas, chosen, fossil=bool(use.fossil))


def _as_gwp(use: FactorUse) -> Decimal | None:
    """Return a factor in kgCO2e per kg of gas: that is a GWP; None where it is not per mass."""
    kilogram = parse_unit("kg")
    return kg_per(kilogram, use.factor, use.activity_unit) if kilogram is not None else None
