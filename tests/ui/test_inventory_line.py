"""One line of the inventory in the real window: its doubts, factors, trace and misstatement."""

from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.inventory import TraceStep
from cfpdesk.steps import inventory_edit, inventory_factors
from cfpdesk.steps.inventory_edit import LineFigure
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from cfpdesk.ui.parts.cell_popover import CellPopover
from cfpdesk.ui.parts.electricity_series import ElectricitySeriesPopover
from cfpdesk.ui.parts.factor_pick import FactorPick
from cfpdesk.ui.parts.password_popover import PasswordPopover
from tests.flow.visit.hands import settle
from tests.ui.inventory_hands import (
    D,
    choose,
    fill,
    line,
    opened,
    popup,
    press,
    reason,
    review,
    with_sample,
    write,
)
from tests.ui.visit_pages import until


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The page with the sample's inventory."""
    return with_sample(window)


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


def test_a_locked_factor_list_asks_for_its_password_until_it_fits(
    page: InventoryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, plain, path = openpyxl.Workbook(), tmp_path / "plain.xlsx", tmp_path / "因子库.xlsx"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["名称", "排放因子", "单位", "来源"])
    sheet.append(["液氮", 0.41, "kgCO2e/kg", "供应商声明"])
    book.save(plain)
    with plain.open("rb") as source, path.open("wb") as made:
        OOXMLFile(source).encrypt("geheim", made)
    monkeypatch.setattr(page.desk, "open_files", lambda *_words: [path])
    page._act._lists.choose()

    def asking() -> PasswordPopover | None:
        found = QApplication.activePopupWidget()
        return found if isinstance(found, PasswordPopover) else None

    for typed in ("not this", "geheim"):
        until(asking)
        shown = asking()
        assert shown is not None
        write(shown.password.field, typed)
        QTest.keyClick(shown.password.field, Qt.Key.Key_Return)
    until(lambda: libraries(page))
    assert [one.name for one in libraries(page)] == ["因子库"]
    assert [str(f.value) for f in inventory_factors.all_factors(page.session)][:1] == ["0.41"]


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
