"""The verification plan: schedule, versions, changes of the team (rules 9.4.1, 9.4.3, 9.5.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.competence import VERIFIERS
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.record import Blob, Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.yes_no import YesNo

DAY_MINUTES = 24 * 60


class BlockKind(StrEnum):
    """What a block of the schedule is for."""

    WORK = "work"
    OPENING = "opening"
    CLOSING = "closing"
    MANAGEMENT = "management"
    TEAM = "team"


BLOCK_KIND_WORD: dict[BlockKind, Message] = {
    BlockKind.WORK: msg("On-site work"),
    BlockKind.OPENING: msg("Opening meeting"),
    BlockKind.CLOSING: msg("Closing meeting"),
    BlockKind.MANAGEMENT: msg("Meeting with the management"),
    BlockKind.TEAM: msg("Meeting of the team"),
}


@dataclass(frozen=True, kw_only=True)
class ScheduleBlock(Record):
    """A block of the schedule.

    Attributes:
        start, end: minutes after midnight at the site.
        people: rows of those who take part; a joint meeting spans several.
        site: row of the site; empty off site.
        group: code of the checklist group it is for; ours alone, no part of what is confirmed.
    """

    TABLE: ClassVar[str] = "schedule_block"

    day: date | None = None
    start: int = 0
    end: int = 0
    kind: BlockKind = BlockKind.WORK
    people: tuple[str, ...] = ()
    site: str = ""
    title: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanVersion(Record):
    """A version of the plan that was put in writing.

    Attributes:
        number: 1, 2, …
        state: canonical JSON of the plan as it was, kept as a blob; `state_sha256` its hash.
        verifiers: rows of leader and verifiers it names.
        sent_on, sent_how: when and how the client got it; a later version is a written notice.
        confirmed_on, confirmed_by: when and by whom the client agreed.
        reason: why a later version was made.
    """

    TABLE: ClassVar[str] = "plan_version"
    KEY: ClassVar[tuple[str, ...]] = ("number",)

    number: int = 0
    state: Blob | None = None
    state_sha256: str = ""
    verifiers: tuple[str, ...] = ()
    sent_on: date | None = None
    sent_how: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamChange(Record):
    """That a planned verifier was replaced after the plan was confirmed (rule 9.5.2).

    Attributes:
        out: row of who left, `name` their name; `into` the row of who came.
        unforeseeable: it could not be foreseen; `reason` says why.
        confirmed_on, confirmed_by: the client's agreement.
    """

    TABLE: ClassVar[str] = "team_change"
    KEY: ClassVar[tuple[str, ...]] = ("out",)

    out: str = ""
    name: str = ""
    into: str = ""
    unforeseeable: YesNo = YesNo.OPEN
    reason: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanState:
    """Everything the plan says.

    Attributes:
        meetings_arranged: opening and closing meeting have a time, as meetings or as blocks.
    """

    engagement: Engagement
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    blocks: tuple[ScheduleBlock, ...]
    entries: tuple[RuleEntry, ...]
    versions: tuple[PlanVersion, ...] = ()
    changes: tuple[TeamChange, ...] = ()
    meetings_arranged: bool = False


def planned_days(blocks: Iterable[ScheduleBlock]) -> Mapping[str, frozenset[date]]:
    """Return the days each person is planned for, by row (rule 4.2.1 asks for them)."""
    found: dict[str, set[date]] = {}
    for block in blocks:
        for person in block.people if block.day else ():
            found.setdefault(person, set()).update({block.day} if block.day else ())
    return {person: frozenset(days) for person, days in found.items()}


def overlapping(blocks: Iterable[ScheduleBlock]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of blocks (rows) in which a person would be at two places at once."""
    ordered = sorted(
        (block for block in blocks if block.day is not None),
        key=lambda b: (b.day or date.min, b.start, b.end, b.row),
    )
    found = []
    for at, first in enumerate(ordered):
        for second in ordered[at + 1 :]:
            if second.day != first.day or second.start >= first.end:
                break
            if set(first.people) & set(second.people) and second.end > second.start:
                found.append((first.row, second.row))
    return tuple(found)


def sound(block: ScheduleBlock) -> bool:
    """Tell whether a block has a day and ends after it begins, on that day."""
    return block.day is not None and 0 <= block.start < block.end <= DAY_MINUTES


def plan_given(now: PlanState) -> frozenset[str]:
    """Return the items of the plan that other facts already hold (rule 9.4.1)."""
    engagement = now.engagement
    team = [person for person in now.people if person.side is Side.TEAM]
    kinds = {block.kind for block in now.blocks if sound(block)}
    meetings = now.meetings_arranged or {BlockKind.OPENING, BlockKind.CLOSING} <= kinds
    known = {
        "criteria": bool(engagement.criteria),
        "boundary": bool(engagement.declared_unit.strip() and engagement.product.strip()),
        "level": True,
        "places": bool(now.sites) and all(site.activities.strip() for site in now.sites),
        "schedule": meetings and bool(kinds),
        "members": any(person.role is Role.LEAD for person in team),
        "representatives": any(person.side is Side.CLIENT for person in now.people),
    }
    return frozenset(item for item, there in known.items() if there)


def newest(versions: Sequence[PlanVersion]) -> PlanVersion | None:
    """Return the version with the highest number; None before the first."""
    return max(versions, key=lambda version: version.number, default=None)


def confirmed(version: PlanVersion) -> bool:
    """Tell whether the client agreed to a version, by name and day (rule 9.4.3)."""
    return version.confirmed_on is not None and bool(version.confirmed_by.strip())


def replaced(now: PlanState) -> tuple[str, ...]:
    """Return the verifiers (rows) of any confirmed version who verify no more (rule 9.5.2)."""
    here = {person.row for person in now.people if person.role in VERIFIERS}
    named = {row for version in now.versions if confirmed(version) for row in version.verifiers}
    return tuple(sorted(named - here))


def allowed(change: TeamChange) -> bool:
    """Tell whether a replacement is as the rules ask: unforeseeable, explained, agreed."""
    return (
        change.unforeseeable is YesNo.YES
        and bool(change.reason.strip())
        and change.confirmed_on is not None
        and bool(change.confirmed_by.strip())
    )
