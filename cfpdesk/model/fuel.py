"""Factors of burnt fuels from heating value, carbon content and oxidation.

factor = heating value × carbon per heat × oxidation × 44/12, in kgCO2 per unit of fuel (method 2.1,
E2). It counts the CO2 of burning alone: no methane, no nitrous oxide, no supply chain of the fuel.
Data: `resources/factors/fuel-cn.json`, read by `store/factor_library.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from cfpdesk.i18n import Bilingual
from cfpdesk.model.factor import Factor, FactorBoundary, FactorRank

LIBRARY = "fuel-cn"
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Fuel:
    """Parameters of a fuel.

    Attributes:
        heat: lower heating value in `heat_unit`, for example GJ/10⁴Nm³.
        carbon: carbon per heat, tC/GJ.
        oxidation: share of the carbon that is burnt, 0 to 1.
        checked: compared with the original document; otherwise second hand.
    """

    key: str
    name: Bilingual
    names: tuple[str, ...]
    heat: Decimal
    heat_unit: str
    carbon: Decimal
    oxidation: Decimal
    year: int
    source: str
    checked: bool


def combustion_co2(heat: Decimal, carbon: Decimal, oxidation: Decimal) -> Decimal:
    """Return the CO2 of burning: heat × carbon × oxidation × 44/12.

    Args:
        heat: lower heating value in GJ per unit of fuel.
        carbon: tC/GJ.
        oxidation: share of the carbon that is burnt, 0 to 1.

    Returns:
        tCO2 per unit of fuel.
    """
    with localcontext(_EXACT):
        return heat * carbon * oxidation * 44 / 12


def fuel_factor(fuel: Fuel) -> Factor:
    """Return the default factor of a fuel, as one of a library."""
    per = fuel.heat_unit.partition("/")[2]
    return Factor(
        row=f"{LIBRARY}:{fuel.key}",
        name=fuel.name.zh,
        value=combustion_co2(fuel.heat, fuel.carbon, fuel.oxidation),
        unit=f"tCO2/{per}",
        rank=FactorRank.NATIONAL,
        source=fuel.source,
        year=fuel.year,
        region="全国",
        boundary=FactorBoundary.GATE_TO_GATE,
        includes_upstream=False,
        library=LIBRARY,
        library_id=fuel.key,
        note=fuel.name.en,
    )


def parse_fuels(data: Mapping[str, object]) -> tuple[Fuel, ...]:
    """Return the fuels of decoded JSON.

    Raises:
        ValueError, KeyError, ArithmeticError: if a part is missing or not of its type.
    """
    sources, rows = data["sources"], data["fuels"]
    if not isinstance(sources, dict) or not isinstance(rows, list):
        raise ValueError("sources and fuels are needed")  # noqa: TRY004 - one error for bad data
    fuels = []
    for row in rows:
        source = sources[row["source"]]
        if not row["heat_unit"].startswith("GJ/") or row["carbon_unit"] != "tC/GJ":
            raise ValueError(f"the units of {row['key']} are not those of the formula")
        fuels.append(
            Fuel(
                key=str(row["key"]),
                name=Bilingual(str(row["zh"]), str(row["en"])),
                names=tuple(map(str, row["names"])),
                heat=Decimal(row["heat"]),
                heat_unit=str(row["heat_unit"]),
                carbon=Decimal(row["carbon"]),
                oxidation=Decimal(row["oxidation"]),
                year=int(row["year"]),
                source=str(source["text"]),
                checked=source["checked"] is True,
            )
        )
    return tuple(fuels)
