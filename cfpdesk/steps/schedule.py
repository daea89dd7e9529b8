"""The schedule of the plan: blocks of people, place and time; moved, lengthened, handed over."""

from dataclasses import dataclass
from datetime import date, timedelta

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.checklist import applicable
from cfpdesk.model.competence import VERIFIERS, certificates_of, uncovered_days
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.schedule import (
    BLOCK_KIND_WORD,
    DAY_MINUTES,
    BlockKind,
    ScheduleBlock,
    overlapping,
    sound,
    time_text,
)
from cfpdesk.model.team import Person, Role, split_sides
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.planning_query import team_state
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

STEP = 15  # minutes; the grid of the day view
_FIELDS = ("day", "start", "end", "kind", "people", "site", "title", "group")
_MEETINGS = (
    (MeetingKind.OPENING, BlockKind.OPENING, 45),
    (MeetingKind.CLOSING, BlockKind.CLOSING, 60),
)
_MOST_DAYS = 60  # of a visit; longer ones are typing errors


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """Everything the schedule shows.

    Attributes:
        people: who can be planned, in the order of the team.
        days: days of the sites' visits and of the blocks, in order.
        overlaps: rows of blocks that share a person and a time with another.
        uncovered: rows of blocks with the names whose certificate is not valid on that day.
        groups: checklist groups as code and title.
        missing_meetings: a meeting has a time and no block.
    """

    blocks: tuple[ScheduleBlock, ...]
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    days: tuple[date, ...]
    overlaps: frozenset[str]
    uncovered: dict[str, tuple[str, ...]]
    groups: tuple[tuple[str, Bilingual], ...]
    missing_meetings: bool


def state(session: Session) -> ScheduleState:
    """Return everything the schedule shows."""
    blocks, sites = session.all(ScheduleBlock), session.all(Site)
    team, _client = split_sides(session.all(Person))
    ordered = sorted(blocks, key=lambda b: (b.day or date.max, b.start, b.end, b.row))
    return ScheduleState(
        blocks=tuple(ordered),
        people=tuple(p for p in team if p.role is not Role.REVIEWER),
        sites=sites,
        days=_days(sites, blocks),
        overlaps=frozenset(row for pair in overlapping(blocks) for row in pair),
        uncovered=_uncovered(session, blocks),
        groups=_groups(session),
        missing_meetings=bool(_meetings_to_put(session)),
    )


def _days(sites: tuple[Site, ...], blocks: tuple[ScheduleBlock, ...]) -> tuple[date, ...]:
    days = {block.day for block in blocks if block.day is not None}
    for site in sites:
        first, last = site.visit_from, site.visit_to or site.visit_from
        if first is not None and last is not None and 0 <= (last - first).days < _MOST_DAYS:
            days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return tuple(sorted(days))


def _uncovered(session: Session, blocks: tuple[ScheduleBlock, ...]) -> dict[str, tuple[str, ...]]:
    team, rules = team_state(session), rules_of(session)
    verifiers = {p.row: p for p in team.members if p.role in VERIFIERS}
    own = {row: certificates_of(p, team.certificates, rules) for row, p in verifiers.items()}
    found = {}
    for block in blocks:
        names = tuple(
            verifiers[row].name
            for row in block.people
            if row in verifiers and block.day and uncovered_days(own[row], [block.day])
        )
        if names:
            found[block.row] = names
    return found


def _groups(session: Session) -> tuple[tuple[str, Bilingual], ...]:
    engagement = session.find(Engagement)
    items = applicable(checklist_of(session), engagement)
    return tuple({item.group: item.group_title for item in items}.items())


# Verbs ----------------------------------------------------------------------------------------


def add(
    session: Session, day: date, start: int, person: str, length: int = 4 * STEP
) -> ScheduleBlock:
    """Add a block of work for a person at a time, at the first site that is visited on that day."""
    start = min(max(start, 0), DAY_MINUTES - STEP)
    block = ScheduleBlock(
        day=day,
        start=start,
        end=min(start + length, DAY_MINUTES),
        people=(person,),
        site=_site_on(session, day),
    )
    with session.transact(msg("Plan: add a block at {time}", time=time_text(start))) as change:
        return change.put(block)


def _site_on(session: Session, day: date) -> str:
    for site in session.all(Site):
        if site.visit_from and site.visit_from <= day <= (site.visit_to or site.visit_from):
            return site.row
    return ""


def write(
    session: Session, row: str, field: str, value: str | int | date | BlockKind | tuple[str, ...]
) -> None:
    """Write one field of a block.

    Raises:
        UserError: if it would end before it begins, lie outside the day, or have nobody.
    """
    kept = _block(session, row)
    if field not in _FIELDS or getattr(kept, field) == value:
        return
    new = kept.but(**{field: value})
    if not sound(new):
        raise UserError(msg("A block ends after it begins, on the same day."))
    if not new.people:
        raise UserError(msg("A block needs somebody; take it out instead."))
    with session.transact(msg("Plan: change “{title}”", title=title_of(kept))) as change:
        change.put(new)


def place(session: Session, row: str, start: int, end: int, people: tuple[str, ...]) -> None:
    """Put a block to another time or other people as one operation, as dragging does.

    Raises:
        UserError: if it would end before it begins, lie outside the day, or have nobody.
    """
    kept = _block(session, row)
    new = kept.but(start=start, end=end, people=people or kept.people)
    if not sound(new):
        raise UserError(msg("A block ends after it begins, on the same day."))
    if new != kept:
        words = msg("Plan: move “{title}” to {time}", title=title_of(kept), time=time_text(start))
        with session.transact(words) as change:
            change.put(new)


def remove(session: Session, row: str) -> None:
    """Take a block out."""
    kept = session.get(ScheduleBlock, row)
    if kept is not None:
        with session.transact(msg("Plan: remove “{title}”", title=title_of(kept))) as change:
            change.remove(kept)


def put_meetings(session: Session) -> None:
    """Put opening and closing meeting into the schedule for the whole team, when arranged."""
    missing = _meetings_to_put(session)
    team, _client = split_sides(session.all(Person))
    people = tuple(p.row for p in team if p.role is not Role.REVIEWER)
    if missing and people:
        with session.transact(msg("Plan: put the meetings in")) as change:
            for kind, day, start, minutes in missing:
                end = min(start + minutes, DAY_MINUTES)
                site = _site_on(session, day)
                change.put(
                    ScheduleBlock(
                        day=day, start=start, end=end, kind=kind, people=people, site=site
                    )
                )


def _meetings_to_put(session: Session) -> tuple[tuple[BlockKind, date, int, int], ...]:
    there = {block.kind for block in session.all(ScheduleBlock)}
    found = []
    for meeting_kind, kind, minutes in _MEETINGS:
        at = session.find(Meeting, kind=meeting_kind).planned_at
        if at is not None and kind not in there:
            local = at.astimezone()
            found.append((kind, local.date(), local.hour * 60 + local.minute, minutes))
    return tuple(found)


def title_of(block: ScheduleBlock) -> str | Message:
    """Return what a block is called: its own words, or what kind it is."""
    return block.title.strip() or BLOCK_KIND_WORD[block.kind]


def _block(session: Session, row: str) -> ScheduleBlock:
    block = session.get(ScheduleBlock, row)
    if block is None:
        raise UserError(msg("This entry is not there any more."))
    return block
