"""The lead keeps application, contract review, document review and stage 1, each on its tab."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cfpdesk.model.rule_entry import RISK_GRADE_WORD, RiskGrade
from cfpdesk.model.rule_list import ListCode
from cfpdesk.store.rule_library import load_rules
from tests.flow.visit import hands
from tests.flow.visit.day import agreed, names
from tests.flow.visit.stage import Stage

RULES = load_rules()


def contract(stage: Stage) -> None:
    """Fill in application, questions and scope, and have the technical manager accept."""
    hands.press_button("合同", inside=hands.named("parts"))
    given = agreed()["contract"]
    review = given["contract_review"]
    for field in ("applied_on", "applied_how"):
        hands.type_text(hands.named(field), review[field])
    for code in (ListCode.APPLICATION, ListCode.AGREED_SCOPE):
        for item, text in given[code].items():
            hands.type_text(hands.named(f"{code}.{item}"), text)
    for item in given[ListCode.CONTRACT_QUESTION]:
        answer(f"{ListCode.CONTRACT_QUESTION}.{item}", "是")
    answer("materiality_by", "由核查组确定")
    accept = hands.named("decision")
    accept.setFocus()
    hands.press_key(Qt.Key.Key_Space, widget=accept)
    hands.type_text(hands.named("approval-approver"), review["approver"])
    hands.type_text(hands.named("approval-day"), review["decided_on"])
    hands.press_button("受理")
    stage.picture("contract")
    hands.press_button("委托", inside=hands.named("parts"))


def stages(stage: Stage) -> None:
    """Judge the documents and stage 1, and keep the issue that stage 1 left."""
    hands.press_button("阶段", inside=hands.named("parts"))
    given = agreed()["stages"]
    review, stage1, issue = given["document_review"], given["stage1"], given["issue"]
    hands.choose("评审人", names()[review["reviewer"]])
    hands.press_key(Qt.Key.Key_Return)
    hands.fill("文件评审：开始日期", review["started_on"])
    for code in (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT):
        for item in RULES.rule_list(code).codes:
            answer(f"{code}.{item}", "是")
    for item, kept in given[ListCode.DOCUMENT_RISK].items():
        field = f"{ListCode.DOCUMENT_RISK}.{item}"
        answer(field, str(RISK_GRADE_WORD[RiskGrade(kept["risk"])]))
        hands.type_text(hands.named(f"{field}.text"), kept["text"])
    hands.fill("文件评审：结束日期", review["ended_on"])
    hands.choose("核查员", names()[stage1["verifier"]])
    hands.press_key(Qt.Key.Key_Return)
    hands.fill("一阶段：开始日期", stage1["started_on"])
    hands.fill("一阶段：结束日期", stage1["ended_on"])
    for item in RULES.rule_list(ListCode.STAGE1).codes:
        answer(f"{ListCode.STAGE1}.{item}", "是")
    line = hands.named("add_issue")
    assert isinstance(line, QLineEdit)
    hands.type_text(line, issue["text"])
    hands.press_key(Qt.Key.Key_Return, widget=line)
    how = hands.find(QPlainTextEdit, f"{issue['number']} 现场怎样验证")
    hands.type_text(how, "证书原件已看，2025-11 校准")
    stage.picture("stages")
    hands.press_button("委托", inside=hands.named("parts"))


def answer(field: str, option: str) -> None:
    """Choose an option of a list field by its object name, with keys."""
    combo: QWidget = hands.named(field)
    assert isinstance(combo, QComboBox)
    hands.choose(combo.accessibleName(), option)
    hands.press_key(Qt.Key.Key_Return, widget=combo)
