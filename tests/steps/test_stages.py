"""Document review, stage 1, issues, the days on site: what stands between a visit and its end."""

from datetime import date
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.document_review import DocumentReview, ReviewStatus
from cfpdesk.model.engagement import Site, Stage
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Level
from cfpdesk.model.rule_entry import RiskGrade
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.stage import RunningDay, StageIssue, StageMode, StageOne
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import competence, engagement, sample, stage_issue, stages
from cfpdesk.steps.stage_issue import IssueText
from cfpdesk.store.rule_library import load_rules
from cfpdesk.store.session import Session
from tests.builders import a_session

RULES = load_rules()
DAY = date(2026, 3, 2)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    return made


def codes(session: Session) -> list[str]:
    return [b.code for b in engagement.blockers(session)]


def judge(session: Session, *lists: ListCode) -> None:
    for code in lists:
        for item in RULES.rule_list(code).codes:
            stages.write_item(
                session, code, item, answer=YesNo.YES, risk=RiskGrade.LOW, text="看过"
            )


def visit(session: Session, first: date, last: date | None = None) -> Site:
    with session.transact(msg("Add site")) as change:
        return change.put(Site(name="一号厂区", visit_from=first, visit_to=last))


# Document review ------------------------------------------------------------------------------


def test_document_review_is_asked_for_item_by_item_once_it_is_begun(session: Session) -> None:
    assert "document_review.nothing" in codes(session)
    stages.write_review(session, "started_on", DAY)
    found = codes(session)
    assert found.count("document_review.document_judgement") == 5
    assert found.count("document_review.document_risk") == 3
    assert found.count("document_review.document_input") == 4
    judge(session, ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK)
    stages.write_review(session, "ended_on", DAY)
    assert not [code for code in codes(session) if code.startswith("document_review")]


def test_it_cannot_end_before_it_begins(session: Session) -> None:
    stages.write_review(session, "started_on", DAY)
    with pytest.raises(UserError):
        stages.write_review(session, "ended_on", date(2026, 3, 1))
    stages.write_review(session, "ended_on", DAY)


def test_while_it_is_suspended_nothing_else_can_be_written(session: Session) -> None:
    stages.write_review(session, "started_on", DAY)
    with pytest.raises(UserError):
        stages.suspend(session, " ", DAY)
    stages.suspend(session, "缺工艺流程图", DAY)
    assert stages.state(session).status is ReviewStatus.SUSPENDED
    assert [c for c in codes(session) if c.startswith("document_review")] == [
        "document_review.suspended"
    ]
    for verb in (
        lambda: engagement.write(session, "client", "别家"),
        lambda: stages.write_item(session, ListCode.DOCUMENT_RISK, "control", risk=RiskGrade.HIGH),
        lambda: stages.write_review(session, "ended_on", DAY),
        lambda: stage_issue.raise_issue(session, "不能写"),
        lambda: stages.suspend(session, "又缺", DAY),
    ):
        with pytest.raises(UserError, match="停止"):
            verb()
    stages.resume(session, DAY)
    engagement.write(session, "client", "恒锐")
    assert stages.state(session).status is ReviewStatus.UNDER_WAY


def test_a_suspension_can_be_undone(session: Session) -> None:
    stages.suspend(session, "缺工艺流程图", DAY)
    session.undo()
    engagement.write(session, "client", "恒锐")


def test_a_suspension_counts_in_an_engagement_without_rules_too(tmp_path: Path) -> None:
    old = a_session(tmp_path, "old")
    stages.suspend(old, "缺工艺流程图", DAY)
    found = [b for b in engagement.blockers(old) if b.code == "document_review.suspended"]
    assert [b.level for b in found] == [Level.HARD]


