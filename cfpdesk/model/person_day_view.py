"""The rules of person-days as sentences that follow the figures (rules 9.3, 9.4, appendix A)."""

from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.i18n import Message, msg
from cfpdesk.model.person_day_gate import range_text, share_text
from cfpdesk.model.person_days import APPENDIX, DayPart, DayPlan, off_grid
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_number import NumberCode, Provenance
from cfpdesk.model.rules import RuleSet


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One limit beside the figure it binds.

    Attributes:
        kept: whether it is kept; None where a figure is still missing.
        source: where the limit comes from; None for the table itself.
    """

    kept: bool | None
    sentence: Message
    clause: str
    source: Provenance | None = None


def rule_lines(plan: DayPlan, rules: RuleSet) -> tuple[RuleLine, ...]:
    """Return the limits in the order in which the figures are entered."""
    return (*_base(plan), _review(plan, rules), _floor(plan, rules), *_grid(plan, rules))


def _base(plan: DayPlan) -> Iterator[RuleLine]:
    if plan.base_range is None:
        return
    base, limits = plan.entered.base, range_text(plan.base_range)
    if base is None:
        yield RuleLine(None, msg("Base: {range} person-days", range=limits), APPENDIX)
        return
    sentence = msg("Base {base} within {range}", base=figure(base), range=limits)
    if base not in plan.base_range:
        sentence = msg("Base {base} outside {range}", base=figure(base), range=limits)
    yield RuleLine(base in plan.base_range, sentence, APPENDIX)


def _review(plan: DayPlan, rules: RuleSet) -> RuleLine:
    number = rules.rule_number(NumberCode.DOCUMENT_REVIEW_SHARE_PCT)
    limit = figure(number.value)
    if plan.share is None:
        sentence = msg("Document review at most {limit} % of all days", limit=limit)
        return RuleLine(None, sentence, number.clause, number.provenance)
    kept = plan.share * 100 <= number.value
    names = {"share": share_text(plan), "limit": limit}
    sentence = (
        msg("Document review {share} ≤ {limit} %", **names)
        if kept
        else msg("Document review {share} > {limit} %", **names)
    )
    return RuleLine(kept, sentence, number.clause, number.provenance)


def _floor(plan: DayPlan, rules: RuleSet) -> RuleLine:
    number = rules.rule_number(NumberCode.PERSON_DAY_FLOOR_PCT)
    pct = figure(number.value)
    if plan.total is None or plan.floor is None:
        sentence = msg("Not below {pct} % of the base", pct=pct)
        return RuleLine(None, sentence, number.clause, number.provenance)
    names = {"total": figure(plan.total), "floor": figure(plan.floor), "pct": pct}
    kept = plan.total >= plan.floor
    sentence = (
        msg("{total} days, not below {floor} ({pct} % of the base)", **names)
        if kept
        else msg("{total} days, below {floor} ({pct} % of the base)", **names)
    )
    return RuleLine(kept, sentence, number.clause, number.provenance)


def _grid(plan: DayPlan, rules: RuleSet) -> Iterator[RuleLine]:
    number = rules.rule_number(NumberCode.PERSON_DAY_GRID)
    known = [days for days in map(plan.days, DayPart) if days is not None]
    kept = not any(off_grid(days, rules) for days in known)
    if known:
        sentence = (
            msg("In steps of {grid} days", grid=figure(number.value))
            if kept
            else msg("Not in steps of {grid} days", grid=figure(number.value))
        )
        yield RuleLine(kept, sentence, number.clause, number.provenance)
