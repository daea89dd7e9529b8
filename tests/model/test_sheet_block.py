"""Rows travel as JSON and come out as the cells they were; whatever else comes is refused."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.i18n import msg
from cfpdesk.model.sheet import (
    EMPTY_CELL,
    Cell,
    CellKind,
    CellRange,
    SheetInfo,
    Visibility,
    WorkbookForm,
    WorkbookInfo,
    cell_of,
)
from cfpdesk.model.sheet_block import RowBlock, cell, cells_at, encode, rows_in_block
from cfpdesk.model.sheet_description import (
    sheet_from_json,
    sheet_to_json,
    workbook_from_json,
    workbook_to_json,
)

values = st.one_of(
    st.just(""),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**63), 2**63 - 1),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t[0] != "#"),
    st.dates(),
    st.datetimes(),
    st.timedeltas(timedelta(0), timedelta(days=1000)).map(
        lambda t: timedelta(seconds=round(t.total_seconds(), 3))
    ),
)


@given(st.lists(st.lists(values, min_size=3, max_size=3), max_size=5))
def test_rows_come_out_as_they_went_in(rows: list[list[object]]) -> None:
    block = RowBlock(1, len(rows), 3, encode(rows))
    assert block.rows() == tuple(tuple(map(cell_of, row)) for row in rows)


def test_what_has_a_tag() -> None:
    row: list[object] = [time(8, 30), time(8, 30, 15, 500_000), Decimal("0.10"), {"e": "#REF!"}]
    assert RowBlock(1, 1, 4, encode([row])).rows()[0] == (
        Cell(CellKind.TIME, timedelta(hours=8, minutes=30)),
        Cell(CellKind.TIME, timedelta(hours=8, minutes=30, seconds=15.5)),
        Cell(CellKind.NUMBER, Decimal("0.10")),
        Cell(CellKind.ERROR, "#REF!"),
    )
    with pytest.raises(TypeError):
        encode([[object()]])


def test_no_number_is_empty() -> None:
    assert RowBlock(1, 1, 2, encode([[float("inf"), float("nan")]])).rows() == (
        (EMPTY_CELL, EMPTY_CELL),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", b"{}", b"[]", b"[1,2]", b"[[1],[1,2]]", b"[[1,2]]", b"[[1],[1]", b"[[[1]],[1]]",
        b'[[{"d":1}],[1]]', b'[[{"d":"x"}],[1]]', b'[[{"t":"x"}],[1]]', b'[[{"t":1e300}],[1]]',
        b'[[{"n":"x"}],[1]]', b'[[{}],[1]]', b'[[{"e":"a","d":"b"}],[1]]', b'[[{"z":1}],[1]]',
    ],
)  # fmt: skip
def test_damaged_blocks_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        RowBlock(1, 2, 1, data).rows()


def test_only_some_columns() -> None:
    row = ["a", 2.0, "c"]
    assert cells_at(row, (3, 1, 9, 0)) == (cell("c"), cell("a"), EMPTY_CELL, EMPTY_CELL)


def test_blocks_are_neither_tiny_nor_huge() -> None:
    assert [rows_in_block(n) for n in (0, 1, 11, 16, 4096, 16_384)] == [256, 256, 256, 256, 1, 1]


SHEET = SheetInfo(
    "能耗", 3, 20, 5, Visibility.VERY_HIDDEN, (CellRange(1, 2, 3, 4),), ((5, 9),), None, 7, None
)
BOOK = WorkbookInfo(
    WorkbookForm.CSV,
    (SHEET,),
    "gb18030",
    ";",
    from_1904=True,
    links=("a.xlsx",),
    notes=(msg("{n} rows", n=5),),
)


def test_descriptions_come_back() -> None:
    assert sheet_from_json(sheet_to_json(SHEET)) == SHEET
    assert workbook_from_json(workbook_to_json(BOOK), (SHEET,)) == BOOK
    assert not BOOK.has_formulas
    assert WorkbookInfo(WorkbookForm.XLS, ()).has_formulas


@pytest.mark.parametrize(
    "change",
    [
        {"rows": -1}, {"rows": 1_048_577}, {"columns": 16_385}, {"index": -1}, {"rows": "x"},
        {"visibility": "seen"}, {"merged": [[1]]}, {"merged": 3}, {"hidden_rows": [[1, 2, 3]]},
    ],
)  # fmt: skip
def test_strange_descriptions_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        sheet_from_json({**sheet_to_json(SHEET), **change})
    with pytest.raises(ValueError, match=r"^.*$"):
        sheet_from_json({})


@pytest.mark.parametrize("change", [{"form": "doc"}, {"notes": [1]}, {"links": 5}])
def test_strange_workbooks_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        workbook_from_json({**workbook_to_json(BOOK), **change}, ())


def test_a_moment_keeps_its_fraction() -> None:
    at = datetime.fromisoformat("2025-01-03T08:30:00.125")
    assert RowBlock(1, 1, 2, encode([[at, date(2025, 1, 3)]])).rows()[0][0].value == at
