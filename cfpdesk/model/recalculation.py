"""Recalculation: the claim computed anew line by line, claimed and recalculated kept apart.

CFP = (1/Q) · Σ activity × factor × GWP, emissions positive, removals negative (rule 6.2; method
2.1). Nothing here writes into the client's figures; a line that cannot be multiplied (units that do
not fit, a figure that is missing) has no recalculated value and says so, it is never guessed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import TypeAlias

from cfpdesk.i18n import Message, msg
from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.inventory import Bucket, LifeCycleStage, LineReview, Origin, stage_of

# Enough digits that no product of three client figures is rounded before the end.
EXACT = Context(prec=60)
# A difference this small beside the line is what is left of binary fractions in a client's cells.
_NOISE = Decimal("1E-12")


class Basis(StrEnum):
    """Where a figure of the recalculation comes from."""

    CLAIMED = "claimed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Used:
    """A figure that was used in the recalculation."""

    value: Decimal | None
    unit: str
    basis: Basis = Basis.CLAIMED

    @property
    def verified(self) -> bool:
        """Tell whether the auditor put it in."""
        return self.basis is Basis.VERIFIED


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line, claimed and recalculated, in kgCO2e.

    Attributes:
        claimed_kg: the emissions the client states; where the table has no such column, the
            product of the client's own figures.
        own_product_kg: activity × factor × GWP of the client's own figures; None where that
            cannot be computed.
        verified_kg: with verified values in place of the client's; None where it cannot be.
        problem: why not; empty otherwise.
        share_pct: of the recalculated total, in percent; None without one.
        excluded: cut off by judgement; stands beside the total.
    """

    line: ClaimedLine
    review: LineReview
    stage: LifeCycleStage | None
    activity: Used
    factor: Used
    gwp: Used
    claimed_kg: Decimal | None
    own_product_kg: Decimal | None
    verified_kg: Decimal | None
    problem: Message | None = None
    share_pct: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Tell whether the line is part of the total."""
        return not self.review.excluded and self.review.bucket is not Bucket.OUTSIDE

    @property
    def difference_kg(self) -> Decimal | None:
        """Claimed − recalculated, positive = overstated; None where either is not known."""
        if self.claimed_kg is None or self.verified_kg is None:
            return None
        return self.claimed_kg - self.verified_kg

    @property
    def differs(self) -> bool:
        """Tell whether there is a difference beyond the client's binary arithmetic."""
        if self.claimed_kg is None or self.verified_kg is None:
            return False
        size = max(abs(self.claimed_kg), abs(self.verified_kg))
        return abs(self.claimed_kg - self.verified_kg) > size * _NOISE

    @property
    def changed(self) -> bool:
        """Tell whether the auditor put a figure in place of one of the client's."""
        figures = (self.activity, self.factor, self.gwp)
        return any(f.verified for f in figures) or self.review.allocated_pct is not None


