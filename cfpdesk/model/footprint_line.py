"""The verified inventory line by line as it goes out to others, and its part up to the gate."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.model.inventory import Bucket, LifeCycleStage
from cfpdesk.model.product_footprint import FootprintValues
from cfpdesk.model.recalculation import EXACT, LineResult
from cfpdesk.model.uncertainty import log_sd_of_percent

_BEYOND = frozenset({LifeCycleStage.USE, LifeCycleStage.END_OF_LIFE})
_UNRATED = (0, 0, 0)
_FIELDS = {
    Bucket.FOSSIL: "fossil",
    Bucket.LAND_USE: "land_use_change",
    Bucket.BIOGENIC: "biogenic_non_co2",
    Bucket.UPTAKE: "uptake",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLine:
    """One line with its verified figures, for the whole period.

    Attributes:
        key: names the line among the others, for ever.
        activity, unit: None for emissions that were measured or are not told apart.
        factor, factor_unit: as used, in the unit they are stated in.
        kg: kgCO2e, negative for a removal.
        gas: key of the gas; empty for a factor in CO2e.
        aircraft: comes from aircraft.
        source: where the factor comes from.
        activity_log_sd, factor_log_sd: σ of the underlying normals; 0 where not known.
        scores: technology, geography, time, each 1 (best) to 5; 0 is not rated.
    """

    key: str
    name: str
    stage: LifeCycleStage | None
    activity: Decimal | None = None
    unit: str = ""
    factor: Decimal | None = None
    factor_unit: str = ""
    kg: Decimal
    bucket: Bucket = Bucket.FOSSIL
    gas: str = ""
    aircraft: bool = False
    source: str = ""
    activity_log_sd: Decimal = Decimal(0)
    factor_log_sd: Decimal = Decimal(0)
    scores: tuple[int, int, int] = _UNRATED


@dataclass(frozen=True, slots=True)
class GateSplit:
    """A footprint divided at the gate, per declared unit in kgCO2e; the parts add up to the whole.

    Attributes:
        values: from cradle to gate; outbound logistics stand beside its total.
        beyond: use and end of life, and uptake in distribution.
        unplaced: names of lines without a stage; they are counted to the gate.
    """

    values: FootprintValues
    beyond: Decimal
    unplaced: tuple[str, ...]

    @property
    def beyond_gate(self) -> Decimal | None:
        """What lies beyond the gate; None while a line has no stage and it cannot be told."""
        return None if self.unplaced else self.beyond


def export_lines(results: Iterable[LineResult]) -> tuple[ExportLine, ...]:
    """Return the lines of a recalculation that are part of the total or stand beside it.

    Lines that are cut off, and lines without a recalculated value, are left out.
    """
    return tuple(
        _exported(result, result.verified_kg)
        for result in results
        if result.verified_kg is not None and not result.review.excluded
    )


def _exported(result: LineResult, kg: Decimal) -> ExportLine:
    review, line = result.review, result.line
    return ExportLine(
        key=f"{line.dataset}/{line.key}",
        name=line.name,
        stage=result.stage,
        activity=result.activity.value,
        unit=result.activity.unit,
        factor=result.factor.value,
        factor_unit=result.factor.unit,
        kg=kg,
        bucket=review.bucket,
        gas=review.gas or line.gas,
        aircraft=review.aircraft,
        source=review.source or line.factor_source,
        activity_log_sd=_log_sd(review.activity_pct),
        factor_log_sd=_log_sd(review.factor_pct),
        scores=(review.technology, review.geography, review.time),
    )


def _log_sd(half_width_pct: Decimal | None) -> Decimal:
    return Decimal(0) if half_width_pct is None else log_sd_of_percent(half_width_pct)


def split_at_gate(lines: Sequence[ExportLine], units: Decimal) -> GateSplit:
    """Divide a footprint at the gate and state it per declared unit.

    Biogenic CO2 that is emitted before the gate is set against the uptake, so that what remains is
    the uptake still in the product (PACT 3.3.2.4). A biogenic line counts as CO2 only where its gas
    says so. What the inventory has no line for is 0; what it cannot tell (land management, captured
    CO2, packaging) stays unknown.

    Args:
        lines: what is outside the total is passed over.
        units: how many declared units the lines are for.

    Raises:
        ValueError: if `units` is not above 0.
    """
    if units <= 0:
        raise ValueError("a footprint is per declared unit, and there must be some")
    counted = [line for line in lines if line.bucket is not Bucket.OUTSIDE]
    inside = [line for line in counted if _inside(line)]
    outbound = [line for line in counted if _outbound(line)]
    beyond = [line for line in counted if not _inside(line) and not _outbound(line)]
    by_field = {
        name: _each((x for x in inside if _field(x) == name), units) for name in _FIELDS.values()
    }
    values = FootprintValues(
        **by_field,
        aircraft=_each((x for x in inside if x.aircraft), units),
        outbound=_each(outbound, units) if outbound else None,
    )
    unplaced = tuple(line.name for line in counted if line.stage is None)
    return GateSplit(values, _each(beyond, units), unplaced)


def _inside(line: ExportLine) -> bool:
    return line.stage not in _BEYOND and line.stage is not LifeCycleStage.DISTRIBUTION


def _outbound(line: ExportLine) -> bool:
    return line.stage is LifeCycleStage.DISTRIBUTION and line.bucket is not Bucket.UPTAKE


def _field(line: ExportLine) -> str:
    gas = unicodedata.normalize("NFKC", line.gas).strip().upper()
    if line.bucket is Bucket.BIOGENIC and gas == "CO2":
        return _FIELDS[Bucket.UPTAKE]
    return _FIELDS[line.bucket]


def _each(lines: Iterable[ExportLine], units: Decimal) -> Decimal:
    with localcontext(EXACT):
        return sum((line.kg for line in lines), Decimal(0)) / units
