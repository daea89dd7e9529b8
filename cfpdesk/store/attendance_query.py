"""The attendance sheet of a meeting, put together from what is kept.

Opening and closing share it; the document prints it; a signature is bound to its facts.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual
from cfpdesk.model.attendance_sheet import (
    AttendanceSheet,
    SheetPoint,
    SheetRow,
    SheetSignature,
)
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.ink import Ink, parse_ink
from cfpdesk.model.meeting import (
    AgendaPoint,
    Attendance,
    Meeting,
    MeetingKind,
    Signature,
    SignPurpose,
    standing_signature,
)
from cfpdesk.model.record import Blob, row_of
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session


def attendance_sheet(
    session: Session, kind: MeetingKind, *, expected: bool = False
) -> AttendanceSheet:
    """Return the sheet as it stands.

    Args:
        session: the engagement.
        kind: which meeting.
        expected: while nobody is on the sheet yet, list everybody who is known; for a sheet that
            is printed before the meeting.
    """
    engagement = session.find(Engagement)
    meeting = session.find(Meeting, kind=kind)
    people = {person.row: person for person in session.all(Person)}
    signatures = _signatures(session, meeting)
    rows = _rows(session, kind, people, meeting, signatures)
    if expected and not rows:
        rows = _expected(people)
    lead = next((p.name for p in people.values() if p.role is Role.LEAD), "")
    sheet = AttendanceSheet(
        number=engagement.number,
        body=engagement.body,
        client=engagement.client,
        product=engagement.product,
        declared_unit=engagement.declared_unit,
        stage=engagement.stage,
        assurance_level=engagement.assurance_level,
        site=" / ".join(site.name for site in session.all(Site) if site.name),
        lead=lead,
        kind=kind,
        meeting=meeting.row,
        place=meeting.place,
        period_from=engagement.period_from,
        period_to=engagement.period_to,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        points=_points(session, kind),
        rows=rows,
        journal_sha256=journal_sha256(session.heads()),
        sheet_scan=meeting.sheet.sha256 if meeting.sheet else "",
    )
    return _numbered(sheet, signatures)


def journal_sha256(heads: Sequence[str]) -> str:
    """Return the hash that names a state of the journal: SHA-256 over its heads, one a line.

    A head is the last event of a chain as "replica:seq:hash"; sorted, each ended by LF.
    """
    return hashlib.sha256("".join(f"{head}\n" for head in sorted(heads)).encode()).hexdigest()


def _numbered(sheet: AttendanceSheet, signatures: Sequence[Signature]) -> AttendanceSheet:
    """Return the sheet with its version: that under which it was signed, or the next one."""
    same = [s.version for s in signatures if s.facts and s.facts.sha256 == sheet.facts_sha256]
    version = min(same) if same else 1 + max((s.version for s in signatures), default=0)
    return sheet.numbered(version)


def _signatures(session: Session, meeting: Meeting) -> tuple[Signature, ...]:
    return tuple(
        signature
        for signature in session.all(Signature)
        if signature.purpose is SignPurpose.ATTENDANCE and signature.subject == meeting.row
    )


def _points(session: Session, kind: MeetingKind) -> tuple[SheetPoint, ...]:
    """Return the scheme's points in its order, then those a person added."""
    kept = {point.row: point for point in session.all(AgendaPoint) if point.meeting is kind}
    found = []
    for template in rules_of(session).agenda(kind):
        point = kept.pop(row_of(AgendaPoint.TABLE, str(kind), template.code), AgendaPoint())
        found.append(SheetPoint(template.title, point.note, point.done_at))
    own = [point for point in kept.values() if not point.code]
    found += [SheetPoint(Bilingual(p.title, p.title), p.note, p.done_at) for p in own]
    return tuple(found)


def _rows(
    session: Session,
    kind: MeetingKind,
    people: Mapping[str, Person],
    meeting: Meeting,
    signatures: Sequence[Signature],
) -> tuple[SheetRow, ...]:
    places = {row: at for at, row in enumerate(people)}
    attendances = [a for a in session.all(Attendance) if a.meeting is kind and a.person in people]
    attendances.sort(key=lambda a: (people[a.person].side is not Side.TEAM, places[a.person]))
    rows = []
    for attendance in attendances:
        person = people[attendance.person]
        signed = standing_signature(signatures, SignPurpose.ATTENDANCE, meeting.row, person.row)
        rows.append(
            SheetRow(
                person=person.row,
                name=person.name,
                organisation=person.organisation,
                title=person.title,
                side=person.side,
                role=person.role,
                presence=attendance.presence,
                reason=attendance.reason,
                signature=_signature(session, signed) if signed else None,
            )
        )
    return tuple(rows)


def _expected(people: Mapping[str, Person]) -> tuple[SheetRow, ...]:
    known = [person for person in people.values() if person.role is not Role.REVIEWER]
    known.sort(key=lambda person: person.side is not Side.TEAM)
    return tuple(
        SheetRow(
            person=person.row,
            name=person.name,
            organisation=person.organisation,
            title=person.title,
            side=person.side,
            role=person.role,
        )
        for person in known
    )


def _signature(session: Session, signature: Signature) -> SheetSignature:
    return SheetSignature(
        ink=kept_ink(session, signature.ink),
        typed=signature.typed,
        declined=signature.declined,
        reason=signature.reason,
        signed_at=signature.signed_at,
        version=signature.version,
        facts_sha256=signature.facts.sha256 if signature.facts else "",
        ink_sha256=signature.ink.sha256 if signature.ink else "",
    )


@dataclass(frozen=True, slots=True)
class DrawnName:
    """A signature as it is printed: the strokes, or the name as typed; `at` when."""

    ink: Ink | None
    typed: str
    at: datetime | None


def drawn_statements(session: Session, person: str) -> DrawnName | None:
    """Return what a member gave last under the statements of the team; None without, or refused."""
    signed = standing_signature(session.all(Signature), SignPurpose.STATEMENTS, person, person)
    if signed is None or signed.declined:
        return None
    return DrawnName(kept_ink(session, signed.ink), signed.typed, signed.signed_at)


def kept_ink(session: Session, blob: Blob | None) -> Ink | None:
    """Return the strokes of a signature; None where there are none or the file is not readable.

    A missing drawing must not keep the sheet from opening: the sheet says so instead, and the
    check of the folder reports the file.
    """
    if blob is None:
        return None
    try:
        return _read_ink(session.evidence.path(blob))
    except (OSError, UserError):
        return None


@lru_cache(maxsize=512)
def _read_ink(path: Path) -> Ink:
    """Read strokes once; a path names its content by hash, so it cannot go stale."""
    return parse_ink(path.read_bytes())
