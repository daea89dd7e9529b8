"""The inventory page in the real window: from the client's workbook to a raised misstatement."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from cfpdesk.i18n import Language, msg, set_language
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.inventory import InventorySettings, LineReview, TraceStep
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.steps import inventory, inventory_edit, inventory_import
from cfpdesk.steps.inventory_edit import LineFigure, LineRef
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from cfpdesk.ui.parts.cell_popover import CellPopover
from cfpdesk.ui.parts.electricity_series import ElectricitySeriesPopover
from cfpdesk.ui.parts.factor_pick import FactorPick
from cfpdesk.ui.parts.inventory_bar import View
from cfpdesk.ui.parts.line_rows import Grouping, LineFilter, line_key
from cfpdesk.ui.search_index import Group, SearchIndex, session_hits
from tests.flow.visit.hands import settle
from tests.ui.visit_pages import cut_off, nameless

D = Decimal
WORKBOOK = Path(__file__).resolve().parents[2] / "resources/sample/client/恒锐_CFP_2025.xlsx"


def until(done: Callable[[], object], seconds: int = 20) -> None:
    """Let the window work until something is so."""
    for _turn in range(seconds * 50):
        if done():
            return
        QTest.qWait(20)
    raise AssertionError("it did not come")


def opened(window: MainWindow) -> InventoryPage:
    window.desk.go("inventory")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, InventoryPage)
    return found


@pytest.fixture
def empty(window: MainWindow) -> InventoryPage:
    """The page before anything was imported."""
    return opened(window)


def take_in(session: Session, path: Path = WORKBOOK, number: str = "E-1-001") -> Dataset:
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        piece = change.put(Evidence(number=number, file=change.attach(path)))
    assert piece.file is not None
    book = inventory_import.read_file(session.tables, piece.file)
    return inventory_import.use_table(session, piece.row, guess_tables(book.sheets())[0], "清单")


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The page with the sample's inventory."""
    take_in(window.desk.session)
    return opened(window)


def key(page: InventoryPage, code: str) -> str:
    return next(line_key(v) for v in page._state.lines if v.result.line.code == code)


def line(page: InventoryPage, code: str) -> LineRef:
    return page._act.ref_of(key(page, code))


def choose(page: InventoryPage, code: str) -> None:
    page._to_line(key(page, code))
    QApplication.processEvents()


def review(page: InventoryPage, code: str) -> LineReview:
    return inventory_edit.review(page.session, line(page, code))


