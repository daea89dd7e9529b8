"""One-sided upper limits of a rate: binomial, Poisson, hypergeometric (method 2.7.1, 2.7.3).

The limit is the largest rate at which so few deviations would still be seen with a probability of
more than 1 − confidence. Rates and confidences are fractions (0.05, not 5 %). The hypergeometric
limit is computed in integers; the other two through the incomplete beta and gamma functions.
"""

from decimal import Decimal
from fractions import Fraction
from math import comb, exp, lgamma

from cfpdesk.model.population import LimitKind

# Nearer than this to the confidence, a floating-point probability is computed again exactly.
_CLOSE = 1e-9
_CLOSE_BY_LOGARITHM = 1e-6
_NOTHING = 1e-18  # a term that adds no digit


def upper_limit(
    kind: LimitKind, deviations: int, size: int, confidence: Decimal, population: int | None = None
) -> Decimal:
    """Return the upper limit of a rate, 0 to 1.

    Args:
        kind: the distribution.
        deviations: found in the sample.
        size: of the sample.
        confidence: for example 0.95.
        population: number of items; needed for the hypergeometric limit.

    Raises:
        ValueError: for impossible counts, or a confidence that is not between 0 and 1.
    """
    if kind is LimitKind.BINOMIAL:
        return binomial_limit(deviations, size, confidence)
    if kind is LimitKind.POISSON:
        return min(Decimal(1), poisson_limit(Decimal(deviations), size, confidence))
    if population is None:
        raise ValueError("the hypergeometric limit needs the number of items")
    return Decimal(hypergeometric_most(deviations, size, population, confidence)) / population


def binomial_limit(deviations: int, size: int, confidence: Decimal) -> Decimal:
    """Return the Clopper–Pearson upper limit `beta.ppf(c, k+1, n−k)`; 1 where all deviate."""
    _check(deviations, size, confidence)
    if deviations == size:
        return Decimal(1)
    from scipy.special import betainccinv

    return _decimal(betainccinv(deviations + 1, size - deviations, float(1 - confidence)))


def confidence_factor(deviations: Decimal, confidence: Decimal) -> Decimal:
    """Return the Poisson factor CF: the limit is CF ÷ size. Deviations may be a fraction.

    CF of 0 is −ln(1 − c): 2.9957 at 95 %.
    """
    _check_confidence(confidence)
    if deviations < 0:
        raise ValueError("deviations are not negative")
    from scipy.special import gammainccinv

    return _decimal(gammainccinv(float(deviations) + 1, float(1 - confidence)))


def poisson_limit(deviations: Decimal, size: int, confidence: Decimal) -> Decimal:
    """Return `gamma.ppf(c, k+1) ÷ n`; above 1 for very small samples."""
    if size < 1:
        raise ValueError("a sample has at least one item")
    return confidence_factor(deviations, confidence) / size


