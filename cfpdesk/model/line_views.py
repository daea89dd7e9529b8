"""Lines with their doubts, computed anew only where something about the line changed.

An edit changes one line of two hundred; its doubts compare units, factors and gases, which takes a
third of a millisecond a line. What a line's view is made of is kept beside it, and while nothing of
that changed the view is taken as it was, with the new result in it (shares change with every edit).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import zip_longest

from cfpdesk.model.claimed_line import ClaimedLine
from cfpdesk.model.factor import Factor
from cfpdesk.model.factor_use import FactorContext
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.inventory_doubts import flags_of, is_answered
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.recalculation import LineResult, Used
from cfpdesk.model.trace import CellCheck, chain

_UNCHECKED = CellCheck()


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines of one state have in common.

    Attributes:
        threshold: materiality in kgCO2e; None where it is not known.
        data_year, place: of the activity data.
        evidence: numbers of the evidence by row of the review it is linked to.
        checks: of the client's cells, by dataset and key of the line.
        owner: returns who judged last about a line, for the review of it.
    """

    context: FactorContext
    threshold: Decimal | None
    data_year: int | None
    place: str
    evidence: Mapping[str, tuple[str, ...]]
    findings: Mapping[str, Finding]
    factors: Mapping[str, Factor]
    checks: Mapping[tuple[str, str], CellCheck]
    owner: Callable[[LineReview], str] = field(default=lambda _review: "")


@dataclass(frozen=True, slots=True)
class _Made:
    """A view, and what it was made of."""

    line: ClaimedLine
    review: LineReview
    gwp: Used
    check: CellCheck
    context: Hashable
    view: LineView

    def stands(self, result: LineResult, check: CellCheck, context: Hashable) -> bool:
        """Tell whether nothing that the doubts depend on changed."""
        return (
            self.line is result.line
            and self.check is check
            and self.context == context
            and self.gwp == result.gwp
            and self.review == result.review
        )


class LineViews:
    """Keeps the views of lines between one state and the next."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], _Made] = {}
        self._compared: tuple[object, ...] = ()

    def of(self, results: Iterable[LineResult], around: Around) -> tuple[LineView, ...]:
        """Return the views of lines, in their order; lines that are gone are forgotten."""
        tables = (around.context.known, around.context.gwp, around.context.electricity)
        if any(a is not b for a, b in zip_longest(tables, self._compared)):
            self._made, self._compared = {}, tables
        made: dict[tuple[str, str], _Made] = {}
        views = []
        for result in results:
            name = (result.line.dataset, result.line.key)
            known = self._made.get(name)
            check = around.checks.get(name, _UNCHECKED)
            evidence = around.evidence.get(result.review.row, ())
            large = _is_large(result, around.threshold)
            context = (*_key(around), large, evidence)
            if known is None or not known.stands(result, check, context):
                view = _view(result, check, evidence, around, significant=large)
                known = _Made(result.line, result.review, result.gwp, check, context, view)
            made[name] = known
            views.append(
                replace(
                    known.view,
                    result=result,
                    factor=around.factors.get(result.review.factor),
                    finding=around.findings.get(result.review.finding),
                )
            )
        self._made = made
        return tuple(views)


def _key(around: Around) -> tuple[Hashable, ...]:
    """Return what the doubts of all lines depend on; what is large counts by which one it is."""
    context = around.context
    return (
        context.gwp_set,
        context.age_limit,
        context.deviation_pct,
        context.database,
        around.data_year,
        around.place,
    )


def _is_large(result: LineResult, threshold: Decimal | None) -> bool:
    kg = max(abs(result.claimed_kg or Decimal(0)), abs(result.verified_kg or Decimal(0)))
    return threshold is not None and kg >= threshold > 0


def _view(
    result: LineResult,
    check: CellCheck,
    evidence: tuple[str, ...],
    around: Around,
    *,
    significant: bool,
) -> LineView:
    review = result.review
    flags = flags_of(
        result,
        check,
        around.context,
        significant=significant,
        data_year=around.data_year,
        place=around.place,
    )
    standing = tuple(flag for flag in flags if flag.code not in review.accepted)
    answered = frozenset(flag.code for flag in standing if is_answered(flag, review))
    broken = [f for f in standing if f.level is not Level.INFO and f.code not in answered]
    return LineView(
        result=result,
        flags=standing,
        accepted=tuple(flag for flag in flags if flag.code in review.accepted),
        trace=chain(result, broken, check, evidence),
        check=check,
        significant=significant,
        evidence=evidence,
        answered=answered,
        owner=around.owner(review),
    )
