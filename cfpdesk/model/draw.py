"""Drawing a sample from the spoken seed: the same for ever on every machine, by hand if need be.

No library's generator is used. The seed is `engagement|population|spoken number`. Two forms:

- Order by hash: items ascending by `SHA-256(seed + "," + item)`; the first n are drawn, the next
  ones extend the sample, whatever order the table has.
- Counter: `u_i = SHA-256(seed + "," + i zero bytes)` as an integer; `u_0` starts an interval. The
  same rule as in the public implementation `statlab/cryptorandom` (its test vector is in our
  tests).

An interval sample is extended by another round over the same items with the next counter number.
Everything is computed in integers, so no rounding can ever change a draw.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from heapq import nsmallest
from itertools import accumulate

from cfpdesk.model.population_frame import EXACT, PopulationItem, amount_of

_RANGE_BITS = 256


def seed_text(engagement: str, population: str, spoken: str) -> str:
    """Return the seed: engagement number, population name and the number said aloud."""
    return f"{engagement}|{population}|{spoken}"


def hash_key(seed: str, item: str) -> bytes:
    """Return the 32 bytes by which an item is ordered."""
    return hashlib.sha256(f"{seed},{item}".encode()).digest()


def hash_order(seed: str, items: Iterable[str], size: int | None = None) -> tuple[str, ...]:
    """Return identifiers in the order in which they are drawn; the first `size` of them."""
    keyed = ((hash_key(seed, item), item) for item in items)
    ordered = sorted(keyed) if size is None else nsmallest(size, keyed)
    return tuple(item for _key, item in ordered)


def counter(seed: str, i: int) -> int:
    """Return u_i, a number from 0 to 2^256 − 1."""
    return int.from_bytes(hashlib.sha256(seed.encode() + b"," + bytes(i)).digest(), "big")


def pick(seed: str, i: int, count: int) -> int:
    """Return a number from 1 to `count` made from u_i."""
    return 1 + counter(seed, i) % count


def systematic(seed: str, items: Sequence[str], rounds: Sequence[int]) -> tuple[str, ...]:
    """Return every N/n-th item from a start that u_0 gives, in the order of the list.

    Args:
        items: in the order that the interval runs over.
        rounds: size of the first draw and of each extension; round r starts with u_r and leaves
            out what is drawn already, going on to the next item of the list that is not.
    """
    drawn: dict[int, None] = {}
    for number, size in enumerate(rounds):
        start = counter(seed, number)
        for place in _places(start, size, len(items)):
            if len(drawn) == len(items):
                break
            while place in drawn:
                place = (place + 1) % len(items)  # noqa: PLW2901 - the next one that is not in
            drawn[place] = None
    return tuple(items[place] for place in drawn)


def _places(start: int, size: int, count: int) -> Iterable[int]:
    """Yield floor((start/2^256 + j) · count/size), j = 0 … size − 1, which all differ."""
    for j in range(min(size, count)):
        yield (start + (j << _RANGE_BITS)) * count // (min(size, count) << _RANGE_BITS)


@dataclass(frozen=True, slots=True)
class EmissionDraw:
    """An emission-unit sample.

    Attributes:
        total: of all items, in the population's unit; the interval is total ÷ size.
        size: units drawn, all rounds together.
        whole: items as large as the interval (or the given amount) or larger, always in.
        hits: the other drawn items in order of the list, each with how many units fell on it.
    """

    total: Decimal
    size: int
    whole: tuple[str, ...]
    hits: tuple[tuple[str, int], ...]

    @property
    def interval(self) -> Decimal:
        """Amount that each drawn unit stands for, to 50 digits."""
        with localcontext(EXACT) as exact:
            exact.prec = 50
            return self.total / self.size if self.size else self.total


def emission_unit(
    seed: str,
    items: Sequence[PopulationItem],
    rounds: Sequence[int],
    whole_from: Decimal | None = None,
) -> EmissionDraw:
    """Draw units of emission at equal distance and take the items they fall on (method 2.7.6).

    Round r of size n lays its units at (u_r/2^256 + j) · total/n, j = 0 … n − 1, along the amounts
    added up in the order of the list. The interval is the total over all rounds' sizes; an item as
    large as it is checked as a whole, so that nothing is projected from it.

    Args:
        items: of a frame, amounts above zero.
        rounds: size of the first draw and of each extension.
        whole_from: an item of this amount is checked as a whole too, even below the interval.
    """
    scaled, total = _integers(items)
    ends = list(accumulate(scaled))
    whole_sum = ends[-1] if ends else 0
    size = sum(rounds)
    if not size or not whole_sum:
        return EmissionDraw(total, size, (), ())
    hit: dict[int, int] = {}
    for number, units in enumerate(rounds):
        start = counter(seed, number)
        for j in range(units):
            unit = (start + (j << _RANGE_BITS)) * whole_sum // (units << _RANGE_BITS)
            place = bisect_right(ends, unit)
            hit[place] = hit.get(place, 0) + 1
    top = [
        place
        for place, amount in enumerate(scaled)
        if amount * size >= whole_sum
        or (whole_from is not None and amount_of(items[place]) >= whole_from)
    ]
    in_top = frozenset(top)
    return EmissionDraw(
        total,
        size,
        tuple(items[place].id for place in top),
        tuple((items[place].id, hit[place]) for place in sorted(hit) if place not in in_top),
    )


def _integers(items: Sequence[PopulationItem]) -> tuple[list[int], Decimal]:
    """Return the amounts as integers of one common scale, and their exact sum."""
    with localcontext(EXACT):
        amounts = [amount_of(item) for item in items]
        places = max((_decimals(amount) for amount in amounts), default=0)
        scale = Decimal(10) ** places
        return [int(amount * scale) for amount in amounts], sum(amounts, Decimal(0))


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
