"""Opening meeting: say what must be said, know who was there, get the number (rule 9.5.2)."""

from collections.abc import Mapping
from dataclasses import replace

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.attendance_sheet import AttendanceSheet
from cfpdesk.model.closing import Seal
from cfpdesk.model.day import moment_text
from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    LEVEL_NAMES,
    Engagement,
    Site,
    materiality_text,
    period_text,
)
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus
from cfpdesk.model.meeting import (
    AgendaPoint,
    Attendance,
    Meeting,
    MeetingKind,
    Presence,
    spoken_digits,
)
from cfpdesk.model.opening_gate import (
    OpeningState,
    PointState,
    hard_blockers,
    opening_blockers,
)
from cfpdesk.model.order import between, place_of_move
from cfpdesk.model.population import Population
from cfpdesk.model.record import row_of
from cfpdesk.model.team import Person, Role, Side, indistinct
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.planning_query import check_start, start_blockers
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

KIND = MeetingKind.OPENING


def state(session: Session) -> OpeningState:
    """Return everything the opening page shows."""
    return session.remember("opening meeting", lambda: _state(session))


def _state(session: Session) -> OpeningState:
    sheet = attendance_sheet(session, KIND)
    meeting = session.find(Meeting, kind=KIND)
    people = session.all(Person)
    on_sheet = {row.person for row in sheet.rows}
    speaker = session.get(Person, meeting.spoken_by) if meeting.spoken_by else None
    return OpeningState(
        meeting=meeting,
        points=_points(session, sheet),
        sheet=sheet,
        known=tuple(p for p in people if p.row not in on_sheet and p.role is not Role.REVIEWER),
        unclear=frozenset(p.row for p in indistinct(people) if p.row in on_sheet),
        number_by=speaker.name if speaker else meeting.spoken_by,
        sealed=bool(session.all(Seal)),
        populations=session.all(Population),
    )


def status(session: Session) -> StepStatus:
    """Return what the rail shows: points that were explained."""
    now = state(session)
    total = len(now.points)
    if now.sealed:
        return StepStatus(Mark.SEALED, total, total)
    if not now.begun:
        return StepStatus(Mark.NOT_STARTED, 0, total)
    done = now.meeting.ended_at is not None and not hard_blockers(opening_blockers(now))
    if done:
        return StepStatus(Mark.DONE, total, total)
    share = now.explained + now.settled
    figure = f"{now.explained}/{total}"
    return StepStatus(Mark.IN_PROGRESS, share, total + len(now.sheet.rows), figure)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the opening meeting still lacks, and what keeps it from beginning."""
    return (*_refused(session), *opening_blockers(state(session)))


def _refused(session: Session) -> tuple[Blocker, ...]:
    """Return one blocker that leads to the first thing that keeps the visit from beginning."""
    found = start_blockers(session)
    if not found:
        return ()
    first = found[0]
    sentence = msg("The visit cannot begin yet: {first}", first=first.sentence)
    return (replace(first, code="opening.refused", level=Level.HARD, sentence=sentence),)


# The meeting ----------------------------------------------------------------------------------


def begin(session: Session) -> None:
    """Note that the meeting begins now, with everybody known so far as expected.

    Raises:
        UserError: while the plan is not confirmed, or something else keeps the visit from
            beginning (rules 4.1, 7, 9.4.3).
    """
    check_start(session)
    with session.transact(msg("Begin the opening meeting")) as change:
        meeting = session.find(Meeting, kind=KIND)
        change.put(meeting.but(started_at=change.now, ended_at=None))
        known = {a.person for a in session.all(Attendance) if a.meeting is KIND}
        for person in session.all(Person):
            if person.row not in known and person.role is not Role.REVIEWER:
                change.put(Attendance(meeting=KIND, person=person.row))


def end(session: Session) -> None:
    """Note that the meeting ends now.

    Raises:
        UserError: if it has not begun, or something hard still blocks.
    """
    hard = hard_blockers(blockers(session))
    if hard:
        raise UserError(
            msg("{n} {n:point still keeps|points still keep} the meeting open.", n=len(hard))
        )
    with session.transact(msg("End the opening meeting")) as change:
        change.put(session.find(Meeting, kind=KIND).but(ended_at=change.now))


def resume(session: Session) -> None:
    """Take the end of the meeting back, for example because somebody comes late."""
    meeting = session.find(Meeting, kind=KIND)
    if meeting.ended_at is not None:
        with session.transact(msg("Go on with the opening meeting")) as change:
            change.put(meeting.but(ended_at=None))


def set_place(session: Session, place: str) -> None:
    """Write where the meeting is held."""
    meeting = session.find(Meeting, kind=KIND)
    if place != meeting.place:
        with session.transact(msg("Place of the meeting")) as change:
            change.put(meeting.but(place=place))


# The agenda -----------------------------------------------------------------------------------


def tick(session: Session, row: str, *, done: bool) -> None:
    """Tick a point as explained, with the time; unticking keeps both times in the journal."""
    point, title = _point(session, row)
    if (point.done_at is not None) == done:
        return
    words = (
        msg("Explained: {title}", title=title) if done else msg("Open again: {title}", title=title)
    )
    with session.transact(words) as change:
        change.put(point.but(done_at=change.now if done else None))


def add_point(session: Session, title: str) -> AgendaPoint:
    """Add a person's own point at the end of the agenda.

    Raises:
        UserError: if the title is empty.
    """
    title = " ".join(title.split())
    if not title:
        raise UserError(msg("Write the point first."))
    own = _own_points(session)
    order = between(own[-1].order if own else "", "")
    with session.transact(msg("Agenda: add {title}", title=title)) as change:
        kept: AgendaPoint = change.put(AgendaPoint(meeting=KIND, title=title, order=order))
    return kept


def write_point(session: Session, row: str, title: str) -> None:
    """Change the words of a person's own point; empty words take it out."""
    point, _title = _point(session, row)
    title = " ".join(title.split())
    if not point.code and title != point.title:
        if not title:
            remove_point(session, row)
            return
        with session.transact(msg("Agenda: {title}", title=title)) as change:
            change.put(point.but(title=title))


