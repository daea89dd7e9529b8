"""The sample of a population: which items are checked, why, and what each stands for.

Nothing of it is kept: it follows from the frozen items, the seed and the sizes, and comes out the
same at every time and place. An extension only ever adds items.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from math import isqrt

from cfpdesk.i18n import Message, msg
from cfpdesk.model.draw import emission_unit, hash_order, systematic
from cfpdesk.model.population import Allocation, Population, SamplingMethod
from cfpdesk.model.population_frame import EXACT, Frame, PopulationItem, amount_of, strata_of
from cfpdesk.model.sample_size import allocate


class Part(StrEnum):
    """Why an item is in the sample."""

    WHOLE = "whole"
    DRAWN = "drawn"
    CHOSEN = "chosen"


PART_WORD: dict[Part, Message] = {
    Part.WHOLE: msg("100 %"),
    Part.DRAWN: msg("drawn"),
    Part.CHOSEN: msg("chosen"),
}


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item of the sample.

    Attributes:
        hits: units that fell on it in an emission-unit sample; 1 otherwise, 0 for whole items.
        stratum: its stratum or group.
    """

    item: PopulationItem
    part: Part
    hits: int = 1
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class StratumPlan:
    """A stratum or a drawn group: its items, their amount, and how many of them are drawn.

    The items checked as a whole are in none.
    """

    name: str
    count: int
    total: Decimal
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A sample.

    Attributes:
        items: whole ones first, then in the order in which they were drawn.
        count, total: of the whole population that is drawn from.
        size: units or items asked for, extensions among them.
        interval: amount per unit of an emission-unit sample, or items per item of a systematic
            one; None otherwise.
        strata: one for a simple, systematic or attribute sample.
        groups: number of all groups of a two-stage sample; 0 otherwise.
    """

    items: tuple[DrawnItem, ...]
    count: int
    total: Decimal
    size: int
    interval: Decimal | None = None
    strata: tuple[StratumPlan, ...] = ()
    groups: int = 0

    @property
    def whole(self) -> tuple[DrawnItem, ...]:
        """Items checked as a whole."""
        return tuple(drawn for drawn in self.items if drawn.part is Part.WHOLE)

    @property
    def drawn(self) -> tuple[DrawnItem, ...]:
        """Items that stand for others."""
        return tuple(drawn for drawn in self.items if drawn.part is Part.DRAWN)

    @property
    def rest_count(self) -> int:
        """Items that were drawn from: all but the whole ones."""
        return self.count - len(self.whole)

    @property
    def rest_total(self) -> Decimal:
        """Their amount."""
        with localcontext(EXACT):
            whole = sum((amount_of(drawn.item) for drawn in self.whole), Decimal(0))
            return self.total - whole


def draw_sample(
    population: Population, frame: Frame, seed: str, rounds: Sequence[int]
) -> DrawnSample:
    """Return the sample of a population.

    Args:
        population: its method, strata, chosen items and the amount from which items are whole.
        frame: its items.
        seed: `draw.seed_text`; not used where nothing is drawn by chance.
        rounds: size of the first draw and of each extension, in order.
    """
    method, size = population.method, sum(rounds)
    if method is SamplingMethod.JUDGEMENT:
        return _chosen(population, frame)
    if method is SamplingMethod.WHOLE or size >= len(frame.items):
        return _all(frame, size)
    if method is SamplingMethod.EMISSION_UNIT:
        return _by_unit(frame, seed, rounds, population.frozen_whole_from)
    top = population.frozen_whole_from
    whole = [item for item in frame.items if top is not None and amount_of(item) >= top]
    rest = [item for item in frame.items if top is None or amount_of(item) < top]
    if size >= len(rest):
        return _all(frame, size)
    if method is SamplingMethod.STRATIFIED:
        drawn, strata = _by_stratum(population, rest, seed, rounds)
        groups = 0
    elif method is SamplingMethod.TWO_STAGE:
        drawn, strata, groups = _by_group(population, rest, seed, rounds)
    else:
        drawn, strata, groups = _by_count(method, rest, seed, rounds), (), 0
    with localcontext(EXACT):
        plain = StratumPlan("", len(rest), _total(rest), len(drawn))
        interval = Decimal(len(rest)) / size if method is SamplingMethod.SYSTEMATIC else None
    parts = tuple(DrawnItem(item, Part.WHOLE, 0) for item in whole)
    return DrawnSample(
        items=(*parts, *drawn),
        count=len(frame.items),
        total=frame.total,
        size=size,
        interval=interval,
        strata=strata or (plain,),
        groups=groups,
    )


def _all(frame: Frame, size: int) -> DrawnSample:
    items = tuple(DrawnItem(item, Part.WHOLE, 0) for item in frame.items)
    return DrawnSample(items, len(items), frame.total, max(size, len(items)))


def _chosen(population: Population, frame: Frame) -> DrawnSample:
    wanted = set(population.judgement_items)
    items = tuple(DrawnItem(item, Part.CHOSEN) for item in frame.items if item.id in wanted)
    return DrawnSample(items, len(frame.items), frame.total, len(items))


def _by_unit(
    frame: Frame, seed: str, rounds: Sequence[int], whole_from: Decimal | None
) -> DrawnSample:
    found = emission_unit(seed, frame.items, rounds, whole_from)
    by_id = {item.id: item for item in frame.items}
    whole = (DrawnItem(by_id[name], Part.WHOLE, 0) for name in found.whole)
    hit = (DrawnItem(by_id[name], Part.DRAWN, hits) for name, hits in found.hits)
    return DrawnSample((*whole, *hit), len(frame.items), frame.total, found.size, found.interval)


def _by_count(
    method: SamplingMethod, rest: Sequence[PopulationItem], seed: str, rounds: Sequence[int]
) -> tuple[DrawnItem, ...]:
    by_id = {item.id: item for item in rest}
    names = [item.id for item in rest]
    if method is SamplingMethod.SYSTEMATIC:
        chosen = systematic(seed, names, rounds)
    else:
        chosen = hash_order(seed, names, sum(rounds))
    return tuple(DrawnItem(by_id[name], Part.DRAWN) for name in chosen)


def _grouped(
    rest: Sequence[PopulationItem], names: Sequence[str]
) -> dict[str, list[PopulationItem]]:
    grouped: dict[str, list[PopulationItem]] = {}
    for item, name in zip(rest, names, strict=True):
        grouped.setdefault(name, []).append(item)
    return dict(sorted(grouped.items()))


def _by_stratum(
    population: Population, rest: Sequence[PopulationItem], seed: str, rounds: Sequence[int]
) -> tuple[tuple[DrawnItem, ...], tuple[StratumPlan, ...]]:
    strata = _grouped(rest, strata_of(rest, population.strata))
    weights = [_weight(population.allocation, items) for items in strata.values()]
    return _within(strata, weights, seed, rounds)


def _within(
    strata: dict[str, list[PopulationItem]],
    weights: Sequence[Decimal],
    seed: str,
    rounds: Sequence[int],
) -> tuple[tuple[DrawnItem, ...], tuple[StratumPlan, ...]]:
    """Spread the sizes over the strata and draw in each by hash; a larger size never takes back."""
    counts = [len(items) for items in strata.values()]
    sizes = [0] * len(counts)
    size = 0
    for more in rounds:
        size += more
        spread = allocate(size, counts, weights, least=2)
        sizes = [max(old, new) for old, new in zip(sizes, spread, strict=True)]
    drawn: list[DrawnItem] = []
    plans = []
    for (name, items), n in zip(strata.items(), sizes, strict=True):
        by_id = {item.id: item for item in items}
        order = hash_order(seed, by_id, n)
        drawn.extend(DrawnItem(by_id[i], Part.DRAWN, stratum=name) for i in order)
        plans.append(StratumPlan(name, len(items), _total(items), n))
    return tuple(drawn), tuple(plans)


def _by_group(
    population: Population, rest: Sequence[PopulationItem], seed: str, rounds: Sequence[int]
) -> tuple[tuple[DrawnItem, ...], tuple[StratumPlan, ...], int]:
    groups = _grouped(rest, [item.group for item in rest])
    number = primary_size(population, len(groups))
    chosen = hash_order(seed, groups, number)
    picked = {name: groups[name] for name in sorted(chosen)}
    weights = [Decimal(len(items)) for items in picked.values()]
    drawn, plans = _within(picked, weights, seed, rounds)
    return drawn, plans, len(groups)


def primary_size(population: Population, groups: int) -> int:
    """Return how many groups a two-stage sample draws: as set, else ⌈√M⌉, at least two."""
    if population.primary_size is not None:
        return min(max(population.primary_size, 1), groups)
    root = isqrt(groups)
    return min(max(root + (root * root < groups), 2), groups)


def _weight(allocation: Allocation, items: Sequence[PopulationItem]) -> Decimal:
    """Return N_h, or N_h·S_h with the spread of the claimed amounts."""
    count = Decimal(len(items))
    if allocation is Allocation.PROPORTIONAL or len(items) < 2:
        return count if allocation is Allocation.PROPORTIONAL else Decimal(0)
    with localcontext(EXACT) as exact:
        exact.prec = 50
        mean = _total(items) / count
        squares = sum(((amount_of(item) - mean) ** 2 for item in items), Decimal(0))
        return count * (squares / (count - 1)).sqrt()


def _total(items: Sequence[PopulationItem]) -> Decimal:
    with localcontext(EXACT):
        return sum((amount_of(item) for item in items), Decimal(0))
