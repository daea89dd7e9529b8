"""The Stringer bound: the classical upper limit for errors of partly wrong items (method 2.7.6).

p_0 + Σ (p_i − p_{i−1})·t_i with the binomial limits p_i and the taints, the largest first. It is
conservative and holds for taints from 0 to 1 only: an item understated by more than its own amount
takes it away, and the difference estimator takes its place.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from cfpdesk.i18n import msg
from cfpdesk.model.emission_unit import UnitSample, taint_conditions
from cfpdesk.model.estimate import SPARE, Estimate, Limits, apart, handed
from cfpdesk.model.sample_limit import binomial_limit


def stringer_bound(size: int, taints: Sequence[Decimal], confidence: Decimal) -> Decimal:
    """Return the bound as a share of the amount that was sampled.

    Args:
        size: units in the sample.
        taints: those above zero count; at most `size` of them.
        confidence: one-sided, for example 0.95.

    Raises:
        ValueError: for a taint outside −1 … 1, where the bound is not valid.
    """
    if any(not -1 <= taint <= 1 for taint in taints):
        raise ValueError("the Stringer bound holds for taints from -1 to 1")
    errors = sorted((taint for taint in taints if taint > 0), reverse=True)
    if len(errors) > size:
        raise ValueError("there are no more errors than units")
    bound = before = binomial_limit(0, size, confidence)
    for i, taint in enumerate(errors, start=1):
        limit = binomial_limit(i, size, confidence)
        bound += (limit - before) * taint
        before = limit
    return bound


def stringer_estimate(sample: UnitSample, confidence: Decimal) -> Estimate:
    """Evaluate an emission-unit sample; the limit says nothing about understatement."""
    with localcontext(SPARE):
        taints, whole = sample.taints, sample.whole
        conditions = taint_conditions(taints)
        over: Decimal | None = None
        if not sample.rest:
            over = whole.over
        elif conditions[0].met and taints:
            over = whole.over + stringer_bound(len(taints), taints, confidence) * sample.rest
        elif not taints:
            over = whole.over + sample.rest
        return handed(
            Estimate(
                method=msg("Stringer bound"),
                known=apart(item.difference for item in sample.items),
                projected=whole + apart(taint * sample.interval for taint in taints),
                limits=Limits(over=over),
                confidence=confidence,
                conditions=conditions,
            )
        )
