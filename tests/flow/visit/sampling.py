"""The auditor draws from the client's ledger by a number said aloud, and checks what was drawn."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QTableView

from cfpdesk.i18n import _
from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.answers import link
from tests.flow.visit.day import mine, names
from tests.flow.visit.stage import Stage

BASE = "base-of-materiality"
MOST = 300  # rows that are checked before the play says that there is no end


def sample(stage: Stage) -> dict[str, Any]:
    """Import, reconcile, freeze, seed, draw, check, evaluate; then the way back from waybills."""
    todo = mine(stage.who)["sampling"]
    stage.go(Qt.Key.Key_6)
    stage.picture("sampling-empty")
    dialogs.in_menu(lambda: hands.press_button(_("Import population …")), todo["ledger"])
    _take_table(stage)
    _recipe(todo)
    stage.picture("sampling-recipe")
    said: dict[str, Any] = {"reconciled": _text("reconciled")}
    _freeze(stage)
    assert not hands.there("take-spoken"), "a number from before the freezing is offered"
    _draw(stage, todo["said"], "sampling-seed")
    said["checked"] = _check(stage, todo["differences"])
    _add_evidence(stage, todo["evidence"])
    said["alone"] = _text("conclusion")
    said["items"] = _rows(todo["differences"])
    stage.picture("sampling-evaluated")
    if todo.get("reverse"):
        said["reverse"] = _trace_back(stage, todo["reverse"])
    said["ledger"] = _ledger(stage)
    lists.click_row(_populations(), _name(todo["ledger"]))
    stage.calm()
    said["conclusion"] = _text("conclusion")
    stage.picture("sampling-concluded")
    return {"sampling": said}


def look_again(stage: Stage) -> dict[str, Any]:
    """Open the page on another computer: the same sample, read from the ledger once more."""
    stage.go(Qt.Key.Key_6)
    stage.calm()
    wanted = mine("su")["sampling"]
    lists.click_row(_populations(), _name(wanted["ledger"]))
    hands.appears(QTableView, _("Drawn items"))
    stage.calm()
    stage.picture("sampling-merged")
    found = {"conclusion": _text("conclusion"), "items": _rows(wanted["differences"])}
    lists.click_row(_populations(), _("Misstatements and opinion"))
    stage.calm()
    stage.picture("opinion-merged")
    return {"sampling": {**found, "opinion": _text("proposed-opinion"), "base": _text(BASE)}}


def _name(file: str) -> str:
    return file.rpartition(".")[0]


def _populations() -> QAbstractItemView:
    return hands.find(QAbstractItemView, _("Populations"))


def _text(name: str) -> str:
    shown = hands.named(name)
    assert isinstance(shown, QLabel)
    return shown.text()


def _take_table(stage: Stage) -> None:
    """The guess of the ledger's columns is right."""
    hands.wait_for(lambda: hands.there("use-table"), "the ledger to be read")
    stage.calm()
    hands.click(hands.named("use-table"))
    hands.wait_for(lambda: hands.there("ledger_total"), "the recipe")
    stage.calm()
    hands.wait_for(lambda: hands.there("next-stage") or hands.there("ledger_total"), "the items")


def _recipe(todo: dict[str, Any]) -> None:
    assert hands.named("ledger_total").hasFocus(), "the cursor is not where the total is typed"
    for field, value in todo["recipe"].items():
        hands.type_text(hands.named(field), value)
    _choose(_("Supports line"), todo["line"])
    low = {"low": _("low")}[todo["control_risk"]]
    _choose(_("Control risk"), low)


def _choose(name: str, words: str) -> None:
    """Choose the option of a list field that begins with the words."""
    combo = hands.find(QComboBox, name)
    options = [combo.itemText(number) for number in range(combo.count())]
    option = next(text for text in options if text.startswith(words))
    hands.choose(name, option)
    hands.press_key(Qt.Key.Key_Return, widget=combo)


def _freeze(stage: Stage) -> None:
    hands.click(hands.named("next-stage"))
    stage.calm()
    hands.wait_for(lambda: hands.there("seed_number"), "the number to be asked for")


def _draw(stage: Stage, said: dict[str, str], picture: str = "") -> None:
    """The client says a number now that nothing can be chosen any more; the draw follows."""
    digits = hands.named("seed_number")
    assert digits.hasFocus(), "the cursor is not where the number is typed"
    QTest.keyClicks(digits, said["number"])
    who = hands.named("seed_by")
    assert isinstance(who, QComboBox)
    hands.choose(hands.name_of(who), names()[said["by"]])
    if picture:
        stage.picture(picture)
    hands.click(hands.named("take-seed"))
    stage.calm()
    hands.wait_for(lambda: hands.there("draw-here"), "the draw")
    hands.press_key(Qt.Key.Key_Space)
    hands.appears(QTableView, _("Drawn items"))
    stage.calm()


def _check(stage: Stage, differences: dict[str, str]) -> int:
    """Each voucher in turn, by keys alone: = as claimed, or the figure on the paper and Enter."""
    grid = hands.find(QTableView, _("Drawn items"))
    assert grid.hasFocus(), "the cursor is not in the drawn items"
    left = _("not checked yet")
    for number in range(MOST):
        row = lists.selected(grid)[0]
        if left not in row:
            return number
        item = row.split("，")[0]
        if item in differences:
            QTest.keyClicks(grid, differences[item][0])
            editor = hands.named("cell-editor")
            QTest.keyClicks(editor, differences[item][1:])
            stage.picture(f"sampling-typing-{item}")
            hands.press_key(Qt.Key.Key_Return, widget=editor)
        else:
            hands.press_key(Qt.Key.Key_Equal, widget=grid)
    raise AssertionError("the drawn items have no end")


def _add_evidence(stage: Stage, evidence: dict[str, str]) -> None:
    grid = hands.find(QTableView, _("Drawn items"))
    for item, file in evidence.items():
        lists.click_row(grid, f"{item}，")
        link(stage, file)
        stage.calm()


def _rows(differences: dict[str, str]) -> dict[str, str]:
    """Return what a screen reader says of the items that were drawn and differ."""
    spoken = lists.rows(hands.find(QTableView, _("Drawn items")))
    found = {row.split("，")[0]: row for row in spoken}
    return {item: found[item] for item in differences if item in found}


def _trace_back(stage: Stage, todo: dict[str, Any]) -> dict[str, Any]:
    """From the waybills to the receipt slips: is anything left out?"""
    dialogs.in_menu(lambda: hands.click(hands.named("add-reverse")), todo["ledger"])
    _take_table(stage)
    hands.type_text(hands.named("ledger_total"), todo["total"])
    for field, value in todo["recipe"].items():
        hands.type_text(hands.named(field), value)
    _freeze(stage)
    _draw(stage, todo["said"])
    grid = hands.find(QTableView, _("Drawn items"))
    left, done = _("not checked yet"), 0
    while left in lists.selected(grid)[0] and done < MOST:
        hands.press_key(Qt.Key.Key_1, widget=grid)
        done += 1
    stage.calm()
    stage.picture("sampling-reverse")
    return {"checked": done, "conclusion": _text("conclusion")}


def _ledger(stage: Stage) -> list[str]:
    """Return the misstatements as the page gathers them."""
    lists.click_row(_populations(), _("Misstatements and opinion"))
    stage.calm()
    stage.picture("sampling-ledger")
    grids = hands.visible(QTableView)
    return lists.rows(grids[0]) if grids else []
