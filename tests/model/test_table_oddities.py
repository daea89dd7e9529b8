"""Tables as clients really send them: each oddity alone, found in real files."""

from dataclasses import replace
from decimal import Decimal

from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.sheet import SheetInMemory
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.model.table_rows import read_table
from cfpdesk.ui.parts.mapping_draft import blank

HEAD = ["单据号", "领用日期", "车号", "数量(L)", "金额（元）", "备注"]


def slips(month: int) -> list[list[object]]:
    lines: list[list[object]] = [
        [f"LY{month:02}{n:03}", 45658 + 30 * month + n, f"苏B{n}", 100 + n, 750, None]
        for n in range(4)
    ]
    return [*lines, ["本月合计", None, None, 406, 3000, None]]


def only(sheet: SheetInMemory) -> TableGuess:
    (guess,) = guess_tables([sheet])
    return guess


def test_a_head_repeated_on_each_page_below_facts_makes_one_table() -> None:
    above: list[list[object]] = [["柴油领用明细"], ["部门：物流", None, None, "单位：升"]]
    sheet = SheetInMemory.of("柴油领用", [*above, HEAD, *slips(0), HEAD, *slips(1)])
    guess = only(sheet)
    assert guess.kind is DatasetKind.POPULATION
    assert (guess.header, guess.first_row, guess.last_row) == ((3, 3), 4, 14)
    reading = read_table(sheet, guess.dataset("d"), guess.records("d"))
    assert len(reading.rows) == 8
    assert [row.agrees for row in reading.sums] == [True, True]


def test_dates_that_lost_their_format_are_dates_where_the_head_says_so() -> None:
    sheet = SheetInMemory.of("柴油领用", [HEAD, *slips(0)])
    guess = only(sheet)
    assert guess.column(ColumnRole.DATE) == "B"
    row = read_table(sheet, guess.dataset("d"), guess.records("d")).rows[0]
    assert row.value(ColumnRole.DATE).text == "2025-01-01"
    problem = row.value(ColumnRole.DATE).problem
    assert problem is not None
    assert "45658" in problem.text("en")
    head = ["单号", "表底", "数量 kWh"]
    meters = SheetInMemory.of("抄表", [head, ["a", 45658, 3], ["b", 45659, 4]])
    assert only(meters).column(ColumnRole.DATE) == "", "a reading is no date"


def test_a_name_that_begins_with_a_digit_is_no_figure() -> None:
    months = ["1月", "2月", "3月", "1季度小计"]
    sheet = SheetInMemory.of("水", [["表计", *months], ["W1", 1, 2, 3, 6], ["W2", 4, 5, 6, 15]])
    guess = only(sheet)
    assert guess.header == (1, 1)
    amount = next(c for c in guess.columns if c.role is ColumnRole.AMOUNT)
    assert amount.beside == "B C D"


def test_a_sheet_without_a_head_begins_at_its_first_row() -> None:
    sheet = SheetInMemory.of("Sheet", [[f"A{n}", n * 1.5, "kg", 2.5] for n in range(10)])
    assert guess_tables([sheet]) == ()
    draft = blank(sheet)
    assert (draft.header, draft.first_row) == ((0, 0), 1)


def test_workshops_name_the_lines_of_an_inventory() -> None:
    sheet = SheetInMemory.of(
        "汇总",
        [
            ["序号", "车间", "用电量(kWh)", "电力因子 kgCO2e/kWh", "排放量 (kgCO2e)"],
            [1, "轧钢", 10, 0.5, 5],
            [2, "炼铁", 20, 0.5, 10],
        ],
    )
    assert only(sheet).column(ColumnRole.SOURCE) == "B"


def test_numbers_of_a_text_file_are_not_told_to_be_texts() -> None:
    rows = [["名称", "活动数据", "单位", "排放因子"], ["外购电力", "1,000", "kWh", "0.5777"]]
    sheet = SheetInMemory.of("csv", rows)
    guess = only(sheet)
    columns = guess.records("d")
    told = read_table(sheet, guess.dataset("d"), columns).rows[0].value(ColumnRole.FACTOR)
    assert told.problem is not None
    plain = SheetInMemory(replace(sheet.info, plain_text=True), sheet.cells)
    row = read_table(plain, guess.dataset("d"), columns).rows[0]
    assert row.value(ColumnRole.FACTOR).number == Decimal("0.5777")
    assert row.value(ColumnRole.FACTOR).problem is None
    assert row.value(ColumnRole.ACTIVITY).problem is not None, "1,000 may be 1 as well"
