"""Pictures and spreads of the inventory: what stands in them, and what is left out."""

from decimal import Decimal

import pytest

from cfpdesk.model.balance import Balance
from cfpdesk.model.claim_basis import ClaimBasis
from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.cut_off import CutOff
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.inventory import InventorySettings, LifeCycleStage, LineReview
from cfpdesk.model.inventory_pictures import (
    contribution,
    from_claim_to_result,
    gauge,
    histogram,
    variance,
)
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.line_spread import line_spreads
from cfpdesk.model.recalculation import Recalculation, recalculate
from cfpdesk.model.trace import CellCheck
from cfpdesk.model.uncertainty import simulate

D = Decimal


def line(code: str, activity: str, kg: str, stage: str = "原材料", source: str = "") -> ClaimedLine:
    return ClaimedLine(
        dataset="d", key=code, code=code, name=f"项 {code}", row=1,
        activity=Claimed(D(activity)), activity_unit="kg", factor=Claimed(D(2)),
        factor_unit="kgCO2e/kg", gwp=Claimed(D(1)), emissions=Claimed(D(kg)), stage=stage,
        factor_source=source,
    )  # fmt: skip


def made(*reviews: LineReview) -> Recalculation:
    lines = (
        line("A", "50", "100", source="数据库"),
        line("B", "10", "20.000000000000004", source="数据库"),
        line("C", "5", "13", "生产"),
        line("D", "-3", "-6", ""),
    )
    return recalculate(
        lines,
        {(review.dataset, review.line): review for review in reviews},
        lambda activity, _unit, factor, _other: activity * factor,
        lambda _review: None,
    )


def state(found: Recalculation, **changes: object) -> InventoryState:
    views = tuple(
        LineView(result, (), (), (), CellCheck(), significant=False, evidence=())
        for result in found.lines
    )
    balances: dict[str, Balance] = {}
    values: dict[str, object] = {
        "engagement": Engagement(claimed_value=D(130), materiality_pct=D(5)),
        "settings": InventorySettings(),
        "tables": (),
        "lines": views,
        "totals": found.totals,
        "claim": ClaimBasis(D(1300)),
        "threshold_kg": D(65),
        "performance_kg": D(48),
        "claimed_unit": D(130),
        "verified_unit": found.totals.verified_kg / 10,
        "ratings": (),
        "cut_off": CutOff(),
        "balances": balances,
        "factors": (),
    }
    return InventoryState(**{**values, **changes})  # type: ignore[arg-type]


def test_binary_arithmetic_is_no_difference() -> None:
    differing = [result.line.code for result in made().lines if result.differs]
    assert differing == ["C"]
    fall = from_claim_to_result(state(made()))
    assert [step.key for step in fall.differences] == [
        result.review.row for result in made().lines if result.line.code == "C"
    ]
    assert fall.differences[0].amount == 3


def test_bars_hold_what_counts_by_stage() -> None:
    cut = LineReview(dataset="d", line="B", excluded=True, excluded_reason="小")
    bars = contribution(state(made(cut)))
    assert [(stage.key, [one.code for one in stage.lines]) for stage in bars.stages] == [
        (LifeCycleStage.RAW_MATERIAL, ["A"]),
        (LifeCycleStage.PRODUCTION, ["C"]),
        ("none", ["D"]),
    ]
    assert bars.whole == 104
    assert bars.threshold == 65


@pytest.mark.parametrize(
    "changes",
    [
        {"claimed_unit": None},
        {"claimed_unit": D(0)},
        {"engagement": Engagement(claimed_value=D(1), materiality_pct=None)},
        {"engagement": Engagement(claimed_value=D(1), materiality_pct=D(0))},
    ],
)
def test_without_a_claim_or_a_threshold_there_is_no_gauge(changes: dict[str, object]) -> None:
    assert gauge(state(made(), **changes)) is None
    found = gauge(state(made()))
    assert found is not None
    assert found.verified == D("12.4")


def test_intervals_go_before_ratings_and_equal_factors_are_drawn_once() -> None:
    written = LineReview(dataset="d", line="A", activity_pct=D(10), time=5)
    rated = LineReview(dataset="d", line="B", time=2, geography=1)
    found = line_spreads(made(written, rated).lines)
    a, b, c, d = found.spreads
    assert a.factor_sd == 0
    assert a.activity_sd == pytest.approx(D("0.04863"), abs=D("0.0001"))
    assert b.activity_sd > 0
    assert a.factor == b.factor != ""
    assert (c.factor, d.factor) == ("", "")
    assert list(found.unknown) == [c.key, d.key]
    assert found.known
    assert not line_spreads(made().lines).known


def test_the_simulation_is_shown_per_declared_unit() -> None:
    review = LineReview(dataset="d", line="A", activity_pct=D(10), factor_pct=D(20))
    shown = state(made(review))
    found = simulate(line_spreads(made(review).lines).spreads, seed=1, draws=2000)
    picture = histogram(shown, found)
    assert picture.middle == pytest.approx(found.p50 / 10)
    assert picture.claimed == 130
    assert sum(one.count for one in picture.bins) == 2000
    without = histogram(state(made(review), verified_unit=None), found)
    assert (without.unit, without.middle, without.claimed) == (
        "kg",
        found.p50,
        D("127.000000000000004"),
    )
    shares = variance(shown, found)
    assert [(one.code, round(one.share)) for one in shares.shares] == [("A", 100)]