def remove_point(session: Session, row: str) -> None:
    """Take a person's own point out of the agenda."""
    point, _title = _point(session, row)
    if not point.code:
        with session.transact(msg("Agenda: remove {title}", title=point.title)) as change:
            change.remove(point)


def move_point(session: Session, row: str, step: int) -> None:
    """Move a person's own point up (-1) or down (1) among the own points."""
    own = _own_points(session)
    rows = [point.row for point in own]
    if row not in rows:
        return
    start = rows.index(row)
    end = min(max(start + step, 0), len(own) - 1)
    if start != end:
        order = place_of_move([point.order for point in own], start, end)
        with session.transact(msg("Agenda: move {title}", title=own[start].title)) as change:
            change.put(own[start].but(order=order))


# The number -----------------------------------------------------------------------------------


def say_number(session: Session, digits: str, by: str) -> None:
    """Write the number the client said, who said it and when.

    Args:
        session: the engagement.
        digits: as typed.
        by: row of the person, or a name.

    Raises:
        UserError: for anything but digits, or once a sample was drawn with the number.
    """
    number = spoken_digits(digits)
    meeting = session.find(Meeting, kind=KIND)
    if (number, by) == (meeting.spoken_number, meeting.spoken_by):
        return
    if state(session).number_used:
        raise UserError(msg("A sample was drawn with this number; it stays."))
    with session.transact(msg("Number said by the client: {number}", number=number)) as change:
        change.put(
            meeting.but(
                spoken_number=number,
                spoken_by=by if number else "",
                spoken_at=change.now if number else None,
            )
        )


# How it is computed ---------------------------------------------------------------------------


def _points(session: Session, sheet: AttendanceSheet) -> tuple[PointState, ...]:
    values = _values(session, sheet)
    kept = {point.row: point for point in session.all(AgendaPoint) if point.meeting is KIND}
    found = []
    for template in rules_of(session).agenda(KIND):
        row = template_row(template.code)
        found.append(
            PointState(
                row=row,
                title=template.title,
                fact=template.filled(values),
                clauses=template.clauses,
                done_at=kept[row].done_at if row in kept else None,
                note=kept[row].note if row in kept else "",
            )
        )
    for point in _own_points(session):
        title = Bilingual(point.title, point.title)
        own = PointState(point.row, title, None, (), point.done_at, own=True, note=point.note)
        found.append(own)
    return tuple(found)


def template_row(code: str) -> str:
    """Return the row of a template point: the same on every computer, before it is ticked."""
    return row_of(AgendaPoint.TABLE, str(KIND), code)


def _values(session: Session, sheet: AttendanceSheet) -> Mapping[str, Text]:
    engagement = session.find(Engagement)
    closing = session.find(Meeting, kind=MeetingKind.CLOSING)
    pct = engagement.materiality_pct
    present = [row for row in sheet.rows if row.presence is not Presence.ABSENT]
    told = engagement.materiality_told_on
    return {
        "team_count": str(sum(row.side is Side.TEAM for row in present) or ""),
        "client_count": str(sum(row.side is Side.CLIENT for row in present) or ""),
        "criteria": " · ".join(engagement.criteria),
        "boundary": BOUNDARY_NAMES[engagement.boundary],
        "declared_unit": engagement.declared_unit,
        "period": period_text(engagement),
        "level": LEVEL_NAMES[engagement.assurance_level],
        "materiality_pct": f"{pct:f}" if pct is not None else "",
        "materiality": materiality_text(engagement),
        "told_on": told.isoformat() if told else "",
        "told_how": engagement.materiality_told_how,
        "visit": _visit(session.all(Site)),
        "closing_at": moment_text(closing.planned_at),
        "closing_place": closing.place,
    }


def _visit(sites: tuple[Site, ...]) -> str:
    days = sorted(
        day for site in sites for day in (site.visit_from, site.visit_to) if day is not None
    )
    if not days:
        return ""
    first, last = days[0].isoformat(), days[-1].isoformat()
    return first if first == last else f"{first} – {last}"


def _own_points(session: Session) -> tuple[AgendaPoint, ...]:
    return tuple(p for p in session.all(AgendaPoint) if p.meeting is KIND and not p.code)


def _point(session: Session, row: str) -> tuple[AgendaPoint, Text]:
    """Return a point with its title; a template point that was never ticked is made."""
    point = session.get(AgendaPoint, row)
    for template in rules_of(session).agenda(KIND):
        if template_row(template.code) == row:
            fresh = AgendaPoint(row=row, meeting=KIND, code=template.code)
            return point or fresh, template.title
    if point is None:
        raise UserError(msg("This entry is not there any more."))
    return point, point.title
