"""The lead prepares: engagement, facts, people, sites, keys, contract, stages, meetings, kit."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    LEVEL_NAMES,
    STAGE_NAMES,
    AssuranceLevel,
    Boundary,
)
from cfpdesk.model.engagement import Stage as VisitStage
from cfpdesk.model.site_sample import CONDITION_WORD
from cfpdesk.model.team import ROLE_NAMES, Role
from cfpdesk.model.yes_no import YES_NO_WORD, YesNo
from cfpdesk.ui.widgets.owner_matrix import OwnerMatrix
from tests.flow.visit import contracting, dialogs, hands
from tests.flow.visit.day import agreed, day, names
from tests.flow.visit.planning import days, papers, plan
from tests.flow.visit.stage import Stage


def prepare(stage: Stage) -> dict[str, Any]:
    """Prepare the engagement and write the kit."""
    stage.first_run()
    facts = agreed()["engagement"]
    hands.fill("委托编号", facts["number"])
    hands.press_button("新建委托")
    hands.wait_for(lambda: stage.window.desk.is_open, "the engagement to open")
    _facts(facts)
    _sites()
    _people()
    _keys(stage)
    owned = _owners()
    _meetings()
    contracting.contract(stage)
    papers(stage)
    days(stage)
    contracting.stages(stage)
    gates = plan(stage)
    stage.picture("prepared")
    _kit(stage)
    return {"owned": owned, "gates": gates}


def _facts(facts: dict[str, Any]) -> None:
    for field in ("client", "client_address", "number", "body", "product", "declared_unit"):
        hands.type_text(hands.named(field), facts[field])
    for field in (
        "output_quantity", "output_unit", "period_from", "period_to", "claimed_value",
        "claimed_unit", "materiality_pct", "materiality_told_on", "materiality_told_how",
    ):  # fmt: skip
        hands.type_text(hands.named(field), str(facts[field]))
    criteria = hands.named("criteria")
    for text in facts["criteria"]:
        hands.type_text(criteria, text)
    for name, option in (
        ("阶段", STAGE_NAMES[VisitStage(facts["stage"])]),
        ("边界", BOUNDARY_NAMES[Boundary(facts["boundary"])]),
        ("等级", LEVEL_NAMES[AssuranceLevel(facts["assurance_level"])]),
    ):
        hands.choose(name, str(option))
        hands.press_key(Qt.Key.Key_Return)


def _sites() -> None:
    hands.press_button("场所")
    for site in agreed()["sites"]:
        _add("add_site", site["name"])
        for words, field in (
            ("做什么", "activities"), ("起", "visit_from"), ("止", "visit_to"),
            ("地址", "address"), ("接待人", "responsible"),
        ):  # fmt: skip
            hands.fill(f"{site['name']} {words}", site[field])
    for condition, answer in agreed()["site_sampling"].items():
        hands.press_button(f"{CONDITION_WORD[condition]} {YES_NO_WORD[YesNo(answer)]}")
    hands.press_button("委托", inside=hands.named("parts"))


def _add(field: str, name: str) -> None:
    line = hands.named(field)
    assert isinstance(line, QLineEdit)
    hands.type_text(line, name)
    hands.press_key(Qt.Key.Key_Return, widget=line)


def _people() -> None:
    for person in agreed()["people"]:
        team = person["side"] == "team"
        if person["role"] != Role.LEAD:
            _add("add_member" if team else "add_client", person["name"])
        hands.fill(f"{person['name']}的职务", person["title"])
        hands.fill(f"{person['name']}的单位", person["organisation"])
        if team:
            hands.fill(f"{person['name']}的席位", str(person["place"]))
        if team and person["role"] != Role.LEAD:
            hands.choose(f"{person['name']}的角色", str(ROLE_NAMES[Role(person["role"])]))
            hands.press_key(Qt.Key.Key_Return)


def _keys(stage: Stage) -> None:
    """Take in the auditors' cards; the digits are those that they read from their own screen."""
    for key in ("su", "gao"):
        name = names()[key]
        card = stage.shared / f"{name}.cfid"
        dialogs.in_dialog(
            lambda name=name: hands.press_button(f"收{name}的密钥卡"),  # type: ignore[misc]
            dialogs.choose_file(card),
        )
        digits = hands.find(QLabel, "数字指纹")
        assert digits.text().strip(), "no digits to compare"
        stage.picture(f"compare-{key}")
        hands.press_button("一样，念过")
        hands.appears(QLineEdit, f"{name}的姓名")
        hands.press_button(f"{name}的密钥，已核对")
        hands.press_key(Qt.Key.Key_Escape)


def _owners() -> int:
    matrix = hands.visible(OwnerMatrix)[0]
    matrix.setFocus()
    digits = {"lin": Qt.Key.Key_1, "su": Qt.Key.Key_2, "gao": Qt.Key.Key_3}
    owners = agreed()["owners"]
    for given in range(1, 200):
        group = matrix.current()
        hands.press_key(digits[owners[group]], widget=matrix)
        if matrix.current() == group:
            return given
    raise AssertionError("the owners have no end")


def _meetings() -> None:
    for kind, words in (("opening", "首次会议"), ("closing", "末次会议")):
        meeting = day()[kind]
        at = meeting["started_at"][:16].replace("T", " ")
        hands.fill(words, at)
        hands.fill(f"{words} 地点", meeting["place"])


def _kit(stage: Stage) -> None:
    hands.press_button("发任务包…")
    kit = stage.shared / "kit.cfpkg"
    stage.sign_as(lambda: hands.press_button("写任务包…"), kit)
    stage.calm()
    hands.wait_for(kit.exists, "the kit")
    stage.picture("kit-written")
