"""What is handed over to sign in: the attendance sheet of a meeting, for each person in turn."""

from collections.abc import Sequence

from cfpdesk.documents.document import Options, fingerprint
from cfpdesk.documents.registry import document_kind
from cfpdesk.i18n import Language
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetRow
from cfpdesk.model.meeting import MeetingKind, SignPurpose
from cfpdesk.steps import attendance
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.signature import Given
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.signing import Ask, SigningRequest, SigningResult

NOBODY = "-"
"""Whose turn it is once a person has signed: the others' signatures stay hidden, no row rings."""


def sheet_requests(desk: Desk, kind: MeetingKind, people: Sequence[str]) -> list[SigningRequest]:
    """Return a request for each of these people, in the order given.

    The content that is signed is the sheet as it stands now; the page that is shown is made when
    the person's turn comes, so that it tells who has signed by then.
    """
    sheet = attendance_sheet(desk.session, kind)
    rows = {row.person: row for row in sheet.rows}
    return [_request(desk, sheet, rows[person]) for person in people if person in rows]


def _request(desk: Desk, sheet: AttendanceSheet, row: SheetRow) -> SigningRequest:
    document = document_kind(f"attendance_{sheet.kind}")
    signing = row.person

    def pdf(language: Language) -> bytes:
        options = Options(signing=signing, blank_rows=0)
        from cfpdesk.documents.to_pdf import to_pdf  # heavy, and only needed now

        return to_pdf(document.build(desk.session, options), language)

    def signed(result: SigningResult) -> None:
        nonlocal signing
        given = Given(
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )
        attendance.sign(desk.session, row.person, sheet, given)
        signing = NOBODY

    return SigningRequest(
        person=row.person,
        name=row.name,
        title=row.title,
        statement=rules_of(desk.session).sentence(SignPurpose.ATTENDANCE, sheet.kind).text,
        document=document.title,
        version=sheet.version,
        fingerprint=fingerprint(sheet.facts_sha256),
        pdf=pdf,
        ring=row.name,
        ask=Ask.SIGN_IN,
        signed=signed,
    )
