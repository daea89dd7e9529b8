"""The two official Chinese series of electricity factors, which must never be mixed.

*CO2 emission factors* count the CO2 of generation and are for organisations; *carbon footprint
factors* cover the life cycle and are for products (method 2.2; ISO 14067 6.4.9.4). Data:
`resources/factors/electricity-cn.json`, read by `store/factor_library.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Bilingual
from cfpdesk.model.factor import Factor, FactorRank
from cfpdesk.model.units import Unit, fits, parse_unit, product, same_quantity

LIBRARY = "electricity-cn"


class ElectricitySeries(StrEnum):
    """Which of the two a factor belongs to."""

    CO2 = "co2"
    FOOTPRINT = "footprint"


class GridScope(StrEnum):
    """What electricity a factor is for."""

    NATIONAL = "national"
    RESIDUAL = "residual"
    FOSSIL = "fossil"
    REGION = "region"
    PROVINCE = "province"
    GENERATION = "generation"
    TRANSMISSION = "transmission"


@dataclass(frozen=True, slots=True)
class ElectricityFactor:
    """One published value, in kg per kWh of the gas that the series counts."""

    series: ElectricitySeries
    scope: GridScope
    name: Bilingual
    year: int
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class ElectricityTable:
    """Both series.

    Attributes:
        note: why they are not mixed.
        grids: provinces of each regional grid; a province may lie in two.
        factors: the life-cycle series first, in it the national values first, newest first.
    """

    version: str
    note: Bilingual
    grids: Mapping[str, tuple[str, ...]]
    factors: tuple[ElectricityFactor, ...]

    def with_value(self, kg_per_kwh: Decimal) -> tuple[ElectricityFactor, ...]:
        """Return the published factors that have exactly this value."""
        return tuple(f for f in self.factors if f.value == kg_per_kwh)

    def national(self, series: ElectricitySeries) -> tuple[ElectricityFactor, ...]:
        """Return the national averages of a series, newest first."""
        return tuple(
            f for f in self.factors if f.series is series and f.scope is GridScope.NATIONAL
        )

    def footprint_for(self, year: int | None) -> ElectricityFactor:
        """Return the life-cycle factor of the year, else the newest before it, else the oldest.

        The newest where no year is known.
        """
        newest_first = self.national(ElectricitySeries.FOOTPRINT)
        usable = [f for f in newest_first if year is None or f.year <= year]
        return usable[0] if usable else newest_first[-1]

    def covers(self, region: str, place: str) -> bool | None:
        """Tell whether a factor's region covers the place where electricity is used.

        None where one of the two is nothing that the table knows.
        """
        wide, narrow = self._area(region), self._area(place)
        if wide is None or narrow is None:
            return None
        return narrow <= wide

    def _area(self, name: str) -> frozenset[str] | None:
        """Return the provinces a name stands for."""
        short = re.sub(r"(省|市|壮族|回族|维吾尔|自治区|电网|区域)", "", name.strip())
        if short.casefold() in _CHINA:
            return frozenset(p for provinces in self.grids.values() for p in provinces)
        if short in self.grids:
            return frozenset(self.grids[short])
        known = {p for provinces in self.grids.values() for p in provinces}
        found = [p for p in known if short.startswith(p)]
        return frozenset(found) if found else None


_CHINA = frozenset({"全国", "中国", "国内", "china", "cn", "prc", "national", "中国大陆"})
_NO_ELECTRICITY = re.compile(r"电石|电极|电池|电缆|电线|电机|电子|电镀|电解")
_ELECTRIC = re.compile(r"电|electric|power", re.IGNORECASE)


def is_electricity(name: str, activity: Unit | None) -> bool:
    """Tell whether a line is electricity that is used: by its name and a unit of energy."""
    plain = _NO_ELECTRICITY.sub("", name)
    if activity is None or not _ELECTRIC.search(plain):
        return False
    return same_quantity(activity, _known("kWh"))


def kg_per_kwh(value: Decimal, unit: Unit) -> Decimal | None:
    """Return a factor in kg of its own gas per kWh; None where it is not per energy."""
    kwh = _known("kWh")
    return product(Decimal(1), kwh, value, unit, Decimal(1)) if fits(kwh, unit) else None


def as_factor(found: ElectricityFactor) -> Factor:
    """Return a published factor as one of a library."""
    regional = found.scope in (GridScope.REGION, GridScope.PROVINCE)
    footprint = found.series is ElectricitySeries.FOOTPRINT
    return Factor(
        row=f"{LIBRARY}:{found.series}:{found.scope}:{found.name.zh}:{found.year}",
        name=f"电力 {found.name.zh}",
        value=found.value,
        unit=found.unit,
        rank=FactorRank.REGIONAL if regional else FactorRank.NATIONAL,
        source=found.source,
        year=found.year,
        region=found.name.zh if regional else "全国",
        includes_upstream=footprint,
        library=LIBRARY,
        library_id=f"{found.series} {found.scope} {found.name.zh} {found.year}",
        note=found.name.en,
    )


def parse_electricity(data: Mapping[str, object]) -> ElectricityTable:
    """Return the table of decoded JSON.

    Raises:
        ValueError, KeyError, ArithmeticError: if a part is missing or not of its type.
    """
    sources, grids, note = data["sources"], data["grids"], data["note"]
    rows = data["factors"]
    if not (isinstance(sources, dict) and isinstance(grids, dict) and isinstance(note, dict)):
        raise ValueError("objects are needed")  # noqa: TRY004 - one error for bad data
    if not isinstance(rows, list):
        raise ValueError("a list is needed")  # noqa: TRY004
    return ElectricityTable(
        version=str(data["version"]),
        note=Bilingual(str(note["zh"]), str(note["en"])),
        grids={str(name): tuple(map(str, provinces)) for name, provinces in grids.items()},
        factors=tuple(
            ElectricityFactor(
                series=ElectricitySeries(row["series"]),
                scope=GridScope(row["scope"]),
                name=Bilingual(str(row["zh"]), str(row["en"])),
                year=int(row["year"]),
                value=Decimal(row["value"]),
                unit=str(row["unit"]),
                source=str(sources[row["source"]]),
            )
            for row in rows
        ),
    )


def _known(text: str) -> Unit:
    unit = parse_unit(text)
    if unit is None:
        raise KeyError(text)
    return unit
