"""Populations that are sampled, what was seen of their items, and the settings of sampling.

The items themselves stand in the client's file (a blob) or in the inventory; only judgements about
them are events. The order is fixed: import, reconcile, freeze, seed, draw, check, evaluate
(`model.population_gate`). Differences are always claimed − verified, positive = overstated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record

# What `Population.dataset` holds where the items are the lines of the inventory themselves.
FROM_INVENTORY = "inventory"


class SamplingMethod(StrEnum):
    """How the items to be checked are chosen (method 2.7)."""

    SIMPLE = "simple"
    SYSTEMATIC = "systematic"
    STRATIFIED = "stratified"
    EMISSION_UNIT = "emission_unit"
    ATTRIBUTE = "attribute"
    TWO_STAGE = "two_stage"
    WHOLE = "whole"
    JUDGEMENT = "judgement"


class Allocation(StrEnum):
    """How a stratified sample is spread over its strata."""

    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


class Risk(StrEnum):
    """Inherent or control risk, as assessed at planning (method 2.8)."""

    LOW = "L"
    MEDIUM = "M"
    HIGH = "H"


class Direction(StrEnum):
    """Which way the test runs, and so which error it can find.

    From the inventory to the vouchers finds what was claimed too much; from independent records
    (meter, purchase ledger, gate log) to the inventory finds what was left out.
    """

    OVER = "over"
    UNDER = "under"


class LimitKind(StrEnum):
    """Distribution behind the upper limit of a rate."""

    BINOMIAL = "binomial"
    POISSON = "poisson"
    HYPERGEOMETRIC = "hypergeometric"


class EstimatorKind(StrEnum):
    """How the whole is estimated from a sample by count (method 2.7.7)."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    REGRESSION = "regression"
    MEAN_PER_UNIT = "mean_per_unit"


