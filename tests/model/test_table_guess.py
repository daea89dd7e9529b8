"""Finding tables: the three files of the sample wholly right, and awkward layouts."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.sheet import SheetInMemory, Visibility
from cfpdesk.model.table_guess import TableGuess, guess_columns, guess_tables
from cfpdesk.model.table_line import LineKind
from cfpdesk.model.table_rows import read_table
from tests.sheet_builders import client_file, client_sheet, sheet_of

WORKBOOK = "恒锐_CFP_2025.xlsx"


def _mapped(guess: TableGuess) -> dict[str, str]:
    return {column.role.value: column.column for column in guess.columns}


def _units(guess: TableGuess) -> dict[str, str]:
    return {column.role.value: column.unit for column in guess.columns if column.unit}


def _one(sheet: SheetInMemory) -> TableGuess:
    found = guess_tables([sheet])
    assert len(found) == 1, [(g.sheet, g.kind, g.header) for g in found]
    return found[0]


def test_the_inventory_of_the_sample() -> None:
    guesses = guess_tables(*client_file(WORKBOOK))
    best = guesses[0]
    assert (best.sheet, best.kind) == ("清单", DatasetKind.INVENTORY)
    assert (best.header, best.first_row, best.last_row, best.to_end) == ((4, 6), 7, 23, True)
    assert best.lines == 13
    assert _mapped(best) == {
        "stage": "A",
        "id": "B",
        "source": "C",
        "activity_unit": "D",
        "activity": "E",
        "factor": "F",
        "gwp": "G",
        "emissions": "H",
        "rank": "I",
        "factor_source": "J",
        "remark": "K",
    }
    assert _units(best) == {"factor": "kgCO₂e/单位", "emissions": "kgCO₂e"}
    assert all(column.sure for column in best.columns)
    assert [(row.row, row.kind) for row in best.sums] == [
        (12, LineKind.SUBTOTAL),
        (21, LineKind.SUBTOTAL),
        (22, LineKind.TOTAL),
        (23, LineKind.PER_UNIT),
    ]
    assert all(row.agrees for row in best.sums)


def test_the_other_sheets_of_the_sample() -> None:
    guesses = guess_tables(*client_file(WORKBOOK))
    found = [(g.kind.value, g.sheet, g.header, g.first_row, g.last_row, g.to_end) for g in guesses]
    assert found == [
        ("inventory", "清单", (4, 6), 7, 23, True),
        ("inventory", "包装", (3, 3), 4, 7, False),
        ("inventory", "旧版_2024", (3, 3), 4, 6, True),
        ("population", "电力", (4, 4), 5, 17, True),
        ("factors", "因子", (3, 3), 4, 16, False),
    ]
    power, factors = guesses[3], guesses[4]
    assert _mapped(power) == {"item_id": "B", "date": "A", "amount": "C", "remark": "E"}
    assert _units(power) == {"amount": "kWh"}
    assert _mapped(factors) == {
        "id": "A",
        "name": "B",
        "unit": "C",
        "factor": "D",
        "rank": "E",
        "factor_source": "F",
        "remark": "G",
    }


def test_the_delivery_notes_of_the_sample() -> None:
    (guess,) = guess_tables(*client_file("带钢入库单_2025.xlsx"))
    assert guess.kind is DatasetKind.POPULATION
    assert (guess.header, guess.first_row, guess.last_row, guess.to_end) == ((3, 3), 4, 416, True)
    assert guess.lines == 412
    assert _mapped(guess) == {
        "item_id": "A",
        "date": "B",
        "partner": "C",
        "text": "D",
        "amount": "I",
    }
    assert _units(guess) == {"amount": "t"}
    assert [(row.row, row.agrees) for row in guess.sums] == [(416, True)]


def test_the_waybills_of_the_sample() -> None:
    (guess,) = guess_tables(*client_file("原料运单_2025.xlsx"))
    assert guess.kind is DatasetKind.POPULATION
    assert (guess.header, guess.last_row, guess.lines) == ((3, 3), 1042, 1038)
    assert _mapped(guess) == {
        "item_id": "A",
        "date": "B",
        "partner": "C",
        "text": "F",
        "amount": "I",
    }
    assert _units(guess) == {"amount": "t·km"}


def test_each_guess_says_why() -> None:
    best = guess_tables(*client_file(WORKBOOK))[0]
    said = [reason.text("en") for reason in best.reasons]
    assert said[0] == (
        "Rows 4 to 6 are taken as the header: below them column H holds numbers in 13 rows."
    )
    emissions = next(c for c in best.columns if c.role is ColumnRole.EMISSIONS)
    texts = [reason.text("en") for reason in emissions.reasons]
    assert "it equals E × F × G in 13 of 13 rows" in texts
    assert "the header gives the unit kgCO₂e" in texts
    assert all(reason.text("zh") for column in best.columns for reason in column.reasons)


def test_a_person_may_say_which_rows_the_header_has() -> None:
    sheet = client_sheet(WORKBOOK, "清单")
    found = {g.role: g.column for g in guess_columns(sheet, (4, 6), DatasetKind.INVENTORY)}
    assert found[ColumnRole.EMISSIONS] == "H"
    assert found[ColumnRole.ACTIVITY_UNIT] == "D"
    assert guess_columns(sheet_of([[]]), (0, 0), DatasetKind.INVENTORY) == ()


def test_an_english_sheet_with_a_row_of_units() -> None:
    guess = _one(
        sheet_of(
            [
                ["ACME Fasteners Ltd. - Product carbon footprint"],
                [],
                [
                    "Life cycle stage",
                    "Emission source",
                    "Activity data",
                    "Unit",
                    "Emission factor",
                    "Factor source",
                    "GHG emissions",
                ],
                ["", "", "", "", "kg CO2e/unit", "", "kg CO2e"],
                ["Raw materials", "Steel wire rod", 1030, "kg", 2.1, "Supplier EPD", 2163],
                ["", "Zinc", 12, "kg", 3.5, "ecoinvent 3.10", 42],
                ["Production", "Electricity", 5000, "kWh", 0.2, "national grid", 1000],
                ["", "Natural gas", 300, "m3", 2.0, "DEFRA 2024", 600],
                ["Total", "", "", "", "", "", 3805],
                ["Per declared unit (1 kg)", "", "", "", "", "", 3.805],
                [],
                ["Note: figures for the year 2025."],
            ]
        )
    )
    assert guess.kind is DatasetKind.INVENTORY
    assert (guess.header, guess.first_row, guess.last_row, guess.to_end) == ((3, 4), 5, 10, False)
    assert _mapped(guess) == {
        "stage": "A",
        "source": "B",
        "activity": "C",
        "activity_unit": "D",
        "factor": "E",
        "factor_source": "F",
        "emissions": "G",
    }
    assert _units(guess) == {"factor": "kg CO2e/unit", "emissions": "kg CO2e"}
    assert [row.kind for row in guess.sums] == [LineKind.TOTAL, LineKind.PER_UNIT]
    assert guess.sums[0].agrees


def test_totals_that_stand_first() -> None:
    guess = _one(
        sheet_of(
            [
                ["序号", "排放源", "活动数据", "单位", "排放因子", "排放量 tCO₂e"],
                ["", "合计", "", "", "", 60],
                [1, "钢材", 10, "t", 2, 20],
                [2, "电力", 20, "MWh", 0.5, 10],
                [3, "蒸汽", 100, "GJ", 0.3, 30],
            ]
        )
    )
    assert (guess.header, guess.first_row, guess.last_row, guess.lines) == ((1, 1), 2, 5, 3)
    assert [(row.row, row.kind, row.agrees) for row in guess.sums] == [(2, LineKind.TOTAL, True)]
    assert _mapped(guess)["activity_unit"] == "D"
    assert _units(guess) == {"emissions": "tCO₂e"}


def test_a_header_of_three_rows_without_merged_cells() -> None:
    guess = _one(
        sheet_of(
            [
                ["", "", "输入", "", "", "输出", ""],
                ["工序", "名称", "活动数据", "", "排放因子", "温室气体排放", ""],
                ["", "", "数量", "单位", "kgCO2e/kg", "tCO2e", "占比（%）"],
                ["炼钢", "铁水", 900, "t", 1.5, 1.35, 60],
                ["", "废钢", 200, "t", 0.5, 0.1, 4],
                ["轧制", "电力", 400, "kWh", 0.6, 0.24, 36],
            ]
        )
    )
    assert guess.header == (1, 3)
    assert _mapped(guess) == {
        "stage": "A",
        "source": "B",
        "activity": "C",
        "activity_unit": "D",
        "factor": "E",
        "emissions": "F",
    }
    assert _units(guess) == {"factor": "kgCO2e/kg", "emissions": "tCO2e"}


def test_months_side_by_side() -> None:
    months = [f"{number}月" for number in range(1, 13)]
    lines = [
        ["外购电力", "kWh", *[100 + n for n in range(12)], 1266, 0.5, 633],
        ["天然气", "Nm3", *[10] * 12, 120, 2, 240],
        ["柴油", "kg", *[5] * 12, 60, 3, 180],
    ]
    guess = _one(
        sheet_of(
            [["能源种类", "单位", *months, "全年合计", "排放因子", "排放量（kgCO2e）"], *lines]
        )
    )
    assert _mapped(guess) == {
        "source": "A",
        "activity_unit": "B",
        "activity": "O",
        "factor": "P",
        "emissions": "Q",
    }
    said = [reason.text("en") for reason in guess.reasons]
    assert "Columns C to N hold months; the sum in column O is taken." in said


def test_two_tables_one_below_the_other() -> None:
    sheet = sheet_of(
        [
            ["表1 原材料"],
            ["编号", "物料名称", "用量 kg", "因子 kgCO₂e/kg", "排放量 kgCO₂e"],
            ["M1", "钢", 100, 2, 200],
            ["M2", "铝", 10, 9, 90],
            ["", "合计", "", "", 290],
            [],
            ["表2 能源"],
            ["编号", "能源名称", "用量", "单位", "因子", "排放量 kgCO₂e"],
            ["N1", "电", 1000, "kWh", 0.6, 600],
            ["N2", "气", 100, "m³", 2, 200],
            ["", "合计", "", "", "", 800],
        ]
    )
    found = guess_tables([sheet])
    assert [(g.header, g.first_row, g.last_row, g.to_end) for g in found] == [
        ((8, 8), 9, 11, True),
        ((2, 2), 3, 5, False),
    ]
    assert all(row.agrees for guess in found for row in guess.sums)
    assert _mapped(found[0])["emissions"] == "F"
    assert _mapped(found[1])["emissions"] == "E"


def test_two_tables_side_by_side() -> None:
    sheet = sheet_of(
        [
            ["单号", "日期", "净重 t", "", "单号", "日期", "净重 t"],
            ["RK1", "2025-01-02", 10, "", "CK1", "2025-02-02", 7],
            ["RK2", "2025-01-03", 11, "", "CK2", "2025-02-03", 8],
            ["RK3", "2025-01-04", 12, "", "", "", ""],
        ]
    )
    found = guess_tables([sheet])
    assert [(g.kind.value, g.column(ColumnRole.ITEM_ID), g.last_row) for g in found] == [
        ("population", "A", 4),
        ("population", "E", 3),
    ]


def test_an_empty_column_does_not_break_one_table_in_two() -> None:
    guess = _one(
        sheet_of(
            [
                ["编号", "排放源", "活动数据", "单位", "", "排放因子", "排放量 kgCO₂e"],
                ["R1", "钢", 10, "t", "", 2, 20],
                ["R2", "电", 20, "kWh", "", 3, 60],
                ["R3", "水", 30, "t", "", 4, 120],
            ]
        )
    )
    assert _mapped(guess)["source"] == "B"
    assert _mapped(guess)["emissions"] == "G"


def test_stages_as_headings_between_the_lines_and_a_repeated_header() -> None:
    header = ["排放源", "活动数据", "单位", "排放因子", "排放量（kgCO₂e）"]
    guess = _one(
        sheet_of(
            [
                header,
                ["一、原材料阶段"],
                ["钢", 10, "t", 2, 20],
                ["铝", 20, "t", 3, 60],
                header,
                ["二、生产阶段"],
                ["电", 30, "kWh", 4, 120],
                ["编制：张三", "审核：李四"],
            ]
        )
    )
    assert (guess.first_row, guess.last_row, guess.lines) == (2, 7, 3)


def test_headings_that_carry_the_subtotal_are_found_by_their_figures() -> None:
    guess = _one(
        sheet_of(
            [
                ["排放源", "活动数据", "单位", "排放因子", "排放量（kgCO₂e）"],
                ["原材料", "", "", "", 80],
                ["钢", 10, "t", 2, 20],
                ["铝", 20, "t", 3, 60],
                ["生产", "", "", "", 130],
                ["电", 30, "kWh", 4, 120],
                ["气", 5, "m³", 2, 10],
                ["直接排放（实测）", "", "", "", 7],
            ]
        )
    )
    assert [(row.row, row.by_figures, row.agrees) for row in guess.sums] == [
        (2, True, True),
        (5, True, True),
    ]
    assert guess.lines == 5


def test_a_unit_in_the_title_and_a_column_of_units_of_emissions() -> None:
    by_title = _one(
        sheet_of(
            [
                ["排放清单", "", "", "单位：tCO2e"],
                ["编号", "排放源", "活动数据", "排放因子", "排放量"],
                ["A1", "钢", 10, 2, 20],
                ["A2", "铝", 20, 3, 60],
            ]
        )
    )
    assert _units(by_title)["emissions"] == "tCO2e"
    beside = _one(
        sheet_of(
            [
                ["编号", "排放源", "活动数据", "单位", "排放因子", "因子单位", "排放量", "单位"],
                ["A1", "钢", 10, "t", 2, "tCO2e/t", 20, "tCO2e"],
                ["A2", "电", 20, "MWh", 3, "tCO2e/MWh", 60, "tCO2e"],
            ]
        )
    )
    assert _mapped(beside)["activity_unit"] == "D"
    assert _mapped(beside)["factor_unit"] == "F"
    assert _units(beside)["emissions"] == "tCO2e"


def test_what_was_delivered_goes_before_what_was_paid() -> None:
    guess = _one(
        sheet_of(
            [
                ["Invoice No.", "Date", "Supplier", "Quantity", "Unit", "Amount (CNY)"],
                ["INV-001", "2025-01-05", "ACME", 100, "kg", 500],
                ["INV-002", "2025-01-09", "ACME", 200, "kg", 1000],
                ["Total", "", "", 300, "", 1500],
            ]
        )
    )
    assert _mapped(guess)["amount"] == "D"
    assert _mapped(guess)["unit"] == "E"
    paid = _one(sheet_of([["发票号", "金额 元"], ["F1", 10], ["F2", 20], ["F3", 40]]))
    assert _units(paid) == {"amount": "元"}


def test_a_bill_of_materials() -> None:
    guess = _one(
        sheet_of(
            [
                [
                    "序号",
                    "物料编码",
                    "物料名称",
                    "规格型号",
                    "单位",
                    "单位用量",
                    "损耗率%",
                    "碳足迹因子(kgCO2e/单位)",
                    "碳足迹 kgCO2e",
                ],
                [1, "M-001", "外壳", "ABS", "kg", 0.5, 2, 3.2, 1.6],
                [2, "M-002", "PCB", "4层", "m2", 0.01, 1, 200, 2],
                [3, "M-003", "螺钉", "M3", "个", 8, 0, 0.01, 0.08],
            ]
        )
    )
    assert _mapped(guess) == {
        "id": "B",
        "source": "C",
        "activity_unit": "E",
        "activity": "F",
        "factor": "H",
        "emissions": "I",
    }


def test_a_gate_log_whose_clerks_are_no_units() -> None:
    guess = _one(
        sheet_of(
            [
                [
                    "过磅单号",
                    "过磅时间",
                    "车牌号",
                    "货物名称",
                    "供应商",
                    "毛重(kg)",
                    "净重(kg)",
                    "司磅员",
                ],
                ["BD1", "2025-01-02 08:00", "苏A1", "热卷", "沧海", 38000, 23000, "张"],
                ["BD2", "2025-01-02 09:00", "苏A2", "热卷", "沧海", 39000, 24000, "张"],
            ]
        )
    )
    assert "unit" not in _mapped(guess)
    assert _units(guess) == {"amount": "kg"}


def test_words_that_say_little_above_a_row_of_units() -> None:
    guess = _one(
        sheet_of(
            [
                ["工序", "能源", "消耗", "因子", "排放"],
                ["", "", "(kWh)", "(kgCO2/kWh)", "(kgCO2)"],
                ["冷轧", "电", 100, 0.5, 50],
                ["退火", "电", 200, 0.5, 100],
            ]
        )
    )
    assert guess.header == (1, 2)
    assert _units(guess) == {"activity": "kWh", "factor": "kgCO2/kWh", "emissions": "kgCO2"}


def test_a_very_wide_sheet_is_looked_at_in_its_first_columns() -> None:
    values: list[list[object]] = [["编号", "排放源", "排放量 kgCO₂e"], ["R1", "钢", 1]]
    wide = [[*line, *[None] * 16_000, "x"] for line in values]
    assert _mapped(_one(sheet_of(wide))) == {"id": "A", "source": "B", "emissions": "C"}


def test_hidden_sheets_come_after_visible_ones() -> None:
    values: list[list[object]] = [
        ["编号", "排放源", "排放量 kgCO₂e"],
        ["R1", "钢", 10],
        ["R2", "电", 20],
    ]
    hidden = sheet_of(values, "清单", visibility=Visibility.HIDDEN)
    visible = sheet_of(values, "Sheet2")
    found = guess_tables([hidden, visible])
    assert [guess.sheet for guess in found] == ["Sheet2", "清单"]
    assert found[1].reasons[0].text("en") == "The sheet is hidden in the workbook."


def test_a_long_sheet_is_looked_at_at_both_ends() -> None:
    lines = [[f"RK-{n:05}", "2025-03-01", n % 7 + 1] for n in range(4000)]
    guess = _one(sheet_of([["单号", "日期", "净重 t"], *lines, ["合计", "", 1]]))
    assert (guess.first_row, guess.last_row, guess.lines, guess.sums) == (2, 4002, 4000, ())


@pytest.mark.parametrize(
    "values",
    [
        [],
        [[]],
        [["封面"], ["江苏恒锐精密带钢有限公司"]],
        [["说明"], [1, "排放量 = 活动数据 × 排放因子"], [2, "单位 kgCO₂e"]],
        [["编号", "排放源", "排放量"]],
        [[1, 2, 3], [4, 5, 6]],
    ],
)
def test_where_there_is_no_table_none_is_found(values: Sequence[Sequence[object]]) -> None:
    assert guess_tables([sheet_of(values)]) == ()


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["排放源", "单位", "合计", "kg", "排放量 kgCO₂e", "编号", "–", "1,234", "#REF!"]
    ),
    st.text(max_size=8),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
def test_no_sheet_breaks_the_guess(values: list[list[object]]) -> None:
    for guess in guess_tables([sheet_of(values)]):
        assert 1 <= guess.header[0] <= guess.header[1] < guess.first_row <= guess.last_row
        columns = [column.column for column in guess.columns]
        assert len(columns) == len(set(columns))
        assert all(reason.text("en") and reason.text("zh") for reason in guess.reasons)


def test_quantities_written_with_their_units_are_activity_data() -> None:
    sheet = SheetInMemory.of(
        "清单",
        [
            ["阶段", "过程/物料", "消耗量（含单位）", "因子 kgCO2e/单位", "碳排放 kgCO2e"],
            ["原料", "聚丙烯", "１２，０００ kg", 1.95, 23400],
            ["", "色母粒", "3 200公斤", 2.1, 6720],
            ["", "纸箱", "约500个", 0.8, 400],
            ["制造", "电", "36.5万度", 0.5777, "210,860.5"],
            ["", "蒸汽", "#DIV/0!", 110, "#DIV/0!"],
            ["", "压缩空气", "－", "—", 0],
        ],
    )
    guess = guess_tables([sheet])[0]
    assert guess.column(ColumnRole.ACTIVITY) == "C"
    assert guess.column(ColumnRole.ACTIVITY_UNIT) == ""
    found = read_table(sheet, guess.dataset("d"), guess.records("d")).rows
    activity = [row.value(ColumnRole.ACTIVITY) for row in found]
    assert [v.text for v in activity[:2]] == ["12000", "3200"]
    assert [v.unit for v in activity[:2]] == ["kg", "公斤"]
    assert (activity[3].text, activity[3].unit) == ("365000", "度")
    assert [bool(value.problem) for value in activity[2:]] == [True, True, True, False]
    assert found[3].value(ColumnRole.FACTOR).unit == "kgCO2e/度"
