"""Finding things: by words, prefixes and pinyin initials, within 80 ms."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.gate import Target
from cfpdesk.store.session import Session
from cfpdesk.ui import initials as initials_module
from cfpdesk.ui.initials import initials
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.palette import Palette, open_palette
from cfpdesk.ui.search_index import Group, SearchIndex, session_hits


@pytest.mark.parametrize(
    ("text", "letters"),
    [("电力", "dl"), ("苏晓岚", "sxl"), ("王婷", "wt"), ("ELEC-01", "elec01"), ("，", "")],
)
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_initials_without_a_collation_come_from_gb2312(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initials_module, "_boundaries", lambda: None)
    initials_module.initial.cache_clear()
    assert initials("电力检查") == "dljc"
    assert initials("婷") == ""
    initials_module.initial.cache_clear()


@pytest.fixture
def index(engagement: Session) -> SearchIndex:
    made = SearchIndex()
    made.add(session_hits(engagement, "zh"))
    return made


def test_words_ids_people_and_clauses_are_found(index: SearchIndex) -> None:
    assert index.find("ELEC-01")[0].name == "ELEC-01"
    assert index.find("elec")[0].group is Group.ITEM
    assert "ELEC-01" in [hit.name for hit in index.find("电力因子")]
    assert "ELEC-01" in [hit.name for hit in index.find("dlyz")]
    assert [hit.name for hit in index.find("@苏")] == ["苏晓岚"]
    assert [hit.name for hit in index.find("@sxl")] == ["苏晓岚"]
    clauses = index.find("#9.5.2")
    assert clauses
    assert {hit.group for hit in clauses} == {Group.CLAUSE}
    assert index.find("xyzzy-none") == []


def test_at_most_ten_and_groups_in_order(index: SearchIndex) -> None:
    found = index.find("的")
    assert 0 < len(found) <= 10
    order = [list(Group).index(hit.group) for hit in found]
    assert order == sorted(order)


def test_the_palette_goes_and_comes_back_to_the_field(window: MainWindow) -> None:
    window.go(Target("engagement"))
    QTest.qWait(60)
    field = window.stack.findChild(QLineEdit, "client")
    assert field is not None
    field.setFocus()
    field.setCursorPosition(1)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette is not None
    QTest.keyClicks(palette.field, "nothing like this")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert QApplication.focusWidget() is field
    assert field.cursorPosition() == 1
    QTest.qWait(10)
    again = open_palette(window)
    QTest.keyClicks(again.field, "ELEC-02")
    QTest.keyClick(again.field, Qt.Key.Key_Return)
    QTest.qWait(60)
    assert window.current_noun == "checklist"


def test_a_search_without_a_hit_says_so(window: MainWindow) -> None:
    window.go(Target("home"))
    made = open_palette(window)
    nothing = made.findChild(QLabel, "palette-nothing")
    assert nothing is not None
    assert not nothing.isVisible()
    QTest.keyClicks(made.field, "qqzzqq")
    assert made.shown() == []
    assert nothing.isVisible()
    assert "qqzzqq" in nothing.text()
    assert "拼音" in made.field.accessibleDescription()
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert made.isVisible(), "Enter on nothing goes nowhere"
    made.field.clear()
    assert not nothing.isVisible()
    made.leave()


def test_picking_where_nothing_is_says_so(window: MainWindow) -> None:
    made = open_palette(window, kinds=["evidence"], then=lambda _target: None)
    nothing = made.findChild(QLabel, "palette-nothing")
    assert nothing is not None
    assert nothing.text() == "这里还没有可选的。"
    made.leave()


def test_question_mark_lists_the_keys_and_commands_run(window: MainWindow) -> None:
    window.go(Target("home"))
    made = open_palette(window)
    QTest.keyClicks(made.field, "?")
    names = [hit.name for hit in made.shown()]
    assert len(names) > 15
    assert all(hit.note for hit in made.shown())
    made.field.clear()
    QTest.keyClicks(made.field, ">language")
    assert made.shown()[0].run is not None
    made.leave()


def test_ctrl_enter_opens_beside(window: MainWindow) -> None:
    window.go(Target("home"))
    QTest.qWait(60)
    made = open_palette(window)
    QTest.keyClicks(made.field, "ELEC-01")
    QTest.keyClick(made.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(30)
    assert window.current_noun == "home"
    guidance = window.side.guidance
    assert guidance is not None
    assert guidance.title == "ELEC-01"


def test_picking_is_limited_to_kinds(window: MainWindow) -> None:
    with window.desk.session.transact(msg("Add evidence")) as change:
        change.put(Evidence(number="E-1-001", caption="电表"))
    picked: list[Target] = []
    made = open_palette(window, kinds=["evidence"], then=picked.append)
    assert {hit.group for hit in made.shown()} == {Group.EVIDENCE}
    QTest.keyClicks(made.field, "db")
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert [target.page for target in picked] == ["evidence"]