class Conformity(StrEnum):
    """What was seen of an item that is tested by attribute."""

    UNCHECKED = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Population(Record):
    """One population with its recipe, its freezing, its seed and its draw.

    Attributes:
        dataset: row of the imported table, or `FROM_INVENTORY`.
        line: key of the inventory line whose amount it supports; empty for none.
        unit: unit of the amounts, for example t.
        factor: kgCO2e per unit; None where the amounts are kgCO2e already.
        ledger_total: total of the client's ledger, in `unit`, which the items must add up to.
        strata: upper bounds between strata by amount, ascending, as exact decimal strings; empty
            where the strata are the groups named in the table.
        staged: an attribute plan in two stages: no deviation, or one and then none in as many more.
        limit: distribution of the upper limit of an attribute sample.
        primary_size: how many groups a two-stage sample draws; None for the proposal.
        control_test: the test of the client's control that was made; without it the control risk
            counts as high, whatever is chosen (method 2.8).
        expected_error_pct: expected misstatement in percent of the population.
        tolerable_pct, confidence_pct, sample_size: set by a person instead of the computed figure,
            with `override_reason`.
        judgement_reason: why the items are chosen by judgement; mandatory for that method.
        judgement_items: the items chosen by judgement.
        reverse_of: row of the population whose completeness this one tests.
        frozen_sha256: hash over all items (`model.population_frame`); empty until frozen.
        frozen_total: total of the items that are drawn from, in `unit`.
        frozen_whole_from: amount from which an item is always checked, fixed at freezing.
        seed_number: the number the client said aloud, after freezing; `seed_by` who said it.
        drawn_size: size of the first draw; 0 until drawn. Later ones are `SampleExtension`s.
        drawn_reasonable_risk_pct, drawn_limited_risk_pct, drawn_reasonable_floor,
        drawn_limited_floor: the settings it was drawn with (`settings_of`); None where an older
            program drew it.
        finding: row of the finding raised about the whole of it, whose effect stands in what the
            sample projects and is not counted twice.
    """

    TABLE: ClassVar[str] = "population"

    name: str = ""
    order: str = ""
    dataset: str = ""
    line: str = ""
    unit: str = ""
    factor: Decimal | None = None
    ledger_total: Decimal | None = None
    method: SamplingMethod = SamplingMethod.EMISSION_UNIT
    allocation: Allocation = Allocation.PROPORTIONAL
    strata: tuple[str, ...] = ()
    staged: bool = False
    limit: LimitKind = LimitKind.BINOMIAL
    estimator: EstimatorKind = EstimatorKind.DIFFERENCE
    primary_size: int | None = None
    inherent_risk: Risk = Risk.HIGH
    control_risk: Risk = Risk.HIGH
    control_test: str = ""
    expected_error_pct: Decimal = Decimal(0)
    tolerable_pct: Decimal | None = None
    confidence_pct: Decimal | None = None
    sample_size: int | None = None
    override_reason: str = ""
    judgement_reason: str = ""
    judgement_items: tuple[str, ...] = ()
    reverse_of: str = ""
    direction: Direction = Direction.OVER
    frozen_sha256: str = ""
    frozen_at: datetime | None = None
    frozen_items: int = 0
    frozen_total: Decimal | None = None
    frozen_whole_from: Decimal | None = None
    seed_number: str = ""
    seed_by: str = ""
    seed_at: datetime | None = None
    drawn_size: int = 0
    drawn_at: datetime | None = None
    drawn_reasonable_risk_pct: Decimal | None = None
    drawn_limited_risk_pct: Decimal | None = None
    drawn_reasonable_floor: int | None = None
    drawn_limited_floor: int | None = None
    finding: str = ""

    @property
    def frozen(self) -> bool:
        """Tell whether its items are fixed by their hash."""
        return bool(self.frozen_sha256)

    @property
    def completeness(self) -> bool:
        """Tell whether it tests what was left out, from independent records to the inventory."""
        return self.direction is Direction.UNDER or bool(self.reverse_of)

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the table it was taken from, if it was taken from one."""
        return (("dataset", self.dataset),) if self.dataset not in ("", FROM_INVENTORY) else ()


@dataclass(frozen=True, kw_only=True)
class SampleExtension(Record):
    """More items taken from a frozen population with the same seed: the next ones, and why."""

    TABLE: ClassVar[str] = "sample_extension"

    population: str = ""
    size: int = 0
    reason: str = ""
    at: datetime | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with its population."""
        return (("population", self.population),)


def rounds_of(
    population: Population, extensions: Iterable[SampleExtension] = ()
) -> tuple[int, ...]:
    """Return the size of the first draw and of each extension, in order of time.

    Args:
        population: drawn or not.
        extensions: of any population; those of others are left out.
    """
    own = [more for more in extensions if more.population == population.row and more.size > 0]
    own.sort(key=lambda more: (more.at is None, more.at or _BEGINNING, more.row))
    return (population.drawn_size, *(more.size for more in own)) if population.drawn_size else ()


