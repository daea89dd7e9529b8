"""The sampling page in the real window: from the client's ledger to a conclusion and an opinion."""

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from cfpdesk.i18n import msg, set_language
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.misstatement import Misstatement
from cfpdesk.model.opinion import Opinion, OpinionType
from cfpdesk.model.population import (
    FROM_INVENTORY,
    Conformity,
    Population,
    Risk,
    SampleItem,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import sampling, sampling_edit, sampling_ledger
from cfpdesk.store.sampling_query import QUICK_ROWS
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.evaluation_popover import EvaluationPopover, FirmnessPopover
from cfpdesk.ui.parts.misstatement_view import AddPopover
from cfpdesk.ui.parts.plan_card import PlanPopover
from cfpdesk.ui.parts.population_rows import LEDGER
from cfpdesk.ui.parts.sample_grid import SampleGrid
from cfpdesk.ui.parts.sample_rows import ItemTab
from cfpdesk.ui.parts.sampling_popovers import ExtendPopover, ItemChooser, NotePopover
from cfpdesk.ui.parts.sampling_settings import SettingsPopover
from cfpdesk.ui.search_index import Group, SearchIndex, session_hits
from cfpdesk.ui.widgets.cell_editor import RowQuestion
from cfpdesk.ui.widgets.text import ElidedLabel
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit import hands
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    SLIPS,
    checked,
    drawn,
    frozen,
    reverse_test,
    shown,
    slips_population,
)
from tests.ui.visit_pages import action, nameless

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def until(done: Callable[[], object], seconds: int = 20) -> None:
    """Let the window work until something is so."""
    for _turn in range(seconds * 50):
        if done():
            return
        QTest.qWait(20)
    raise AssertionError("it did not come")


def opened(window: MainWindow) -> SamplingPage:
    window.desk.go("sampling")
    settle(60)
    found = window.page
    assert isinstance(found, SamplingPage)
    return found


def session_of(window: MainWindow) -> Session:
    return window.desk.session


@pytest.fixture
def slips(window: MainWindow) -> Population:
    made = slips_population(session_of(window))
    sampling_edit.edit_recipe(
        session_of(window), made.row, control_risk=Risk.LOW, control_test="过磅流程穿行"
    )
    return made


@pytest.fixture
def page(window: MainWindow, slips: Population) -> SamplingPage:
    """The page with a sample that is drawn and not checked."""
    drawn(session_of(window), slips.row)
    return opened(window)


def grid_of(page: SamplingPage) -> SampleGrid:
    grid = page._pane.table.grid
    assert grid is not None
    return grid


def editing(page: SamplingPage) -> bool:
    return grid_of(page).editor is not None


def now(page: SamplingPage) -> PopulationState:
    one = page._one()
    assert one is not None
    return one


def item(page: SamplingPage, key: str) -> SampleItem:
    return sampling_edit.item_of(page.session, now(page).population.row, key)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    settle(30)


def keys(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    for letter in text:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, letter)
    settle(10)


def click(widget: QWidget) -> None:
    hands.click(widget)
    settle(60)


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def popup(kind: type) -> QWidget:
    found = [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible()]
    assert found, kind.__name__
    return found[-1]


def fill(field: QWidget, text: str) -> None:
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
    QTest.keyClicks(field, text)


# From nothing to a drawn sample -----------------------------------------------------------------


def test_nothing_is_said_with_its_clause_and_one_button(window: MainWindow) -> None:
    page = opened(window)
    assert page._stack.currentWidget() is page._nothing
    assert "没有总体" in page._nothing.sentence.text()
    window.refresh_overview()
    assert [b.code for b in sampling.blockers(page.session)] == ["sampling.none"]


def test_a_file_becomes_a_population(window: MainWindow) -> None:
    page = opened(window)
    assert page.receive([SLIPS])
    until(lambda: page._stack.currentWidget() is page._mapping)
    assert page._mapping.use.isEnabled()
    click(page._mapping.use)
    assert page._stack.currentWidget() is page._work
    one = now(page)
    assert (one.facts.items, one.facts.imported_total) == (412, D(12600))
    assert one.population.unit == "t"
    assert one.population.method is SamplingMethod.EMISSION_UNIT
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "ledger_total"


