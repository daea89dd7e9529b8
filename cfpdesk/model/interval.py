"""Times between stages, surveillances and certificates, by the calendar (rules 9.5.1, 9.9, 9.10).

A calendar month later is the same day of that month, or its last day where it has no such day:
six months after 31 August is 28 or 29 February.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet

_STAGES = GateMaker("stages", "engagement")
_CERTIFICATE = GateMaker("certificate", "engagement")
_REMINDERS = (
    NumberCode.SURVEILLANCE_WARNING_DAYS,
    NumberCode.SURVEILLANCE_WARNING_DAYS_2,
    NumberCode.SURVEILLANCE_WARNING_DAYS_3,
)


def add_months(day: date, months: int) -> date:
    """Return the day so many calendar months later (earlier where negative).

    Raises:
        ValueError: outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"the year {year} is not in the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def latest_stage2(stage1_end: date, rules: RuleSet) -> date:
    """Return the last day on which stage 2 may begin (rule 9.5.1)."""
    return add_months(stage1_end, rules.count(NumberCode.STAGE_GAP_MONTHS))


def stage_gap_blockers(
    stage1_end: date | None, stage2_start: date | None, rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return what is wrong with the time between stage 1 and stage 2; nothing where one is open."""
    if stage1_end is None or stage2_start is None:
        return ()
    return tuple(_stage_gap(stage1_end, stage2_start, rules))


def _stage_gap(stage1_end: date, stage2_start: date, rules: RuleSet) -> Iterator[Blocker]:
    days = (stage2_start - stage1_end).days
    latest, clause = latest_stage2(stage1_end, rules), "RULE:9.5.1"
    if days < 0:
        sentence = msg("Stage 2 begins before stage 1 has ended")
        yield _STAGES.at(Level.HARD, "reversed", clause, sentence, field="stage2_start")
    elif stage2_start > latest:
        sentence = msg(
            "Stage 2 begins on {start}; at most {months} months after stage 1, that is by {latest}",
            start=stage2_start.isoformat(),
            months=rules.count(NumberCode.STAGE_GAP_MONTHS),
            latest=latest.isoformat(),
        )
        yield _STAGES.at(Level.HARD, "gap", clause, sentence, field="stage2_start")
    elif days <= rules.count(NumberCode.STAGE_GAP_WARNING_DAYS):
        sentence = msg("Stage 2 follows stage 1 at once; the rules advise against it")
        yield _STAGES.at(Level.WARNING, "at_once", clause, sentence, field="stage2_start")


@dataclass(frozen=True, slots=True)
class SurveillanceDue:
    """When the next surveillance falls due.

    Attributes:
        days_left: negative once it is late.
        reminder: the smallest of the reminders (90, 60, 30 days) that is reached; None before.
    """

    day: date
    days_left: int
    reminder: int | None

    @property
    def late(self) -> bool:
        """Tell whether the day has passed."""
        return self.days_left < 0


def surveillance_due(last: date, today: date, rules: RuleSet) -> SurveillanceDue:
    """Return when surveillance falls due (rule 9.10.1.2): at most twelve months after the last.

    Args:
        last: last day of the last surveillance on site; before the first, the day of the decision.
        today: the day that is asked about.
        rules: the engagement's rules.
    """
    day = add_months(last, rules.count(NumberCode.SURVEILLANCE_MONTHS))
    left = (day - today).days
    reached = [days for days in map(rules.count, _REMINDERS) if left <= days]
    return SurveillanceDue(day, left, min(reached, default=None))


def surveillance_blockers(last: date, today: date, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return the reminder that surveillance falls due, or that it is late."""
    due, clause = surveillance_due(last, today, rules), "RULE:9.10.1.2"
    if due.late:
        sentence = msg("Surveillance was due on {day}; suspension is proposed", day=str(due.day))
        return (_CERTIFICATE.at(Level.HARD, "surveillance_late", clause, sentence),)
    if due.reminder is None:
        return ()
    sentence = msg(
        "Surveillance is due in {n} {n:day|days}, on {day}", n=due.days_left, day=str(due.day)
    )
    return (_CERTIFICATE.at(Level.WARNING, f"surveillance_{due.reminder}", clause, sentence),)


def certificate_end(issued: date, rules: RuleSet) -> date:
    """Return the last day a certificate may be valid: three years less a day (rule 9.9.1)."""
    return add_months(issued, 12 * rules.count(NumberCode.CERTIFICATE_YEARS)) - timedelta(days=1)


def certificate_end_blockers(
    issued: date, valid_to: date | None, rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return what is wrong with the end of a certificate (rule 9.9.1)."""
    latest = certificate_end(issued, rules)
    if valid_to is not None and issued <= valid_to <= latest:
        return ()
    sentence = msg(
        "A certificate of {day} is valid until {latest} at most",
        day=str(issued),
        latest=str(latest),
    )
    return (_CERTIFICATE.at(Level.HARD, "valid_to", "RULE:9.9.1", sentence, field="valid_to"),)


def recertification_start(valid_to: date, rules: RuleSet) -> date:
    """Return when recertification should begin; our proposal, the rules have none (9.10.2)."""
    return add_months(valid_to, -rules.count(NumberCode.RECERTIFICATION_START_MONTHS))
