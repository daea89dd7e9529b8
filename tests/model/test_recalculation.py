"""The claim computed anew: worked examples E1 and E4 of the method, and what must not happen."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.inventory import Bucket, LifeCycleStage, LineReview, Origin, stage_of
from cfpdesk.model.recalculation import (
    EXACT,
    LineResult,
    Recalculation,
    per_unit,
    recalculate,
)

D = Decimal


def a_line(
    key: str,
    activity: str | None,
    factor: str | None,
    *,
    unit: str = "kg",
    factor_unit: str = "kgCO2e/kg",
    gwp: str = "1",
    emissions: str | None = None,
    stage: str = "生产阶段",
) -> ClaimedLine:
    """Return a line of the client, all in one dataset."""

    def cell(text: str | None) -> Claimed:
        return Claimed(None if text is None else D(text))

    return ClaimedLine(
        dataset="d",
        key=key,
        code=key,
        name=key,
        row=7,
        activity=cell(activity),
        activity_unit=unit,
        factor=cell(factor),
        factor_unit=factor_unit,
        gwp=cell(gwp),
        emissions=cell(emissions),
        stage=stage,
    )


def times(activity: Decimal, unit: str, factor: Decimal, factor_unit: str) -> Decimal | None:
    """Multiply where the factor is per the activity's own unit."""
    return activity * factor if factor_unit.endswith(f"/{unit}") else None


def computed(lines: list[ClaimedLine], *reviews: LineReview) -> Recalculation:
    """Recalculate with GWP 771 for HFC-32 and nothing else known."""
    known = {(r.dataset, r.line): r for r in reviews}
    return recalculate(lines, known, times, lambda r: D(771) if r.gas == "HFC-32" else None)


E1 = [
    a_line("strip", "12600000", "2.310", stage="原材料阶段"),
    a_line("power", "3600000", "0.5777", unit="kWh", factor_unit="kgCO2e/kWh"),
    a_line("gas", "450000", "2.162188809", unit="Nm³", factor_unit="kgCO2e/Nm³"),
    a_line("road", "4410000", "0.078", unit="t·km", factor_unit="kgCO2e/t·km", stage="原材料阶段"),
    a_line("leak", "5", "1", gwp="771"),
]


def test_the_worked_plant() -> None:
    found = computed(E1)
    assert found.totals.verified_kg == D("32506539.96405")
    per_tonne = per_unit(found.totals.verified_kg, D(12000))
    assert per_tonne is not None
    assert round(per_tonne, 5) == D("2708.87833")
    shares = [round(line.share_pct or D(0), 4) for line in found.lines]
    assert shares == [D("89.5389"), D("6.3979"), D("2.9932"), D("1.0582"), D("0.0119")]
    assert sum(line.share_pct or D(0) for line in found.lines) == pytest.approx(
        D(100), abs=D("1e-40")
    )


def test_a_wrong_electricity_factor_shows_as_understated() -> None:
    claimed = [*E1[:1], a_line("power", "3600000", "0.5306", unit="kWh",
               factor_unit="kgCO2e/kWh", emissions="1910160"), *E1[2:]]  # fmt: skip
    review = LineReview(dataset="d", line="power", factor_value=D("0.5777"))
    found = computed(claimed, review)
    power = found.lines[1]
    assert (power.claimed_kg, power.verified_kg) == (D("1910160.0000"), D("2079720.0000"))
    assert power.difference_kg == D("-169560")
    assert power.factor.verified
    assert not power.activity.verified
    relative = found.totals.difference_kg / found.totals.verified_kg * 100
    assert round(relative, 4) == D("-0.5216")


def test_primary_share_counts_lines_whose_two_figures_are_primary() -> None:
    both = {"activity_origin": Origin.PRIMARY, "factor_origin": Origin.PRIMARY}
    found = computed(
        E1,
        LineReview(dataset="d", line="gas", activity_origin=Origin.PRIMARY,
                   factor_origin=Origin.PRIMARY),
        LineReview(dataset="d", line="leak").but(**both),
        LineReview(dataset="d", line="power", activity_origin=Origin.PRIMARY),
    )  # fmt: skip
    assert round(found.totals.primary_pct or D(0), 3) == D("3.005")


def test_a_gas_takes_its_gwp_from_the_chosen_set() -> None:
    line = a_line("leak", "5", "1", gwp="677", emissions="3385")
    found = computed([line], LineReview(dataset="d", line="leak", gas="HFC-32")).lines[0]
    assert (found.claimed_kg, found.verified_kg) == (D(3385), D(3855))
    unknown = computed([line], LineReview(dataset="d", line="leak", gas="SO2F2"))
    assert unknown.lines[0].verified_kg is None
    assert unknown.totals.open_lines == 1
    assert not unknown.totals.complete


