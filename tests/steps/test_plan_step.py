"""The plan: scheduled, sent, confirmed, changed by notice; the visit begins only after that."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement, Stage
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.override import Office
from cfpdesk.model.plan import PlanVersion
from cfpdesk.model.plan_version import NOW
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import BlockKind, ScheduleBlock
from cfpdesk.model.team import Person, Role
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import (
    competence,
    engagement,
    home,
    opening,
    override,
    person_days,
    plan,
    sample,
    schedule,
    stages,
    team,
)
from cfpdesk.store.session import Session
from tests.builders import a_clock, a_session, reopened

DAY = date(2026, 3, 18)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The sample as it was confirmed by the client."""
    made = a_session(tmp_path)
    sample.prepare(made)
    return made


def person(session: Session, name: str) -> Person:
    return next(p for p in session.all(Person) if p.name == name)


def block(session: Session, title: str) -> ScheduleBlock:
    return next(b for b in session.all(ScheduleBlock) if b.title == title)


def hard(session: Session) -> list[str]:
    return [b.code for b in plan.state(session).blockers if b.level.blocks]


# The schedule ---------------------------------------------------------------------------------


def test_blocks_are_added_moved_handed_over_and_taken_out(session: Session) -> None:
    su, gao = person(session, "苏晓岚").row, person(session, "高博").row
    made = schedule.add(session, DAY, 16 * 60, su)
    assert (made.start, made.end, made.people) == (960, 1020, (su,))
    assert made.site == engagement.state(session).sites[0].row
    schedule.place(session, made.row, 975, 1005, (gao,))
    kept = session.get(ScheduleBlock, made.row)
    assert kept is not None
    assert (kept.start, kept.end, kept.people) == (975, 1005, (gao,))
    for start, end in ((1005, 1005), (-15, 60), (1400, 1455)):
        with pytest.raises(UserError):
            schedule.place(session, made.row, start, end, (gao,))
    with pytest.raises(UserError):
        schedule.write(session, made.row, "end", 975)
    with pytest.raises(UserError):
        schedule.write(session, made.row, "people", ())
    schedule.write(session, made.row, "title", "设备清单")
    schedule.write(session, made.row, "kind", BlockKind.MANAGEMENT)
    session.undo()
    kept = session.get(ScheduleBlock, made.row)
    assert kept is not None
    assert kept.kind is BlockKind.WORK
    schedule.remove(session, made.row)
    assert session.get(ScheduleBlock, made.row) is None


def test_a_late_block_ends_with_the_day(session: Session) -> None:
    made = schedule.add(session, DAY, 23 * 60 + 50, person(session, "高博").row)
    assert (made.start, made.end) == (23 * 60 + 45, 24 * 60)


def test_overlaps_and_days_without_a_certificate_are_told(session: Session) -> None:
    assert not schedule.state(session).overlaps
    first = block(session, "车间、能源计量")
    schedule.write(session, first.row, "end", 13 * 60 + 15)
    assert schedule.state(session).overlaps == {first.row, block(session, "抽样、复算").row}
    certificate = next(
        c
        for c in competence.state(session).team.certificates
        if c.person == person(session, "高博").row
    )
    competence.write_certificate(session, certificate.row, "valid_to", DAY)
    uncovered = schedule.state(session).uncovered
    assert uncovered[block(session, "来料与发运").row] == ("高博",)
    assert block(session, "原料、分配").row not in uncovered
    assert any(b.code == "team.certificate_day" for b in engagement.blockers(session))


def test_meetings_are_put_in_once_for_the_whole_team(session: Session) -> None:
    for kind in (BlockKind.OPENING, BlockKind.CLOSING):
        schedule.remove(session, next(b for b in session.all(ScheduleBlock) if b.kind is kind).row)
    assert not schedule.state(session).missing_meetings
    engagement.arrange(
        session, MeetingKind.OPENING, datetime(2026, 3, 18, 9, 5).astimezone().astimezone(UTC)
    )
    assert schedule.state(session).missing_meetings
    schedule.put_meetings(session)
    made = [b for b in session.all(ScheduleBlock) if b.kind is BlockKind.OPENING]
    assert [(b.day, b.start, b.end) for b in made] == [(DAY, 545, 590)]
    assert len(made[0].people) == 4
    schedule.put_meetings(session)
    assert len([b for b in session.all(ScheduleBlock) if b.kind is BlockKind.OPENING]) == 1


