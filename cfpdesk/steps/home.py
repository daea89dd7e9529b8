"""Today: where the visit stands, counted from the records; nothing of its own is kept."""

from collections.abc import Mapping
from datetime import datetime

from cfpdesk.model.checklist import Answer, applicable, is_overdue
from cfpdesk.model.engagement import Engagement, claim_text, materiality_text
from cfpdesk.model.finding import Finding
from cfpdesk.model.home import (
    ClockBreak,
    HomeState,
    Moment,
    arranged,
    awaits_position,
    clock_breaks,
    map_groups,
    planned,
    progress,
    step_of,
    worst_findings,
)
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.team import GroupOwner, Person, auditors
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.exclusion import packages
from cfpdesk.store.session import Operation, Session
from cfpdesk.store.verdict import Verdict

# The strip shows a day; a busy day has some hundreds of operations.
NEWEST_OPERATIONS = 1000


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
        team=progress(
            groups,
            answers,
            auditors(people),
            mine,
            _seen(operations, people),
            _packages(session, people),
        ),
        arranged=tuple(meeting for meeting in meetings if meeting is not None),
        moments=_moments(session, operations, closing.started_at),
        clock_back=_clock_back(session, operations),
        now=now,
        planned=planned(
            session.all(ScheduleBlock), mine, {m.noun for m in meetings if m is not None}
        ),
    )


def _clock_back(session: Session, operations: tuple[Operation, ...]) -> ClockBreak | None:
    """Return where the clock of this computer ran back furthest."""
    own = [o for o in operations if o.replica == session.replica]
    breaks = clock_breaks([o.at for o in sorted(own, key=lambda o: o.last)])
    return max(breaks, key=lambda one: one.back, default=None)


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


def _packages(session: Session, people: tuple[Person, ...]) -> dict[str, int]:
    """Return the number of the last package that was taken in from each person, by row."""
    by_key = {person.key_sha256: person.row for person in people if person.key_sha256}
    found: dict[str, int] = {}
    for record in packages(session):
        if record.verdict is Verdict.MERGED and not record.taken_back and record.signer in by_key:
            found.setdefault(by_key[record.signer], record.seq)
    return found


def _moments(
    session: Session, operations: tuple[Operation, ...], closing: datetime | None
) -> tuple[Moment, ...]:
    own = session.actor.key_sha256 if session.actor else ""
    found = []
    for operation in operations:
        if operation.undone or (own and operation.key_sha256 != own):
            continue
        noun = step_of(operation.tables, operation.at, closing)
        if not noun:
            continue
        found.append(Moment(operation.at, noun))
    return tuple(sorted(found, key=lambda moment: moment.at))
