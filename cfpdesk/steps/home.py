"""Today: where the visit stands, counted from the records; nothing of its own is kept."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from cfpdesk.model.checklist import Answer, Verdict, applicable, group_code, is_overdue
from cfpdesk.model.engagement import Engagement, claim_text, materiality_text
from cfpdesk.model.finding import Finding
from cfpdesk.model.home import (
    STEP_OF_TABLE,
    HomeState,
    Moment,
    Planned,
    arranged,
    awaits_position,
    clock_ran_back,
    map_groups,
    planned,
    progress,
    worst_findings,
)
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.team import GroupOwner, Person, auditors
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Operation, Session

if TYPE_CHECKING:
    from cfpdesk.model.next_thing import FollowUp, OpenItem

# The strip shows a day; a busy day has some hundreds of operations.
NEWEST_OPERATIONS = 1000
_MEETING_TABLES = frozenset({"meeting", "agenda_point", "attendance", "signature"})


def state(session: Session) -> HomeState:
    """Return everything the home page shows."""
    engagement = session.find(Engagement)
    people = session.all(Person)
    me = session.me()
    mine = me.row if me else ""
    answers = {answer.item: answer for answer in session.all(Answer)}
    now = session.now()
    groups = map_groups(
        applicable(checklist_of(session), engagement),
        answers,
        _owners(session),
        mine,
        frozenset(item for item, answer in answers.items() if is_overdue(answer, now)),
    )
    findings = session.all(Finding)
    operations = session.operations(NEWEST_OPERATIONS)
    opening, closing = (session.find(Meeting, kind=kind) for kind in MeetingKind)
    meetings = (arranged("opening", opening), arranged("closing", closing))
    return HomeState(
        engagement=engagement,
        claim=claim_text(engagement),
        materiality=materiality_text(engagement),
        groups=groups,
        findings=len(findings),
        awaiting=sum(awaits_position(finding) for finding in findings),
        worst=worst_findings(findings),
        team=progress(groups, answers, auditors(people), mine, _seen(operations, people)),
        arranged=tuple(meeting for meeting in meetings if meeting is not None),
        moments=_moments(session, operations, closing.started_at),
        clock_back=clock_ran_back(
            [o.at for o in sorted(operations, key=lambda o: o.last) if o.replica == session.replica]
        ),
        now=now,
        planned=_planned(session, mine, {m.noun for m in meetings if m is not None}),
    )


def _planned(session: Session, me: str, taken: set[str]) -> tuple[Planned, ...]:
    zone = session.now().astimezone().tzinfo
    assert zone is not None  # noqa: S101 - `astimezone` sets it
    return planned(session.all(ScheduleBlock), me, taken, zone)


def recalculated(session: Session) -> Decimal | None:
    """Return the recalculated claim per declared unit; None without an inventory.

    Not part of the state: it takes the client's tables, which the first sight does without.
    """
    from cfpdesk.model.dataset import Dataset

    if not session.all(Dataset):
        return None
    from cfpdesk.store.inventory_query import verified_unit

    return verified_unit(session)


def follow_ups(session: Session) -> "tuple[FollowUp, ...]":
    """Return the open promises of my items, for the one next thing; all of them for the lead."""
    from cfpdesk.model.next_thing import FollowUp

    mine = _my_groups(session)
    return tuple(
        FollowUp(answer.item, answer.ask_whom, answer.ask_by)
        for answer in session.all(Answer)
        if answer.verdict is Verdict.FOLLOW_UP and group_code(answer.item) in mine
    )


def open_items(session: Session) -> "tuple[OpenItem, ...]":
    """Return my unanswered items in the order of the list, for the one next thing."""
    from cfpdesk.model.next_thing import OpenItem

    mine = _my_groups(session)
    engagement = session.find(Engagement)
    verdicts = {answer.item: answer.verdict for answer in session.all(Answer)}
    return tuple(
        OpenItem(
            item=item.id,
            question=item.question,
            clause=item.clauses[0] if item.clauses else "",
            high_risk=item.risk == "H",
        )
        for item in applicable(checklist_of(session), engagement)
        if item.group in mine and verdicts.get(item.id, Verdict.OPEN) is Verdict.OPEN
    )


def _my_groups(session: Session) -> frozenset[str]:
    """Return the groups of the person at this computer; those of nobody belong to everybody."""
    me = session.me()
    engagement = session.find(Engagement)
    owners = {kept.group: kept.person for kept in session.all(GroupOwner)}
    groups = {i.group for i in applicable(checklist_of(session), engagement)}
    mine = me.row if me else ""
    return frozenset(group for group in groups if owners.get(group, "") in ("", mine))


def _owners(session: Session) -> Mapping[str, Person]:
    people = {person.row: person for person in session.all(Person)}
    kept = [owner for owner in session.all(GroupOwner) if owner.person in people]
    places = list(people)
    kept.sort(key=lambda owner: places.index(owner.person))
    return {owner.group: people[owner.person] for owner in kept}


def _seen(operations: tuple[Operation, ...], people: tuple[Person, ...]) -> dict[str, datetime]:
    by_key = {person.key_sha256: person.row for person in people if person.key_sha256}
    seen: dict[str, datetime] = {}
    for operation in operations:
        row = by_key.get(operation.key_sha256)
        if row is not None:
            seen[row] = max(operation.at, seen.get(row, operation.at))
    return seen


def _moments(
    session: Session, operations: tuple[Operation, ...], closing: datetime | None
) -> tuple[Moment, ...]:
    own = session.actor.key_sha256 if session.actor else ""
    found = []
    for operation in operations:
        if operation.undone or (own and operation.key_sha256 != own):
            continue
        tables = operation.tables
        nouns = [STEP_OF_TABLE[table] for table in sorted(tables) if table in STEP_OF_TABLE]
        if not nouns:
            continue
        noun = nouns[0]
        if tables & _MEETING_TABLES:
            noun = "closing" if closing is not None and operation.at >= closing else "opening"
        found.append(Moment(operation.at, noun))
    return tuple(sorted(found, key=lambda moment: moment.at))
