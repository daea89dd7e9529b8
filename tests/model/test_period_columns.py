"""Months side by side: found under any header, unfolded to lines that keep their cells."""

from datetime import date
from decimal import Decimal

import pytest

from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.mapping_search import find_mapping
from cfpdesk.model.period_columns import numbers_of, period_columns, span_text
from cfpdesk.model.sheet import SheetInMemory
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.model.table_rows import TableRow, read_table

D = Decimal
MONTHS = [f"{month}月" for month in range(1, 13)]
METERS: list[list[object]] = [
    ["Electricity consumption 2025 (kWh)"],
    ["Meter", "Workshop", "Jan", "Feb", "Mar", "Apr", "Total"],
    ["M-01", "North", 100, 110, None, 130, 340],
    ["M-02", "South", 200, "210 MWh", 220, 0, 630],
    ["M-03", "South", None, None, None, None, None],
    ["Total", None, 300, 320, 220, 130, 970],
]


def best(sheet: SheetInMemory) -> TableGuess:
    return guess_tables([sheet])[0]


def lines(sheet: SheetInMemory, guess: TableGuess) -> tuple[TableRow, ...]:
    return read_table(sheet, guess.dataset("d"), guess.records("d")).rows


def test_a_ledger_of_meters_is_a_population_of_readings() -> None:
    sheet = SheetInMemory.of("Meters", METERS)
    guess = best(sheet)
    assert guess.kind is DatasetKind.POPULATION
    amount = next(c for c in guess.columns if c.role is ColumnRole.AMOUNT)
    assert (amount.column, amount.beside, amount.unit) == ("C", "C D E F", "kWh")
    assert not amount.sure
    assert "each figure becomes a line of its own" in amount.reasons[0].text("en")
    assert guess.column(ColumnRole.ITEM_ID) == "A"
    found = lines(sheet, guess)
    shown = [(row.key, row.value(ColumnRole.AMOUNT).address, row.row) for row in found]
    assert shown == [
        ("M-01 Jan", "C3", 3),
        ("M-01 Feb", "D3", 3),
        ("M-01 Apr", "F3", 3),
        ("M-02 Jan", "C4", 4),
        ("M-02 Feb", "D4", 4),
        ("M-02 Mar", "E4", 4),
        ("M-02 Apr", "F4", 4),
        ("M-03", "C5", 5),
    ], "an empty month is no item, a meter without any reading is not lost"
    feb = found[4]
    assert feb.value(ColumnRole.AMOUNT).number == 210
    assert feb.value(ColumnRole.AMOUNT).unit == "MWh"
    assert feb.value(ColumnRole.DATE).text == "Feb"
    assert feb.value(ColumnRole.DATE).address == "D2"
    assert feb.value(ColumnRole.ITEM_ID).text == "M-02 Feb"
    assert found[7].value(ColumnRole.AMOUNT).number is None


def test_sums_below_the_months_are_checked_together() -> None:
    sheet = SheetInMemory.of("Meters", METERS)
    guess = best(sheet)
    reading = read_table(sheet, guess.dataset("d"), guess.records("d"))
    assert [(row.row, row.agrees) for row in reading.sums] == [(6, True)]
    wrong = [list(row) for row in METERS]
    wrong[5][4] = 221
    other = SheetInMemory.of("Meters", wrong)
    reading = read_table(other, guess.dataset("d"), guess.records("d"))
    assert [row.agrees for row in reading.sums] == [False]


def test_quantities_are_told_from_what_was_paid() -> None:
    head = [x for month in (1, 2, 3) for x in (f"2025年{month}月", f"2025年{month}月")]
    sheet = SheetInMemory.of(
        "采购",
        [
            ["物料", "供应商", *head],
            [None, None, *["金额(元)", "数量(t)"] * 3],
            ["废钢", "甲", 1000.5, 10, 900.25, 9, 800, 8],
            ["生铁", "甲", 2000, 20, 1900, 19, 1800, 18],
            ["石灰", "乙", 300, 30, 290, 29, 280, 28],
        ],
    )
    guess = best(sheet)
    amount = next(c for c in guess.columns if c.role is ColumnRole.AMOUNT)
    assert (amount.beside, amount.unit) == ("D F H", "t")
    assert span_text(amount.beside) == "D, F … H"
    first = lines(sheet, guess)[1]
    assert (first.key, first.value(ColumnRole.AMOUNT).address) == ("废钢 2025年2月", "F3")
    assert first.value(ColumnRole.AMOUNT).unit == "t"


