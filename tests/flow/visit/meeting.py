"""An auditor receives the kit and holds the opening meeting."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from tests.flow.visit import dialogs, hands
from tests.flow.visit.day import day, names
from tests.flow.visit.signing import all_sign
from tests.flow.visit.stage import Stage


def receive_kit(stage: Stage) -> None:
    """Open the kit after its lead's fingerprint was compared."""
    stage.unlock()
    kit = stage.shared / "kit.cfpkg"
    dialogs.in_dialog(lambda: hands.click(hands.named("welcome-receive")), dialogs.choose_file(kit))
    hands.appears(QAbstractButton, "一致，打开任务包")
    stage.picture(f"kit-{stage.who}")
    hands.click(hands.named("kit-open"))
    hands.wait_for(lambda: stage.window.desk.is_open, "the kit to open")
    stage.calm()


def opening(stage: Stage) -> dict[str, Any]:
    """Hold the opening meeting: agenda, attendance, signatures, the number."""
    meeting = day()["opening"]
    stage.go(Qt.Key.Key_2)
    hands.press_button("开始会议")
    for _point in meeting["points"]:
        hands.press_key(Qt.Key.Key_Space)
        hands.press_key(Qt.Key.Key_Down)
    for point in meeting["own_points"]:
        field = hands.named("new-point")
        hands.type_text(field, point["title"])
        hands.press_key(Qt.Key.Key_Return, widget=field)
    hands.fill("地点", meeting["place"])
    _off_the_sheet([row["person"] for row in meeting["attendance"]])
    hands.choose("谁说的", names()[meeting["spoken"]["by"]])
    hands.fill("客户说的数", meeting["spoken"]["number"])
    stage.picture("opening-before-signing")
    hands.press_key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier, stage.window)
    signed = all_sign(stage, "signing-page")
    last = meeting["own_points"]
    if last:
        hands.press_button(last[0]["title"])
    hands.press_button("结束会议")
    stage.calm()
    return {"signed": signed, "number": meeting["spoken"]["number"]}


def _off_the_sheet(there: list[str]) -> None:
    """Take those off the sheet who do not take part."""
    shown = {hands.name_of(widget) for widget in hands.visible(QAbstractButton)}
    for key, name in names().items():
        if key not in there and f"{name} 的出席方式" in shown:
            more = hands.find(QAbstractButton, f"{name} 的出席方式")
            dialogs.in_menu(lambda more=more: hands.click(more), "从签到表拿掉")  # type: ignore[misc]
