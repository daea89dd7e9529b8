"""Units: every spelling one meaning, exact conversion, and nothing multiplied that does not fit."""

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.unit_names import UNIT_NAMES
from cfpdesk.model.units import (
    Unit,
    convert,
    fits,
    gas_volume,
    kg_of_texts,
    parse_unit,
    product,
    same_quantity,
)

D = Decimal


def unit(text: str) -> Unit:
    found = parse_unit(text)
    assert found is not None, text
    return found


SAME = {
    "kWh": ["KWH", "ｋＷｈ", "度", "千瓦时", "千瓦·时", "kW·h", "kW.h", "kW h", "k Wh", "[kWh]"],
    "10⁴kWh": ["万千瓦时", "万度", "万kWh", "10^4 kWh", "10000 kWh", "10,000 kWh"],
    "MWh": ["兆瓦时", "MWH", "MW·h", "兆瓦·时"],
    "GJ": ["吉焦", "gj", "百万千焦"],
    "MJ": ["兆焦", "Mj"],
    "tce": ["吨标准煤", "吨（标准煤）", "吨标煤", "TCE"],
    "kgce": ["千克标准煤", "公斤标煤"],
    "t": ["T", "吨", "公吨", "ton", "吨（t）", "单位：t", "（吨）", "Mg"],
    "kg": ["KG", "㎏", "公斤", "千克", "ｋｇ"],
    "g": ["克"],
    "mg": ["毫克"],
    "m³": ["m3", "㎥", "M3", "m^3", "立方米", "方", "立方"],
    "Nm³": ["Nm3", "NM3", "Ｎ㎥", "N m³", "标立方米", "标方", "m3（标况）", "m³(0℃, 101.325kPa)"],
    "10⁴Nm³": ["万Nm3", "10⁴ Nm³", "10^4Nm3", "万标立方米", "10⁴×Nm³", "10000Nm3", "万 标方"],
    "m³(20 °C)": ["m3(20℃)", "立方米（20℃，101.325kPa）", "m³@20℃", "m³ (293.15 K)"],
    "m²": ["m2", "㎡", "平方米"],
    "L": ["升", "l", "公升"],
    "t·km": ["公吨·公里", "吨公里", "吨•千米", "t*km", "t・km", "t-km", "tkm", "t km", "吨.公里"],
    "kg·km": ["千克·公里", "kg⋅km"],
    "人·km": ["人·千米", "person·km", "人公里", "passenger-km", "pkm"],
    "房·晚": ["房 · 晚", "间夜", "room·night"],
    "台": ["台（四舍五入）"],
    "件": ["个", "只", "pcs"],
    "a": ["年", "年（四舍五入）"],
    "10⁴元": ["万元"],
    "h": ["小时"],
    "kgCO2e/kWh": [
        "kgCO₂e/kWh", "kg CO2-eq./kWh", "千克二氧化碳当量/千瓦时", "kg CO2e per kWh", "KGCO2E／KWH",
        "kgCO2e kWh⁻¹", "kgCO2e·kWh-1", "kg（CO2e）/度", "kgCO2eq / 度", "kgCO2e每千瓦时",
    ],
    "tCO2/10⁴Nm³": ["tCO2/万Nm³", "吨二氧化碳／万标立方米", "t CO₂ / 10^4 Nm3"],
    "tCO2e/t": ["t CO2e / 公吨", "吨CO2当量/吨"],
    "kgCO2e/(t·km)": ["kgCO2e/t·km", "kgCO2e/（吨·公里）", "kgCO2e/t/km", "kgCO₂e/tkm"],
    "tC/GJ": ["tc/GJ", "t C/GJ", "吨C/吉焦"],
    "kg/10²km": ["kg/100km", "kg/100 公里", "千克/百公里"],
    "亩": ["市亩"],
}  # fmt: skip


@pytest.mark.parametrize(("shown", "written"), [(k, w) for k, ws in SAME.items() for w in ws])
def test_every_spelling_means_the_same_unit(shown: str, written: str) -> None:
    assert unit(written) == unit(shown)
    assert unit(written).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "电耗", "%", "12", "kgCO2e/", "CO2e/kWh", "kgCO2e/单位", "MG", "M",
        "104Nm3", "10 4Nm3", "103 t", "Nm3(20℃)", "m³(25℃)", "t(干基)", "kWhCO2e", "k" * 100,
        "kg CO2e CH4", "(((((", "10^99999 t", "m@joule", "m3@joule", "1e9999kg", "7",
    ],
)  # fmt: skip
def test_what_is_no_unit_or_could_mean_two_is_not_taken(text: str) -> None:
    assert parse_unit(text) is None


