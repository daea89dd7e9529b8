"""The verified footprint of a product as it goes out to others: facts, per declared unit.

What the exchange formats (PACT, openLCA) are written from. Every emission is in kgCO2e per declared
unit, emissions positive, removals negative (rule 6.2); every carbon content in kg C per declared
unit. Values are exact; they are rounded once, when they are written.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

from cfpdesk.i18n import Text
from cfpdesk.model.declared_unit import DeclaredUnit
from cfpdesk.model.engagement import AssuranceLevel, Boundary
from cfpdesk.model.quantity import trimmed
from cfpdesk.model.recalculation import EXACT

FIGURES = 9


class GeographyKind(StrEnum):
    """How wide the place is that a footprint stands for; the world has no geography at all."""

    REGION = "region"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"


@dataclass(frozen=True, slots=True)
class Geography:
    """The place a footprint stands for.

    Attributes:
        name: a UN region or subregion in English (`Eastern Asia`), an ISO 3166-1 alpha-2 code
            (`CN`), or an ISO 3166-2 code (`CN-JS`).
    """

    kind: GeographyKind
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """A company, with the URNs that name it; for example `urn:lei:…`."""

    name: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """The product, with the URNs that name it (`urn:gtin:…`) and its classifications as URNs."""

    name: str
    description: str = ""
    ids: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FootprintValues:
    """The footprint by kind, from cradle to gate, in kgCO2e per declared unit.

    None is unknown; 0 is known to be none. The three last are parts of the others, or beside them,
    and never added.

    Attributes:
        fossil: fossil emissions, those of land management included.
        land_use_change: emissions from land use change.
        land_management_co2: biogenic CO2 from land management.
        land_management_removals: biogenic CO2 removals on land; at most 0.
        captured: CO2 captured and stored; at most 0.
        technical_removals: CO2 taken out of the air by technical means; at most 0.
        biogenic_non_co2: biogenic CH4 and N2O.
        uptake: biogenic CO2 uptake that is still in the product at the gate; at most 0.
        land_management_fossil: part of `fossil` that is due to land management.
        aircraft: part of the total that comes from aircraft.
        packaging: part of the total that comes from packaging.
        outbound: outbound logistics; beside the total.
    """

    fossil: Decimal
    land_use_change: Decimal | None = None
    land_management_co2: Decimal | None = None
    land_management_removals: Decimal | None = None
    captured: Decimal | None = None
    technical_removals: Decimal | None = None
    biogenic_non_co2: Decimal | None = None
    uptake: Decimal | None = None
    land_management_fossil: Decimal | None = None
    aircraft: Decimal | None = None
    packaging: Decimal | None = None
    outbound: Decimal | None = None

    @property
    def excluding_uptake(self) -> Decimal:
        """The footprint without biogenic uptake."""
        return total(
            self.fossil,
            self.land_use_change,
            self.land_management_co2,
            self.land_management_removals,
            self.captured,
            self.technical_removals,
            self.biogenic_non_co2,
        )

    @property
    def including_uptake(self) -> Decimal:
        """The footprint with biogenic uptake."""
        return total(self.excluding_uptake, self.uptake)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Data quality, contribution-weighted, 1 (best) to 5 (PACT methodology 4.2.3)."""

    technology: Decimal
    geography: Decimal
    time: Decimal


@dataclass(frozen=True, slots=True)
class FactorSource:
    """A database of secondary emission factors, with its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class SectorRules:
    """Product category or sector rules that were followed, with who publishes them."""

    operator: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationFacts:
    """Who verified the footprint, when, against what, and with which outcome.

    Attributes:
        opinion: the opinion in words, for example “unmodified opinion”.
        certificate: number of the certificate; empty where there is none.
        standard: the standard of the verification, for example ISO 14064-3:2019.
        completed_at: with its zone.
    """

    level: AssuranceLevel
    opinion: Text
    certificate: str = ""
    provider: str
    completed_at: datetime
    standard: str = "ISO 14064-3:2019"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFootprintFacts:
    """A verified product footprint, complete enough to be exchanged.

    Attributes:
        id: a UUID of version 4; any change of the footprint is a new one, with the old ids in
            `preceding`.
        created: when the footprint was made, with its zone.
        amount: how many `unit` are one declared unit.
        mass_kg: mass of one declared unit without packaging; 0 for energy, transport and services.
        period_from, period_to: first and last day of the data.
        boundary: what was verified.
        beyond_gate: the part of the verified footprint beyond the gate, in kgCO2e per declared
            unit, which `values` leaves out; None where the inventory does not tell it apart.
        fossil_carbon, biogenic_carbon: carbon in the product, kg C per declared unit.
        packaging_included: packaging is part of the footprint.
        exempted_pct: emissions left out, in percent of the total.
        gwp_sets: for example `AR6`.
        standards: what the footprint was calculated by, for example `ISO 14067:2018`.
        geography: None for the whole world.
        factor_sources: empty where no secondary data were used.
        valid_from, valid_until: first and last day of validity, as the certificate says.
    """

    id: str
    created: datetime
    company: Party
    product: Product
    unit: DeclaredUnit
    amount: Decimal
    mass_kg: Decimal
    period_from: date
    period_to: date
    boundary: Boundary
    values: FootprintValues
    beyond_gate: Decimal | None = None
    fossil_carbon: Decimal | None = None
    biogenic_carbon: Decimal | None = None
    packaging_included: bool = False
    exempted_pct: Decimal = Decimal(0)
    exempted_reason: str = ""
    gwp_sets: tuple[str, ...] = ("AR6",)
    standards: tuple[str, ...] = ("ISO 14067:2018",)
    sector_rules: tuple[SectorRules, ...] = ()
    primary_share_pct: Decimal | None = None
    ratings: Ratings | None = None
    geography: Geography | None = None
    factor_sources: tuple[FactorSource, ...] = ()
    allocation: str = ""
    boundary_description: str = ""
    comment: str = ""
    preceding: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    verification: VerificationFacts | None = field(default=None)


def total(*parts: Decimal | None) -> Decimal:
    """Return the exact sum of what is known; 0 of nothing."""
    whole = Decimal(0)
    for part in parts:
        if part is not None:
            whole = EXACT.add(whole, part)
    return whole


def decimal_text(value: Decimal, figures: int = FIGURES) -> str:
    """Return a value as exchange formats write decimals: plain, dotted, without trailing zeros.

    Rounded half to even to so many significant figures, which keeps small and large declared units
    equally exact.

    Raises:
        ValueError: if the value is not finite.
    """
    if not value.is_finite():
        raise ValueError("a figure to be exchanged is finite")
    close = Context(prec=figures, rounding=ROUND_HALF_EVEN).plus(value)
    if not close:
        return "0"
    return trimmed(f"{close:f}")
