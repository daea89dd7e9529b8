"""Drawing from 200 000 items, against hashing and sorting the same identifiers.

Every method that draws by chance, with its sample of 200; the reference is what anybody could do
by hand with a library's SHA-256 and a sort.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.measure import Row, compare, seconds
from cfpdesk.model.drawn_sample import draw_sample
from cfpdesk.model.population import Population, SamplingMethod
from cfpdesk.model.population_frame import Frame, PopulationItem, population_sha256, split

ITEMS, SIZE = 200_000, 200
BOUND_S = 2.0  # what a client who has just said the number waits for without wondering
SEED = "CFP-2025-001|运单|4827"
_METHODS = (
    SamplingMethod.SIMPLE,
    SamplingMethod.SYSTEMATIC,
    SamplingMethod.STRATIFIED,
    SamplingMethod.EMISSION_UNIT,
    SamplingMethod.TWO_STAGE,
)


def items() -> list[PopulationItem]:
    """Return a ledger of slips over twelve months."""
    return [
        PopulationItem(f"YD2025{n:06d}", Decimal(100 + n * 7919 % 9973) / 10, f"{n % 12 + 1} 月")
        for n in range(ITEMS)
    ]


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    listed = items()
    yield Row(
        f"freeze {ITEMS:,} items: split, hash",
        min(seconds(lambda: population_sha256(split(listed))) for _ in range(3)),
        "two seconds",
        BOUND_S,
        1,
    )
    frame = split(listed)
    for method in _METHODS:
        yield from _drawn(method, frame)


def _drawn(method: SamplingMethod, frame: Frame) -> Iterator[Row]:
    population = Population(name="运单", method=method)
    names = [item.id for item in frame.items]

    def ours() -> float:
        return seconds(lambda: draw_sample(population, frame, SEED, [SIZE]))

    def by_hand() -> float:
        def draw() -> None:
            sorted(names, key=lambda name: hashlib.sha256(f"{SEED},{name}".encode()).digest())

        return seconds(draw)

    name = f"draw {SIZE} of {ITEMS:,}: {method.value}"
    row = compare(name, ours, "SHA-256 and a sort", by_hand, aim=None, runs=3)
    yield row
    yield Row(name, row.ours_s, "two seconds", BOUND_S, 1)
