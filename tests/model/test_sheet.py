"""Cells, addresses and small sheets."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.sheet import (
    EMPTY_CELL,
    Cell,
    CellKind,
    CellRange,
    SheetInMemory,
    address,
    cell_of,
    column_number,
    number_of,
    parse_address,
    parse_range,
)


def test_addresses() -> None:
    assert address(8, 13) == "H13"
    assert address(16_384, 1_048_576) == "XFD1048576"
    assert parse_address("$h$13") == (8, 13)


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_an_address_is_read_back(column: int, row: int) -> None:
    assert parse_address(address(column, row)) == (column, row)


@pytest.mark.parametrize("text", ["", "H", "13", "H0", "H-1", "XFE1", "A1048577", "AAAA1", "Ａ1"])
def test_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        parse_address(text)


def test_no_column() -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        column_number("")
    with pytest.raises(ValueError, match=r"^.*$"):
        address(0, 1)


def test_ranges() -> None:
    found = parse_range("D4:B2")
    assert found == CellRange(2, 2, 4, 4)
    assert str(found) == "B2:D4"
    assert str(parse_range("C3")) == "C3"
    assert (3, 4) in found
    assert (5, 4) not in found
    assert "C3" not in found


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, EMPTY_CELL),
        ("", EMPTY_CELL),
        (" ", Cell(CellKind.TEXT, " ")),
        ("#REF!", Cell(CellKind.ERROR, "#REF!")),
        ("#1", Cell(CellKind.TEXT, "#1")),
        (True, Cell(CellKind.BOOL, value=True)),
        (0.1, Cell(CellKind.NUMBER, Decimal("0.1"))),
        (date(2025, 1, 3), Cell(CellKind.DATE, date(2025, 1, 3))),
        (
            datetime.fromisoformat("2025-01-03 08:00:00"),
            Cell(CellKind.DATE, datetime.fromisoformat("2025-01-03 08:00:00")),
        ),
        (timedelta(hours=30), Cell(CellKind.TIME, timedelta(hours=30))),
    ],
)
def test_cells(value: object, cell: Cell) -> None:
    assert cell_of(value) == cell


def test_a_cell_holds_no_list() -> None:
    with pytest.raises(TypeError):
        cell_of([1])


def test_numbers_are_the_shortest_decimal() -> None:
    assert str(number_of(5.0)) == "5"
    assert str(number_of(-0.0)) == "0"
    assert str(number_of(1e22)) == "1E+22"
    assert str(number_of(1234.56)) == "1234.56"
    assert str(number_of(10**20)) == "100000000000000000000"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value(value: float) -> None:
    assert float(number_of(value)) == value


def test_texts() -> None:
    texts = [cell_of(v).text for v in (None, True, 1e22, 0.5, date(2025, 1, 3), "电")]
    assert texts == ["", "TRUE", "10000000000000000000000", "0.5", "2025-01-03", "电"]
    assert cell_of(datetime.fromisoformat("2025-01-03 08:00:00")).text == "2025-01-03 08:00:00"


def test_a_sheet_in_memory() -> None:
    sheet = SheetInMemory.of("表", [["a", 1], ["b"], [None, None, "c"]])
    assert (sheet.info.rows, sheet.info.columns) == (3, 3)
    assert sheet.row(2) == (cell_of("b"), EMPTY_CELL, EMPTY_CELL)
    assert sheet.row(9) == (EMPTY_CELL,) * 3
    assert sheet.window(2, 5) == tuple(sheet)[1:]
    assert sheet.window(1, 0) == ()
