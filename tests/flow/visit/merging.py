"""The lead merges: checked, previewed, settled with reasons; taken back once, and brought back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView

from cfpdesk.ui.widgets.conflict_view import FieldRow, VersionCard
from cfpdesk.ui.widgets.merge_counts import MergeCounts
from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.day import day, names
from tests.flow.visit.stage import Stage


def merge_all(stage: Stage) -> dict[str, Any]:
    """Merge both packages; return counts as the page said them before anything was written."""
    stage.go(Qt.Key.Key_M)
    su, gao = stage.shared / "auditor-su.cfpkg", stage.shared / "auditor-gao.cfpkg.age"
    dialogs.in_dialog(
        lambda: hands.press_button("收包…"), dialogs.choose_files([su, gao]), stage.passphrase
    )
    stage.calm()
    packages = hands.find(QListView, "包")
    assert len(lists.rows(packages)) >= 2, lists.rows(packages)
    before = {}
    for key in ("gao", "su"):
        lists.click_row(packages, names()[key])
        stage.picture(f"preview-{key}")
        before[key] = _counts()
    lists.click_row(packages, names()["gao"])
    hands.click(hands.named("action-merge"))  # the passphrase was given when it was looked at
    stage.calm()
    lists.click_row(packages, names()["su"])
    conflicts = _settle(stage)
    hands.click(hands.named("action-merge"))
    stage.calm()
    stage.picture("merged")
    again = _take_back_and_bring_back(stage)
    return {"preview": before, "conflicts": conflicts, "un_merge": again}


def _counts() -> str:
    """Return the figures above the conflicts, as they are read."""
    above = hands.visible(MergeCounts)[0]
    words = [label.text() for label in hands.visible(QLabel, above)]
    return " ".join(word for word in words if word)


def _settle(stage: Stage) -> dict[str, dict[str, str]]:
    """Settle each conflict: mine, theirs or both by keys, and why."""
    settled = {}
    conflicts = hands.find(QListView, "冲突")
    for row in lists.rows(conflicts):
        item = next(c for c in day()["conflicts"] if c["item"] in row)
        lists.click_row(conflicts, item["item"])
        taken = {}
        for field in hands.visible(FieldRow):
            name = field.objectName().removeprefix("field-")
            taken[name] = _take(field, item["take"].get(name, "su"))
        reason = hands.named("merge-reason")
        assert isinstance(reason, QLineEdit)
        hands.type_text(reason, item["reason"])
        settled[item["item"]] = taken
        stage.picture(f"conflict-{item['item']}")
    return settled


def _take(field: FieldRow, whose: str) -> str:
    cards = [hands.name_of(card) for card in hands.visible(VersionCard, field)]
    if whose == "both" and field.conflict.joinable:
        key = len(cards) + 1
    else:
        person = names()["su" if whose == "both" else whose]
        key = 1 + next(n for n, name in enumerate(cards) if name.startswith(person))
    stands = hands.name_of(field)
    field.setFocus()
    if str(key) not in stands.split("，")[-1]:
        hands.press_key(Qt.Key(Qt.Key.Key_0 + key), widget=field)
    return "both" if key > len(cards) else cards[key - 1].split("：")[0]


def _take_back_and_bring_back(stage: Stage) -> list[str]:
    """Un-merge 高博's package and bring it back, each with a reason."""
    said = []
    for verb, reason in (
        ("撤销合并…", "高博要补一张照片，先拿回去"),
        ("再并回来…", "照片另补，先并回"),
    ):
        packages = hands.find(QListView, "包")
        lists.click_row(packages, names()["gao"])
        if verb.startswith("撤销"):
            dialogs.in_dialog(
                lambda verb=verb: hands.press_button(verb),  # type: ignore[misc]
                lambda dialog: hands.click(hands.named("answer-do", dialog)),
            )
        else:
            hands.press_button(verb)
        hands.wait_for(lambda: hands.there("reason"), "the reason to be asked for")
        hands.put_in(hands.named("reason"), reason)
        hands.click(hands.named("reason-do"))
        hands.come_back(stage.window)
        stage.calm()
        said.append(" ".join(row for row in lists.rows(packages) if names()["gao"] in row))
    return said