def hypergeometric_most(deviations: int, size: int, population: int, confidence: Decimal) -> int:
    """Return the largest number K of deviating items with `hypergeom.cdf(k, N, K, n) > 1 − c`."""
    _check(deviations, size, confidence)
    if size > population:
        raise ValueError("a sample is not larger than its population")
    risk = 1 - confidence

    def likely(most: int) -> bool:
        return hypergeometric_side(deviations, size, population, most, risk) > 0

    # K = k is always likely (the probability is 1); beyond N − (n − k) it is impossible.
    low, high, step = deviations, population - (size - deviations) + 1, 1
    while low + step < high and likely(low + step):
        low, step = low + step, step * 2
    high = min(high, low + step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if likely(middle) else (low, middle)
    return low


def hypergeometric_side(
    deviations: int, size: int, population: int, deviating: int, risk: Decimal
) -> int:
    """Tell how the probability of at most so many deviations stands to `risk`: −1, 0 or 1.

    By logarithms first, which takes thousands of items in no time; where floating point cannot
    tell, in integers.
    """
    wanted = float(risk)
    probability = _hypergeometric_float(deviations, size, population, deviating)
    if abs(probability - wanted) > _CLOSE_BY_LOGARITHM * wanted:
        return 1 if probability > wanted else -1
    below, whole = hypergeometric_below(deviations, size, population, deviating)
    exact = Fraction(risk)
    left, right = below * exact.denominator, exact.numerator * whole
    return (left > right) - (left < right)


def _hypergeometric_float(deviations: int, size: int, population: int, deviating: int) -> float:
    """Return the probability of at most so many deviations, to about eight digits."""
    most = min(deviations, size, deviating)
    least = max(0, size + deviating - population)
    if most < least:
        return 0.0
    if most == min(size, deviating):
        return 1.0
    # Summed outwards from the middle, where the largest term comes first: a sum that began far out
    # would begin with a term too small for floating point, and never leave zero.
    if most * population < size * deviating:
        return _tail(most, size, population, deviating)
    # The rest above is the other colour's probability of being found so rarely.
    return 1.0 - _tail(size - most - 1, size, population, population - deviating)


def _tail(most: int, size: int, population: int, deviating: int) -> float:
    """Return the probability of at most so many, below the mean, added from the most downwards."""
    good = population - deviating
    term = exp(
        _log_comb(deviating, most) + _log_comb(good, size - most) - _log_comb(population, size)
    )
    total = 0.0
    for i in range(most, max(0, size - good) - 1, -1):
        total += term
        term *= i * (good - size + i) / ((deviating - i + 1) * (size - i + 1))
        if term < total * _NOTHING:
            break
    return min(total, 1.0)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def hypergeometric_below(
    deviations: int, size: int, population: int, deviating: int
) -> tuple[int, int]:
    """Return numerator and denominator of the probability of at most so many deviations."""
    small, large = sorted((size, deviating))
    # The distribution is the same with sample and deviating items exchanged; the smaller of the
    # two gives the smaller numbers.
    first = max(0, small + large - population)
    if first > deviations:
        return 0, 1
    term = comb(large, first) * comb(population - large, small - first)
    total = 0
    for i in range(first, min(deviations, small) + 1):
        total += term
        term = term * (large - i) * (small - i)
        term //= (i + 1) * (population - large - small + i + 1)
    return total, comb(population, small)


def binomial_below(deviations: int, size: int, rate: Decimal, risk: Decimal) -> bool:
    """Tell whether at most so many deviations are less probable than `risk` at this rate.

    Equal is not less; where floating point cannot tell, it is computed in integers.
    """
    from scipy.special import bdtr

    probability, wanted = float(bdtr(deviations, size, float(rate))), float(risk)
    if abs(probability - wanted) > _CLOSE * wanted:
        return probability < wanted
    exact = Fraction(rate)
    part, whole = exact.numerator, exact.denominator
    below = sum(
        comb(size, i) * part**i * (whole - part) ** (size - i) for i in range(deviations + 1)
    )
    return Fraction(below, whole**size) < Fraction(risk)


def _check(deviations: int, size: int, confidence: Decimal) -> None:
    _check_confidence(confidence)
    if not 0 <= deviations <= size or size < 1:
        raise ValueError("deviations lie between 0 and the size of the sample")


def _check_confidence(confidence: Decimal) -> None:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")


def _decimal(value: object) -> Decimal:
    """Return a floating-point result as the shortest decimal that names it."""
    return Decimal(repr(float(value)))  # type: ignore[arg-type]


def staged_limit(size: int, confidence: Decimal) -> Decimal:
    """Return the limit after a plan in two stages that found one deviation, then none.

    The rate at which "none, or one and then none in as many more" has the probability 1 − c:
    q^n + n·p·q^(2n−1) = 1 − c, by halving to 12 digits. It lies above that of a single sample.
    """
    _check(0, size, confidence)
    low, high, risk = Decimal(0), Decimal(1), 1 - confidence
    for _ in range(40):
        middle = (low + high) / 2
        good = 1 - middle
        likely = good**size + size * middle * good ** (2 * size - 1)
        low, high = (middle, high) if likely > risk else (low, middle)
    return high
