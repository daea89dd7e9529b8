"""Estimators for a two-stage sample: groups drawn first, then items of each drawn group.

The spread between groups and the spread within them both count:
M²(1 − m/M)·s_b²/m + (M/m)·Σ N_i²(1 − n_i/N_i)·s_i²/n_i. Few groups give wide limits, however many
items are checked in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.i18n import msg
from cfpdesk.model.estimate import SPARE, Apart, Condition, Estimate, Limits, apart, handed, unmet
from cfpdesk.model.estimator import Pair, StratumSample
from cfpdesk.model.population import ESTIMATOR_WORD, EstimatorKind
from cfpdesk.model.spread import LEAST_ERRORS, errors_condition, student


@dataclass(frozen=True, slots=True)
class GroupSample:
    """A two-stage sample, without the items checked as a whole.

    Attributes:
        groups: number of all groups, M.
        total: claimed amount of all groups together.
        drawn: the drawn groups with their checked items.
    """

    groups: int
    total: Decimal
    drawn: tuple[StratumSample, ...]


def group_estimate(
    kind: EstimatorKind, sample: GroupSample, whole: Sequence[Pair], confidence: Decimal
) -> Estimate:
    """Estimate from a two-stage sample by difference, ratio or mean per unit.

    Regression is not offered here; asked for, it gives no limits and says so.
    """
    with localcontext(SPARE):
        exact = apart(pair.difference for pair in whole)
        pairs = [pair for group in sample.drawn for pair in group.pairs]
        conditions = _conditions(kind, sample, pairs)
        valid = all(condition.met for condition in conditions)
        projected, limits, net = _outcome(kind, sample, confidence, valid=valid)
        return handed(
            Estimate(
                method=ESTIMATOR_WORD[kind],
                known=exact + apart(pair.difference for pair in pairs),
                projected=exact + projected,
                limits=limits.plus(exact),
                confidence=confidence,
                conditions=conditions,
                net=None if net is None else (exact.net + net[0], exact.net + net[1]),
            )
        )


def _conditions(
    kind: EstimatorKind, sample: GroupSample, pairs: Sequence[Pair]
) -> tuple[Condition, ...]:
    found = []
    if len(sample.drawn) < min(2, sample.groups):
        found.append(unmet(msg("At least two groups must be drawn")))
    if kind is EstimatorKind.REGRESSION:
        found.append(unmet(msg("The regression estimator is not made for two-stage samples")))
    elif kind is not EstimatorKind.MEAN_PER_UNIT:
        errors = sum(pair.difference != 0 for pair in pairs)
        complete = _complete(sample)
        found.append(errors_condition(errors, enough=errors >= LEAST_ERRORS or complete))
    if any(len(group.pairs) < min(2, group.count) for group in sample.drawn):
        found.append(unmet(msg("Each drawn group needs at least two checked items")))
    if kind is EstimatorKind.RATIO and not sum((pair.claimed for pair in pairs), Decimal(0)):
        found.append(unmet(msg("The checked items add up to zero")))
    return tuple(found)


def _complete(sample: GroupSample) -> bool:
    return len(sample.drawn) == sample.groups and all(group.complete for group in sample.drawn)


def _outcome(
    kind: EstimatorKind, sample: GroupSample, confidence: Decimal, *, valid: bool
) -> tuple[Apart, Limits, tuple[Decimal, Decimal] | None]:
    zero = Decimal(0)
    quantile = student(confidence, len(sample.drawn) - 1) if valid else zero
    if kind is EstimatorKind.MEAN_PER_UNIT:
        verified, spread = _total(sample, lambda pair: pair.verified)
        net, half = sample.total - verified, quantile * spread
        limits = Limits(max(net + half, zero), min(net - half, zero)) if valid else Limits()
        return apart([net]), limits, (net - half, net + half) if valid else None
    ratio = kind is EstimatorKind.RATIO
    over, over_error = _corrected(sample, lambda pair: max(pair.difference, zero), ratio=ratio)
    under, under_error = _corrected(sample, lambda pair: min(pair.difference, zero), ratio=ratio)
    projected = Apart(over, under)
    if not valid:
        return projected, Limits(), None
    net, error = _corrected(sample, lambda pair: pair.difference, ratio=ratio)
    half = quantile * error
    return (
        projected,
        Limits(over + quantile * over_error, under - quantile * under_error),
        (net - half, net + half),
    )


def _corrected(
    sample: GroupSample, z: Callable[[Pair], Decimal], *, ratio: bool
) -> tuple[Decimal, Decimal]:
    """Return total and standard error of z, by ratio to the claimed amount where asked."""
    if not ratio:
        return _total(sample, z)
    claimed = _total(sample, lambda pair: pair.claimed)[0]
    if not claimed:
        return _total(sample, z)
    slope = _total(sample, z)[0] / claimed
    error = _total(sample, lambda pair: z(pair) - slope * pair.claimed)[1]
    return slope * sample.total, error


def _total(sample: GroupSample, z: Callable[[Pair], Decimal]) -> tuple[Decimal, Decimal]:
    """Return (M/m)·Σ N_i·mean_i and its standard error."""
    drawn, zero = len(sample.drawn), Decimal(0)
    if not drawn:
        return zero, zero
    sums, within = [], zero
    for group in sample.drawn:
        values = [z(pair) for pair in group.pairs]
        size = len(values)
        found = sum(values, zero)
        mean = found / size if size else zero
        sums.append(found * group.count / size if size else zero)
        if size > 1 and not group.complete:
            spread = sum(((value - mean) ** 2 for value in values), zero) / (size - 1)
            within += group.count**2 * (1 - Decimal(size) / group.count) * spread / size
    scale = Decimal(sample.groups) / drawn
    middle = sum(sums, zero) / drawn
    between = zero
    if drawn > 1:
        spread = sum(((value - middle) ** 2 for value in sums), zero) / (drawn - 1)
        between = sample.groups**2 * (1 - Decimal(drawn) / sample.groups) * spread / drawn
    whole = sum(sums, zero) * sample.groups / drawn
    return whole, (between + scale * within).sqrt()
