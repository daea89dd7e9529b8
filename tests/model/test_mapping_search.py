"""A mapping found again when the client sends the next version."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.mapping_search import MappingFound, find_mapping
from cfpdesk.model.sheet import CellRange, SheetInMemory, Visibility, cell_of
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.model.table_rows import read_table
from tests.sheet_builders import client_file, client_sheet, sheet_of

WORKBOOK = "恒锐_CFP_2025.xlsx"


def _mapping(sheet: str) -> tuple[Dataset, tuple[DatasetColumn, ...]]:
    guess = next(g for g in guess_tables(*client_file(WORKBOOK)) if g.sheet == sheet)
    return guess.dataset("d"), guess.records("d")


def _shifted(sheet: SheetInMemory, rows: int, columns: int) -> SheetInMemory:
    """Return the sheet with empty rows above and columns left of it."""
    empty = cell_of(None)
    wide = [(empty,) * columns + row for row in sheet.cells]
    cells = [(empty,) * len(wide[0])] * rows + wide
    merged = tuple(
        CellRange(
            a.first_column + columns,
            a.first_row + rows,
            a.last_column + columns,
            a.last_row + rows,
        )
        for a in sheet.info.merged
    )
    info = replace(
        sheet.info,
        rows=sheet.info.rows + rows,
        columns=sheet.info.columns + columns,
        merged=merged,
    )
    return SheetInMemory(info, tuple(cells))


def _letters(found: MappingFound) -> dict[str, str]:
    return {column.role.value: column.column for column in found.columns}


def _said(found: MappingFound) -> list[str]:
    return [note.text("en") for note in found.notes]


@pytest.mark.parametrize("sheet", ["清单", "包装", "电力", "因子"])
def test_the_same_workbook_gives_the_same_mapping(sheet: str) -> None:
    dataset, columns = _mapping(sheet)
    found = find_mapping(dataset, columns, client_file(WORKBOOK)[0])
    assert found is not None
    assert (found.dataset, found.columns, found.notes) == (dataset, columns, ())
    assert found.complete


@given(st.integers(0, 5), st.integers(0, 4))
def test_moved_rows_and_columns_are_found(rows: int, columns: int) -> None:
    dataset, mapped = _mapping("清单")
    sheet = _shifted(client_sheet(WORKBOOK, "清单"), rows, columns)
    found = find_mapping(dataset, mapped, [sheet])
    assert found is not None
    assert found.complete
    assert (found.dataset.header, found.dataset.first_row) == ((4 + rows, 6 + rows), 7 + rows)
    assert found.dataset.last_row == 0
    before = read_table(client_sheet(WORKBOOK, "清单"), dataset, mapped)
    after = read_table(sheet, found.dataset, found.columns)
    assert [row.key for row in after.rows] == [row.key for row in before.rows]
    assert [row.agrees for row in after.sums] == [True] * 4
    assert len(found.notes) == (rows > 0) + len(mapped) * (columns > 0)


HEADER = ["编号", "排放源", "活动数据 t", "因子 kgCO₂e/t", "排放量 kgCO₂e"]
LINES: list[Sequence[object]] = [["R1", "钢", 10, 2, 20], ["R2", "铝", 5, 3, 15]]


def _small(
    header: Sequence[object] = HEADER, lines: Sequence[Sequence[object]] = (), name: str = "清单"
) -> SheetInMemory:
    return sheet_of([header, *(lines or LINES)], name)


def _found(*sheets: SheetInMemory) -> MappingFound | None:
    (guess, *_) = guess_tables([_small()])
    return find_mapping(guess.dataset("d"), guess.records("d"), sheets)


def test_a_unit_that_changed_is_said() -> None:
    found = _found(_small([*HEADER[:4], "排放量 tCO₂e"]))
    assert found is not None
    assert _said(found) == ["Emissions: the unit in the header was kgCO₂e and is now tCO₂e."]
    assert found.columns[-1].unit == "tCO₂e"


def test_a_header_that_is_gone_is_said_and_not_guessed() -> None:
    found = _found(_small([*HEADER[:3], "系数", HEADER[4]]))
    assert found is not None
    assert found.lost == (ColumnRole.FACTOR,)
    assert _letters(found)["factor"] == ""
    assert _said(found) == [
        "Emission factor: the header “因子 kgCO₂e/t” is no longer there; choose the column."
    ]


def test_columns_that_changed_places() -> None:
    lines = [[line[4], *line[:4]] for line in LINES]
    found = _found(_small([HEADER[4], *HEADER[:4]], lines))
    assert found is not None
    assert _letters(found) == {
        "id": "B",
        "source": "C",
        "activity": "D",
        "factor": "E",
        "emissions": "A",
    }


def test_a_renamed_sheet_is_found_and_the_same_name_goes_first() -> None:
    renamed = _found(_small(name="清单V3"))
    assert renamed is not None
    assert renamed.dataset.sheet == "清单V3"
    assert _said(renamed) == ["The sheet 清单 is now 清单V3."]
    both = _found(_small(name="清单V3"), _small([*HEADER[:4], "排放"], name="清单"))
    assert both is not None
    assert both.dataset.sheet == "清单"
    hidden = sheet_of([HEADER, *LINES], "旧", visibility=Visibility.HIDDEN)
    visible = _found(hidden, _small(name="新"))
    assert visible is not None
    assert visible.dataset.sheet == "新"


def test_another_table_is_not_taken_for_it() -> None:
    assert _found(sheet_of([["单号", "日期", "净重 t"], ["A1", "2025-01-02", 3]], "清单")) is None
    assert _found() is None


def test_a_table_that_ended_before_its_sheet_does_ends_where_it_does_now() -> None:
    note: list[Sequence[object]] = [[], ["注：按发票统计，含税。"]]
    (guess, *_) = guess_tables([_small(lines=[*LINES, *note])])
    assert guess.last_row == 3
    longer = [*LINES, ["R3", "铜", 1, 4, 4], *note]
    found = find_mapping(guess.dataset("d"), guess.records("d"), [_small(lines=longer)])
    assert found is not None
    assert found.dataset.last_row == 4


def test_a_table_without_header_stays_where_it_was() -> None:
    dataset = Dataset(row="d", sheet="清单")
    columns = (DatasetColumn(dataset="d", role=ColumnRole.SOURCE, column="B"),)
    found = find_mapping(dataset, columns, [_small()])
    assert found is not None
    assert (found.columns, len(found.notes)) == (columns, 1)
    assert find_mapping(dataset, columns, []) is None