def test_terminated_needs_a_reason_and_then_a_receipt(session: Session) -> None:
    stages.suspend(session, "缺工艺流程图", DAY)
    with pytest.raises(UserError):
        stages.terminate(session, "", DAY)
    stages.terminate(session, "三次催要未果", DAY)
    found = codes(session)
    assert "document_review.terminated" in found
    assert "document_review.receipt" in found
    with pytest.raises(UserError):
        stages.resume(session, DAY)
    with pytest.raises(UserError):
        engagement.write(session, "client", "别家")
    stages.write_review(session, "receipt_on", DAY)
    stages.write_review(session, "receipt_by", "王建华")
    assert "document_review.receipt" not in codes(session)
    assert session.find(DocumentReview).receipt_by == "王建华"


# Stage 1 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (date(2026, 2, 28), None),  # six months to the day, by the calendar
        (date(2026, 3, 1), "stages.gap"),
        (date(2025, 8, 31), "stages.at_once"),
        (date(2025, 8, 30), "stages.reversed"),
        (date(2025, 9, 1), None),
    ],
)
def test_the_interval_counts_calendar_months(
    session: Session, start: date, code: str | None
) -> None:
    stages.write_stage1(session, "ended_on", date(2025, 8, 31))
    visit(session, start)
    now = stages.state(session)
    assert now.latest == date(2026, 2, 28)
    assert [b.code for b in now.gap] == ([code] if code else [])
    wanted = {"stages.gap": Level.HARD, "stages.at_once": Level.WARNING}
    assert [b.level for b in now.gap if b.code in wanted] == [
        wanted[b.code] for b in now.gap if b.code in wanted
    ]


def test_stage_2_waits_for_the_judgement_that_it_is_ready(session: Session) -> None:
    assert "stages.nothing" in codes(session)
    stages.write_stage1(session, "mode", StageMode.ON_SITE)
    assert codes(session).count("stages.stage1") == 6
    assert "stages.not_ready" in codes(session)
    judge(session, ListCode.STAGE1)
    assert "stages.not_ready" not in codes(session)
    stages.write_item(session, ListCode.STAGE1, "ready", answer=YesNo.NO, text="数据没收齐")
    assert "stages.not_ready" in codes(session)


@pytest.mark.parametrize(
    ("stage", "asked", "left"),
    [
        (Stage.DOCUMENT_REVIEW, {"document_review.nothing"}, {"stages.nothing"}),
        (Stage.STAGE_1, {"document_review.nothing", "stages.nothing"}, {"engagement.untold"}),
        (Stage.SURVEILLANCE, {"surveillance.nothing"}, {"stages.nothing"}),
        (Stage.RECERTIFICATION, {"surveillance.nothing"}, {"stages.nothing"}),
    ],
)
def test_each_stage_asks_for_its_own(
    session: Session, stage: Stage, asked: set[str], left: set[str]
) -> None:
    engagement.write(session, "stage", stage)
    found = set(codes(session))
    assert asked <= found
    assert not left & found


def test_untold_materiality_is_said_once(session: Session) -> None:
    stages.write_stage1(session, "ended_on", DAY)
    said = [c for c in codes(session) if c.endswith(".untold")]
    assert said == ["engagement.untold"]
    visit(session, date(2026, 3, 10))
    engagement.write(session, "materiality_told_on", date(2026, 3, 11))
    engagement.write(session, "materiality_told_how", "书面")
    assert "stages.told_late" in codes(session)


# Issues ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("computer_zone")
def test_an_issue_stands_until_it_is_verified_on_site(session: Session) -> None:
    made = stage_issue.raise_issue(session, "燃气表没有校准证书", "ELEC-01")
    assert made.number == "S1-1-01"
    assert made.clauses
    (shown,) = stages.state(session).issues
    assert shown.open
    stage_issue.write_issue(session, made.row, IssueText.VERIFIED_HOW, "现场看了证书原件")
    (shown,) = stages.state(session).issues
    assert shown.settled
    kept = session.get(StageIssue, made.row)
    assert kept is not None
    assert (kept.verified_by, kept.verified_on) == ("林珂", date(2026, 4, 14))
    stage_issue.write_issue(session, made.row, IssueText.VERIFIED_HOW, "")
    assert stages.state(session).issues[0].open


