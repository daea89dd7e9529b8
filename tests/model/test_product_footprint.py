"""A footprint goes out exact, rounded once, and divides at the gate without losing anything."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.declared_unit import DeclaredUnit, declared_unit, mass_of
from cfpdesk.model.footprint_line import ExportLine, export_lines, split_at_gate
from cfpdesk.model.inventory import Bucket, LifeCycleStage, LineReview
from cfpdesk.model.product_footprint import FootprintValues, decimal_text
from cfpdesk.model.recalculation import recalculate
from tests.exchange.footprints import E1_LINES, E1_UNITS, E4_LINES


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2708.878330337500", "2708.87833"),
        ("0", "0"),
        ("-0.00", "0"),
        ("1E+3", "1000"),
        ("1.50", "1.5"),
        ("-1.10", "-1.1"),
        ("0.4909090909090909", "0.490909091"),
        ("0.00000012345678955", "0.00000012345679"),
        ("123456789.5", "123456790"),
        ("123456788.5", "123456788"),
        ("9999999999", "10000000000"),
        ("4E-30", "0.000000000000000000000000000004"),
    ],
)
def test_decimals_are_plain_and_rounded_half_to_even_at_nine_figures(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_figure_is_never_written(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        decimal_text(Decimal(value))


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6))
def test_a_written_decimal_is_as_close_as_nine_figures_allow(value: Decimal) -> None:
    back = Decimal(decimal_text(value))
    assert abs(back - value) <= abs(value) * Decimal("5E-9")
    assert decimal_text(back) == decimal_text(value)


def test_the_constructed_plant_has_its_known_footprint() -> None:
    split = split_at_gate(E1_LINES, E1_UNITS)
    assert decimal_text(split.values.excluding_uptake) == "2708.87833"
    assert decimal_text(split.values.including_uptake) == "2708.87833"
    assert split.beyond_gate == 0
    assert split.values.outbound is None
    assert split.values.packaging is None


def test_the_wood_panel_divides_at_the_gate_as_known() -> None:
    split = split_at_gate(E4_LINES, Decimal(1))
    assert split.values.excluding_uptake == Decimal("0.70")
    assert split.values.including_uptake == Decimal("-1.10")
    assert split.values.aircraft == Decimal("0.05")
    assert split.beyond == Decimal("1.827")
    assert split.values.including_uptake + split.beyond == Decimal("0.727")


def test_biogenic_co2_before_the_gate_is_set_against_the_uptake() -> None:
    burnt = ExportLine(
        key="7",
        name="木屑锅炉",
        stage=LifeCycleStage.PRODUCTION,
        kg=Decimal("0.30"),
        bucket=Bucket.BIOGENIC,
        gas="CO₂",
    )
    split = split_at_gate([*E4_LINES, burnt], Decimal(1))
    assert split.values.uptake == Decimal("-1.50")
    assert split.values.excluding_uptake == Decimal("0.70")


def test_a_line_without_a_stage_hides_what_lies_beyond_the_gate() -> None:
    lost = ExportLine(key="8", name="其他", stage=None, kg=Decimal(1))
    split = split_at_gate([*E4_LINES, lost], Decimal(1))
    assert split.unplaced == ("其他",)
    assert split.beyond_gate is None


def test_a_footprint_of_no_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="declared unit"):
        split_at_gate(E1_LINES, Decimal(0))


LINES = st.lists(
    st.builds(
        ExportLine,
        key=st.text(max_size=2),
        name=st.just("x"),
        stage=st.sampled_from([None, *LifeCycleStage]),
        kg=st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
        bucket=st.sampled_from(Bucket),
        gas=st.sampled_from(["", "CO2", "CH4"]),
    ),
    max_size=12,
)


@given(LINES, st.integers(1, 10**6))
def test_the_parts_at_the_gate_add_up_to_the_whole(lines: list[ExportLine], units: int) -> None:
    split = split_at_gate(lines, Decimal(units))
    whole = sum((x.kg for x in lines if x.bucket is not Bucket.OUTSIDE), Decimal(0))
    parts = split.values.including_uptake + (split.values.outbound or 0) + split.beyond
    assert abs(parts * units - whole) < Decimal("1E-15")


def test_lines_come_from_the_recalculation_with_verified_figures() -> None:
    claimed = ClaimedLine(
        dataset="d",
        key="k",
        code="P1",
        name="外购电力",
        row=5,
        activity=Claimed(Decimal(3600000)),
        activity_unit="kWh",
        factor=Claimed(Decimal("0.5306")),
        factor_unit="kgCO2e/kWh",
        gwp=Claimed(Decimal(1)),
        emissions=Claimed(Decimal(1910160)),
        stage="生产",
        factor_source="客户",
    )
    review = LineReview(
        dataset="d",
        line="k",
        factor_value=Decimal("0.5777"),
        source="MEE 2024",
        factor_pct=Decimal(10),
        technology=2,
        geography=1,
        time=3,
    )
    cut = LineReview(dataset="d", line="k", excluded=True)

    def kg(activity: Decimal, _unit: str, factor: Decimal, _per: str) -> Decimal:
        return activity * factor

    result = recalculate([claimed], {("d", "k"): review}, kg, lambda _: None)
    (line,) = export_lines(result.lines)
    assert (line.kg, line.factor, line.source) == (Decimal(2079720), Decimal("0.5777"), "MEE 2024")
    assert line.stage is LifeCycleStage.PRODUCTION
    assert line.scores == (2, 1, 3)
    assert line.activity_log_sd == 0
    assert round(line.factor_log_sd, 6) == Decimal("0.048629")
    assert not export_lines(recalculate([claimed], {("d", "k"): cut}, kg, lambda _: None).lines)


def test_unknown_parts_count_for_nothing() -> None:
    values = FootprintValues(fossil=Decimal(1), captured=Decimal("-0.25"), uptake=None)
    assert values.excluding_uptake == values.including_uptake == Decimal("0.75")


def test_some_units_say_their_mass_themselves() -> None:
    assert mass_of(DeclaredUnit.KILOGRAM, Decimal(1000)) == 1000
    assert mass_of(DeclaredUnit.KILOWATT_HOUR, Decimal(1)) == 0
    assert mass_of(DeclaredUnit.PIECE, Decimal(1)) is None


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("1 t", DeclaredUnit.KILOGRAM, "1000"),
        ("每吨", DeclaredUnit.KILOGRAM, "1000"),
        ("1,000 kg", DeclaredUnit.KILOGRAM, "1000"),
        ("1千克", DeclaredUnit.KILOGRAM, "1"),
        ("500 g", DeclaredUnit.KILOGRAM, "0.5"),
        ("12 L", DeclaredUnit.LITER, "12"),
        ("330 mL", DeclaredUnit.LITER, "0.33"),
        ("1 m³", DeclaredUnit.CUBIC_METER, "1"),
        ("1 Nm³", DeclaredUnit.CUBIC_METER, "1"),
        ("kWh", DeclaredUnit.KILOWATT_HOUR, "1"),
        ("1 兆瓦时", DeclaredUnit.KILOWATT_HOUR, "1000"),
        ("1 GJ", DeclaredUnit.MEGAJOULE, "1000"),
        ("1 吨公里", DeclaredUnit.TON_KILOMETER, "1"),
        ("100 平方米", DeclaredUnit.SQUARE_METER, "100"),
        ("1 台", DeclaredUnit.PIECE, "1"),
        ("1万件", DeclaredUnit.PIECE, "10000"),
        ("1 h", DeclaredUnit.HOUR, "1"),
    ],
)
def test_a_declared_unit_is_read_as_people_write_it(
    text: str, unit: DeclaredUnit, amount: str
) -> None:
    assert declared_unit(text) == (unit, Decimal(amount))


@pytest.mark.parametrize(
    "text", ["", "1", "0 t", "1 km", "1 kgCO2e", "kg/t", "1 房·晚", "1 架", "-1 t"]
)
def test_other_units_have_no_counterpart(text: str) -> None:
    with pytest.raises(UserError):
        declared_unit(text)
