"""The verification plan: schedule, versions, changes of the team (rules 9.4.1, 9.4.3, 9.5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cfpdesk.model.competence import VERIFIERS
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.record import Blob, Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.schedule import BlockKind, ScheduleBlock, sound
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.yes_no import YesNo


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
        out: row of who left; `into` the row of who came.
        unforeseeable: it could not be foreseen; `reason` says why.
        confirmed_on, confirmed_by: the client's agreement.
    """

    TABLE: ClassVar[str] = "team_change"
    KEY: ClassVar[tuple[str, ...]] = ("out",)

    out: str = ""
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
        gone: row and name of people a version names who are not there any more.
    """

    engagement: Engagement
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    blocks: tuple[ScheduleBlock, ...]
    entries: tuple[RuleEntry, ...]
    versions: tuple[PlanVersion, ...] = ()
    changes: tuple[TeamChange, ...] = ()
    meetings_arranged: bool = False
    gone: tuple[tuple[str, str], ...] = ()

    def name_of(self, row: str) -> str:
        """Return the name of a person, of one who is not there any more too; a dash if unknown."""
        names = {**dict(self.gone), **{person.row: person.name for person in self.people}}
        return names.get(row) or "–"


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
