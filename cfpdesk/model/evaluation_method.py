"""Which estimate a population is evaluated with, and what its items stand for.

The method chosen before the draw is used; where what it asks for is not so, the one that needs the
least takes its place, and the reason stands among the conditions. The others are computed beside
it, for the sensitivity of the conclusion.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cfpdesk.model.checked_item import Checked, in_part
from cfpdesk.model.drawn_sample import Part
from cfpdesk.model.emission_unit import (
    UnitItem,
    UnitSample,
    emission_unit_estimate,
    taint_mean_estimate,
)
from cfpdesk.model.estimate import Condition, Estimate, Limits, apart
from cfpdesk.model.estimator import Pair, StratumSample, estimate
from cfpdesk.model.group_estimator import GroupSample, group_estimate
from cfpdesk.model.population import (
    ESTIMATOR_WORD,
    METHOD_WORD,
    EstimatorKind,
    SamplingMethod,
)
from cfpdesk.model.sample_limit import binomial_limit, staged_limit, upper_limit
from cfpdesk.model.sampled import Choices, Sampled, UnitBound
from cfpdesk.model.stringer import stringer_estimate


@dataclass(frozen=True, slots=True)
class AttributeResult:
    """The outcome of an attribute sample.

    Attributes:
        likely, limit: rate of deviation, as found and upper limit; fractions.
        accepted: of a plan in two stages: it allows what was found; None for a single stage.
        second: of a plan in two stages: one deviation in the first, so the second is due.
    """

    deviations: int
    size: int
    likely: Decimal
    limit: Decimal
    accepted: bool | None = None
    second: bool = False


def estimates(
    sampled: Sampled, items: Sequence[Checked], choices: Choices
) -> tuple[Estimate, tuple[Estimate, ...]]:
    """Return the estimate that is used and those of other methods on the same items."""
    method = sampled.population.method
    if method is SamplingMethod.EMISSION_UNIT:
        return _by_unit(sampled, items, choices)
    if method in (SamplingMethod.ATTRIBUTE, SamplingMethod.JUDGEMENT):
        return _known_only(sampled, items), ()
    if not in_part(items, Part.DRAWN):
        return _exact(sampled, items), ()
    wanted = choices.estimator or sampled.population.estimator
    first = _by_count(wanted, sampled, items)
    others = tuple(_by_count(kind, sampled, items) for kind in EstimatorKind if kind is not wanted)
    if first.valid:
        return first, others
    mean = ESTIMATOR_WORD[EstimatorKind.MEAN_PER_UNIT]
    instead = next((found for found in others if found.valid and found.method == mean), None)
    if instead is None:
        return first, others
    reasons = tuple(condition for condition in first.conditions if not condition.met)
    rest = tuple(found for found in (first, *others) if found is not instead)
    return _because(instead, reasons), rest


def _because(instead: Estimate, reasons: tuple[Condition, ...]) -> Estimate:
    """Return the estimate that stands in, with the reasons against the one that was chosen."""
    return replace(instead, conditions=(*reasons, *instead.conditions))


def _by_unit(
    sampled: Sampled, items: Sequence[Checked], choices: Choices
) -> tuple[Estimate, tuple[Estimate, ...]]:
    units = tuple(UnitItem(i.claimed, i.supposed, i.drawn.hits) for i in items)
    sample = UnitSample(sampled.sample.total, max(sampled.sample.size, 1), units)
    poisson = emission_unit_estimate(sample, sampled.confidence)
    stringer = stringer_estimate(sample, sampled.confidence)
    differences = taint_mean_estimate(sample, sampled.confidence)
    first, second = (
        (stringer, poisson) if choices.bound is UnitBound.STRINGER else (poisson, stringer)
    )
    if not first.valid and differences.valid:
        reasons = tuple(condition for condition in first.conditions if not condition.met)
        return _because(differences, reasons), (first, second)
    return first, (second, differences)


def _by_count(kind: EstimatorKind, sampled: Sampled, items: Sequence[Checked]) -> Estimate:
    sample = sampled.sample
    whole = [Pair(item.claimed, item.supposed) for item in in_part(items, Part.WHOLE)]
    drawn = in_part(items, Part.DRAWN)
    strata = tuple(
        StratumSample(
            plan.count,
            plan.total,
            tuple(Pair(i.claimed, i.supposed) for i in drawn if i.drawn.stratum == plan.name),
        )
        for plan in sample.strata
    )
    if sample.groups:
        grouped = GroupSample(sample.groups, sample.rest_total, strata)
        return group_estimate(kind, grouped, whole, sampled.confidence)
    return estimate(kind, strata, whole, sampled.confidence)


def _exact(sampled: Sampled, items: Sequence[Checked]) -> Estimate:
    """Every item was checked: what is known is all there is."""
    known = apart(item.claimed - item.supposed for item in items)
    return Estimate(
        METHOD_WORD[SamplingMethod.WHOLE],
        known,
        known,
        Limits(known.over, known.under),
        sampled.confidence,
        net=(known.net, known.net),
    )


def _known_only(sampled: Sampled, items: Sequence[Checked]) -> Estimate:
    known = apart(item.difference for item in items if item.difference is not None)
    return Estimate(
        METHOD_WORD[sampled.population.method], known, known, Limits(), sampled.confidence
    )


def attribute_result(
    sampled: Sampled, items: Sequence[Checked], choices: Choices
) -> AttributeResult | None:
    """Return the outcome of an attribute sample; None for other methods, or before the draw."""
    if sampled.population.method is not SamplingMethod.ATTRIBUTE or not items:
        return None
    sample = sampled.sample
    whole = sum(item.deviates for item in in_part(items, Part.WHOLE))
    drawn = in_part(items, Part.DRAWN)
    deviations, size = sum(item.deviates for item in drawn), len(drawn)
    if not size:
        rate = Decimal(whole) / sample.count
        return AttributeResult(whole, len(items), rate, rate)
    rest = sample.rest_count
    accepted, second = None, False
    if sampled.population.staged:
        first = size <= sampled.population.drawn_size
        accepted, second = deviations <= (0 if first else 1), first and deviations == 1
    if accepted and deviations == 1:
        limit = staged_limit(size // 2, sampled.confidence)
    elif sampled.population.staged:
        limit = binomial_limit(deviations, size, sampled.confidence)
    else:
        kind = choices.limit or sampled.population.limit
        limit = upper_limit(kind, deviations, size, sampled.confidence, rest)
    return AttributeResult(
        deviations=deviations + whole,
        size=len(items),
        likely=(Decimal(deviations) / size * rest + whole) / sample.count,
        limit=(limit * rest + whole) / sample.count,
        accepted=accepted,
        second=second,
    )


def projected_of(item: Checked, sampled: Sampled, used: Estimate) -> Decimal | None:
    """Return what an item's difference stands for, in the population's unit.

    None where the method projects from all items together, or not at all.
    """
    if item.difference is None:
        return None
    if item.drawn.part is Part.WHOLE:
        return item.difference
    if item.drawn.part is Part.CHOSEN:
        return None
    sample = sampled.sample
    if sampled.population.method is SamplingMethod.EMISSION_UNIT and sample.interval is not None:
        return item.difference / item.claimed * sample.interval * item.drawn.hits
    if used.method != ESTIMATOR_WORD[EstimatorKind.DIFFERENCE]:
        return None
    for plan in sample.strata:
        if plan.name == item.drawn.stratum and plan.drawn:
            weight = Decimal(plan.count) / plan.drawn
            return (
                item.difference
                * weight
                * Decimal(sample.groups or 1)
                / (len(sample.strata) if sample.groups else 1)
            )
    return None
