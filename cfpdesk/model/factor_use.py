"""A factor as a line of the inventory uses it, and what it is compared with."""

from dataclasses import dataclass, field
from decimal import Decimal

from cfpdesk.model.electricity import ElectricityTable
from cfpdesk.model.factor import CPCD, Factor, rank_of, source_facts
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.gwp import GwpTable
from cfpdesk.model.quantity import MINUS, figure, trimmed
from cfpdesk.model.units import Unit, fits, parse_unit, product


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorUse:
    """One factor on one line.

    Attributes:
        name: of the line's source or sink.
        factor: with everything that the client states about it.
        activity_unit: as written.
        gas: key or name of a greenhouse gas that the line releases; empty to read it from `name`.
        fossil: for methane, as in `GwpTable.gwp`; None where it is not known.
        gwp: what the client multiplies by; None or 1 where nothing.
        data_year: year of the activity data; None where not known.
        place: where the activity happens: province or country; empty where not known.
        needs_upstream: the supply chain belongs to the line, as it does in a footprint unless
            another line counts it.
        reason: why this factor and no better one (rule 6.2).
        place_reason: why data of another region are used (rule 6.1.2).
    """

    name: str
    factor: Factor
    activity_unit: str = ""
    gas: str = ""
    fossil: bool | None = None
    gwp: Decimal | None = None
    data_year: int | None = None
    place: str = ""
    needs_upstream: bool = True
    reason: str = ""
    place_reason: str = ""

    @property
    def activity(self) -> Unit | None:
        """The activity's unit."""
        return parse_unit(self.activity_unit)

    @property
    def unit(self) -> Unit | None:
        """The factor's unit, in which 单位 stands for that of the activity."""
        return parse_unit(self.factor.unit, self.activity_unit)

    @property
    def multiplies_gwp(self) -> bool:
        """Tell whether the client multiplies by a GWP."""
        return self.gwp is not None and self.gwp != 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorContext:
    """What the factors of an engagement are compared with.

    Attributes:
        known: the engagement's own factors and those of its libraries.
        gwp_set: the set that the engagement calculates with.
        age_limit: years that a factor may be older than the data (setting; rule 6.1.2).
        deviation_pct: difference from the body's database from which it is told (rule 6.2.1).
        database: the body's database.
        burning: factors that count only the CO2 of burning, recognised by their value.
    """

    gwp: GwpTable
    electricity: ElectricityTable
    known: FactorIndex = field(default_factory=FactorIndex)
    gwp_set: str = "AR6"
    age_limit: int = 5
    deviation_pct: Decimal = Decimal(20)
    database: str = CPCD
    burning: tuple[Factor, ...] = ()


def claimed_factor(
    name: str, value: Decimal | None, unit: str, *, rank: str = "", source: str = ""
) -> Factor:
    """Return a client's factor with what its words say of rank, year, boundary and library."""
    facts = source_facts(source)
    return Factor(
        name=name,
        value=value,
        unit=unit,
        rank=rank_of(rank),
        source=source,
        year=facts.year,
        boundary=facts.boundary,
        library=facts.library,
        library_id=facts.library_id,
    )


def kg_per(unit: Unit, factor: Factor, each: str = "") -> Decimal | None:
    """Return a factor's kg of gas per one `unit`; None where it has no value or does not fit.

    Args:
        unit: of the activity.
        factor: its value and unit are used.
        each: what 单位 stands for in the factor's unit.
    """
    per = parse_unit(factor.unit, each)
    if factor.value is None or per is None or not fits(unit, per):
        return None
    return product(Decimal(1), unit, factor.value, per, Decimal(1))


def short(value: Decimal) -> str:
    """Return a value with at most six digits that count, as shown in a sentence."""
    if not value:
        return "0"
    if not -9 <= value.adjusted() <= 15:
        return f"{value:.5E}".replace("-", MINUS)
    places = max(0, 5 - value.adjusted())
    return trimmed(figure(value, places))
