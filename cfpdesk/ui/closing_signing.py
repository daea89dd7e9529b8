"""What the client is handed at the closing meeting: the attendance sheet and the key data."""

from collections.abc import Callable, Sequence

from cfpdesk.documents import attendance, key_data
from cfpdesk.documents.document import Document, Options, fingerprint
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import Language
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetRow
from cfpdesk.model.meeting import MeetingKind, SignPurpose
from cfpdesk.model.team import Person
from cfpdesk.steps import attendance as attendance_step
from cfpdesk.steps import closing
from cfpdesk.store.rule_library import load_rules
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.signing import Ask, SigningRequest, SigningResult


def attendance_requests(desk: Desk, people: Sequence[str]) -> list[SigningRequest]:
    """Return the sheet as it stands for each of these people, in the order of the sheet."""
    sheet = closing.state(desk.session).sheet
    return [_attendance(desk, sheet, row) for row in sheet.rows if row.person in people]


def _attendance(desk: Desk, sheet: AttendanceSheet, row: SheetRow) -> SigningRequest:
    document = attendance.build(sheet, Options(signing=row.person, blank_rows=0))

    def signed(result: SigningResult) -> None:
        given = attendance_step.Signed(
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )
        attendance_step.sign(desk.session, row.person, sheet, given)

    return SigningRequest(
        person=row.person,
        name=row.name,
        title=row.title,
        statement=load_rules().sentence(SignPurpose.ATTENDANCE, MeetingKind.CLOSING).text,
        document=document.title,
        version=document.version,
        fingerprint=fingerprint(document.content_sha256),
        pdf=_pdf(document),
        ring=row.name,
        ask=Ask.SIGN_IN,
        signed=signed,
    )


def key_data_request(desk: Desk, person: str) -> SigningRequest:
    """Return the six facts as they stand for one person of the client."""
    found = desk.session.get(Person, person) or Person(row=person)
    shown = closing.state(desk.session)
    document = key_data.build(shown, Options(signing=person))

    def signed(result: SigningResult) -> None:
        closing.sign_key_data(
            desk.session,
            person,
            shown,
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )

    return SigningRequest(
        person=person,
        name=found.name,
        title=found.title,
        statement=shown.key_sentence,
        document=document.title,
        version=document.version,
        fingerprint=fingerprint(document.content_sha256),
        pdf=_pdf(document),
        signed=signed,
    )


def _pdf(document: Document) -> Callable[[Language], bytes]:
    return lambda language: to_pdf(document, language)