def test_units_that_do_not_fit_are_never_multiplied() -> None:
    found = computed([a_line("x", "10", "2", unit="t", factor_unit="kgCO2e/kWh", emissions="20")])
    line = found.lines[0]
    assert line.claimed_kg == D(20)
    assert line.verified_kg is None
    assert line.problem is not None
    assert "kgCO2e/kWh" in line.problem.text("zh")
    assert found.totals.open_lines == 1


def test_buckets_stand_apart_and_what_is_outside_is_not_in_the_total() -> None:
    """E4: 1 kg wood panel, fossil 0.50 (aircraft 0.05 inside), uptake −1.80, …"""
    lines = [
        a_line("fossil", "1", "0.45"),
        a_line("flight", "1", "0.05"),
        a_line("uptake", "1", "-1.80"),
        a_line("burnt", "1", "1.80", stage="废弃阶段"),
        a_line("methane", "0.001", "1", gwp="27.0", stage="废弃阶段"),
        a_line("dluc", "1", "0.20"),
        a_line("offset", "1", "-0.30"),
    ]
    found = computed(
        lines,
        LineReview(dataset="d", line="flight", aircraft=True),
        LineReview(dataset="d", line="uptake", bucket=Bucket.UPTAKE),
        LineReview(dataset="d", line="burnt", bucket=Bucket.BIOGENIC),
        LineReview(dataset="d", line="methane", bucket=Bucket.BIOGENIC),
        LineReview(dataset="d", line="dluc", bucket=Bucket.LAND_USE),
        LineReview(dataset="d", line="offset", bucket=Bucket.OUTSIDE),
    ).totals
    assert found.verified_kg == D("0.727")
    assert found.by_bucket[Bucket.FOSSIL] == D("0.50")
    assert found.by_bucket[Bucket.BIOGENIC] == D("1.827")
    assert found.by_bucket[Bucket.OUTSIDE] == D("-0.30")
    assert found.aircraft_kg == D("0.05")
    assert found.removals_kg == D("-1.80")
    assert [s.stage for s in found.stages] == [
        LifeCycleStage.PRODUCTION,
        LifeCycleStage.END_OF_LIFE,
    ]


def test_a_shared_line_counts_by_its_share() -> None:
    found = computed(
        [a_line("steam", "100", "2", emissions="200")],
        LineReview(dataset="d", line="steam", allocated_pct=D("62.5")),
    ).lines[0]
    assert (found.claimed_kg, found.verified_kg) == (D(200), D(125))
    assert found.changed


def test_what_is_cut_off_stands_beside_the_total() -> None:
    found = computed(E1, LineReview(dataset="d", line="leak", excluded=True))
    assert found.totals.verified_kg == D("32506539.96405") - 3855
    assert found.totals.excluded_kg == 3855


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("原材料阶段", LifeCycleStage.RAW_MATERIAL),
        ("生产阶段", LifeCycleStage.PRODUCTION),
        ("产品运输", LifeCycleStage.DISTRIBUTION),
        ("使用阶段", LifeCycleStage.USE),
        ("End-of-life", LifeCycleStage.END_OF_LIFE),
        ("", None),
        ("甲", None),
    ],
)
def test_a_stage_is_known_by_the_client_s_words(text: str, stage: LifeCycleStage | None) -> None:
    assert stage_of(text) is stage


FIGURES = st.decimals("-1e9", "1e9", allow_nan=False, places=6)


@given(st.lists(st.tuples(FIGURES, FIGURES, st.booleans()), max_size=12))
def test_the_sum_of_the_lines_is_the_total_exactly(
    figures: list[tuple[Decimal, Decimal, bool]],
) -> None:
    lines = [a_line(str(n), str(a), str(f)) for n, (a, f, _out) in enumerate(figures)]
    reviews = [
        LineReview(dataset="d", line=str(n), excluded=out)
        for n, (_a, _f, out) in enumerate(figures)
    ]
    found = computed(lines, *reviews)
    kept = [line for line in found.lines if line.counts]
    with localcontext(EXACT):
        _sums_agree(found, kept, figures)


def _sums_agree(
    found: Recalculation,
    kept: list[LineResult],
    figures: list[tuple[Decimal, Decimal, bool]],
) -> None:
    assert found.totals.verified_kg == sum((a * f for a, f, out in figures if not out), D(0))
    assert found.totals.verified_kg == sum((x.verified_kg or D(0) for x in kept), D(0))
    assert sum((s.verified_kg for s in found.totals.stages), D(0)) == found.totals.verified_kg
    assert sum(found.totals.by_bucket.values(), D(0)) == found.totals.verified_kg
