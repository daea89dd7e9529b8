"""Whether a change of the product must be verified again (rules 9.9.1, 10.4, 11.1.1, 11.2.1).

The rules say it three times and differently. 9.9.1 governs: unplanned, an increase above 10 % for
three months or longer; planned, an increase of 5 % or more for longer than three months. Where only
10.4 (any change of 5 to 10 %, decreases too) or 11 (the two limits exchanged) is met, the technical
manager decides and signs. Percentages are compared exactly.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cfpdesk.i18n import Message, msg
from cfpdesk.model.interval import add_months
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet


class ChangeVerdict(StrEnum):
    """What follows from a change."""

    NONE = "none"
    ADVISORY = "advisory"
    REQUIRED = "required"


CHANGE_VERDICT_WORD: dict[ChangeVerdict, Message] = {
    ChangeVerdict.NONE: msg("Need not be verified again"),
    ChangeVerdict.ADVISORY: msg("The technical manager decides and signs"),
    ChangeVerdict.REQUIRED: msg("Must be verified again"),
}


@dataclass(frozen=True, slots=True)
class ChangeOfProduct:
    """A change of the footprint.

    Attributes:
        planned: it was planned.
        before, after: the footprint per declared unit, in one unit.
        begun, ended: since when and until when (the first day without it); None while it lasts.
    """

    planned: bool
    before: Decimal
    after: Decimal
    begun: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeJudgement:
    """What the rules say to a change.

    Attributes:
        readings: the clauses whose condition is met.
        increase: exact, as a share of the footprint before; negative for a decrease.
        required_from: the day from which it must be verified again if it lasts; None where it is
            not large enough, or has ended before.
    """

    verdict: ChangeVerdict
    readings: tuple[str, ...]
    increase: Fraction
    required_from: date | None


def judge_change(change: ChangeOfProduct, today: date, rules: RuleSet) -> ChangeJudgement:
    """Return what the rules say to a change on a day.

    Raises:
        ValueError: for a footprint of 0 before, of which there is no share.
    """
    if change.before == 0:
        raise ValueError("a change has no share of nothing")
    before = Fraction(change.before)
    increase = (Fraction(change.after) - before) / abs(before)
    months = rules.count(NumberCode.CHANGE_MONTHS)
    three_months = add_months(change.begun, months)
    longer = three_months + timedelta(days=1)
    lasted = min(change.ended or today, today)
    readings = []
    large, reached = (
        (increase >= _share(NumberCode.CHANGE_PLANNED_PCT, rules), longer)
        if change.planned
        else (increase > _share(NumberCode.CHANGE_UNPLANNED_PCT, rules), three_months)
    )
    if large and lasted >= reached:
        readings.append("RULE:9.9.1")
    low = _share(NumberCode.CHANGE_ADVISORY_LOW_PCT, rules)
    if low <= abs(increase) <= _share(NumberCode.CHANGE_ADVISORY_HIGH_PCT, rules):
        readings.append("RULE:10.4")
    exchanged = NumberCode.CHANGE_UNPLANNED_PCT if change.planned else NumberCode.CHANGE_PLANNED_PCT
    if increase >= _share(exchanged, rules) and lasted >= longer:
        readings.append("RULE:11.1.1")
    still = change.ended is None or change.ended >= reached
    return ChangeJudgement(
        verdict=_verdict(readings),
        readings=tuple(readings),
        increase=increase,
        required_from=reached if large and still else None,
    )


def _share(code: NumberCode, rules: RuleSet) -> Fraction:
    return Fraction(rules.value(code)) / 100


def _verdict(readings: list[str]) -> ChangeVerdict:
    if "RULE:9.9.1" in readings:
        return ChangeVerdict.REQUIRED
    return ChangeVerdict.ADVISORY if readings else ChangeVerdict.NONE
