"""Lists of factors: CPCD's text form and plain tables; every row is taken or reported."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.exchange import factor_list
from cfpdesk.exchange.factor_list import FactorList, read_factor_sheet
from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.factor import Factor, FactorBoundary, FactorRank
from cfpdesk.model.sheet import SheetInMemory
from cfpdesk.model.table_guess import guess_columns
from cfpdesk.model.units import parse_unit

D = Decimal
HEADER = "产品ID,产品名称,核算边界,碳足迹,企业名称,数据年份,数据类型,是否低碳"


def cpcd(*values: str) -> list[Sequence[object]]:
    rows = (
        (f"P{n}", f"产品{n}", "摇篮到大门", v, "", 2022, "", "否") for n, v in enumerate(values)
    )
    return [HEADER.split(","), *rows]


def read(
    rows: Sequence[Sequence[object]], library: str = "", rank: FactorRank | None = None
) -> FactorList:
    return read_factor_sheet(SheetInMemory.of("因子", rows), library, rank)


def read_text(text: str, delimiter: str = ",", rank: FactorRank | None = None) -> FactorList:
    return read(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), rank=rank)


@pytest.mark.parametrize(
    ("text", "value", "unit", "tidy"),
    [
        ("4555.52kgCO2e / 公吨", "4555.52", "kgCO2e/公吨", "kgCO2e/t"),
        ("2.310 kg CO2e/千克", "2.310", "kgCO2e/千克", "kgCO2e/kg"),
        ("-1.8tCO2e / 立方米", "-1.8", "tCO2e/立方米", "tCO2e/m³"),
        ("−0.5kgCO₂e / 台", "-0.5", "kgCO2e/台", "kgCO2e/台"),
        ("1,234.5gCO2e / 千瓦时", "1234.5", "gCO2e/千瓦时", "gCO2e/kWh"),
        ("1.2E-3kgCO2e / 公吨·公里", "0.0012", "kgCO2e/公吨·公里", "kgCO2e/(t·km)"),
        ("0.031kgCO2e / 人·千米", "0.031", "kgCO2e/人·千米", "kgCO2e/(人·km)"),
        ("40.2kgCO2e / 房·晚", "40.2", "kgCO2e/房·晚", "kgCO2e/(房·晚)"),
        ("5mgCO2e / 兆瓦时", "5", "mgCO2e/兆瓦时", "mgCO2e/MWh"),
        ("12kgCO2e / 年（四舍五入）", "12", "kgCO2e/年(四舍五入)", "kgCO2e/a"),
        ("１２．５ｋｇＣＯ２ｅ／台", "12.5", "kgCO2e/台", "kgCO2e/台"),
        ("0.5306kgCO2 / 千瓦时", "0.5306", "kgCO2/千瓦时", "kgCO2/kWh"),
        ("0kgCO2e / 件", "0", "kgCO2e/件", "kgCO2e/件"),
    ],
)
def test_the_text_form(text: str, value: str, unit: str, tidy: str) -> None:
    (factor,) = read(cpcd(text)).factors
    assert factor.value == D(value)
    assert factor.unit == unit
    found = parse_unit(factor.unit)
    assert found is not None
    assert found.text == tidy


def test_every_column_is_kept() -> None:
    row = "41121A0012022C,热轧带钢（Q235B）,摇篮到大门,2.310kgCO2e / 千克,某钢厂,2022,核心数据库,是"
    (factor,) = read_text(f"{HEADER}\n{row}\n").factors
    assert factor == Factor(
        row="CPCD:2",
        name="热轧带钢（Q235B）",
        value=D("2.310"),
        unit="kgCO2e/千克",
        rank=FactorRank.NATIONAL,
        source="某钢厂",
        year=2022,
        boundary=FactorBoundary.CRADLE_TO_GATE,
        library="CPCD",
        library_id="41121A0012022C",
        note="核心数据库 · 低碳",
    )


@pytest.mark.parametrize(
    "text",
    ["", "约5kgCO2e / 台", "5,5kgCO2e / 台", "5CO2e / 台", "kgCO2e / 台", "1.2.3kgCO2e / 台", "无"],
)
def test_what_cannot_be_read_is_reported_with_its_line(text: str) -> None:
    found = read(cpcd("1kgCO2e / 台", text, "2kgCO2e / 台"))
    assert [factor.value for factor in found.factors] == [D(1), D(2)]
    (problem,) = found.problems
    assert problem.line == 3
    assert text in problem.text
    assert problem.sentence.text("zh")


def test_rows_that_are_the_same_are_taken_once_and_contradictions_are_told() -> None:
    lines = [
        "A,钢,摇篮到大门,1kgCO2e / 台,,2022,核心数据库,否",
        "A,钢,摇篮到大门,1kgCO2e / 台,,2022,核心数据库,否",
        "B,铁,摇篮到大门,1kgCO2e / 台,,2022,核心数据库,否",
        "A,钢,摇篮到大门,2kgCO2e / 台,,2022,核心数据库,否",
        ",,,,,,,",
        "A,钢,摇篮到大门,1kgCO2e / 台,,2022,核心数据库,否",
    ]
    found = read_text("\n".join([HEADER, *lines]))
    assert [f.value for f in found.factors] == [1, 1, 2]
    assert found.identical == (3, 7)
    (conflict,) = found.problems
    assert conflict.line == 5
    assert "2" in conflict.sentence.text("zh")
    assert len({f.row for f in found.factors}) == 3


def test_a_plain_table_below_a_title_with_units_in_header_and_column() -> None:
    rows: list[Sequence[object]] = [
        ["排放因子清单", "", "", "", "", "", ""],
        [None] * 7,
        ["编号", "排放源", "单位", "因子 kgCO₂e/单位", "级别", "来源、年份、地域", "备注"],
        ["R1", "热轧带钢", "t", 2310.0, "c", "CPCD 41121A0012022C，摇篮到大门", ""],
        ["P1", "外购电力", "kWh", "0.5306", "d", "2025 年第 47 号公告，2023 年全国", "x"],
        ["P9", "", "t", 1, "", "", ""],
        ["", "小计", "", "", "", "", ""],
    ]
    found = read(rows, "客户")
    steel, power = found.factors
    assert (steel.value, steel.unit, steel.rank) == (D(2310), "kgCO₂e/t", FactorRank.REGIONAL)
    assert (steel.year, steel.boundary) == (2022, FactorBoundary.CRADLE_TO_GATE)
    assert (power.unit, power.year, power.note, power.row) == ("kgCO₂e/kWh", 2023, "x", "客户:5")
    assert [problem.line for problem in found.problems] == [6, 7]


def test_an_english_table_as_csv_with_semicolons_and_lines_in_cells() -> None:
    text = (
        "Name;Emission factor;Unit;Source;Year;Region;Rank;Uncertainty;GWP\r\n"
        '"Steel\nstrip";2.31;kg CO2e/kg;ecoinvent 3.9;2020-2022;GLO;e;±10 %;IPCC AR6\r\n'
        "Zinc;1,234.5 kgCO2e/t;;x;;;;;\r\n"
        "Lead;1.234,5;kg CO2e/kg;x;;;;;\r\n"
    )
    found = read_text(text, ";", FactorRank.SUPPLIER)
    steel, zinc = found.factors
    assert (steel.name, steel.value, steel.year) == ("Steel strip", D("2.31"), 2020)
    assert (steel.rank, steel.region, steel.gwp_set) == (FactorRank.INTERNATIONAL, "GLO", "AR6")
    assert steel.uncertainty_pct == 10
    assert (zinc.value, zinc.unit, zinc.rank) == (D("1234.5"), "kgCO2e/t", FactorRank.SUPPLIER)
    assert [problem.line for problem in found.problems] == [4]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["物料名称", "排放系数(kgCO2e/kg)", "数据来源"],
         {"name": "A", "factor": "B", "factor_source": "C"}),
        (["序号", "名称", "单位", "因子值"], {"id": "A", "name": "B", "unit": "C", "factor": "D"}),
        (["产品", "系数", "年份"], {"name": "A", "factor": "B", "year": "C"}),
        (["Product", "EF", "Factor unit"], {"name": "A", "factor": "B", "factor_unit": "C"}),
        (["日期", "数量"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed(header: list[str], columns: dict[str, str]) -> None:
    sheet = SheetInMemory.of("因子", [header])
    found = guess_columns(sheet, (1, 1), DatasetKind.FACTORS)
    assert {str(guess.role): guess.column for guess in found} == columns


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("排放因子（kgCO₂e/kWh）", "kgCO₂e/kWh"),
        ("因子 kgCO₂e/单位", "kgCO₂e/单位"),
        ("排放因子", ""),
        ("排放因子（缺省值）", ""),
    ],
)
def test_units_in_headers(header: str, unit: str) -> None:
    sheet = SheetInMemory.of("因子", [["名称", header], ["电", 0.5]])
    found = guess_columns(sheet, (1, 1), DatasetKind.FACTORS)
    assert next(g.unit for g in found if g.role is ColumnRole.FACTOR) == unit


def test_a_header_of_two_rows_with_units_below() -> None:
    rows: list[Sequence[object]] = [
        ["名称", "排放因子", None, "来源"],
        [None, "数值", "单位", None],
        ["外购电力", 0.5777, "kgCO2e/kWh", "2024 年公告"],
        ["蒸汽", 110, "kgCO2e/GJ", "缺省值"],
    ]
    found = read(rows, "客户")
    assert [(f.name, f.value, f.unit) for f in found.factors] == [
        ("外购电力", D("0.5777"), "kgCO2e/kWh"),
        ("蒸汽", D(110), "kgCO2e/GJ"),
    ]
    assert found.problems == ()


def test_what_is_no_list_is_a_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: tuple[list[Sequence[object]], ...] = (
        [], [[]], [["日期", "数量"], [1, 2]], [["x"]] * 100, [["a" * 200_000]],
    )  # fmt: skip
    for rows in nothing:
        with pytest.raises(UserError):
            read(rows)
    monkeypatch.setattr(factor_list, "MOST_ROWS", 2)
    with pytest.raises(UserError, match="2"):
        read(cpcd(*["1kgCO2e / 台"] * 3))


@given(st.lists(st.lists(st.text(max_size=8) | st.none() | st.integers(), max_size=8), max_size=6))
def test_no_row_is_lost(rows: list[list[object]]) -> None:
    header: Sequence[object] = ["编号", "名称", "因子", "单位", "来源", "年份", "级别", "备注"]
    sheet = SheetInMemory.of("因子", [header, *rows])
    try:
        found = read_factor_sheet(sheet, "")
    except UserError:
        return
    filled = sum(any(c.text.strip() for c in row) for row in sheet.cells[found.header :])
    contradictions = sum("{id}" in p.sentence.template for p in found.problems)
    taken = len(found.factors) + len(found.identical) + len(found.problems) - contradictions
    assert taken == filled
