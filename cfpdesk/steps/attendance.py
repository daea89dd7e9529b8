"""Attendance of a meeting: who is there, how, and what they signed (rule 9.5.2)."""

from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.attendance_sheet import AttendanceSheet
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import (
    Attendance,
    Meeting,
    MeetingKind,
    Presence,
    Signature,
    SignPurpose,
)
from cfpdesk.model.order import between
from cfpdesk.model.team import Person, Side
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given, keep_signature


def add_attendee(
    session: Session,
    kind: MeetingKind,
    name: str,
    *,
    title: str = "",
    organisation: str = "",
    person: str = "",
) -> str:
    """Put somebody on the sheet: a known person, or a new one of the client. Returns the row.

    Args:
        session: the engagement.
        kind: which meeting.
        name: the name as typed; a known one of that name comes in, if there is only one.
        title, organisation: of a new person.
        person: row of a known person who was chosen.

    Raises:
        UserError: if the name is empty.
    """
    name = " ".join(name.split())
    on_sheet = {a.person for a in session.all(Attendance) if a.meeting is kind}
    known = session.get(Person, person) if person else _known(session, name, title)
    if known is not None and known.row in on_sheet:
        if title or not name:
            return known.row
        raise UserError(
            msg("{name} is on the sheet already; a title tells two people apart.", name=name)
        )
    if known is None and not name:
        raise UserError(msg("Write the name first."))
    if known is not None:
        with session.transact(msg("{name} joins the meeting", name=known.name)) as change:
            change.put(session.find(Attendance, meeting=kind, person=known.row))
        return known.row
    clients = [p for p in session.all(Person) if p.side is Side.CLIENT]
    fresh = Person(
        name=name,
        title=title,
        organisation=organisation or session.find(Engagement).client,
        order=between(clients[-1].order if clients else "", ""),
    )
    with session.transact(msg("{name} joins the meeting", name=name)) as change:
        kept: Person = change.put(fresh)
        change.put(Attendance(meeting=kind, person=kept.row))
    return kept.row


def attend(
    session: Session, kind: MeetingKind, person: str, presence: Presence, reason: str | None = None
) -> None:
    """Record how a person takes part; a reason of None keeps the one that stands."""
    attendance = session.find(Attendance, meeting=kind, person=person)
    wanted = attendance.but(
        presence=presence, reason=attendance.reason if reason is None else reason
    )
    if wanted != attendance or session.get(Attendance, attendance.row) is None:
        name = _name(session, person)
        with session.transact(msg("{name}: attendance", name=name)) as change:
            change.put(wanted)


def write_attendee(session: Session, person: str, field: str, value: str) -> None:
    """Write name, title or organisation of a person; what was signed keeps what was shown."""
    kept = session.get(Person, person)
    if kept is None:
        raise UserError(msg("This entry is not there any more."))
    value = " ".join(value.split())
    if field == "name" and not value:
        raise UserError(msg("A person needs a name."))
    if getattr(kept, field) != value:
        with session.transact(msg("{name}: details", name=kept.name)) as change:
            change.put(kept.but(**{field: value}))


def leave_out(session: Session, kind: MeetingKind, person: str) -> None:
    """Take somebody off the sheet who was not expected; a signature forbids it.

    Raises:
        UserError: if the person has signed or declined.
    """
    row = next((r for r in attendance_sheet(session, kind).rows if r.person == person), None)
    if row is None:
        return
    if row.signature is not None:
        raise UserError(msg("{name} has signed and stays on the sheet.", name=row.name))
    with session.transact(msg("{name} off the sheet", name=row.name)) as change:
        change.remove(session.find(Attendance, meeting=kind, person=person))


def sign(session: Session, person: str, shown: AttendanceSheet, given: Given) -> None:
    """Keep what a person gave on the signing page, bound to what was shown there.

    Earlier signatures of the same person stay; the newest one counts.

    Args:
        session: the engagement.
        person: row of the person.
        shown: the sheet as it was shown; its canonical facts are kept as a blob.
        given: ink, a typed name, or the refusal.

    Raises:
        UserError: if nothing was given, or the person is not on the sheet that was shown.
    """
    row = next((r for r in shown.rows if r.person == person), None)
    if row is None:
        raise UserError(msg("This person is not on the sheet that was shown."))
    sentence = rules_of(session).sentence(SignPurpose.ATTENDANCE, shown.kind).text
    title = (
        msg("{name} does not sign", name=row.name)
        if given.declined
        else msg("{name} signs in", name=row.name)
    )
    signature = Signature(
        purpose=SignPurpose.ATTENDANCE,
        subject_table=Meeting.TABLE,
        subject=shown.meeting,
        person=person,
        name=row.name,
        title=row.title,
        statement_zh=sentence.zh,
        statement_en=sentence.en,
        version=shown.version,
    )
    keep_signature(session, title, signature, ("attendance.json", shown.facts_bytes()), given)


def take_sheet(
    session: Session, kind: MeetingKind, file: Path, mime: str, signed: tuple[str, ...]
) -> None:
    """Keep the scan of a paper sheet and tick the people who signed on it.

    Args:
        session: the engagement.
        kind: which meeting.
        file: the scan; its bytes are kept as they are.
        mime: as recognised.
        signed: rows of the people whose signatures are on the paper.
    """
    with session.transact(msg("Paper attendance sheet {name}", name=file.name)) as change:
        blob = change.attach(file, mime=mime, name=file.name)
        change.put(session.find(Meeting, kind=kind).but(sheet=blob))
        for person in signed:
            attendance = session.find(Attendance, meeting=kind, person=person)
            change.put(attendance.but(presence=Presence.PAPER))


def _known(session: Session, name: str, title: str) -> Person | None:
    same = [p for p in session.all(Person) if p.name == name and title in ("", p.title)]
    return same[0] if len(same) == 1 else None


def _name(session: Session, person: str) -> str:
    found = session.get(Person, person)
    return found.name if found else ""
