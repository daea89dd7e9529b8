"""Person-days: sources and sinks, base, days of the parts and of each member (9.4, appendix A)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker
from cfpdesk.model.person_day_view import RuleLine, rule_lines
from cfpdesk.model.person_days import (
    DAY_PART_WORD,
    DayPart,
    DayPlan,
    MemberDays,
    PersonDays,
    counts,
)
from cfpdesk.model.rule_entry import RuleEntry, entries_of
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role
from cfpdesk.store.inventory_query import recalculation
from cfpdesk.store.planning_query import day_state, planning_blockers
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_NOUN = "person_days."
# The most that can be entered; beyond it somebody has mistyped.
_MOST_DAYS, _MOST_SOURCES = Decimal(1000), 100_000


@dataclass(frozen=True, slots=True)
class MemberShare:
    """Days of one member.

    Attributes:
        days: None where none are entered.
        counted: they count; those of a trainee never do.
    """

    person: Person
    days: Decimal | None
    counted: bool


@dataclass(frozen=True, slots=True)
class DaysState:
    """Everything the page shows of the person-days.

    Attributes:
        lines: the limits as sentences.
        inventory: sources and sinks that the client's inventory has; None without one.
        factors: what was written of each factor the rules name, by item.
    """

    plan: DayPlan
    rules: RuleSet
    lines: tuple[RuleLine, ...]
    blockers: tuple[Blocker, ...]
    members: tuple[MemberShare, ...]
    inventory: tuple[int, int] | None
    factors: dict[str, str]


def state(session: Session) -> DaysState:
    """Return everything the page shows of the person-days."""
    now, rules = day_state(session), rules_of(session)
    days = {found.person: found.days for found in now.member_days}
    entries = entries_of(ListCode.DAY_FACTOR, session.all(RuleEntry))
    return DaysState(
        plan=now.plan,
        rules=rules,
        lines=rule_lines(now.plan, rules),
        blockers=tuple(b for b in planning_blockers(session) if b.code.startswith(_NOUN)),
        members=tuple(
            MemberShare(person, days.get(person.row), counts(person, now.plan.entered))
            for person in now.team
            if person.role is not Role.REVIEWER
        ),
        inventory=_inventory(session),
        factors={item: entry.text for item, entry in entries.items()},
    )


def _inventory(session: Session) -> tuple[int, int] | None:
    """Count the lines of the client's inventory: each is a source, one with a removal a sink."""
    lines = [result for result in recalculation(session).lines if result.counts]
    sinks = sum(result.claimed_kg is not None and result.claimed_kg < 0 for result in lines)
    return (len(lines) - sinks, sinks) if lines else None


def write(session: Session, field: str, value: Decimal | str | date | bool | None) -> None:
    """Write one figure, the reason of a cut, whether experts count, or who approved and when.

    Raises:
        UserError: for a figure below 0 or out of reach, or sources that are no whole number.
    """
    if field not in _WORDS:
        raise BugError(f"{field} is no field of the person-days")
    kept = session.find(PersonDays)
    new: object = value
    if field in ("sources", "sinks"):
        new = _whole(value)
    elif isinstance(value, Decimal) and not 0 <= value <= _MOST_DAYS:
        raise UserError(msg("Days lie between 0 and {most}.", most=str(_MOST_DAYS)))
    if getattr(kept, field) != new:
        with session.transact(msg("Person-days: {field}", field=_WORDS[field])) as change:
            change.put(kept.but(**{field: new}))


def _whole(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, Decimal) or value != int(value) or not 0 <= value <= _MOST_SOURCES:
        raise UserError(msg("Sources and sinks are counted in whole numbers."))
    return int(value)


def take_count(session: Session) -> None:
    """Take the number of sources and sinks from the client's inventory.

    Raises:
        UserError: if there is no inventory yet.
    """
    found = _inventory(session)
    if found is None:
        raise UserError(msg("The client's inventory has no lines yet."))
    kept = session.find(PersonDays)
    if (kept.sources, kept.sinks) != found:
        with session.transact(msg("Person-days: count from the inventory")) as change:
            change.put(kept.but(sources=found[0], sinks=found[1]))


def give_days(session: Session, person: str, days: Decimal | None) -> None:
    """Write the days of one member.

    Raises:
        UserError: for a figure below 0, or any days of a trainee (rule 9.1).
    """
    member = session.get(Person, person)
    if member is None:
        raise UserError(msg("This entry is not there any more."))
    if days is not None and not 0 <= days <= _MOST_DAYS:
        raise UserError(msg("Days lie between 0 and {most}.", most=str(_MOST_DAYS)))
    if member.role is Role.TRAINEE and days:
        raise UserError(msg("{name} is a trainee and counts no person-days", name=member.name))
    kept = session.find(MemberDays, person=person)
    if kept.days != days:
        with session.transact(msg("Person-days of {name}", name=member.name)) as change:
            change.put(kept.but(days=days))


def write_factor(session: Session, item: str, text: str) -> None:
    """Write what one of the rules' factors says of this engagement (rule 9.4)."""
    title = rules_of(session).rule_list(ListCode.DAY_FACTOR).item(item).text
    kept = session.find(RuleEntry, rule_list=ListCode.DAY_FACTOR, item=item)
    if kept.text != text:
        with session.transact(msg("Person-days: {field}", field=title)) as change:
            change.put(kept.but(text=text))


_WORDS: dict[str, Message] = {
    "sources": msg("sources"),
    "sinks": msg("sinks"),
    "base": msg("base"),
    **{str(part): DAY_PART_WORD[part] for part in DayPart},
    "reason": msg("reason of the cut"),
    "experts_count": msg("days of experts"),
    "signed_by": msg("approved by"),
    "signed_on": msg("approved on"),
}