def test_leaving_the_mapping_writes_nothing(window: MainWindow) -> None:
    page = opened(window)
    page.receive([SLIPS])
    until(lambda: page._stack.currentWidget() is page._mapping)
    click(button(page, "leave-mapping"))
    assert page._stack.currentWidget() is page._nothing
    assert not page.session.all(Population)
    assert len(page.session.all(Evidence)) == 1


def test_columns_can_be_said_anew_before_freezing(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    click(button(page, "columns-of-table"))
    until(lambda: page._stack.currentWidget() is page._mapping)
    page._mapping._numbers["first"].setFocus()
    fill(page._mapping._numbers["first"], "5")
    page._mapping.use.setFocus()
    settle(60)
    click(page._mapping.use)
    assert now(page).facts.items == 411
    assert len(page.session.all(Population)) == 1


def test_the_whole_order_by_keys_and_clicks(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    freeze = page._pane.steps.button
    assert not freeze.isEnabled()
    ledger = page._pane.form._items.field("ledger_total").focus_widget
    fill(ledger, "12,599")
    press(Key.Key_Tab)
    assert "相差 1.00 t" in page._pane.form._reconciled.text()
    assert not freeze.isEnabled()
    fill(ledger, "12600")
    press(Key.Key_Tab)
    assert "一致" in page._pane.form._reconciled.text()
    assert freeze.isEnabled()
    click(freeze)
    assert now(page).stage is PopulationStage.SEED
    assert page._pane.strip.isVisible()
    digits = page._pane.seed.digits
    assert digits.hasFocus()
    keys("482")
    press(Key.Key_Return)
    assert now(page).stage is PopulationStage.DRAW
    assert now(page).population.seed_number == "482"
    assert now(page).population.seed_by
    press(Key.Key_Space)  # the draw has the focus
    assert now(page).stage is PopulationStage.CHECK
    assert now(page).facts.drawn == 45
    assert grid_of(page).hasFocus()
    assert "还有 45 项未核" in page._pane.result.sentence.text()


def test_what_is_no_number_is_said_at_the_field(window: MainWindow, slips: Population) -> None:
    frozen(session_of(window), slips.row)
    page = opened(window)
    fill(page._pane.seed.digits, "48a")
    click(button(page, "take-seed"))
    assert now(page).stage is PopulationStage.SEED
    assert page._pane.seed._error.isVisible()
    assert page._pane.seed.digits.text() == "48a"


def test_the_number_of_the_opening_meeting_serves_what_was_frozen_before(
    window: MainWindow, slips: Population
) -> None:
    session = session_of(window)
    frozen(session, slips.row)
    with session.transact(msg("Edit the engagement")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.OPENING)
        change.put(meeting.but(spoken_number="4827", spoken_by="王建华", spoken_at=change.now))
    page = opened(window)
    take = button(page, "take-spoken")
    assert take.isVisible()
    click(take)
    assert now(page).population.seed_number == "4827"


def test_an_earlier_number_is_refused_with_its_reason(
    window: MainWindow, slips: Population
) -> None:
    session = session_of(window)
    with session.transact(msg("Edit the engagement")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.OPENING)
        change.put(meeting.but(spoken_number="4827", spoken_by="王建华", spoken_at=change.now))
    frozen(session, slips.row)
    page = opened(window)
    assert not button(page, "take-spoken").isVisible()
    assert "冻结之前" in page._pane.seed._spoken_why.text()


# The recipe -------------------------------------------------------------------------------------


def test_the_recipe_asks_for_what_its_method_needs(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    form = page._pane.form
    method = form._method.field("method").focus_widget
    assert isinstance(method, QComboBox)
    for kind, fields in (
        (SamplingMethod.STRATIFIED, {"allocation", "strata", "estimator"}),
        (SamplingMethod.TWO_STAGE, {"primary_size", "estimator"}),
        (SamplingMethod.ATTRIBUTE, {"limit", "staged"}),
        (SamplingMethod.JUDGEMENT, {"judgement_reason"}),
        (SamplingMethod.WHOLE, set()),
        (SamplingMethod.EMISSION_UNIT, set()),
    ):
        method.setCurrentIndex(method.findData(kind.value))
        method.activated.emit(method.currentIndex())
        settle(30)
        assert now(page).population.method is kind
        seen = {name for name, each in form._details.items() if not each.isHidden()}
        assert seen == fields


def test_figures_by_hand_ask_why(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    size = page._pane.form._overrides.field("sample_size").focus_widget
    fill(size, "1.5")
    press(Key.Key_Tab)
    assert size.property("state") == "bad"
    fill(size, "90")
    press(Key.Key_Tab)
    assert now(page).plan.size == 90
    fill(page._pane.form._items.field("ledger_total").focus_widget, "12600")
    press(Key.Key_Tab)
    assert not page._pane.steps.button.isEnabled()
    assert "理由" in page._pane.plan._not_yet.text()


def test_bounds_of_strata_rise_by_themselves(window: MainWindow, slips: Population) -> None:
    sampling_edit.choose_method(session_of(window), slips.row, SamplingMethod.STRATIFIED)
    page = opened(window)
    field = page._pane.form._details["strata"].field("strata").focus_widget
    for text in ("100", "30"):
        fill(field, text)
        press(Key.Key_Return)
    assert now(page).population.strata == ("30", "100")


def test_items_are_chosen_by_judgement(window: MainWindow, slips: Population) -> None:
    sampling_edit.choose_method(session_of(window), slips.row, SamplingMethod.JUDGEMENT)
    page = opened(window)
    page._act.look_at_items()
    chooser = popup(ItemChooser)
    assert isinstance(chooser, ItemChooser)
    fill(chooser.search, "0146")
    assert chooser.grid.keys() == ("RK-25-0146",)
    chooser.grid.setFocus()
    press(Key.Key_Space)
    chooser.close()
    settle(30)
    assert now(page).population.judgement_items == ("RK-25-0146",)
    assert "1 项" in page._pane.form._chosen.text()


def test_a_frozen_recipe_shows_locks_and_no_form(page: SamplingPage) -> None:
    assert not page._pane.form.isVisible()
    for fact in ("population", "method", "confidence", "seed"):
        assert "不能再改" in page._pane.strip.fact(fact)
    assert "4827" in page._pane.strip.fact("seed")
    assert "412 项" in page._pane.strip.fact("population")
    page._look.plan(page._pane._how)
    assert isinstance(popup(PlanPopover), PlanPopover)


def test_settings_are_changed_where_the_size_is_explained(
    window: MainWindow, slips: Population
) -> None:
    page = opened(window)
    before = now(page).plan.size
    click(button(page, "sampling-settings"))
    asked = popup(SettingsPopover)
    assert isinstance(asked, SettingsPopover)
    floor = asked.form.field("reasonable_floor").focus_widget
    performance = asked.form.field("performance_pct").focus_widget
    fill(floor, "80")
    performance.setFocus()
    assert now(page).plan.size == 80 > before
    fill(performance, "76")
    floor.setFocus()
    assert performance.property("state") == "bad"
    fill(performance, "60")
    asked.close()
    settle(30)
    assert page.session.find(SamplingSettings).performance_pct == D(60)


def test_a_step_says_why_it_waits(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    page._pane.steps.pressed.emit("draw")
    settle(30)
    assert any("先要" in words.text() for words in window.next_line.findChildren(QLabel))


# Checking vouchers ------------------------------------------------------------------------------


def test_a_digit_opens_the_field_and_enter_goes_to_the_next(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first, second = grid.keys()[:2]
    assert grid.current_key() == first
    keys("300.5")
    editor = grid.editor
    assert editor is not None
    assert editor.text() == "300.5"
    press(Key.Key_Return)
    assert item(page, first).verified == D("300.5")
    assert item(page, first).checked_at is not None
    assert grid.current_key() == second
    assert grid.hasFocus()
    assert not editing(page)


def test_equals_takes_the_claimed_value(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    for place, key in enumerate(grid.keys()[:3]):
        keys("=")
        found = page._pane.table._rows[key]
        assert found.verified == found.claimed
        assert grid.current_key() == grid.keys()[place + 1]
    assert now(page).facts.unchecked == 42


def test_enter_skips_what_is_checked(window: MainWindow, page: SamplingPage) -> None:
    grid = grid_of(page)
    third = grid.keys()[2]
    sampling_edit.verify(page.session, now(page).population.row, grid.keys()[1], D(1))
    settle(30)
    grid.setFocus()
    keys("=")
    assert grid.current_key() == third


def test_f2_and_arrows_and_esc(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first, second = grid.keys()[:2]
    action_key = page.window()
    QTest.keyClick(action_key, Key.Key_F2)
    settle(30)
    assert editing(page)
    keys("12")
    press(Key.Key_Escape)
    assert not editing(page)
    assert not item(page, first).checked
    grid.write()
    keys("12")
    press(Key.Key_Down)
    assert item(page, first).verified == D(12)
    assert grid.current_key() == second


def test_what_is_no_amount_stays_with_its_reason(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    keys("3..1")
    press(Key.Key_Return)
    assert grid.editor is not None
    assert grid.editor.property("state") == "bad"
    hint = page.findChild(QLabel, "table-hint")
    assert isinstance(hint, ElidedLabel)
    assert "数字" in hint.full_text()
    press(Key.Key_Escape)
    assert "Enter" in hint.full_text()


def test_leaving_the_field_is_saving_it(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first = grid.keys()[0]
    keys("17")
    page._list.setFocus()
    settle(30)
    assert item(page, first).verified == D(17)


def test_a_result_is_taken_back_by_an_empty_field_and_by_undo(
    window: MainWindow, page: SamplingPage
) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first = grid.keys()[0]
    keys("=")
    assert item(page, first).checked
    window.desk.session.undo()
    settle(30)
    assert not item(page, first).checked
    grid.go(first)
    keys("=")
    grid.go(first)
    grid.write()
    press(Key.Key_Delete)
    press(Key.Key_Return)
    assert not item(page, first).checked


def test_what_is_not_found_is_asked_in_its_row(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first = grid.keys()[0]
    press(Key.Key_Backspace, CTRL)
    asked = popup(RowQuestion)
    assert "全额" in asked.accessibleName()
    press(Key.Key_Escape)
    assert not item(page, first).missing
    assert grid.hasFocus()
    press(Key.Key_Backspace, CTRL)
    press(Key.Key_Return)
    assert item(page, first).missing
    row = page._pane.table._rows[first]
    assert row.difference == row.claimed
    assert grid.current_key() == grid.keys()[1]
    grid.go(first)
    press(Key.Key_Backspace, CTRL)  # found after all: nothing to confirm
    assert not item(page, first).missing


def test_the_last_item_brings_the_conclusion(window: MainWindow, page: SamplingPage) -> None:
    row = now(page).population.row
    checked(page.session, row, leave=1)
    made = reverse_test(page.session, row)
    drawn(page.session, made.row, "7")
    checked(page.session, made.row)
    settle(60)
    page._list.set_current(row)
    page._pane.table.next_open()
    assert "1 项未核" in page._pane.result.sentence.text()
    keys("=")
    assert "支持合理保证" in page._pane.result.sentence.text()
    assert not page._pane.steps.isVisible(), "all its steps are done"
    chart = page._pane.result.gauge.chart()
    assert chart is not None
    assert "高报" in page._pane.result._over.full_text()
    assert "反向追查" in page._pane.result._under.full_text()


def test_tabs_narrow_and_headers_sort(page: SamplingPage) -> None:
    row = now(page).population.row
    checked(page.session, row, wrong={2: D(-1), 5: D(2)}, leave=3)
    settle(60)
    table = page._pane.table
    counts = {}
    for tab in (ItemTab.DIFFERING, ItemTab.WHOLE, ItemTab.OPEN, ItemTab.ALL):
        table._tab_chosen(tab.value)
        counts[tab] = len(grid_of(page).keys())
    whole = sum(part.part == "whole" for part in now(page).sample.items)  # type: ignore[union-attr]
    assert counts == {
        ItemTab.DIFFERING: 2,
        ItemTab.WHOLE: whole,
        ItemTab.OPEN: 3,
        ItemTab.ALL: now(page).facts.drawn,
    }
    number = [key for key, _column in table._columns].index("difference")
    table._sort(number)
    shown_keys = grid_of(page).keys()
    amounts = [table._rows[key].difference for key in shown_keys]
    known = [amount for amount in amounts if amount is not None]
    assert known == sorted(known)
    table._sort(number)
    table._sort(number)
    assert grid_of(page).keys()[0] == table._all[0].key


def test_items_set_aside_are_tested_on_their_own(window: MainWindow) -> None:
    session = session_of(window)
    path = session.folder.parent / "门卫台账.csv"
    rows = [f"MW-{n:03d},2025-03-11,{10 + n}.5" for n in range(60)]
    rows += ["MW-100,2025-04-01,-8.2", "MW-101,2025-04-02,0", "MW-001,2025-04-03,9"]
    path.write_text("\n".join(["单号,日期,数量（t）", *rows]), encoding="utf-8")
    page = opened(window)
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._mapping)
    click(page._mapping.use)
    assert "负数 1" in page._pane.plan._aside.text()
    drawn(session, now(page).population.row)
    settle(60)
    page._pane.table._tab_chosen(ItemTab.ASIDE.value)
    grid = grid_of(page)
    assert set(grid.keys()) == {"MW-100", "MW-101", "MW-001 #2"}
    grid.setFocus()
    grid.go("MW-100")
    keys("-8.2")
    press(Key.Key_Return)
    assert item(page, "MW-100").verified == D("-8.2")
    assert page._pane.table._rows["MW-100"].difference == 0
    page._pane.table._tab_chosen(ItemTab.ALL.value)
    blocker = next(b for b in sampling.blockers(session) if b.code == "sampling.set_aside")
    window.go(blocker.target)
    assert page._view.tab is ItemTab.ASIDE


def test_attributes_are_judged_by_one_key(window: MainWindow, slips: Population) -> None:
    session = session_of(window)
    sampling_edit.choose_method(session, slips.row, SamplingMethod.ATTRIBUTE)
    drawn(session, slips.row)
    page = opened(window)
    grid = grid_of(page)
    grid.setFocus()
    first, second, third = grid.keys()[:3]
    press(Key.Key_1)
    press(Key.Key_2)
    assert item(page, first).conforms is Conformity.YES
    assert item(page, second).conforms is Conformity.NO
    assert grid.current_key() == third
    grid.go(second)
    press(Key.Key_0)
    assert not item(page, second).checked
    assert grid.current_key() == second
    assert page._pane.result.gauge.chart() is None
    assert "1 / 59" not in page._pane.result.sentence.text()


def test_completeness_is_traced_from_the_record(window: MainWindow, page: SamplingPage) -> None:
    row = now(page).population.row
    assert not page._left.reverse.isHidden()
    made = reverse_test(page.session, row)
    drawn(page.session, made.row, "7")
    settle(60)
    page._list.set_current(row)
    assert page._left.reverse.isHidden()
    page._list.set_current(made.row)
    grid = grid_of(page)
    grid.setFocus()
    first = grid.keys()[0]
    press(Key.Key_Backspace, CTRL)
    press(Key.Key_Return)
    assert item(page, first).missing
    assert page._pane.table._rows[first].differs


def test_a_note_stays_with_its_item(page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    page._act.note()
    note = popup(NotePopover)
    assert isinstance(note, NotePopover)
    note.field.setPlainText("磅单重印")
    note.close()
    settle(30)
    assert item(page, grid.keys()[0]).note == "磅单重印"
    assert not item(page, grid.keys()[0]).checked


def test_evidence_is_linked_to_an_item_that_nobody_wrote_yet(
    window: MainWindow, page: SamplingPage
) -> None:
    session = page.session
    with session.transact(msg("Take in {name}", name="x")) as change:
        piece = change.put(Evidence(number="E-1-040", caption="船运水尺"))
    grid = grid_of(page)
    grid.setFocus()
    first = grid.current_key()
    asked: list[tuple[str, ...]] = []

    def pick(kinds: tuple[str, ...], then: Callable[[Target], object]) -> None:
        asked.append(kinds)
        then(Target("evidence", piece.row))

    page.desk.pick = pick  # type: ignore[method-assign,assignment]
    action(window, "link")
    assert asked == [("evidence",)]
    (link,) = [one for one in session.all(Link) if one.evidence == piece.row]
    assert link.target == item(page, first).row
    assert session.get(SampleItem, link.target) is not None
    assert page._pane.table._rows[first].evidence == ("E-1-040",)
    page._act.open_evidence("E-1-040")
    assert window.current_noun == "evidence"


def test_a_misstatement_is_raised_from_an_item(window: MainWindow, page: SamplingPage) -> None:
    grid = grid_of(page)
    grid.setFocus()
    first = grid.current_key()
    claimed = page._pane.table._rows[first].claimed
    assert claimed is not None
    sampling_edit.verify(page.session, now(page).population.row, first, claimed - 1)
    settle(30)
    press(Key.Key_N, CTRL)
    assert window.current_noun == "finding"
    (made,) = page.session.all(Finding)
    assert made.kind is FindingKind.MISSTATEMENT
    assert made.effect == D(2310)
    assert first in made.title
    assert sampling_edit.item_of(page.session, page._current, first).finding == made.row
    window.desk.go("sampling")
    grid_of(page).go(first)
    action(window, "finding")
    assert window.current_noun == "finding"
    assert len(page.session.all(Finding)) == 1


def test_a_drawn_sample_is_extended_for_a_reason(window: MainWindow, page: SamplingPage) -> None:
    before = now(page).facts.drawn
    action(window, "extend")
    asked = popup(ExtendPopover)
    assert isinstance(asked, ExtendPopover)
    fill(asked.count, "10")
    click(button(asked, "extend-do"))
    assert asked.isVisible(), "no reason yet"
    fill(asked.reason, "too few")
    press(Key.Key_Return)
    assert now(page).facts.drawn > before
    assert "追加 10" in page._pane.strip.fact("sample")


# The result -------------------------------------------------------------------------------------


def test_three_lawful_ways_where_a_limit_is_above(window: MainWindow, slips: Population) -> None:
    session = session_of(window)
    one = drawn(session, slips.row)
    assert one.sample is not None
    checked(session, slips.row, wrong={n: D(-20) for n in range(10, 40)})
    page = opened(window)
    assert not page._pane.result._ways.isHidden()
    click(button(page, "way-finding"))
    assert window.current_noun == "finding"
    (made,) = session.all(Finding)
    assert made.title == "带钢入库单 2025"
    window.desk.go("sampling")
    click(button(page, "way-extend"))
    assert isinstance(popup(ExtendPopover), ExtendPopover)


def test_conditions_and_other_methods_are_shown(window: MainWindow, page: SamplingPage) -> None:
    checked(page.session, now(page).population.row)
    settle(60)
    click(page._pane.result.reasons)
    shown_popup = popup(EvaluationPopover)
    words = " ".join(each.text() for each in shown_popup.findChildren(QLabel))
    assert "斯特林格上限" in words
    assert "没有对应的反向追查" in words


def test_the_picture_folds_away_and_stays_so(window: MainWindow, page: SamplingPage) -> None:
    fold = page.findChild(QWidget, "fold-gauge")
    assert fold is not None
    assert page._pane.result.gauge.isVisible()
    click(fold)
    assert not page._pane.result.gauge.isVisible()
    keys("=") if grid_of(page).hasFocus() else None
    page.refresh()
    assert not page._pane.result.gauge.isVisible()
    click(fold)
    assert page._pane.result.gauge.isVisible()


# Misstatements and opinion ----------------------------------------------------------------------


def test_entered_misstatements_stand_in_the_ledger(window: MainWindow, page: SamplingPage) -> None:
    action(window, "ledger")
    assert page._right.currentIndex() == 1
    click(button(page, "add-misstatement"))
    asked = popup(AddPopover)
    assert isinstance(asked, AddPopover)
    fill(asked.kg, "x")
    press(Key.Key_Return)
    assert asked.error.isVisible()
    fill(asked.what, "nitrogen left out")
    fill(asked.kg, "-12,000")
    press(Key.Key_Return)
    (entry,) = page.session.all(Misstatement)
    assert entry.kg == D(-12000)
    assert page._ledger.grid.current_key() == f"added|{entry.row}"
    assert page._ledger._entered.isVisible()
    form = page._ledger._form
    fill(form.field("kg").focus_widget, "-2,000,000")
    press(Key.Key_Tab)
    assert "实质性" in page._ledger.sentence.text()
    check = form.field("corrected").focus_widget
    click(check)
    assert page.session.all(Misstatement)[0].corrected
    assert "在重要性" in page._ledger.sentence.text()
    click(button(page, "remove-misstatement"))
    reason = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )  # fmt: skip
    fill(reason, "typed twice")
    press(Key.Key_Return)
    assert not page.session.all(Misstatement)


def test_an_opinion_needs_a_reason_only_where_it_differs(
    window: MainWindow, page: SamplingPage
) -> None:
    checked(page.session, now(page).population.row)
    action(window, "ledger")
    card = page._opinion
    proposed = sampling_ledger.state(page.session).proposal.type
    assert card.proposed.text() == "保留意见"
    assert proposed is OpinionType.MODIFIED
    card.combo.setCurrentIndex(card.combo.findData(proposed.value))
    card.combo.activated.emit(card.combo.currentIndex())
    settle(30)
    assert page.session.find(Opinion).chosen is proposed
    card.combo.activated.emit(card.combo.findData(OpinionType.UNMODIFIED.value))
    settle(30)
    assert page.session.find(Opinion).chosen is proposed, "asked why first"
    reason = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )  # fmt: skip
    fill(reason, "limits from elsewhere")
    press(Key.Key_Return)
    assert page.session.find(Opinion).chosen is OpinionType.UNMODIFIED
    assert not card._why.isHidden()
    assert "我们认为" in card.words.text()
    card._speak("en")
    assert "In our opinion" in card.words.text()
    click(button(page, "firmness"))
    assert isinstance(popup(FirmnessPopover), FirmnessPopover)


def test_missing_evidence_is_written_by_the_team(window: MainWindow, page: SamplingPage) -> None:
    action(window, "ledger")
    field = page._opinion.form.field("missing").focus_widget
    fill(field, "gas readings")
    press(Key.Key_Return)
    assert page.session.find(Opinion).missing == ("gas readings",)
    box = page._opinion.form.field("pervasive")
    assert not box.box.isHidden()
    click(box.focus_widget)
    assert page._opinion.proposed.text() == "无法表示意见"


def test_an_entry_opens_where_it_comes_from(window: MainWindow, page: SamplingPage) -> None:
    row = now(page).population.row
    checked(page.session, row, wrong={0: D(-1)})
    action(window, "ledger")
    page._ledger.grid.setFocus()
    assert page._ledger.grid.current_key() == f"sample|{row}"
    press(Key.Key_Return)
    assert page._current == row


# The window -------------------------------------------------------------------------------------


def test_ctrl_6_goes_there_and_the_side_names_what_is_missing(
    window: MainWindow, slips: Population
) -> None:
    QTest.keyClick(window, Key.Key_6, CTRL)
    settle(60)
    assert window.current_noun == "sampling"
    window.refresh_overview()
    assert window.overview is not None
    codes = [b.code for b in window.overview.blockers("sampling")]
    assert "sampling.ledger" in codes
    blocker = next(b for b in window.overview.blockers("sampling") if b.code == "sampling.ledger")
    window.go(blocker.target)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "ledger_total"


def test_items_are_found_by_their_number(window: MainWindow, page: SamplingPage) -> None:
    index = SearchIndex()
    index.add(session_hits(page.session, "zh"))
    wanted = grid_of(page).keys()[7]
    hit = index.find(wanted, [Group.SAMPLE])[0]
    assert hit.target is not None
    window.go(Target("home"))
    window.go(hit.target)
    assert window.current_noun == "sampling"
    assert grid_of(page).current_key() == wanted


def test_a_language_switch_keeps_population_item_and_tab(
    window: MainWindow, page: SamplingPage
) -> None:
    checked(page.session, now(page).population.row, leave=6)
    settle(30)
    page._pane.table._tab_chosen(ItemTab.OPEN.value)
    grid_of(page).go(grid_of(page).keys()[3])
    wanted = grid_of(page).current_key()
    switch_language(window)
    settle(60)
    try:
        assert page._view.tab is ItemTab.OPEN
        assert grid_of(page).current_key() == wanted
        assert "items are still unchecked" in page._pane.result.sentence.text()
    finally:
        switch_language(window)


def test_everything_that_takes_focus_has_a_name(window: MainWindow, page: SamplingPage) -> None:
    reverse_test(page.session, now(page).population.row)
    settle(60)
    found = nameless(window)
    for row in page._list.rows():
        if not row.head:
            page._list.set_current(row.key)
            settle(30)
            found += nameless(window)
    assert not found


def test_tab_goes_from_populations_to_the_table(page: SamplingPage) -> None:
    page._list.setFocus()
    names = []
    for _turn in range(16):
        press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
    assert names.index("导入总体…") < names.index("样本量怎么来的") < names.index("抽中的项目")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_is_cut_off_in_any_view(
    window: MainWindow, page: SamplingPage, language: str
) -> None:
    session, row = page.session, now(page).population.row
    made = reverse_test(session, row)
    other = sampling_edit.add_population(session, "清单的行", FROM_INVENTORY)
    sampling_edit.choose_method(session, other.row, SamplingMethod.STRATIFIED)
    sampling_ledger.add(session, "氮气没有计入", D(-12000))
    checked(session, row, wrong={n: D(-20) for n in range(10, 40)})
    frozen(session, made.row)
    set_language("en" if language == "en" else "zh")
    window.speak()
    settle(60)
    try:
        for key in (row, made.row, other.row, LEDGER):
            page._list.set_current(key)
            settle(120)
            assert not cut(page), key
    finally:
        set_language("zh")
        window.speak()


def cut(page: SamplingPage) -> list[str]:
    found = [
        f"{button.text()} {button.width()} < {button.sizeHint().width()}"
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.text() and button.sizeHint().width() > button.width() + 2
    ]
    found += [
        f"{words.text()} {words.width()}"
        for words in page.findChildren(QLabel)
        if words.isVisible()
        and not isinstance(words, ElidedLabel)
        and not words.wordWrap()
        and words.fontMetrics().horizontalAdvance(words.text()) > words.width() + 1
    ]
    return found


def test_a_reader_changes_nothing(window: MainWindow, page: SamplingPage) -> None:
    page.session.read_only = True
    page.refresh()
    grid = grid_of(page)
    grid.setFocus()
    first = grid.current_key()
    keys("5")
    assert not editing(page)
    keys("=")
    assert not item(page, first).checked
    page.session.read_only = False


def test_the_sources_are_offered(window: MainWindow, page: SamplingPage) -> None:
    page._import()
    menu = next(w for w in QApplication.allWidgets() if isinstance(w, QMenu) and w.isVisible())
    words = [each.text() for each in menu.actions()]
    menu.close()
    assert "选文件…" in words
    assert any(word == "带钢入库单_2025" for word in words)
    assert any(word.startswith("E-1-001") for word in words)


def test_a_long_table_is_read_in_a_job_while_others_stay_usable(
    window: MainWindow, page: SamplingPage
) -> None:
    session = page.session
    path = session.folder.parent / "长台账.csv"
    rows = [f"MW-{n:05d},2025-03-11,{10 + n % 7}.5" for n in range(QUICK_ROWS + 800)]
    path.write_text("\n".join(["单号,日期,数量（t）", *rows]), encoding="utf-8")
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._mapping)
    click(page._mapping.use)
    one = now(page)
    assert one.waits
    assert page._pane._stack.currentWidget() is page._pane.reading
    until(lambda: not now(page).waits)
    assert now(page).facts.items == QUICK_ROWS + 800
    assert page._pane.form.isVisible()


def test_cancelling_says_so_and_reads_again_when_asked(
    window: MainWindow, page: SamplingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page.session
    path = session.folder.parent / "长台账.csv"
    rows = [f"MW-{n:05d},2025-03-11,{10 + n % 7}.5" for n in range(QUICK_ROWS + 800)]
    path.write_text("\n".join(["单号,日期,数量（t）", *rows]), encoding="utf-8")
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._mapping)

    def endless(_tables: object, _table: object, tell: Callable[[int, int], object]) -> None:
        while True:
            tell(1, 2)
            time.sleep(0.01)

    with monkeypatch.context() as patched:
        patched.setattr(sampling, "split_items", endless)
        click(page._mapping.use)
        assert page._pane._stack.currentWidget() is page._pane.reading
        page.desk.jobs.cancel_current()
        until(lambda: not page.desk.jobs.running)
        assert now(page).waits
    again = button(page._pane.reading, "read-again")
    assert again.isVisible()
    click(again)
    until(lambda: not now(page).waits)


def test_the_state_is_the_one_of_the_step(page: SamplingPage) -> None:
    row = now(page).population.row
    assert shown(page.session, row) == now(page)
