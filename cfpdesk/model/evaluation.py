"""Evaluation of a population: from drawn items and what was seen to known, projected and limit.

Amounts are turned into kgCO2e with the population's factor and set against the claim and its
materiality, over and under apart. Understatement is limited by completeness tests, for no sample of
the inventory sees what is not in it. While an item is open there is no conclusion
(`model.conclusion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cfpdesk.model.checked_item import Aside, Checked, aside_seen, checked_items
from cfpdesk.model.claim_basis import ClaimBasis
from cfpdesk.model.completeness import OmissionTest
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.estimate import Apart, Estimate, Limits, apart, net_limits
from cfpdesk.model.evaluation_method import (
    AttributeResult,
    attribute_result,
    estimates,
    projected_of,
)
from cfpdesk.model.population import Population, SamplingMethod
from cfpdesk.model.sampled import Choices, Sampled

_NOT_QUANTIFIED = frozenset({SamplingMethod.ATTRIBUTE, SamplingMethod.JUDGEMENT})


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What a misstatement is set against (method 2.6).

    Attributes:
        claim_kg: the claim over the whole period; None where not known.
        basis: which of the client's figures that is; None where only the figure is known.
        performance_pct: performance materiality in percent of the tolerable misstatement, 50–75.
        elsewhere: all other misstatement that is known and not corrected, shown with the sample's;
            below zero by direction where a part of the sample's own is corrected.
    """

    claim_kg: Decimal | None
    materiality_pct: Decimal
    level: AssuranceLevel
    performance_pct: Decimal = Decimal(75)
    elsewhere: Apart = field(default_factory=Apart)
    basis: ClaimBasis | None = None

    @property
    def tolerable_kg(self) -> Decimal | None:
        """Materiality percentage of the absolute claim."""
        return None if self.claim_kg is None else abs(self.claim_kg) * self.materiality_pct / 100

    @property
    def performance_kg(self) -> Decimal | None:
        """Performance materiality."""
        tolerable = self.tolerable_kg
        return None if tolerable is None else tolerable * self.performance_pct / 100

    def percent(self, kg: Decimal | None) -> Decimal | None:
        """Return a misstatement in percent of the absolute claim."""
        if kg is None or not self.claim_kg:
            return None
        return kg / abs(self.claim_kg) * 100


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the sample of a population means, in kgCO2e unless said otherwise.

    Attributes:
        items: every drawn item; amounts in the population's unit.
        estimate: by the method that was used, in the population's unit.
        alternatives: by other methods on the same items.
        known, projected, limits: of this population alone; projected holds what its completeness
            tests found missing. While items are open they are counted as claimed, and the figures
            are provisional.
        attribute: of an attribute sample; such a sample projects no amount.
        omissions: the completeness tests of this population.
        aside: what was seen of the items set aside.
    """

    sampled: Sampled
    context: ClaimContext
    items: tuple[Checked, ...]
    estimate: Estimate
    alternatives: tuple[Estimate, ...]
    known: Apart
    projected: Apart
    limits: Limits
    attribute: AttributeResult | None
    omissions: tuple[OmissionTest, ...]
    aside: Aside

    @property
    def population(self) -> Population:
        """The population that was sampled."""
        return self.sampled.population

    @property
    def unchecked(self) -> int:
        """Drawn items without a result."""
        return sum(not item.settled for item in self.items)

    @property
    def finished(self) -> bool:
        """Tell whether every drawn item has a result."""
        return bool(self.items) and not self.unchecked

    @property
    def differing(self) -> tuple[Checked, ...]:
        """Items with a difference or a deviation."""
        return tuple(i for i in self.items if i.deviates or i.difference not in (None, 0))

    @property
    def quantified(self) -> bool:
        """Tell whether an amount is projected from the sample to the population."""
        return self.population.method not in _NOT_QUANTIFIED

    @property
    def removal(self) -> bool:
        """Tell whether the amounts lower the footprint, so that both directions are exchanged."""
        return self.sampled.factor < 0

    @property
    def net(self) -> tuple[Decimal, Decimal] | None:
        """Low and high limit of the net misstatement in kgCO2e; None without both limits."""
        return net_limits(self.limits, self.projected)

    @property
    def gauge(self) -> tuple[Apart, Apart, Limits]:
        """Known, projected and limits with what is known elsewhere."""
        more = self.context.elsewhere
        return self.known + more, self.projected + more, self.limits.plus(more)


def evaluate(
    sampled: Sampled,
    context: ClaimContext,
    omissions: Sequence[OmissionTest] = (),
    choices: Choices | None = None,
) -> Evaluation:
    """Evaluate a population of the inventory (for a completeness test, see `omission_test`).

    Args:
        sampled: the population, its sample and what was seen.
        context: claim, materiality, level.
        omissions: completeness tests of this population.
        choices: of method.
    """
    chosen = choices or Choices()
    factor = sampled.factor
    items = checked_items(sampled.sample, sampled.seen)
    aside = aside_seen(sampled.set_aside, sampled.seen)
    used, others = estimates(sampled, items, chosen)
    items = tuple(replace(item, projected=projected_of(item, sampled, used)) for item in items)
    own = apart(aside.differences)
    projected = used.projected + own
    limits = used.limits.plus(own)
    quantified = sampled.population.method not in _NOT_QUANTIFIED
    left_out: Decimal | None = None
    if quantified:
        found = projected
        shares = [test.likely for test in omissions if test.rate is not None]
        likely = _omission(sampled, found, shares, chosen)
        projected = Apart(found.over, min(found.under, likely or Decimal(0)))
        most = _omission(sampled, found, [test.rate for test in omissions], chosen)
        sides = (projected.under, *([] if limits.under is None else [limits.under]))
        left_out = None if most is None else min(most, *sides)
    return Evaluation(
        sampled=sampled,
        context=context,
        items=items,
        estimate=used,
        alternatives=others,
        known=(used.known + own).times(factor),
        projected=projected.times(factor),
        limits=Limits(limits.over, left_out).times(factor) if quantified else Limits(),
        attribute=attribute_result(sampled, items, chosen),
        omissions=tuple(omissions),
        aside=aside,
    )


def _omission(
    sampled: Sampled, projected: Apart, rates: Sequence[Decimal | None], choices: Choices
) -> Decimal | None:
    """Return what completeness tests say is claimed too small, in its unit, ≤ 0.

    A record that is traced shows its amount too, so a test finds both what was left out and what
    was put in too small; what the sample itself projects is inside it, not on top of it. Of several
    tests the widest counts. None without a test, or while one has no result.

    Args:
        sampled: the population.
        projected: from its own items.
        rates: missing share of each test: likely, or its upper limit.
        choices: of method.
    """
    if not rates or None in rates:
        return None
    rate = max(rate for rate in rates if rate is not None)
    if choices.on_truth and rate < 1:
        rate = rate / (1 - rate)
    left_out = -rate * sampled.sample.total
    return left_out + projected.under if choices.add_understated else left_out
