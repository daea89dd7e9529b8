"""What the words of a client say about a factor, and finding one among ten thousand."""

from decimal import Decimal

import pytest

from cfpdesk.model.factor import (
    Factor,
    FactorBoundary,
    FactorRank,
    boundary_of,
    normal_product,
    rank_of,
    source_facts,
)
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.record import Record


def test_a_factor_survives_the_journal() -> None:
    factor = Factor(
        row="f1",
        name="盐酸 31 %",
        value=Decimal("0.4200"),
        unit="kgCO2e/kg",
        rank=FactorRank.SUPPLIER,
        year=2024,
        boundary=FactorBoundary.CRADLE_TO_GATE,
        includes_upstream=True,
        uncertainty_pct=Decimal(10),
    )
    assert isinstance(factor, Record)
    assert Factor.from_fields("f1", factor.fields()) == factor
    assert factor.fields()["value"] == "0.4200"


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("a", FactorRank.MEASURED),
        ("C", FactorRank.REGIONAL),
        ("d 级", FactorRank.NATIONAL),
        ("（e）", FactorRank.INTERNATIONAL),
        ("供应商提供", FactorRank.SUPPLIER),
        ("实测值", FactorRank.MEASURED),
        ("物料平衡", FactorRank.MEASURED),
        ("区域因子", FactorRank.REGIONAL),
        ("国际数据库", FactorRank.INTERNATIONAL),
        ("International", FactorRank.INTERNATIONAL),
        ("f", None),
        ("", None),
        ("供应商或国家", None),
    ],
)
def test_ranks_are_read_from_words(text: str, rank: FactorRank | None) -> None:
    assert rank_of(text) is rank


@pytest.mark.parametrize(
    ("text", "boundary"),
    [
        ("摇篮到大门", FactorBoundary.CRADLE_TO_GATE),
        ("摇篮到坟墓", FactorBoundary.CRADLE_TO_GRAVE),
        ("大门到大门", FactorBoundary.GATE_TO_GATE),
        ("大门到坟墓", FactorBoundary.GATE_TO_GRAVE),
        ("Cradle-to-Gate", FactorBoundary.CRADLE_TO_GATE),
        ("车间", FactorBoundary.UNKNOWN),
        ("", FactorBoundary.UNKNOWN),
    ],
)
def test_boundaries_are_read_from_words(text: str, boundary: FactorBoundary) -> None:
    assert boundary_of(text) is boundary


def test_a_source_names_its_number_and_year() -> None:
    steel = source_facts("CPCD 41121A0012022C，摇篮到大门")
    assert (steel.library, steel.library_id, steel.year) == ("CPCD", "41121A0012022C", 2022)
    assert steel.boundary is FactorBoundary.CRADLE_TO_GATE
    assert source_facts("CPCD 65119X0152019C").year == 2019
    assert source_facts("2025 年第 47 号公告，2023 年全国").year == 2023
    assert source_facts("供应商声明，２０２４").year == 2024
    nothing = source_facts("充装记录 12026")
    assert (nothing.year, nothing.library) == (None, "")


def test_upstream_is_lacking_only_where_that_is_known() -> None:
    assert Factor(boundary=FactorBoundary.GATE_TO_GATE).lacks_upstream
    assert not Factor(boundary=FactorBoundary.GATE_TO_GATE, includes_upstream=True).lacks_upstream
    assert Factor(includes_upstream=False).lacks_upstream
    assert not Factor(boundary=FactorBoundary.CRADLE_TO_GATE).lacks_upstream
    assert not Factor().lacks_upstream


def test_products_are_the_same_but_for_marks_and_brackets() -> None:
    assert normal_product("盐酸 31 %") == normal_product("盐酸（工业级）31%")
    assert normal_product("ＰＥ膜") == normal_product("pe 膜")
    assert normal_product("盐酸") != normal_product("硫酸")


LIBRARY = tuple(
    Factor(name=name, unit=unit, value=Decimal(1), library="L", library_id=number)
    for name, unit, number in (
        ("热轧带钢卷", "kgCO2e/公吨", "41121A0012022C"),
        ("带钢", "kgCO2e/kg", "41121B0012022C"),
        ("冷轧带钢", "kgCO2e/公吨·公里", "41122A0012022C"),
        ("外购电力", "kgCO2e/千瓦时", "17100H0012022C"),
        ("托盘", "kgCO2e/托盘", "X"),
    )
)
SOUNDS = {"热轧带钢卷": "rzdgj", "带钢": "dg", "冷轧带钢": "lzdg", "外购电力": "wgdl", "托盘": "tp"}


def names(found: tuple[Factor, ...]) -> list[str]:
    return [factor.name for factor in found]


def test_search_by_words_initials_number_and_unit() -> None:
    index = FactorIndex.of(LIBRARY[:2], LIBRARY[2:], sound=SOUNDS.__getitem__)
    assert names(index.search("带钢")) == ["带钢", "冷轧带钢", "热轧带钢卷"]
    assert names(index.search("带钢 41121a")) == ["热轧带钢卷"]
    assert names(index.search("DL")) == ["外购电力"]
    assert names(index.search("dg")) == ["带钢", "冷轧带钢", "热轧带钢卷"]
    assert names(index.search("17100H")) == ["外购电力"]
    assert names(index.search("带钢", activity_unit="t")) == ["带钢", "热轧带钢卷"]
    assert names(index.search("", activity_unit="MWh")) == ["外购电力"]
    assert len(index.search("")) == 5
    assert names(index.search("", limit=1)) == ["带钢"]
    assert index.search("没有的") == ()
    assert index.search("", activity_unit="托盘") == ()
    assert names(index.same_product("外购 电力")) == ["外购电力"]
    assert names(index.with_number("L", "X")) == ["托盘"]
    assert index.with_number("L", "") == ()


def test_search_without_initials() -> None:
    assert FactorIndex.of(LIBRARY).search("dl") == ()
    assert FactorIndex().search("带钢") == ()
