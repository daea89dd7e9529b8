"""The checklist page in the real window: keys and clicks, and what they leave behind."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.steps import checklist
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.checklist_page import ChecklistPage
from cfpdesk.ui.window_look import switch_language


@pytest.fixture
def page(window: MainWindow) -> ChecklistPage:
    window.desk.go("checklist", "TEAM-01")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, ChecklistPage)
    return found


def answer_of(session: Session, item: str) -> Answer:
    return session.find(Answer, item=item)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def current(page: ChecklistPage) -> str:
    return page._list.current_key()


def test_digits_in_the_list_answer_and_zero_clears(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_2)
    assert answer_of(page.session, "TEAM-01").verdict is Verdict.NOT_CONFORM
    press(page._list, Qt.Key.Key_0)
    assert answer_of(page.session, "TEAM-01").verdict is Verdict.OPEN
    press(page._list, Qt.Key.Key_1)
    press(page._list, Qt.Key.Key_Down)
    press(page._list, Qt.Key.Key_3)
    assert current(page) != "TEAM-01"
    assert answer_of(page.session, current(page)).verdict is Verdict.OBSERVATION


def test_digits_in_a_text_are_text_and_alt_digits_answer(page: ChecklistPage) -> None:
    edit = page._detail.facts.edit
    edit.setFocus()
    QTest.keyClicks(edit, "1200/5")
    press(edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    kept = answer_of(page.session, "TEAM-01")
    assert kept.verdict is Verdict.CONFORM
    assert kept.facts == "1200/5"


def test_leaving_a_field_is_saving_it_for_its_own_item(page: ChecklistPage) -> None:
    edit = page._detail.facts.edit
    edit.setFocus()
    QTest.keyClicks(edit, "seen")
    press(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert current(page) != "TEAM-01"
    assert answer_of(page.session, "TEAM-01").facts == "seen"
    assert answer_of(page.session, current(page)).facts == ""
    assert page._detail.facts.edit.toPlainText() == ""


def test_not_applicable_asks_for_the_reason_at_the_field(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_4)
    edit = page._detail.reason.edit
    assert QApplication.focusWidget() is edit
    assert edit.property("state") == "bad"
    QTest.keyClicks(edit, "to gate")
    page._list.setFocus()
    assert answer_of(page.session, "TEAM-01").reason == "to gate"
    assert edit.property("state") != "bad"


def test_several_items_get_one_reason(page: ChecklistPage, window: MainWindow) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = page._list.selected_keys()
    assert len(chosen) == 2
    press(page._list, Qt.Key.Key_4)
    field = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )  # fmt: skip
    QTest.keyClicks(field, "not here")
    press(field, Qt.Key.Key_Return)
    kept = [answer_of(page.session, key) for key in chosen]
    assert {a.verdict for a in kept} == {Verdict.NOT_APPLICABLE}
    assert {a.reason for a in kept} == {"not here"}


def test_a_follow_up_asks_whom_and_when(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_5)
    assert QApplication.focusWidget() is page._detail.whom.edit
    QTest.keyClicks(page._detail.whom.edit, "Zhou")
    page._detail.when.edit.setFocus()
    QTest.keyClicks(page._detail.when.edit, "23:30")
    press(page._detail.when.edit, Qt.Key.Key_Return)
    kept = answer_of(page.session, "TEAM-01")
    assert kept.ask_whom == "Zhou"
    assert kept.ask_by is not None
    assert f"{kept.ask_by.astimezone():%H:%M}" == "23:30"
    page._detail.when.edit.setFocus()
    page._detail.when.edit.setText("soon")
    press(page._detail.when.edit, Qt.Key.Key_Return)
    assert page._detail.when.edit.property("state") == "bad"
    assert answer_of(page.session, "TEAM-01").ask_by == kept.ask_by


def test_filters_combine_and_an_empty_one_says_so(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_1)
    chip = page.findChild(QWidget, "filter-no_evidence")
    assert chip is not None
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [row.key for row in page._list.rows()][-1] == "TEAM-01"
    follow_up = page.findChild(QWidget, "filter-follow_up")
    assert follow_up is not None
    QTest.mouseClick(follow_up, Qt.MouseButton.LeftButton)
    assert page._middle.stack.currentWidget() is page._middle.empty
    QTest.mouseClick(page._middle.empty.button, Qt.MouseButton.LeftButton)
    assert page._middle.stack.currentWidget() is page._list


def test_free_text_filters_in_both_languages(page: ChecklistPage) -> None:
    field = page.filter_field()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "workflow nothing")
    assert page._middle.stack.currentWidget() is page._middle.empty
    field.clear()
    assert page._middle.stack.currentWidget() is page._list


def test_a_new_finding_is_prefilled_and_shown(page: ChecklistPage, window: MainWindow) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_2)
    page._detail.facts.edit.setFocus()
    QTest.keyClicks(page._detail.facts.edit, "no paper")
    press(page._detail.facts.edit, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (made,) = page.session.all(Finding)
    assert (made.item, made.facts, made.kind) == ("TEAM-01", "no paper", FindingKind.MINOR)
    assert window.current_noun == "finding"
    window.desk.go("checklist", "TEAM-01")
    assert page._detail._cards.count() == 1


def test_files_dropped_become_evidence_of_the_item(
    page: ChecklistPage, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "contract.txt"
    path.write_text("合同", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    strip = page._detail.strip
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    strip.dragEnterEvent(QDragEnterEvent(strip.rect().center(), actions, data, buttons, none))
    strip.dropEvent(QDropEvent(QPointF(strip.rect().center()), actions, data, buttons, none))
    window.desk.jobs.wait()
    QTest.qWait(50)
    (piece,) = page.session.all(Evidence)
    assert piece.source == "drag"
    (link,) = page.session.all(Link)
    assert link.target == answer_of(page.session, "TEAM-01").row
    tile = strip.findChild(QWidget, f"thumb-{piece.number}")
    assert tile is not None
    tile.setFocus()
    press(tile, Qt.Key.Key_Delete)
    assert not page.session.all(Link)
    assert page.session.all(Evidence)


def test_expected_evidence_is_ticked_by_hand(page: ChecklistPage) -> None:
    tick = page.findChild(QWidget, "expected-0")
    assert tick is not None
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert answer_of(page.session, "TEAM-01").expected_seen == ("0",)


def test_the_question_swaps_its_languages(page: ChecklistPage) -> None:
    first, second = page._detail._question.text(), page._detail._other.text()
    QTest.mouseClick(page._detail._other, Qt.MouseButton.LeftButton)
    assert (page._detail._question.text(), page._detail._other.text()) == (second, first)


def test_another_group_is_reached_and_leaves_only_mine(page: ChecklistPage) -> None:
    state = checklist.state(page.session)
    other = next(o for o in state.owners if not o.mine)
    page._groups.set_current(other.groups[0].code)
    assert current(page).startswith(other.groups[0].code)


def test_english_group_names_are_whole_and_else_have_a_tooltip(
    page: ChecklistPage, window: MainWindow
) -> None:
    switch_language(window)
    QApplication.processEvents()
    groups = page._groups
    keys = [row.key for row in groups.rows() if not row.head]
    assert len(keys) > 15
    assert not [key for key in keys if groups.whole_title(key)]
    bar = groups.verticalScrollBar()
    assert bar.maximum() == bar.minimum(), "all groups are seen at once"
    groups.setFixedWidth(110)
    QApplication.processEvents()
    assert groups.whole_title("UNC") == "Uncertainty and interpretation"
    assert groups.whole_title("USE") == ""


def test_language_switch_keeps_item_and_cursor(page: ChecklistPage, window: MainWindow) -> None:
    window.desk.go("checklist", "TEAM-01")
    page._detail.facts.edit.setFocus()
    QTest.keyClicks(page._detail.facts.edit, "half typed")
    switch_language(window)
    QApplication.processEvents()
    assert current(page) == "TEAM-01"
    edit = page._detail.facts.edit
    assert edit.toPlainText() == "half typed"
    assert edit.hasFocus()
    switch_language(window)


def test_ctrl_z_takes_the_answer_back(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_1)
    press(page._list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answer_of(page.session, "TEAM-01").verdict is Verdict.OPEN


def test_after_a_digit_the_list_still_has_the_keys(page: ChecklistPage) -> None:
    page._list.setFocus()
    press(page._list, Qt.Key.Key_1)
    assert page._list.hasFocus()  # leaving the fields for the answer gives the focus back
    press(page._list, Qt.Key.Key_Return)
    assert page._detail.facts.edit.hasFocus()


def test_the_items_have_the_keys_as_soon_as_the_page_is_there(window: MainWindow) -> None:
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    assert isinstance(page, ChecklistPage)
    first = current(page)
    field = QApplication.focusWidget()
    assert field is page._list
    press(field, Qt.Key.Key_Down)
    assert current(page) != first
