"""The simulation of the footprint: 200 lines, 100 000 draws, every second line sharing a factor.

Once against its bound of two seconds, once against numpy drawing and adding the same normals.
"""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from benchmarks.measure import Row, compare, seconds
from cfpdesk.model.uncertainty import Spread, simulate

LINES = 200
DRAWS = 100_000
BOUND_S = 2.0


def spreads() -> list[Spread]:
    """Return the lines."""
    sds = (Decimal("0.05"), Decimal("0.1"))
    return [Spread(f"l{n}", Decimal(100 + n), *sds, f"f{n // 2}") for n in range(LINES)]


def drawn() -> None:
    """Draw as many normals, make them log-normal and add them up, with nothing around it."""
    random = np.random.Generator(np.random.PCG64(1))
    total = np.zeros(DRAWS)
    for number in range(LINES):
        if number % 2 == 0:
            common = random.standard_normal(DRAWS) * 0.1
        total += (100 + number) * np.exp(random.standard_normal(DRAWS) * 0.05 + common)
    np.quantile(total, [0.025, 0.5, 0.975])


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    lines = spreads()

    def ours() -> float:
        return seconds(lambda: simulate(lines, seed=1, draws=DRAWS))

    name = f"simulation: {LINES} lines, {DRAWS:,} draws"
    row = compare(name, ours, "numpy alone", lambda: seconds(drawn), aim=None)
    yield row
    yield Row(name, row.ours_s, "two seconds", BOUND_S, 1)
