"""Checking vouchers on the sampling page: by keys, at the speed of reading them."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
)

from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Target
from cfpdesk.model.population import (
    Conformity,
    Population,
    SampleItem,
    SamplingMethod,
)
from cfpdesk.steps import sampling, sampling_edit
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.sample_rows import ItemTab
from cfpdesk.ui.parts.sampling_popovers import ExtendPopover, NotePopover
from cfpdesk.ui.widgets.cell_editor import RowQuestion
from cfpdesk.ui.widgets.text import ElidedLabel
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    checked,
    drawn,
    reverse_test,
)
from tests.ui.sampling.hands import (
    button,
    click,
    editing,
    fill,
    grid_of,
    item,
    keys,
    now,
    opened,
    popup,
    press,
    session_of,
)
from tests.ui.visit_pages import action, until

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


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