def write(edit: QLineEdit, text: str) -> None:
    """Type, Chinese through the input method as a person does."""
    edit.setFocus()
    edit.selectAll()
    if text.isascii():
        QTest.keyClicks(edit, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def fill(edit: QLineEdit, text: str) -> None:
    write(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Tab)


def press(parent: QWidget, name: str) -> None:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def popup(kind: type[QWidget]) -> QWidget:
    return next(w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible())


def reason(text: str) -> None:
    field = next(
        w
        for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def cells(page: InventoryPage, code: str) -> list[str]:
    model = page._work.list.grid.rows_model
    row = next(n for n, row in enumerate(model.rows) if row.key == key(page, code))
    return [str(model.data(model.index(row, c), 0)) for c in range(model.columnCount())]


def first_code(page: InventoryPage) -> str:
    rows = page._work.list.grid.rows_model.rows
    return next(row.view.result.line.code for row in rows if row.view)


# From nothing to lines --------------------------------------------------------------------------


def test_nothing_is_said_with_one_button_and_a_clause(empty: InventoryPage) -> None:
    assert empty._stack.currentWidget() is empty._nothing
    assert "规则" in " ".join(
        w.text() for w in empty._nothing.findChildren(type(empty._nothing.sentence))
    )
    actions = {action.name: action for action in empty.page_actions()}
    assert actions["import"].primary


def test_a_dropped_workbook_is_read_guessed_mapped_and_used(empty: InventoryPage) -> None:
    assert empty.receive([WORKBOOK])
    until(lambda: empty._stack.currentWidget() is empty._mapping)
    mapping = empty._mapping
    assert mapping.sheets.current_key() == "2"
    assert mapping._numbers["top"].text() == "4"
    assert mapping.view.cells.header == (4, 6)
    assert mapping.view.cells.words[8] == "排放量"
    assert mapping.use.isEnabled()
    press(mapping, "use-table")
    until(lambda: empty._stack.currentWidget() is empty._work)
    (kept,) = empty.session.all(Dataset)
    assert (kept.sheet, kept.header_top, kept.header_rows) == ("清单", 4, 6)
    assert len(empty._state.lines) == 13
    roles = {c.role: c.column for c in empty.session.all(DatasetColumn)}
    assert roles[ColumnRole.EMISSIONS] == "H"
    assert cells(empty, "P1")[1:5] == ["外购电力", "3,600,000", "0.5306", "d"]


def test_a_mapping_can_be_corrected_by_hand(empty: InventoryPage) -> None:
    empty.receive([WORKBOOK])
    until(lambda: empty._stack.currentWidget() is empty._mapping)
    mapping = empty._mapping
    mapping._map(ColumnRole.SOURCE, "")
    mapping._map(ColumnRole.ID, "")
    assert not mapping.use.isEnabled()
    assert "排放源" in mapping._said.full_text()
    mapping._offer_roles(3)
    menu = popup(QMenu)
    assert isinstance(menu, QMenu)
    next(a for a in menu.actions() if a.text() == "排放源或汇").trigger()
    menu.close()
    assert mapping.use.isEnabled()
    fill(mapping._numbers["first"], "3")
    assert mapping._problem.isVisible()
    fill(mapping._numbers["first"], "7")
    assert not mapping._problem.isVisible()
    mapping.sheets.setFocus()
    mapping._to_sheet("0")  # the cover: nothing was recognised there
    assert not mapping.use.isEnabled()
    press(mapping, "leave-mapping")
    assert empty._stack.currentWidget() is empty._nothing
    assert not empty.session.all(Dataset)


def test_a_file_that_is_no_workbook_gets_a_sentence(empty: InventoryPage, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook at all")
    empty.receive([path])
    until(lambda: empty._stack.currentWidget() is empty._reading and empty._problem)
    assert len(empty._problem) > 5
    assert empty._reading._retry.isVisible()
    assert not empty.session.all(Dataset)
    press(empty._reading, "leave-reading")
    assert empty._stack.currentWidget() is empty._nothing


def test_reading_can_be_cancelled_and_tried_again(empty: InventoryPage) -> None:
    with empty.session.transact(msg("Take in {name}", name="x")) as change:
        piece = change.put(Evidence(number="E-1-001", file=change.attach(WORKBOOK)))
    empty._import.open_evidence(piece.row)
    assert empty._stack.currentWidget() is empty._reading
    press(empty._reading, "cancel-reading")
    until(lambda: bool(empty._problem))
    press(empty._reading, "read-again")
    until(lambda: empty._stack.currentWidget() is empty._mapping)


def test_evidence_that_is_here_can_be_chosen(empty: InventoryPage) -> None:
    with empty.session.transact(msg("Take in {name}", name="x")) as change:
        change.put(Evidence(number="E-1-001", file=change.attach(WORKBOOK)))
    QTest.keyClick(empty, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    menu = popup(QMenu)
    assert isinstance(menu, QMenu)
    assert [a.text() for a in menu.actions() if a.text()] == [
        "选文件…", "E-1-001  恒锐_CFP_2025.xlsx",
    ]  # fmt: skip
    menu.actions()[2].trigger()
    menu.close()
    until(lambda: empty._stack.currentWidget() is empty._mapping)


def test_a_table_that_was_not_read_here_is_read_by_itself(
    window: MainWindow, engagement: Session
) -> None:
    take_in(engagement)
    engagement.tables.close()
    for path in (engagement.folder / "cache").glob("*"):
        path.unlink()
    del engagement.__dict__["tables"]
    page = opened(window)
    until(lambda: page._stack.currentWidget() is page._work and page._state.lines)
    assert len(page._state.lines) == 13


def test_a_reading_that_was_given_up_is_asked_for_again(
    window: MainWindow, engagement: Session
) -> None:
    kept = take_in(engagement)
    engagement.tables.close()
    for path in (engagement.folder / "cache").glob("*"):
        path.unlink()
    del engagement.__dict__["tables"]
    page = opened(window)
    assert page._stack.currentWidget() is page._reading
    press(page._reading, "cancel-reading")
    until(lambda: bool(page._problem))
    press(page._reading, "leave-reading")
    assert page._stack.currentWidget() is page._work
    assert page._work.list.stack.currentWidget() is page._work.list.unread
    inventory_import.rename(page.session, kept.row, "another name")  # does not read by itself
    assert not page._import.busy
    unread = next(b for b in inventory.blockers(page.session) if b.code == "inventory.unread")
    window.go(unread.target)
    until(lambda: bool(page._state.lines))
    assert page._stack.currentWidget() is page._work


# The strip and the lines ------------------------------------------------------------------------


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


def test_ctrl_g_groups_by_rank_and_not_at_all(page: InventoryPage) -> None:
    grid = page._work.list.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert page._narrowing.grouping is Grouping.RANK
    assert grid.rows_model.rows[0].name.startswith("a ")
    QTest.keyClick(grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not grid.rows_model.rows[0].is_head


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


# One line ---------------------------------------------------------------------------------------


def test_f2_goes_to_the_doubted_factor_and_the_product_is_told(page: InventoryPage) -> None:
    choose(page, "P1")
    QTest.keyClick(page._work.list.grid, Qt.Key.Key_F2)
    verified = page._work.detail.verified
    assert verified.factor.edit.hasFocus()
    assert verified.factor.edit.placeholderText() == "0.5306"
    fill(verified.factor.edit, "0.5777")
    fill(verified.factor_unit.edit, "kgCO2e/kWh")
    assert verified.source.edit.property("state") == "warn"
    fill(verified.source.edit, "2024 年，全国")
    assert verified.source.edit.property("state") == ""
    kept = review(page, "P1")
    assert (kept.factor_value, kept.source) == (D("0.5777"), "2024 年，全国")
    assert verified._product.text() == "3,600,000 × 0.5777 = 2,079,720 kg"
    fill(verified.factor.edit, "much")
    assert verified.factor.edit.property("state") == "bad"
    assert review(page, "P1").factor_value == D("0.5777")
    choose(page, "P2")
    assert verified.factor.edit.text() == ""


def test_a_gas_is_known_by_any_name_and_methane_asks_which(page: InventoryPage) -> None:
    choose(page, "P6")
    verified = page._work.detail.verified
    fill(verified.gas.edit, "hfc32")
    assert review(page, "P6").gas == "HFC-32"
    assert verified._product.text().endswith("= 3,855 kg")
    assert not verified.methane.box.isVisible()
    fill(verified.gas.edit, "甲烷")
    assert verified.methane.box.isVisible()
    assert "请" in verified._product.text() or verified._product.text()
    fill(verified.gas.edit, "unobtainium")
    assert "unobtainium" in verified.gas._error.text()


def test_the_chain_is_ticked_opened_and_told(page: InventoryPage) -> None:
    choose(page, "P1")
    trace = page._work.detail.trace
    QTest.keyClick(trace.row(TraceStep.ACTIVITY), Qt.Key.Key_Space)
    assert review(page, "P1").traced == ("activity",)
    QTest.keyClick(trace.row(TraceStep.ACTIVITY), Qt.Key.Key_Space)
    assert review(page, "P1").traced == ()
    QTest.keyClick(trace.row(TraceStep.FACTOR), Qt.Key.Key_Space)  # it is broken: nothing is ticked
    assert review(page, "P1").traced == ()
    QTest.keyClick(trace.row(TraceStep.REPORT), Qt.Key.Key_Return)
    report = page._work.detail.report
    assert report.edit.hasFocus()
    fill(report.edit, "报告表 6，第 14 页")
    assert review(page, "P1").report_ref == "报告表 6，第 14 页"
    QTest.mouseClick(trace.row(TraceStep.CELL), Qt.MouseButton.LeftButton)
    shown = popup(CellPopover)
    assert isinstance(shown, CellPopover)
    assert shown._place.text() == "清单!H13"
    assert "E13*F13*G13" in shown._formula.text()
    QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert shown._place.text() == "清单!E13"
    QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert shown._place.text() == "电力!C17"
    press(shown, "back")
    assert shown._place.text() == "清单!E13"
    shown.close()


def test_a_doubt_is_accepted_for_a_reason_and_taken_back(page: InventoryPage) -> None:
    choose(page, "P1")
    flags = page._work.detail.flags
    press(flags, "accept-factor.series")
    reason("agreed with the body")
    assert review(page, "P1").accepted == ("factor.series",)
    settle()
    assert flags.findChild(QPushButton, "accept-factor.series") is None
    press(flags, "stand-factor.series")
    assert review(page, "P1").accepted == ()


def test_both_series_are_compared_and_one_is_taken(page: InventoryPage) -> None:
    choose(page, "P2")
    assert not page._work.detail.verified._series.isVisible()
    choose(page, "P1")
    press(page._work.detail.verified, "both-series")
    shown = popup(ElectricitySeriesPopover)
    assert isinstance(shown, ElectricitySeriesPopover)
    first = shown.grid.rows_model.rows[0]
    assert first.footprint is not None
    assert first.footprint.value == D("0.5777")
    shown.grid.setFocus()
    for _n in range(2):
        QTest.keyClick(shown.grid, Qt.Key.Key_Down)  # 2022: only the CO2 of generation
    assert not shown._button.isEnabled()
    QTest.keyClick(shown.grid, Qt.Key.Key_Return)
    assert shown.isVisible()
    for _n in range(2):
        QTest.keyClick(shown.grid, Qt.Key.Key_Up)
    QTest.keyClick(shown.grid, Qt.Key.Key_Return)
    kept = review(page, "P1")
    assert (kept.factor_value, kept.factor_unit) == (D("0.5777"), "kgCO2e/kWh")
    assert "2024" in kept.source


def test_a_factor_list_is_imported_and_its_factor_taken(
    page: InventoryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "供应商因子.csv"
    path.write_text("名称,排放因子,单位,来源,年份\n液氮,0.41,kgCO2e/kg,供应商声明,2025\n", "utf-8")
    monkeypatch.setattr(page.desk, "open_files", lambda *_words: [path])
    choose(page, "P4")
    page._act.pick_factor()
    shown = popup(FactorPick)
    assert isinstance(shown, FactorPick)
    shown._import.click()
    until(lambda: isinstance(QApplication.activePopupWidget(), FactorPick) and libraries(page))
    again = popup(FactorPick)
    assert isinstance(again, FactorPick)
    again.search.setText("液氮")
    QTest.keyClick(again.search, Qt.Key.Key_Return)
    found = review(page, "P4")
    assert found.factor_value == D("0.41")
    kept = page.session.get(Factor, found.factor)
    assert kept is not None
    assert (kept.library, kept.year) == ("供应商因子", 2025)
    page.desk.go("inventory")


def libraries(page: InventoryPage) -> list[Dataset]:
    return [d for d in page.session.all(Dataset) if d.kind is DatasetKind.FACTORS]


def test_a_factor_is_looked_up_and_taken(page: InventoryPage) -> None:
    choose(page, "P1")
    press(page._work.detail.verified, "from-library")
    shown = popup(FactorPick)
    assert isinstance(shown, FactorPick)
    QTest.keyClicks(shown.search, "qg 2023")
    assert all("kWh" in factor.unit for factor in shown.grid.rows_model.rows)
    shown.search.clear()
    write(shown.search, "全国 碳足迹")
    QTest.keyClick(shown.search, Qt.Key.Key_Down)
    taken = shown._current()
    assert taken is not None
    QTest.keyClick(shown.search, Qt.Key.Key_Return)
    assert review(page, "P1").factor_value == taken.value


def test_ratings_rank_stage_and_cut_off(page: InventoryPage) -> None:
    choose(page, "P8")
    judgement = page._work.detail.judgement
    time = judgement.scores["time"]
    time.setFocus()
    QTest.keyClick(time, Qt.Key.Key_2)
    assert review(page, "P8").time == 2
    QTest.keyClick(time, Qt.Key.Key_Right)
    assert review(page, "P8").time == 3
    QTest.mouseClick(time, Qt.MouseButton.LeftButton, pos=time._box(3).center())
    assert review(page, "P8").time == 0
    page._work.detail.focus_field("factor.rank")
    rank = judgement._form_class.field("rank")
    assert rank.focus_widget.hasFocus()
    rank._chosen(2)  # type: ignore[attr-defined]
    assert review(page, "P8").rank == "b"
    page._work.detail.focus_field("excluded")
    excluded = judgement._form_rest.field("excluded").focus_widget
    QTest.mouseClick(excluded, Qt.MouseButton.LeftButton, pos=excluded.rect().center())
    if not [w for w in QApplication.allWidgets() if w.objectName() == "reason" and w.isVisible()]:
        QTest.keyClick(excluded, Qt.Key.Key_Space)
    reason("less than one percent")
    kept = review(page, "P8")
    assert (kept.excluded, kept.excluded_reason) == (True, "less than one percent")
    assert page._state.totals.excluded_kg == D(37800)


def test_ctrl_n_raises_a_misstatement_with_everything_in_it(
    window: MainWindow, page: InventoryPage
) -> None:
    session = page.session
    (piece,) = session.all(Evidence)
    inventory_edit.set_figure(session, line(page, "P1"), LineFigure.FACTOR_VALUE, D("0.5777"))
    choose(page, "P1")
    target = page._act.target()
    assert target is not None
    from cfpdesk.steps import evidence

    evidence.link(session, [piece.row], target)
    assert [thumb.evidence.number for thumb in page._act.thumbs()] == ["E-1-001"]
    page._work.list.grid.setFocus()
    QTest.keyClick(page._work.list.grid, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (made,) = session.all(Finding)
    assert made.kind is FindingKind.MISSTATEMENT
    assert made.effect == D(-169560)
    assert made.title.startswith("P1 外购电力")
    assert "3,600,000 × 0.5777" in made.facts
    assert "ISO14067:6.4.9.4" in made.clauses
    assert review(page, "P1").finding == made.row
    assert [link.evidence for link in session.all(Link) if link.target == made.row] == [piece.row]
    assert window.current_noun == "finding"
    page = opened(window)
    choose(page, "P1")
    press(page._work.detail, f"open-{made.number}")
    assert window.current_noun == "finding"


def test_a_line_without_a_difference_raises_nothing(page: InventoryPage) -> None:
    choose(page, "R2")
    assert not page._work.detail.raise_button.isEnabled()
    page._act.raise_misstatement()
    assert not page.session.all(Finding)


# The other views --------------------------------------------------------------------------------


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


def test_a_table_is_renamed_mapped_again_and_taken_out(page: InventoryPage) -> None:
    (kept,) = page.session.all(Dataset)
    press(page._work.bar, "choice-settings")
    card = page._work.settings.tables
    name = card.findChild(QLineEdit, f"table-name-{kept.row}")
    assert name is not None
    fill(name, "CFP 2025")
    assert page.session.all(Dataset)[0].name == "CFP 2025"
    inventory_edit.write(page.session, line(page, "P1"), inventory_edit.LineText.NOTE, "kept")
    press(card, f"map-{kept.row}")
    until(lambda: page._stack.currentWidget() is page._mapping)
    mapping = page._mapping
    assert mapping._guess is not None
    assert mapping._guess.column(ColumnRole.EMISSIONS) == "H"
    mapping._map(ColumnRole.REMARK, "")
    mapping._unite(ColumnRole.EMISSIONS, "tCO2e")
    press(mapping, "use-table")
    until(lambda: page._stack.currentWidget() is page._work)
    (after,) = page.session.all(Dataset)
    assert (after.row, after.name) == (kept.row, "CFP 2025")
    columns = {c.role: c for c in page.session.all(DatasetColumn)}
    assert columns[ColumnRole.REMARK].column == ""
    assert columns[ColumnRole.EMISSIONS].unit == "tCO2e"
    assert cells(page, "P1")[5] == "1,910,160,000"
    assert review(page, "P1").note == "kept"
    press(card, f"out-{kept.row}")
    reason("the wrong file")
    assert not page.session.all(Dataset)
    assert page._stack.currentWidget() is page._nothing


# What the window asks ---------------------------------------------------------------------------


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
    until(card._verified[0].text)  # it comes after the first sight
    assert card._verified[0].text() == "2,822.69"
    press(card, "claim-inventory")
    assert window.current_noun == "inventory"


def test_a_new_version_shows_its_differences_before_it_is_taken(
    page: InventoryPage, tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.load_workbook(WORKBOOK)
    sheet = book["清单"]
    sheet["F13"] = 0.5777
    sheet["B20"] = "P9"  # another number, the same name
    sheet["C17"] = "保护气 氢气"
    sheet["B17"] = "P5a"  # another number and another name
    path = tmp_path / "恒锐_CFP_2025_V3.xlsx"
    book.save(path)
    inventory_edit.write(page.session, line(page, "P8"), inventory_edit.LineText.NOTE, "kept")
    inventory_edit.write(page.session, line(page, "P5"), inventory_edit.LineText.NOTE, "this too")
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._changes)
    rows = page._changes.grid.rows_model.rows
    kinds = {row.line.key: row.line.kind.value for row in rows}
    assert kinds["P1"] == "changed"
    assert kinds["P9"] == "changed"
    assert kinds["P5a"] == "added"
    assert page._changes.take.isEnabled()
    pair = next(row for row in rows if row.line.renamed_from)
    page._changes.grid.select(pair.key)
    page._changes._show_pair()
    press(page._changes, "join-lines")
    press(page._changes, "take-version")
    until(lambda: page._stack.currentWidget() is page._work)
    assert len(page.session.all(Dataset)) == 1
    assert page._state.tables[0].version == 2
    assert cells(page, "P1")[3] == "0.5777"
    assert review(page, "P9").note == "kept"
    assert review(page, "P5a").note == "this too"
    assert "第 2 版" in page.state_line()


def test_everything_that_takes_focus_has_a_name(window: MainWindow, page: InventoryPage) -> None:
    for view in View:
        page._to_view(view.value)
        settle(60)
        assert nameless(window) == []


def cut_in_the_end(window: MainWindow) -> list[str]:
    """Return what is cut off once the layout has come to rest."""
    for _turn in range(100):
        if not cut_off(window):
            return []
        settle(20)
    return cut_off(window)


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


def test_two_hundred_lines_are_shown_in_no_time(page: InventoryPage) -> None:
    import time

    from tests.inventory_samples import inventory_state

    page._state = inventory_state(copies=16)
    page._show_work()
    grid = page._work.list.grid
    assert len(grid.keys()) == 208
    begin = time.perf_counter()
    for _n in range(20):
        QTest.keyClick(grid, Qt.Key.Key_Down)
    took = (time.perf_counter() - begin) / 20
    assert took < 0.25, f"{took * 1000:.0f} ms a step"
