"""Uncertainty of the footprint: propagation by formula, and a seeded simulation (method 2.5).

A line is median · exp(σa·Za) · exp(σf·Zf): activity and factor are log-normal, and lines that use
the same factor share one draw of it, so that its error does not average out. Storage and print are
`Decimal`; the simulation itself computes in floating point, which is what it is for.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import groupby
from typing import TYPE_CHECKING

from cfpdesk.model.recalculation import EXACT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# 97.5 % quantile of the standard normal distribution.
Z975 = Decimal("1.959963984540054")
BINS = 40
_DIGITS = 12

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Spread:
    """One line as the simulation sees it.

    Attributes:
        kg: median in kgCO2e, negative for a removal.
        activity_sd, factor_sd: σ of the underlying normals.
        factor: what the factor is called; lines of one name share its draw; empty stands alone.
    """

    key: str
    kg: Decimal
    activity_sd: Decimal = Decimal(0)
    factor_sd: Decimal = Decimal(0)
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one line adds to the uncertainty of the total.

    Attributes:
        share_pct: of the variance, in percent; may be negative where a shared factor works against.
        low_kg, high_kg: P2.5 and P97.5 of the line alone.
    """

    key: str
    share_pct: Decimal
    low_kg: Decimal
    high_kg: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """Result of a simulation in kgCO2e; the same seed and lines give the same result.

    Attributes:
        bins: how many draws fell into each of equally wide bins from `lowest` to `highest`, which
            are P0.1 and P99.9; what lies outside is in the outermost bins.
    """

    seed: int
    draws: int
    mean: Decimal
    sd: Decimal
    p2_5: Decimal
    p50: Decimal
    p97_5: Decimal
    lowest: Decimal
    highest: Decimal
    bins: tuple[int, ...]
    contributions: tuple[Contribution, ...]

    @property
    def half_width_pct(self) -> Decimal | None:
        """Half of P97.5 − P2.5 against P50, in percent."""
        if not self.p50:
            return None
        return (self.p97_5 - self.p2_5) / 2 / abs(self.p50) * 100


def log_sd_of_percent(half_width_pct: Decimal) -> Decimal:
    """Return σ whose 97.5 % quantile lies `half_width_pct` above the median.

    Raises:
        ValueError: for a negative width.
    """
    if half_width_pct < 0:
        raise ValueError("an uncertainty cannot be negative")
    with localcontext(EXACT):
        return (1 + half_width_pct / 100).ln() / Z975


def product_pct(parts: Iterable[Decimal]) -> Decimal:
    """Return the uncertainty of a product in percent: √ΣU² (IPCC 2006 V1 ch. 3, eq. 3.1)."""
    with localcontext(EXACT):
        return sum((part**2 for part in parts), Decimal(0)).sqrt()