def inventory(*more: object) -> list[list[object]]:
    return [
        ["序号", "排放源", "单位", *MONTHS, *(["全年合计"] if more else []), "排放因子"],
        [1, "外购电力", "kWh", *range(100, 112), *more[:1], 0.5777],
        [2, "天然气", "Nm³", *range(10, 22), *more[1:], 2.1622],
    ]


def test_an_inventory_takes_the_sum_where_there_is_one() -> None:
    sheet = SheetInMemory.of("清单", inventory(1266, 186))
    guess = best(sheet)
    assert guess.kind is DatasetKind.INVENTORY
    assert guess.column(ColumnRole.ACTIVITY) == "P"
    assert all(not column.beside for column in guess.columns)
    assert any("the sum in column P is taken" in reason.text("en") for reason in guess.reasons)


def test_an_inventory_without_a_sum_is_unfolded() -> None:
    sheet = SheetInMemory.of("清单", inventory())
    guess = best(sheet)
    assert guess.kind is DatasetKind.INVENTORY
    found = lines(sheet, guess)
    assert len(found) == 24
    may = found[4]
    assert (may.key, may.name(DatasetKind.INVENTORY)) == ("1-05", "外购电力 5月")
    assert may.value(ColumnRole.ACTIVITY).number == 104
    assert may.value(ColumnRole.ACTIVITY).address == "H2"
    assert may.value(ColumnRole.ACTIVITY).unit == "kWh"
    assert may.value(ColumnRole.FACTOR).number == D("0.5777")


def test_a_figure_of_the_whole_year_is_no_month_s() -> None:
    sheet = SheetInMemory.of(
        "清单",
        [
            ["排放源", "单位", "1月", "2月", "3月", "排放因子", "排放量 kg"],
            ["外购电力", "kWh", 1, 2, 3, 0.5, 3],
            ["蒸汽", "GJ", 1, 1, 1, 110, 330],
        ],
    )
    guess = best(sheet)
    assert guess.column(ColumnRole.EMISSIONS) == "G", "the guess unfolds nothing here"
    months = guess.records("d")[0].but(role=ColumnRole.ACTIVITY, column="C", beside="C D E")
    found = read_table(sheet, guess.dataset("d"), [*guess.records("d"), months]).rows
    assert len(found) == 6
    assert all(row.value(ColumnRole.EMISSIONS).number is None for row in found)


def test_months_that_are_dates() -> None:
    days = [date(2025, month, 1) for month in (1, 2, 3)]
    sheet = SheetInMemory.of(
        "表", [["电表", "车间", *days], ["A", "一", 1, 2, 3], ["B", "二", 4, 5, 6]]
    )
    guess = best(sheet)
    found = lines(sheet, guess)
    assert [row.key for row in found][:3] == ["A 2025-01", "A 2025-02", "A 2025-03"]


def test_the_months_are_found_again_in_the_next_version() -> None:
    sheet = SheetInMemory.of("Meters", METERS)
    guess = best(sheet)
    later = SheetInMemory.of(
        "Meters",
        [
            ["Electricity consumption 2026 (kWh)"],
            [],
            ["Meter", "Workshop", "Owner", *("Jan", "Feb", "Mar", "Apr", "May", "Jun"), "Total"],
            ["M-01", "North", "x", 1, 2, 3, 4, 5, 6, 21],
        ],
    )
    found = find_mapping(guess.dataset("d"), guess.records("d"), [later])
    assert found is not None
    assert found.complete
    amount = next(c for c in found.columns if c.role is ColumnRole.AMOUNT)
    assert (amount.column, amount.beside) == ("D", "D E F G H I")
    notes = [note.text("en") for note in found.notes]
    assert "Amount stood in columns C–F and now stands in D–I, Jan to Jun." in notes
    assert len(read_table(later, found.dataset, found.columns).rows) == 6


@pytest.mark.parametrize(
    ("header", "count"),
    [
        (("1月", "2月"), 0),
        (("1月", "2月", "3月"), 1),
        (("Q1", "Q2", "Q3", "Q4"), 1),
        (("一季度", "二季度", "三季度", "四季度"), 1),
        (("1月", "2月", "3月", "小计", "4月", "合计"), 1),
        ((*MONTHS, *MONTHS), 2),
        (("A", "B", "C"), 0),
    ],
)
def test_columns_that_belong_together(header: tuple[str, ...], count: int) -> None:
    parts = {at: (text,) for at, text in enumerate(header, start=2)}
    assert len(period_columns(parts)) == count


def test_letters_that_are_none_are_left_out() -> None:
    assert numbers_of("C ?? D") == (3, 4)
    assert numbers_of("") == ()
    assert span_text("") == ""
