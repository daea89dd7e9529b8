"""The plan in the real window: dragged, moved by keys, typed, sent, confirmed, changed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu

from cfpdesk.documents import plan_sheet
from cfpdesk.documents.coverage import document_texts
from cfpdesk.documents.document import Options
from cfpdesk.i18n import text_in
from cfpdesk.model.gate import Target
from cfpdesk.model.plan import PlanVersion, TeamChange
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.team import Person
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import engagement as facts
from cfpdesk.steps import plan, team
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.schedule_view import ScheduleView
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit.hands import (
    active_window,
    choose,
    click,
    find,
    named,
    press_button,
    press_key,
    settle,
    there,
    type_text,
    visible,
)
from tests.ui.opened import focus_name
from tests.ui.visit_pages import nameless

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def tab(window: MainWindow) -> MainWindow:
    window.go(Target("engagement"))
    settle()
    press_button("计划")
    return window


def view() -> ScheduleView:
    return visible(ScheduleView)[0]


def key(pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press_key(pressed, modifier, view())


def person(session: Session, name: str) -> str:
    return next(p.row for p in session.all(Person) if p.name == name)


def block(session: Session, title: str) -> ScheduleBlock:
    return next(b for b in session.all(ScheduleBlock) if b.title == title)


def shown() -> list[str]:
    return [words.text() for words in visible(QLabel)]


def test_a_block_is_added_moved_lengthened_handed_over_and_taken_out_by_keys(
    tab: MainWindow, engagement: Session
) -> None:
    view().setFocus()
    before = len(engagement.all(ScheduleBlock))
    for _ in range(3):
        key(Qt.Key.Key_Down)
    for _ in range(16):
        key(Qt.Key.Key_Right)
    assert focus_name() == "日程 何立群 13:00"
    key(Qt.Key.Key_Return)
    added = next(b for b in engagement.all(ScheduleBlock) if b.start == 780 and b.title == "")
    assert added.people == (person(engagement, "何立群"),)
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Right, SHIFT)
    key(Qt.Key.Key_Right, SHIFT)
    key(Qt.Key.Key_Left, SHIFT)
    kept = engagement.get(ScheduleBlock, added.row)
    assert kept is not None
    assert (kept.start, kept.end) == (795, 870)
    key(Qt.Key.Key_Up, ALT)
    kept = engagement.get(ScheduleBlock, added.row)
    assert kept is not None
    assert kept.people == (person(engagement, "高博"),)
    assert "重叠" in focus_name()
    assert "有人同时排了两处。" in shown()
    key(Qt.Key.Key_Return)
    assert focus_name() == "这一段 做什么"
    type_text(named("block-title"), "设备清单")
    assert block(engagement, "设备清单").row == added.row
    view().setFocus()
    key(Qt.Key.Key_Delete)
    assert len(engagement.all(ScheduleBlock)) == before
    assert not there("block-edit")


def test_keys_go_from_block_to_block(tab: MainWindow, engagement: Session) -> None:
    view().setFocus()
    key(Qt.Key.Key_PageDown)
    assert focus_name() == "日程 09:00–09:45 首次会议 林知远、苏晓岚、高博、何立群"
    key(Qt.Key.Key_PageDown)
    assert view().current() != ""
    key(Qt.Key.Key_Escape)
    assert view().current() == ""
    key(Qt.Key.Key_Space)
    assert focus_name().startswith("日程 ")


def drag(start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view(), QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(view(), end)
    QTest.mouseRelease(view(), Qt.MouseButton.LeftButton, pos=end)
    settle()


def test_a_block_is_dragged_to_another_time_and_person_and_lengthened(
    tab: MainWindow, engagement: Session
) -> None:
    found = block(engagement, "退火炉工艺")
    day = view().geometry_of()
    box = next(day.boxes(b)[0][1] for b in day.blocks if b.row == found.row)
    hour = round(day.x(11 * 60) - day.x(10 * 60))
    middle = box.center().toPoint()
    drag(middle, middle + QPoint(3 * hour, -round(3 * day.line)))
    kept = engagement.get(ScheduleBlock, found.row)
    assert kept is not None
    assert (kept.start, kept.end) == (13 * 60, 15 * 60)
    assert kept.people == (person(engagement, "林知远"),)
    day = view().geometry_of()
    box = next(day.boxes(b)[0][1] for b in day.blocks if b.row == found.row)
    edge = QPoint(int(box.right()) - 2, int(box.center().y()))
    drag(edge, edge + QPoint(hour, 0))
    kept = engagement.get(ScheduleBlock, found.row)
    assert kept is not None
    assert (kept.start, kept.end) == (13 * 60, 16 * 60)
    tab.desk.session.undo()
    settle()
    kept = engagement.get(ScheduleBlock, found.row)
    assert kept is not None
    assert kept.end == 15 * 60
    empty = QPoint(int(day.x(17 * 60 + 20)), int(day.top(3) + 10))
    before = len(engagement.all(ScheduleBlock))
    click(view(), empty)
    QTest.mouseDClick(view(), Qt.MouseButton.LeftButton, pos=empty)
    settle()
    assert len(engagement.all(ScheduleBlock)) == before + 1


def test_the_list_is_typed(tab: MainWindow, engagement: Session) -> None:
    press_button("列表")
    type_text(find(QLineEdit, "第 2 段 止"), "12:30")
    ends = [b.end for b in engagement.all(ScheduleBlock)]
    assert 12 * 60 + 30 in ends
    type_text(find(QLineEdit, "第 2 段 起"), "25点")
    assert find(QLineEdit, "第 2 段 起").property("state") == "bad"
    type_text(find(QLineEdit, "第 2 段 起"), "10:00")
    last = len(engagement.all(ScheduleBlock))
    choose(f"第 {last} 段 场所", "不在现场")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, f"第 {last} 段 场所"))
    assert [b for b in engagement.all(ScheduleBlock) if b.site == ""]
    press_button("第 3 段 谁")
    menu = active_window()
    assert isinstance(menu, QMenu)
    press_key(Qt.Key.Key_Down, widget=menu)
    press_key(Qt.Key.Key_Return, widget=menu)
    assert len(engagement.all(ScheduleBlock)) == last
    press_button("加一段")
    assert len(engagement.all(ScheduleBlock)) == last + 1
    assert "做什么" in focus_name()
    assert not nameless(tab)


def test_a_changed_plan_is_sent_as_the_next_version_and_confirmed(
    tab: MainWindow, engagement: Session
) -> None:
    assert "第 1 版已由王建华确认" in shown()
    assert not there("version")
    view().setFocus()
    key(Qt.Key.Key_PageDown)
    key(Qt.Key.Key_PageDown)
    key(Qt.Key.Key_Right)
    assert "与第 1 版的不同" in shown()
    assert any("10:15–12:15" in words for words in shown())
    blocker = next(b for b in facts.blockers(engagement) if b.code == "plan.changed")
    press_button("场所")
    tab.go(blocker.target)
    assert focus_name() == "发出日期"
    press_button("发出第 2 版")
    assert len(engagement.all(PlanVersion)) == 1
    type_text(named("sent_on"), "2026-03-16")
    type_text(named("sent_how"), "邮件发王建华")
    type_text(named("reason"), "客户检修")
    press_button("发出第 2 版")
    assert [v.number for v in engagement.all(PlanVersion)] == [1, 2]
    type_text(named("confirmed_on-2"), "2026-03-16")
    type_text(named("confirmed_by-2"), "王建华")
    assert "第 2 版已由王建华确认" in shown()
    assert engagement.find(PlanVersion, number=2).reason == "客户检修"
    # Any two are compared: the last two by themselves, others by choice.
    assert "第 1 版与第 2 版相比" in shown()
    assert any("10:15–12:15" in words for words in shown())
    choose("从哪一版比起", "第 2 版")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, "从哪一版比起"))
    assert "没有不同。" in shown()
    view().setFocus()
    key(Qt.Key.Key_Right)
    choose("从哪一版比起", "第 1 版")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, "从哪一版比起"))
    choose("与哪一版比", "现在的计划")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, "与哪一版比"))
    assert "与第 1 版的不同" in shown()
    assert any("10:30–12:30" in words for words in shown())


def test_a_replaced_verifier_is_explained_and_agreed_with_the_client(
    tab: MainWindow, engagement: Session
) -> None:
    gao = person(engagement, "高博")
    team.remove_person(engagement, gao)
    settle(40)
    blocker = next(b for b in facts.blockers(engagement) if b.code == "plan.replaced")
    assert "高博" in str(blocker.sentence)
    press_button("委托", inside=named("parts"))
    tab.go(blocker.target)
    settle(40)
    assert focus_name() == "高博 缘由"
    assert "高博原已计划，不再核查" in shown()
    choose("高博 由谁接替", "何立群")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, "高博 由谁接替"))
    choose("高博 不可预见", "是")
    press_key(Qt.Key.Key_Return, widget=find(QComboBox, "高博 不可预见"))
    for field, text in (
        ("缘由", "突发疾病"),
        ("客户同意日期", "2026-03-17"),
        ("同意人", "王建华"),
    ):
        type_text(find(QLineEdit, f"高博 {field}"), text)
    (kept,) = engagement.all(TeamChange)
    assert (kept.out, kept.into) == (gao, person(engagement, "何立群"))
    assert (kept.reason, kept.confirmed_by) == ("突发疾病", "王建华")
    assert kept.unforeseeable is YesNo.YES
    assert "plan.replaced" not in [b.code for b in facts.blockers(engagement)]
    paper = plan_sheet.build(plan.state(engagement), Options())
    said = [text_in(text, "zh") for _where, text in document_texts(paper)]
    assert "高博" in said
    assert "突发疾病" in said


def test_items_are_written_and_blockers_lead_to_them(tab: MainWindow, engagement: Session) -> None:
    field = named("plan_if_needed.language")
    type_text(field, "")
    blocker = next(b for b in facts.blockers(engagement) if b.code == "plan.plan_if_needed")
    press_button("委托", inside=named("parts"))
    tab.go(blocker.target)
    assert focus_name() == "工作语言"
    type_text(named("plan_if_needed.language"), "中文、英文")
    kept = engagement.find(RuleEntry, rule_list="plan_if_needed", item="language")
    assert kept.text == "中文、英文"


def test_the_opening_is_refused_with_a_sentence_and_a_link(
    tab: MainWindow, engagement: Session
) -> None:
    view().setFocus()
    key(Qt.Key.Key_PageDown)
    key(Qt.Key.Key_Right)
    tab.go(Target("opening"))
    settle(60)
    press_button("开始")
    settle(60)
    words = [getattr(w, "full_text", w.text)() for w in visible(QLabel)]
    assert any("二阶段还不能开始" in text for text in words), "|".join(words)
    assert any("现场还不能开始" in text for text in words), words


def test_names_and_the_place_after_a_language_switch(tab: MainWindow, engagement: Session) -> None:
    assert not nameless(tab)
    click(named("choice-2026-03-19"))
    view().setFocus()
    key(Qt.Key.Key_PageDown)
    chosen = view().current()
    assert chosen
    switch_language(tab)
    settle(80)
    assert view().current() == chosen
    switch_language(tab)
    settle(80)
