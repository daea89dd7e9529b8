"""The inventory page in the real window: its lines, views, filters and what leads to them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cfpdesk.i18n import Language, set_language
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.steps import inventory, inventory_edit
from cfpdesk.steps.inventory_edit import LineFigure
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from cfpdesk.ui.parts.inventory_bar import View
from cfpdesk.ui.parts.line_rows import LineFilter, line_key
from cfpdesk.ui.search_index import Group, SearchIndex, session_hits
from tests.flow.visit.hands import settle
from tests.ui.inventory_hands import (
    D,
    cells,
    choose,
    fill,
    first_code,
    key,
    line,
    press,
    with_sample,
    write,
)
from tests.ui.visit_pages import cut_in_the_end, nameless, until


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The page with the sample's inventory."""
    return with_sample(window)


def test_the_strip_says_what_picture_05_says(page: InventoryPage) -> None:
    session = page.session
    inventory_edit.set_figure(session, line(page, "P1"), LineFigure.FACTOR_VALUE, D("0.5777"))
    inventory_edit.set_figure(session, line(page, "P6"), LineFigure.GWP, D(771))
    head = page._work.head
    assert head._claimed._value.text() == "2,808.56"
    assert head._verified._value.text() == "2,822.73"
    assert head._difference._value.text() == "−14.17"
    assert "低报 0.50 %" in head._difference._below.full_text()  # type: ignore[attr-defined]
    assert head._gauge.chart() is not None
    assert cells(page, "P1")[5:8] == ["1,910,160", "2,079,720", "−169,560"]
    total = page._work.list.grid.rows_model.rows[-1]
    assert total.total
    assert total.name == "合计（÷ 12,000 t）"
    press(page._work.bar, "choice-balances")
    assert page._view is View.BALANCES


def test_lines_stand_under_their_stages_and_sort_in_them(page: InventoryPage) -> None:
    grid = page._work.list.grid
    heads = [row.name for row in grid.rows_model.rows if row.is_head]
    assert heads == ["原材料", "生产", "合计（÷ 12,000 t）"]
    grid.sort_wanted.emit(6)  # recalculated, largest first
    codes = [row.view.result.line.code for row in grid.rows_model.rows if row.view]
    assert codes[:3] == ["R1", "R5", "R4"]
    assert codes[5:7] == ["P1", "P2"]
    grid.sort_wanted.emit(6)
    assert first_code(page) == "R3"
    grid.sort_wanted.emit(6)
    assert first_code(page) == "R1"