# Versions -------------------------------------------------------------------------------------


def test_a_change_after_confirmation_makes_the_next_version_with_a_notice(
    session: Session,
) -> None:
    assert not hard(session)
    moved = block(session, "报告对照")
    schedule.place(session, moved.row, 13 * 60 + 30, 15 * 60 + 30, moved.people)
    assert hard(session) == ["plan.changed"]
    latest = plan.state(session).latest
    assert latest is not None
    changes = plan.changes_between(session, latest.number, NOW)
    assert changes is not None
    assert [(c.part, c.key) for c in changes] == [("schedule", moved.row)]
    assert plan.changes_between(session, 1, 1) == ()
    assert plan.changes_between(session, 1, 7) is None
    for on, how, reason in (
        (None, "邮件", "设备检修"),
        (date(2026, 3, 16), " ", "设备检修"),
        (date(2026, 3, 16), "邮件", ""),
    ):
        with pytest.raises(UserError):
            plan.send(session, on, how, reason)
    made = plan.send(session, date(2026, 3, 16), "邮件发王建华", "设备检修")
    assert made.number == 2
    assert hard(session) == ["plan.confirmed"]
    with pytest.raises(UserError, match="16"):
        plan.confirm(session, 2, date(2026, 3, 15), "王建华")
    plan.confirm(session, 2, date(2026, 3, 16), "王建华")
    assert not hard(session)
    with pytest.raises(UserError):
        plan.send(session, date(2026, 3, 17), "邮件", "没有变")
    again = reopened(session)
    assert plan.state(again).latest == plan.state(again).plan.versions[-1]
    assert plan.facts_of(again, made) is not None
    again.close()


def test_a_group_of_the_checklist_is_ours_and_changes_nothing_for_the_client(
    session: Session,
) -> None:
    schedule.write(session, block(session, "报告对照").row, "group", "MTG")
    assert not plan.state(session).changed


def test_a_plan_is_not_sent_while_it_lacks_something_the_rules_ask(session: Session) -> None:
    plan.write_item(session, ListCode.PROGRAMME, "data", "")
    with pytest.raises(UserError, match="数据怎样收集"):
        plan.send(session, date(2026, 3, 16), "邮件", "补充")
    plan.write_item(session, ListCode.PROGRAMME, "data", "台账、发票")
    person_days.write(session, "document_review", Decimal(3))
    with pytest.raises(UserError, match="文件评审"):
        plan.send(session, date(2026, 3, 16), "邮件", "补充")


def test_a_replaced_verifier_needs_a_reason_and_the_clients_word(session: Session) -> None:
    gao = person(session, "高博")
    team.give_role(session, gao.row, Role.EXPERT)
    assert [b.code for b in plan.state(session).blockers if b.level is Level.OVERRIDABLE] == [
        "plan.replaced"
    ]
    plan.replace_member(session, gao.row, "unforeseeable", YesNo.YES)
    plan.replace_member(session, gao.row, "reason", "住院")
    plan.replace_member(session, gao.row, "confirmed_on", date(2026, 3, 17))
    plan.replace_member(session, gao.row, "confirmed_by", "王建华")
    assert "plan.replaced" not in [b.code for b in plan.state(session).blockers]


# The gate -------------------------------------------------------------------------------------


def refused(session: Session) -> list[Blocker]:
    return [b for b in opening.blockers(session) if b.code == "opening.refused"]


def test_the_visit_begins_when_the_plan_is_confirmed(session: Session) -> None:
    assert not refused(session)
    moved = block(session, "报告对照")
    schedule.place(session, moved.row, 13 * 60 + 30, 15 * 60 + 30, moved.people)
    found = refused(session)
    assert [b.target.field for b in found] == ["version"]
    with pytest.raises(UserError, match="第 1 版"):
        opening.begin(session)
    assert session.find(Meeting, kind=MeetingKind.OPENING).started_at is None
    schedule.place(session, moved.row, moved.start, moved.end, moved.people)
    opening.begin(session)
    assert session.find(Meeting, kind=MeetingKind.OPENING).started_at is not None
    schedule.remove(session, moved.row)
    assert not refused(session), "what has begun is not begun again"


