"""What stands in the way of the person-days (rules 9.1, 9.3, 9.4, appendix A).

Codes: `person_days.count`, `.base`, `.part`, `.share`, `.floor`, `.reason`, `.by_case`, `.low`,
`.signed`, `.grid`, `.part_range`, `.printed`, `.not_in_rules`, `.trainee`, `.members`, `.experts`.
Below 70 % of the base, and above 20 % of document review, nothing can be overridden.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.cycle import CYCLE_WORD, Cycle
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.person_days import (
    APPENDIX,
    DAY_PART_WORD,
    DayPart,
    DayPlan,
    MemberDays,
    assigned,
    off_grid,
)
from cfpdesk.model.quantity import figure, rounded
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rule_table import DayRange
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role

_GATE = GateMaker("person_days", "engagement")


@dataclass(frozen=True, slots=True)
class DayState:
    """What the gate looks at: the plan, the team, and the days of each member."""

    plan: DayPlan
    team: tuple[Person, ...]
    member_days: tuple[MemberDays, ...]


def person_day_blockers(now: DayState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what the person-days still lack or break, and what of the table is read how."""
    return (
        *_base(now.plan),
        *_parts(now.plan, rules),
        *_limits(now.plan, rules),
        *_by_case(now.plan, rules),
        *_notes(now.plan),
        *_members(now),
    )


def _base(plan: DayPlan) -> Iterator[Blocker]:
    entered = plan.entered
    counted = (entered.sources, entered.sinks)
    if plan.cycle is Cycle.INITIAL and (
        plan.count is None or plan.count == 0 or any(n is not None and n < 0 for n in counted)
    ):
        sentence = msg("The number of GHG sources and sinks is not entered")
        yield _GATE.at(Level.HARD, "count", APPENDIX, sentence, field="sources")
    if entered.base is None or entered.base <= 0:
        sentence = msg("The base of the person-days is not chosen")
        yield _GATE.at(Level.HARD, "base", APPENDIX, sentence, field="base")
    elif plan.base_range is not None and entered.base not in plan.base_range:
        sentence = msg(
            "The base of {days} person-days lies outside {range}",
            days=figure(entered.base),
            range=range_text(plan.base_range),
        )
        yield _GATE.at(Level.HARD, "base", APPENDIX, sentence, field="base")


def _parts(plan: DayPlan, rules: RuleSet) -> Iterator[Blocker]:
    for part in DayPart:
        days = plan.days(part)
        if days is None or days < 0:
            sentence = msg("The days of “{part}” are not entered", part=DAY_PART_WORD[part])
            yield _GATE.at(Level.HARD, "part", "RULE:9.4", sentence, field=part)
        elif off_grid(days, rules):
            sentence = msg(
                "{part}: {days} days are no multiple of {grid}",
                part=DAY_PART_WORD[part],
                days=figure(days),
                grid=figure(rules.value(NumberCode.PERSON_DAY_GRID)),
            )
            yield _GATE.at(Level.WARNING, "grid", "RULE:9.4", sentence, field=part)
    yield from _part_ranges(plan)


def _part_ranges(plan: DayPlan) -> Iterator[Blocker]:
    band = plan.band
    review, stage1, stage2 = (
        plan.days(part) for part in (DayPart.DOCUMENT_REVIEW, DayPart.STAGE1, DayPart.STAGE2)
    )
    early = None if review is None or stage1 is None else review + stage1
    if band is None:
        return
    for name, days, wanted, field in (
        (msg("Document review and stage 1"), early, band.stage1, DayPart.STAGE1),
        (DAY_PART_WORD[DayPart.STAGE2], stage2, band.stage2, DayPart.STAGE2),
        (DAY_PART_WORD[DayPart.REPORT], plan.days(DayPart.REPORT), _exactly(band.report), "report"),
    ):
        if days is not None and wanted is not None and days not in wanted:
            sentence = msg(
                "{part}: planned {days}, the table has {range}",
                part=name,
                days=figure(days),
                range=range_text(wanted),
            )
            yield _GATE.at(
                Level.INFO, "part_range", APPENDIX, sentence, remedy=msg("Look"), field=field
            )


def _exactly(days: Decimal) -> DayRange:
    return DayRange(days, days)


