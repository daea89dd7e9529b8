"""The closing meeting from the first finding told to the amendment after the seal."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.gate import Blocker, Level, Mark, Target
from cfpdesk.model.journal import Actor
from cfpdesk.model.meeting import Attendance, MeetingKind, Presence, Signature
from cfpdesk.model.team import GroupOwner, Person, Role, Side
from cfpdesk.steps import attendance, checklist, closing
from cfpdesk.store.seal_query import amendments
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests import builders
from tests.builders import give, two_copies

HARD = Blocker("opening.x", Level.HARD, "", msg("Draft"), msg("Draft"), Target("opening"))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = builders.a_session(tmp_path)
    engagement = builders.an_engagement(made)
    builders.a_team(made)
    with made.transact(msg("Edit the engagement")) as change:
        change.put(
            engagement.but(
                claimed_value=Decimal("2808.56"),
                period_from=date(2025, 1, 1),
                period_to=date(2025, 12, 31),
            )
        )
    yield made
    made.close()


def a_finding(session: Session, state: FindingState = FindingState.RAISED) -> Finding:
    with session.transact(msg("Raise a finding")) as change:
        return change.put(
            Finding(
                number="NC-1-01",
                kind=FindingKind.MAJOR,
                state=state,
                title="酸再生外协工序未进入清单",
                requirement="补入清单",
            )
        )


def codes(session: Session) -> set[str]:
    return {blocker.code for blocker in closing.blockers(session)}


def sign_all(session: Session) -> None:
    for row in closing.state(session).sheet.rows:
        shown = closing.state(session).sheet
        attendance.sign(session, row.person, shown, Given(typed=row.name))


def settle(session: Session) -> None:
    """Everything but the seal."""
    closing.begin(session)
    attendance.add_attendee(session, MeetingKind.CLOSING, "周敏")
    sign_all(session)
    for fact in closing.state(session).facts:
        closing.confirm(session, fact, confirmed=True)
    shown = closing.state(session)
    client = next(r.person for r in shown.sheet.rows if r.name == "周敏")
    closing.sign_key_data(session, client, shown, typed="周敏")


def test_a_fresh_engagement_says_what_the_closing_meeting_needs(session: Session) -> None:
    assert closing.status(session).mark is Mark.NOT_STARTED
    assert {"closing.not_started", "closing.nobody", "closing.key_datum"} <= codes(session)


def test_the_technical_reviewer_is_not_expected(session: Session) -> None:
    with session.transact(msg("x")) as change:
        reviewer = change.put(Person(name="方敏", side=Side.TEAM, role=Role.REVIEWER))
    closing.begin(session)
    assert reviewer.row not in {a.person for a in session.all(Attendance)}


def test_beginning_brings_the_team_and_who_was_at_the_opening(session: Session) -> None:
    attendance.add_attendee(session, MeetingKind.OPENING, "周敏")
    closing.begin(session)
    names = {row.name for row in closing.state(session).sheet.rows}
    assert names == {"林珂", "高博", "沈悦", "周敏"}
    assert closing.state(session).meeting.started_at is not None


def test_agreed_and_disputed_tell_the_finding_and_go_on_record(session: Session) -> None:
    finding = a_finding(session)
    assert "closing.no_position" in codes(session)
    closing.take_position(session, finding, Position.AGREED)
    told = session.get(Finding, finding.row)
    assert told is not None
    assert (told.position, told.state) == (Position.AGREED, FindingState.TOLD)
    closing.take_position(session, told, Position.DISPUTED)
    blockers = {b.code: b.level for b in closing.blockers(session)}
    assert blockers["closing.disputed"] is Level.HARD
    again = session.get(Finding, finding.row)
    assert again is not None
    closing.write_response(session, again, "该工序属外协，已另行申报")
    blockers = {b.code: b.level for b in closing.blockers(session)}
    assert blockers["closing.disputed"] is Level.WARNING


def test_a_finding_that_may_not_be_told_yet_stays_raised(session: Session) -> None:
    finding = a_finding(session)
    with session.transact(msg("Edit")) as change:
        finding = change.put(finding.but(requirement=""))
    closing.take_position(session, finding, Position.AGREED)
    kept = session.get(Finding, finding.row)
    assert kept is not None
    assert kept.state is FindingState.RAISED


def test_a_draft_blocks_and_is_not_asked_for_a_position(session: Session) -> None:
    a_finding(session, FindingState.DRAFT)
    found = codes(session)
    assert "closing.draft" in found
    assert "closing.no_position" not in found


def test_a_ticked_fact_is_frozen_and_an_unticked_one_follows_the_engagement(
    session: Session,
) -> None:
    value = closing.state(session).facts[4]
    closing.confirm(session, value, confirmed=True)
    engagement = closing.state(session).engagement
    with session.transact(msg("Edit the engagement")) as change:
        change.put(engagement.but(claimed_value=Decimal("2822.73")))
    frozen = closing.state(session).facts[4]
    assert frozen.said.zh == "2,808.56 kgCO₂e/t"
    assert not frozen.matches
    closing.word(session, frozen, "")
    followed = closing.state(session).facts[4]
    assert followed.said.zh == "2,822.73 kgCO₂e/t"
    assert not followed.confirmed


def test_a_worded_fact_is_no_longer_confirmed(session: Session) -> None:
    value = closing.state(session).facts[4]
    closing.confirm(session, value, confirmed=True)
    closing.word(session, closing.state(session).facts[4], "2,822.73 kgCO₂e/t（更正后）")
    worded = closing.state(session).facts[4]
    assert worded.said.en == "2,822.73 kgCO₂e/t（更正后）"
    assert not worded.confirmed


def test_nothing_can_be_confirmed_that_says_nothing(session: Session) -> None:
    with session.transact(msg("Edit the engagement")) as change:
        change.put(closing.state(session).engagement.but(product=""))
    with pytest.raises(UserError):
        closing.confirm(session, closing.state(session).facts[0], confirmed=True)


def test_the_key_signature_stands_only_for_what_was_shown(session: Session) -> None:
    settle(session)
    assert closing.state(session).key_signature_stands
    assert closing.state(session).key_version == 1
    fact = closing.state(session).facts[0]
    closing.word(session, fact, "另一种产品")
    after = closing.state(session)
    assert not after.key_signature_stands
    assert after.key_version == 2
    assert "closing.key_data_unsigned" in codes(session)


def test_a_refusal_is_kept_and_blocks(session: Session) -> None:
    closing.begin(session)
    client = attendance.add_attendee(session, MeetingKind.CLOSING, "周敏")
    with pytest.raises(UserError):
        closing.sign_key_data(session, client, closing.state(session))
    closing.sign_key_data(
        session, client, closing.state(session), declined=True, reason="要先问总部"
    )
    kept = session.all(Signature)[-1]
    assert (kept.declined, kept.reason) == (True, "要先问总部")
    assert "closing.key_data_unsigned" in codes(session)


def test_everything_settled_can_be_sealed_and_only_once(session: Session) -> None:
    settle(session)
    assert codes(session) == set()
    assert closing.status(session).mark is Mark.DONE
    with pytest.raises(UserError):
        closing.seal(session, [HARD])
    sealed = closing.seal(session, closing.blockers(session))
    assert sealed.facts is not None
    assert session.evidence.path(sealed.facts).is_file()
    assert closing.status(session).mark is Mark.SEALED
    with pytest.raises(UserError):
        closing.seal(session, [])


def test_after_the_seal_an_edit_needs_a_reason_and_shows_as_amendment(session: Session) -> None:
    finding = a_finding(session)
    closing.take_position(session, finding, Position.AGREED)
    settle(session)
    closing.seal(session, closing.blockers(session))
    kept = session.get(Finding, finding.row)
    assert kept is not None
    with pytest.raises(UserError):
        closing.take_position(session, kept, Position.NONE)
    assert closing.state(session).amendments == ()
    closing.write_response(session, kept, "补充说明", reason="客户来信")
    (amendment,) = closing.state(session).amendments
    assert amendment.reason == "客户来信"
    assert "NC-1-01" in str(amendment.title)


def test_somebody_outside_the_team_cannot_seal(session: Session) -> None:
    settle(session)
    folder, clock = session.folder, session.clock
    session.close()
    stranger = Session.open(folder, Actor("外人", "9" * 64), clock)
    with pytest.raises(UserError):
        closing.seal(stranger, [])
    stranger.close()


def test_attendance_of_the_absent_needs_a_reason(session: Session) -> None:
    closing.begin(session)
    row = closing.state(session).sheet.rows[0]
    attendance.attend(session, MeetingKind.CLOSING, row.person, Presence.ABSENT)
    assert "closing.no_reason" in codes(session)
    attendance.attend(session, MeetingKind.CLOSING, row.person, Presence.ABSENT, "病假")
    assert "closing.no_reason" not in codes(session)
    assert len(session.all(Attendance)) == 3


def test_an_amendment_that_is_undone_or_was_merged_in_is_none(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.transact(msg("Seal")) as change:
            change.put(Seal(sealed_at=lead.now(), heads=lead.heads()))
        with auditor.transact(msg("Write")) as change:
            change.put(auditor.find(Engagement).but(product="带钢"))
        give(auditor, lead)
        assert amendments(lead) == (), "the chain was not here when the lead sealed"
        with lead.transact(msg("Correct"), reason="客户来信") as change:
            change.put(lead.find(Engagement).but(client="恒锐"))
        assert [str(one.reason) for one in amendments(lead)] == ["客户来信"]
        assert len(lead.operations_since({lead.replica: 0})) > len(amendments(lead))
        lead.undo()
        assert amendments(lead) == ()
        lead.redo()
        assert [str(one.reason) for one in amendments(lead)] == ["客户来信"]


def test_what_lacks_many_times_is_said_once(session: Session) -> None:
    def of(code: str) -> list[Blocker]:
        return [b for b in closing.blockers(session) if b.code == code]

    assert [b.sentence.text("zh") for b in of("closing.key_datum")] == ["还有 6 项要点没有确认"]
    closing.begin(session)
    waiting = of("closing.unsigned")
    assert len(waiting) == 1
    first = closing.state(session).sheet.rows[0]
    assert waiting[0].target.row == first.person
    assert first.name in waiting[0].sentence.text("zh")
    for fact in closing.state(session).facts[:5]:
        closing.confirm(session, fact, confirmed=True)
    assert "要点“" in of("closing.key_datum")[0].sentence.text("zh")


def test_the_leader_is_told_of_whom_nothing_has_come_yet(session: Session) -> None:
    def waiting() -> list[str]:
        found = closing.blockers(session)
        return [b.sentence.text("zh") for b in found if b.code == "closing.unheard"]

    assert waiting() == []
    auditor = next(p for p in session.all(Person) if p.role is Role.VERIFIER)
    with session.transact(msg("Share the groups")) as change:
        change.put(GroupOwner(group="ELEC", person=auditor.row))
    assert waiting() == [f"{auditor.name}负责的 5 条在这里一条都没判。他的包合并了吗？"]
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    assert waiting() == []