@pytest.mark.parametrize("name", UNIT_NAMES, ids=lambda u: u.name)
def test_every_unit_of_the_table_reads_back_and_has_a_size(name: object) -> None:
    found = unit(getattr(name, "symbol", ""))
    assert found.above == ((getattr(name, "name", ""), 1),)
    assert convert(D("1.5"), found, found) == D("1.5")


@given(st.text(max_size=20))
def test_any_text_gives_a_unit_or_none(text: str) -> None:
    found = parse_unit(text)
    assert found is None or parse_unit(found.text) == found


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("1", "tce", "GJ", "29.3076"),
        ("1", "kgce", "MJ", "29.3076"),
        ("1", "kWh", "MJ", "3.6"),
        ("1", "万千瓦时", "GJ", "36"),
        ("1", "mmBtu", "GJ", "1.05505585262"),
        ("1", "Gcal", "GJ", "4.1868"),
        ("389.31", "GJ/10⁴Nm³", "MJ/Nm³", "38.931"),
        ("0.5306", "kgCO2/kWh", "tCO2/MWh", "0.5306"),
        ("1000", "kg·km", "t·km", "1"),
        ("3", "亩", "m²", "2000"),
        ("1", "L", "m³", "0.001"),
        ("-12.5", "t", "kg", "-12500"),
        ("0", "t", "g", "0"),
        ("24", "month", "a", "2"),
    ],
)
def test_conversions_are_exact(value: str, source: str, target: str, result: str) -> None:
    assert convert(D(value), unit(source), unit(target)) == D(result)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Nm³", "m³"), ("m³", "m³(20 °C)"), ("Nm³", "m³(20 °C)"), ("Sm³", "Nm³"),
        ("Nm³", "m³(工况)"), ("L", "kg"), ("台", "件"), ("人", "人次"), ("a", "d"), ("元", "USD"),
        ("kg", "kgCO2e"), ("kgCO2", "kgCO2e"), ("kgCH4", "kgCO2e"), ("tC", "tCO2"), ("t", "t·km"),
        ("kgCO2e/t", "kgCO2e/kWh"), ("kWh", "kW"),
    ],
)  # fmt: skip
def test_what_needs_an_assumption_is_refused_and_both_are_named(source: str, target: str) -> None:
    with pytest.raises(UserError) as caught:
        convert(D(1), unit(source), unit(target))
    said = caught.value.message.text("en")
    assert unit(source).text in said
    assert unit(target).text in said
    assert not same_quantity(unit(source), unit(target))


ENERGY = st.sampled_from(["kWh", "MJ", "GJ", "tce", "kgce", "Gcal", "Btu", "万千瓦时"]).map(unit)
VALUES = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@given(VALUES, ENERGY, ENERGY, ENERGY)
def test_round_trip_and_detours_lose_nothing(value: D, a: Unit, b: Unit, c: Unit) -> None:
    there = convert(value, a, b)
    slack = abs(value) * D("1E-45")
    assert abs(convert(there, b, a) - value) <= slack
    detour = convert(convert(value, a, c), c, b)
    assert abs(detour - there) <= abs(there) * D("1E-45")


@given(VALUES, st.sampled_from(["t", "kg", "g", "mg", "kt", "斤"]), st.sampled_from(["g", "mg"]))
def test_decimal_units_round_trip_exactly(value: D, a: str, b: str) -> None:
    assert convert(convert(value, unit(a), unit(b)), unit(b), unit(a)) == value


@given(VALUES, VALUES, VALUES)
def test_a_product_does_not_depend_on_the_order(a: D, f: D, g: D) -> None:
    kwh, per = unit("kWh"), unit("kgCH4/kWh")
    exact = Fraction(a) * Fraction(f) * Fraction(g)
    assert Fraction(product(a, kwh, f, per, g)) == exact
    assert product(f, kwh, a, per, g) == product(g, kwh, f, per, a)


def test_gas_at_other_conditions_is_converted_only_on_request() -> None:
    trade, normal = unit("m³(20℃)"), unit("万Nm³")
    expected = D(10000) * D("273.15") / D("293.15")
    assert gas_volume(D(10000), trade, unit("Nm³")) == pytest.approx(expected)
    back = gas_volume(gas_volume(D(10000), trade, normal), normal, trade)
    assert abs(back - 10000) < D("1E-40")
    assert not fits(trade, unit("kgCO2e/Nm³"))
    for other in ("m³", "Sm³", "GJ/Nm³", "kg"):
        with pytest.raises(UserError, match=r"101\.325"):
            gas_volume(D(1), unit(other), normal)


