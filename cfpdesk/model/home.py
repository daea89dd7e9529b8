"""What the home page shows: the map of check items, the worst findings, the day as it went.

Pure: everything is counted from records that are passed in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from cfpdesk.i18n import Bilingual, Text
from cfpdesk.model.checklist import Answer, CheckItem, Verdict, is_done
from cfpdesk.model.day import CHINA
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.meeting import Meeting
from cfpdesk.model.schedule import BLOCK_KIND_WORD, BlockKind, ScheduleBlock, sound
from cfpdesk.model.team import Person

# A pause longer than this divides two stretches of work in the day strip.
PAUSE = timedelta(minutes=15)
WORST_FINDINGS = 3
LEAST_BREAK = timedelta(minutes=1)

# Which step a change of a table belongs to; tables that are not named show in no stretch.
STEP_OF_TABLE: Mapping[str, str] = {
    "engagement": "engagement",
    "site": "engagement",
    "group_owner": "engagement",
    "person": "engagement",
    "person_key": "engagement",
    **dict.fromkeys(
        (
            *(
                "person_certificate",
                "training",
                "team_statement",
                "person_facts",
                "competence_mark",
            ),
            *("person_days", "member_days", "site_sampling", "schedule_block", "plan_version"),
            *("rule_entry", "team_change", "override"),
        ),
        "engagement",
    ),
    "meeting": "opening",
    "agenda_point": "opening",
    "attendance": "opening",
    "signature": "opening",
    "answer": "checklist",
    "evidence": "evidence",
    "dataset": "inventory",
    "dataset_column": "inventory",
    "line_review": "inventory",
    "inventory_settings": "inventory",
    "factor": "inventory",
    "balance": "inventory",
    "allocation": "inventory",
    "co_product": "inventory",
    "recycling": "inventory",
    "population": "sampling",
    "sample_item": "sampling",
    "sample_extension": "sampling",
    "sampling_settings": "sampling",
    "misstatement": "sampling",
    "opinion": "sampling",
    "link": "evidence",
    "photo_mark": "evidence",
    "finding": "finding",
    "key_datum": "closing",
    "seal": "closing",
    "issue": "document",
}

_MEETING_TABLES = frozenset({"meeting", "agenda_point", "attendance", "signature"})


@dataclass(frozen=True, slots=True)
class MapCell:
    """One check item on the map.

    Attributes:
        pending: owned by somebody else and not answered here: dotted, until it is merged.
        overdue: a follow-up whose promised time has passed.
    """

    item: str
    question: Bilingual
    verdict: Verdict
    pending: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class MapGroup:
    """One group of the map; `owner` is None where nobody is named."""

    code: str
    title: Bilingual
    owner: Person | None
    mine: bool
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """How far somebody of the team is, as far as this computer knows.

    Attributes:
        me: the person at this computer.
        seen_at: when the last change of this person that is known here was made.
        package: number of the last package of theirs that was taken in; 0 for none.
    """

    person: Person
    done: int
    total: int
    me: bool
    seen_at: datetime | None
    package: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """An operation, as far as the strip needs it."""

    at: datetime
    noun: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of work on one step without a longer pause; `end` is its last operation."""

    noun: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Arranged:
    """A meeting with its arranged begin, and when it really began and ended."""

    noun: str
    planned_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A block of the plan that the person here takes part in.

    Attributes:
        noun: the step it belongs to; `group` the checklist group, empty where it is for none.
        title: what is done.
    """

    noun: str
    title: Text
    start: datetime
    end: datetime
    group: str = ""


@dataclass(frozen=True, slots=True)
class ClockBreak:
    """The clock ran back by `back`: `at` is what it said of the first operation afterwards."""

    at: datetime
    back: timedelta


@dataclass(frozen=True, slots=True)
class HomeState:
    """Everything the home page shows.

    Attributes:
        claim, materiality: as text with unit; empty where not known.
        findings: how many there are; `awaiting` of them wait for the client's position.
        worst: the worst ones, at most `WORST_FINDINGS`.
        arranged: the meetings that were arranged or held.
        planned: blocks of the plan for the person at this computer, all where it is nobody's.
        moments: operations of the whole visit with their step, in order of time.
        clock_back: where the clock ran back furthest on this computer, if it did.
        now: aware.
    """

    engagement: Engagement
    claim: str
    materiality: str
    groups: tuple[MapGroup, ...]
    findings: int
    awaiting: int
    worst: tuple[Finding, ...]
    team: tuple[MemberProgress, ...]
    arranged: tuple[Arranged, ...]
    moments: tuple[Moment, ...]
    clock_back: ClockBreak | None
    now: datetime
    planned: tuple[Planned, ...] = ()

    @property
    def items(self) -> int:
        """How many check items there are."""
        return sum(len(group.cells) for group in self.groups)


def map_groups(
    items: Iterable[CheckItem],
    answers: Mapping[str, Answer],
    owners: Mapping[str, Person],
    me: str,
    overdue: frozenset[str] = frozenset(),
) -> tuple[MapGroup, ...]:
    """Return the map: my groups first, then the others' in the order of the library.

    Args:
        items: the applicable ones.
        answers: by item id.
        owners: by group code.
        me: row of the person at this computer; empty if it is nobody of the team.
        overdue: ids of follow-ups whose time has passed.
    """
    cells: dict[str, list[MapCell]] = {}
    titles: dict[str, Bilingual] = {}
    for item in items:
        owner = owners.get(item.group)
        verdict = answers[item.id].verdict if item.id in answers else Verdict.OPEN
        elsewhere = owner is not None and owner.row != me
        cell = MapCell(
            item=item.id,
            question=item.question,
            verdict=verdict,
            pending=elsewhere and verdict is Verdict.OPEN,
            overdue=item.id in overdue,
        )
        cells.setdefault(item.group, []).append(cell)
        titles.setdefault(item.group, item.group_title)
    groups = []
    for code, inside in cells.items():
        owner = owners.get(code)
        mine = owner is not None and owner.row == me
        groups.append(MapGroup(code, titles[code], owner, mine, tuple(inside)))
    people = [owner.row for owner in owners.values()]
    first = {row: people.index(row) for row in people}

    def place(group: MapGroup) -> tuple[bool, int, int]:
        if group.owner is None:
            return (True, 1, 0)
        return (not group.mine, 0, first[group.owner.row])

    return tuple(sorted(groups, key=place))


def progress(
    groups: Iterable[MapGroup],
    answers: Mapping[str, Answer],
    team: Iterable[Person],
    me: str,
    seen: Mapping[str, datetime],
    packages: Mapping[str, int],
) -> tuple[MemberProgress, ...]:
    """Return how far each owner is; the person at this computer first.

    Args:
        groups: the map.
        answers: by item id.
        team: people who may own groups.
        me: row of the person at this computer.
        seen: when the last known change of a person was made, by row.
        packages: number of the last package that came from a person, by row.
    """
    held = tuple(groups)
    found = []
    for person in team:
        own = [c for g in held if g.owner and g.owner.row == person.row for c in g.cells]
        done = sum(cell.item in answers and is_done(answers[cell.item]) for cell in own)
        mine, at, package = person.row == me, seen.get(person.row), packages.get(person.row, 0)
        found.append(MemberProgress(person, done, len(own), mine, at, package))
    return tuple(sorted(found, key=lambda member: not member.me))


_WORSE = (
    FindingKind.MAJOR,
    FindingKind.MISSTATEMENT,
    FindingKind.MINOR,
    FindingKind.CLARIFICATION,
    FindingKind.OBSERVATION,
)


def worst_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the worst findings: open before closed, by kind, by effect, by number."""

    def badness(finding: Finding) -> tuple[bool, int, int, str]:
        effect = int(abs(finding.effect)) if finding.effect is not None else 0
        closed = finding.state is FindingState.CLOSED
        return (closed, _WORSE.index(finding.kind), -effect, finding.number)

    return tuple(sorted(findings, key=badness)[:WORST_FINDINGS])


