"""The stages in the real window: judged, suspended, resumed, issues, days on site."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.engagement import Engagement, Stage
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Target
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.stage import RunningDay, StageIssue, StageMode, StageOne
from cfpdesk.model.team import Person
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import engagement
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from tests.builders import a_session, an_engagement
from tests.flow.visit.hands import (
    choose,
    fill,
    find,
    named,
    press_button,
    press_key,
    settle,
    there,
    type_text,
    visible,
)
from tests.ui.opened import open_window
from tests.ui.visit_pages import push, words


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    engagement.begin(made)
    an_engagement(made)
    site = engagement.add_site(made, "一号厂区")
    engagement.write_site(made, site.row, "visit_from", date(2026, 4, 14))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    made = open_window(qtbot, session)
    made.go(Target("engagement", field="stages_tab"))
    settle()
    return made


def test_judgements_risks_and_dates_are_kept(window: MainWindow, session: Session) -> None:
    choose("评审人", "林珂")
    press_key(Qt.Key.Key_Return)
    fill("文件评审：开始日期", "2026-03-02")
    choose("系统边界是否合理", "否")
    press_key(Qt.Key.Key_Return)
    choose("控制风险：委托方没有防止或发现", "高")
    press_key(Qt.Key.Key_Return)
    type_text(named("document_risk.control.text"), "没有内部复核")
    review = session.find(DocumentReview)
    assert review.reviewer == session.all(Person)[0].row
    assert review.started_on == date(2026, 3, 2)
    kept = session.find(RuleEntry, rule_list=ListCode.DOCUMENT_JUDGEMENT, item="boundary")
    assert kept.answer is YesNo.NO
    risk = session.find(RuleEntry, rule_list=ListCode.DOCUMENT_RISK, item="control")
    assert (risk.risk, risk.text) == (RiskGrade.HIGH, "没有内部复核")
    fill("文件评审：结束日期", "2026-03-01")
    assert named("ended_on").property("state") == "bad"


def test_insufficient_information_leaves_resume_and_terminate(
    window: MainWindow, session: Session
) -> None:
    push("suspend")
    fill("理由", "缺工艺流程图")
    press_button("写进去")
    assert "2026-04-14 起停止，只能恢复或终止：缺工艺流程图" in words(window)
    assert not there("suspend")
    assert not there("mode")  # stage 1 is not to be written now
    window.go(Target("engagement", field="client"))
    fill("客户", "别家")
    assert session.find(Engagement).client == "示例冷轧钢带有限公司"
    assert named("client").property("state") == "bad"
    window.go(Target("engagement", field="missing"))
    assert named("missing").hasFocus()
    push("missing")
    assert not [b for b in engagement.blockers(session) if b.code == "document_review.suspended"]
    push("terminate")
    fill("理由", "客户撤回申请")
    press_button("写进去")
    fill("告知日期", "2026-04-15")
    fill("签收人", "王建华")
    kept = session.find(DocumentReview)
    assert (kept.reason, kept.receipt_by) == ("客户撤回申请", "王建华")
    assert kept.receipt_on == date(2026, 4, 15)


def test_stage_1_and_the_interval_in_words(window: MainWindow, session: Session) -> None:
    choose("方式", "现场")
    press_key(Qt.Key.Key_Return)
    find(QAbstractButton, "与文件评审合并进行").click()
    fill("一阶段：结束日期", "2025-08-31")
    kept = session.find(StageOne)
    assert (kept.mode, kept.joined) == (StageMode.ON_SITE, True)
    assert "一阶段结束 2025-08-31 · 二阶段开始 2026-04-14 · 最迟 2026-02-28" in words(window)
    assert "间隔不超过 6 个月" in words(window)
    fill("一阶段：结束日期", "2026-04-14")
    assert "不推荐" in words(window) or "不建议" in words(window)
    fill("重要性告知", "2026-04-10")
    assert session.find(Engagement).materiality_told_on == date(2026, 4, 10)


def test_issues_are_raised_taken_over_verified_and_carried(
    window: MainWindow, session: Session
) -> None:
    line = named("add_issue")
    assert isinstance(line, QLineEdit)
    type_text(line, "二号燃气表没有校准证书")
    press_key(Qt.Key.Key_Return, widget=line)
    assert line.text() == ""
    fill("S1-1-01 客户表态", "证书在财务")
    fill("S1-1-01 现场怎样验证", "看了原件")
    (kept,) = session.all(StageIssue)
    assert (kept.answer, kept.verified_how, kept.verified_by) == ("证书在财务", "看了原件", "林珂")
    assert "林珂 已验证，2026-04-14" in words(window)
    with session.transact(msg("Found")) as change:
        change.put(Answer(item="ENG-01", verdict=Verdict.FOLLOW_UP, facts="合同没有签字页"))
        finding = change.put(Finding(number="NC-1-01", kind=FindingKind.MAJOR, title="没签字"))
    settle()
    push("take-over")
    issue = session.all(StageIssue)[-1]
    assert (issue.number, issue.text) == ("S1-1-02", "合同没有签字页")
    window.go(Target("engagement", issue.row, "verified_how"))
    assert named(f"verified_how-{issue.row}").hasFocus()
    from cfpdesk.steps import stage_issue

    stage_issue.carry_into(session, issue.row, finding.row)
    settle()
    assert "已转入 NC-1-01" in words(window)


def test_each_day_on_site_is_answered(window: MainWindow, session: Session) -> None:
    window.go(Target("engagement", session.all(RunningDay)[0].row if session.all(RunningDay) else
                     engagement.state(session).sites[0].row, "running"))  # fmt: skip
    focus = window.focusWidget()
    assert isinstance(focus, QComboBox)
    choose("一号厂区 2026-04-14 生产", "不正常")
    press_key(Qt.Key.Key_Return)
    fill("一号厂区 2026-04-14 哪些没有正常运行", "二号线检修")
    (kept,) = session.all(RunningDay)
    assert (kept.running, kept.text) == (YesNo.NO, "二号线检修")


def test_later_cycles_have_topics_and_no_stage_1(window: MainWindow, session: Session) -> None:
    assert there("mode")
    engagement.write(session, "stage", Stage.SURVEILLANCE)
    settle()
    assert not there("mode")
    assert there("surveillance_topic.energy")
    choose("能源使用及其变化", "是")
    press_key(Qt.Key.Key_Return)
    engagement.write(session, "stage", Stage.RECERTIFICATION)
    settle()
    assert not there("surveillance_topic.energy")
    assert there("recertification_topic.scope")


def test_stage_1_does_not_begin_before_contract_and_team_stand(
    window: MainWindow, session: Session
) -> None:
    fill("一阶段：开始日期", "2026-03-05")
    assert session.find(StageOne).started_on is None
    said = " ".join(label.text() for label in visible(QLabel, window))
    assert "一阶段还不能开始" in said


def test_every_blocker_of_the_stages_leads_to_its_field(
    window: MainWindow, session: Session
) -> None:
    fill("文件评审：开始日期", "2026-03-02")
    choose("核查员", "林珂")
    press_key(Qt.Key.Key_Return)
    starts = ("document_review.", "stages.")
    found = [b for b in engagement.blockers(session) if b.code.startswith(starts)]
    assert len(found) > 18
    for blocker in found:
        window.go(Target("engagement"))
        window.go(blocker.target)
        settle()
        focus = window.focusWidget()
        assert focus is not None, blocker
        name = focus.objectName()
        assert name.startswith(blocker.target.field.replace("stage2_start", "stage1_end")), blocker
