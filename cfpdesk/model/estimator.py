"""Estimators for samples drawn by count: difference, ratio, regression, mean per unit (2.7.7).

One form serves simple, systematic and stratified samples: a simple sample is one stratum. Ratio and
regression are the combined ones over all strata. Differences are d = claimed − verified; over and
under are estimated apart by the same linear rule on max(d, 0) and min(d, 0), so that they add up to
the net. The interval of the net is Student's with finite population correction; the limits of over-
and understatement alone are set further out by the skewness of their errors, without which they do
not hold the truth as often as they say (`tests/model/test_coverage.py`). A systematic sample is
evaluated like a simple one, which is the usual approximation.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.i18n import msg
from cfpdesk.model.estimate import SPARE, Apart, Condition, Estimate, Limits, apart, handed, unmet
from cfpdesk.model.population import ESTIMATOR_WORD, EstimatorKind
from cfpdesk.model.spread import LEAST_ERRORS, errors_condition, student, widened

# Below this a mean is not near enough to a normal distribution to carry an interval.
LEAST_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Pair:
    """A checked item: what is claimed and what was verified, in the population's unit."""

    claimed: Decimal
    verified: Decimal

    @property
    def difference(self) -> Decimal:
        """Claimed − verified, positive = overstated."""
        return self.claimed - self.verified