def _limits(plan: DayPlan, rules: RuleSet) -> Iterator[Blocker]:
    entered, share = plan.entered, plan.share
    limit = rules.value(NumberCode.DOCUMENT_REVIEW_SHARE_PCT)
    if share is not None and share * 100 > limit and entered.document_review is not None:
        sentence = msg(
            "Document review takes {days} of {total} days, more than {limit} %",
            days=figure(entered.document_review),
            total=figure(plan.total or 0),
            limit=figure(limit),
        )
        field = DayPart.DOCUMENT_REVIEW
        yield _GATE.at(Level.HARD, "share", "RULE:9.3", sentence, remedy=msg("Cut"), field=field)
    if plan.total is None or plan.floor is None or entered.base is None:
        return
    if plan.total < plan.floor:
        sentence = msg(
            "{total} days are planned, less than {pct} % of the base of {base}: at least {floor}",
            total=figure(plan.total),
            pct=figure(rules.value(NumberCode.PERSON_DAY_FLOOR_PCT)),
            base=figure(entered.base),
            floor=figure(plan.floor),
        )
        yield _GATE.at(Level.HARD, "floor", "RULE:9.4", sentence, remedy=msg("Add days"))
    if plan.total < entered.base and not entered.reason.strip():
        sentence = msg(
            "{cut} days fewer than the base are planned, without a reason",
            cut=figure(entered.base - plan.total),
        )
        yield _GATE.at(Level.HARD, "reason", "RULE:9.4", sentence, field="reason")


def _by_case(plan: DayPlan, rules: RuleSet) -> Iterator[Blocker]:
    entered = plan.entered
    by_case = plan.band is not None and plan.base_range is None
    signed = bool(entered.signed_by.strip()) and entered.signed_on is not None
    sign = msg("Sign")
    if by_case and not signed:
        sentence = msg(
            "{count} sources and sinks: the technical manager sets the days and signs them",
            count=plan.count or 0,
        )
        yield _GATE.at(Level.HARD, "by_case", APPENDIX, sentence, remedy=sign, field="signed_by")
    elif not signed:
        sentence = msg("Nobody has approved the person-days")
        yield _GATE.at(
            Level.WARNING, "signed", "RULE:10.1.4", sentence, remedy=sign, field="signed_by"
        )
    least = rules.value(NumberCode.PERSON_DAY_BY_CASE_DAYS)
    known = [days for days in (entered.base, plan.total) if days is not None]
    if by_case and known and min(known) < least:
        sentence = msg(
            "{days} days for {count} sources and sinks; smaller products already take {least}",
            days=figure(min(known)),
            count=plan.count or 0,
            least=figure(least),
        )
        yield _GATE.at(Level.WARNING, "low", APPENDIX, sentence, remedy=msg("Look"), field="base")


def _notes(plan: DayPlan) -> Iterator[Blocker]:
    band, look = plan.band, msg("Look")
    if band is not None and band.printed and band.base and band.printed != band.base:
        sentence = msg(
            "The table prints a total of {printed}, its parts give {range}; the parts are used",
            printed=range_text(band.printed),
            range=range_text(band.base),
        )
        yield _GATE.at(Level.INFO, "printed", APPENDIX, sentence, remedy=look, field="base")
    if plan.cycle is not Cycle.INITIAL:
        sentence = msg("{cycle}: the rules set no person-days", cycle=CYCLE_WORD[plan.cycle])
        yield _GATE.at(Level.INFO, "not_in_rules", APPENDIX, sentence, remedy=look, field="base")


def _members(now: DayState) -> Iterator[Blocker]:
    entered, days = now.plan.entered, {found.person: found.days for found in now.member_days}
    for person in now.team:
        given = days.get(person.row)
        if person.role is Role.TRAINEE and given:
            sentence = msg("{name} is a trainee and counts no person-days", name=person.name)
            remedy = msg("Set to 0")
            yield _GATE.at(
                Level.HARD,
                "trainee",
                "RULE:9.1",
                sentence,
                remedy=remedy,
                row=person.row,
                field="days",
            )
    if _has(now.team, Role.EXPERT) and not entered.experts_count:
        sentence = msg("Days of technical experts are not counted; the rules leave it open")
        yield _GATE.at(
            Level.INFO, "experts", "RULE:9.1", sentence, remedy=msg("Look"), field="experts_count"
        )
    shared = assigned(now.team, now.member_days, entered)
    if now.plan.total is not None and shared and shared != now.plan.total:
        sentence = msg(
            "{shared} of {total} person-days are shared out among the team",
            shared=figure(shared),
            total=figure(now.plan.total),
        )
        yield _GATE.at(Level.WARNING, "members", "RULE:9.4", sentence, field="days")


def _has(team: Iterable[Person], role: Role) -> bool:
    return any(person.role is role for person in team)


def range_text(days: DayRange) -> str:
    """Return a range as shown: 4–6, or one figure where both ends are the same."""
    ends: Sequence[Decimal] = (days.low, days.high)
    return "–".join(dict.fromkeys(figure(end) for end in ends))


def share_text(plan: DayPlan) -> str:
    """Return the share of document review as shown, such as 13.04 %; empty where not known."""
    if plan.share is None:
        return ""
    exact = Decimal(plan.share.numerator) / Decimal(plan.share.denominator) * 100
    return f"{figure(rounded(exact, 2))} %"