@dataclass(frozen=True, slots=True)
class StageTotal:
    """Sums of a stage of the life cycle in kgCO2e; `stage` None for what fits none."""

    stage: LifeCycleStage | None
    claimed_kg: Decimal
    verified_kg: Decimal
    share_pct: Decimal | None
    lines: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all lines that count, in kgCO2e.

    Attributes:
        open_lines: lines without a recalculated value; while there are some, the recalculated
            total is not complete.
        by_bucket: recalculated.
        aircraft_kg, removals_kg: parts of the recalculated total, shown apart.
        excluded_kg: what was cut off, by its claimed value.
        primary_pct: share of primary data, in percent of the absolute values.
    """

    claimed_kg: Decimal = Decimal(0)
    verified_kg: Decimal = Decimal(0)
    open_lines: int = 0
    stages: tuple[StageTotal, ...] = ()
    by_bucket: Mapping[Bucket, Decimal] = field(default_factory=dict)
    aircraft_kg: Decimal = Decimal(0)
    removals_kg: Decimal = Decimal(0)
    excluded_kg: Decimal = Decimal(0)
    primary_pct: Decimal | None = None

    @property
    def difference_kg(self) -> Decimal:
        """Claimed − recalculated."""
        return self.claimed_kg - self.verified_kg

    @property
    def complete(self) -> bool:
        """Tell whether every line has a recalculated value."""
        return self.open_lines == 0


@dataclass(frozen=True, slots=True)
class Recalculation:
    """All lines and their sums."""

    lines: tuple[LineResult, ...]
    totals: Totals


# kgCO2e per unit of GWP of (activity, its unit, factor, its unit); None where the units do not fit.
Product: TypeAlias = Callable[[Decimal, str, Decimal, str], Decimal | None]
# GWP of a gas in the engagement's set; None where the set has none.
GwpOf: TypeAlias = Callable[[LineReview], Decimal | None]

_NO_ACTIVITY = msg("The activity data are missing or no number.")
_NO_FACTOR = msg("The emission factor is missing or no number.")
_NO_GWP = msg("The GWP is missing, or the chosen set has none for this gas.")


def recalculate(
    lines: Iterable[ClaimedLine],
    reviews: Mapping[tuple[str, str], LineReview],
    product: Product,
    gwp_of: GwpOf,
    before: Recalculation | None = None,
) -> Recalculation:
    """Compute every line anew.

    Args:
        lines: the client's.
        reviews: judgements by dataset and key.
        product: multiplies activity and factor with their units.
        gwp_of: the GWP that a review's gas has.
        before: what was computed last; a line that is the same in it, judgement and GWP included,
            is taken from there.
    """
    known = {} if before is None else {(r.line.dataset, r.line.key): r for r in before.lines}
    with localcontext(EXACT):
        results = []
        for line in lines:
            name = (line.dataset, line.key)
            judged = reviews.get(name) or LineReview(dataset=line.dataset, line=line.key)
            gwp, old = _gwp(judged, line, gwp_of), known.get(name)
            same = old is not None and old.line is line and old.gwp == gwp and old.review == judged
            results.append(old if old and same else _line(line, judged, gwp, product))
        totals = _totals(results)
        whole = totals.verified_kg
        shared = tuple(_with_share(result, whole) for result in results)
    return Recalculation(shared, totals)


def _line(line: ClaimedLine, judged: LineReview, gwp: Used, product: Product) -> LineResult:
    activity = _used(judged.activity, judged.activity_unit, line.activity, line.activity_unit)
    factor = _used(judged.factor_value, judged.factor_unit, line.factor, line.factor_unit)
    own, _unfit = _multiplied(
        line.activity.value,
        line.activity_unit,
        line.factor.value,
        line.factor_unit,
        line.gwp.value,
        product,
    )
    verified, problem = _multiplied(
        activity.value, activity.unit, factor.value, factor.unit, gwp.value, product
    )
    if verified is not None and judged.allocated_pct is not None:
        verified = verified * judged.allocated_pct / 100
    return LineResult(
        line=line,
        review=judged,
        stage=_stage(judged, line),
        activity=activity,
        factor=factor,
        gwp=gwp,
        claimed_kg=own if line.emissions.value is None else line.emissions.value,
        own_product_kg=own,
        verified_kg=verified,
        problem=problem,
    )


def _used(value: Decimal | None, unit: str, claimed: Claimed, claimed_unit: str) -> Used:
    if value is None and not unit:
        return Used(claimed.value, claimed_unit)
    kept = claimed.value if value is None else value
    return Used(kept, unit or claimed_unit, Basis.VERIFIED)


def _gwp(review: LineReview, line: ClaimedLine, gwp_of: GwpOf) -> Used:
    if review.gwp is not None:
        return Used(review.gwp, "", Basis.VERIFIED)
    if review.gas:
        return Used(gwp_of(review), "", Basis.VERIFIED)
    return Used(line.gwp.value, "")


def _multiplied(
    activity: Decimal | None,
    activity_unit: str,
    factor: Decimal | None,
    factor_unit: str,
    gwp: Decimal | None,
    product: Product,
) -> tuple[Decimal | None, Message | None]:
    if activity is None:
        return None, _NO_ACTIVITY
    if factor is None:
        return None, _NO_FACTOR
    if gwp is None:
        return None, _NO_GWP
    kg = product(activity, activity_unit, factor, factor_unit)
    if kg is None:
        return None, msg(
            "{activity} and a factor in {factor} do not fit; they are not multiplied.",
            activity=activity_unit or "–",
            factor=factor_unit or "–",
        )
    return kg * gwp, None


def _stage(review: LineReview, line: ClaimedLine) -> LifeCycleStage | None:
    if review.stage in set(LifeCycleStage):
        return LifeCycleStage(review.stage)
    return stage_of(line.stage)


def _with_share(result: LineResult, whole: Decimal) -> LineResult:
    if not whole or result.verified_kg is None or not result.counts:
        return result if result.share_pct is None else replace(result, share_pct=None)
    return replace(result, share_pct=result.verified_kg / whole * 100)


def _totals(results: Sequence[LineResult]) -> Totals:
    counted = [result for result in results if result.counts]
    claimed = sum((r.claimed_kg or Decimal(0) for r in counted), Decimal(0))
    verified = sum((_best(r) for r in counted), Decimal(0))
    buckets: dict[Bucket, Decimal] = {}
    for result in results:
        if not result.review.excluded:
            kept = buckets.get(result.review.bucket, Decimal(0))
            buckets[result.review.bucket] = kept + _best(result)
    return Totals(
        claimed_kg=claimed,
        verified_kg=verified,
        open_lines=sum(r.verified_kg is None for r in counted),
        stages=_stages(counted, verified),
        by_bucket=buckets,
        aircraft_kg=sum((_best(r) for r in counted if r.review.aircraft), Decimal(0)),
        removals_kg=sum((_best(r) for r in counted if _best(r) < 0), Decimal(0)),
        excluded_kg=sum(
            (r.claimed_kg or Decimal(0) for r in results if r.review.excluded), Decimal(0)
        ),
        primary_pct=primary_share(counted),
    )


def _best(result: LineResult) -> Decimal:
    """Return the recalculated value; nothing where there is none: `open_lines` tells of it."""
    return result.verified_kg if result.verified_kg is not None else Decimal(0)


def _stages(counted: Sequence[LineResult], whole: Decimal) -> tuple[StageTotal, ...]:
    found = []
    for stage in (*LifeCycleStage, None):
        inside = [result for result in counted if result.stage is stage]
        if inside:
            verified = sum((_best(r) for r in inside), Decimal(0))
            found.append(
                StageTotal(
                    stage=stage,
                    claimed_kg=sum((r.claimed_kg or Decimal(0) for r in inside), Decimal(0)),
                    verified_kg=verified,
                    share_pct=verified / whole * 100 if whole else None,
                    lines=len(inside),
                )
            )
    return tuple(found)


def primary_share(results: Iterable[LineResult]) -> Decimal | None:
    """Return the share of primary data in percent of the absolute emissions.

    A line counts as primary only where activity and factor both are (method 2.4; PACT). None where
    there is nothing to share.
    """
    with localcontext(EXACT):
        whole = primary = Decimal(0)
        for result in results:
            weight = abs(_best(result))
            whole += weight
            if result.review.activity_origin is result.review.factor_origin is Origin.PRIMARY:
                primary += weight
        return primary / whole * 100 if whole else None


def per_unit(kg: Decimal, output: Decimal | None, declared: Decimal = Decimal(1)) -> Decimal | None:
    """Return kgCO2e per declared unit: kg ÷ output × amount of the declared unit (method 2.1).

    None where no output is known.
    """
    if not output:
        return None
    with localcontext(EXACT):
        return kg / output * declared
