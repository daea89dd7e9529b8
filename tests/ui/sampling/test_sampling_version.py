"""A newer version of a client's ledger: compared line by line before it stands for its table."""

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cfpdesk.model.dataset import Dataset
from cfpdesk.model.population import Population
from cfpdesk.model.table_diff import ChangeKind
from cfpdesk.steps import sampling, sampling_edit
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from tests.flow.visit import hands
from tests.flow.visit.hands import settle
from tests.sampling_samples import SLIPS, WAYBILLS, drawn, slips_population
from tests.ui.sampling.hands import opened
from tests.ui.visit_pages import until

D = Decimal


@pytest.fixture
def slips(window: MainWindow) -> Population:
    return slips_population(window.desk.session)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The ledger with one amount changed, one slip taken out and one added."""
    book = openpyxl.load_workbook(SLIPS)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[3]}
    column = heads["净重 t"]
    assert column is not None
    rows = [r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 1).value).startswith("RK-")]
    changed, gone = rows[3], rows[10]
    sheet.cell(changed, column).value = 99.5
    sheet.cell(gone, 1).value = "RK-25-9999"
    sheet.cell(gone, column).value = 12.25
    path = tmp_path / "带钢入库单_2025_v2.xlsx"
    book.save(path)
    return path


def looked_at(page: SamplingPage, path: Path) -> None:
    assert page.receive([path])
    until(lambda: page._stack.currentWidget() in (page._changes, page._mapping))
    settle(60)


def test_a_newer_ledger_is_compared_and_taken(
    window: MainWindow, slips: Population, newer: Path
) -> None:
    page = opened(window)
    looked_at(page, newer)
    assert page._stack.currentWidget() is page._changes
    version = page._changes._version
    assert version is not None
    kinds = [line.kind for line in version.diff.lines]
    assert kinds.count(ChangeKind.CHANGED) == 1
    assert kinds.count(ChangeKind.ADDED) == kinds.count(ChangeKind.REMOVED) == 1
    hands.click(page._changes.take)
    settle(80)
    until(lambda: page._stack.currentWidget() is page._work)
    (table,) = page.session.all(Dataset)
    assert table.file is not None
    assert table.file.name == newer.name
    one = sampling.state(page.session).find(slips.row)
    assert one is not None
    assert one.facts.items == 412
    assert "RK-25-9999" in {i.id for i in one.frame.items} if one.frame else False


def test_what_is_frozen_is_compared_and_stays(
    window: MainWindow, slips: Population, newer: Path
) -> None:
    before = drawn(window.desk.session, slips.row)
    page = opened(window)
    looked_at(page, newer)
    assert page._stack.currentWidget() is page._changes
    assert not page._changes.take.isEnabled()
    assert "已冻结" in page._changes._notes.text()
    hands.click(hands.named("map-anew"))
    settle(60)
    assert page._stack.currentWidget() is page._mapping
    hands.click(page._mapping.use)
    settle(80)
    assert len(page.session.all(Population)) == 2
    after = sampling.state(page.session).find(slips.row)
    assert after is not None
    assert after.sample == before.sample


def test_another_ledger_is_no_version(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    looked_at(page, WAYBILLS)
    assert page._stack.currentWidget() is page._mapping
    assert slips.row


def test_the_next_month_in_the_same_form_is_no_version(
    window: MainWindow, slips: Population, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(SLIPS)
    sheet = book.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        text = str(sheet.cell(row, 1).value)
        if text.startswith("RK-25"):
            sheet.cell(row, 1).value = text.replace("RK-25", "RK-26")
    path = tmp_path / "带钢入库单_2026.xlsx"
    book.save(path)
    page = opened(window)
    looked_at(page, path)
    assert page._stack.currentWidget() is page._mapping
    assert slips.row


def test_a_test_from_records_is_a_table_of_its_own(
    window: MainWindow, slips: Population, newer: Path, tmp_path: Path
) -> None:
    page = opened(window)
    page._importing._tests = slips.row
    copy = tmp_path / "copy.xlsx"
    shutil.copy(newer, copy)
    page._importing._import.take([copy])
    until(lambda: page._stack.currentWidget() in (page._changes, page._mapping))
    assert page._stack.currentWidget() is page._mapping
    assert sampling_edit.item_of(page.session, slips.row, "x").verified is None
