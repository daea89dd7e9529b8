"""How many items: smallest samples by exact limits, proportions, strata, sites (method 2.7).

Rates and confidences are fractions. A size of None means that no sample reaches the aim and every
item has to be checked (the expected rate is as high as the tolerable one, or the population is
too small).
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from cfpdesk.model.population import LimitKind
from cfpdesk.model.sample_limit import binomial_below, hypergeometric_side

# No larger sample is looked for; beyond it the answer is "check all".
LARGEST = 100_000


def attribute_size(
    kind: LimitKind,
    tolerable: Decimal,
    confidence: Decimal,
    expected: Decimal = Decimal(0),
    population: int | None = None,
) -> int | None:
    """Return the smallest n whose upper limit lies below the tolerable rate (method 2.7.2).

    The limit is taken at k = ceil(expected · n) deviations; for Poisson at expected · n.

    Args:
        kind: the distribution.
        tolerable: rate that the limit has to stay below, 0 to 1.
        confidence: for example 0.95.
        expected: expected rate.
        population: number of items, which no sample exceeds; needed for hypergeometric.
    """
    if not 0 < tolerable < 1 or not 0 < confidence < 1:
        raise ValueError("rate and confidence lie between 0 and 1")
    if expected >= tolerable:
        return None
    if kind is LimitKind.POISSON:
        size = _poisson_size(tolerable, confidence, expected)
    elif kind is LimitKind.BINOMIAL:
        size = _counted_size(expected, _BinomialTest(tolerable, confidence))
    else:
        if population is None:
            raise ValueError("the hypergeometric size needs the number of items")
        test = _HypergeometricTest(tolerable, confidence, population)
        size = _counted_size(expected, test, min(population, LARGEST))
    if size is None or (population is not None and size > population):
        return None
    return size


def _poisson_size(tolerable: Decimal, confidence: Decimal, expected: Decimal) -> int | None:
    """Return the smallest n with CF(expected · n)/n below the tolerable rate."""
    from scipy.special import gammaincc

    risk, rate, errors = float(1 - confidence), float(tolerable), float(expected)

    def enough(size: int) -> bool:
        return bool(gammaincc(errors * size + 1, rate * size) < risk)

    return _first(enough, 1, LARGEST)


class _BinomialTest:
    """Whether n items with at most k deviations keep the binomial limit below the rate."""

    def __init__(self, tolerable: Decimal, confidence: Decimal) -> None:
        self._tolerable = tolerable
        self._risk = 1 - confidence

    def __call__(self, size: int, deviations: int) -> bool:
        return deviations < size and binomial_below(deviations, size, self._tolerable, self._risk)


class _HypergeometricTest:
    """Whether n of N items with at most k deviations keep the hypergeometric limit below it."""

    def __init__(self, tolerable: Decimal, confidence: Decimal, population: int) -> None:
        self._population = population
        # The fewest deviating items that make the tolerable rate.
        self._deviating = int((tolerable * population).to_integral_value(ROUND_CEILING))
        self._risk = 1 - confidence

    def __call__(self, size: int, deviations: int) -> bool:
        if deviations >= self._deviating:
            return False
        found = (deviations, size, self._population, self._deviating)
        return hypergeometric_side(*found, self._risk) <= 0


def _counted_size(
    expected: Decimal, test: _BinomialTest | _HypergeometricTest, population: int = LARGEST
) -> int | None:
    """Return the smallest n that passes with ceil(expected · n) deviations.

    For each k the sizes with ceil(expected · n) = k are one range, in which more items can only
    help; the first range that holds a passing size holds the answer.
    """
    deviations = 0 if expected == 0 else 1
    least = 1
    while least <= population:
        last = population
        if expected:
            last = min(population, int((deviations / expected).to_integral_value(ROUND_FLOOR)))
        if last >= least:
            k = deviations
            found = _first(lambda size: test(size, k), least, last)  # noqa: B023 - used at once
            if found is not None:
                return found
        if not expected:
            return None
        least = last + 1
        deviations += 1
    return None


def _first(enough: Callable[[int], bool], least: int, most: int) -> int | None:
    """Return the smallest size in a range that is enough, if more is always at least as good."""
    if not enough(most):
        return None
    # Doubling from below: small sizes are cheap to try.
    low, high, step = least - 1, most, 1
    while low + step < high and not enough(low + step):
        low, step = low + step, step * 2
    high = min(high, low + step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def staged_size(tolerable: Decimal, confidence: Decimal) -> int:
    """Return the size of each stage of the plan "none, or one and then none in as many more".

    The plan accepts a population at the tolerable rate with at most 1 − confidence:
    q^n + n·p·q^(n−1)·q^n ≤ 1 − c. 49 at 90 % and 5 %, 103 at 95 % and 3 %.
    """
    if not 0 < tolerable < 1 or not 0 < confidence < 1:
        raise ValueError("rate and confidence lie between 0 and 1")
    good = 1 - tolerable

    def enough(size: int) -> bool:
        none = good**size
        return none + size * tolerable * good ** (size - 1) * none <= 1 - confidence

    found = _first(enough, 1, LARGEST)
    return LARGEST if found is None else found


def proportion_size(
    margin: Decimal, confidence: Decimal, population: int | None, share: Decimal = Decimal("0.5")
) -> tuple[Decimal, int]:
    """Return n0 = z²p(1−p)/e² and the size with finite population correction (method 2.7.4).

    Args:
        margin: half width e of the two-sided interval.
        confidence: two-sided.
        population: None for a very large one.
        share: expected share p; 0.5 where nothing is known.
    """
    from scipy.special import ndtri

    z = Decimal(repr(float(-ndtri(float((1 - confidence) / 2)))))
    first = z * z * share * (1 - share) / (margin * margin)
    corrected = first if population is None else first / (1 + (first - 1) / population)
    size = int(corrected.to_integral_value(ROUND_CEILING))
    return first, size if population is None else min(size, population)


def allocate(
    size: int, strata: Sequence[int], weights: Sequence[Decimal], least: int = 1
) -> tuple[int, ...]:
    """Spread a sample over strata by weight, whole numbers by largest remainder (method 2.7.5).

    No stratum gives more than it has or, unless it is smaller, less than `least`; the rest is
    spread by weight again.

    Args:
        size: of the whole sample; raised to what the least numbers need, at most all items.
        strata: number of items of each stratum, N_h.
        weights: N_h for proportional, N_h · S_h for Neyman allocation.
        least: 1, or 2 where a variance is needed.
    """
    floors = [min(least, count) for count in strata]
    wanted = min(max(size, sum(floors)), sum(strata))
    shares = _shares(wanted, floors, strata, [Fraction(weight) for weight in weights])
    whole = [int(share) for share in shares]
    by_rest = sorted(range(len(strata)), key=lambda h: (whole[h] - shares[h], h))
    for h in by_rest[: wanted - sum(whole)]:
        whole[h] += 1
    return tuple(whole)


def _shares(
    wanted: int, floors: Sequence[int], caps: Sequence[int], weights: Sequence[Fraction]
) -> list[Fraction]:
    """Return the exact shares λ·w_h, held between floor and cap, that add up to `wanted`."""
    strata = range(len(caps))
    if wanted <= sum(floors):
        return [Fraction(floor) for floor in floors]

    def at(level: Fraction) -> list[Fraction]:
        return [
            min(max(level * weights[h], Fraction(floors[h])), Fraction(caps[h])) for h in strata
        ]

    turns = {Fraction(0)}
    for h in strata:
        if weights[h] > 0:
            turns |= {floors[h] / weights[h], caps[h] / weights[h]}
    levels = sorted(turns)
    for low, high in pairwise(levels):
        below, above = sum(at(low), Fraction(0)), sum(at(high), Fraction(0))
        if below <= wanted <= above:
            part = (wanted - below) / (above - below) if above > below else Fraction(0)
            return at(low + part * (high - low))
    # What strata with weight cannot hold goes to those without, by their number of items.
    full = at(levels[-1])
    idle = [h for h in strata if weights[h] <= 0]
    rest = wanted - sum(full[h] for h in strata if weights[h] > 0)
    spread = _shares(
        int(rest), [floors[h] for h in idle], [caps[h] for h in idle],
        [Fraction(caps[h]) for h in idle],
    )  # fmt: skip
    for h, share in zip(idle, spread, strict=True):
        full[h] = share
    return full


def emission_unit_size(
    total: Decimal, tolerable: Decimal, expected: Decimal, confidence: Decimal
) -> int | None:
    """Return the number of units of emission to draw: the Poisson size of the rates (2.7.2, 2.7.6).

    Args:
        total: of the population.
        tolerable, expected: misstatement in the same unit.
        confidence: for example 0.9.
    """
    if tolerable >= total:
        return 1
    return attribute_size(LimitKind.POISSON, tolerable / total, confidence, expected / total)


class SiteCycle(StrEnum):
    """Which audit of the cycle the sites are sampled for (IAF MD 1)."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"


def site_sample(sites: int, cycle: SiteCycle) -> int:
    """Return how many sites are visited: ceil of √N, 0.6·√N or 0.8·√N, in integers (2.7.8)."""
    if sites < 1:
        return 0
    tenths = {SiteCycle.INITIAL: 10, SiteCycle.SURVEILLANCE: 6, SiteCycle.RECERTIFICATION: 8}
    share = tenths[cycle] ** 2 * sites  # the smallest k with 100·k² ≥ share
    root = isqrt((share + 99) // 100)
    return root if 100 * root * root >= share else root + 1


def random_sites(sample: int) -> int:
    """Return how many of the sampled sites are chosen at random: at least a quarter (2.7.8)."""
    return -(-sample // 4)
