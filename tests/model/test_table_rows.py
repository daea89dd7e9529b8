"""A mapping applied: lines with keys, values with cells, sums apart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.sheet import CellKind, SheetInMemory
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.model.table_line import LineKind
from cfpdesk.model.table_rows import TableReading, place, read_table, rows_of, sums_of
from tests.sheet_builders import client_file, client_sheet, sheet_of


def _guess(file: str, sheet: str) -> tuple[SheetInMemory, TableGuess]:
    guesses = guess_tables(*client_file(file))
    return client_sheet(file, sheet), next(g for g in guesses if g.sheet == sheet)


def _read(file: str, sheet: str) -> TableReading:
    found, guess = _guess(file, sheet)
    return read_table(found, guess.dataset("d"), guess.records("d"))


def _columns(**letters: str) -> tuple[DatasetColumn, ...]:
    return tuple(
        DatasetColumn(dataset="d", role=ColumnRole(role), column=column)
        for role, column in letters.items()
    )


def _inventory(
    values: Sequence[Sequence[object]],
    merged: Sequence[str] = (),
    hidden: Sequence[tuple[int, int]] = (),
    **letters: str,
) -> TableReading:
    dataset = Dataset(row="d", sheet="Sheet1", header_rows=1)
    return read_table(
        sheet_of(values, merged=merged, hidden_rows=hidden), dataset, _columns(**letters)
    )


def test_the_inventory_of_the_sample_line_by_line() -> None:
    reading = _read("恒锐_CFP_2025.xlsx", "清单")
    assert [row.key for row in reading.rows] == ["R1", "R2", "R3", "R4", "R5"] + [
        f"P{n}" for n in range(1, 9)
    ]
    power = reading.rows[5]
    assert power.row == 13
    assert power.name(DatasetKind.INVENTORY) == "外购电力"
    activity = power.value(ColumnRole.ACTIVITY)
    assert (activity.address, activity.number, activity.unit) == ("E13", Decimal(3600000), "kWh")
    factor = power.value(ColumnRole.FACTOR)
    assert (factor.address, factor.number, factor.unit) == ("F13", Decimal("0.5306"), "kgCO₂e/kWh")
    emissions = power.value(ColumnRole.EMISSIONS)
    assert (emissions.number, emissions.unit) == (Decimal(1910160), "kgCO₂e")
    assert sum(row.value(ColumnRole.EMISSIONS).number or 0 for row in reading.rows) == Decimal(
        "33702747.56405"
    )
    assert not [row.key for row in reading.rows if row.problems]


def test_a_factor_per_unit_takes_the_unit_of_its_line() -> None:
    reading = _read("恒锐_CFP_2025.xlsx", "清单")
    units = {row.key: row.value(ColumnRole.FACTOR).unit for row in reading.rows}
    assert units["R1"] == "kgCO₂e/t"
    assert units["R5"] == "kgCO₂e/(t·km)"
    factors = _read("恒锐_CFP_2025.xlsx", "因子")
    assert factors.rows[0].value(ColumnRole.FACTOR).unit == "kgCO₂e/t"


def test_merged_stages_hold_for_all_their_lines() -> None:
    reading = _read("恒锐_CFP_2025.xlsx", "清单")
    stages = [row.value(ColumnRole.STAGE) for row in reading.rows]
    assert [stage.text for stage in stages] == ["原材料阶段"] * 5 + ["生产阶段"] * 8
    assert (stages[1].address, stages[12].address) == ("A7", "A13")


def test_sums_stand_apart_with_both_figures() -> None:
    reading = _read("恒锐_CFP_2025.xlsx", "清单")
    found = [(row.row, row.kind, row.agrees) for row in reading.sums]
    assert found == [
        (12, LineKind.SUBTOTAL, True),
        (21, LineKind.SUBTOTAL, True),
        (22, LineKind.TOTAL, True),
        (23, LineKind.PER_UNIT, True),
    ]
    check = reading.sums[1].checks[0]
    assert (check.shown, check.added) == (Decimal("3848847.56405"), Decimal("3848847.56405"))
    assert (check.first_row, check.last_row, check.lines) == (13, 20, 8)


def test_a_sum_that_does_not_add_up_shows_both() -> None:
    reading = _inventory(
        [
            ["排放源", "排放量"],
            ["钢", 10],
            ["电", Decimal("20.4")],
            ["合计", 31],
        ],
        source="A",
        emissions="B",
    )
    (total,) = reading.sums
    assert not total.agrees
    assert (total.checks[0].shown, total.checks[0].added) == (Decimal(31), Decimal("30.4"))
    rounded = _inventory(
        [["排放源", "排放量"], ["钢", 10], ["电", Decimal("20.4")], ["合计", 30]],
        source="A",
        emissions="B",
    )
    assert rounded.sums[0].agrees


def test_sums_may_be_kept_as_lines() -> None:
    values: list[list[object]] = [["排放源", "排放量"], ["钢", 10], ["电", 20], ["合计", 30]]
    dataset = Dataset(row="d", header_rows=1, skip_totals=False)
    rows = list(rows_of(sheet_of(values), dataset, _columns(source="A", emissions="B")))
    assert [row.key for row in rows] == ["钢", "电", "合计"]


def test_the_ledgers_of_the_sample() -> None:
    for file, sheet, lines, total in (
        ("带钢入库单_2025.xlsx", "入库单", 412, Decimal("12600.00")),
        ("原料运单_2025.xlsx", "运单", 1038, Decimal("4410000.00")),
    ):
        found, guess = _guess(file, sheet)
        rows = list(rows_of(found, guess.dataset("d"), guess.records("d")))
        assert len({row.key for row in rows}) == len(rows) == lines
        assert sum(row.value(ColumnRole.AMOUNT).number or 0 for row in rows) == total
        first = rows[0].value(ColumnRole.DATE)
        assert first.value == date(2025, 1, 2) or str(first.value).startswith("2025-01-02")
        (summed,) = sums_of(found, guess.dataset("d"), guess.records("d"))
        assert (summed.agrees, summed.checks[0].added) == (True, total)


def test_keys_number_then_name_then_row_and_never_twice() -> None:
    reading = _inventory(
        [
            ["编号", "排放源", "排放量"],
            ["R1", "钢", 1],
            ["R1", "钢（二厂）", 2],
            ["R1#2", "铝", 3],
            ["", "电", 4],
            ["", "", 5],
            [7, "水", 6],
            ["R1", "铁", 7],
        ],
        id="A",
        source="B",
        emissions="C",
    )
    keys = [row.key for row in reading.rows]
    assert keys == ["R1", "R1#2", "R1#2#2", "电", "row 6", "7", "R1#3"]


@given(st.lists(st.sampled_from(["R1", "R1#2", "R1#2#2", "R2", "", "row 3"]), max_size=12))
def test_no_two_lines_have_one_key(ids: list[str]) -> None:
    values: list[list[object]] = [["编号", "排放量"], *[[text, 1.5] for text in ids]]
    keys = [row.key for row in _inventory(values, id="A", emissions="B").rows]
    assert len(keys) == len(set(keys)) == len(ids)


def test_what_is_wrong_with_a_cell_stands_beside_it() -> None:
    reading = _inventory(
        [
            ["排放源", "活动数据", "单位", "排放量"],
            ["钢", "１２，６００", "t", "#REF!"],
            ["电", "1,234", "kWh", True],
            ["气", "约 100", "m³", "–"],
            ["水", "5 kg", "t", -3],
            ["油", "007", "kg", 1],
        ],
        source="A",
        activity="B",
        activity_unit="C",
        emissions="D",
    )

    def said(row: int, role: ColumnRole) -> tuple[Decimal | None, str]:
        value = reading.rows[row].value(role)
        return value.number, value.problem.text("en") if value.problem else ""

    activity, emissions = ColumnRole.ACTIVITY, ColumnRole.EMISSIONS
    assert said(0, emissions) == (None, "the cell shows the error #REF!")
    assert said(1, activity) == (
        Decimal(1234),
        "“1,234” was read as 1,234; it may also mean 1.234",
    )
    assert said(1, emissions) == (None, "the cell holds TRUE, which is no number")
    assert said(2, activity) == (None, "“约 100” is no number")
    assert said(2, emissions) == (None, "")
    assert said(3, activity) == (Decimal(5), "the cell says kg, its column t")
    assert said(3, emissions) == (Decimal(-3), "")
    assert said(4, activity)[0] == Decimal(7)


def test_the_rest_of_the_column_settles_what_a_comma_means() -> None:
    values: list[list[object]] = [
        ["排放源", "排放量"],
        ["钢", "1,234"],
        ["电", "12,5"],
    ]
    (steel, power) = _inventory(values, source="A", emissions="B").rows
    assert steel.value(ColumnRole.EMISSIONS).number == Decimal("1.234")
    assert power.value(ColumnRole.EMISSIONS).number == Decimal("12.5")


def test_a_merged_figure_counts_once_and_a_merged_name_for_all() -> None:
    reading = _inventory(
        [
            ["排放源", "气体", "活动数据", "排放量"],
            ["锅炉", "CO2", 100, 10],
            [None, "CH4", None, 2],
            [None, "N2O", None, 1],
        ],
        merged=["A2:A4", "C2:C4"],
        source="A",
        gas="B",
        activity="C",
        emissions="D",
    )
    assert [row.key for row in reading.rows] == ["锅炉", "锅炉#2", "锅炉#3"]
    second = reading.rows[1].value(ColumnRole.ACTIVITY)
    assert (second.number, second.address) == (None, "C3")
    assert second.problem is not None
    assert "C2" in second.problem.text("en")
    assert reading.rows[1].value(ColumnRole.SOURCE).address == "A2"


def test_a_source_without_figures_is_a_line_not_a_heading() -> None:
    reading = _inventory(
        [["阶段", "排放源", "排放量"], ["生产", "电", 1], [None, "压缩空气", None]],
        stage="A",
        source="B",
        emissions="C",
    )
    assert [row.key for row in reading.rows] == ["电", "压缩空气"]


def test_headings_between_the_lines_give_the_stage() -> None:
    reading = _inventory(
        [
            ["排放源", "活动数据", "因子", "排放量"],
            ["一、原材料阶段"],
            ["钢", 1, 2, 2],
            ["二、生产阶段"],
            [],
            ["电", 3, 4, 12],
            ["注：电力按发票。"],
        ],
        source="A",
        activity="B",
        factor="C",
        emissions="D",
    )
    stages = [row.value(ColumnRole.STAGE) for row in reading.rows]
    assert [(stage.text, stage.address) for stage in stages] == [
        ("一、原材料阶段", "A2"),
        ("二、生产阶段", "A4"),
    ]


def test_hidden_rows_are_lines_that_say_so() -> None:
    reading = _inventory(
        [["排放源", "排放量"], ["钢", 1], ["电", 2], ["气", 3]],
        hidden=[(3, 3)],
        source="A",
        emissions="B",
    )
    assert [row.hidden for row in reading.rows] == [False, True, False]


def test_dates_in_all_their_forms() -> None:
    dataset = Dataset(row="d", kind=DatasetKind.POPULATION, header_rows=1)
    values: list[list[object]] = [
        ["单号", "日期", "数量"],
        ["1", date(2025, 1, 3), 1],
        ["2", "2025年1月4日", 1],
        ["3", 45662, 1],
        ["4", "2025-01", 1],
        ["5", "03/04/2025", 1],
        ["6", "春节", 1],
    ]
    rows = list(rows_of(sheet_of(values), dataset, _columns(item_id="A", date="B", amount="C")))
    dates = [row.value(ColumnRole.DATE) for row in rows]
    assert [value.text for value in dates] == [
        "2025-01-03",
        "2025-01-04",
        "2025-01-05",
        "2025-01",
        "2025-04-03",
        "春节",
    ]
    assert [value.problem is None for value in dates] == [True, True, False, True, False, False]


def test_a_mapping_that_does_not_fit_breaks_nothing() -> None:
    dataset = Dataset(row="d", header_rows=9, last_row=3)
    assert list(rows_of(sheet_of([["a"]]), dataset, _columns(source="ZZ", emissions="1"))) == []
    reading = _inventory([["编号", "排放源"], ["R1", "钢"]], source="B", emissions="ZZ")
    value = reading.rows[0].value(ColumnRole.EMISSIONS)
    assert (value.number, value.cell.kind, value.address) == (None, CellKind.EMPTY, "ZZ2")


def test_places_are_written_as_the_client_s_program_does() -> None:
    assert place("清单", "H13") == "清单!H13"
    assert place("旧版_2024", "C4") == "旧版_2024!C4"
    assert place("Scope 1's", "A1") == "'Scope 1''s'!A1"
    assert place("清单", "") == ""