def test_ctrl_g_groups_by_rank_by_owner_and_not_at_all(page: InventoryPage) -> None:
    inventory_edit.set_rank(page.session, line(page, "P3"), "c")
    QApplication.processEvents()
    grid = page._work.list.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert page._narrowing.grouping == "rank"
    assert grid.rows_model.rows[0].name.startswith("a ")
    QTest.keyClick(grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert page._narrowing.grouping == "owner"
    me = page.session.actor
    assert me is not None
    heads = [row.name for row in grid.rows_model.rows if row.is_head and not row.total]
    assert heads == [me.name, "还没有人判断"]
    assert grid.rows_model.rows[1].name == "外购蒸汽"
    QTest.keyClick(grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not grid.rows_model.rows[0].is_head


def test_files_dropped_on_a_line_are_its_evidence(page: InventoryPage, tmp_path: Path) -> None:
    paper, table = tmp_path / "发票.pdf", tmp_path / "新版.xlsx"
    for path in (paper, table):
        path.write_bytes(path.name.encode())
    grid = page._work.list.grid
    choose(page, "R1")
    number = next(n for n, row in enumerate(grid.rows_model.rows) if row.key == key(page, "P4"))
    grid.scrollTo(grid.rows_model.index(number, 0))
    place = grid.visualRect(grid.rows_model.index(number, 1)).center()

    def drag(path: Path) -> tuple[bool, bool]:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier)  # fmt: skip
        enter, move = QDragEnterEvent(place, *rest), QDragMoveEvent(place, *rest)
        for event in (enter, move):
            QApplication.sendEvent(grid.viewport(), event)
        taken = (enter.isAccepted(), move.isAccepted())
        over = grid.current_key()
        if all(taken):
            assert over == key(page, "P4"), "the row under the files is shown"
            QApplication.sendEvent(grid.viewport(), QDropEvent(QPointF(place), *rest))
        else:
            QApplication.sendEvent(grid.viewport(), QDragLeaveEvent())
            assert grid.current_key() == key(page, "R1")
        return taken

    assert drag(table) == (True, False), "the window takes the client's workbooks, no line does"
    assert drag(paper) == (True, True)
    until(lambda: page.session.all(Link))
    (link,) = page.session.all(Link)
    assert link.target == key(page, "P4") == page._current


def test_filters_narrow_together_and_text_finds_by_pinyin(page: InventoryPage) -> None:
    grid = page._work.list.grid
    press(page._work.bar, f"filter-{LineFilter.SIGNIFICANT}")
    assert [cells(page, code)[0] for code in ("R1", "P1")] == ["R1", "P1"]
    assert len(grid.keys()) == 2
    press(page._work.bar, f"filter-{LineFilter.CHANGED}")
    assert grid.keys() == ()
    assert page._work.list.stack.currentWidget() is page._work.list.empty
    press(page._work.list.empty, "")
    page._work.list.clear()
    page._work.narrowed.emit()
    QTest.keyClick(grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = page._work.list.search
    assert search.isVisible()
    QTest.keyClicks(search, "wgdl")
    assert grid.keys() == (key(page, "P1"),)
    assert grid.rows_model.rows[-1].name == "13 行中 1 行合计"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert len(grid.keys()) == 13


def test_arrows_jump_over_heads_and_alt_down_goes_to_doubts(page: InventoryPage) -> None:
    grid = page._work.list.grid
    choose(page, "R5")
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert page._current == key(page, "P1")
    choose(page, "R2")
    doubtful = [line_key(v) for v in page._state.doubtful]
    QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page._current in doubtful
    before = page._current
    QTest.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page._current in doubtful
    assert page._current != before


def test_the_simulation_runs_in_a_job_and_is_kept_over_a_language(
    window: MainWindow, page: InventoryPage
) -> None:
    press(page._work.bar, "choice-charts")
    charts = page._work.charts
    assert not charts._go.isEnabled()
    for code in ("R1", "P1"):
        inventory_edit.set_figure(page.session, line(page, code), LineFigure.FACTOR_PCT, D(10))
    assert charts._go.isEnabled()
    press(charts, "simulate")
    until(lambda: page._simulated.found is not None)
    found = page._simulated.found
    assert found is not None
    assert found.draws == 10_000
    assert charts._spread.view.chart() is not None
    set_language("en")
    window.speak()
    settle(80)
    assert page._work.charts._tornado.isVisibleTo(page._work.charts)
    inventory_edit.set_figure(page.session, line(page, "R1"), LineFigure.FACTOR_PCT, D(20))
    assert page._simulated.found is None
    set_language("zh")


def test_a_mark_of_a_picture_opens_its_line(page: InventoryPage) -> None:
    press(page._work.bar, "choice-charts")
    bars = page._work.charts._bars.view
    bars.activated.emit(key(page, "P3"))
    assert page._view is View.LINES
    assert page._current == key(page, "P3")


def test_balances_allocation_and_recycling_are_written_in_place(page: InventoryPage) -> None:
    from cfpdesk.model.allocation import Allocation, AllocationMethod, CoProduct
    from cfpdesk.model.balance import Balance, BalanceKind
    from cfpdesk.model.end_of_life import Recycling

    press(page._work.bar, "choice-balances")
    view = page._work.balances
    press(view.balances, "take-electricity")
    power = page.session.find(Balance, kind=BalanceKind.ELECTRICITY)
    assert power.inventory == D(3600000)
    other = view.balances.table.cell(power.row, "other")
    assert isinstance(other, QLineEdit)
    fill(other, "3,614,400")
    assert "−0.4 %" in page._work.head._balances.accessibleName()
    press(view.allocation, f"choice-{AllocationMethod.PHYSICAL}")
    assert page.session.find(Allocation).method is AllocationMethod.PHYSICAL
    view.allocation.new.setFocus()
    for name in ("带钢", "边丝"):
        write(view.allocation.new, name)
        QTest.keyClick(view.allocation.new, Qt.Key.Key_Return)
    strip, scrap = page.session.all(CoProduct)
    assert (strip.main, scrap.main) == (True, False)
    for product, amount in ((strip, "12000"), (scrap, "600")):
        field = view.allocation.table.cell(product.row, "amount")
        assert isinstance(field, QLineEdit)
        fill(field, amount)
    assert "95.24 %" in view.allocation._said.text()
    write(view.recycling.new, "钢")
    QTest.keyClick(view.recycling.new, Qt.Key.Key_Return)
    (case,) = page.session.all(Recycling)
    values = {"virgin": "2310", "recycling": "700", "disposal": "20", "content": "0.2", "rate": "3"}
    for name, text in values.items():
        field = view.recycling.table.cell(case.row, name)
        assert isinstance(field, QLineEdit)
        fill(field, text)
    formula = view.recycling._choices[case.row]
    assert formula._said.text()  # R2 is no share
    field = view.recycling.table.cell(case.row, "rate")
    assert isinstance(field, QLineEdit)
    fill(field, "0.9")
    assert view.recycling.table.cell(case.row, "verified").text() == "1,990.00"  # type: ignore[attr-defined]


def test_settings_are_written_and_refused_where_they_are_no_number(page: InventoryPage) -> None:
    press(page._work.bar, "choice-settings")
    view = page._work.settings
    press(view, "choice-AR5")
    assert page.session.find(InventorySettings).gwp_set == "AR5"
    seed = view._draws.field("seed").focus_widget
    assert isinstance(seed, QLineEdit)
    fill(seed, "7")
    assert page.session.find(InventorySettings).seed == 7
    fill(seed, "1.5")
    assert view._draws.field("seed")._error.text()
    limit = view._form.field("cut_off_each_pct").focus_widget
    assert isinstance(limit, QLineEdit)
    fill(limit, "200")
    assert page.session.find(InventorySettings).cut_off_each_pct == D(1)


def test_a_blocker_leads_to_its_line_and_field(window: MainWindow, page: InventoryPage) -> None:
    blocker = next(
        b for b in inventory.blockers(page.session) if b.code == "inventory.factor.series"
    )
    press(page._work.bar, "choice-charts")
    window.go(blocker.target)
    assert page._current == key(page, "P1")
    assert page._view is View.LINES
    assert page._work.detail.verified.factor.edit.hasFocus()


def test_lines_are_found_in_the_palette(page: InventoryPage) -> None:
    index = SearchIndex()
    index.add(session_hits(page.session, "zh"))
    hits = index.find("wgdl", [Group.LINE])
    assert [hit.name for hit in hits] == ["P1"]
    assert hits[0].target is not None
    page.focus_on(hits[0].target)
    assert page._current == key(page, "P1")
    assert index.find("P1", [Group.LINE])[0].name == "P1"


def test_the_home_page_shows_the_recalculated_claim(
    window: MainWindow, page: InventoryPage
) -> None:
    inventory_edit.set_figure(page.session, line(page, "P1"), LineFigure.FACTOR_VALUE, D("0.5777"))
    window.desk.go("home")
    home = window.page
    assert home is not None
    card = home._claim  # type: ignore[attr-defined]
    until(lambda: card._verified[0].text() == "2,822.69")  # it comes after the first sight
    press(card, "claim-inventory")
    assert window.current_noun == "inventory"


def test_everything_that_takes_focus_has_a_name(window: MainWindow, page: InventoryPage) -> None:
    for view in View:
        page._to_view(view.value)
        settle(60)
        assert nameless(window) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 640)])
