"""The attendance sheet from what is kept: order, versions, signatures, the journal's hash."""

import hashlib
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.attendance_sheet import AttendanceSheet
from cfpdesk.model.meeting import (
    AgendaPoint,
    Attendance,
    Meeting,
    MeetingKind,
    Presence,
    Signature,
    SignPurpose,
)
from cfpdesk.model.record import row_of
from cfpdesk.model.team import Person, Role
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.rule_library import load_rules
from cfpdesk.store.session import Session
from tests.builders import Team, a_session, a_team, an_engagement
from tests.documents.sheets import scribble

OPENING = MeetingKind.OPENING


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    an_engagement(made)
    return made


def begin(session: Session, *people: Person) -> None:
    with session.transact(msg("Begin")) as change:
        meeting = session.find(Meeting, kind=OPENING)
        change.put(meeting.but(started_at=change.now, place="二楼"))
        for person in people:
            change.put(Attendance(meeting=OPENING, person=person.row))


def sign(session: Session, person: Person, **given: object) -> AttendanceSheet:
    shown = attendance_sheet(session, OPENING)
    with session.transact(msg("Sign")) as change:
        facts = change.attach(shown.facts_bytes(), mime="application/json", name="f.json")
        ink = change.attach(scribble(1).to_bytes(), mime="application/json", name="ink.json")
        values: dict[str, object] = {"ink": ink, "signed_at": change.now, **given}
        change.put(
            Signature(
                purpose=SignPurpose.ATTENDANCE,
                subject_table="meeting",
                subject=shown.meeting,
                person=person.row,
                facts=facts,
                version=shown.version,
                **values,  # type: ignore[arg-type]
            )
        )
    return shown


def everybody(session: Session) -> Team:
    team = a_team(session)
    begin(session, team.client, team.second, team.lead, team.first)
    return team


def test_the_team_comes_first_then_the_client_each_in_its_order(session: Session) -> None:
    team = everybody(session)
    sheet = attendance_sheet(session, OPENING)
    rows = [row.person for row in sheet.rows]
    assert rows == [team.lead.row, team.first.row, team.second.row, team.client.row]
    assert sheet.lead == team.lead.name
    assert sheet.place == "二楼"
    assert sheet.document_number == "CFP-2026-0417-OM"


def test_before_anybody_is_on_it_a_sheet_for_the_pen_lists_who_is_expected(
    session: Session,
) -> None:
    team = a_team(session)
    with session.transact(msg("Add")) as change:
        change.put(Person(name="评审", role=Role.REVIEWER, order="8"))
    assert attendance_sheet(session, OPENING).rows == ()
    rows = attendance_sheet(session, OPENING, expected=True).rows
    assert rows[0].name == team.lead.name
    assert "评审" not in [row.name for row in rows]
    assert rows[-1].name == team.client.name


def test_all_who_sign_one_content_sign_one_version(session: Session) -> None:
    team = everybody(session)
    first = sign(session, team.lead)
    second = sign(session, team.client)
    assert first.facts_sha256 == second.facts_sha256
    now = attendance_sheet(session, OPENING)
    assert now.version == first.version == second.version == 1
    signature = now.rows[0].signature
    assert signature is not None
    assert signature.ink == scribble(1)
    assert signature.facts_sha256 == now.facts_sha256


def test_a_change_makes_the_next_version_and_leaves_the_signature_with_its_own(
    session: Session,
) -> None:
    team = everybody(session)
    sign(session, team.lead)
    with session.transact(msg("Title")) as change:
        change.put(team.client.but(title="总经理"))
    now = attendance_sheet(session, OPENING)
    assert now.version == 2
    signature = now.rows[0].signature
    assert signature is not None
    assert (signature.version, signature.facts_sha256 != now.facts_sha256) == (1, True)
    with session.transact(msg("Back")) as change:
        change.put(team.client)
    assert attendance_sheet(session, OPENING).version == 1


def test_presence_and_told_points_move_the_state_but_not_the_content(session: Session) -> None:
    team = everybody(session)
    before = attendance_sheet(session, OPENING)
    code = load_rules().agenda(OPENING)[0].code
    with session.transact(msg("Tick")) as change:
        row = row_of(AgendaPoint.TABLE, str(OPENING), code)
        change.put(AgendaPoint(row=row, meeting=OPENING, code=code, done_at=change.now))
        attendance = session.find(Attendance, meeting=OPENING, person=team.client.row)
        change.put(attendance.but(presence=Presence.REMOTE))
    after = attendance_sheet(session, OPENING)
    assert after.points[0].done_at is not None
    assert after.rows[-1].presence is Presence.REMOTE
    assert after.facts_sha256 == before.facts_sha256
    assert after.state_sha256 != before.state_sha256


def test_own_points_follow_those_of_the_scheme(session: Session) -> None:
    with session.transact(msg("Point")) as change:
        change.put(AgendaPoint(meeting=OPENING, title="参观路线", order="a"))
        change.put(AgendaPoint(meeting=MeetingKind.CLOSING, title="另一个", order="a"))
    points = attendance_sheet(session, OPENING).points
    assert len(points) == len(load_rules().agenda(OPENING)) + 1
    assert points[-1].title.zh == "参观路线"


def test_the_newest_word_of_a_person_stands(session: Session) -> None:
    team = everybody(session)
    sign(session, team.client)
    sign(session, team.client, ink=None, declined=True, reason="不同意")
    signature = attendance_sheet(session, OPENING).rows[-1].signature
    assert signature is not None
    assert (signature.declined, signature.reason) == (True, "不同意")


def test_a_lost_drawing_does_not_keep_the_sheet_from_opening(session: Session) -> None:
    team = everybody(session)
    with session.transact(msg("Damaged")) as change:
        bad = change.attach(b"{}", mime="application/json", name="ink.json")
    sign(session, team.client, ink=bad)
    signature = attendance_sheet(session, OPENING).rows[-1].signature
    assert signature is not None
    assert signature.ink is None
    assert signature.ink_sha256 == bad.sha256


def test_a_person_who_is_removed_leaves_the_sheet(session: Session) -> None:
    team = everybody(session)
    with session.transact(msg("Remove")) as change:
        change.remove(team.client)
    assert len(attendance_sheet(session, OPENING).rows) == 3


def test_the_journals_hash_can_be_checked_by_hand(session: Session) -> None:
    heads = "".join(f"{head}\n" for head in sorted(session.heads()))
    before = attendance_sheet(session, OPENING).journal_sha256
    assert before == hashlib.sha256(heads.encode()).hexdigest()
    a_team(session)
    assert attendance_sheet(session, OPENING).journal_sha256 != before