_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class SampleItem(Record):
    """What was seen of one item.

    Attributes:
        item: the item's identifier in its population.
        verified: what the voucher shows, in the population's unit; None until checked.
        missing: no voucher was found, which counts as a full error; in a completeness test the
            record is not in the inventory at all.
        conforms: of an item tested by attribute.
        finding: row of the finding raised from it, so that its effect is not counted twice.
        checked: the item is done.
    """

    TABLE: ClassVar[str] = "sample_item"
    KEY: ClassVar[tuple[str, ...]] = ("population", "item")

    population: str = ""
    item: str = ""
    verified: Decimal | None = None
    missing: bool = False
    conforms: Conformity = Conformity.UNCHECKED
    note: str = ""
    finding: str = ""
    checked: bool = False
    checked_at: datetime | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with its population."""
        return (("population", self.population),)


@dataclass(frozen=True, kw_only=True)
class SamplingSettings(Record):
    """What the standards leave to the body: settings, not rules (method 2.6, 2.8).

    Attributes:
        reasonable_risk_pct, limited_risk_pct: acceptable verification risk in percent.
        performance_pct: performance materiality in percent of the tolerable misstatement, 50–75.
        reasonable_floor, limited_floor: least number of items, where there are so many.
    """

    TABLE: ClassVar[str] = "sampling_settings"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "sampling"
    reasonable_risk_pct: Decimal = Decimal(5)
    limited_risk_pct: Decimal = Decimal(20)
    performance_pct: Decimal = Decimal(75)
    reasonable_floor: int = 25
    limited_floor: int = 10


# What a draw keeps of the settings; the same names with "drawn_" stand at the population.
_DRAWN_WITH = ("reasonable_risk_pct", "limited_risk_pct", "reasonable_floor", "limited_floor")


def drawn_with(settings: SamplingSettings) -> dict[str, Decimal | int]:
    """Return the fields of a population that keep what it is drawn with."""
    return {f"drawn_{name}": getattr(settings, name) for name in _DRAWN_WITH}


def settings_of(population: Population, settings: SamplingSettings) -> SamplingSettings:
    """Return the settings that hold for a population: once drawn, those it was drawn with.

    A setting that is changed later must not move the limits of a sample that is known already.
    """
    if not population.drawn_size:
        return settings
    kept = {name: getattr(population, f"drawn_{name}") for name in _DRAWN_WITH}
    return settings.but(**{name: value for name, value in kept.items() if value is not None})


# Performance materiality lies between these shares of the tolerable misstatement (method 2.6).
PERFORMANCE_PCT = (Decimal(50), Decimal(75))
# Methods whose items are drawn by chance, with the spoken number.
SEEDED = frozenset(SamplingMethod) - {SamplingMethod.WHOLE, SamplingMethod.JUDGEMENT}
# Estimated by count of items rather than by unit of emission.
BY_COUNT = frozenset(
    {
        SamplingMethod.SIMPLE,
        SamplingMethod.SYSTEMATIC,
        SamplingMethod.STRATIFIED,
        SamplingMethod.TWO_STAGE,
    }
)

METHOD_WORD: dict[SamplingMethod, Message] = {
    SamplingMethod.SIMPLE: msg("Simple random"),
    SamplingMethod.SYSTEMATIC: msg("Systematic"),
    SamplingMethod.STRATIFIED: msg("Stratified"),
    SamplingMethod.EMISSION_UNIT: msg("Emission-unit"),
    SamplingMethod.ATTRIBUTE: msg("Attribute"),
    SamplingMethod.TWO_STAGE: msg("Two-stage"),
    SamplingMethod.WHOLE: msg("All items"),
    SamplingMethod.JUDGEMENT: msg("Judgement"),
}
ALLOCATION_WORD: dict[Allocation, Message] = {
    Allocation.PROPORTIONAL: msg("Proportional to size"),
    Allocation.NEYMAN: msg("Neyman, by size and spread"),
}
RISK_WORD: dict[Risk, Message] = {
    Risk.LOW: msg("risk low"),
    Risk.MEDIUM: msg("risk medium"),
    Risk.HIGH: msg("risk high"),
}
CONFORMITY_WORD: dict[Conformity, Message] = {
    Conformity.UNCHECKED: msg("Not checked"),
    Conformity.YES: msg("Conforms"),
    Conformity.NO: msg("Deviates"),
}
DIRECTION_WORD: dict[Direction, Message] = {
    Direction.OVER: msg("From the inventory to the vouchers: finds overstatement"),
    Direction.UNDER: msg("From independent records to the inventory: finds omission"),
}
LIMIT_WORD: dict[LimitKind, Message] = {
    LimitKind.BINOMIAL: msg("Binomial"),
    LimitKind.POISSON: msg("Poisson"),
    LimitKind.HYPERGEOMETRIC: msg("Hypergeometric"),
}
ESTIMATOR_WORD: dict[EstimatorKind, Message] = {
    EstimatorKind.DIFFERENCE: msg("Difference estimator"),
    EstimatorKind.RATIO: msg("Ratio estimator"),
    EstimatorKind.REGRESSION: msg("Regression estimator"),
    EstimatorKind.MEAN_PER_UNIT: msg("Mean per unit"),
}