def test_no_text_is_cut_off_in_any_view(
    window: MainWindow, page: InventoryPage, size: tuple[int, int], language: Language
) -> None:
    session = page.session
    for code in ("P1", "P6", "R1"):
        inventory_edit.set_figure(session, line(page, code), LineFigure.FACTOR_PCT, D(10))
    inventory_edit.cut_off(session, line(page, "P8"), on=True, reason="less than one percent")
    window.resize(*size)
    set_language(language)
    window.speak()
    for view in View:
        page._to_view(view.value)
        settle(40)
        assert cut_in_the_end(window) == [], view
    page._to_view(View.LINES.value)
    judgement = page._work.detail.judgement
    for fold in (judgement.quality, judgement.kind, judgement.rest):
        fold.set_open(True)
    for code in ("P1", "P6", "R5"):
        choose(page, code)
        settle(40)
        assert cut_in_the_end(window) == [], code
    page._import.open_evidence(session.all(Evidence)[0].row)
    until(lambda: page._stack.currentWidget() is page._mapping)
    settle(40)
    assert cut_in_the_end(window) == []
    set_language("zh")


def test_f6_goes_through_the_panes_of_each_view(window: MainWindow, page: InventoryPage) -> None:
    choose(page, "P1")
    for view in View:
        page._to_view(view.value)
        settle(30)
        panes = page.panes()
        panes[0].setFocus()
        QTest.keyClick(panes[0], Qt.Key.Key_F6)
        assert panes[1].hasFocus() or panes[1].isAncestorOf(window.focusWidget())


def test_two_hundred_lines_are_gone_through_one_by_one(page: InventoryPage) -> None:
    from tests.inventory_samples import inventory_state

    page._state = inventory_state(copies=16)
    page._show_work()
    grid = page._work.list.grid
    lines = grid.keys()
    assert len(lines) == 208
    seen = [grid.current_key()]
    for _n in range(20):
        QTest.keyClick(grid, Qt.Key.Key_Down)
        seen.append(grid.current_key())
    start = lines.index(seen[0])
    assert seen == list(lines[start : start + 21])
