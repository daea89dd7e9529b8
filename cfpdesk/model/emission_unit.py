"""Evaluation of an emission-unit sample: projection, basic precision, allowance (method 2.7.6).

The analogue of monetary-unit sampling. It sees what was claimed too much; what was left out of the
list has no units and cannot be drawn, so the side of understatement gets no limit here: that is
the work of a test from independent records (`model.completeness`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.i18n import msg
from cfpdesk.model.estimate import SPARE, Apart, Condition, Estimate, Limits, apart, handed
from cfpdesk.model.quantity import short_figure
from cfpdesk.model.sample_limit import confidence_factor
from cfpdesk.model.spread import LEAST_ERRORS, errors_condition, student, widened


@dataclass(frozen=True, slots=True)
class UnitItem:
    """A checked item of an emission-unit sample, in the population's unit.

    Attributes:
        hits: units that fell on it; 0 for an item checked as a whole.
    """

    claimed: Decimal
    verified: Decimal
    hits: int = 1

    @property
    def difference(self) -> Decimal:
        """Claimed − verified, positive = overstated."""
        return self.claimed - self.verified

    @property
    def taint(self) -> Decimal:
        """Share of the claimed amount that is misstated."""
        return self.difference / self.claimed


@dataclass(frozen=True, slots=True)
class UnitSample:
    """A checked emission-unit sample.

    Attributes:
        total: of the population, whole items among it.
        size: units drawn over the whole population; the interval is total ÷ size.
    """

    total: Decimal
    size: int
    items: tuple[UnitItem, ...]

    @property
    def interval(self) -> Decimal:
        """What each unit stands for."""
        return self.total / self.size

    @property
    def rest(self) -> Decimal:
        """Total of what was not checked as a whole."""
        return self.total - sum((i.claimed for i in self.items if not i.hits), Decimal(0))

    @property
    def whole(self) -> Apart:
        """Misstatement of the items checked as a whole, exact."""
        return apart(item.difference for item in self.items if not item.hits)

    @property
    def taints(self) -> tuple[Decimal, ...]:
        """Taint of each unit, one as often as units fell on its item."""
        return tuple(item.taint for item in self.items for _ in range(item.hits))


def taint_conditions(taints: Sequence[Decimal]) -> tuple[Condition, ...]:
    """Return what a bound made of taints asks for: each lies from −1 to 1 (method 2.6)."""
    lowest = min(taints, default=Decimal(0))
    highest = max(taints, default=Decimal(0))
    if lowest < -1:
        sentence = msg(
            "An item is understated by {pct} % of what is claimed: a bound made of error rates is "
            "not valid there. Use the difference estimator.",
            pct=short_figure(-lowest * 100),
        )
    elif highest > 1:
        sentence = msg(
            "An item is overstated by {pct} % of what is claimed: a bound made of error rates is "
            "not valid there. Use the difference estimator.",
            pct=short_figure(highest * 100),
        )
    else:
        sentence = msg("No item is misstated by more than what is claimed")
    return (Condition(lowest >= -1 and highest <= 1, sentence),)


def emission_unit_estimate(sample: UnitSample, confidence: Decimal) -> Estimate:
    """Evaluate with Poisson factors; the limit says nothing about understatement.

    Limit = exact misstatement of whole items + Σ t·I + CF0·I + Σ (CF_i − CF_{i−1} − 1)·t_i·I,
    taints above zero, the largest first; never more than all that was not checked as a whole.
    """
    with localcontext(SPARE):
        interval = sample.interval
        drawn = apart(taint * interval for taint in sample.taints)
        projected = sample.whole + drawn
        conditions = taint_conditions(sample.taints)
        basic = confidence_factor(Decimal(0), confidence) * interval if sample.rest else Decimal(0)
        allowance = _allowance(sample.taints, confidence) * interval
        most = min(drawn.over + basic + allowance, sample.rest)
        over = sample.whole.over + most if conditions[0].met else None
        return handed(
            Estimate(
                method=msg("Emission-unit"),
                known=apart(item.difference for item in sample.items),
                projected=projected,
                limits=Limits(over=over),
                confidence=confidence,
                conditions=conditions,
                basic_precision=basic,
                allowance=allowance,
            )
        )


def _allowance(taints: Sequence[Decimal], confidence: Decimal) -> Decimal:
    """Return Σ (CF_i − CF_{i−1} − 1)·t_i over taints above zero, the largest first."""
    total = Decimal(0)
    before = confidence_factor(Decimal(0), confidence)
    for i, taint in enumerate(sorted((t for t in taints if t > 0), reverse=True), start=1):
        factor = confidence_factor(Decimal(i), confidence)
        total += (factor - before - 1) * taint
        before = factor
    return total


def taint_mean_estimate(sample: UnitSample, confidence: Decimal) -> Estimate:
    """Estimate by the mean taint: the difference estimator of a sample drawn by size.

    Two-sided limits by Student's t over the drawn units; both directions, and valid for any taint.
    """
    with localcontext(SPARE):
        taints = sample.taints
        errors = sum(taint != 0 for taint in taints)
        enough = errors >= LEAST_ERRORS or not sample.rest
        limits, net = Limits(), None
        drawn = apart(taint * sample.interval for taint in taints)
        whole = sample.whole
        if enough and sample.rest:
            quantile = student(confidence, len(taints) - 1)
            over = _interval([max(t, Decimal(0)) for t in taints], sample.rest, quantile, side=1)
            under = _interval([min(t, Decimal(0)) for t in taints], sample.rest, quantile, side=-1)
            both = _interval(taints, sample.rest, quantile)
            limits = Limits(
                whole.over + max(over[1], Decimal(0)), whole.under + min(under[0], Decimal(0))
            )
            net = (whole.net + both[0], whole.net + both[1])
        elif enough:
            limits, net = Limits(whole.over, whole.under), (whole.net, whole.net)
        return handed(
            Estimate(
                method=msg("Difference estimator"),
                known=apart(item.difference for item in sample.items),
                projected=whole + drawn,
                limits=limits,
                confidence=confidence,
                conditions=(errors_condition(errors, enough=enough),),
                net=net,
            )
        )


def _interval(
    taints: Sequence[Decimal], rest: Decimal, quantile: Decimal, side: int = 0
) -> tuple[Decimal, Decimal]:
    """Return low and high of the mean taint times the rest; a side is set out by its skewness."""
    count = len(taints)
    mean = sum(taints, Decimal(0)) / count
    variance = sum(((taint - mean) ** 2 for taint in taints), Decimal(0)) / (count - 1)
    skew = Decimal(0)
    if variance and count > 2:
        third = sum(((taint - mean) ** 3 for taint in taints), Decimal(0)) / count
        skew = side * third / variance.sqrt() ** 3 / Decimal(count).sqrt()
    half = widened(quantile, skew) * (variance / count).sqrt()
    return (mean - half) * rest, (mean + half) * rest
