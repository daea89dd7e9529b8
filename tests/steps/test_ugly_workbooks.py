"""Workbooks as clients send them, each through the steps: read, guessed, taken in, recalculated."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import Visibility
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.model.table_rows import TableReading
from cfpdesk.steps import inventory, inventory_import
from cfpdesk.store.inventory_query import columns_of
from cfpdesk.store.session import Session
from cfpdesk.ui.parts.mapping_draft import blank
from tests import builders
from tests.ugly import (
    diesel_slips,
    gb18030_semicolons,
    locked,
    meters_by_month,
    months_under_three_heads,
    no_head,
    quantity_and_money_by_month,
    sixty_sheets,
    stray_quotes,
    two_tables_side_by_side,
    words_for_figures,
)

D = Decimal


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path / "engagement") as opened:
        agreed = builders.an_engagement(opened).but(
            output_quantity=D(12000),
            claimed_value=D("2808.56"),
            period_from=date(2025, 1, 1),
            period_to=date(2025, 12, 31),
        )
        with opened.transact(msg("Edit the engagement")) as change:
            change.put(agreed)
        yield opened


def kept(session: Session, module: ModuleType, folder: Path) -> tuple[str, Blob]:
    path = folder / module.NAME
    module.make(path)
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        piece = change.put(Evidence(number="E-1-001", file=change.attach(path)))
    assert piece.file is not None
    return piece.row, piece.file


def guessed(
    session: Session, module: ModuleType, folder: Path, password: str = ""
) -> tuple[str, TableGuess]:
    """The best guess in a workbook that was read, with its formulas, as the page does."""
    row, file = kept(session, module, folder)
    book = inventory_import.read_file(session.tables, file, password=password)
    sheets = book.sheets()
    formulas = {s.info.name: session.tables.formulas(file, s.info) for s in sheets}
    return row, guess_tables(sheets, formulas)[0]


def recalculated(session: Session, module: ModuleType, folder: Path) -> InventoryState:
    row, guess = guessed(session, module, folder)
    assert guess.kind is DatasetKind.INVENTORY
    inventory_import.use_table(session, row, guess, "清单")
    return inventory.state(session)


def population(session: Session, module: ModuleType, folder: Path) -> tuple[Dataset, TableReading]:
    row, guess = guessed(session, module, folder)
    assert guess.kind is DatasetKind.POPULATION
    made = inventory_import.use_table(session, row, guess, "总体")
    reading = session.tables.reading(made, columns_of(session, made))
    assert reading is not None
    return made, reading


def line(state: InventoryState, name: str) -> LineView:
    return next(view for view in state.lines if view.result.line.name == name)


def told(view: LineView) -> str:
    return "\n".join(str(flag.sentence) for flag in view.flags)


def test_months_under_three_heads(session: Session, tmp_path: Path) -> None:
    state = recalculated(session, months_under_three_heads, tmp_path)
    assert len(state.lines) == 5
    power = line(state, "外购电力").result
    assert (power.line.activity.value, power.line.activity.cell) == (D(426), "'2025能源消耗'!P6")
    assert power.line.activity_unit == "万kWh"
    assert round(power.claimed_kg or D(0)) == 2461002
    assert state.totals.verified_kg == pytest.approx(state.totals.claimed_kg)
    assert "P8" in told(line(state, "热轧卷")), "a number typed over a formula is a doubt"
    assert "12,666" in told(line(state, "热轧卷"))


def test_sixty_sheets(session: Session, tmp_path: Path) -> None:
    state = recalculated(session, sixty_sheets, tmp_path)
    assert len(state.lines) == sixty_sheets.WORKSHOPS
    assert line(state, "2号车间").check.formula == "=C3*D3"
    assert line(state, "2号车间").check.agrees is True
    typed = line(state, "9号车间")
    assert "E10" in told(typed)
    assert round(state.totals.difference_kg, 2) == D("4321.5") - D("6284.22")


def test_gb18030_with_semicolons(session: Session, tmp_path: Path) -> None:
    state = recalculated(session, gb18030_semicolons, tmp_path)
    power = line(state, "外购电力 —— 综合").result.line
    assert (power.activity.value, power.factor.value) == (D("1234567.8"), D("0.5777"))
    assert power.emissions.value == D("713209.82")
    assert power.factor_unit == "kgCO2e/kWh"
    assert line(state, "硫酸钠䶮").result.line.activity.value == 12345
    lost = line(state, "运输")
    assert lost.result.verified_kg is None
    assert "#N/A" in told(lost)
    assert "文本" not in told(line(state, "天然气")), "in a csv everything is text"


def test_words_for_figures(session: Session, tmp_path: Path) -> None:
    state = recalculated(session, words_for_figures, tmp_path)
    assert [view.result.line.name for view in state.lines][:2] == ["聚丙烯 PP", "色母粒"]
    power = line(state, "电").result
    assert (power.line.activity.value, power.line.activity_unit) == (D(365000), "度")
    assert power.verified_kg == D("210860.5")
    assert line(state, "蒸汽").result.verified_kg is None
    assert "#DIV/0!" in told(line(state, "蒸汽"))
    assert line(state, "色母粒").result.line.stage == "原料"
    assert any("隐藏" in str(problem) for problem in state.tables[0].problems)
    book = session.tables.book(session.all(Dataset)[0].file or pytest.fail("no file"))
    assert book is not None
    seen = [sheet.visibility for sheet in book.info.sheets]
    assert seen == [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VERY_HIDDEN]


def test_diesel_slips(session: Session, tmp_path: Path) -> None:
    _made, reading = population(session, diesel_slips, tmp_path)
    assert len(reading.rows) == 20
    assert [row.agrees for row in reading.sums] == [True] * 5
    first = reading.rows[0]
    assert first.value(ColumnRole.DATE).value == date(2025, 1, 1)
    assert first.value(ColumnRole.AMOUNT).unit == "L"
    assert [row.key for row in reading.rows if "#" in row.key] == ["LY02002#2"]
    assert min(row.value(ColumnRole.AMOUNT).number or D(0) for row in reading.rows) == -50


def test_two_tables_side_by_side(session: Session, tmp_path: Path) -> None:
    state = recalculated(session, two_tables_side_by_side, tmp_path)
    assert [view.result.line.name for view in state.lines] == [
        "Steel S235",
        "Copper wire",
        "Electricity",
        "Compressed air",
        "Truck",
    ]
    assert line(state, "Copper wire").result.line.stage == "Raw materials"
    assert state.totals.claimed_kg == pytest.approx(D("158.1305"))
    assert state.totals.verified_kg == pytest.approx(D("158.1305"))


def test_meters_by_month(session: Session, tmp_path: Path) -> None:
    _made, reading = population(session, meters_by_month, tmp_path)
    assert len(reading.rows) == 12 * meters_by_month.METERS - 1
    may = next(row for row in reading.rows if row.key == "W2 2025-05")
    assert may.value(ColumnRole.AMOUNT).address == "G4"
    assert may.value(ColumnRole.AMOUNT).unit == "m³"


def test_quantity_and_money_by_month(session: Session, tmp_path: Path) -> None:
    made, reading = population(session, quantity_and_money_by_month, tmp_path)
    assert len(reading.rows) == 48
    amount = session.find(type(columns_of(session, made)[0]), dataset=made.row, role="amount")
    assert amount.beside.split()[:3] == ["D", "F", "H"]
    assert reading.rows[0].value(ColumnRole.AMOUNT).unit == "t"


def test_stray_quotes(session: Session, tmp_path: Path) -> None:
    _made, reading = population(session, stray_quotes, tmp_path)
    assert len(reading.rows) == stray_quotes.ROWS
    assert reading.rows[3].value(ColumnRole.AMOUNT).number == D("3.5")


def test_locked(session: Session, tmp_path: Path) -> None:
    row, file = kept(session, locked, tmp_path)
    with pytest.raises(WorkbookError) as caught:
        inventory_import.read_file(session.tables, file)
    assert caught.value.why is Refusal.LOCKED
    book = inventory_import.read_file(session.tables, file, password=locked.PASSWORD)
    guess = guess_tables(book.sheets())[0]
    inventory_import.use_table(session, row, guess, "清单")
    assert len(inventory.state(session).lines) == 5


def test_without_a_head(session: Session, tmp_path: Path) -> None:
    _row, file = kept(session, no_head, tmp_path)
    book = inventory_import.read_file(session.tables, file)
    assert guess_tables(book.sheets()) == ()
    draft = blank(book.sheets()[0])
    assert (draft.header, draft.first_row) == ((0, 0), 1)
