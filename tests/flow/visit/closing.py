"""The closing meeting on the lead's laptop: findings, key data, attendance, the seal."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox

from cfpdesk.ui.widgets.told_list import ToldRow
from tests.flow.visit import dialogs, hands
from tests.flow.visit.day import day, names
from tests.flow.visit.signing import all_sign
from tests.flow.visit.stage import Stage

KEYS = {"agreed": Qt.Key.Key_1, "disputed": Qt.Key.Key_2}


def closing(stage: Stage) -> dict[str, Any]:
    """Hold the closing meeting and seal the visit."""
    meeting = day()["closing"]
    stage.go(Qt.Key.Key_8)
    hands.press_button("开始会议")
    stage.calm()
    told = _told(stage)
    facts = _key_data(meeting["key_data"])
    hands.fill("地点", meeting["place"])
    _absent(stage, meeting["attendance"])
    stage.picture("closing-before-signing")
    hands.click(hands.named("hand_over_all"))
    signed = all_sign(stage, "signing-closing")
    signer = names()[meeting["key_signer"]]
    dialogs.in_menu(lambda: hands.click(hands.named("key_signature")), signer)
    assert all_sign(stage, "signing-key-data") == [signer]
    hands.press_button("结束会议")
    stage.calm()
    _seal(stage)
    return {"told": told, "key_data": facts, "closing_signed": signed, "sealed": True}


def _told(stage: Stage) -> int:
    """Each finding again, one by one: the keys 1 and 2."""
    titles = {}
    for who in ("su", "gao"):
        for each in day()["auditors"][who]["findings"]:
            titles[each["title"]] = each["client"]["position"]
    rows = hands.visible(ToldRow)
    for row in rows:
        position = next(p for title, p in titles.items() if title in hands.name_of(row))
        row.setFocus()
        hands.press_key(KEYS[position], widget=row)
    stage.calm()
    return len(rows)


def _key_data(facts: list[dict[str, str]]) -> int:
    for fact in facts:
        if "text" in fact:
            box = hands.named(f"key-{fact['code']}")
            box.setFocus()
            hands.press_key(Qt.Key.Key_F2, widget=box)
            hands.type_text(hands.named(f"word-{fact['code']}"), fact["text"])
        hands.click(hands.named(f"key-{fact['code']}"))
    return sum(
        box.isChecked() for box in hands.visible(QCheckBox) if box.objectName().startswith("key-")
    )


def _absent(stage: Stage, people: list[dict[str, str]]) -> None:
    """Say who is not there, and why; take those off who were never asked."""
    there = {names()[row["person"]]: row for row in people}
    shown = {hands.name_of(widget) for widget in hands.visible(QAbstractButton)}
    for name in names().values():
        if f"{name} 的出席方式" not in shown:
            continue
        row = there.get(name)
        more = hands.find(QAbstractButton, f"{name} 的出席方式")
        if row is None:
            dialogs.in_menu(lambda more=more: hands.click(more), "从签到表拿掉")  # type: ignore[misc]
        elif row["presence"] == "absent":
            dialogs.in_menu(lambda more=more: hands.click(more), "缺席")  # type: ignore[misc]
            hands.wait_for(lambda: hands.there("reason"), "the reason")
            hands.put_in(hands.named("reason"), row["reason"])
            hands.click(hands.named("reason-do"))
            hands.come_back(stage.window)
            stage.calm()


def _seal(stage: Stage) -> None:
    seal = hands.find_any(QAbstractButton, "action-seal")
    assert seal.isEnabled(), f"the seal is blocked: {seal.toolTip()}"

    def agree(dialog: Any) -> None:
        stage.picture("seal")
        hands.click(hands.named("answer-do", dialog))

    dialogs.in_dialog(lambda: hands.click(seal), agree, stage.passphrase)
    stage.calm()
    stage.picture("sealed")