@dataclass(frozen=True, slots=True)
class StratumSample:
    """A stratum (or a group of a two-stage sample) and what was checked of it.

    Attributes:
        count: items of the stratum, N_h.
        total: their claimed amount, X_h.
    """

    count: int
    total: Decimal
    pairs: tuple[Pair, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every item was checked."""
        return len(self.pairs) == self.count


def estimate(
    kind: EstimatorKind,
    strata: Sequence[StratumSample],
    whole: Sequence[Pair],
    confidence: Decimal,
) -> Estimate:
    """Estimate the misstatement of a population drawn by count.

    Args:
        kind: the estimator.
        strata: what was sampled, without the items checked as a whole.
        whole: items checked as a whole; exact.
        confidence: of the two-sided limits.
    """
    with localcontext(SPARE):
        exact = apart(pair.difference for pair in whole)
        pairs = [pair for stratum in strata for pair in stratum.pairs]
        known = exact + apart(pair.difference for pair in pairs)
        sampled = [stratum for stratum in strata if stratum.count]
        conditions = _conditions(kind, sampled)
        fit = _Fit(kind, sampled)
        projected, limits, net = _outcome(fit, confidence, valid=all(c.met for c in conditions))
        return handed(
            Estimate(
                method=ESTIMATOR_WORD[kind],
                known=known,
                projected=exact + projected,
                limits=limits.plus(exact),
                confidence=confidence,
                conditions=conditions,
                net=None if net is None else (exact.net + net[0], exact.net + net[1]),
            )
        )


def _conditions(kind: EstimatorKind, strata: Sequence[StratumSample]) -> tuple[Condition, ...]:
    pairs = [pair for stratum in strata for pair in stratum.pairs]
    complete = all(stratum.complete for stratum in strata)
    found: list[Condition] = []
    if kind is EstimatorKind.MEAN_PER_UNIT:
        enough = len(pairs) >= LEAST_SAMPLE or complete
        sentence = (
            msg("{n} {n:item was|items were} checked, enough for a mean", n=len(pairs))
            if enough
            else msg(
                "Only {n} {n:item was|items were} checked; a mean needs at least {least}",
                n=len(pairs),
                least=LEAST_SAMPLE,
            )
        )
        found.append(Condition(enough, sentence))
    else:
        errors = sum(pair.difference != 0 for pair in pairs)
        found.append(errors_condition(errors, enough=errors >= LEAST_ERRORS or complete))
    thin = sum(len(s.pairs) < 2 and not s.complete for s in strata)
    if thin:
        found.append(
            unmet(msg("{n} {n:stratum has|strata have} fewer than two checked items", n=thin))
        )
    if kind is EstimatorKind.RATIO and not sum((pair.claimed for pair in pairs), Decimal(0)):
        found.append(unmet(msg("The checked items add up to zero")))
    if kind is EstimatorKind.REGRESSION and len({pair.claimed for pair in pairs}) < 2:
        found.append(unmet(msg("All checked items have the same amount")))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Part:
    """Variance and third cumulant of a stratum's part of a total, with its degrees of freedom."""

    variance: Decimal
    third: Decimal
    degrees: int


@dataclass(frozen=True, slots=True)
class _Fit:
    """The linear rule of an estimator, applied to any value z of the items."""

    kind: EstimatorKind
    strata: Sequence[StratumSample]

    def total(self, z: Callable[[Pair], Decimal]) -> Decimal:
        """Return Σ N_h · mean of z, corrected by ratio or regression on the claimed amount."""
        plain = self._expanded(z)
        if self.kind is EstimatorKind.RATIO:
            expanded = self._expanded(_claimed)
            return plain / expanded * self._claimed_total() if expanded else plain
        if self.kind is EstimatorKind.REGRESSION:
            return plain + self._slope(z) * (self._claimed_total() - self._expanded(_claimed))
        return plain

    def half(self, z: Callable[[Pair], Decimal], confidence: Decimal, side: int = 0) -> Decimal:
        """Return half the width of the two-sided interval of `total`.

        Degrees of freedom are those of Satterthwaite (Cochran, Sampling Techniques, 5.4):
        (Σ v_h)² ÷ Σ v_h²/(n_h − 1) of the variances v_h of the strata, for a stratum of which only
        a few items are checked must not borrow the certainty of a large one.

        Args:
            z: what is added up.
            confidence: two-sided.
            side: 1 for an upper, −1 for a lower limit of values that lie on that side of zero,
                which is set further out by their skewness (`spread.widened`); 0 for Student's
                interval as it is.
        """
        parts = list(self._parts(z))
        variance = sum((part.variance for part in parts), Decimal(0))
        if not variance:
            return Decimal(0)
        shared = sum((part.variance**2 / part.degrees for part in parts), Decimal(0))
        quantile, error = student(confidence, int(variance**2 / shared)), variance.sqrt()
        skew = side * sum((part.third for part in parts), Decimal(0)) / error**3
        return widened(quantile, skew) * error

    def _parts(self, z: Callable[[Pair], Decimal]) -> Iterator["_Part"]:
        """Yield what each stratum adds to the spread of `total`."""
        slope = Decimal(0)
        if self.kind is EstimatorKind.RATIO:
            expanded = self._expanded(_claimed)
            slope = self._expanded(z) / expanded if expanded else Decimal(0)
        elif self.kind is EstimatorKind.REGRESSION:
            slope = self._slope(z)
        lost = 2 if self.kind is EstimatorKind.REGRESSION and len(self.strata) == 1 else 1
        for stratum in self.strata:
            size, count = len(stratum.pairs), stratum.count
            if stratum.complete or size <= lost:
                continue
            rest = [z(pair) - slope * pair.claimed for pair in stratum.pairs]
            mean = sum(rest, Decimal(0)) / size
            spread = sum(((value - mean) ** 2 for value in rest), Decimal(0)) / (size - lost)
            cubes = sum(((value - mean) ** 3 for value in rest), Decimal(0))
            third = cubes * size / ((size - 1) * (size - 2)) if size > 2 else Decimal(0)
            share = Decimal(size) / count
            yield _Part(
                count**2 * (1 - share) * spread / size,
                count**3 * (1 - share) * (1 - 2 * share) * third / size**2,
                size - lost,
            )

    def _claimed_total(self) -> Decimal:
        return sum((stratum.total for stratum in self.strata), Decimal(0))

    def _expanded(self, z: Callable[[Pair], Decimal]) -> Decimal:
        total = Decimal(0)
        for stratum in self.strata:
            if stratum.pairs:
                found = sum((z(pair) for pair in stratum.pairs), Decimal(0))
                total += found * stratum.count / len(stratum.pairs)
        return total

    def _slope(self, z: Callable[[Pair], Decimal]) -> Decimal:
        above = below = Decimal(0)
        for stratum in self.strata:
            size = len(stratum.pairs)
            if size < 2:
                continue
            x_mean = sum((pair.claimed for pair in stratum.pairs), Decimal(0)) / size
            z_mean = sum((z(pair) for pair in stratum.pairs), Decimal(0)) / size
            weight = Decimal(stratum.count) ** 2 / (size * (size - 1))
            if len(self.strata) > 1:
                weight *= 1 - Decimal(size) / stratum.count
            above += weight * sum(
                ((pair.claimed - x_mean) * (z(pair) - z_mean) for pair in stratum.pairs), Decimal(0)
            )
            below += weight * sum(((p.claimed - x_mean) ** 2 for p in stratum.pairs), Decimal(0))
        return above / below if below else Decimal(0)


def _outcome(
    fit: _Fit, confidence: Decimal, *, valid: bool
) -> tuple[Apart, Limits, tuple[Decimal, Decimal] | None]:
    zero = Decimal(0)
    if fit.kind is EstimatorKind.MEAN_PER_UNIT:
        # It sees what the items are worth, not their errors: only the net is known.
        claimed = sum((stratum.total for stratum in fit.strata), zero)
        net = claimed - fit.total(_verified)
        half = fit.half(_verified, confidence) if valid else zero
        projected = apart([net])
        low, high = net - half, net + half
        limits = Limits(max(high, zero), min(low, zero)) if valid else Limits()
        return projected, limits, (low, high) if valid else None
    over, under = fit.total(_over), fit.total(_under)
    projected = Apart(max(over, zero), min(under, zero))
    if not valid:
        return projected, Limits(), None
    net, half = fit.total(_difference), fit.half(_difference, confidence)
    limits = Limits(
        max(over + fit.half(_over, confidence, 1), zero),
        min(under - fit.half(_under, confidence, -1), zero),
    )
    return projected, limits, (net - half, net + half)


def _claimed(pair: Pair) -> Decimal:
    return pair.claimed


def _verified(pair: Pair) -> Decimal:
    return pair.verified


def _difference(pair: Pair) -> Decimal:
    return pair.difference


def _over(pair: Pair) -> Decimal:
    return max(pair.difference, Decimal(0))


def _under(pair: Pair) -> Decimal:
    return min(pair.difference, Decimal(0))
