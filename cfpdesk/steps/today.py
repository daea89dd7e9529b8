"""What the day asks of the person at this computer: for Today's side panel and the next line."""

from datetime import date, datetime, time, timedelta

from cfpdesk.model.checklist import Answer, Verdict, applicable, group_code
from cfpdesk.model.day import CHINA, day_of
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.home import STEP_OF_GROUP
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.next_thing import FollowUp, OpenItem, OpenSlip
from cfpdesk.model.population import Population, SampleItem
from cfpdesk.model.schedule import BlockKind, ScheduleBlock, sound
from cfpdesk.model.team import GroupOwner, Person, Role
from cfpdesk.model.today import Today
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Session

_MEETING_OF = {BlockKind.OPENING: MeetingKind.OPENING, BlockKind.CLOSING: MeetingKind.CLOSING}


def today(session: Session, now: datetime, *, leads: bool) -> Today:
    """Return the day, and what of the visit belongs to somebody else or to another day."""
    mine = _mine(session)
    owners = {owner.group: owner.person for owner in session.all(GroupOwner)}
    return Today(
        day=day_of(now),
        closing=_closing_day(session),
        leads=leads,
        others=frozenset(group for group, person in owners.items() if person not in ("", mine)),
    )


def _closing_day(session: Session) -> date | None:
    """Return the day of the closing meeting: as arranged, as planned, else the last on site."""
    arranged = session.find(Meeting, kind=MeetingKind.CLOSING).planned_at
    if arranged is not None:
        return day_of(arranged)
    blocks = session.all(ScheduleBlock)
    planned = [b.day for b in blocks if b.kind is BlockKind.CLOSING and b.day is not None]
    ends = [site.visit_to or site.visit_from for site in session.all(Site)]
    return max(planned or [day for day in ends if day is not None], default=None)


def due_meetings(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the nouns of the meetings whose time has come today and that have not begun."""
    times: dict[MeetingKind, datetime] = {}
    for block in session.all(ScheduleBlock):
        kind = _MEETING_OF.get(block.kind)
        if kind is not None and block.day is not None and sound(block):
            times[kind] = _at(block.day, block.start)
    found = []
    for kind in MeetingKind:
        meeting = session.find(Meeting, kind=kind)
        begins = meeting.planned_at or times.get(kind)
        if begins is None or meeting.started_at is not None:
            continue
        if day_of(begins) == day_of(now) and begins <= now:
            found.append(str(kind))
    return tuple(found)


def planned_step(session: Session, now: datetime) -> str:
    """Return the noun of the step that the plan has the person here do now; empty for none."""
    block = _planned_block(session, now)
    if block is None:
        return ""
    meeting = _MEETING_OF.get(block.kind)
    if meeting is not None or block.kind is not BlockKind.WORK:
        return str(meeting or "")
    return STEP_OF_GROUP.get(block.group, "checklist")


def _planned_block(session: Session, now: datetime) -> ScheduleBlock | None:
    mine = _mine(session)
    for block in session.all(ScheduleBlock):
        if block.day != day_of(now) or not sound(block) or (mine and mine not in block.people):
            continue
        assert block.day is not None  # noqa: S101 - it equals a day
        if _at(block.day, block.start) <= now < _at(block.day, block.end):
            return block
    return None


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=CHINA) + timedelta(minutes=minutes)


def follow_ups(session: Session) -> tuple[FollowUp, ...]:
    """Return the open promises of my items; all of them for the lead."""
    mine = _my_groups(session)
    return tuple(
        FollowUp(answer.item, answer.ask_whom, answer.ask_by)
        for answer in session.all(Answer)
        if answer.verdict is Verdict.FOLLOW_UP and group_code(answer.item) in mine
    )


def open_items(session: Session, now: datetime) -> tuple[OpenItem, ...]:
    """Return my unanswered items: those of the place where I am first, then as in the list.

    Where I am says the group that the newest evidence was linked to, else the plan.
    """
    mine = _my_groups(session)
    verdicts = {answer.item: answer.verdict for answer in session.all(Answer)}
    found = [
        OpenItem(
            item=item.id,
            question=item.question,
            clause=item.clauses[0] if item.clauses else "",
            high_risk=item.risk == "H",
        )
        for item in applicable(checklist_of(session), session.find(Engagement))
        if item.group in mine and verdicts.get(item.id, Verdict.OPEN) is Verdict.OPEN
    ]
    block = _planned_block(session, now)
    near = [_last_group(session), block.group if block is not None else ""]

    def distance(item: OpenItem) -> int:
        group = group_code(item.item)
        return near.index(group) if group in near else len(near)

    return tuple(sorted(found, key=distance))


def _last_group(session: Session) -> str:
    """Return the checklist group that the newest linked evidence belongs to; empty for none."""
    received = {e.row: e.received_at for e in session.all(Evidence) if e.received_at is not None}
    answers = {answer.row: answer.item for answer in session.all(Answer)}
    linked = [
        (received[link.evidence], answers[link.target])
        for link in session.all(Link)
        if link.evidence in received and link.target in answers
    ]
    return group_code(max(linked)[1]) if linked else ""


def open_slips(session: Session) -> tuple[OpenSlip, ...]:
    """Return of each drawn sample the next item that is not checked."""
    if not any(population.drawn_size for population in session.all(Population)):
        return ()
    from cfpdesk.store.sampling_state import sampling_state

    found = []
    for one in sampling_state(session).populations:
        left = [
            drawn.item.id
            for drawn in (one.sample.items if one.sample is not None else ())
            if not (drawn.item.id in one.seen and one.seen[drawn.item.id].checked)
        ]
        if left:
            row = SampleItem(population=one.population.row, item=left[0]).row
            found.append(OpenSlip(left[0], row, one.population.name, len(left)))
    return tuple(found)


def lead_name(session: Session) -> str:
    """Return the name of the lead of the team; empty where there is none."""
    people = session.all(Person)
    return next((person.name for person in people if person.role is Role.LEAD), "")


def _my_groups(session: Session) -> frozenset[str]:
    """Return the groups of the person at this computer; those of nobody belong to everybody."""
    mine = _mine(session)
    owners = {kept.group: kept.person for kept in session.all(GroupOwner)}
    groups = {i.group for i in applicable(checklist_of(session), session.find(Engagement))}
    return frozenset(group for group in groups if owners.get(group, "") in ("", mine))


def _mine(session: Session) -> str:
    me = session.me()
    return me.row if me else ""
