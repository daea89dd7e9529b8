"""Opening meeting: agenda, attendance, signatures bound to what was shown, the number."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.closing import Seal
from cfpdesk.model.gate import Blocker, Mark
from cfpdesk.model.ink import Ink, InkPoint
from cfpdesk.model.meeting import Meeting, MeetingKind, Presence, Signature
from cfpdesk.model.opening_gate import MOST_APART
from cfpdesk.steps import attendance, engagement, opening
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests.builders import Team, a_session, a_team, an_engagement, reopened

KIND = MeetingKind.OPENING
INK = Ink(400, 200, ((InkPoint(10, 10, 0), InkPoint(90, 60, 40)),)).to_bytes()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def codes(session: Session) -> list[str]:
    return [blocker.code for blocker in opening.blockers(session)]


def sign(session: Session, person: str, given: Given | None = None) -> None:
    shown = attendance_sheet(session, KIND)
    attendance.sign(session, person, shown, given or Given(ink=INK))


def test_the_agenda_reads_out_the_facts_of_this_engagement(session: Session, team: Team) -> None:
    engagement.write(session, "claimed_value", Decimal("2808.56"))
    opening.begin(session)
    points = opening.state(session).points
    assert len(points) == 9
    facts = " | ".join(point.fact.zh for point in points if point.fact)
    assert "核查组 3 人，客户 1 人" in facts
    assert "±140.43 kgCO₂e/t" in facts
    assert "GB/T 24067-2024 · ISO 14067:2018" in facts
    assert "摇篮到大门 · 声明单位 1 t" in facts
    assert "合理保证" in facts


def test_a_tick_has_its_time_and_unticking_keeps_both_in_the_journal(
    session: Session, team: Team
) -> None:
    row = opening.state(session).points[2].row
    opening.tick(session, row, done=True)
    first = opening.state(session).points[2].done_at
    assert first is not None
    opening.tick(session, row, done=True)
    assert opening.state(session).points[2].done_at == first
    opening.tick(session, row, done=False)
    assert opening.state(session).points[2].done_at is None
    opening.tick(session, row, done=True)
    times = [e.value for e in session.history("agenda_point", row, "done_at") if e.value]
    assert len(times) == 2
    assert opening.state(session).explained == 1


def test_two_computers_tick_the_same_point(session: Session, tmp_path: Path) -> None:
    other = a_session(tmp_path, "other")
    rows = [opening.state(each).points[0].row for each in (session, other)]
    assert rows[0] == rows[1]
    other.close()


def test_own_points_are_added_reworded_moved_and_taken_out(session: Session) -> None:
    one = opening.add_point(session, " 停电安排 ")
    two = opening.add_point(session, "参观路线")
    opening.move_point(session, two.row, -1)
    own = [p for p in opening.state(session).points if p.own]
    assert [p.title.zh for p in own] == ["参观路线", "停电安排"]
    opening.write_point(session, one.row, "停电与备用电源")
    opening.write_point(session, two.row, "")
    own = [p for p in opening.state(session).points if p.own]
    assert [p.title.zh for p in own] == ["停电与备用电源"]
    with pytest.raises(UserError):
        opening.add_point(session, " ")
    with pytest.raises(UserError):
        opening.tick(session, two.row, done=True)
    template = opening.state(session).points[0].row
    opening.write_point(session, template, "x")
    opening.remove_point(session, template)
    assert len(opening.state(session).points) == 10


def test_beginning_expects_everybody_but_the_reviewer(session: Session, team: Team) -> None:
    assert codes(session) == ["opening.not_started"]
    opening.begin(session)
    names = [row.name for row in opening.state(session).sheet.rows]
    assert names == ["林珂", "高博", "沈悦", "周敏"]
    found = codes(session)
    assert "opening.agenda" in found
    assert "opening.unsigned" in found
    assert "opening.number" in found


def test_a_signature_is_bound_to_the_facts_that_were_shown(session: Session, team: Team) -> None:
    opening.begin(session)
    shown = attendance_sheet(session, KIND)
    sign(session, team.client.row)
    kept = session.all(Signature)[0]
    assert kept.facts is not None
    assert kept.facts.sha256 == shown.facts_sha256
    facts = session.evidence.path(kept.facts).read_bytes()
    assert facts == shown.facts_bytes()
    assert json.loads(facts)["client"] == "示例冷轧钢带有限公司"
    assert kept.ink is not None
    assert session.evidence.path(kept.ink).read_bytes() == INK
    assert "不表示同意" in kept.statement_zh
    assert kept.statement_en
    assert kept.subject == session.find(Meeting, kind=KIND).row
    assert kept.version == 1


def test_who_comes_later_makes_a_new_version_and_touches_no_signature(
    session: Session, team: Team
) -> None:
    opening.begin(session)
    sign(session, team.client.row)
    before = session.all(Signature)
    attendance.add_attendee(session, KIND, "赵勇", title="生产主管")
    assert session.all(Signature) == before
    sheet = attendance_sheet(session, KIND)
    assert sheet.version == 2
    late = next(row.person for row in sheet.rows if row.name == "赵勇")
    sign(session, late)
    assert [s.version for s in session.all(Signature)] == [1, 2]


def test_signing_again_keeps_the_old_signature(session: Session, team: Team) -> None:
    opening.begin(session)
    sign(session, team.client.row)
    sign(session, team.client.row, Given(typed="周敏"))
    assert len(session.all(Signature)) == 2
    row = next(r for r in attendance_sheet(session, KIND).rows if r.person == team.client.row)
    assert row.signature is not None
    assert row.signature.typed == "周敏"


def test_a_refusal_is_kept_with_its_words_and_blocks_nothing(session: Session, team: Team) -> None:
    opening.begin(session)
    for person in (team.lead, team.first, team.second):
        sign(session, person.row)
    sign(session, team.client.row, Given(declined=True, reason="先问总经理"))
    row = attendance_sheet(session, KIND).rows[-1]
    assert row.signature is not None
    assert (row.signature.declined, row.signature.reason) == (True, "先问总经理")
    assert "opening.unsigned" not in codes(session)
    assert "opening.declined" in codes(session)


def test_nothing_given_is_no_signature(session: Session, team: Team) -> None:
    opening.begin(session)
    with pytest.raises(UserError):
        sign(session, team.client.row, Given(typed="  "))
    with pytest.raises(UserError):
        sign(session, "nobody")
    assert not session.all(Signature)


def test_presence_and_reasons(session: Session, team: Team) -> None:
    opening.begin(session)
    attendance.attend(session, KIND, team.first.row, Presence.ABSENT)
    assert "opening.no_reason" in codes(session)
    attendance.attend(session, KIND, team.first.row, Presence.ABSENT, "出差")
    assert "opening.no_reason" not in codes(session)
    row = attendance_sheet(session, KIND).rows[1]
    assert (row.presence, row.reason) == (Presence.ABSENT, "出差")
    attendance.attend(session, KIND, team.second.row, Presence.LEFT_EARLY, "赶火车")
    assert "opening.left_unsigned" in codes(session)
    attendance.attend(session, KIND, team.lead.row, Presence.REMOTE)
    waiting = next(b for b in opening.blockers(session) if b.code == "opening.unsigned")
    assert waiting.target.row == team.client.row, "the remote and the gone cannot sign here"
    attendance.attend(session, KIND, team.client.row, Presence.ABSENT, "生病")
    assert "opening.nobody" in codes(session)


def test_names_are_completed_from_the_engagement_and_namesakes_need_titles(
    session: Session, team: Team
) -> None:
    assert {p.name for p in opening.state(session).known} == {"林珂", "高博", "沈悦", "周敏"}
    row = attendance.add_attendee(session, KIND, "周敏")
    assert row == team.client.row
    with pytest.raises(UserError):
        attendance.add_attendee(session, KIND, "周敏")
    twin = attendance.add_attendee(session, KIND, "周敏", title="门卫")
    assert twin != row
    assert len(attendance_sheet(session, KIND).rows) == 2
    attendance.write_attendee(session, twin, "title", "")
    opening.begin(session)
    assert "opening.namesake" in codes(session)
    attendance.write_attendee(session, twin, "title", "保安")
    assert "opening.namesake" not in codes(session)
    with pytest.raises(UserError):
        attendance.add_attendee(session, KIND, "  ")


def test_who_signed_stays_on_the_sheet(session: Session, team: Team) -> None:
    opening.begin(session)
    attendance.leave_out(session, KIND, team.second.row)
    assert team.second.row not in [r.person for r in attendance_sheet(session, KIND).rows]
    sign(session, team.client.row)
    with pytest.raises(UserError):
        attendance.leave_out(session, KIND, team.client.row)


def test_a_paper_sheet_is_kept_as_it_is_and_ticks_its_people(
    session: Session, team: Team, tmp_path: Path
) -> None:
    opening.begin(session)
    scan = tmp_path / "签到表.jpg"
    scan.write_bytes(b"\xff\xd8\xff scan")
    attendance.take_sheet(session, KIND, scan, "image/jpeg", (team.client.row, team.first.row))
    meeting = session.find(Meeting, kind=KIND)
    assert meeting.sheet is not None
    assert session.evidence.path(meeting.sheet).read_bytes() == b"\xff\xd8\xff scan"
    rows = {r.person: r.presence for r in attendance_sheet(session, KIND).rows}
    assert rows[team.client.row] is Presence.PAPER
    assert rows[team.lead.row] is Presence.PRESENT


def test_the_number_is_digits_with_who_and_when(session: Session, team: Team) -> None:
    opening.say_number(session, " 48 27", team.client.row)
    meeting = session.find(Meeting, kind=KIND)
    assert (meeting.spoken_number, meeting.spoken_by) == ("4827", team.client.row)
    assert meeting.spoken_at is not None
    assert opening.state(session).number_by == "周敏"
    before = session.heads()
    opening.say_number(session, "4827", team.client.row)
    assert session.heads() == before
    with pytest.raises(UserError):
        opening.say_number(session, "48a", team.client.row)
    opening.say_number(session, "", team.client.row)
    assert session.find(Meeting, kind=KIND).spoken_at is None


def test_the_meeting_ends_only_when_nothing_hard_blocks(session: Session, team: Team) -> None:
    with pytest.raises(UserError):
        opening.end(session)
    opening.begin(session)
    assert opening.status(session).mark is Mark.IN_PROGRESS
    for point in opening.state(session).points:
        opening.tick(session, point.row, done=True)
    for person in (team.lead, team.first, team.second):
        sign(session, person.row)
    with pytest.raises(UserError):
        opening.end(session)
    sign(session, team.client.row)
    opening.end(session)
    again = reopened(session)
    assert opening.status(again).mark is Mark.DONE
    opening.resume(again)
    assert opening.status(again).mark is Mark.IN_PROGRESS
    again.close()


def test_the_place_is_written_once(session: Session) -> None:
    opening.set_place(session, "二楼会议室")
    before = session.heads()
    opening.set_place(session, "二楼会议室")
    assert session.heads() == before
    assert opening.state(session).meeting.place == "二楼会议室"


def test_a_sealed_visit_has_no_open_points(session: Session, team: Team) -> None:
    opening.begin(session)
    with session.transact(msg("Seal")) as change:
        change.put(Seal(sealed_at=change.now))
    assert opening.blockers(session) == ()
    assert opening.status(session).mark is Mark.SEALED


def test_many_empty_titles_stand_in_one_sentence(session: Session) -> None:
    opening.begin(session)

    def untitled() -> list[Blocker]:
        return [b for b in opening.blockers(session) if b.code == "opening.no_title"]

    few = len(untitled())
    for number in range(MOST_APART - few):
        attendance.add_attendee(session, KIND, f"甲{number}")
    assert len(untitled()) == MOST_APART
    for number in range(20):
        attendance.add_attendee(session, KIND, f"乙{number}")
    told = untitled()
    assert len(told) == 1
    assert "等的职务没有填" in told[0].sentence.text("zh")
    assert told[0].target.field == "title"
