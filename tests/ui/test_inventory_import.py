"""The client's workbook on the inventory page: read, guessed, mapped, and its next version."""

from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu

from cfpdesk.i18n import msg
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.evidence import Evidence
from cfpdesk.steps import inventory, inventory_edit, inventory_import
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from tests.client_files import WORKBOOK
from tests.ui.inventory_hands import (
    cells,
    fill,
    line,
    opened,
    popup,
    press,
    reason,
    review,
    take_in,
    with_sample,
    write,
)
from tests.ui.visit_pages import until


@pytest.fixture
def empty(window: MainWindow) -> InventoryPage:
    """The page before anything was imported."""
    return opened(window)


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The page with the sample's inventory."""
    return with_sample(window)


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
    engagement._client_tables = None
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
    engagement._client_tables = None
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


def test_a_locked_workbook_asks_for_its_password_and_keeps_it_nowhere(
    empty: InventoryPage, tmp_path: Path
) -> None:
    path = tmp_path / "清单.xlsx"
    with WORKBOOK.open("rb") as plain, path.open("wb") as made:
        OOXMLFile(plain).encrypt("Geheim-2025", made)
    assert empty.receive([path])
    until(lambda: empty._problem)
    field = empty._reading.password.field
    assert "密码" in empty._problem
    assert field.isVisibleTo(empty)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    write(field, "not this")
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: "密码不对" in empty._problem)
    assert field.text() == ""
    write(field, "Geheim-2025")
    press(empty, "read-again")
    until(lambda: empty._book is not None)
    assert empty._book is not None
    assert empty._book.found[0].lines == 13
    press(empty, "use-table")
    assert len(empty._state.lines) == 13
    folder = empty.session.folder
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert not any(b"Geheim-2025" in path.read_bytes() for path in kept)


def test_months_side_by_side_are_offered_with_the_reason(
    empty: InventoryPage, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["排放源", "单位", "1月", "2月", "3月", "全年合计", "排放因子"])
    sheet.append(["外购电力", "kWh", 1, 2, 3, 6, 0.5777])
    sheet.append(["蒸汽", "GJ", 4, 5, 6, 15, 110])
    book.save(tmp_path / "months.xlsx")
    assert empty.receive([tmp_path / "months.xlsx"])
    until(lambda: empty._book is not None)
    mapping = empty._mapping
    combo = mapping.findChild(QComboBox, f"role-{ColumnRole.ACTIVITY}")
    assert combo is not None
    assert combo.currentData() == "F"
    at = combo.findData("C D E")
    assert combo.itemText(at) == "C–E　1月 至 3月，每格一行"
    combo.setCurrentIndex(at)
    combo.activated.emit(at)
    assert [mapping.view.cells.words.get(column) for column in (3, 4, 5, 6)] == [
        *["活动数据"] * 3,
        None,
    ]
    press(empty, "use-table")
    assert [view.result.line.name for view in empty._state.lines][:2] == [
        "外购电力 1月",
        "外购电力 2月",
    ]


def test_what_is_to_be_known_of_a_table_is_said_before_it_is_used(
    empty: InventoryPage, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["排放源", "活动数据", "单位", "排放因子", "排放量 kg"])
    sheet.append(["外购电力", "1,000", "kWh", 0.5, 500])
    sheet.append(["蒸汽", 3, "GJ", 110, 330])
    sheet.append(["柴油", 2, "L", 2.6, 5.2])
    sheet.append(["合计", None, None, None, 840])
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("电表")
    other.append(["电表", "车间", "1月", "2月", "3月"])
    other.append(["M1", "一", 1, 2, 3])
    other.append(["M2", "二", 4, 5, 6])
    book.save(tmp_path / "odd.xlsx")
    assert empty.receive([tmp_path / "odd.xlsx"])
    until(lambda: empty._book is not None)
    mapping = empty._mapping
    told = mapping._told.text()
    assert "客户隐藏了 1 行：第 3 行" in told
    assert "1 个数字以文本存放" in told
    assert "840" in told
    assert "835.2" in told
    mapping.sheets.select("1")
    mapping._to_sheet("1")
    assert "更像：总体" in mapping._why.text()
    assert mapping._numbers["bottom"].text() == "1"
    assert not mapping.use.isEnabled()
