"""The papers: attendance sheets as PDF and Excel; and the window's own things."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from cfpdesk.documents import checklist_record, competence_sheet
from cfpdesk.i18n import current_language
from cfpdesk.ui.theme import theme
from tests.flow.visit import hands, lists
from tests.flow.visit.answers import go_to
from tests.flow.visit.stage import Stage


def papers(stage: Stage) -> dict[str, Any]:
    """Save every paper there is as PDF, and some as Excel too."""
    stage.go(Qt.Key.Key_D)
    stage.calm()
    made = []
    for title, stem, kinds in (
        ("首次会议签到表", "attendance-opening", ("pdf", "xlsx")),
        ("末次会议签到表", "attendance-closing", ("pdf",)),
        ("验算记录", "recalculation", ("pdf", "xlsx")),
        ("抽样记录", "sampling-record", ("pdf",)),
        ("错报台账", "misstatement-ledger", ("pdf",)),
        (str(competence_sheet.SHEET.title), "competence-matrix", ("pdf",)),
        (str(checklist_record.SHEET.title), "checklist-record", ("pdf",)),
    ):
        lists.click_row(hands.find(QListView, "文件"), title)
        hands.settle(120)
        stage.calm()
        hands.wait_for(lambda: hands.there("action-pdf"), "the paper to be drawn")
        stage.picture(stem)
        for kind in kinds:
            path = stage.place / f"{stem}.{kind}"
            stage.save_as(lambda kind=kind: hands.click(hands.named(f"action-{kind}")), path)  # type: ignore[misc]
            stage.calm()
            hands.wait_for(path.exists, path.name)
            made.append(path.name)
    return {"papers": made}


def surroundings(stage: Stage) -> dict[str, Any]:
    """The other language, other colours, the palette, the home page."""
    hands.click(hands.named("header-language"))
    stage.calm()
    spoken = current_language()
    go_to(stage, "ELEC-01")
    page = stage.window.current_noun
    hands.click(hands.named("header-language"))
    stage.calm()
    before = theme().mode
    hands.press_key(Qt.Key.Key_F7, widget=stage.window)
    after = theme().mode
    assert (spoken, page) == ("en", "checklist"), (spoken, page)
    assert before is not after
    stage.go(Qt.Key.Key_0)
    return {"language": spoken, "palette": page, "theme": after.value}