def sum_pct(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return the uncertainty of a sum of (value, U %) in percent: √Σ(U·x)² / |Σx| (eq. 3.2).

    None where the values add up to nothing. Valid below about 30 %.
    """
    kept = list(parts)
    whole = abs(sum((value for value, _ in kept), Decimal(0)))
    if not whole:
        return None
    with localcontext(EXACT):
        return sum(((value * pct) ** 2 for value, pct in kept), Decimal(0)).sqrt() / whole


def mean_and_sd(spreads: Sequence[Spread]) -> tuple[Decimal, Decimal]:
    """Return mean and standard deviation of the total by formula, shared factors included."""
    means = [_mean(spread) for spread in spreads]
    with localcontext(EXACT):
        variance = sum(_covariances(spreads, means), Decimal(0))
        return sum(means, Decimal(0)), variance.sqrt() if variance > 0 else Decimal(0)


def _mean(spread: Spread) -> Decimal:
    with localcontext(EXACT):
        return spread.kg * ((spread.activity_sd**2 + spread.factor_sd**2) / 2).exp()


def _covariances(spreads: Sequence[Spread], means: Sequence[Decimal]) -> list[Decimal]:
    """Return cov(line, total) of each line: its own variance and what a shared factor adds."""
    with localcontext(EXACT):
        shared: dict[str, list[tuple[Decimal, Decimal]]] = {}
        for spread, mean in zip(spreads, means, strict=True):
            if spread.factor:
                shared.setdefault(spread.factor, []).append((mean, spread.factor_sd))
        found = []
        for spread, mean in zip(spreads, means, strict=True):
            own = mean**2 * ((spread.activity_sd**2 + spread.factor_sd**2).exp() - 1)
            twins = shared.get(spread.factor, [])
            together = sum(
                (mean * other * ((spread.factor_sd * sd).exp() - 1) for other, sd in twins),
                Decimal(0),
            )
            if twins:  # the line stands among its twins: there without its activity
                together -= mean**2 * ((spread.factor_sd**2).exp() - 1)
            found.append(own + together)
        return found


def _contributions(spreads: Sequence[Spread]) -> tuple[Contribution, ...]:
    with localcontext(EXACT):
        parts = _covariances(spreads, [_mean(spread) for spread in spreads])
        whole = sum(parts, Decimal(0))
        found = []
        for spread, part in zip(spreads, parts, strict=True):
            sd = (spread.activity_sd**2 + spread.factor_sd**2).sqrt()
            ends = sorted((spread.kg * (-Z975 * sd).exp(), spread.kg * (Z975 * sd).exp()))
            share = part / whole * 100 if whole else Decimal(0)
            found.append(Contribution(spread.key, share, *ends))
    return tuple(sorted(found, key=lambda one: (-one.share_pct, one.key)))


def simulate(
    spreads: Sequence[Spread], *, seed: int, draws: int, tick: Tick | None = None
) -> Simulation:
    """Draw the total `draws` times.

    Args:
        spreads: the lines.
        seed: any integer from 0.
        draws: at least 1000; fewer say nothing about P2.5.
        tick: told (lines done, lines); may raise to cancel.

    Raises:
        ValueError: for too few draws or a negative seed.
    """
    if draws < 1000 or seed < 0:
        raise ValueError("at least 1000 draws and a seed from 0 are needed")
    import numpy as np

    total = np.zeros(draws)
    random = np.random.Generator(np.random.PCG64(seed))
    done = 0
    # By name, so that the order of the lines does not change the result.
    ordered = sorted(spreads, key=lambda spread: (spread.factor, spread.key))
    for factor, group in groupby(ordered, key=lambda spread: spread.factor):
        common = random.standard_normal(draws) if factor else None
        for spread in group:
            total += float(spread.kg) * np.exp(_exponent(spread, common, random, draws))
            done += 1
            if tick is not None:
                tick(done, len(ordered))
    return _summed_up(total, spreads, seed)


def _exponent(
    spread: Spread,
    common: "NDArray[np.float64] | None",
    random: "np.random.Generator",
    draws: int,
) -> "NDArray[np.float64]":
    own = random.standard_normal(draws)
    if common is None:  # activity and factor of a line that stands alone are one normal
        variance = spread.activity_sd**2 + spread.factor_sd**2
        return own * float(variance.sqrt())
    own *= float(spread.activity_sd)
    own += common * float(spread.factor_sd)
    return own


def _summed_up(total: "NDArray[np.float64]", spreads: Sequence[Spread], seed: int) -> Simulation:
    import numpy as np

    lowest, low, median, high, highest = np.quantile(total, [0.001, 0.025, 0.5, 0.975, 0.999])
    if lowest == highest:
        bins = [0] * BINS
        bins[BINS // 2] = len(total)
    else:
        inside = np.clip(total, lowest, highest)
        bins = np.histogram(inside, BINS, (lowest, highest))[0].tolist()
    return Simulation(
        seed=seed,
        draws=len(total),
        mean=_decimal(total.mean()),
        sd=_decimal(total.std(ddof=1)),
        p2_5=_decimal(low),
        p50=_decimal(median),
        p97_5=_decimal(high),
        lowest=_decimal(lowest),
        highest=_decimal(highest),
        bins=tuple(bins),
        contributions=_contributions(spreads),
    )


def _decimal(value: "float | np.float64") -> Decimal:
    """Return a simulated figure with the digits that mean something."""
    return Decimal(f"{float(value):.{_DIGITS}g}")
