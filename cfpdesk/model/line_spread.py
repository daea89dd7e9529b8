"""How uncertain each line of the inventory is: its intervals, else what its ratings say.

What an auditor wrote goes first: half widths of the 95 % interval of activity and factor. Where
neither is written, the ratings of data quality stand for both together by the pedigree matrix
(method 2.5). A line with neither has no spread and is told, so that nobody takes it for certain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.model.data_quality import ASPECTS, pedigree_log_sd
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.uncertainty import Spread, log_sd_of_percent


@dataclass(frozen=True, slots=True)
class LineSpreads:
    """What the simulation draws from.

    Attributes:
        spreads: of every line that counts and has a recalculated value; keys are review rows.
        unknown: review rows of the lines nobody gave an uncertainty.
    """

    spreads: tuple[Spread, ...]
    unknown: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Tell whether anything can be drawn at all."""
        return len(self.unknown) < len(self.spreads)


def line_spreads(results: Iterable[LineResult]) -> LineSpreads:
    """Return the spread of each line; lines with the same factor share its draw.

    Two factors are the same where they were taken from one row, or have value, unit and source
    in common.
    """
    spreads, unknown = [], []
    for result in results:
        if not result.counts or result.verified_kg is None:
            continue
        review = result.review
        activity, factor = _sds(result)
        if not activity and not factor:
            unknown.append(review.row)
        spreads.append(
            Spread(review.row, result.verified_kg, activity, factor, _factor_name(result))
        )
    return LineSpreads(tuple(spreads), tuple(unknown))


def _sds(result: LineResult) -> tuple[Decimal, Decimal]:
    """Return σ of activity and of factor."""
    review = result.review
    if review.activity_pct is None and review.factor_pct is None:
        rated = pedigree_log_sd({aspect: getattr(review, aspect) for aspect in ASPECTS})
        return rated or Decimal(0), Decimal(0)
    return _sd(review.activity_pct), _sd(review.factor_pct)


def _sd(pct: Decimal | None) -> Decimal:
    return Decimal(0) if pct is None else log_sd_of_percent(pct)


def _factor_name(result: LineResult) -> str:
    """Return what names a line's factor; empty where it is known by nothing but its value."""
    review, factor = result.review, result.factor
    if review.factor:
        return review.factor
    source = review.source if factor.verified else result.line.factor_source
    if factor.value is None or not source.strip():
        return ""
    return f"{factor.value.normalize():f} {factor.unit} {source.strip()}"