def awaits_position(finding: Finding) -> bool:
    """Tell whether the client was told and has neither agreed nor disputed."""
    return finding.state is FindingState.TOLD and finding.position is Position.NONE


def stretches(moments: Sequence[Moment], pause: timedelta = PAUSE) -> tuple[Stretch, ...]:
    """Return the moments as stretches of work: one step, no pause longer than `pause`."""
    found: list[Stretch] = []
    for moment in sorted(moments, key=lambda m: m.at):
        last = found[-1] if found else None
        if last and last.noun == moment.noun and moment.at - last.end <= pause:
            found[-1] = Stretch(last.noun, last.start, moment.at)
        else:
            found.append(Stretch(moment.noun, moment.at, moment.at))
    return tuple(found)


def step_of(tables: Collection[str], at: datetime, closing: datetime | None) -> str:
    """Return the noun of the step that an operation belongs to; empty for none.

    Args:
        tables: which it touched; `at` when.
        closing: when the closing meeting began; what meetings wrote from then on is that one's.
    """
    nouns = [STEP_OF_TABLE[table] for table in sorted(tables) if table in STEP_OF_TABLE]
    if nouns and not _MEETING_TABLES.isdisjoint(tables):
        return "closing" if closing is not None and at >= closing else "opening"
    return nouns[0] if nouns else ""


