"""The contract in the real window: filled in, accepted, locked, changed by its own change."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.model.contract_review import (
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
    MaterialityBy,
)
from cfpdesk.model.engagement import Boundary, Engagement
from cfpdesk.model.gate import Target
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import contract, engagement
from cfpdesk.store.rule_library import load_rules
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

RULES = load_rules()
DAY = date(2026, 2, 27)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    engagement.begin(made)
    an_engagement(made)
    engagement.write(made, "client_address", "无锡")
    engagement.write(made, "claimed_value", Decimal("2808.56"))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    made = open_window(qtbot, session)
    made.go(Target("engagement", field="contract_tab"))
    settle()
    return made


def complete(session: Session) -> None:
    for code in (ListCode.APPLICATION, ListCode.AGREED_SCOPE):
        for item in RULES.rule_list(code).codes:
            contract.write_item(session, code, item, text="已写")
    for item in RULES.rule_list(ListCode.CONTRACT_QUESTION).codes:
        contract.write_item(session, ListCode.CONTRACT_QUESTION, item, answer=YesNo.YES)
    contract.write_review(session, "materiality_by", MaterialityBy.VERIFIER)


def test_items_are_kept_when_they_are_left_and_given_ones_are_shown(
    window: MainWindow, session: Session
) -> None:
    type_text(named("application.database"), "CPCD")
    choose("能否胜任", "是")
    press_key(Qt.Key.Key_Return)
    fill("能否胜任 说明", "有先例")
    kept = session.find(RuleEntry, rule_list=ListCode.CONTRACT_QUESTION, item="ability")
    assert (kept.answer, kept.text) == (YesNo.YES, "有先例")
    assert session.find(RuleEntry, rule_list=ListCode.APPLICATION, item="database").text == "CPCD"
    assert not there("application.client")  # the facts hold it
    assert "示例冷轧钢带有限公司 · 无锡" in words(window)


def test_what_is_missing_is_said_where_one_would_accept(
    window: MainWindow, session: Session
) -> None:
    push("decision")
    type_text(named("approval-approver"), "周启明")
    press_button("受理")
    (error,) = [
        label for label in visible(QLabel) if label.property("type") == "bad" and label.text()
    ]
    assert error.text().startswith("还不能受理：申请：“工艺流程”没有填")
    assert session.find(ContractReview).decision is Acceptance.OPEN
    press_key(Qt.Key.Key_Escape, widget=named("approval-approver"))


def test_accepted_facts_are_locked_and_change_by_a_change_of_the_contract(
    window: MainWindow, session: Session
) -> None:
    complete(session)
    settle()
    push("decision")
    type_text(named("approval-approver"), "周启明")
    type_text(named("approval-day"), "2026-02-27")
    press_button("受理")
    review = session.find(ContractReview)
    assert (review.decision, review.approver, review.decided_on) == (
        Acceptance.ACCEPTED,
        "周启明",
        DAY,
    )
    assert named("application.database").property("readOnly")
    window.go(Target("engagement", field="claimed_value"))
    settle()
    claim = find(QLineEdit, "声明值")
    assert claim.isReadOnly()
    assert not find(QLineEdit, "产量").isReadOnly()
    push("change-agreed")
    choose("变更的内容", "声明值")
    type_text(named("change-value"), "2,790")
    type_text(named("approval-reason"), "客户更正了天然气用量")
    press_button("变更")
    assert session.find(Engagement).claimed_value == 2790
    assert session.all(ContractChange)[0].reason == "客户更正了天然气用量"
    assert session.all(ContractChange)[0].approver == "周启明"  # who approved last is proposed
    assert find(QLineEdit, "声明值").text() == "2,790"


def test_a_choice_changes_too_and_nothing_changes_without_a_reason(
    window: MainWindow, session: Session
) -> None:
    complete(session)
    contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)
    settle()
    push("change-contract")
    choose("变更的内容", "边界")
    choose("新值", "大门到大门")
    press_button("变更")
    assert session.find(Engagement).boundary is Boundary.CRADLE_TO_GATE
    fill("理由", "客户不再覆盖原料")
    press_button("变更")
    assert session.find(Engagement).boundary is Boundary.GATE_TO_GATE


def test_a_change_that_is_asked_for_is_decided_later(window: MainWindow, session: Session) -> None:
    complete(session)
    contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)
    settle()
    push("ask-change")
    push("kind-sites")
    find(QPlainTextEdit, "要改什么")
    fill("要改什么", "增加二号厂区")
    press_button("记下")
    (asked,) = session.all(ContractChange)
    assert (asked.description, asked.kinds, asked.outcome) == (
        "增加二号厂区",
        ("sites",),
        ChangeOutcome.OPEN,
    )
    window.go(Target("engagement", asked.row, "contract_change"))
    assert named(f"do-{asked.row}").hasFocus()
    push(f"do-{asked.row}")
    choose("结果", "重新安排")
    fill("理由", "场所增加，人天不变")
    press_button("写下决定")
    assert session.all(ContractChange)[0].outcome is ChangeOutcome.REPLANNED
    assert not there(f"do-{asked.row}")


def test_every_blocker_of_the_contract_leads_to_its_field(
    window: MainWindow, session: Session
) -> None:
    contract.write_item(session, ListCode.APPLICATION, "database", text="CPCD")
    settle()
    found = [b for b in engagement.blockers(session) if b.code.startswith("contract.")]
    assert len(found) > 15
    for blocker in found:
        window.go(Target("engagement"))
        window.go(blocker.target)
        settle()
        focus: QWidget | None = window.focusWidget()
        assert focus is not None, blocker.code
        name = {"assurance_level": "assurance_level"}.get(
            blocker.target.field, blocker.target.field
        )
        assert focus.objectName() == name, blocker
    assert isinstance(window.focusWidget(), QComboBox | QLineEdit | QPlainTextEdit | QWidget)
