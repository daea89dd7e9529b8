"""The factors that are shipped: the figures of their sources, and every figure of the method."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.electricity import (
    ElectricitySeries,
    GridScope,
    as_factor,
    is_electricity,
    kg_per_kwh,
    parse_electricity,
)
from cfpdesk.model.fuel import combustion_co2, parse_fuels
from cfpdesk.model.gwp import GwpSet, normal_name, parse_gwp
from cfpdesk.model.units import parse_unit, product
from cfpdesk.store import factor_library
from cfpdesk.store.factor_library import (
    burning_factors,
    load_electricity,
    load_fuels,
    load_gwp,
    shipped_factors,
)

D = Decimal
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
COLUMNS = {
    "AR4": "AR4GWP100", "AR5": "AR5GWP100", "AR6": "AR6GWP100", "SAR": "SARGWP100",
    "TAR": "TARGWP100", "AR5 CCF": "AR5CCFGWP100", "AR6 GWP20": "AR6GWP20",
}  # fmt: skip

# Gas: AR4, AR5, AR6 as in the method, 2.3.
TABLE = """
CO2 1 1 1
N2O 298 265 273
SF6 22800 23500 25200
NF3 17200 16100 17400
HFC-23 14800 12400 14600
HFC-32 675 677 771
HFC-125 3500 3170 3740
HFC-134a 1430 1300 1530
HFC-143a 4470 4800 5810
HFC-152a 124 138 164
HFC-227ea 3220 3350 3600
HFC-245fa 1030 858 962
HCFC-22 1810 1760 1960
CF4 7390 6630 7380
C2F6 12200 11100 12400
C3F8 8830 8900 9290
c-C4F8 10300 9540 10200
SO2F2 – 4090 4630
"""


@pytest.mark.parametrize("row", TABLE.split("\n")[1:-1])
def test_every_value_of_the_method(row: str) -> None:
    gas, *values = row.split()
    for gwp_set, value in zip(GwpSet, values, strict=True):
        if value == "–":
            with pytest.raises(UserError, match="AR4"):
                load_gwp().gwp(gas, gwp_set)
        else:
            assert load_gwp().gwp(gas, gwp_set) == D(value)


def test_methane_is_split_and_has_to_be_named() -> None:
    gwp = load_gwp().gwp
    assert [gwp("CH4", s, fossil=True) for s in GwpSet] == [25, 30, D("29.8")]
    assert [gwp("甲烷", s, fossil=False) for s in GwpSet] == [25, 28, D("27.0")]
    assert gwp("CH4", "AR4") == 25
    with pytest.raises(UserError, match=r"29\.8.*27\.0"):
        gwp("CH4", "AR6")


def test_blends_are_computed() -> None:
    gwp = load_gwp().gwp
    assert gwp("R410A", "AR6") == D("2255.5")
    assert gwp("R-404A", "AR4") == D("3921.6")
    assert gwp("r 407c", "AR4") == D("1773.85")
    assert gwp("R507A", "AR4") == 3985
    assert load_gwp().mixture({"R32": D("0.5"), "R125": D("0.5")}, "AR5") == D("1923.5")
    with pytest.raises(UserError, match="1"):
        load_gwp().mixture({"R32": D("0.5"), "R125": D("0.49")}, "AR5")


@pytest.mark.parametrize(
    ("blend", "value"),
    [
        ("R448A", "1494"), ("R449A", "1504"), ("R450A", "643"), ("R452A", "2292"),
        ("R452B", "779"), ("R-454B", "531"), ("R454C", "166"), ("R455A", "166"), ("R513A", "673"),
    ],
)  # fmt: skip
def test_blends_with_hfo_have_the_published_values_of_ar6(blend: str, value: str) -> None:
    gwp = load_gwp().gwp
    assert abs(gwp(blend, "AR6") - D(value)) < 1
    with pytest.raises(UserError, match="HFO-1234"):
        gwp(blend, "AR5")  # which says only "less than 1" for these gases


@pytest.mark.parametrize(
    ("gas", "value", "sets"),
    [
        ("HFC-32", "677", ("AR5",)),
        ("HFC-32", "771", ("AR6",)),
        ("R32", "675", ("AR4",)),
        ("CH4", "28", ("AR5",)),
        ("CH4", "29.8", ("AR6",)),
        ("CH4", "27", ("AR6",)),
        ("CH4", "21", ("SAR",)),
        ("CH4", "81.2", ("AR6 GWP20",)),
        ("R410A", "2088", ("AR4",)),
        ("R410A", "2256", ("AR6",)),
        ("R410A", "2255.5", ("AR6",)),
        ("HFC-134a", "1300", ("AR5", "SAR", "TAR")),
        ("HFC-32", "700", ()),
        ("HFC-32", "-677", ()),
        ("unobtainium", "677", ()),
        ("CH4", "27.9", ()),
    ],
)
def test_a_number_tells_which_set_it_is_from(gas: str, value: str, sets: tuple[str, ...]) -> None:
    assert load_gwp().sets_with(gas, D(value)) == sets


def test_values_of_methane_that_are_in_no_set_are_explained() -> None:
    table = load_gwp()
    for value in ("27.9", "27.2"):
        trap = table.trap("methane", D(value))
        assert trap is not None
        assert value in trap.zh
        assert value in trap.en
    assert table.trap("CH4", D(28)) is None
    assert table.trap("N2O", D("27.9")) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("制冷剂 HFC-32 逸散", "HFC-32"),
        ("制冷剂HFC32逸散", "HFC-32"),
        ("冷媒 R-410A 补充", "R410A"),
        ("灭火器七氟丙烷", "HFC-227ea"),
        ("二氯甲烷（溶剂）", "CH2Cl2"),
        ("SF6 断路器", "SF6"),
        ("汽车空调 HFO-1234yf 补充", "HFO-1234yf"),
        ("R1234ze(E)", "HFO-1234ze(E)"),
        ("HFC-43-10mee", "HFC-43-10mee"),
        ("六氟化硫", "SF6"),
        ("75-10-5", "HFC-32"),
        ("二氟甲烷(R32)", "HFC-32"),
        ("外购电力", ""),
        ("CO2 保护焊", ""),
        ("热轧带钢 Q235B", ""),
        ("", ""),
    ],
)
def test_a_line_names_its_gas(text: str, key: str) -> None:
    assert load_gwp().mentioned(text) == key


def test_an_unknown_gas_is_refused() -> None:
    with pytest.raises(UserError, match="R999"):
        load_gwp().gwp("R999", "AR6")


def test_cas_numbers_have_their_check_digit() -> None:
    for gas in load_gwp().gases.values():
        if gas.cas:
            *digits, check = (int(d) for d in gas.cas if d.isdigit())
            assert sum(d * n for n, d in enumerate(reversed(digits), 1)) % 10 == check, gas.key


def test_a_damaged_table_is_noticed() -> None:
    with pytest.raises(KeyError):
        parse_gwp({})
    with pytest.raises(ValueError, match="parts of R1"):
        parse_gwp({"gases": [], "blends": [{"key": "R1", "parts": {"HFC-32": "1"}}]})


@pytest.mark.skipif(not DATA.exists(), reason="the source tables are not on this machine")
def test_gwp_are_those_of_the_published_table() -> None:
    with (DATA / "globalwarmingpotentials.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    # The table has no unsaturated gases; theirs are held by the blends that are published.
    table, seen = load_gwp(), {"CO2", "HFO-1234yf", "HFO-1234ze(E)"}
    for row in rows:
        key = table.key_of(row["Species"])
        if not any(row[COLUMNS[str(s)]] for s in GwpSet):
            assert not key, row["Species"]
            continue
        gas = table.gases[key]
        seen.add(key)
        for code, column in COLUMNS.items():
            if key == "CH4" and code in ("AR5", "AR6"):
                continue  # split; the table's AR6 figure is an undivided one
            known = gas.also.get(code) or gas.values.get(code, (None,))[0]  # type: ignore[call-overload]
            assert known == (D(row[column]) if row[column] else None), (key, code)
    assert seen == set(table.gases)
    assert normal_name("HFC-32 ") == normal_name("hfc32")


def test_every_electricity_figure_of_the_method() -> None:
    table = load_electricity()
    co2 = {f.year: f.value for f in table.national(ElectricitySeries.CO2)}
    assert co2 == {2021: D("0.5568"), 2022: D("0.5366"), 2023: D("0.5306")}
    footprint = {f.year: f.value for f in table.national(ElectricitySeries.FOOTPRINT)}
    assert footprint == {2023: D("0.6205"), 2024: D("0.5777")}
    by_scope = {
        scope: {f.name.zh: f.value for f in table.factors if f.scope is scope}
        for scope in GridScope
    }
    assert list(by_scope[GridScope.RESIDUAL].values()) == [D("0.6096")]
    assert list(by_scope[GridScope.FOSSIL].values()) == [D("0.8273")]
    assert len(by_scope[GridScope.REGION]) == 7
    assert len(by_scope[GridScope.PROVINCE]) == 30
    assert by_scope[GridScope.GENERATION] == {
        "燃煤发电": D("0.9240"), "燃气发电": D("0.4503"), "水力发电": D("0.0141"),
        "核能发电": D("0.0065"), "风力发电": D("0.0324"), "光伏发电": D("0.0520"),
        "光热发电": D("0.0312"), "生物质发电": D("0.0404"),
    }  # fmt: skip
    assert sorted(by_scope[GridScope.TRANSMISSION].values()) == [D("0.0046"), D("0.0327")]
    provinces = {p for grid in table.grids.values() for p in grid}
    assert set(by_scope[GridScope.PROVINCE]) <= provinces
    assert set(by_scope[GridScope.REGION]) == set(table.grids)


def test_the_two_series_are_never_mixed() -> None:
    for found in load_electricity().factors:
        footprint = found.series is ElectricitySeries.FOOTPRINT
        unit = parse_unit(found.unit)
        assert unit is not None
        assert unit.of == ("CO2e" if footprint else "CO2")
        factor = as_factor(found)
        assert factor.includes_upstream is footprint
        assert kg_per_kwh(found.value, unit) == found.value
    values = {s: {f.value for f in load_electricity().factors if f.series is s}
              for s in ElectricitySeries}  # fmt: skip
    assert not values[ElectricitySeries.CO2] & values[ElectricitySeries.FOOTPRINT]
    assert len({f.row for f in shipped_factors()}) == len(shipped_factors()) == 62


def test_electricity_is_known_by_name_and_unit() -> None:
    kwh = parse_unit("万千瓦时")
    assert is_electricity("外购电力", kwh)
    assert is_electricity("Grid electricity", kwh)
    for name, unit in (("外购电力", "t"), ("电石", "kWh"), ("蒸汽", "kWh"), ("外购电力", "?")):
        assert not is_electricity(name, parse_unit(unit))


def test_e1_the_wrong_series_changes_the_total_by_half_a_percent() -> None:
    total, power = D("32506539.96405"), D(3600000)
    change = (power * D("0.5306") - power * D("0.5777")) * 100 / total
    assert round(change, 4) == D("-0.5216")


def test_e2_natural_gas_from_its_parameters() -> None:
    assert combustion_co2(D("389.31"), D("0.0153"), D("0.99")) == D("21.62188809")
    gas = next(f for f in burning_factors() if f.library_id == "natural_gas")
    assert (gas.value, gas.unit) == (D("21.62188809"), "tCO2/10⁴Nm³")
    activity, per = parse_unit("Nm³"), parse_unit(gas.unit)
    assert activity is not None
    assert per is not None
    assert gas.value is not None
    assert product(D(450000), activity, gas.value, per) == D("972984.96405")
    checked = {fuel.key for fuel in load_fuels() if fuel.checked}
    assert checked == {"natural_gas"}
    diesel = next(f for f in burning_factors() if f.library_id == "diesel")
    assert round(diesel.value or 0, 4) == D("3.1451")


@pytest.mark.skipif(not DATA.exists(), reason="the source tables are not on this machine")
def test_electricity_factors_are_those_of_the_announcements() -> None:
    kinds = {"residual_co2_emission_factor": "residual", "fossil_co2_emission_factor": "fossil"}
    with (DATA / "china_electricity_factors.csv").open(encoding="utf-8") as stream:
        published = {
            (
                "footprint" if row["kind"] == "carbon_footprint_factor" else "co2",
                kinds.get(row["kind"], row["scope"]),
                row["name"],
                int(row["data_year"]),
                D(row["value"]),
                row["unit"],
            )
            for row in csv.DictReader(stream)
        }
    ours = {
        (str(f.series), str(f.scope), f.name.zh, f.year, f.value, f.unit)
        for f in load_electricity().factors
    }
    assert ours == published


def test_a_damaged_file_is_a_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(factor_library, "resource", lambda *parts: tmp_path / parts[-1])
    load_fuels.cache_clear()
    try:
        for content in (None, "{", "[]", '{"sources": {}}'):
            if content is not None:
                (tmp_path / "fuel-cn.json").write_text(content, encoding="utf-8")
            with pytest.raises(UserError, match="fuel-cn"):
                load_fuels()
    finally:
        load_fuels.cache_clear()
    for parse in (parse_fuels, parse_electricity):
        with pytest.raises((KeyError, ValueError)):
            parse({"sources": [], "fuels": {}, "grids": {}, "note": {}, "factors": {}})
