"""The client's files of the sample, really read, really cached: all their tables are found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook
from cfpdesk.model.cell_formula import Recalculator
from cfpdesk.model.sheet import address
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.model.table_rows import read_table
from cfpdesk.model.workbook_cells import WorkbookCells
from cfpdesk.store import table_file
from cfpdesk.store.cached_table import CachedWorkbook
from tests.sheet_builders import CLIENT, Formulas, client_file


@pytest.fixture(params=["恒锐_CFP_2025.xlsx", "带钢入库单_2025.xlsx", "原料运单_2025.xlsx"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(name: str, tmp_path: Path) -> Iterator[CachedWorkbook]:
    with table_file.written(tmp_path / "table") as conn:
        sink = table_file.TableSink(conn)
        sink.finish(read_workbook(CLIENT / name, sink))
    with CachedWorkbook(tmp_path / "table") as found:
        yield found


def _formulas(name: str, book: CachedWorkbook) -> dict[str, Formulas]:
    return {
        info.name: {
            (f.column, f.row): f.text for _, f in read_formulas(CLIENT / name, [info.index])
        }
        for info in book.info.sheets
    }


def test_what_is_guessed_does_not_depend_on_who_reads_the_file(
    name: str, book: CachedWorkbook
) -> None:
    formulas = _formulas(name, book)
    sheets, expected = client_file(name)
    assert formulas == expected
    found = guess_tables(book.sheets(), formulas)
    assert found == guess_tables(sheets, expected)
    best = found[0]
    sheet = next(s for s in book.sheets() if s.info.name == best.sheet)
    reading = read_table(sheet, best.dataset("d"), best.records("d"), formulas[best.sheet])
    assert len(reading.rows) == best.lines
    assert all(row.agrees for row in reading.sums)


def test_formulas_of_a_real_file_give_what_their_cells_show(
    name: str, book: CachedWorkbook
) -> None:
    formulas = _formulas(name, book)
    recalculator = Recalculator(WorkbookCells.of(book.sheets(), formulas))
    for sheet, places in formulas.items():
        for column, row in list(places)[:40]:
            result = recalculator.cell(sheet, address(column, row))
            assert (result.agrees, result.recalculated_agrees) == (True, True)
