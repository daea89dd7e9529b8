"""The auditor recalculates the client's claim: import, verified values, trace, simulation."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTableView

from cfpdesk.i18n import _
from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.answers import link
from tests.flow.visit.day import mine
from tests.flow.visit.stage import Stage

HEAD = ("Claimed by the client", "Recalculated", "Difference")


def recalculate(stage: Stage) -> dict[str, Any]:
    """Import the client's workbook, put the verified values beside it, and say what comes out."""
    todo = mine(stage.who)["recalculation"]
    stage.go(Qt.Key.Key_5)
    stage.picture("inventory-empty")
    _import(stage, todo["workbook"])
    said: dict[str, Any] = {"imported": figures()}
    stage.picture("inventory-imported")
    for line in todo["lines"]:
        _verify(stage, line)
    stage.picture("inventory-verified")
    said["verified"] = figures()
    said["lines"] = {line["code"]: _row(line["code"]) for line in todo["lines"]}
    said["simulated"] = _simulate(stage)
    return {"recalculation": said}


def figures() -> dict[str, str]:
    """Return what the strip above the lines says: claimed, recalculated, difference."""
    found = {}
    for name in HEAD:
        shown = hands.find(QLabel, _(name))
        found[name] = f"{shown.text()} {shown.accessibleDescription().split('，')[-1]}"
    return found


def look_again(stage: Stage) -> dict[str, Any]:
    """Open the page where the client's cells are not read yet; they are, once, by themselves."""
    stage.go(Qt.Key.Key_5)
    stage.calm()
    hands.appears(QTableView, _("Lines of the inventory"))
    stage.picture("inventory-merged")
    return {"recalculation": figures()}


def choose(code: str) -> QAbstractItemView:
    """Choose a line in the list by its number."""
    grid = hands.find(QTableView, _("Lines of the inventory"))
    lists.click_row(grid, f"{code}，")
    grid.setFocus()
    return grid


def _import(stage: Stage, file: str) -> None:
    """The workbook is evidence already; the guess of its columns is right."""
    dialogs.in_menu(lambda: hands.press_button(_("Import workbook …")), file)
    hands.wait_for(lambda: hands.there("use-table"), "the workbook to be read")
    stage.calm()
    stage.picture("inventory-mapping")
    use = hands.named("use-table")
    assert use.hasFocus(), "a key does not take the table as it is mapped"
    hands.press_key(Qt.Key.Key_Space)
    assert hands.appears(QTableView, _("Lines of the inventory")).hasFocus(), "lost the focus"
    stage.calm()


def _verify(stage: Stage, line: dict[str, Any]) -> None:
    """One line: the verified figures with their source, then the way back, step by step."""
    choose(line["code"])
    if line.get("factor_value"):
        hands.press_key(Qt.Key.Key_F2, widget=stage.window)
        field = hands.named("factor_value")
        assert field.hasFocus(), "F2 does not go to the doubted factor"
        hands.type_text(field, line["factor_value"])
        hands.type_text(hands.named("factor_unit"), line["factor_unit"])
    if line.get("gas"):
        hands.press_key(Qt.Key.Key_F2, widget=stage.window)
        assert hands.named("gwp").hasFocus(), "F2 does not go to the doubted GWP"
        hands.type_text(hands.named("gas"), line["gas"])
    if line.get("source"):
        hands.type_text(hands.named("source"), line["source"])
    for step in line["traced"]:
        row = hands.named(f"trace-{step}")
        row.setFocus()
        hands.press_key(Qt.Key.Key_Space, widget=row)
    report = hands.named("trace-report")
    report.setFocus()
    hands.press_key(Qt.Key.Key_Return, widget=report)
    field = hands.named("report_ref")
    assert isinstance(field, QLineEdit)
    hands.type_text(field, line["report_ref"])
    for aspect, score in line["scores"].items():
        box = hands.named(f"score-{aspect}")
        box.setFocus()
        hands.press_key(Qt.Key(Qt.Key.Key_0 + score), widget=box)
    link(stage, line["evidence"])
    stage.calm()


def _row(code: str) -> str:
    """Return what a screen reader says of a line."""
    grid = hands.find(QTableView, _("Lines of the inventory"))
    return next(row for row in lists.rows(grid) if row.startswith(f"{code}，"))


def _simulate(stage: Stage) -> str:
    hands.press_button(_("Charts"))
    hands.click(hands.named("simulate"))
    stage.calm()
    said = hands.named("simulation-said")
    assert isinstance(said, QLabel)
    stage.picture("inventory-charts")
    words = said.text()
    hands.click(hands.named("choice-lines"))
    return words
