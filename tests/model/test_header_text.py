"""Headers taken apart into name and unit, and months."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cfpdesk.model.header_text import (
    column_named,
    is_unit,
    joined,
    parted,
    says_nothing,
    split_unit,
    squeezed,
)
from cfpdesk.model.month_text import is_month, period_code
from cfpdesk.model.table_line import LineKind, total_word


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("净重 t", "净重", "t"),
        ("电量 kWh", "电量", "kWh"),
        ("电量kWh", "电量", "kWh"),
        ("金额 元（含税）", "金额", "元"),
        ("排放量（tCO₂e）", "排放量", "tCO₂e"),
        ("排放量\nkgCO2e", "排放量", "kgCO2e"),
        ("耗电量（单位：kWh）", "耗电量", "kWh"),
        ("单位：kg", "单位", "kg"),
        ("用量/kg", "用量", "kg"),
        ("Mass [kg]", "Mass", "kg"),
        ("Emission factor, kgCO2e/unit", "Emission factor", "kgCO2e/unit"),
        ("排放因子（kgCO₂e/(t·km)）", "排放因子", "kgCO₂e/(t·km)"),
        ("EF kgCO2e per kWh", "EF", "kgCO2e per kWh"),
        ("天然气消耗量(万Nm³)", "天然气消耗量", "万Nm³"),
        ("consumption kWh (metered)", "consumption", "kWh"),
        ("占比（%）", "占比", "%"),
        ("kgCO₂e/单位", "", "kgCO₂e/单位"),
        ("级别", "级别", ""),
        ("类别 A", "类别 A", ""),
        ("Billing month", "Billing month", ""),
        ("GWP100", "GWP100", ""),
        ("No.", "No.", ""),
        ("（D 列单位）", "（D 列单位）", ""),
        ("单位产品碳足迹（÷ 12,000 t）", "单位产品碳足迹（÷ 12,000 t）", ""),
    ],
)
def test_a_header_is_a_name_and_a_unit(header: str, name: str, unit: str) -> None:
    assert split_unit(header) == (name, unit)


@example("吨(标煤)")
@given(st.text(max_size=80))
def test_any_header_is_taken_apart_without_harm(header: str) -> None:
    name, unit = split_unit(header)
    assert len(name) <= len(header)
    assert not unit or is_unit(unit)


def test_units_words_and_placeholders() -> None:
    assert is_unit("（kgCO₂e）")
    assert not any(is_unit(text) for text in ("单位", "Unit", "A", "a", "月", "month", "", "编号"))
    assert column_named("（D 列单位）") == "D"
    assert column_named("see column AB") == "AB"
    assert column_named("数量") == ""
    assert says_nothing("–")
    assert says_nothing("a–e")
    assert not says_nothing("GWP")
    assert squeezed("合   计 ＫＷＨ") == "合计 kwh"
    assert parted(joined(("活动数据", "数量"))) == ("活动数据", "数量")
    assert parted("") == ()


def test_months() -> None:
    assert all(
        is_month(t) for t in ("3月", "12月份", "2025-03", "2025年3月", "三月", "Mar", "May 25")
    )
    assert not any(is_month(t) for t in ("13月", "2025", "0", "Marc", "2025-13", ""))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("小计 原材料阶段", LineKind.SUBTOTAL),
        ("原材料阶段小计：", LineKind.SUBTOTAL),
        ("合  计", LineKind.TOTAL),
        ("总计（kgCO₂e）", LineKind.TOTAL),
        ("Sub-total raw materials", LineKind.SUBTOTAL),
        ("GRAND TOTAL", LineKind.TOTAL),
        ("单位产品碳足迹（÷ 12,000 t）", LineKind.PER_UNIT),
        ("Per declared unit (1 kg)", LineKind.PER_UNIT),
        (
            "合计数据采集系统用电及其他辅助设备用电量（二车间与三车间合并计量部分，含空压机与冷却塔）",
            None,
        ),
        ("TotalEnergies diesel", None),
        ("钢材", None),
        ("", None),
    ],
)
def test_words_of_sums(label: str, kind: LineKind | None) -> None:
    assert total_word(label) is kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5月", "05"), ("2025年5月", "05"), ("2025-05", "05"), ("2025-05-01 00:00:00", "05"),
        ("12月份", "12"), ("十二月", "12"), ("十月", "10"), ("三月", "03"), ("May 25", "05"),
        ("Sept. 2025", "09"), ("2025 Dec", "12"), ("５月", "05"), ("Q3", "Q3"), ("2025Q1", "Q1"),
        ("第二季度", "Q2"), ("4季度", "Q4"), ("全年", "全年"),
    ],
)  # fmt: skip
def test_a_period_as_it_stands_in_a_number(text: str, code: str) -> None:
    assert period_code(text) == code
