"""Items of one's own and another version of the library, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cfpdesk.model.checklist import Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.gate import Target
from cfpdesk.model.own_item import OwnItem
from cfpdesk.steps import checklist
from cfpdesk.ui.main_window import MainWindow
from tests.flow.visit.hands import choose, fill, named, press_button, press_key, settle, visible
from tests.steps.test_checklist_library import ADDED, a_version
from tests.ui.opened import a_file


@pytest.fixture(autouse=True)
def page(window: MainWindow) -> None:
    window.go(Target("checklist"))
    settle()


def run(window: MainWindow, name: str) -> None:
    page = window.page
    assert page is not None
    next(action for action in page.page_actions() if action.name == name).run()
    settle()


def words() -> str:
    return " ".join(label.text() for label in visible(QLabel))


def test_an_item_is_added_and_gone_to(window: MainWindow) -> None:
    session = window.desk.session
    press_button("加检查项…")
    press_button("加上")
    assert "请先写问题。" in words()
    fill("检查内容", "废酸去向？")
    fill("应看的证据", "转移联单")
    choose("风险等级", "高")
    press_button("加上")
    (own,) = session.all(OwnItem)
    assert (own.question, own.evidence, own.risk) == ("废酸去向？", "转移联单", "H")
    assert "废酸去向？" in words()
    press_key(Qt.Key.Key_1, widget=window.focusWidget())
    answered = {i.item.id: i.answer.verdict for i in checklist.state(session).items}
    assert answered[own.number] is Verdict.CONFORM


def test_a_version_is_seen_before_it_is_taken(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.desk.session
    checklist.answer(session, ["ENG-01"], Verdict.CONFORM)
    changed = {"question": {"zh": "新问法？", "en": "New wording?"}}
    data = a_version(removed=("ENG-01",), added=[ADDED], ELEC_01=changed)
    path = a_file(tmp_path, "new.json", data)
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [path])
    before = session.find(Engagement).checklist
    run(window, "version")
    shown = words()
    assert "新增 1 · 改动 1 · 删去 1 · 相同 118" in shown
    assert "已答而被删去：ENG-01" in shown
    assert "绿证是否注销？" in shown
    assert "→ 新问法？" in shown
    press_button("采用新版")
    assert "请写明为什么换用这一版。" in words()
    assert session.find(Engagement).checklist == before
    fill("理由", "新版发布")
    press_button("采用新版")
    assert session.find(Engagement).checklist == "cfp-2027.1"
    assert "ELEC-09" in {item.item.id for item in checklist.state(session).items}


def test_a_file_that_is_none_is_refused_in_words(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "new.json", b"no json")
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [path])
    run(window, "version")
    assert "这个文件不是检查表" in words()
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [tmp_path / "gone.json"])
    run(window, "version")
    assert named("page-checklist").isVisible()