def arranged(noun: str, meeting: Meeting) -> Arranged | None:
    """Return what the strip shows of a meeting; None where nothing was arranged or held."""
    if meeting.planned_at is None and meeting.started_at is None:
        return None
    return Arranged(noun, meeting.planned_at, meeting.started_at, meeting.ended_at)


_NOUN_OF = {BlockKind.OPENING: "opening", BlockKind.CLOSING: "closing"}
# Work on these checklist groups is done on a page of its own; all other work on the checklists.
STEP_OF_GROUP: Mapping[str, str] = {"SMP": "sampling", "CALC": "inventory"}


def planned(
    blocks: Iterable[ScheduleBlock], me: str, taken: Collection[str]
) -> tuple[Planned, ...]:
    """Return the blocks of a person, in order of time; those that are not sound are left out.

    Args:
        blocks: of the plan.
        me: row of the person; every block where it is empty.
        taken: nouns of the meetings that are arranged with a time of their own.
    """
    found = []
    for block in blocks:
        noun = _NOUN_OF.get(block.kind) or STEP_OF_GROUP.get(block.group, "checklist")
        if (
            block.day is None
            or not sound(block)
            or noun in taken
            or (me and me not in block.people)
        ):
            continue
        midnight = datetime.combine(block.day, time(), tzinfo=CHINA)
        start, end = (midnight + timedelta(minutes=n) for n in (block.start, block.end))
        title = block.title.strip() or BLOCK_KIND_WORD[block.kind]
        found.append(Planned(noun, title, start, end, block.group))
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def first_open(groups: Iterable[MapGroup], code: str) -> str:
    """Return the item of a group to look at next: the first open one, else the first; or empty."""
    cells = next((group.cells for group in groups if group.code == code), ())
    left = [cell.item for cell in cells if cell.verdict is Verdict.OPEN]
    return (left or [cell.item for cell in cells] or [""])[0]


def clock_breaks(
    times: Sequence[datetime], least: timedelta = LEAST_BREAK
) -> tuple[ClockBreak, ...]:
    """Return where the clock ran back by `least` or more between operations of one computer.

    Args:
        times: in the order of their numbers.
        least: less than this is how clocks are set.
    """
    steps = (ClockBreak(after, before - after) for before, after in pairwise(times))
    return tuple(step for step in steps if step.back >= least)
