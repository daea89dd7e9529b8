"""The lead plans the visit: papers of the team, person-days, schedule, versions of the plan."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from cfpdesk.i18n import current_language
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import time_text
from cfpdesk.store.rule_library import load_rules
from cfpdesk.ui.widgets.competence_matrix import CompetenceMatrix
from cfpdesk.ui.widgets.schedule_view import ScheduleView
from tests.flow.visit import gating, hands
from tests.flow.visit.day import agreed, names
from tests.flow.visit.signing import all_sign
from tests.flow.visit.stage import Stage

RULES = load_rules()


def papers(stage: Stage) -> None:
    """Enter statements, certificates, trainings and experience of each member, then the topics."""
    hands.press_button("核查组")
    for key in ("lin", "su", "gao", "he"):
        hands.choose("组员", names()[key])
        hands.press_key(Qt.Key.Key_Return)
        _statements(stage, key)
        _certificates(key)
        _facts(key)
    _topics()
    stage.picture("competence")


def days(stage: Stage) -> None:
    """Enter sources and sinks, base, days and what they depend on, on the tab of person-days."""
    hands.press_button("人天")
    given = agreed()["days"]
    for field, value in given["person_days"].items():
        hands.type_text(hands.named(field), str(value))
    for item, text in given["factors"].items():
        hands.type_text(hands.named(f"day_factor.{item}"), text)
    for key, value in given["member_days"].items():
        hands.fill(f"{names()[key]}的人天", value)
    stage.picture("person-days")


def plan(stage: Stage) -> dict[str, Any]:
    """Schedule the visit, write programme and items, send the plan and enter the confirmation.

    On the way the rules stop the plan once, and a named office lets something pass.

    Returns:
        What the gates said.
    """
    hands.press_button("计划")
    given = agreed()["plan"]
    hands.press_button("放入会议")
    for block in given["blocks"]:
        if block["kind"] == "work":
            _block(block)
    for rule_list, items in given["items"].items():
        for item, text in items.items():
            hands.type_text(hands.named(f"{rule_list}.{item}"), text)
    stage.picture("plan")
    gates = {"hard": gating.hard_block(stage), "override": gating.override(stage)}
    version = given["version"]
    for field in ("sent_on", "sent_how"):
        hands.type_text(hands.named(field), version[field])
    hands.press_button("发出第 1 版")
    for field in ("confirmed_on", "confirmed_by"):
        hands.type_text(hands.named(f"{field}-1"), version[field])
    hands.press_button("委托", inside=hands.named("parts"))
    return gates


def _block(block: dict[str, Any]) -> None:
    """Add a block in the line of its person by keys, and type the rest of it."""
    hands.press_button(block["day"][5:].replace("-", "/"))
    view = hands.visible(ScheduleView)[0]
    view.setFocus()
    hands.press_key(Qt.Key.Key_Escape, widget=view)
    for _ in range(4):
        hands.press_key(Qt.Key.Key_Up, widget=view)
    for _ in range(("lin", "su", "gao", "he").index(block["people"][0])):
        hands.press_key(Qt.Key.Key_Down, widget=view)
    hands.press_key(Qt.Key.Key_Return, widget=view)
    for field in ("end", "start"):  # the end first: a block never ends before it begins
        hands.type_text(hands.named(f"block-{field}"), time_text(block[field]))
    hands.type_text(hands.named("block-title"), block["title"])
    if block["site"]:
        hands.choose("这一段 场所", agreed()["sites"][block["site"]]["name"])
        hands.press_key(Qt.Key.Key_Return)


def _of(table: str, key: str) -> list[dict[str, str]]:
    return [kept for kept in agreed()["papers"][table] if kept["person"] == key]


def _statements(stage: Stage, key: str) -> None:
    """Each signs as they can: with the own key, on the screen here, or on paper."""
    if key == "lin":
        hands.press_button("我签全部")
        return
    if key == "su":
        hands.press_button("屏上签…")
        assert all_sign(stage, "signing-statements") == [names()[key]]
        return
    for code in RULES.rule_list(ListCode.STATEMENT).codes:
        hands.type_text(hands.named(f"statement.{code}"), _of("team_statement", key)[0]["on"])


def _certificates(key: str) -> None:
    kinds = RULES.rule_list(ListCode.CERTIFICATE_KIND)
    for number, kept in enumerate(_of("person_certificate", key), start=1):
        hands.press_button("加证书")
        hands.choose(
            f"证书 {number} 的种类", kinds.item(kept["kind"]).text.text(current_language())
        )
        hands.press_key(Qt.Key.Key_Return, widget=hands.find(QComboBox, f"证书 {number} 的种类"))
        for words, field in (
            ("编号", "number"), ("起", "valid_from"), ("止", "valid_to"), ("发证机构", "issuer"),
        ):  # fmt: skip
            hands.type_text(hands.find(QLineEdit, f"证书 {number} {words}"), kept[field])
    for kept in _of("training", key):
        hands.type_text(hands.named(f"training.{kept['kind']}"), kept["held_on"])


def _facts(key: str) -> None:
    facts = _of("person_facts", key)[0]
    hands.type_text(hands.named("experience_years"), facts["experience_years"])
    hands.type_text(hands.named("experience"), facts["experience"])
    for code in facts.get("expert_items", ()):
        item = RULES.rule_list(ListCode.EXPERT_ITEM).item(code)
        hands.press_button(item.text.text(current_language()))
    if "expert_proof" in facts:
        hands.type_text(hands.named("expert_proof"), facts["expert_proof"])


def _topics() -> None:
    matrix = hands.visible(CompetenceMatrix)[0]
    rows = dict(zip(("lin", "su", "gao", "he"), matrix.people(), strict=True))
    for kept in agreed()["papers"]["competence_mark"]:
        for topic in kept["topics"]:
            box = matrix.cell_box(f"topic.{topic}", rows[kept["person"]])
            if matrix.current() != (f"topic.{topic}", rows[kept["person"]]):
                hands.click(matrix, box.center())
            hands.press_key(Qt.Key.Key_Space, widget=matrix)
