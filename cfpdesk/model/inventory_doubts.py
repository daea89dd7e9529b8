"""All doubts about a line, from the line itself and from its factor; one of a code, hardest first.

A doubt is answered once there is a verified value in place of what it is about, or a finding that
the client has to answer; it then no longer stands in the way, but is still shown.
"""

from collections.abc import Iterable

from cfpdesk.model.factor import rank_of
from cfpdesk.model.factor_check import check_factor
from cfpdesk.model.factor_use import FactorContext, FactorUse, claimed_factor
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import LineReview, Methane, TraceStep
from cfpdesk.model.line_check import line_flags
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.trace import CellCheck, step_of

_ORDER = tuple(Level)


def flags_of(
    result: LineResult,
    check: CellCheck,
    context: FactorContext,
    *,
    significant: bool,
    data_year: int | None,
    place: str,
) -> tuple[Flag, ...]:
    """Return what is odd about a line, each code once, the hardest first.

    Args:
        result: the line.
        check: of the client's cell with the emissions.
        context: what the factor is compared with.
        significant: as large as the materiality threshold.
        data_year: of the activity data.
        place: province or country of the activity; empty where not known.
    """
    found: dict[str, Flag] = {}
    use = factor_use(result, data_year=data_year, place=place)
    doubts: Iterable[Flag] = line_flags(result, check, significant=significant)
    if result.line.factor.value is not None:
        doubts = (*doubts, *check_factor(use, context))
    for flag in doubts:
        found.setdefault(flag.code, flag)
    return tuple(sorted(found.values(), key=lambda flag: _ORDER.index(flag.level)))


def factor_use(result: LineResult, *, data_year: int | None, place: str) -> FactorUse:
    """Return the client's factor as its line uses it, with the auditor's judgements about it."""
    line, review = result.line, result.review
    rank = review.rank if rank_of(review.rank) else line.rank
    factor = claimed_factor(
        line.name, line.factor.value, line.factor_unit, rank=rank, source=line.factor_source
    )
    fossil = None if review.methane is Methane.UNKNOWN else review.methane is Methane.FOSSIL
    return FactorUse(
        name=line.name,
        factor=factor,
        activity_unit=line.activity_unit,
        gas=review.gas or line.gas,
        fossil=fossil,
        gwp=line.gwp.value,
        data_year=data_year,
        place=place,
        reason=review.rank_reason,
        place_reason=review.geography_reason,
    )


def is_answered(flag: Flag, review: LineReview) -> bool:
    """Tell whether a doubt is out of the way: corrected, raised as a finding, or cut off."""
    if review.finding or review.excluded:
        return True
    match step_of(flag):
        case TraceStep.ACTIVITY:
            return review.activity is not None or bool(review.activity_unit)
        case TraceStep.FACTOR:
            return review.factor_value is not None and flag.code not in _ABOUT_WORDS
        case TraceStep.GWP:
            return review.gwp is not None or bool(review.gas)
    return False


# Doubts that another value does not answer: they ask for words.
_ABOUT_WORDS = frozenset({"factor.rank_open", "factor.rank_reason"})