@pytest.mark.parametrize(
    ("activity", "unit_of_it", "factor", "per", "kg"),
    [
        ("12600", "t", "2.310", "kgCO2e/kg", "29106000"),  # E1
        ("3600000", "kWh", "0.5777", "kgCO2e/kWh", "2079720"),
        ("450000", "Nm³", "2.162188809", "kgCO2e/Nm³", "972984.96405"),
        ("45", "万Nm³", "21.62188809", "tCO2/10⁴Nm³", "972984.96405"),
        ("4410000", "t·km", "0.078", "kgCO2e/t·km", "343980"),
        ("3600", "MWh", "0.5777", "kgCO2e/kWh", "2079720"),
        ("5", "kg HFC-32", "771", "1", "3855"),
        ("5", "kgHFC-32", "771", "kgCO2e/kg", "3855"),
        ("-2", "t", "1.5", "tCO2e/t", "-3000"),
        ("3", "房·晚", "40.5", "kgCO2e/房·晚", "121.5"),
        ("0", "kWh", "0.5777", "kgCO2e/kWh", "0"),
        ("2", "kWh", "0.5", "kg/kWh", "1"),
    ],
)
def test_worked_products(activity: str, unit_of_it: str, factor: str, per: str, kg: str) -> None:
    assert product(D(activity), unit(unit_of_it), D(factor), unit(per)) == D(kg)


@pytest.mark.parametrize(
    ("activity", "factor"),
    [
        ("kWh", "kgCO2e/t"), ("m³", "kgCO2e/Nm³"), ("台", "kgCO2e/件"), ("kg", "1"), ("L", "1"),
        ("kWh/t", "kgCO2e/kWh"), ("t", "tC/t"), ("GJ", "tC/GJ"), ("kg CO2", "kgCO2e/kg CH4"),
        ("kWh", "kWh/kWh"), ("t", "kgCO2e/t·km"), ("kgC", "1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_never_multiplied(activity: str, factor: str) -> None:
    assert not fits(unit(activity), unit(factor))
    with pytest.raises(UserError, match="不匹配"):
        product(D(1), unit(activity), D(1), unit(factor))


def test_another_gas_needs_its_gwp() -> None:
    assert product(D(10), unit("t"), D(2), unit("gCH4/t"), D("27.0")) == D("0.540")
    with pytest.raises(UserError, match="CH4"):
        product(D(10), unit("t"), D(2), unit("gCH4/t"))
    assert product(D(10), unit("t"), D(2), unit("gCO2/t")) == D("0.02")


def test_a_column_headed_per_unit_takes_the_unit_of_the_line() -> None:
    assert parse_unit("kgCO₂e/单位", "t·km") == unit("kgCO2e/t·km")
    assert parse_unit("kgCO2e/unit", "吨") == unit("kgCO2e/t")
    assert parse_unit("kgCO₂e/单位", "kgCO2e/t") is None
    assert kg_of_texts(D(12600), "t", D(2310), "kgCO₂e/单位") == D(29106000)
    assert kg_of_texts(D(5), "kg", D(1), "kgCO₂e/单位") == D(5)
    assert kg_of_texts(D(5), "kg", D(1), "kgCO₂e/kWh") is None
    assert kg_of_texts(D(5), "托盘", D(1), "kgCO₂e/单位") is None


def test_e3_gas_combustion() -> None:
    """EPA hub 2024, 1 mmBtu of natural gas: AR5 53.1145, AR6 53.1143 kgCO2e."""
    one, parts = (
        unit("mmBtu"),
        (("53.06", "kgCO2/mmBtu"), ("1.0", "gCH4/mmBtu"), ("0.10", "gN2O/mmBtu")),
    )
    for gwps, total in ((("1", "28", "265"), "53.1145"), (("1", "27.0", "273"), "53.1143")):
        kg = sum(
            product(D(1), one, D(factor), unit(per), D(gwp))
            for (factor, per), gwp in zip(parts, gwps, strict=True)
        )
        assert kg == D(total)


def test_the_units_library_is_loaded_only_when_something_is_measured() -> None:
    code = (
        "import sys, json; from cfpdesk.model import units; u = units.parse_unit('kgCO2e/kWh');"
        "before = 'pint' in sys.modules; units.fits(units.parse_unit('kWh'), u);"
        "print(json.dumps([before, 'pint' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == [False, True]
