"""A population under test with its sample, and the choices of method made for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.model.drawn_sample import DrawnSample
from cfpdesk.model.population import EstimatorKind, LimitKind, Population, SampleItem
from cfpdesk.model.population_frame import SetAside


class UnitBound(StrEnum):
    """Which bound an emission-unit sample is evaluated with."""

    POISSON = "poisson"
    STRINGER = "stringer"


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of method that a conclusion should not hang on; the first ones are the usual.

    Attributes:
        limit: distribution of attribute and completeness limits; None for the population's own.
        estimator: None for the population's own.
        add_understated: add understatement projected from the inventory's own items to the
            completeness limit, instead of taking the larger of the two.
        on_truth: take the missing share as one of all that there is, not of what is claimed.
    """

    bound: UnitBound = UnitBound.POISSON
    limit: LimitKind | None = None
    estimator: EstimatorKind | None = None
    add_understated: bool = False
    on_truth: bool = False


@dataclass(frozen=True, slots=True)
class Sampled:
    """A population with its sample and what was seen of it, by identifier.

    Attributes:
        confidence: of the limits, a fraction.
        set_aside: items that were not drawn from; what was seen of them counts exactly.
    """

    population: Population
    sample: DrawnSample
    seen: Mapping[str, SampleItem]
    confidence: Decimal
    set_aside: tuple[SetAside, ...] = ()

    @property
    def factor(self) -> Decimal:
        """Kilograms of CO2e per unit, below zero for removals; 1 where the amounts are kgCO2e."""
        return Decimal(1) if self.population.factor is None else self.population.factor
