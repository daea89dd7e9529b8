"""Person-days: from the number of sources and sinks to what may be planned (rules 9.3, 9.4, A).

The base is chosen within the sum of the table's parts. Planned are the days of four parts; document
review takes at most 20 % of them, and their total is at least 70 % of the base. Nothing is rounded:
limits are compared exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.record import Record
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rule_table import DayBand, DayRange, Oddity
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role

APPENDIX = "RULE:A"


class DayPart(StrEnum):
    """A part of the work that days are planned for; also the field of `PersonDays`."""

    DOCUMENT_REVIEW = "document_review"
    STAGE1 = "stage1"
    STAGE2 = "stage2"
    REPORT = "report"


DAY_PART_WORD: dict[DayPart, Message] = {
    DayPart.DOCUMENT_REVIEW: msg("Document review"),
    DayPart.STAGE1: msg("Stage 1"),
    DayPart.STAGE2: msg("Stage 2"),
    DayPart.REPORT: msg("Certificate and report"),
}


@dataclass(frozen=True, kw_only=True)
class PersonDays(Record):
    """What was entered for the person-days of an engagement.

    Attributes:
        sources, sinks: numbers of GHG sources and sinks (appendix A).
        base: person-days chosen within the range of the rules, before any cut.
        document_review, stage1, stage2, report: planned person-days.
        reason: why less than the base is planned.
        experts_count: days of technical experts count; a setting, off by default.
        signed_by, signed_on: the technical manager who approved the days.
    """

    TABLE: ClassVar[str] = "person_days"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "person_days"
    sources: int | None = None
    sinks: int | None = None
    base: Decimal | None = None
    document_review: Decimal | None = None
    stage1: Decimal | None = None
    stage2: Decimal | None = None
    report: Decimal | None = None
    reason: str = ""
    experts_count: bool = False
    signed_by: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MemberDays(Record):
    """Person-days of one member of the team; a trainee has none (rule 9.1)."""

    TABLE: ClassVar[str] = "member_days"
    KEY: ClassVar[tuple[str, ...]] = ("person",)

    person: str = ""
    days: Decimal | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The person-days as they stand.

    Attributes:
        count: sources and sinks together; None where one is not entered.
        band: the row of appendix A; None without a count, or outside the initial cycle.
        base_range: the sum of the parts, within which the base is chosen; None where set by case.
        total: planned days; None while a part is not entered or below 0.
        floor: the least that may be planned for the base; None without a base.
        most_document_review: the most that document review may take of the total, on the grid.
        notes: what the table contradicts, with the reading taken.
    """

    entered: PersonDays
    cycle: Cycle
    count: int | None
    band: DayBand | None
    base_range: DayRange | None
    total: Decimal | None
    floor: Decimal | None
    most_document_review: Decimal | None
    notes: tuple[Oddity, ...]

    def days(self, part: DayPart) -> Decimal | None:
        """Return the planned days of a part."""
        found: Decimal | None = getattr(self.entered, part.value)
        return found

    @property
    def share(self) -> Fraction | None:
        """Document review as an exact share of the total; None where nothing is planned."""
        review = self.entered.document_review
        if review is None or not self.total:
            return None
        return Fraction(review) / Fraction(self.total)


def day_band(count: int, rules: RuleSet) -> DayBand | None:
    """Return the row of appendix A for a number of sources and sinks; None below the first."""
    for band in rules.day_bands:
        if band.first <= count and (band.last is None or count <= band.last):
            return band
    return None


def day_plan(entered: PersonDays, rules: RuleSet, cycle: Cycle = Cycle.INITIAL) -> DayPlan:
    """Return the person-days with all limits that follow from what was entered."""
    count = None
    if entered.sources is not None and entered.sinks is not None:
        count = entered.sources + entered.sinks
    band = day_band(count, rules) if count is not None and cycle is Cycle.INITIAL else None
    parts: list[Decimal | None] = [getattr(entered, part.value) for part in DayPart]
    known = [days for days in parts if days is not None and days >= 0]
    total = sum(known, Decimal(0)) if len(known) == len(parts) else None
    floor = rules.value(NumberCode.PERSON_DAY_FLOOR_PCT)
    share = rules.value(NumberCode.DOCUMENT_REVIEW_SHARE_PCT)
    return DayPlan(
        entered=entered,
        cycle=cycle,
        count=count,
        band=band,
        base_range=band.base if band else None,
        total=total,
        floor=None if entered.base is None else entered.base * floor / 100,
        most_document_review=None if total is None else on_grid(total * share / 100, rules),
        notes=rules.odd(APPENDIX),
    )


def on_grid(days: Decimal, rules: RuleSet) -> Decimal:
    """Return the largest multiple of the grid that is not above a number of days."""
    grid = rules.value(NumberCode.PERSON_DAY_GRID)
    return grid * (Fraction(days) // Fraction(grid))


def off_grid(days: Decimal, rules: RuleSet) -> bool:
    """Tell whether days are no multiple of the grid."""
    return on_grid(days, rules) != days


def suggested_base(initial: Decimal, cycle: Cycle, rules: RuleSet) -> Decimal | None:
    """Return the days suggested for a later cycle from the initial ones, up to the grid.

    The rules have none: this is a setting and is shown as such. None for the initial cycle.
    """
    codes = {
        Cycle.SURVEILLANCE: NumberCode.SURVEILLANCE_DAY_THIRDS,
        Cycle.RECERTIFICATION: NumberCode.RECERTIFICATION_DAY_THIRDS,
    }
    if cycle not in codes:
        return None
    grid = rules.value(NumberCode.PERSON_DAY_GRID)
    exact = Fraction(initial) * Fraction(rules.value(codes[cycle])) / 3
    return grid * -(-exact // Fraction(grid))


def counts(person: Person, entered: PersonDays) -> bool:
    """Tell whether a member's days count: trainees never, experts where it is set (rule 9.1)."""
    if person.role is Role.EXPERT:
        return entered.experts_count
    return person.role in (Role.LEAD, Role.VERIFIER)


def assigned(
    people: Iterable[Person], member_days: Iterable[MemberDays], entered: PersonDays
) -> Decimal:
    """Return the days shared out among the members whose days count."""
    counted = {person.row for person in people if counts(person, entered)}
    return sum(
        (found.days for found in member_days if found.person in counted and found.days),
        Decimal(0),
    )
