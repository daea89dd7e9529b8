"""Answering check items by keys, with facts, reasons, links; some by keys alone."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QListView

from tests.flow.visit import hands, lists
from tests.flow.visit.day import mine
from tests.flow.visit.stage import Stage

KEYS = {
    "conform": Qt.Key.Key_1,
    "not_conform": Qt.Key.Key_2,
    "observation": Qt.Key.Key_3,
    "not_applicable": Qt.Key.Key_4,
    "follow_up": Qt.Key.Key_5,
}
OPEN = "未查"


def answer_all(stage: Stage, *, links: int = 1) -> dict[str, Any]:
    """Answer what this person answers that day and is not answered yet.

    Args:
        links: how many pieces of evidence are linked to each item.
    """
    todo = {each["item"]: each for each in mine(stage.who)["answers"]}
    stage.go(Qt.Key.Key_3)
    checks = _list()
    answered = linked = typed = 0
    for row in lists.rows(checks):
        item = row.split("，")[0]
        if item in todo and f"，{OPEN}，" in row:
            lists.click_row(checks, f"{item}，")
            linked += _answer(stage, todo.pop(item), links)
            answered += 1
            typed += 1
            mark(answered)
        else:
            todo.pop(item, None)
    for item, each in todo.items():  # of other people's groups: through the palette
        go_to(stage, item)
        linked += _answer(stage, each, links)
        answered += 1
        mark(answered)
    return {"answered": answered, "linked": linked}


def answer_rest(stage: Stage) -> int:
    """Answer what is left of one's own by keys alone: 1, down, 1, down."""
    stage.go(Qt.Key.Key_3)
    checks = _list()
    done = 0
    for row in lists.rows(checks):
        if f"，{OPEN}，" in row:
            lists.click_row(checks, row.split("，")[0] + "，")
            hands.press_key(KEYS["conform"], widget=checks)
            done += 1
    stage.calm()
    return done


def mark(number: int) -> None:
    """Tell the play how far this person is."""
    print(f"MARK {number}", flush=True)


def go_to(stage: Stage, words: str) -> None:
    """Go somewhere by the palette."""
    hands.press_key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, stage.window)
    field = hands.named("palette-field")
    QTest.keyClicks(field, words)
    hands.press_key(Qt.Key.Key_Return, widget=field)
    hands.settle(40)


def _list() -> QAbstractItemView:
    return hands.find(QListView, "检查项")


def _answer(stage: Stage, each: dict[str, Any], links: int) -> int:
    checks = _list()
    checks.setFocus()
    hands.press_key(KEYS[each["verdict"]], widget=checks)
    if each["verdict"] == "not_applicable":
        hands.fill("理由（必填）", each["reason"])
        return 0
    hands.type_text(hands.named("facts"), each["facts"])
    if each.get("note"):
        hands.fill("备注", each["note"])
    if each.get("ask_whom"):
        hands.fill("问谁", each["ask_whom"])
    if each.get("ask_by"):
        hands.fill("约定时间", each["ask_by"][:16].replace("T", " "))
    if each.get("no_evidence"):
        hands.fill("没有，因为……", each["no_evidence"])
    files = each.get("evidence", [])[:links]
    for file in files:
        link(stage, file)
    return len(files)


def link(stage: Stage, file: str) -> None:
    """Link a piece of evidence that is here already, by its file's name."""
    hands.press_key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, stage.window)
    field = hands.named("palette-field")
    hands.put_in(field, file)
    found = lists.rows(hands.find(QListView, "找到的"))
    assert len(found) > 1, f"nothing is found for {file!r}"
    hands.press_key(Qt.Key.Key_Return, widget=field)
    hands.settle(20)


def answered(stage: Stage) -> int:
    """Return how many of one's own items are answered, as the list says."""
    stage.go(Qt.Key.Key_3)
    return sum("，" in row and f"，{OPEN}，" not in row for row in lists.rows(_list()))


def undo_and_redo(stage: Stage) -> dict[str, Any]:
    """Answer otherwise, think better of it, and think again."""
    stage.go(Qt.Key.Key_3)
    checks = _list()
    lists.click_row(checks, "BND-02，")
    control = Qt.KeyboardModifier.ControlModifier
    said = []
    for key, modifier in (
        (KEYS["observation"], Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, control),
        (Qt.Key.Key_Y, control),
        (Qt.Key.Key_Z, control),
    ):
        checks.setFocus()
        hands.press_key(key, modifier, checks)
        stage.calm()
        row = next(row for row in lists.rows(checks) if row.startswith("BND-02，"))
        said.append(row.split("，")[1])
    assert said[0] == said[2] != said[1] == said[3], said
    return {"undo": said}