def test_the_visit_waits_for_statements_and_for_the_threshold(session: Session) -> None:
    gao = person(session, "高博").row
    competence.sign_statement(session, gao, "independence", None)
    assert refused(session)[0].target.field == "statement.independence"
    competence.sign_statement(session, gao, "independence", date(2026, 3, 17))
    engagement.write(session, "materiality_told_how", "")
    assert refused(session)[0].target.field == "materiality_told_on"
    with pytest.raises(UserError):
        opening.begin(session)


def test_an_override_opens_the_door_that_only_it_may(session: Session) -> None:
    competence.write_facts(session, person(session, "高博").row, "experience_years", Decimal(1))
    assert refused(session)[0].target.field == "experience_years"
    found = override.state(session).open[0]
    override.write(session, found, Office.TECHNICAL_MANAGER, "周启明", "有半年实习")
    assert not refused(session)
    opening.begin(session)


def test_what_was_begun_before_the_rules_were_kept_may_begin(tmp_path: Path) -> None:
    made = a_session(tmp_path, "old")
    sample.prepare(made)
    for kept in made.all(ScheduleBlock):
        schedule.remove(made, kept.row)
    assert refused(made)
    with made.transact(msg("Edit the engagement")) as change:
        change.put(made.find(Engagement).but(rules=""))
    assert not refused(made)
    assert not [b for b in plan.state(made).blockers if b.level.blocks]
    opening.begin(made)


def test_the_day_strip_shows_the_blocks_of_the_person_here(session: Session) -> None:
    me = session.me()
    assert me is not None
    shown = home.state(session).planned
    of_me = [b for b in session.all(ScheduleBlock) if me.row in b.people]
    assert len(shown) == len(of_me)
    assert {p.noun for p in shown} == {"opening", "checklist", "closing"}
    first = shown[0]
    assert (first.start.hour, first.start.minute) == (9, 0)
    engagement.arrange(session, MeetingKind.OPENING, first.start)
    assert [p.noun for p in home.state(session).planned].count("opening") == 0


@pytest.mark.usefixtures("computer_zone")
def test_the_visit_does_not_begin_before_the_day_the_client_confirms(tmp_path: Path) -> None:
    made = a_session(tmp_path, clock=a_clock(datetime(2026, 3, 18, 1, tzinfo=UTC)))
    sample.prepare(made)
    plan.confirm(made, 1, date(2026, 3, 19), "王建华")
    with pytest.raises(UserError, match="2026-03-19"):
        opening.begin(made)
    plan.confirm(made, 1, date(2026, 3, 18), "王建华")
    opening.begin(made)
    assert "plan.order" not in hard(made)


def test_stage_1_on_site_is_refused_by_its_own_name(session: Session) -> None:
    kept = session.find(Engagement)
    with session.transact(msg("Stage")) as change:
        change.put(kept.but(stage=Stage.STAGE_1))
        change.put(session.find(PlanVersion, number=1).but(confirmed_by=""))
    with pytest.raises(UserError, match="一阶段还不能开始"):
        opening.begin(session)


def test_a_certificate_holds_on_the_days_of_document_review_and_stage_1(session: Session) -> None:
    lead = person(session, "林知远").row
    for certificate in competence.state(session).team.certificates:
        if certificate.person == lead:
            competence.write_certificate(session, certificate.row, "valid_from", date(2026, 3, 6))
    codes = [b.code for b in competence.state(session).blockers]
    assert codes.count("team.certificate_day") == 1, "the review began on 2 March"
    stages.write_review(session, "reviewer", person(session, "苏晓岚").row)
    stages.write_stage1(session, "started_on", date(2026, 3, 6))
    assert "team.certificate_day" not in [b.code for b in competence.state(session).blockers]