def test_an_issue_is_settled_by_a_nonconformity_that_stands(session: Session) -> None:
    made = stage_issue.raise_issue(session, "燃气表没有校准证书")
    with session.transact(msg("Finding")) as change:
        finding = change.put(Finding(number="NC-1-01", kind=FindingKind.MAJOR, title="没有校准"))
    assert (finding.row, "NC-1-01") in stages.state(session).findings
    stage_issue.carry_into(session, made.row, finding.row)
    assert stages.state(session).issues[0].carried == "NC-1-01"
    with session.transact(msg("Delete")) as change:
        change.remove(finding)
    assert stages.state(session).issues[0].open


def test_numbers_are_given_once(session: Session) -> None:
    first = stage_issue.raise_issue(session, "一")
    session.undo()
    second = stage_issue.raise_issue(session, "二")
    assert (first.number, second.number) == ("S1-1-01", "S1-1-02")


def test_what_was_left_open_before_stage_2_is_taken_over_once(session: Session) -> None:
    library = [i for i in stages_items(session) if "DR" in i[1]]
    late = [i for i in stages_items(session) if not {"DR", "S1"} & set(i[1])]
    with session.transact(msg("Answers")) as change:
        change.put(Answer(item=library[0][0], verdict=Verdict.NOT_CONFORM, facts="边界图缺一段"))
        change.put(Answer(item=library[1][0], verdict=Verdict.CONFORM))
        change.put(Answer(item=late[0][0], verdict=Verdict.NOT_CONFORM))
    assert stages.state(session).untaken == (library[0][0],)
    assert stage_issue.take_over(session) == 1
    (shown,) = stages.state(session).issues
    assert (shown.issue.text, shown.issue.item) == ("边界图缺一段", library[0][0])
    assert stage_issue.take_over(session) == 0


def stages_items(session: Session) -> list[tuple[str, tuple[str, ...]]]:
    from cfpdesk.store.checklist_library import load_checklist

    return [(item.id, item.stages) for item in load_checklist().items]


# The days on site -----------------------------------------------------------------------------


@pytest.mark.usefixtures("computer_zone")
def test_each_day_that_came_asks_whether_production_ran(session: Session) -> None:
    site = visit(session, date(2026, 4, 13), date(2026, 4, 15))  # today is the 14th
    assert [d.day.day for d in stages.state(session).days] == [13, 14, 15]
    assert codes(session).count("stages.running_open") == 2
    stages.write_running(session, site.row, date(2026, 4, 13), running=YesNo.NO)
    found = codes(session)
    assert "stages.not_running" in found
    assert "stages.running_text" in found
    stages.write_running(session, site.row, date(2026, 4, 13), text="二号线检修")
    assert "stages.running_text" not in codes(session)
    assert session.find(RunningDay, site=site.row, day=date(2026, 4, 13)).running is YesNo.NO


def test_a_visit_of_years_is_not_spelled_out(session: Session) -> None:
    visit(session, date(2026, 1, 1), date(2099, 1, 1))
    assert len(stages.state(session).days) == 60


def test_stage_1_begins_only_when_contract_team_and_days_stand(tmp_path: Path) -> None:
    made = a_session(tmp_path)
    rows = sample.prepare(made).rows
    stages.write_stage1(made, "started_on", None)
    competence.sign_statement(made, rows["he"], "confidentiality", None)
    with pytest.raises(UserError, match="一阶段还不能开始：何立群没有签"):
        stages.write_stage1(made, "started_on", date(2026, 3, 5))
    competence.sign_statement(made, rows["he"], "confidentiality", date(2026, 3, 4))
    stages.write_stage1(made, "started_on", date(2026, 3, 5))
    competence.sign_statement(made, rows["he"], "confidentiality", None)
    stages.write_stage1(made, "started_on", date(2026, 3, 6))  # it has begun; its day is put right
    assert made.find(StageOne).started_on == date(2026, 3, 6)
