"""Doubts about a factor: each with its clause and figures, at its edges, and none without cause."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cfpdesk.model.factor import CPCD, Factor, FactorBoundary, FactorRank
from cfpdesk.model.factor_check import WORD, check_factor
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.factor_use import FactorContext, FactorUse, claimed_factor, short
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.store.factor_library import (
    burning_factors,
    load_electricity,
    load_gwp,
    shipped_factors,
)

D = Decimal
CONTEXT = FactorContext(
    gwp=load_gwp(),
    electricity=load_electricity(),
    known=FactorIndex.of(shipped_factors()),
    burning=burning_factors(),
)
GOOD = Factor(
    name="盐酸 31 %",
    value=D("0.42"),
    unit="kgCO2e/kg",
    rank=FactorRank.SUPPLIER,
    source="供应商声明",
    year=2024,
    region="江苏",
    boundary=FactorBoundary.CRADLE_TO_GATE,
)
USE = FactorUse(name="盐酸 31 %", factor=GOOD, activity_unit="t", data_year=2025, place="江苏无锡")


def flags(use: FactorUse, context: FactorContext = CONTEXT) -> dict[str, Flag]:
    found = check_factor(use, context)
    for flag in found:
        assert flag.code in WORD
        for language in ("zh", "en"):
            assert "{" not in flag.sentence.text(language) + flag.remedy.text(language)
    codes = {flag.code: flag for flag in found}
    assert len(codes) == len(found)
    return codes


def with_factor(**changes: object) -> FactorUse:
    return replace(USE, factor=GOOD.but(**changes))


def known(*factors: Factor) -> FactorContext:
    return replace(CONTEXT, known=FactorIndex.of(factors))


def test_a_good_factor_raises_no_doubt() -> None:
    assert flags(USE) == {}


def electricity(value: str, unit: str = "kgCO2e/kWh", **changes: object) -> FactorUse:
    factor = Factor(name="外购电力", value=D(value), unit=unit, rank=FactorRank.SUPPLIER)
    return FactorUse(
        name="外购电力", factor=factor.but(**changes), activity_unit="kWh", data_year=2025
    )


@pytest.mark.parametrize(
    ("value", "unit", "figures"),
    [
        ("0.5306", "kgCO₂e/单位", ("0.5306", "0.5777", "全国", "2023", "2024")),
        ("0.5306", "kgCO2/kWh", ("0.5306", "0.5777")),
        ("530.6", "kgCO2/MWh", ("0.5306", "0.5777")),
        ("0.5306", "tCO2e/MWh", ("0.5306", "0.5777")),
        ("0.5568", "kgCO2e/kWh", ("0.5568", "2021")),
        ("0.6096", "kgCO2e/kWh", ("0.6096", "市场化")),
        ("0.5827", "kgCO2e/kWh", ("0.5827", "江苏")),
        ("0.57", "kgCO2/kWh", ("0.57", "0.5777")),
    ],
)
def test_the_wrong_electricity_series(value: str, unit: str, figures: tuple[str, ...]) -> None:
    flag = flags(electricity(value, unit))["factor.series"]
    assert (flag.level, flag.clause) == (Level.OVERRIDABLE, "ISO14067:6.4.9.4")
    assert all(figure in flag.sentence.text("zh") for figure in figures)


@pytest.mark.parametrize(
    ("value", "unit"),
    [("0.5777", "kgCO2e/kWh"), ("0.0324", "kgCO2e/kWh"), ("0.31", "kgCO2e/kWh")],
)
def test_the_life_cycle_series_is_right(value: str, unit: str) -> None:
    assert "factor.series" not in flags(electricity(value, unit))


def test_the_right_figure_goes_with_the_year_of_the_data() -> None:
    use = electricity("0.5306")
    assert "0.6205" in flags(replace(use, data_year=2023))["factor.series"].sentence.text("zh")
    assert "0.6205" in flags(replace(use, data_year=2019))["factor.series"].sentence.text("zh")
    assert "0.5777" in flags(replace(use, data_year=None))["factor.series"].sentence.text("zh")
    abroad = flags(replace(electricity("0.45", "kgCO2/kWh"), place="日本"))["factor.series"]
    assert "0.5777" not in abroad.sentence.text("zh")
    assert "日本" in abroad.sentence.text("zh")
    newer = flags(electricity("0.6205"))["factor.year"]
    assert "0.5777" in newer.sentence.text("en")
    assert "factor.year" not in flags(replace(electricity("0.6205"), data_year=2023))


def test_what_is_no_electricity_has_no_series() -> None:
    for name, unit in (("电石", "t"), ("外购蒸汽", "GJ"), ("电极", "kWh")):
        use = replace(electricity("0.5306"), name=name, activity_unit=unit)
        assert "factor.series" not in flags(use)


@pytest.mark.parametrize(("year", "flagged"), [(2020, False), (2019, True), (None, False)])
def test_too_old_a_year_at_its_edge(year: int | None, flagged: bool) -> None:
    found = flags(with_factor(year=year))
    assert ("factor.year" in found) is flagged
    if flagged:
        flag = found["factor.year"]
        assert (flag.level, flag.clause) == (Level.WARNING, "RULE:6.1.2")
        assert all(part in flag.sentence.text("en") for part in ("2019", "2025", "6", "5"))
    assert "factor.year" not in flags(replace(with_factor(year=2000), data_year=None))
    assert "factor.year" in flags(with_factor(year=2023), replace(CONTEXT, age_limit=1))


def test_a_better_ranked_factor_at_hand() -> None:
    used = with_factor(rank=FactorRank.NATIONAL)
    own = GOOD.but(value=D("380"), unit="kgCO2e/t", rank=FactorRank.MEASURED, source="测试报告")
    flag = flags(used, known(own, GOOD))["factor.rank"]
    assert (flag.level, flag.clause) == (Level.WARNING, "RULE:6.2")
    assert all(part in flag.sentence.text("zh") for part in ("d 级", "a 级", "380", "测试报告"))
    assert "factor.rank" not in flags(replace(used, reason="实测值不含包装"), known(own))
    assert "factor.rank" not in flags(used, known(own.but(unit="kgCO2e/L")))
    assert "factor.rank" not in flags(used, known(own.but(name="硫酸")))
    assert "factor.rank" not in flags(used, known(own.but(rank=FactorRank.NATIONAL)))
    assert "factor.rank" not in flags(used, known(own.but(rank=None)))


def test_a_rank_is_stated_and_a_generic_one_has_its_reason() -> None:
    assert flags(with_factor(rank=None))["factor.rank_open"].clause == "RULE:6.2"
    for rank in FactorRank:
        generic = rank not in (FactorRank.MEASURED, FactorRank.SUPPLIER)
        assert ("factor.rank_reason" in flags(with_factor(rank=rank))) is generic
    reasoned = replace(with_factor(rank=FactorRank.NATIONAL), reason="供应商未提供")
    assert "factor.rank_reason" not in flags(reasoned)


def test_a_boundary_that_lacks_upstream() -> None:
    gate = with_factor(boundary=FactorBoundary.GATE_TO_GATE)
    flag = flags(gate)["factor.boundary"]
    assert (flag.level, flag.clause) == (Level.WARNING, "ISO14067:6.3.5")
    assert "大门到大门" in flag.sentence.text("zh")
    assert "factor.boundary" not in flags(replace(gate, needs_upstream=False))
    assert "factor.boundary" in flags(with_factor(includes_upstream=False))
    assert "factor.boundary" not in flags(with_factor(includes_upstream=True))
    co2 = electricity("0.5306", includes_upstream=False)
    assert "factor.boundary" not in flags(co2), "the wrong series says it already"


@pytest.mark.parametrize(
    ("region", "place", "flagged"),
    [
        ("全国", "江苏", False),
        ("中国", "江苏省无锡市", False),
        ("华东", "江苏", False),
        ("华北", "江苏", True),
        ("浙江", "江苏", True),
        ("江苏", "全国", True),
        ("欧洲", "江苏", True),
        ("全球", "中国", True),
        ("日本", "日本", False),
        ("", "江苏", False),
        ("欧洲", "", False),
    ],
)
def test_another_region_needs_a_reason(region: str, place: str, flagged: bool) -> None:
    use = replace(with_factor(region=region), place=place)
    found = flags(use)
    assert ("factor.region" in found) is flagged
    if flagged:
        assert found["factor.region"].clause == "RULE:6.1.2"
    assert "factor.region" not in flags(replace(use, place_reason="国内无同类"))


@pytest.mark.parametrize(
    ("value", "flagged"),
    [
        ("0.504", False), ("0.50401", True), ("0.336", False), ("0.33599", True), ("0.42", False),
        ("-0.42", True), ("0", True),
    ],
)  # fmt: skip
def test_more_than_a_fifth_from_the_body_s_database(value: str, flagged: bool) -> None:
    body = Factor(
        name="盐酸（31 %）", value=D("420"), unit="kgCO2e / 公吨", library=CPCD, library_id="X1",
        rank=FactorRank.NATIONAL,
    )  # fmt: skip
    body = body.but(name="盐酸 31 %")
    found = flags(with_factor(value=D(value)), known(body))
    assert ("factor.deviation" in found) is flagged
    if flagged:
        flag = found["factor.deviation"]
        assert (flag.level, flag.clause) == (Level.WARNING, "RULE:6.2.1")
        assert "420" in flag.sentence.text("zh")
        assert "X1" in flag.sentence.text("zh")
    other = known(body.but(library="另一个库"))
    assert "factor.deviation" not in flags(with_factor(value=D(value)), other)


def test_the_comparison_takes_the_same_number_boundary_and_year() -> None:
    body = Factor(name="盐酸 31 %", unit="kgCO2e/kg", library=CPCD, library_id="A", year=2020)
    same = body.but(value=D("0.42"), boundary=FactorBoundary.CRADLE_TO_GATE)
    other = body.but(value=D("4"), boundary=FactorBoundary.GATE_TO_GATE, library_id="B", year=2024)
    assert "factor.deviation" not in flags(USE, known(other, same))
    newest = same.but(value=D("0.9"), year=2023, library_id="C")
    assert "C" in flags(USE, known(same, newest))["factor.deviation"].sentence.text("en")
    quoted = with_factor(library=CPCD, library_id="A", name="酸洗")
    assert "factor.deviation" not in flags(quoted, known(same, newest))
    renamed = same.but(name="别的名字", value=D(9), library_id="Q")
    by_number = with_factor(library=CPCD, library_id="Q")
    assert "Q" in flags(by_number, known(renamed))["factor.deviation"].sentence.text("en")
    zero = flags(USE, known(same.but(value=D(0))))["factor.deviation"]
    assert "–" in zero.sentence.text("en")
    fine = replace(CONTEXT, known=FactorIndex.of([newest]), deviation_pct=D(60))
    assert "factor.deviation" not in flags(USE, fine)


def leak(gwp: str | None, name: str = "制冷剂 HFC-32 逸散", **changes: object) -> FactorUse:
    factor = Factor(name=name, value=D(1), unit="kgCO₂e/单位", rank=FactorRank.MEASURED)
    use = FactorUse(name=name, factor=factor, activity_unit="kg", gwp=D(gwp) if gwp else None)
    return replace(use, **changes)  # type: ignore[arg-type]


def test_a_gwp_of_another_set() -> None:
    flag = flags(leak("677"))["factor.gwp"]
    assert (flag.level, flag.clause) == (Level.OVERRIDABLE, "ISO14067:6.5.1")
    assert flag.sentence.text("zh") == "677 是 HFC-32 在 AR5 中的 GWP；AR6 为 771"
    assert flags(leak("771")) == {}
    assert flags(leak("677"), replace(CONTEXT, gwp_set="AR5")) == {}
    assert "SO2F2" in flags(leak("4090", "硫酰氟 SO2F2"))["factor.gwp"].sentence.text("en")
    none = flags(leak("4090", "SO2F2 熏蒸"), replace(CONTEXT, gwp_set="AR4"))["factor.gwp"]
    assert "none" in none.sentence.text("en")
    assert "700" in flags(leak("700"))["factor.gwp"].sentence.text("en")
    assert "2,088" in flags(leak("2088", "R410A 补充"))["factor.gwp"].sentence.text("zh")
    assert flags(leak("2255.5", "R410A 补充")) == {}
    assert flags(leak("2256", "R410A 补充")) == {}
    twenty = flags(leak("2690"))["factor.gwp"]
    assert "20" in twenty.sentence.text("zh")


def test_the_gwp_may_stand_in_the_factor() -> None:
    use = leak(None)
    use = replace(use, factor=use.factor.but(value=D(677), unit="kgCO2e/kg"))
    assert "factor.gwp" in flags(use)
    assert flags(replace(use, factor=use.factor.but(value=D(771)))) == {}
    assert flags(replace(use, factor=use.factor.but(value=D("3.7")))) == {}, "making it, not a leak"


def test_methane_and_its_traps() -> None:
    def methane(value: str, **changes: object) -> dict[str, Flag]:
        return flags(leak(value, "废水处理甲烷", **changes))

    assert methane("27.0") == {}
    assert methane("29.8") == {}
    assert methane("27", fossil=False) == {}
    assert methane("29.8", fossil=True) == {}
    assert "27" in methane("29.8", fossil=False)["factor.gwp"].sentence.text("en")
    assert "29.8" in methane("27", fossil=True)["factor.gwp"].sentence.text("en")
    assert "AR5" in methane("28")["factor.gwp"].sentence.text("en")
    assert "27.9" in methane("27.9")["factor.gwp"].sentence.text("zh")


def test_a_set_that_the_factor_states_and_a_gwp_taken_twice() -> None:
    stated = flags(with_factor(gwp_set="AR5"))["factor.gwp"]
    assert stated.level is Level.WARNING
    assert "factor.gwp" not in flags(with_factor(gwp_set="AR6"))
    use = leak("771")
    twice = flags(replace(use, factor=use.factor.but(value=D(771), unit="kgCO2e/kg")))
    assert twice["factor.gwp_twice"].level is Level.OVERRIDABLE


def test_units_that_do_not_fit_or_are_not_known() -> None:
    for activity, factor in (
        ("kWh", "kgCO2e/kg"),
        ("托盘", "kgCO2e/kg"),
        ("t", "公斤每"),
        ("", ""),
    ):
        use = replace(with_factor(unit=factor), activity_unit=activity)
        flag = flags(use)["factor.unit"]
        assert (flag.level, flag.clause) == (Level.OVERRIDABLE, "RULE:6.2")
    assert flags(with_factor(unit="kg/kg"))["factor.gas"].level is Level.INFO


def test_another_database_is_told() -> None:
    for source in ("ecoinvent 3.9", "国内数据库，2023", "GaBi"):
        found = flags(with_factor(source=source, rank=FactorRank.INTERNATIONAL))
        assert found["factor.database"].level is Level.INFO
        assert found["factor.database"].clause == "RULE:6.2.1"
    for source in ("CPCD 数据库", "2025 年第 47 号公告", "国内缺省值"):
        found = flags(with_factor(source=source, rank=FactorRank.NATIONAL))
        assert "factor.database" not in found
    assert "factor.database" not in flags(with_factor(source="数据库"))


def test_a_fuel_that_counts_burning_only() -> None:
    gas = claimed_factor(
        "天然气", D("2.162188809"), "kgCO₂e/单位", rank="d", source="GB/T 32151.34 缺省值"
    )
    use = FactorUse(name="天然气（退火炉）", factor=gas, activity_unit="Nm³", data_year=2025)
    assert flags(use)["factor.co2"].level is Level.INFO
    assert "factor.co2" not in flags(replace(use, needs_upstream=False))
    assert "factor.co2" not in flags(replace(use, factor=gas.but(value=D("2.6"))))
    by_unit = gas.but(value=D("21.6"), unit="tCO2/10⁴Nm³")
    assert "factor.co2" in flags(replace(use, factor=by_unit))


def test_nothing_is_said_of_a_factor_that_is_not_there() -> None:
    empty = FactorUse(name="", factor=Factor())
    assert set(flags(empty)) == {"factor.unit", "factor.rank_open"}
    huge = with_factor(value=D("9E+40"))
    assert flags(huge, known(GOOD.but(library=CPCD)))["factor.deviation"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.5306", "0.5306"), ("0.5306000", "0.5306"), ("2310", "2,310"), ("0", "0"),
        ("-12.3456789", "−12.3457"), ("1234567.8", "1,234,568"), ("9E+40", "9.00000E+40"),
        ("100", "100"),
    ],
)  # fmt: skip
def test_values_in_sentences_are_short(value: str, text: str) -> None:
    assert short(D(value)) == text
